"""Which congresses of the demonstration were planned, moved, held and known when (đợt đại hội trình diễn)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from daihoi.cycle.congresses.services import CongressRow
from daihoi.demonstration import days, tree
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.rules.stages import Stage

DONG_THAP_DAY = date(2020, 6, 25)
BLOC_DAY = date(2020, 5, 15)
PLANNED_SINCE = date(2020, 1, 3)
MOVED_ON = date(2020, 4, 1)
MOVED_BECAUSE = "Dời do dịch bệnh, theo ý kiến cấp trên"
LATE_DONG_THAP, LATE_BLOC = 9, 31  # congresses that became known only after the figure was published (PR-01)
BLOC_COMMITTEES_HELD, BLOC_CELLS_HELD = 124, 189
BLOC_OVERDUE, BLOC_UNPLANNED = 118, 60


@dataclass
class Story:
    """The lists of one round, in the order in which they became known."""

    plans: list[CongressRow] = field(default_factory=list)
    moves: list[CongressRow] = field(default_factory=list)
    held: list[CongressRow] = field(default_factory=list)


@dataclass(frozen=True)
class Curves:
    """How many were planned and held by which day, the day of the figure, and how many became known late."""

    planned: days.Curve
    held: days.Curve
    figure: date
    late: int


DONG_THAP = Curves(days.DONG_THAP_PLANNED, days.DONG_THAP_HELD, DONG_THAP_DAY, LATE_DONG_THAP)
BLOC_SUB_CELLS = Curves(days.BLOC_CELLS_PLANNED, days.BLOC_CELLS_HELD, BLOC_DAY, LATE_BLOC)
BLOC_GRASSROOTS = Curves(days.BLOC_GRASSROOTS_PLANNED, days.BLOC_GRASSROOTS_HELD, BLOC_DAY, 4)


def units_below(code: str, *kinds: str) -> list[Unit]:
    """Give the units of a branch of some kinds, in the order of the tree."""
    path = Placement.objects.get(unit__code=code, valid_to__isnull=True).path
    found = Placement.objects.filter(path__gte=path, path__lt=path + "~", kind__in=kinds, valid_to__isnull=True)
    return [place.unit for place in found.select_related("unit").order_by("path")]


def grassroots() -> Story:
    """Tell the round of grassroots organizations in the province and in the bloc."""
    story = Story()
    rng = Random("daihoi grassroots")  # noqa: S311 (invented data, not a secret)
    held: list[Unit] = []
    for branch in tree.dong_thap():
        units = units_below(branch.code, "grassroots_committee", "grassroots_cell")
        rng.shuffle(units)
        held += units[: branch.held]
        rest = units[branch.held :]
        _unheld(story, rest[: branch.overdue], [DONG_THAP_DAY - timedelta(days=back) for back in _back(rng, branch)])
        _unheld(story, rest[branch.overdue :], _ahead(rng, DONG_THAP_DAY, date(2020, 6, 30), len(rest)))
    _held(story, rng, held, DONG_THAP)
    committees, cells = units_below("K", "grassroots_committee"), units_below("K", "grassroots_cell")
    rng.shuffle(committees)
    rng.shuffle(cells)
    _held(story, rng, committees[:BLOC_COMMITTEES_HELD] + cells[:BLOC_CELLS_HELD], BLOC_GRASSROOTS)
    rest = committees[BLOC_COMMITTEES_HELD:] + cells[BLOC_CELLS_HELD:]
    _unheld(story, rest, _ahead(rng, BLOC_DAY, date(2020, 6, 30), len(rest)))
    return story


def sub_cells() -> Story:
    """Tell the round of cells under grassroots committees in the bloc."""
    story = Story()
    rng = Random("daihoi cells")  # noqa: S311 (invented data, not a secret)
    held: list[Unit] = []
    rest: list[Unit] = []
    overdue: list[Unit] = []
    for branch in sorted(tree.bloc(), key=lambda each: each.held / each.total):
        units = units_below(branch.code, "sub_cell")
        rng.shuffle(units)
        held += units[: branch.held]
        late = min(max(1, (branch.total - branch.held) // 5), BLOC_OVERDUE - len(overdue))
        overdue += units[branch.held :][:late]
        rest += units[branch.held :][late:]
    _held(story, rng, held, BLOC_SUB_CELLS)
    _unheld(story, overdue, [BLOC_DAY - timedelta(days=rng.randint(1, 11)) for _ in overdue])
    rng.shuffle(rest)
    _unheld(story, rest[BLOC_UNPLANNED:], _ahead(rng, BLOC_DAY, date(2020, 6, 30), len(rest) - BLOC_UNPLANNED))
    story.plans += [CongressRow(unit, recorded_at=days.evening(PLANNED_SINCE)) for unit in rest[:BLOC_UNPLANNED]]
    return story


def _back(rng: Random, branch: tree.Branch) -> Iterable[int]:
    """Give how many days each overdue congress of a branch is late; the first is the slowest."""
    return [branch.slowest, *(rng.randint(1, branch.slowest) for _ in range(branch.overdue - 1))] if branch.overdue else []


def _ahead(rng: Random, after: date, until: date, count: int) -> Sequence[date]:
    """Give planned days after a day, up to the deadline."""
    return sorted(after + timedelta(days=rng.randint(1, (until - after).days)) for _ in range(count))


def _unheld(story: Story, units: Sequence[Unit], planned: Iterable[date]) -> None:
    """Plan congresses that were not held by the day of the figure."""
    story.plans += [
        CongressRow(unit, planned=day, recorded_at=days.evening(PLANNED_SINCE), stages=((Stage.called, day - timedelta(days=60)),))
        for unit, day in zip(units, planned, strict=False)
    ]


def _held(story: Story, rng: Random, units: list[Unit], curves: Curves) -> None:
    """Plan, partly move, and hold congresses along the curves."""
    rng.shuffle(units)
    pilots = _pilots(units)
    for number, unit in enumerate(units, start=1):
        planned, held = days.day_of(curves.planned, number), days.day_of(curves.held, number)
        first = planned
        if planned > MOVED_ON + timedelta(days=14) and number % 6 == 0:
            first = planned - timedelta(days=rng.randint(15, 28))
            story.moves.append(CongressRow(unit, planned=planned, recorded_at=days.evening(MOVED_ON), reason=MOVED_BECAUSE))
        before = tuple(
            (stage, held - timedelta(days=back))
            for stage, back in ((Stage.called, 60), (Stage.prepared, 21), (Stage.contents_approved, 12))
        )
        story.plans.append(
            CongressRow(unit, planned=first, pilot=unit.pk in pilots or None, recorded_at=days.evening(PLANNED_SINCE), stages=before[:1])
        )
        moment = days.known(rng, held, curves.figure, late=number > len(units) - curves.late)
        story.held.append(CongressRow(unit, held=held, recorded_at=moment, stages=before[1:]))


def _pilots(units: Sequence[Unit]) -> Mapping[object, bool]:
    """Choose the pilots among those held first (DR-09)."""
    return {unit.pk: True for unit in units[: min(16, len(units) // 30)]}
