"""Which days are worked (ngày làm việc): holidays and swapped days as dated data with their sources (PR-11, TX-17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from types import MappingProxyType

from daihoi.rules import shapes, toml
from daihoi.rules.charter import Document, document_from, source_of
from daihoi.rules.errors import RuleViolation, _

FILE = resources.files("daihoi.rules") / "data" / "calendar" / "working-days.toml"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIELDS = ("on", "until", "name", "instead_of", "document", "article", "confirmed")
ONE = timedelta(days=1)


@dataclass(frozen=True)
class SpecialDay:
    """A day off that is no weekend, or a rest day that is worked instead of another (ngày nghỉ, ngày làm bù)."""

    on: date
    name: str
    source: str
    confirmed: bool
    instead_of: date | None = None


@dataclass(frozen=True)
class Calendar:
    """The days off and the swapped days of some years (lịch làm việc)."""

    rest_days: frozenset[int]
    off: Mapping[date, SpecialDay]
    worked: Mapping[date, SpecialDay]
    first: date
    last: date

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked: a swapped rest day is, a holiday is not."""
        return day in self.worked or (day.weekday() not in self.rest_days and day not in self.off)

    def shift(self, day: date, count: int) -> date:
        """Give the count-th working day after a day, or before it for a negative count; the day itself does not count."""
        step, left = (ONE if count > 0 else -ONE), abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days(self, begin: date, end: date) -> int:
        """Count the working days after one day up to another, negative where the other lies before it."""
        if end < begin:
            return -sum(self.is_working(end + ONE * step) for step in range((begin - end).days))
        return sum(self.is_working(begin + ONE * step) for step in range(1, (end - begin).days + 1))

    def unconfirmed(self, begin: date, end: date) -> tuple[SpecialDay, ...]:
        """List the days of a span that stand on no text that was read."""
        found = [special for special in (*self.off.values(), *self.worked.values()) if begin <= special.on <= end and not special.confirmed]
        return tuple(sorted(found, key=lambda special: special.on))

    def unknown_years(self, begin: date, end: date) -> tuple[int, ...]:
        """List the years of a span of which only the weekends are known."""
        return tuple(year for year in range(begin.year, end.year + 1) if not self.first.year <= year <= self.last.year)

    def covers(self, day: date) -> bool:
        """Say whether the data reach a day; beyond them only weekends are known."""
        return self.first <= day <= self.last


def from_toml(text: str, base: Calendar | None = None) -> Calendar:
    """Read a calendar; with a base, add the days of a file of the installation to it."""
    data = toml.parsed(text, _("Lịch làm việc"))
    shapes.only(data, ("rest_days", "first", "last", "document", "off", "worked"), _("Lịch làm việc"))
    documents = {code: document_from(code, raw) for code, raw in shapes.mapping(data.get("document", {}), "document").items()}
    off = {day.on: day for raw in shapes.sequence(data, "off", "off") for day in _days(raw, documents, "off")}
    worked = {day.on: day for raw in shapes.sequence(data, "worked", "worked") for day in _days(raw, documents, "worked")}
    named = [str(name) for name in shapes.sequence(data, "rest_days", "rest_days")]
    if not set(named) <= set(DAYS):
        raise RuleViolation("calendar.rest_days", _("Lịch làm việc: rest_days chỉ gồm tên ngày như saturday, sunday."))
    begin, end = _day(data.get("first"), base.first if base else None, "first"), _day(data.get("last"), base.last if base else None, "last")
    return Calendar(
        rest_days=frozenset(DAYS.index(name) for name in named) or (base.rest_days if base else frozenset()),
        off=MappingProxyType(_corrected(base.off if base else {}, off, worked)),
        worked=MappingProxyType(_corrected(base.worked if base else {}, worked, off)),
        first=min(begin, base.first) if base else begin,
        last=max(end, base.last) if base else end,
    )


def _corrected(base: Mapping[date, SpecialDay], own: Mapping[date, SpecialDay], other: Mapping[date, SpecialDay]) -> dict[date, SpecialDay]:
    """Add an installation's own days; what it says of a day is what holds, so a day it calls the opposite leaves the base."""
    return {day: each for day, each in base.items() if day not in other} | dict(own)


def _day(value: object, default: date | None, name: str) -> date:
    """Take a day of the file, or the one of the base."""
    found = default if value is None else value
    if not isinstance(found, date):
        raise RuleViolation("calendar.day", _("Lịch làm việc: “{field}” phải là ngày, như 2026-01-01."), field=name)
    return found


def _days(raw: object, documents: Mapping[str, Document], where: str) -> list[SpecialDay]:
    """Read one line: a day, or every day of a run."""
    data = shapes.mapping(raw, where)
    shapes.only(data, FIELDS, where)
    begin = _day(data.get("on"), None, "on")
    end = _day(data.get("until"), begin, "until")
    code, confirmed = shapes.text(data, "document", where, ""), data.get("confirmed")
    if not isinstance(confirmed, bool) or (code and code not in documents) or (confirmed and not code) or end < begin:
        raise RuleViolation("calendar.source", _("Lịch làm việc, ngày {on}: cần confirmed, và văn bản đã khai báo."), on=str(begin))
    instead = _day(data["instead_of"], None, "instead_of") if "instead_of" in data else None
    source = source_of(documents.get(code), shapes.text(data, "article", where, ""))
    name = shapes.text(data, "name", where, "")
    return [SpecialDay(begin + ONE * step, name, source, confirmed, instead) for step in range((end - begin).days + 1)]


@cache
def national() -> Calendar:
    """Give the calendar that ships with the program."""
    return from_toml(FILE.read_text(encoding="utf-8"))
