"""Due dates (hạn): a fixed day, or a number of days before or after a day that may move (DR-07, DR-08, EL-04, EL-48, EL-49, CP-12)."""

from dataclasses import dataclass
from datetime import date, timedelta

from daihoi.rules import directives, shapes
from daihoi.rules.charter import Charter
from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.working_days import Calendar

LONGEST = 3650
WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Due:
    """When something is due (hạn): fixed, or counted from an anchor such as "congress:<round id>"."""

    fixed: date | None = None
    anchor: str = ""
    days: int = 0
    before: bool = True
    working: bool = True

    def __post_init__(self) -> None:
        if self.fixed is not None and self.anchor:
            raise RuleViolation("deadline.two_ways", _("Hạn có ngày cố định thì không đếm từ một mốc. Hãy chọn một cách."))
        if not 0 <= self.days <= LONGEST:
            raise RuleViolation("deadline.days", _("Số ngày đếm hạn phải từ 0 đến {longest}."), longest=LONGEST)

    @property
    def is_counted(self) -> bool:
        """Say whether the day depends on another one."""
        return bool(self.anchor)


@dataclass(frozen=True)
class Length:
    """A number of working days that a document fixes (độ dài thời hạn)."""

    what: str
    kind: str
    days: int
    rule: str
    source: str
    confirmed: bool


def due_day(due: Due, anchor_day: date | None, calendar: Calendar) -> date | None:
    """Give the last day on which a thing is in time; nothing while the day it is counted from is unknown (tính hạn).

    The day counted from does not count itself: one working day before a Monday is the Friday before.
    """
    if not due.is_counted:
        return due.fixed
    if anchor_day is None:
        return None
    count = -due.days if due.before else due.days
    return calendar.shift(anchor_day, count) if due.working else anchor_day + timedelta(days=count)


def lengths(directive: directives.Directive | None = None, charter: Charter | None = None) -> tuple[Length, ...]:
    """List the lengths that a directive and a rule set fix, with their sources (độ dài thời hạn của đợt)."""
    rows = directive.rows("working_days") if directive else ()
    fixed = tuple(
        Length(
            shapes.text(row.values, "what", "working_days"),
            shapes.text(row.values, "kind", "working_days", ""),
            shapes.whole(row.values, "days", "working_days", least=1),
            row.rule,
            row.source,
            row.confirmed,
        )
        for row in rows
    )
    ruled = tuple(
        Length(rule.key, "", rule.value, rule.rule, rule.source, rule.confirmed)
        for rule in (charter.rules.values() if charter else ())
        if rule.key.endswith(WORKING_DAYS) and isinstance(rule.value, int)
    )
    return fixed + ruled


def length(found: tuple[Length, ...], what: str, kind: str = "") -> Length | None:
    """Pick one length, of a kind of unit first, then of all kinds."""
    by_kind = {each.kind: each for each in found if each.what == what}
    return by_kind.get(kind) or by_kind.get("")
