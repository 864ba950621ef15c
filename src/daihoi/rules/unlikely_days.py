"""Days that contradict what is known of a round and a congress; they are asked for twice, never refused (ngày cần xác nhận; PR-02)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.stages import ORDER, Stage

FILE = "unlikely_days.toml"
BOUNDS = ("directive", "starts", "deadline", "earlier", "later")
PLANNED = "planned"


@dataclass(frozen=True)
class Known:
    """What a day is held against: the directive, the span of the round, the stages that are recorded."""

    directive: date
    starts: date
    deadline: date
    stages: Mapping[Stage, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Unlikely:
    """One contradiction: the bound, the day that it names, and the stage where it is one (ngày cần xác nhận)."""

    bound: str
    against: date
    stage: Stage | None = None


@dataclass(frozen=True)
class Bound:
    """One bound of the data file: what it concerns and how many days beyond it are taken unasked."""

    bound: str
    of: tuple[str, ...]
    days: int


@cache
def bounds() -> tuple[Bound, ...]:
    """Read the data file."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    rows = (shapes.mapping(row, FILE) for row in shapes.sequence(data, "bound", FILE))
    return tuple(
        Bound(
            shapes.choice(row, "bound", FILE, BOUNDS),
            tuple(map(str, shapes.sequence(row, "of", FILE))),
            shapes.whole(row, "days", FILE),
        )
        for row in rows
    )


def of_stage(stage: Stage, day: date, known: Known) -> tuple[Unlikely, ...]:
    """Give what contradicts that a stage was reached on a day."""
    return tuple(found for each in bounds() if stage in each.of and (found := _held_against(each, stage, day, known)))


def of_plan(day: date, known: Known) -> tuple[Unlikely, ...]:
    """Give what contradicts that a congress is planned for a day."""
    return tuple(found for each in bounds() if PLANNED in each.of and (found := _held_against(each, None, day, known)))


def _held_against(bound: Bound, stage: Stage | None, day: date, known: Known) -> Unlikely | None:
    """Hold one day against one bound."""
    margin = timedelta(days=bound.days)
    if bound.bound == "deadline":
        return Unlikely("deadline", known.deadline) if day > known.deadline + margin else None
    if bound.bound in ("directive", "starts"):
        first = known.directive if bound.bound == "directive" else known.starts
        return Unlikely(bound.bound, first) if day < first - margin else None
    if stage is None:
        return None
    at = ORDER.index(stage)
    if bound.bound == "earlier":
        before = [(on, each) for each, on in known.stages.items() if ORDER.index(each) < at and day < on - margin]
        return Unlikely("earlier", *max(before)) if before else None
    after = [(on, each) for each, on in known.stages.items() if ORDER.index(each) > at and day > on + margin]
    return Unlikely("later", *min(after)) if after else None
