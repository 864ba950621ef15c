"""Screens of approvals: hand in, return, issue one or many letters (trình, trả lại, phát hành văn bản đồng ý)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.address import home_unit
from daihoi.cycle.congresses.forms import LettersForm, ReturnForm, SubmitForm
from daihoi.cycle.congresses.models import ApprovalBatch, Congress, Decision, Matter, Submission
from daihoi.cycle.congresses.papers import letter_of
from daihoi.cycle.congresses.readiness import newest_submission, pending, superior_of
from daihoi.cycle.congresses.views.base import act_page, allowed, confirmable, congress_of, name_of, person
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden, require, visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import newest, newest_name, newest_place
from daihoi.foundation.registers.queries import next_number
from daihoi.office import to_docx, to_pdf
from daihoi.rules import registers
from daihoi.web.errors import form_page, refusals

PAGE = 40
KINDS = {Matter.CONTENTS: "CV", Matter.RESULTS: "QĐ"}
DECIDE = "congresses.decide"
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, congress_id: UUID, matter: str) -> HttpResponse:
    """Hand the contents or the result to the superior (trình hồ sơ)."""
    congress = congress_of(request, congress_id)
    if matter not in Matter.values:
        raise Http404
    allowed(person(request), "congresses.submit", congress.unit)
    form = SubmitForm(request.POST or None, initial={"submitted_on": timezone.localdate()})
    if form.is_valid():
        typed = form.cleaned_data
        with confirmable(request, form, "submitted_on", matter, typed["submitted_on"]) as is_confirmed:
            paper = services.Paper(typed["submitted_on"], typed["document"], typed["note"], typed["source"], is_confirmed)
            try_again(services.submit, actor=person(request), congress=congress, matter=matter, paper=paper)
            messages.success(request, _("Đã ghi hồ sơ trình; cấp trên thấy trong danh sách chờ duyệt."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Trình {matter}").format(matter=Matter(matter).label)
    return act_page(request, form, heading, _("Ghi đã trình"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def return_(request: HttpRequest, congress_id: UUID, matter: str) -> HttpResponse:
    """Send a submission back with reasons (trả lại hồ sơ)."""
    congress = congress_of(request, congress_id)
    submission = newest_submission(congress, matter)
    if submission is None:
        raise Http404
    allowed(person(request), DECIDE, superior_of(congress.unit))
    form = ReturnForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with refusals(form):
            try_again(services.return_submission, actor=person(request), submission=submission, **form.cleaned_data)
            messages.success(request, _("Đã trả lại hồ sơ kèm lý do."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Trả lại hồ sơ: {matter}").format(matter=Matter(matter).label)
    return act_page(request, form, heading, _("Trả lại"), "congresses:detail", congress)


def deciding_unit(request: HttpRequest) -> Unit:
    """Give the unit that decides: the one of the address, or the person's own."""
    user = person(request)
    if request.GET.get("unit"):
        unit = get_object_or_404(visible_units(user, DECIDE), code=request.GET["unit"])
    else:
        home = home_unit(user, DECIDE)
        if home is None:
            raise Forbidden("authority.forbidden", _("Bạn không có quyền duyệt hồ sơ đại hội."))
        unit = home
    require(user, DECIDE, unit)
    return unit


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, matter: str) -> HttpResponse:
    """List what waits for an answer and issue the letters of all that are ready in one act (hồ sơ chờ duyệt; PR-12)."""
    if matter not in Matter.values:
        raise Http404
    unit = deciding_unit(request)
    found = list(pending(unit, matter))
    place, today = newest_place(unit), timezone.localdate()
    body = registers.body_of(place.kind if place else "")
    first = {"on": today, "body": body, "kind": KINDS[Matter(matter)]}
    form = LettersForm(request.POST or None, initial=first)
    if form.is_valid():
        typed = form.cleaned_data
        with confirmable(request, form, "on", matter, typed["on"]) as is_confirmed:
            letters = services.Letters(**typed, held_back=_held_back(request, found), is_confirmed=is_confirmed)
            batch = try_again(services.approve_many, actor=person(request), superior=unit, submissions=found, letters=letters)
            messages.success(request, _("Đã phát hành {n} văn bản.").format(n=batch.count))
            return redirect("congresses:batch", batch.pk)
    chosen = set(request.POST.getlist("go")) if request.method == "POST" else {str(each.pk) for each in found}
    names = dict(newest(Placement.objects.filter(unit__in=[each.congress.unit_id for each in found])).values_list("unit_id", "name"))
    context = {
        "rows": [(each, names.get(each.congress.unit_id, ""), str(each.pk) in chosen) for each in found],
        "matter": Matter(matter),
        "matters": Matter.choices,
        "unit": unit,
        "unit_name": newest_name(unit),
        "coming": next_number(unit, body, KINDS[Matter(matter)], today),
        "batches": ApprovalBatch.objects.filter(unit=unit)[:10],
    }
    return form_page(request, "congresses/waiting.html", form, **context)


def _held_back(request: HttpRequest, found: list[Submission]) -> dict[str, str]:
    """Give the submissions that get no letter now, each with its reason."""
    going = set(request.POST.getlist("go"))
    left = [str(each.pk) for each in found if str(each.pk) not in going]
    return {key: request.POST.get(f"why-{key}", "").strip() or _("để lại xem xét tiếp") for key in left}


def batch_of(request: HttpRequest, batch_id: UUID) -> ApprovalBatch:
    """Find a batch of a unit in which the person may decide."""
    return get_object_or_404(ApprovalBatch.objects.filter(unit__in=visible_units(person(request), DECIDE)), pk=batch_id)


@require_safe
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show the letters issued in one act, and what was held back (đợt phát hành)."""
    found = batch_of(request, batch_id)
    decisions = found.decisions.select_related("submission__congress", "number").order_by("number__number")
    page = Paginator(decisions, PAGE).get_page(request.GET.get("page"))
    held = {row["congress"]: row["why"] for row in found.exceptions}
    units = dict(Congress.objects.filter(pk__in=held).values_list("pk", "unit_id"))
    wanted = [*units.values(), *(row.submission.congress.unit_id for row in page)]
    names = dict(newest(Placement.objects.filter(unit__in=wanted)).values_list("unit_id", "name"))
    context = {
        "batch": found,
        "page": page,
        "rows": [(row, names.get(row.submission.congress.unit_id, "")) for row in page],
        "exceptions": [(key, names.get(unit, ""), held[str(key)]) for key, unit in units.items()],
        "unit_name": newest_name(found.unit),
        "query": "",
    }
    return render(request, "congresses/batch.html", context)


@require_safe
def letter(request: HttpRequest, decision_id: UUID, form: str) -> HttpResponse:
    """Give the letter of one approval (văn bản đồng ý)."""
    seen = Decision.objects.filter(submission__congress__unit__in=visible_units(person(request), "tracking.view"))
    decision = get_object_or_404(seen.select_related("submission__congress__round", "number__series", "batch__unit"), pk=decision_id)
    if form not in TYPES or decision.number is None:
        raise Http404
    with translation.override("vi"):
        paper = letter_of(decision, {}, _upper(decision))
    content = to_pdf(paper) if form == "pdf" else to_docx(paper)
    held = "inline" if form == "pdf" else "attachment"
    name = f"van-ban-{decision.number.number}.{form}"
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": f'{held}; filename="{name}"'})


def _upper(decision: Decision) -> str:
    """Name the unit above the one that decides, for the head of the letter."""
    superior = superior_of(decision.batch.unit) if decision.batch else None
    return name_of(superior) if superior else ""


@require_safe
def letters(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """Give all letters of one act in one archive, each as DOCX and PDF, while they are made (PR-12)."""
    found = batch_of(request, batch_id)
    answer = StreamingHttpResponse(zipped(found), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="van-ban-{found.decided_on:%Y%m%d}.zip"'
    return answer


class Tape(io.RawIOBase):
    """A file that only goes forward: what was written is taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        """Say that it is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Keep a piece."""
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Give what was written since the last time."""
        found, self.pieces = b"".join(self.pieces), []
        return found


def zipped(found: ApprovalBatch) -> Iterator[bytes]:
    """Write the archive letter by letter, so that memory stays flat whatever the number."""
    rows = found.decisions.select_related("submission__congress__round", "number__series", "batch__unit").order_by("number__number")
    units = [found.unit_id, *rows.values_list("submission__congress__unit_id", flat=True)]
    names = dict(newest(Placement.objects.filter(unit__in=units)).values_list("unit_id", "name"))
    superior = superior_of(found.unit)
    upper, tape = newest_name(superior) if superior else "", Tape()
    with zipfile.ZipFile(tape, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows.iterator(chunk_size=100):
            with translation.override("vi"):
                paper = letter_of(row, names, upper)
            stem = f"{row.number.number:04d}" if row.number else str(row.pk)
            archive.writestr(f"docx/{stem}.docx", to_docx(paper))
            archive.writestr(f"pdf/{stem}.pdf", to_pdf(paper))
            yield tape.taken()
    yield tape.taken()
