"""Ballots keyed in by people where there is no scanner: what waits for whom, where entries differ (nhập phiếu bằng tay)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, Scan, ScanBatch
from daihoi.foundation.ballots.queries.access import may_decide
from daihoi.foundation.ballots.queries.polls import charter_of
from daihoi.foundation.ballots.queries.readings import BOARD, KEYED, Stage, Standing, page_key, standings
from daihoi.paper.reading import set_aside

# What the marks themselves do not say: the rules find the other reasons of EL-25 from the keyed fields.
KEYED_REASONS = ("not_issued", "added_name", "foreign_mark", "writing", "several_inks")
NO_SUCH_SHEET = "not_a_ballot"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a keyed bundle, by its place in the pile (tờ phiếu nhập tay)."""

    scan: Scan
    standing: Standing

    @property
    def key(self) -> str:
        """The name of its question."""
        return page_key(self.scan.pk)

    @property
    def number(self) -> int:
        """Its place in the pile of the bundle."""
        return self.scan.sequence


@dataclass(frozen=True)
class KeyedBundle:
    """A keyed bundle as one person may see it: how many, never what (xấp nhập tay)."""

    batch: ScanBatch
    sheets: tuple[Sheet, ...]
    mine: int
    for_me: tuple[Sheet, ...]

    @property
    def settled(self) -> int:
        """Sheets whose entries agree, or on which the board concluded."""
        return sum(sheet.standing.stage == Stage.SETTLED for sheet in self.sheets)

    @property
    def left(self) -> int:
        """Sheets that are not settled."""
        return len(self.sheets) - self.settled

    @property
    def is_before_board(self) -> bool:
        """Nobody has to enter any sheet more; what is left, the whole board looks at."""
        return 0 < self.left == sum(sheet.standing.stage == Stage.BOARD for sheet in self.sheets)

    @property
    def apart(self) -> tuple[Sheet, ...]:
        """Sheets whose entries were not alike, shown only to who has nothing left to enter on them."""
        waiting = {sheet.key for sheet in self.for_me}
        return tuple(sheet for sheet in self.sheets if sheet.key not in waiting and is_apart(sheet.standing))


def is_apart(standing: Standing) -> bool:
    """Tell whether two entries of one sheet say different things, or one asks for the board."""
    return any(answer.verdict != standing.answers[0].verdict for answer in standing.answers) or standing.stage == Stage.BOARD


def keyed_bundles(user: User, poll: Poll) -> list[KeyedBundle]:
    """Give the keyed bundles of a vote for one person, in order (các xấp nhập tay)."""
    scans = Scan.objects.filter(batch__poll=poll, batch__entries__gt=0, batch__state=ScanBatch.State.READ).select_related("batch")
    rows = list(scans.order_by("batch__order", "sequence"))
    if not rows:
        return []
    held, able = standings(poll, [page_key(scan.pk) for scan in rows]), may_decide(user, poll)
    bundles: dict[ScanBatch, list[Sheet]] = {}
    for scan in rows:
        bundles.setdefault(scan.batch, []).append(Sheet(scan, held.get(page_key(scan.pk), Standing())))
    return [_bundle(batch, sheets, user, able=able) for batch, sheets in bundles.items()]


def _bundle(batch: ScanBatch, sheets: list[Sheet], user: User, *, able: bool) -> KeyedBundle:
    """Reduce a bundle to what one person may see."""
    mine = sum(sheet.standing.answer_of(user) is not None for sheet in sheets)
    for_me = tuple(sheet for sheet in sheets if able and sheet.standing.awaits(user))
    return KeyedBundle(batch, tuple(sheets), mine, for_me)


def sheet_of(poll: Poll, batch: ScanBatch, number: int) -> Sheet | None:
    """Find a sheet of a keyed bundle by its place in the pile."""
    scan = Scan.objects.filter(batch=batch, sequence=number).first()
    if scan is None:
        return None
    key = page_key(scan.pk)
    return Sheet(scan, standings(poll, [key]).get(key, Standing()))


def reasons_for_keying(poll: Poll) -> list[str]:
    """Give the reasons of EL-25 that a person may see on the paper and that this vote's rules know."""
    charter = charter_of(poll)
    return [code for code in KEYED_REASONS if charter.flag(f"invalid.{code}")]


def blank_line(batch: ScanBatch, number: int, digest: str) -> dict[str, Any]:
    """Give the reading of a sheet that no scanner saw; every sheet stands alone, its ballot follows from its place."""
    return dict(set_aside(f"{batch.code}-000-to-{number:04d}", digest, 1, KEYED))


def can_be_guessed(batches: Collection[UUID]) -> bool:
    """Tell whether a standing bundle keyed with an earlier version is among these: its digests follow from its name, and ballots from them."""
    standing = Scan.objects.filter(batch__in=batches, batch__entries__gt=0, batch__state=ScanBatch.State.READ, sequence=1)
    first = standing.values_list("batch_id", "digest")
    return any(digest == sha256(f"{KEYED}:{batch}:1".encode()).hexdigest() for batch, digest in first)


def page_of(poll: Poll, scan: Scan) -> int:
    """Say which page of its ballot a keyed sheet is: leaves of one ballot lie together."""
    return (scan.sequence - 1) % poll.pages_a_ballot + 1


def ballot_of(poll: Poll, scan: Scan) -> int:
    """Say which ballot a keyed sheet belongs to."""
    return (scan.batch.first_ballot or 1) + (scan.sequence - 1) // poll.pages_a_ballot


def place_in_words(poll: Poll, scan: Scan) -> str:
    """Say which sheet of its bundle people key in, and which of its pages where there are several."""
    sheet = (scan.sequence - 1) // poll.pages_a_ballot + 1
    return sheet_in_words(sheet, page_of(poll, scan) if poll.pages_a_ballot > 1 else None)


def sheet_in_words(sheet: int, page: int | None) -> str:
    """Say the place of a keyed sheet, and its page where a ballot has several."""
    return _("tờ {n}").format(n=sheet) if page is None else _("tờ {n}, trang {page}").format(n=sheet, page=page)


def fields_on(poll: Poll, page: int) -> list[tuple[int, str]]:
    """Give the fields printed on a page."""
    layout = next(each for each in poll.layout["pages"] if each["number"] == page)
    return [(int(field["candidate"]), str(field["kind"])) for field in layout["fields"]]


def keyed_verdict(poll: Poll, scan: Scan, *, marked: Iterable[tuple[int, str]] = (), invalid: str = "") -> dict[str, Any]:
    """Build the decision that a keyed sheet stands for: its fields, or a reason why it is not valid."""
    page, bears = page_of(poll, scan), set(marked)
    fields = [] if invalid else [_field(place, is_marked=place in bears) for place in fields_on(poll, page)]
    verdict: dict[str, Any] = {"source": scan.source, "ballot": ballot_of(poll, scan), "page": page, "fields": fields}
    return verdict | ({"invalid": invalid} if invalid else {})


def _field(place: tuple[int, str], *, is_marked: bool) -> dict[str, Any]:
    return {"candidate": place[0], "kind": place[1], "state": "marked" if is_marked else "clear", "score": 1.0}


@dataclass(frozen=True)
class Difference:
    """Where the entries of one sheet differ; who entered what is not said (chỗ khác nhau)."""

    place: str
    entries: tuple[str, ...]


def differences_of(standing: Standing) -> list[Difference]:
    """Name each field on which the entries of a sheet are not alike, the entries in an order that tells nobody."""
    told = [_told(answer.verdict or {}) for answer in standing.answers]
    places = sorted({place for entry in told for place in entry}, key=_order)
    rows = [(place, sorted(entry.get(place, "") for entry in told)) for place in places]
    return [Difference(place, tuple(values)) for place, values in rows if len(set(values)) > 1]


def _told(verdict: Mapping[str, Any]) -> dict[str, str]:
    """Write one entry as places and what stands there."""
    if verdict == BOARD:
        return {"board": "board"}
    found = {f"{each['candidate']}-{each['kind']}": str(each["state"]) for each in verdict.get("fields", ())}
    found |= {name: str(verdict[name]) for name in ("invalid", "discard") if name in verdict}
    return found


def _order(place: str) -> tuple[int, str]:
    """Sort places as they stand on the sheet, what is about the whole sheet last."""
    number = place.partition("-")[0]
    return (int(number) if number.isdigit() else 10_000, place)
