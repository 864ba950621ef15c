"""What the record says of each sheet of a closed pile, for who holds the paper against it (tờ so phiếu).

The sheets lie in the order of their bundles, as `docs/second-check.md` numbers them. Shown to the counting committee only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.checking import Comparison
from daihoi.foundation.ballots.queries.places import Place, Places
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.ballots.queries.verdicts import INVALID_REASONS
from daihoi.rules.ballots import INVALID, Ballot, Verdict
from daihoi.rules.contests import Form, form_of
from daihoi.rules.counting import pile_of

MARKED, UNKNOWN = "marked", "unknown"
REASONS = INVALID_REASONS | {  # what the marks themselves say, beside what people conclude
    "too_many": gettext_lazy("bầu quá số lượng"),
    "nobody": gettext_lazy("không bầu ai"),
    "both_boxes": gettext_lazy("đánh dấu cả hai ô"),
    "no_box": gettext_lazy("không đánh dấu ô nào"),
}


@dataclass(frozen=True)
class SheetRecord:
    """One sheet with what the record says of it (bản ghi của một tờ)."""

    place: Place
    words: str
    is_equal: bool | None


@dataclass(frozen=True)
class BundleRecord:
    """The sheets of one bundle that are compared (xấp phiếu đang so)."""

    order: int
    label: str
    sheets: tuple[SheetRecord, ...]

    @property
    def done(self) -> int:
        """How many were compared."""
        return sum(sheet.is_equal is not None for sheet in self.sheets)

    @property
    def differing(self) -> int:
        """How many differ."""
        return sum(sheet.is_equal is False for sheet in self.sheets)


def places_of(poll: Poll) -> dict[int, Place]:
    """Give every sheet of a closed pile with its bundle and its place there, by its place in the pile."""
    return {place.sheet: place for place in Places(poll, readings_of(poll), decisions_of(poll)).rows}


def bundles_of(poll: Poll, comparison: Comparison) -> list[BundleRecord]:
    """Give the sheets to compare, bundle by bundle, with what the record says of each (các tờ phải so)."""
    contest, charter, readings, decisions = contest_of(poll), charter_of(poll), readings_of(poll), decisions_of(poll)
    pile, form = pile_of(contest, charter, readings, decisions), form_of(contest, charter)
    words = {ballot.number: ballot_in_words(form, ballot, verdict) for ballot, verdict in pile.ballots}
    wanted = set(comparison.plan.sheets)
    places = [place for place in Places(poll, readings, decisions).rows if place.sheet in wanted]
    rows = [SheetRecord(place, words[place.ballot or 0], comparison.sheets.get(place.sheet)) for place in places]
    grouped = groupby(rows, key=lambda row: (row.place.order, row.place.bundle))
    return [BundleRecord(order, label, tuple(sheets)) for (order, label), sheets in grouped]


def ballot_in_words(form: Form, ballot: Ballot, verdict: Verdict) -> str:
    """Say the marks of one ballot by the numbers printed on it, and why it is not valid; keyed sheets that are not have no marks."""
    if verdict.outcome != INVALID:
        return _marks(form, ballot.states)
    why = _("Không hợp lệ: {reason}").format(reason=REASONS[verdict.reason])
    return why if UNKNOWN in ballot.states.values() else f"{why}. {_marks(form, ballot.states)}"


def _marks(form: Form, states: Mapping[tuple[int, str], str]) -> str:
    """Say which fields of a ballot bear a mark."""
    marked = {kind: {number for (number, each), state in states.items() if each == kind and state == MARKED} for kind in form.kinds}
    if form is Form.strike_out:
        return _("Gạch {numbers}").format(numbers=numbers(marked["strike"])) if marked["strike"] else _("Không gạch ai")
    if form is Form.choose:
        return _("Chọn {numbers}").format(numbers=numbers(marked["choose"])) if marked["choose"] else _("Không chọn ai")
    people = {number for number, _kind in states}
    yes, no = marked["agree"], marked["disagree"]
    said = ((_("Đồng ý"), yes - no), (_("Không đồng ý"), no - yes), (_("Cả hai ô"), yes & no), (_("Không ô nào"), people - yes - no))
    return "; ".join(f"{word} {numbers(each)}" for word, each in said if each)


def numbers(given: Iterable[int]) -> str:
    """Write numbers shortly: 1-4, 7, 9."""
    ordered = sorted(given)
    runs = [[number for _index, number in run] for _gap, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
