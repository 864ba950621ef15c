"""Prove that the copy in columns says what the facts say (đối chiếu sổ tính sẵn)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from django.db.models import Max, Min
from django.utils import timezone

from daihoi.cycle.congresses import queries as tables
from daihoi.cycle.congresses.models import Round, StageEvent
from daihoi.cycle.tracking.columns import Array, Columns, Days, read
from daihoi.cycle.tracking.progress import progress
from daihoi.cycle.tracking.services import one_moment
from daihoi.cycle.tracking.standing import current_book
from daihoi.foundation.organization.models import Placement, Unit


@dataclass(frozen=True)
class Proof:
    """What the comparison found (kết quả đối chiếu)."""

    has_book: bool
    units: int = 0
    changed: int = 0
    differing: int = 0
    asked: int = 0
    wrong: tuple[dict[str, Any], ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether copy and facts agree."""
        return self.has_book and not self.differing and not self.wrong

    def as_json(self) -> dict[str, Any]:
        """Give the answer of `daihoi progress verify --json`."""
        found = {"ok": self.ok, "units": self.units, "changed": self.changed, "differing": self.differing}
        return found | {"asked": self.asked, "wrong": list(self.wrong)}


def verify(questions: int, seed: int) -> Proof:
    """Compare every unit of the copy with the tables, and some answers with the answers counted from the tables (đối chiếu)."""
    with one_moment():
        book = current_book()
        if book is None:
            return Proof(has_book=False)
        changed = int(book.changed.sum()) if book.changed is not None else 0
        differing = sum(1 for _unit in _differing(book.columns, read(), book.changed))
        wrong, asked = [], 0
        for question in _questions(random.Random(seed), questions):  # noqa: S311 (a sample, not a secret)
            asked += 1
            found, wanted = progress(*question), tables.progress(*question)
            if found != wanted:
                wrong.append({"unit": wanted["unit"], "round": wanted["round"], "on": wanted["on"], "known": wanted["known"]})
    return Proof(True, len(book.columns.ids), changed, differing, asked, tuple(wrong))


def _differing(kept: Columns, facts: Columns, changed: Array | None) -> Iterator[bytes]:
    """Give the units that the copy tells otherwise than the tables, but for those known to have changed."""
    old, new = _by_unit(kept), _by_unit(facts)
    left = {kept.ids[number].tobytes() for number in np.flatnonzero(changed)} if changed is not None else set()
    for unit in old.keys() | new.keys():
        if unit not in left and old.get(unit) != new.get(unit):
            yield unit


def _by_unit(columns: Columns) -> dict[bytes, list[tuple[object, ...]]]:
    """Give everything the columns tell of each unit, in one order."""
    ids = [row.tobytes() for row in columns.ids]
    found: dict[bytes, list[tuple[object, ...]]] = {unit: [] for unit in ids}
    places = zip(
        *(getattr(columns, name).tolist() for name in ("unit", "path", "kind", "since", "to", "known", "ended")),
        strict=True,
    )
    for unit, path, kind, *rest in places:
        found[ids[unit]].append((path, columns.kinds[kind], *rest))
    for name, group in (("held", columns.held), ("plans", columns.plans)):
        for round_, days in group.items():
            _tell(found, ids, f"{name}/{round_}", days)
    return found


def _tell(found: dict[bytes, list[tuple[object, ...]]], ids: list[bytes], what: str, days: Days) -> None:
    """Add the days of one round."""
    start, rows = days.start.tolist(), list(zip(days.day.tolist(), days.known.tolist(), days.until.tolist(), strict=True))
    for number, unit in enumerate(ids):
        found[unit].extend((what, *row) for row in rows[start[number] : start[number + 1]])


def _questions(chance: random.Random, many: int) -> Iterator[tuple[Any, ...]]:
    """Give random questions: half at or near the top, half anywhere; days of the round and around it."""
    rounds = list(Round.objects.order_by("code"))
    span = StageEvent.objects.aggregate(first=Min("recorded_at"), last=Max("recorded_at"))
    total = Placement.objects.count()
    if not rounds or not total:
        return
    first, last = span["first"] or timezone.now(), span["last"] or timezone.now()
    top = list(Placement.objects.filter(depth__lte=2).order_by("path").values_list("unit_id", flat=True)[:200])
    for _number in range(many):
        pick = Placement.objects.order_by("pk").values_list("unit_id", flat=True)[chance.randrange(total)]
        unit = Unit.objects.get(pk=chance.choice(top) if chance.random() < 0.5 and top else pick)
        round_ = chance.choice(rounds)
        on = round_.starts + timedelta(days=chance.randint(-30, (round_.deadline - round_.starts).days + 400))
        known = first + (last - first) * chance.random()
        yield unit, round_, on, known, chance.choice([None, *round_.kinds])
