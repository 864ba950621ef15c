"""Whom to remind of what on a day: one draft a person, however much is due (bản tin nhắc việc)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, Digest
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.assignments.queries.lists import SOON, unit_names
from daihoi.foundation.assignments.queries.people import ACCEPT, charges_on, people_of_units
from daihoi.foundation.organization.grades import OPEN_GRADES
from daihoi.rules.reminders import Offsets, from_toml, shipped

LINES = 10
PORTION = 500


@dataclass(frozen=True)
class Line:
    """One thing to do as a reminder names it (một dòng nhắc)."""

    title: str
    unit: str
    due: date
    pk: UUID


@dataclass
class Draft:
    """What one person hears on one day (bản nháp nhắc việc)."""

    user: User
    late: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    below: list[tuple[str, int, date]] = field(default_factory=list)
    below_total: int = 0


def offsets() -> Offsets:
    """Give the offsets of this installation (khoảng cách nhắc)."""
    return _with_file(settings.REMINDERS_FILE)


@cache
def _with_file(path: str) -> Offsets:
    """Read the file of the installation once."""
    return from_toml(Path(path).read_text(encoding="utf-8")) if path else shipped()


def drafts(on: date) -> list[Draft]:
    """Give what each person is to hear on a day; on days off nobody hears anything, and the next working day makes up for it."""
    if not calendar().is_working(on) or Digest.objects.filter(on=on).exists():
        return []
    last = Digest.objects.filter(on__lt=on).aggregate(day=Max("on"))["day"] or on - timedelta(days=1)
    last = max(last, on - timedelta(days=31))
    found: dict[UUID, Draft] = {}
    people = User.objects.filter(is_active=True).in_bulk()
    _add_own(found, people, last, on)
    _add_below(found, people, last, on)
    return sorted(found.values(), key=lambda draft: draft.user.username)


def _add_own(found: dict[UUID, Draft], people: dict[UUID, User], last: date, on: date) -> None:
    """Add what people's own units and posts owe, where something of it is told today."""
    told = offsets().due_days(last, on)
    by_key: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for user, units in people_of_units(on).items():
        for unit in units:
            by_key[unit, ""].append(user)
    for unit, post, user in charges_on(on).values_list("unit_id", "post", "user_id"):
        by_key[unit, post].append(user)
    looked_after = {unit for unit, _each in by_key}
    owing = Assignment.objects.filter(owed=True, due__in=told).order_by().values_list("unit_id", flat=True).distinct()
    late_units = looked_after.intersection(owing)
    names = {unit: name for part in _portions(late_units) for unit, name in unit_names(part).items()}
    rows: list[Assignment] = []
    for part in _portions(late_units):
        rows += Assignment.objects.filter(unit__in=part, owed=True, due__lte=on + SOON).select_related("batch").order_by("due", "pk")
    wanted = {user for row in rows if row.due in told for user in _readers(by_key, row)}
    for row in rows:
        for user in _readers(by_key, row):
            if user in wanted and user in people and row.due:
                draft = found.setdefault(user, Draft(people[user]))
                line = Line(_title(row), names.get(row.unit_id, ""), row.due, row.pk)
                (draft.late if row.due < on else draft.soon).append(line)


def _readers(by_key: dict[tuple[UUID, str], list[UUID]], row: Assignment) -> set[UUID]:
    """Name who hears of an assignment: who looks after its post, else who reports for the unit."""
    in_charge = by_key.get((row.unit_id, row.post), []) if row.post else []
    return set(in_charge or by_key.get((row.unit_id, ""), []))


def _title(row: Assignment) -> str:
    """Name an assignment; one that is graded is named by its existence only (PR-06, PR-25)."""
    return row.batch.title if row.batch.grade in OPEN_GRADES else _("Việc có độ mật, chỉ xem trong chương trình")


def _add_below(found: dict[UUID, Draft], people: dict[UUID, User], last: date, on: date) -> None:
    """Tell the level above, and only that one, what stays late directly below it."""
    told = offsets().due_days_up(last, on)
    late = Assignment.objects.filter(owed=True, due__in=told).order_by()
    late = late.filter(unit__placements__valid_to__isnull=True, unit__placements__superior__isnull=False)
    rows = late.values("unit", "unit__placements__superior", "unit__placements__name").annotate(n=Count("pk"), oldest=Min("due"))
    above: dict[UUID, list[tuple[str, int, date]]] = defaultdict(list)
    for row in rows:
        above[row["unit__placements__superior"]].append((row["unit__placements__name"], row["n"], row["oldest"]))
    for user, units in people_of_units(on, ACCEPT).items():
        below = sorted((each for unit in units for each in above.get(unit, [])), key=lambda each: (each[2], each[0]))
        if below and user in people:
            draft = found.setdefault(user, Draft(people[user]))
            draft.below, draft.below_total = below[:LINES], sum(n for _unit, n, _day in below)


def _portions(keys: Iterable[UUID]) -> Iterable[list[UUID]]:
    """Cut a set of keys into portions that both databases take."""
    ordered = sorted(keys)
    return (ordered[first : first + PORTION] for first in range(0, len(ordered), PORTION))
