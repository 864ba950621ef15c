"""Ballots called out to be read again: which lies where, which wait, what they changed (phiếu gọi ra đọc lại)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from daihoi.foundation.ballots.contents import opened
from daihoi.foundation.ballots.models import BallotCall, Poll, ScanBatch
from daihoi.foundation.ballots.queries.places import Placed
from daihoi.foundation.ballots.queries.readings import Decision, Line, Stage, Standing, decisions_of, readings_of, standings
from daihoi.foundation.ballots.queries.rereading import says, states_on
from daihoi.rules.readings import DECIDED_STATES, was_read


@dataclass(frozen=True)
class Call:
    """A ballot that was called, with its place (phiếu gọi ra)."""

    ballot: int
    sheet: int
    turn: int
    batch: ScanBatch
    reason: str

    @property
    def key(self) -> str:
        """The name of its question."""
        return f"g{self.ballot}-{self.turn}"


def calls_of(poll: Poll) -> list[Call]:
    """Give the calls of ballots whose bundle stands, oldest first."""
    rows = list(BallotCall.objects.filter(poll=poll, batch__state=ScanBatch.State.READ).select_related("batch"))
    contents = opened(poll, (row.content for row in rows)) if rows else []
    return [Call(**content, turn=row.turn, batch=row.batch, reason=row.reason) for row, content in zip(rows, contents, strict=True)]


def open_calls(poll: Poll) -> list[Call]:
    """Give the calls on which people have not concluded."""
    calls = calls_of(poll)
    held = standings(poll, [call.key for call in calls]) if calls else {}
    return [call for call in calls if held.get(call.key, Standing()).stage != Stage.SETTLED]


def pages_of(poll: Poll, readings: list[Line], decisions: list[Decision], ballot: int) -> list[Line]:
    """Give the pages that make up a ballot as people left them, in the order of their numbers; nothing where one is missing or there twice."""
    said = Placed(decisions)
    mine = [line for line in readings if line["source"] not in said.dropped and said.is_settled(line) and said.ballot(line) == ballot]
    pages = sorted((line | {"page": said.numbers.get(line["source"], line["page"])} for line in mine), key=lambda line: line["page"])
    return pages if [line["page"] for line in pages] == list(range(1, poll.pages_a_ballot + 1)) else []


@dataclass(frozen=True)
class Again:
    """What was read again in a count, in numbers that tell nothing of a ballot (đã đọc lại).

    `called` ballots by reason, `called_rows` of them changed, `overturned` now valid or no longer so; `sheets` read again for ink, `sheet_rows` changed.
    """

    called: Mapping[str, int]
    called_rows: int = 0
    overturned: int = 0
    sheets: int = 0
    sheet_rows: int = 0


def read_again(poll: Poll) -> Again:
    """Count the ballots that were called and the sheets read again, and the rows that changed against what stood before."""
    decisions = decisions_of(poll)
    lines = {line["source"]: line for line in readings_of(poll)}
    called = {int(each["ballot"]): str(each["called"]) for each in decisions if "called" in each}
    before = decisions_of(poll, with_calls=False) if called else []
    pages = [each for each in decisions if "fields" in each]
    ours = [each for each in pages if "called" in each]
    sheets = [each for each in pages if "called" not in each and was_read(lines[each["source"]])]
    invalid, was_invalid = ({each["ballot"] for each in held if "invalid" in each} for held in (decisions, before))
    return Again(
        called=Counter(called.values()),
        called_rows=sum(_changed(states_on(lines[each["source"]], each["ballot"], before), each) for each in ours),
        overturned=len((invalid ^ was_invalid) & set(called)),
        sheets=len(sheets),
        sheet_rows=sum(_changed(says(lines[each["source"]]), each) for each in sheets),
    )


def _changed(before: Mapping[tuple[int, str], str], decision: Decision) -> int:
    """Count the rows of a page that were sure before and read otherwise now."""
    places = {place for place, state in says(decision).items() if before.get(place) in DECIDED_STATES and before[place] != state}
    return len({candidate for candidate, _kind in places})
