"""What the machine read and what people decided, as the contract writes it (kết quả đọc, quyết định)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.db.models import F, Max

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import opened, token
from daihoi.foundation.ballots.models import Poll, Reading, Scan, ScanBatch
from daihoi.foundation.ballots.queries.answers import Answer, answers_of
from daihoi.paper.reading import assemble
from daihoi.paper.shapes import ReadingLine
from daihoi.paper.twice import set_aside_again
from daihoi.rules.readings import READ_ASIDE, REASONS

Line = dict[str, Any]
Decision = dict[str, Any]
DUPLICATE, SET_ASIDE, APART = "duplicate", "set_aside", "readers_disagree"
FOREIGN = frozenset({"wrong_ballot", "no_marks_found"})  # causes at which the reading of a bundle stops
KEYED = "keyed"  # the cause of a sheet that no scanner saw
BOARD: dict[str, Any] = {"board": True}


def read_batches(poll: Poll) -> list[ScanBatch]:
    """Give the bundles read to their end and not withdrawn, in the order of their ballot numbers."""
    return list(poll.batches.filter(state=ScanBatch.State.READ).order_by("order"))


def numbers_after(poll: Poll) -> tuple[int, int]:
    """Give the number of the first ballot of the next bundle, and its place among the bundles read."""
    last = poll.batches.aggregate(ballot=Max(F("first_ballot") + F("ballots") + F("pages_aside")), order=Max("order"))
    return last["ballot"] or 1, (last["order"] or 0) + 1


def readings_of(poll: Poll) -> list[Line]:
    """Give the contract's readings of all pages that stand, in order; raises RuleViolation once they were destroyed (kết quả đọc)."""
    if poll.key.destroyed_at is not None:
        forget_readings()
        opened(poll, [])
    return list(_assembled(poll.pk, tuple((batch.pk, batch.first_ballot or 1) for batch in read_batches(poll))))


def forget_readings() -> None:
    """Leave no readings in the memory of this process (quên kết quả đọc)."""
    _assembled.cache_clear()


def readers_apart(poll: Poll) -> tuple[int, int]:
    """Count the fields that the two readers did not see alike, of all fields read; a page they took apart counts as one."""
    lines = readings_of(poll)
    fields = [field for line in lines for field in line["fields"]]
    pages = sum(line["cause"] == APART for line in lines)
    return pages + sum(field.get("why") == APART for field in fields), pages + len(fields)


@lru_cache(maxsize=4)
def _assembled(poll_id: UUID, batches: tuple[tuple[UUID, int], ...]) -> tuple[Line, ...]:
    """Put the pages of bundles together, those of a paper that was likely scanned twice aside; a bundle once read never changes, so that the answer may be kept."""
    poll = Poll.objects.select_related("key").get(pk=poll_id)
    raw: dict[UUID, list[Line]] = {pk: [] for pk, _first in batches}
    rows = list(Reading.objects.filter(scan__batch__in=raw).order_by("scan__sequence").values_list("scan__batch_id", "content"))
    for (batch_id, _content), line in zip(rows, opened(poll, (content for _batch, content in rows)), strict=True):
        raw[batch_id].append(line)
    found: list[Line] = []
    seen: dict[str, str] = {}
    for pk, first in batches:
        found += numbered(raw[pk], first, seen)
    return tuple(_without_repeats(found, [pk for pk, _first in batches]))


def _without_repeats(lines: list[Line], batches: list[UUID]) -> Iterator[Line]:
    """Set aside the pages that repeat a page which still stands; the bundle that came last holds what was found between all before it."""
    standing = {line["source"] for line in lines}
    rows = ScanBatch.objects.filter(pk__in=batches).exclude(repeats={}).order_by("order").values_list("repeats", flat=True)
    repeats = {page: earlier for row in rows for page, earlier in row.items() if earlier in standing}
    return cast(Iterator[Line], set_aside_again(cast(Iterator[ReadingLine], iter(lines)), repeats))


def numbered(lines: Iterable[Line], first_ballot: int, seen: dict[str, str]) -> list[Line]:
    """Number the ballots of one bundle; pages whose bytes stand in an earlier bundle are duplicates. Adds its own pages to `seen`."""
    fresh: list[Line] = []
    again: dict[int, Line] = {}
    for place, line in enumerate(lines):
        if line["digest"] in seen:
            again[place] = line | {
                "status": DUPLICATE,
                "duplicate_of": seen[line["digest"]],
                "ballot": None,
                "fields": [],
                "sheet_marks": [],
            }
        else:
            fresh.append(line)
    made = iter(assemble(fresh, first_ballot=first_ballot))
    found: list[Line] = [again[place] if place in again else next(made) for place in range(len(fresh) + len(again))]
    for line in found:
        seen.setdefault(line["digest"], line["source"])
    return found


def lines_read(batch: ScanBatch) -> list[Line]:
    """Give what the reader saw on the pages of one bundle, in order, before its ballots have numbers (các dòng của một lô)."""
    rows = Reading.objects.filter(scan__batch=batch).order_by("scan__sequence").values_list("content", flat=True)
    return opened(batch.poll, rows)


def seen_before(batch: ScanBatch, lines: Iterable[Line]) -> dict[str, str]:
    """Give the pages of bundles that were read before this one whose bytes are among these lines, by their digests."""
    digests = {token(batch.poll, line["digest"]): str(line["digest"]) for line in lines}
    batches = ScanBatch.objects.filter(poll_id=batch.poll_id, state=ScanBatch.State.READ).exclude(pk=batch.pk)
    if batch.order is not None:
        batches = batches.filter(order__lt=batch.order)
    rows = Scan.objects.filter(batch__in=batches, digest__in=digests).order_by("batch__order", "sequence")
    found: dict[str, str] = {}
    for digest, source in rows.values_list("digest", "source"):
        found.setdefault(digests[digest], source)
    return found


def batches_that_repeat(batch: ScanBatch) -> list[ScanBatch]:
    """Name the later bundles that hold pages with the same bytes as pages of this one: they must be withdrawn first."""
    if batch.order is None:
        return []
    digests = Scan.objects.filter(batch=batch).values("digest")
    later = batch.poll.batches.filter(state=ScanBatch.State.READ, order__gt=batch.order)
    return list(later.filter(scans__digest__in=digests).distinct())


class Stage(StrEnum):
    """How far a question has come (đã đến đâu)."""

    OPEN = "open"
    THIRD = "third"
    BOARD = "board"
    SETTLED = "settled"


@dataclass(frozen=True)
class Standing:
    """The answers to one question and what follows from them (tình trạng câu hỏi)."""

    answers: tuple[Answer, ...] = ()
    board: Answer | None = None
    wanted: int = 2

    @property
    def verdict(self) -> dict[str, Any] | None:
        """The answer of the board, else the one that two people share; three where three independent entries were asked for."""
        if self.board is not None:
            return self.board.verdict
        verdicts = [answer.verdict for answer in self.answers]
        return next((verdict for verdict in verdicts if verdict != BOARD and verdicts.count(verdict) >= self.wanted), None)

    @property
    def settled_at(self) -> datetime:
        """The moment of the last answer, or of what the board concluded."""
        moments: list[datetime] = [each.decided_at for each in (*self.answers, self.board) if each is not None]
        return max(moments)

    @property
    def stage(self) -> Stage:
        """Open until two people answered; where they differ, a third; after that, or when one asks for it, the board."""
        if self.verdict is not None:
            return Stage.SETTLED
        if len(self.answers) > 2 or any(answer.verdict == BOARD for answer in self.answers):
            return Stage.BOARD
        return Stage.THIRD if len(self.answers) == 2 else Stage.OPEN

    def answer_of(self, user: User) -> Answer | None:
        """Give a person's own answer."""
        return next((answer for answer in self.answers if answer.decider_id == user.pk), None)

    def awaits(self, user: User) -> bool:
        """Tell whether a person may still answer: two different people, a third where they differ."""
        return self.stage in {Stage.OPEN, Stage.THIRD} and self.answer_of(user) is None


def standings(poll: Poll, keys: Collection[str] | None = None) -> dict[str, Standing]:
    """Give the standing of every question that somebody answered, or of some of them."""
    newest: dict[str, dict[tuple[Any, bool], Answer]] = defaultdict(dict)
    for row in answers_of(poll, keys):
        owner = (None if row.for_board else row.decider_id, row.for_board)
        newest[row.question][owner] = row
    three = _asked_of_three(poll) if newest else set()
    return {key: standing_from(held.values(), wanted=3 if key in three else 2) for key, held in newest.items()}


def _asked_of_three(poll: Poll) -> set[str]:
    """Name the keyed sheets that three people must enter alike."""
    return {page_key(pk) for pk in Scan.objects.filter(batch__poll=poll, batch__entries=3).values_list("pk", flat=True)}


def page_key(scan: UUID) -> str:
    """Name the question about one whole page, or one keyed sheet."""
    return f"p{scan.hex}"


def standing_from(newest: Iterable[Answer], *, wanted: int = 2) -> Standing:
    """Sort the newest rows of one question into answers and the board's decision; what was taken back is left out."""
    held = [row for row in newest if row.verdict is not None]
    answers = tuple(row for row in held if not row.for_board)
    return Standing(answers, next((row for row in held if row.for_board), None), wanted)


def decisions_of(poll: Poll, *, with_calls: bool = True) -> list[Decision]:
    """Give the contract's decisions: settled answers about ballots and pages that stand; who reads a page again line by line has the last word on it (quyết định)."""
    batches = read_batches(poll)
    settled = sorted((each for each in standings(poll).values() if each.verdict is not None), key=lambda each: each.settled_at)
    made = [line for standing in settled for line in lines_of(standing.verdict or {}) if with_calls or "called" not in line]
    sources = set(Scan.objects.filter(batch__in=batches).values_list("source", flat=True)) if settled else set()
    ballots = {number for batch in batches for number in batch.numbers}
    ballots |= {line["ballot"] for line in made if "fields" in line and line["source"] in sources}
    aside = {line["source"] for line in readings_of(poll) if line["cause"] in READ_ASIDE} if settled else set()
    found = last_words(line for line in made if _stands(line, ballots, sources, aside))
    return sorted(found, key=lambda each: (each.get("ballot") or 0, each.get("source", ""), each.get("candidate") or 0, str(sorted(each))))


def last_words(lines: Iterable[Decision]) -> list[Decision]:
    """Leave out what people said of a mark or a page before they read that page again, and of a ballot before it was called; lines come as they were settled."""
    found: dict[tuple[Any, ...], Decision] = {}
    for line in lines:
        for reason in REASONS if "called" in line else ():
            found.pop(_subject({"ballot": line["ballot"], "invalid": reason}), None)
        for field in line.get("fields", ()):
            found.pop((line["ballot"], field["candidate"], field["kind"]), None)
        found[_subject(line)] = line
    return list(found.values())


def _subject(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Name what a decision is about: a page, a mark, a reason why a ballot is not valid, ink on a sheet."""
    if "discard" in line or "belongs_to" in line or "fields" in line:
        return ("page", line["source"])
    if "candidate" in line:
        return (line["ballot"], line["candidate"], line["kind"])
    return (line["ballot"], line.get("source"), line.get("invalid"), line.get("sheet_mark"))


def lines_of(verdict: dict[str, Any]) -> Iterator[Decision]:
    """Write a verdict as decisions: one about a leaf speaks of both sides, one about a called ballot of each page, a keyed sheet that is not valid says two things."""
    if "pages" in verdict:
        yield from verdict["pages"]
    elif "with" in verdict:
        for source in (verdict["source"], *verdict["with"]):
            yield {name: value for name, value in verdict.items() if name != "with"} | {"source": source}
    elif "fields" in verdict and "invalid" in verdict:
        yield {name: value for name, value in verdict.items() if name != "invalid"}
        yield {"ballot": verdict["ballot"], "invalid": verdict["invalid"]}
    else:
        yield verdict


def _stands(line: Mapping[str, Any], ballots: set[int], sources: set[str], aside: set[str]) -> bool:
    """Tell whether the ballot or page of a decision still belongs to the count, and a page given to a ballot still waits aside."""
    if "source" in line and line["source"] not in sources:
        return False
    if "belongs_to" in line and line["source"] not in aside:
        return False
    return "ballot" not in line or line["ballot"] in ballots
