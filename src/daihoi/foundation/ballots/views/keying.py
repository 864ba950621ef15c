"""Ballots keyed in where there is no scanner, one sheet after the other, by the keyboard alone (nhập phiếu bằng tay)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.keying import KeyedBundleForm, KeySheetForm
from daihoi.foundation.ballots.models import Poll, ScanBatch
from daihoi.foundation.ballots.queries.access import may_conclude, may_decide
from daihoi.foundation.ballots.queries.keying import (
    KeyedBundle,
    Sheet,
    differences_of,
    fields_on,
    keyed_bundles,
    page_of,
    place_in_words,
    sheet_of,
)
from daihoi.foundation.ballots.queries.keying import reasons_for_keying as reasons_of
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.foundation.ballots.queries.readings import Stage
from daihoi.foundation.ballots.queries.verdicts import INVALID_REASONS
from daihoi.foundation.ballots.queries.words import difference_in_words
from daihoi.foundation.ballots.views.desk import frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals


@require_http_methods(["GET", "POST"])
def keying(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """List the keyed bundles with what waits for this person; POST opens one more."""
    poll = poll_of(request, poll_id)
    form = KeyedBundleForm(request.POST or None, initial={"sheets": 50})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            batch = try_again(services.open_keyed_bundle, actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Đã mở {label}: {n} phiếu chờ nhập.").format(label=batch.label, n=batch.hand_count))
            return redirect("ballots:keying", poll.pk)
    bundles = keyed_bundles(request.user, poll) if poll.state == Poll.State.COUNTING else []  # type: ignore[arg-type]
    rows = [(bundle, [_apart(poll, sheet) for sheet in bundle.apart]) for bundle in bundles]
    return form_page(request, "ballots/keying.html", form, **frame(request, poll), rows=rows, concludes=may_conclude(request.user, poll))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Apart:
    """A sheet whose entries differ: where, and who has the next word on it (tờ nhập khác nhau)."""

    place: str
    differing: list[str]
    key: str
    is_for_board: bool


def _apart(poll: Poll, sheet: Sheet) -> Apart:
    """Name the places on which the entries of a sheet differ, without what was entered."""
    differing = [difference_in_words(each)[0] for each in differences_of(sheet.standing)]
    return Apart(place_in_words(poll, sheet.scan), differing, sheet.key, sheet.standing.stage is Stage.BOARD)


@require_GET
def next_sheet(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Lead to the next sheet of a bundle that waits for this person."""
    poll, batch = _bundle(request, poll_id, batch_id)
    return _next(request, poll, batch)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, poll_id: UUID, batch_id: UUID, number: int) -> HttpResponse:
    """Take one sheet by its place in the pile; Enter writes it and brings the next."""
    poll, batch = _bundle(request, poll_id, batch_id)
    found = sheet_of(poll, batch, number)
    if found is None or not may_decide(request.user, poll):  # type: ignore[arg-type]
        raise Http404
    reasons = [(code, _("Không hợp lệ: {why}").format(why=INVALID_REASONS[code])) for code in reasons_of(poll)]
    places = fields_on(poll, page_of(poll, found.scan))
    form = KeySheetForm(request.POST or None, places=places, reasons=reasons)
    aside = {"board": services.Entry(is_for_board=True), "missing": services.Entry(is_missing=True)}.get(request.POST.get("answer", ""))
    if request.method == "POST" and (aside or form.is_valid()):
        try:
            with refusals(form):
                try_again(services.key_sheet, actor=request.user, batch=batch, number=number, entry=aside or form.entry())  # type: ignore[arg-type]
                return _next(request, poll, batch, after=number)
        except RuleViolation as violation:
            return refusal_page(request, violation)
    context = frame(request, poll) | _card(request, poll, batch, found, places)
    return form_page(request, "ballots/key_sheet.html", form, **context)


@require_POST
def take_back(request: HttpRequest, poll_id: UUID, batch_id: UUID, number: int) -> HttpResponse:
    """Take back one's own entry and enter the sheet anew."""
    _poll, batch = _bundle(request, poll_id, batch_id)
    try:
        try_again(services.take_back_sheet, actor=request.user, batch=batch, number=number)  # type: ignore[arg-type]
    except RuleViolation as violation:
        return refusal_page(request, violation)
    return redirect("ballots:key_sheet", poll_id, batch_id, number)


def _bundle(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> tuple[Poll, ScanBatch]:
    """Find a keyed bundle that stands, of a vote this person may enter."""
    poll = poll_of(request, poll_id)
    rows = ScanBatch.objects.select_related("poll__unit").filter(poll=poll, entries__gt=0, state=ScanBatch.State.READ)
    return poll, get_object_or_404(rows, pk=batch_id)


def _mine(request: HttpRequest, poll: Poll, batch: ScanBatch) -> KeyedBundle | None:
    """Give a bundle as this person may see it."""
    return next((each for each in keyed_bundles(request.user, poll) if each.batch == batch), None)  # type: ignore[arg-type]


def _next(request: HttpRequest, poll: Poll, batch: ScanBatch, after: int = 0) -> HttpResponse:
    """Go to the next sheet of the bundle that waits for this person, from a place in the pile on; else back to the bundles."""
    held = _mine(request, poll, batch)
    waiting = [each.number for each in held.for_me] if held else []
    if not waiting:
        messages.success(request, _("{label}: bạn không còn tờ nào phải nhập.").format(label=batch.label))
        return redirect("ballots:keying", poll.pk)
    return redirect("ballots:key_sheet", poll.pk, batch.pk, next((number for number in waiting if number > after), waiting[0]))


def _card(request: HttpRequest, poll: Poll, batch: ScanBatch, found: Sheet, places: list[tuple[int, str]]) -> dict[str, object]:
    """Give what the card of a sheet shows: its place, the list as printed, what this person entered last."""
    held = _mine(request, poll, batch)
    numbers = sorted({number for number, _kind in places})
    people = contest_of(poll).candidates
    before = found.number - 1
    earlier = sheet_of(poll, batch, before) if before else None
    return {
        "batch": batch,
        "number": found.number,
        "place": place_in_words(poll, found.scan),
        "is_mine_done": found.standing.answer_of(request.user) is not None,  # type: ignore[arg-type]
        "is_mine_alone": is_mine_alone(request, found),
        "left": len(held.for_me) if held else 0,
        "people": [(number, people[number - 1].name) for number in numbers],
        "before": before if earlier and is_mine_alone(request, earlier) else 0,
        "place_before": place_in_words(poll, earlier.scan) if earlier else "",
    }


def is_mine_alone(request: HttpRequest, found: Sheet) -> bool:
    """Tell whether this person alone entered a sheet, so that he may still take his entry back."""
    return [answer.decider_id for answer in found.standing.answers] == [request.user.pk] and found.standing.board is None
