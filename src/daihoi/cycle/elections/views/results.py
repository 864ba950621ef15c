"""Results: certified, signed, printed, shown, handed out (kết quả bầu cử)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from daihoi.cycle.elections import services
from daihoi.cycle.elections.forms import CodeForm
from daihoi.cycle.elections.models import Contest, MinutesSignature
from daihoi.cycle.elections.queries.contests import Phase, visible_contests
from daihoi.cycle.elections.queries.hall import frame_of
from daihoi.cycle.elections.queries.opening import sees_result
from daihoi.cycle.elections.queries.outcomes import rows_of, structure_of, summary_of, table_of
from daihoi.cycle.elections.queries.papers import PAPERS, PAPERS_BEFORE, number_of_paper, paper_of
from daihoi.cycle.elections.queries.preview import parts_of
from daihoi.cycle.elections.queries.rechecks import recheck_findings
from daihoi.cycle.elections.queries.reopenings import announcements_of
from daihoi.cycle.elections.queries.rounds import chain_of, committees_of, open_hold
from daihoi.cycle.elections.views.base import allowed, frame, person, visible
from daihoi.evidence.bundle import EDITIONS
from daihoi.foundation.ballots.queries.custody import destruction_of
from daihoi.foundation.ballots.queries.polls import standing_for, tally_of
from daihoi.foundation.files.spool import SealedSpool
from daihoi.foundation.journal.services import try_again
from daihoi.office import to_docx, to_pdf
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusals
from daihoi.web.tables import csv_file, xlsx

Place = MinutesSignature.Place
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
NAMES = {
    "minutes": "bien-ban-kiem-phieu",
    "certificate": "thong-bao-ket-qua",
    "proof": "ban-soat-danh-sach",
    "rules": "quy-tac-can-thong-qua",
}
SIGNING = {Place.HEAD: "elections.sign_as_head", Place.PRESIDIUM: "elections.sign_as_presidium"}


@require_safe
def result(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show the result of a contest; before its certification only to those who certify it (kết quả bầu cử)."""
    return render(request, "elections/result.html", result_page(request, visible(request, contest_id)))


@require_safe
def of_poll(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Lead from a vote to a page of its contest, the result unless another is asked for (từ bàn kiểm phiếu sang cuộc bầu)."""
    page = {"hall": "elections:hall", "contest": "elections:contest", "recheck": "elections:recheck"}.get(
        request.GET.get("to", ""), "elections:result"
    )
    return redirect(page, get_object_or_404(visible_contests(person(request)), poll_id=standing_for(poll_id)).pk)


@require_POST
def certify(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Certify the result (công bố kết quả bầu cử)."""
    found = visible(request, contest_id)
    form = CodeForm(request.POST, code=code_of(found))
    if form.is_valid():
        with refusals(form):
            try_again(services.certify_result, actor=person(request), contest=found)
            messages.success(request, _("Đã công bố kết quả."))
            return redirect("elections:result", found.pk)
    return form_page(request, "elections/result.html", form, **result_page(request, found, certify=form))


@require_POST
def sign(request: HttpRequest, contest_id: UUID, place: str) -> HttpResponse:
    """Sign the minutes (ký biên bản kiểm phiếu)."""
    found = visible(request, contest_id)
    if place not in Place.values or found.result is None:
        raise Http404
    form = CodeForm(request.POST, code=code_of(found))
    if form.is_valid():
        with refusals(form):
            try_again(services.sign_minutes, actor=person(request), result=found.result, place=place)
            messages.success(request, _("Đã ký biên bản."))
            return redirect("elections:result", found.pk)
    return form_page(request, "elections/result.html", form, **result_page(request, found, sign=form))


@require_safe
def paper(request: HttpRequest, contest_id: UUID, kind: str, form: str) -> HttpResponse:
    """Give one paper as DOCX or PDF (văn bản)."""
    found = visible(request, contest_id)
    is_shown = kind in PAPERS_BEFORE or (kind in PAPERS and sees_result(person(request), found))
    document = paper_of(found, kind) if is_shown and form in TYPES else None
    if document is None:
        raise Http404
    content = to_pdf(document) if form == "pdf" else to_docx(document)
    held = "inline" if form == "pdf" else "attachment"
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": f'{held}; filename="{NAMES[kind]}.{form}"'})


@require_POST
def number_(request: HttpRequest, contest_id: UUID, kind: str) -> HttpResponse:
    """Give a paper its number in the register of the congress (lấy số văn bản)."""
    found = visible(request, contest_id)
    number = try_again(services.number_paper, actor=person(request), contest=found, kind=kind)
    messages.success(request, _("Đã cấp số {symbol}.").format(symbol=number.symbol))
    return redirect("elections:result", found.pk)


@require_safe
def table(request: HttpRequest, contest_id: UUID, form: str) -> HttpResponse:
    """Give the certified result as a table (bảng kết quả)."""
    found = visible(request, contest_id)
    outcome = settled_outcome(request, found)
    if outcome is None or form not in ("xlsx", "csv"):
        raise Http404
    has_boxes = outcome["form"] in ("agree_disagree", "single")
    head, rows = table_of(rows_of(outcome, found.purpose), has_boxes=has_boxes)
    if form == "csv":
        return csv_file(head, rows, name="ket-qua")
    titles = [
        _("Thứ tự"),
        _("Số trên phiếu"),
        _("Họ và tên"),
        _("Số phiếu"),
        *([_("Không đồng ý")] if has_boxes else []),
        _("Tỷ lệ (%)"),
        _("Kết quả"),
    ]
    words = [[*row[:-2], float(str(row[-2])), shown.word] for row, shown in zip(rows, rows_of(outcome, found.purpose), strict=True)]
    note = _("Cơ sở tính {base}, cần ít nhất {needed}. Mã kiểm chứng {digest}.").format(
        base=outcome["base"], needed=outcome["needed"], digest=outcome["digest"]
    )
    return xlsx(found.title, titles, words, note=note, name="ket-qua")


@require_POST
def bundle(request: HttpRequest, contest_id: UUID, edition: str) -> HttpResponseBase:
    """Hand out the evidence of a result in one file (gói bằng chứng)."""
    found = visible(request, contest_id)
    if edition not in EDITIONS or found.result is None:
        raise Http404
    out = SealedSpool()
    services.evidence_bundle(actor=person(request), contest_id=found.pk, edition=edition, out=out)  # type: ignore[arg-type]
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"bang-chung-{found.result.digest[:4]}-{edition}.zip")


@require_safe
def hall(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show a contest on the projector, an election only (màn hình hội trường)."""
    found = visible(request, contest_id)
    if not found.is_election:
        raise RuleViolation("elections.no_hall_screen", _("Bước nhân sự không đưa lên màn hình hội trường; đoàn chủ tịch mở kết quả."))
    return render(request, "elections/hall.html", {"frame": frame_of(found, timezone.now()), "contest": found})


def code_of(contest: Contest) -> str:
    """Give the check code of a closed count."""
    tally = tally_of(contest.poll) if contest.poll else None
    return tally.digest if tally else ""


def settled_outcome(request: HttpRequest, contest: Contest) -> dict[str, Any] | None:
    """Give a certified result, of a personnel step not before the presidium has opened it."""
    return contest.result.outcome if contest.result is not None and sees_result(person(request), contest) else None


def result_page(request: HttpRequest, found: Contest, certify: CodeForm | None = None, sign: CodeForm | None = None) -> dict[str, Any]:
    """Gather what the page of a result shows."""
    context = frame(request, found)
    may = allowed(
        request, found.unit, "elections.certify_result", *SIGNING.values(), "elections.export_sealed", "elections.inspect_sealed",
        "elections.export_public", "elections.number_paper", "elections.decide_further", "elections.ask_recount",
        "elections.decide_recheck", "elections.order_recount", "elections.open_contest",
    )  # fmt: skip
    may["export_sealed"] |= may["inspect_sealed"]
    outcome = settled_outcome(request, found)
    if outcome is None and context["phase"] == Phase.COUNTED and may["certify_result"] and context["desk"]:
        tally = tally_of(found.poll) if found.poll else None
        outcome = tally.result if tally else None
    context |= {
        "recheck_findings": recheck_findings(found),
        "sees_recheck": may["ask_recount"] or may["decide_recheck"] or may["order_recount"],
    }
    before = [one for one in announcements_of(found) if one.reopened] if sees_result(person(request), found) else []
    context |= {"announced_before": before, "recounted": bool(before) and found.result is None}
    context |= {"may": may, "outcome": outcome, "certify": certify or CodeForm(code=""), "sign": sign or CodeForm(code="")}
    if outcome is None:
        return context
    minutes = paper_of(found, "minutes")
    return (
        context
        | _afterwards(found)
        | {
            "rows": rows_of(outcome, found.purpose),
            "summary": summary_of(outcome, found.body, found.purpose),
            "structure": structure_of(found, outcome),
            "places": _places_to_sign(request, found, may),
            "missing": outcome["issued"] - outcome["returned"],
            "half": outcome["base"] // 2,
            "has_boxes": outcome["form"] in ("agree_disagree", "single"),
            "paper": minutes,
            "numbers": {kind: number_of_paper(found, kind) for kind in PAPERS},
            "parts": parts_of(minutes) if minutes else [],
            "open_rules": [rule for rule in outcome["rules"] if not rule["confirmed"]],
        }
    )


def _afterwards(found: Contest) -> dict[str, Any]:
    """Tell what followed a result: further rounds, a decision, a hold of the elections."""
    decided = found.decisions.filter(is_adopted=True).exists()
    first = chain_of(found)[0]
    return {
        "later": list(found.later.all()),
        "destruction": destruction_of(found.poll) if found.poll else None,
        "is_decided": decided,
        "held": open_hold(found.congress),
        "committee": first if first in committees_of(found.congress) else None,
    }


def _places_to_sign(request: HttpRequest, found: Contest, may: dict[str, bool]) -> list[dict[str, Any]]:
    """Give the places under the minutes with who signed, and whether this person may."""
    signatures = {row.place: row for row in found.result.signatures.all()} if found.result else {}
    is_new = person(request).pk not in {row.signer_id for row in signatures.values()}
    return [
        {"place": place, "title": place.label, "signature": signatures.get(place), "may": may[act.split(".")[1]] and is_new}
        for place, act in SIGNING.items()
    ]
