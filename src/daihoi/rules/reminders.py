"""On which days a due day is recalled (nhắc việc): before it, on it, after it, and one level up when it stays late; offsets are data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.errors import RuleViolation, _

FILE = resources.files("daihoi.rules") / "data" / "calendar" / "reminders.toml"
FIELDS = ("before", "on_the_day", "after", "then_every", "up_after", "up_every", "horizon", "source", "confirmed")


@dataclass(frozen=True)
class Offsets:
    """How many days from a due day people hear of it (khoảng cách nhắc)."""

    before: tuple[int, ...]
    on_the_day: bool
    after: tuple[int, ...]
    then_every: int
    up_after: int
    up_every: int
    horizon: int

    def told_on(self, left: int) -> bool:
        """Say whether people hear of a thing with so many days left; negative when late."""
        if left > 0:
            return left in self.before
        if left == 0:
            return self.on_the_day
        last = max(self.after, default=0)
        return -left in self.after or (-left > last and (-left - last) % self.then_every == 0)

    def goes_up_on(self, left: int) -> bool:
        """Say whether the level above hears of a thing that has been late for so long."""
        return -left >= self.up_after and (-left - self.up_after) % self.up_every == 0

    def due_days(self, begin: date, end: date) -> frozenset[date]:
        """Give the due days that people hear of on one of the days after one and up to another."""
        return frozenset(day + timedelta(days=left) for day in _days(begin, end) for left in self._lefts() if self.told_on(left))

    def due_days_up(self, begin: date, end: date) -> frozenset[date]:
        """Give the due days that the level above hears of on these days."""
        return frozenset(day + timedelta(days=left) for day in _days(begin, end) for left in self._lefts() if self.goes_up_on(left))

    def _lefts(self) -> range:
        """Give every number of days left that may matter."""
        return range(-self.horizon, max(self.before, default=0) + 1)


def _days(begin: date, end: date) -> Iterator[date]:
    """Give the days after one and up to another."""
    for step in range(1, (end - begin).days + 1):
        yield begin + timedelta(days=step)


def from_toml(text: str) -> Offsets:
    """Read the offsets."""
    data, where = toml.parsed(text, _("Lịch nhắc việc")), _("Lịch nhắc việc")
    shapes.only(data, FIELDS, where)
    return Offsets(
        before=_numbers(data, "before"),
        on_the_day=data.get("on_the_day") is True,
        after=_numbers(data, "after"),
        then_every=shapes.whole(data, "then_every", where, least=1),
        up_after=shapes.whole(data, "up_after", where, least=1),
        up_every=shapes.whole(data, "up_every", where, least=1),
        horizon=shapes.whole(data, "horizon", where, least=1, default=366),
    )


def _numbers(data: dict[str, object], name: str) -> tuple[int, ...]:
    """Take a list of numbers of days."""
    found = shapes.sequence(data, name, _("Lịch nhắc việc"))
    if not all(isinstance(n, int) and n > 0 for n in found):
        raise RuleViolation("reminders.days", _("Lịch nhắc việc: “{field}” phải là các số ngày từ 1 trở lên."), field=name)
    return tuple(sorted(int(str(n)) for n in found))


@cache
def shipped() -> Offsets:
    """Give the offsets that ship with the program."""
    return from_toml(FILE.read_text(encoding="utf-8"))
