"""The Thursday: frozen weeks, their corrections, the pack in one click (chốt số liệu tuần; PR-01)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from daihoi.cycle.congresses.address import crumbs
from daihoi.cycle.congresses.queries import visible_rounds
from daihoi.cycle.reporting.forms import FreezeForm
from daihoi.cycle.reporting.models import Cutoff
from daihoi.cycle.reporting.queries.cutoffs import corrections, hour_of, newest_day, visible_cutoffs
from daihoi.cycle.reporting.queries.letterhead import letterhead
from daihoi.cycle.reporting.services import freeze_figures
from daihoi.cycle.reporting.views.common import asked, handed, person
from daihoi.cycle.reporting.workbooks import weekly_workbook
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import can
from daihoi.office import to_docx, to_pdf
from daihoi.office.weekly import narrative, text_to_copy, weekly_report
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import said

PAGE = 30
LISTS = {
    "week": gettext_lazy("Đại hội trong tuần"),
    "next": gettext_lazy("Dự kiến tuần tới"),
    "postponed": gettext_lazy("Dời ngày"),
    "undated": gettext_lazy("Hoãn, chưa có ngày mới"),
    "overdue": gettext_lazy("Quá hạn"),
}
FORMS = ("xlsx", "docx", "pdf", "txt")


@require_safe
def week_list(request: HttpRequest) -> HttpResponse:
    """List the frozen weeks of a branch in a round, the newest first (các tuần đã chốt)."""
    found = asked(request)
    if found is None:
        return render(request, "reporting/weeks.html", {"asked": None})
    user = person(request)
    cutoffs = visible_cutoffs(user).filter(unit=found.unit, round=found.round)
    page = Paginator(cutoffs.defer("figures").only("id", "on", "known", "digest", "unit", "round"), PAGE).get_page(request.GET.get("page"))
    shown = list(Cutoff.objects.filter(pk__in=[each.pk for each in page]).values_list("pk", "figures"))
    context = {
        "asked": found,
        "page": page,
        "figures": dict(shown),
        "rounds": visible_rounds(user),
        "crumbs": crumbs(user, found.unit, found.on, found.known),
        "can_freeze": can(user, "reporting.freeze", found.unit),
        "form": FreezeForm(initial={"on": min(newest_day(), found.on)}),
        "query": f"unit={found.unit.code}&round={found.round.code}&",
    }
    return render(request, "reporting/weeks.html", context)


@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a day; what is recorded later shows as a correction (chốt)."""
    found = asked(request)
    if found is None:
        raise Http404
    form = FreezeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Không đọc được ngày chốt. Ghi dd/mm/yyyy."))
        return redirect(f"{_home()}?unit={found.unit.code}&round={found.round.code}")
    day = form.cleaned_data["on"]
    try:
        known = min(hour_of(day), timezone.now())
        cutoff = try_again(freeze_figures, actor=person(request), unit=found.unit, round_=found.round, on=day, known=known)
    except RuleViolation as violation:
        if violation.code == "authority.forbidden":
            raise
        messages.error(request, said(violation))
        return redirect(f"{_home()}?unit={found.unit.code}&round={found.round.code}")
    messages.success(request, _("Đã chốt số liệu. Bộ số liệu tuần đã sẵn sàng."))
    return redirect("reporting:week", cutoff.pk)


def _home() -> str:
    """Give the address of the list of weeks."""
    return reverse("reporting:weeks")


@require_safe
def week(request: HttpRequest, cutoff_id: UUID) -> HttpResponse:
    """Show one frozen week: figures, narrative ready to send, what became known since (một tuần)."""
    cutoff = get_object_or_404(visible_cutoffs(person(request)), pk=cutoff_id)
    figures = cutoff.figures
    with translation.override("vi"):
        told, text = narrative(figures), text_to_copy(figures, cutoff.digest)
    context = {
        "cutoff": cutoff,
        "figures": figures,
        "told": told,
        "text": text,
        "late": corrections(cutoff),
        "crumbs": crumbs(person(request), cutoff.unit, cutoff.on, cutoff.known),
        "forms": FORMS[:3],
        "lists": LISTS.items(),
    }
    return render(request, "reporting/week.html", context)


@require_safe
def week_file(request: HttpRequest, cutoff_id: UUID, form: str) -> HttpResponse:
    """Hand out the pack of a frozen week; any past one comes out the same again (bộ số liệu tuần)."""
    cutoff = get_object_or_404(visible_cutoffs(person(request)), pk=cutoff_id)
    if form not in FORMS:
        raise Http404
    name = f"tuan-{cutoff.unit.code}-{cutoff.on:%Y%m%d}"
    with translation.override("vi"):
        return handed(pack(cutoff, form), form, name)


def pack(cutoff: Cutoff, form: str) -> bytes:
    """Write one form of the pack from the frozen figures alone."""
    figures, digest = cutoff.figures, cutoff.digest
    if form == "xlsx":
        return weekly_workbook(figures, digest)
    if form == "txt":
        return text_to_copy(figures, digest).encode()
    written = weekly_report(figures, digest, letterhead(cutoff.unit, cutoff.on, cutoff.known))
    return to_docx(written) if form == "docx" else to_pdf(written)
