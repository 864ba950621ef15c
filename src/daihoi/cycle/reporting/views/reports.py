"""Reports for any branch on any date, as known then (báo cáo tiến độ, sơ kết sáu tháng, kết quả các cấp)."""

from datetime import datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from daihoi.cycle.congresses.address import crumbs
from daihoi.cycle.congresses.models import Level
from daihoi.cycle.congresses.queries import View, visible_rounds
from daihoi.cycle.reporting.queries.letterhead import letterhead
from daihoi.cycle.reporting.queries.reports import KINDS, Report, report
from daihoi.cycle.reporting.views.common import asked, handed, person
from daihoi.office import to_docx, to_pdf
from daihoi.office.reports import report_paper

NAMES = {"progress": "tien-do", "six_month": "so-ket", "mid_campaign": "ket-qua-cac-cap"}


def _report(request: HttpRequest, found: View) -> Report:
    """Gather the report of the address; an unknown kind is the progress report."""
    kind = request.GET.get("paper", "")
    return report(kind if kind in KINDS else "progress", found.unit, found.round, found.on, _known(request, found))


def _known(request: HttpRequest, found: View) -> datetime:
    """Give the moment of knowledge: as asked, else now; “then” is the end of the day itself."""
    if request.GET.get("then"):
        return min(timezone.make_aware(datetime.combine(found.on, time.max)), timezone.now())
    return found.known


@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    """Choose a report and look at its figures before it is handed out (lập báo cáo)."""
    found = asked(request)
    if found is None:
        return render(request, "reporting/report.html", {"asked": None})
    written = _report(request, found)
    user = person(request)
    address = {"paper": written.kind, "unit": found.unit.code, "round": found.round.code, "on": f"{found.on:%d/%m/%Y}"}
    address |= {name: request.GET[name] for name in ("then", "known") if request.GET.get(name)}
    context = {
        "asked": found,
        "report": written,
        "kinds": KINDS,
        "levels": dict(Level.choices),
        "rounds": visible_rounds(user),
        "crumbs": crumbs(user, found.unit, found.on, found.known),
        "address": urlencode(address),
        "then": bool(request.GET.get("then")),
        "known": datetime.fromisoformat(written.figures["known"]),
    }
    return render(request, "reporting/report.html", context)


@require_safe
def report_file(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out a report as DOCX to edit or PDF to print (tải báo cáo)."""
    found = asked(request)
    if found is None or form not in {"docx", "pdf"}:
        raise Http404
    with translation.override("vi"):
        written = _report(request, found)
        paper = report_paper(written.figures, written.digest, letterhead(found.unit, found.on, found.known))
        content = to_docx(paper) if form == "docx" else to_pdf(paper)
    return handed(content, form, f"{NAMES[written.kind]}-{found.unit.code}-{found.on:%Y%m%d}")
