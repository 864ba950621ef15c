"""How long a count takes in the hall: pages through scanners, a second check, marks decided by people (kế hoạch thời gian; PR-19)."""

from dataclasses import dataclass
from enum import StrEnum

SECONDS = 60
WHOLE = 1000


class SecondCheck(StrEnum):
    """Whether and when all ballots are counted a second time (kiểm lần hai)."""

    NONE = "none"
    PARALLEL = "parallel"  # at stations of its own, at the same time
    AFTER = "after"  # at the same stations, when the first is done


@dataclass(frozen=True)
class Pile:
    """What is to be counted (số phiếu, số trang một phiếu, số tên)."""

    ballots: int
    pages_a_ballot: int
    names: int


@dataclass(frozen=True)
class Pace:
    """How fast it goes: pages a minute at one station; doubtful marks in a thousand and seconds for each, decided by two at once."""

    pages_a_minute: int
    stations: int = 1
    second_check: SecondCheck = SecondCheck.NONE
    doubtful_permille: int = 5
    seconds_a_mark: int = 2


@dataclass(frozen=True)
class TimePlan:
    """Minutes of each part, rounded; parts of no work take none (kế hoạch thời gian)."""

    pages: int
    stations: int
    scanning: int
    checking: int
    deciding: int

    @property
    def minutes(self) -> int:
        """Minutes from the first sheet to the last decision."""
        return self.scanning + self.checking + self.deciding


def time_plan(pile: Pile, pace: Pace) -> TimePlan:
    """Plan the time of a count from its paper and its pace (kế hoạch thời gian)."""
    pages = pile.ballots * pile.pages_a_ballot
    scanning = _rounded(pages, pace.pages_a_minute * pace.stations)
    is_parallel = pace.second_check is SecondCheck.PARALLEL
    seconds = pile.ballots * pile.names * pace.doubtful_permille * pace.seconds_a_mark
    return TimePlan(
        pages=pages,
        stations=pace.stations * (2 if is_parallel else 1),
        scanning=scanning,
        checking=scanning if pace.second_check is SecondCheck.AFTER else 0,
        deciding=_rounded(seconds, WHOLE * SECONDS),
    )


def _rounded(part: int, whole: int) -> int:
    """Divide to the nearest whole minute, at least one where there is anything to do."""
    return max((2 * part + whole) // (2 * whole), 1) if part else 0
