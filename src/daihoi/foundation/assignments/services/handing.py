"""Hand what is owed to others: a post to its next holder, a unit's duties to its successor (bàn giao; PR-13, PR-14)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import AnchorDay, Assignment, Charge, Event, State, Step
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.assignments.services.assigning import PORTION
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_paths
from daihoi.rules.deadlines import due_day
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def hand_over(*, actor: User, unit: Unit, post: str, user: User, since: date, until: date | None = None) -> Charge:
    """Put a person in charge of what a post owes; with a last day he stands in for the holder (bàn giao, làm thay)."""
    require(actor, "assignments.hand_over", unit)
    if until is not None and until < since:
        raise RuleViolation("assignments.charge_order", _("Ngày cuối trước ngày đầu. Sửa một trong hai ngày."), field="until")
    if not user.is_active:
        raise RuleViolation("assignments.inactive", _("Tài khoản {user} đã khóa. Chọn người khác."), user=str(user), field="user")
    standing = Charge.objects.filter(unit=unit, post=post, is_substitute=False, valid_to__isnull=True).first()
    if until is None and standing:
        if standing.user_id == user.pk:
            raise RuleViolation("assignments.in_charge_already", _("{user} đang phụ trách việc này."), user=str(user), field="user")
        Charge.objects.filter(pk=standing.pk).update(valid_to=max(standing.valid_from, since - timedelta(days=1)))
    charge = Charge.objects.create(unit=unit, post=post, user=user, is_substitute=until is not None, valid_from=since, valid_to=until)
    items = Assignment.objects.filter(unit=unit, owed=True).filter(Q(post=post) | Q(post="") if not post else Q(post=post))
    keys = list(items.order_by("pk").values_list("pk", flat=True))
    facts: dict[str, Any] = {"post": post, "to": user.pk, "since": since, "items": len(keys), "rows": merkle_root(map(str, keys))}
    record(actor, "assignments.handed_over", charge, unit=unit, **facts)
    return charge


@transaction.atomic
def move_duties(*, from_: Unit, to: Unit, actor: User | None = None, cause: Entry | None = None, origin: str | None = None) -> int:
    """Give everything a unit still owes to the unit that took it in; what both owed is owed once (chuyển việc sang đơn vị kế thừa)."""
    require(actor, "assignments.move_duties", from_, cause=cause, origin=origin)
    require(actor, "assignments.move_duties", to, cause=cause, origin=origin)
    if from_.pk == to.pk or to.closed:
        raise RuleViolation("assignments.no_successor", _("Chọn một đơn vị khác đang hoạt động để nhận việc."), field="to")
    rows = list(Assignment.objects.filter(unit=from_, owed=True).select_related("batch"))
    twice = set(Assignment.objects.filter(unit=to).exclude(state=State.DROPPED).filter(subject="").values_list("batch_id", flat=True))
    days = dict(AnchorDay.objects.filter(unit=to).values_list("anchor_id", "day"))
    working, events, branch = calendar(), [], newest_paths([to.pk]).get(to.pk, "")
    for row in rows:
        if not row.subject and row.batch_id in twice:
            row.state, row.owed = State.DROPPED, False
            events.append(Event(assignment=row, step=Step.DROPPED, by=actor, unit_before=from_, unit_after=to))
            continue
        before, row.unit, row.branch = row.due, to, branch
        if row.anchor_unit_id == from_.pk:
            row.anchor_unit, row.due = to, due_day(row.batch.due, days.get(row.batch.anchor), working)
        moved = Event(assignment=row, step=Step.MOVED, by=actor, unit_before=from_, unit_after=to)
        moved.due_before, moved.due_after = (before, row.due) if before != row.due else (None, None)
        events.append(moved)
    Event.objects.bulk_create(events, batch_size=PORTION)
    Assignment.objects.bulk_update(rows, ["unit", "branch", "anchor_unit", "due", "state", "owed"], batch_size=300)
    if rows:
        root = merkle_root(f"{row.pk}:{row.unit_id}" for row in rows)
        record(actor, "assignments.duties_moved", from_, unit=to, cause=cause, origin=origin, items=len(rows), rows=root)
    return len(rows)
