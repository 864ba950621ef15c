"""What the projector shows: idle, counting without anyone's votes, the result after its certification (màn hình hội trường)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Sum
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, Result
from daihoi.cycle.elections.queries.contests import Phase, needed_votes, phase_of, today_name
from daihoi.cycle.elections.queries.outcomes import ALTERNATE, ELECTED, TIED, Row, rows_of
from daihoi.cycle.elections.queries.papers import congress_title, family_of
from daihoi.foundation.ballots.models import CountRecord, Poll, ScanBatch
from daihoi.foundation.ballots.queries.accounts import newest_counts

NAMES_A_PAGE = 27
SECONDS_A_PAGE = 12


class Scene(StrEnum):
    """What stands on the wall."""

    IDLE = "idle"
    COUNTING = "counting"
    RESULT = "result"


@dataclass(frozen=True)
class Step:
    """One step of the count, with ballots and never with votes."""

    title: str
    figure: str
    note: str
    state: str


@dataclass(frozen=True)
class Frame:
    """One frame of the projector."""

    scene: Scene
    congress: str
    contest: Contest
    listed: int
    needed: int
    steps: tuple[Step, ...] = ()
    rows: tuple[Row, ...] = ()
    page: int = 1
    pages: int = 1
    head: str = ""
    tied: tuple[Row, ...] = ()
    is_recount: bool = False


def frame_of(contest: Contest, now: datetime) -> Frame:
    """Choose what the projector shows of a contest at a moment."""
    phase = phase_of(contest)
    name = congress_title(contest.congress, today_name(contest.unit))
    listed = contest.candidates.count()
    if contest.result is not None:
        return _result_frame(contest, contest.result, name, listed, now)
    scene = Scene.COUNTING if phase.is_counting else Scene.IDLE
    steps = _steps(contest.poll, phase) if contest.poll is not None and scene == Scene.COUNTING else ()
    return Frame(scene, name, contest, listed, needed_votes(contest) if listed else 0, steps, is_recount=contest.is_counted_again)


def _result_frame(contest: Contest, result: Result, name: str, listed: int, now: datetime) -> Frame:
    """Show the elected and those tied at the last seat, 27 a page, the pages turning by the clock."""
    outcome = result.outcome
    rows = rows_of(outcome)
    chosen = [row for row in rows if row.kind in {ELECTED, ALTERNATE, TIED}]
    pages = max(1, -(-len(chosen) // NAMES_A_PAGE))
    page = int(now.timestamp()) // SECONDS_A_PAGE % pages
    shown = tuple(chosen[page * NAMES_A_PAGE : (page + 1) * NAMES_A_PAGE])
    tied = tuple(row for row in rows if row.kind == TIED)
    return Frame(Scene.RESULT, name, contest, listed, outcome["needed"], (), shown, page + 1, pages, _head(contest, outcome), tied)


def _head(contest: Contest, outcome: dict[str, list[int]]) -> str:
    """Say the result as the head of the wall."""
    elected = len(outcome["elected"])
    if not elected:
        return _("{title}: chưa có người trúng cử").format(title=contest.title)
    what = contest.title.removeprefix("Bầu ")
    if family_of(contest) == "party":
        return _("{n} đồng chí trúng cử {what}").format(n=elected, what=what)
    return _("{n} người trúng cử {what}").format(n=elected, what=what)


def _steps(poll: Poll, phase: Phase) -> tuple[Step, ...]:
    """Give ballots issued, returned and read: nobody's votes, no doubts."""
    numbers = newest_counts(poll)
    issued, returned = (numbers.get(kind, (None, 0))[0] for kind in (CountRecord.Kind.ISSUED, CountRecord.Kind.RETURNED))
    read = poll.batches.filter(state=ScanBatch.State.READ).aggregate(n=Sum("ballots"))["n"] or 0
    is_locked = phase == Phase.COUNTED
    now = "done" if is_locked else "now"
    return (
        Step(_("Phát ra"), _figure(issued), _("phiếu đã phát"), "done" if issued is not None else ""),
        Step(_("Thu về"), _figure(returned), _("phiếu trong thùng"), "done" if returned is not None else "now"),
        Step(
            _("Đã đọc"),
            f"{read}/{returned}" if returned is not None else "–",
            _("trong phòng kiểm phiếu"),
            now if returned is not None else "",
        ),
        Step(_("Công bố"), _("Sắp có") if is_locked else "–", _("khi mọi phiếu đã rõ"), "now" if is_locked else ""),
    )


def _figure(number: int | None) -> str:
    """Write a number, or a dash while it is not known."""
    return "–" if number is None else str(number)
