"""One deadline engine for every phase: set, meet, drop a deadline by its subject; move what is counted from a day (hạn)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.assignments.models import OWED, Anchor, AnchorDay, Asks, Assignment, Batch, Event, State, Step
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.assignments.services.assigning import PORTION, rule_of
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.models import Unit
from daihoi.rules.deadlines import Due, due_day
from daihoi.rules.errors import RuleViolation


@dataclass(frozen=True)
class Deadline:
    """One deadline of any phase: whose, for what, when (hạn của một việc)."""

    unit: Unit
    subject: str  # such as "congresses.approval:<id>", one deadline each
    title: str
    due: Due
    owner_post: str = ""
    link: str = ""  # a name of an address and its arguments: "congresses:detail <id>"
    anchor_unit: Unit | None = None  # whose congress is counted from, the unit's own unless told


def set_deadline(
    *,
    cause: Entry,
    unit: Unit,
    subject: str,
    title: str,
    due: Due,
    owner_post: str = "",
    url: str = "",
    anchor_unit: Unit | None = None,
) -> Assignment:
    """Set the deadline of one subject, or move it where it stands already (đặt hạn)."""
    return set_deadlines(cause=cause, deadlines=[Deadline(unit, subject, title, due, owner_post, url, anchor_unit)])[0]


@transaction.atomic
def set_deadlines(*, cause: Entry, deadlines: Sequence[Deadline]) -> list[Assignment]:
    """Set many deadlines in one act; of one that stands, the day moves, and one that was met is owed again (đặt nhiều hạn)."""
    wanted = {each.subject: each for each in deadlines}
    if "" in wanted or len(wanted) != len(deadlines):
        raise RuleViolation("assignments.subject", _("Mỗi hạn cần một đối tượng riêng. Xem lại danh sách hạn."))
    standing = {row.subject: row for row in _standing(list(wanted))}
    days = _anchor_days([each for each in deadlines if each.due.is_counted])
    working = calendar()
    new, changed = [], []
    batches = _batches([each for each in deadlines if each.subject not in standing])
    for each in deadlines:
        counted_for = (each.anchor_unit or each.unit) if each.due.is_counted else None
        day = due_day(each.due, days.get((each.due.anchor, counted_for.pk)) if counted_for else None, working)
        row = standing.get(each.subject)
        if row is None:
            row = Assignment(batch=batches[_like(each)], unit=each.unit, post=each.owner_post, subject=each.subject, link=each.link)
            row.anchor_unit, row.due = counted_for, day
            new.append(row)
        elif row.due != day or row.state not in OWED:
            changed.append((row, day))
        standing[each.subject] = row
    Assignment.objects.bulk_create(new, batch_size=PORTION)
    _set_again(changed, cause)
    if new:
        root = merkle_root(f"{row.pk}:{row.subject}:{row.due}" for row in new)
        record(None, "assignments.deadlines_set", new[0].batch, unit=new[0].unit, cause=cause, deadlines=len(new), rows=root)
    if changed:
        root = merkle_root(f"{row.pk}:{day}" for row, day in changed)
        first = changed[0][0]
        record(None, "assignments.deadlines_moved", first.batch, unit=first.unit, cause=cause, deadlines=len(changed), rows=root)
    return [standing[each.subject] for each in deadlines]


def _standing(subjects: list[str]) -> list[Assignment]:
    """Find the deadlines that stand already, in portions that both databases take."""
    found: list[Assignment] = []
    for first in range(0, len(subjects), PORTION):
        found += Assignment.objects.select_related("batch", "unit").filter(subject__in=subjects[first : first + PORTION])
    return found


def _like(each: Deadline) -> tuple[UUID, str, Due, str]:
    """Name what deadlines share that stand in one batch."""
    return each.unit.pk, each.title, each.due, each.owner_post


def _batches(deadlines: Sequence[Deadline]) -> dict[tuple[UUID, str, Due, str], Batch]:
    """Write one batch for deadlines of one unit that differ in their subject only."""
    made = {}
    for each in deadlines:
        if _like(each) not in made:
            source = each.subject.split(":", 1)[0]
            made[_like(each)] = Batch(
                issuer=each.unit, title=each.title[:300], asks=Asks.NOTHING, owner_post=each.owner_post, source=source, **rule_of(each.due)
            )
    Batch.objects.bulk_create(made.values(), batch_size=PORTION)
    return made


def _anchor_days(deadlines: Sequence[Deadline]) -> dict[tuple[str, UUID], date]:
    """Give the known days that deadlines are counted from."""
    by_anchor = defaultdict(list)
    for each in deadlines:
        by_anchor[each.due.anchor].append((each.anchor_unit or each.unit).pk)
    found = {}
    for anchor, units in by_anchor.items():
        for first in range(0, len(units), PORTION):
            rows = AnchorDay.objects.filter(anchor=anchor, unit__in=units[first : first + PORTION])
            found.update({(anchor, unit): day for unit, day in rows.values_list("unit_id", "day")})
    return found


def _set_again(changed: Sequence[tuple[Assignment, date | None]], cause: Entry) -> None:
    """Move the day of deadlines that stand, and open again those that were met."""
    events = []
    for row, day in changed:
        if row.state not in OWED:
            events.append(Event(assignment=row, step=Step.REOPENED))
            row.state, row.owed, row.met_on = State.SENT, True, None
        if row.due != day:
            events.append(Event(assignment=row, step=Step.DUE_MOVED, due_before=row.due, due_after=day))
        row.due = day
    Event.objects.bulk_create(events, batch_size=PORTION)
    Assignment.objects.bulk_update([row for row, _day in changed], ["due", "state", "owed", "met_on"], batch_size=400)


@transaction.atomic
def meet_deadline(*, cause: Entry, subject: str, on: date | None = None) -> Assignment | None:
    """Say that what a deadline asked for happened on a day; a subject without a deadline is nothing (xong hạn)."""
    day = on or timezone.localdate()
    row = _ended(subject, State.MET, Event(step=Step.MET, on=day))
    if row:
        record(None, "assignments.deadline_met", row, unit=row.unit, cause=cause, subject=subject, on=day)
    return row


@transaction.atomic
def drop_deadline(*, cause: Entry, subject: str, reason: str = "") -> Assignment | None:
    """Say that what a deadline asked for is not owed any more (bỏ hạn)."""
    row = _ended(subject, State.DROPPED, Event(step=Step.DROPPED, note=reason))
    if row:
        record(None, "assignments.deadline_dropped", row, unit=row.unit, cause=cause, subject=subject)
    return row


def _ended(subject: str, state: State, event: Event) -> Assignment | None:
    """End what is owed under one subject."""
    row = Assignment.objects.select_related("unit").filter(subject=subject, owed=True).first() if subject else None
    if row is None or not Assignment.objects.filter(pk=row.pk, owed=True).update(state=state, owed=False, met_on=event.on):
        return None
    event.assignment = row
    event.save(force_insert=True)
    row.refresh_from_db(fields=["state", "owed", "met_on"])
    return row


def move_deadlines(*, cause: Entry, unit: Unit, anchor: str, day: date | None, title: str = "", why: str = "") -> list[Assignment]:
    """Say that a day others are counted from was set or moved for one unit, and move what is owed with it (dời hạn theo mốc)."""
    return move_many_deadlines(cause=cause, anchor=anchor, days={unit.pk: day}, title=title, why=why)


@transaction.atomic
def move_many_deadlines(*, cause: Entry, anchor: str, days: Mapping[UUID, date | None], title: str = "", why: str = "") -> list[Assignment]:
    """Say the days of an anchor for many units and move what is owed with them; the old day stands in the event (dời nhiều hạn)."""
    known = Anchor.objects.filter(pk=anchor).first() or Anchor.objects.create(key=anchor, title=title or anchor)
    if title and known.title != title:
        Anchor.objects.filter(pk=anchor).update(title=title)
    _keep_days(known, days)
    working, moved, events = calendar(), [], []
    for row in _counted_from(anchor, list(days)):
        day = due_day(row.batch.due, days[row.anchor_unit_id], working) if row.anchor_unit_id else row.due
        if day != row.due:
            events.append(Event(assignment=row, step=Step.DUE_MOVED, due_before=row.due, due_after=day, note=why))
            row.due = day
            moved.append(row)
    Event.objects.bulk_create(events, batch_size=PORTION)
    Assignment.objects.bulk_update(moved, ["due"], batch_size=400)
    if moved:
        root = merkle_root(f"{row.pk}:{row.due}" for row in moved)
        record(None, "assignments.deadlines_moved", known, unit=moved[0].unit, cause=cause, deadlines=len(moved), rows=root)
    return moved


def _keep_days(anchor: Anchor, days: Mapping[UUID, date | None]) -> None:
    """Keep the days said last; one taken back is no day."""
    rows = [AnchorDay(anchor=anchor, unit_id=unit, day=day) for unit, day in days.items() if day]
    AnchorDay.objects.bulk_create(rows, batch_size=PORTION, update_conflicts=True, unique_fields=["anchor", "unit"], update_fields=["day"])
    gone = [unit for unit, day in days.items() if day is None]
    for first in range(0, len(gone), PORTION):
        AnchorDay.objects.filter(anchor=anchor, unit__in=gone[first : first + PORTION]).delete()


def _counted_from(anchor: str, units: list[UUID]) -> list[Assignment]:
    """Give what is owed and counted from an anchor of these units."""
    if not Batch.objects.filter(anchor=anchor).exists():
        return []
    found: list[Assignment] = []
    for first in range(0, len(units), PORTION):
        rows = Assignment.objects.filter(batch__anchor=anchor, anchor_unit__in=units[first : first + PORTION], owed=True)
        found += rows.select_related("batch", "unit")
    return found
