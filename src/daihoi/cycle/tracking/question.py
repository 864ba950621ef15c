"""Read the question of a tracking page from its address, without counting the whole tree (địa chỉ trang)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from daihoi.cycle.congresses.address import asked_day, asked_moment, asked_round, asked_unit, default_day
from daihoi.cycle.congresses.models import Round
from daihoi.cycle.congresses.queries import View, view, visible_rounds
from daihoi.cycle.tracking.standing import Book, Standing, current_book, standing
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import placement_of


@dataclass(frozen=True)
class Question:
    """What is asked, the rows that answer it, and the second day to compare with, if any (câu hỏi của trang)."""

    asked: View
    rows: Standing
    second: date | None
    known: str

    @property
    def address(self) -> str:
        """Write the question as it stands in an address."""
        return urlencode(self.parts())

    def parts(self, **changes: Any) -> dict[str, str]:
        """Give the parts of the address, some of them changed, without the empty ones."""
        found = {"unit": self.asked.unit.code, "round": self.asked.round.code, "on": f"{self.asked.on:%d/%m/%Y}"}
        found |= {"known": self.known, "kind": self.asked.kind or "", "with": f"{self.second:%d/%m/%Y}" if self.second else ""}
        return {name: str(value) for name, value in (found | changes).items() if value}


def question(request: HttpRequest, user: User) -> Question | None:
    """Give the whole question of the address; nothing while there is no unit or no round."""
    unit = asked_unit(request, user)
    round_ = _round(request, user, unit) if unit else None
    if unit is None or round_ is None:
        return None
    on = asked_day(request.GET.get("on")) or default_day(unit, round_)
    asked = view(unit, round_, on, asked_moment(request.GET.get("known")), request.GET.get("kind") or None)
    second = asked_day(request.GET.get("with"))
    return Question(asked, standing(asked), second if second != on else None, request.GET.get("known", ""))


def on_second_day(found: Question) -> View | None:
    """Give the same question for the second day."""
    asked = found.asked
    return view(asked.unit, asked.round, found.second, asked.known, asked.kind) if found.second else None


def _round(request: HttpRequest, user: User, unit: Unit) -> Round | None:
    """Give the round named in the address, or the one that counts most units of the branch; open rounds first."""
    book = None if request.GET.get("round") else current_book()
    rounds = list(visible_rounds(user)) if book else []
    if book is None or not rounds:
        return asked_round(request, user, unit)
    today = timezone.localdate()
    sizes = _kinds(book, unit, today)
    if not sizes:  # a unit younger than the copy
        return asked_round(request, user, unit)
    counted = [(sum(sizes.get(kind, 0) for kind in each.kinds), each.deadline >= today, each) for each in rounds]
    owing = [entry for entry in counted if entry[0]]
    return max(owing, key=lambda entry: (entry[1], entry[0]))[2] if owing else rounds[0]


def _kinds(book: Book, unit: Unit, today: date) -> dict[str, int]:
    """Count the units of a branch by kind, as the copy in columns has them."""
    place = placement_of(unit, today)
    if place is None:
        return {}
    columns = book.columns
    first, last = np.searchsorted(columns.path, np.array([place.path.encode(), f"{place.path}~".encode()]))
    part, on = slice(int(first), int(last)), today.toordinal()
    stands = (columns.since[part] <= on) & (columns.to[part] > on)
    counts = np.bincount(columns.kind[part][stands], minlength=len(columns.kinds)).tolist()
    return {kind: count for kind, count in zip(columns.kinds, counts, strict=True) if count}
