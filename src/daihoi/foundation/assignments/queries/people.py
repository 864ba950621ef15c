"""Who looks after what: holders of a post, units of a person, units that closed with open items (ai phụ trách)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, Charge
from daihoi.foundation.organization.authority import Actor, grants_in_force, visible_units
from daihoi.foundation.organization.grades import OPEN_GRADES
from daihoi.foundation.organization.models import Grant, Placement, Succession, Unit
from daihoi.foundation.organization.roles import roles_with

VIEW = "assignments.view"
REPORT = "assignments.report"
ACCEPT = "assignments.accept"


def charges_on(on: date) -> "QuerySet[Charge]":
    """Give the charges that hold on a day, substitutes included (phân công hiện hành)."""
    return Charge.objects.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def duties_of(user: User, on: date) -> "QuerySet[Assignment]":
    """Give what this person's units and posts still owe, the oldest due day first (việc phải làm)."""
    mine = grants_in_force(user, on).filter(role__in=roles_with(REPORT), unit__isnull=False).values("unit")
    wanted = Q(unit__in=mine)
    for unit, post in charges_on(on).filter(user=user).values_list("unit", "post"):
        wanted |= Q(unit=unit, post=post) if post else Q(unit=unit)
    found = Assignment.objects.filter(wanted, owed=True)
    return found.select_related("batch", "unit").order_by(F("due").asc(nulls_last=True), "pk")


def within_grade(user: Actor, on: date) -> Q:
    """Keep assignments without a grade; graded ones only for who does the work or keeps it for the unit that gave it (PR-25)."""
    held = grants_in_force(user, on).filter(unit__isnull=False)
    doing, giving = (held.filter(role__in=roles_with(act)).values("unit") for act in (REPORT, ACCEPT))
    in_charge = Charge.objects.none() if user is None or user.is_anonymous else charges_on(on).filter(user=user)
    open_ones = Q(batch__grade__in=OPEN_GRADES)
    return open_ones | Q(unit__in=doing) | Q(batch__issuer__in=giving) | Q(unit__in=in_charge.values("unit"))


def open_batches(user: Actor, on: date) -> Q:
    """Keep batches without a grade, and graded ones that a person keeps for the unit that gave them."""
    giving = grants_in_force(user, on).filter(role__in=roles_with(ACCEPT), unit__isnull=False).values("unit")
    return Q(grade__in=OPEN_GRADES) | Q(issuer__in=giving)


def own_units(user: User, on: date) -> "QuerySet[Unit]":
    """Give the units for which a person reports himself (đơn vị của mình)."""
    mine = grants_in_force(user, on).filter(role__in=roles_with(REPORT), unit__isnull=False).values("unit")
    return Unit.objects.filter(Q(pk__in=mine) | Q(pk__in=charges_on(on).filter(user=user).values("unit"))).order_by("code")


def working_unit(user: Actor, act: str = VIEW) -> Unit | None:
    """Give the unit from whose branch a person works: of the first grant, or the top of the tree (đơn vị làm việc)."""
    grant = grants_in_force(user).filter(role__in=roles_with(act)).select_related("unit").order_by("recorded_at", "pk").first()
    if grant is None or grant.unit is not None:
        return grant.unit if grant else None
    top = Placement.objects.filter(depth=1, valid_to__isnull=True).select_related("unit").first()
    return top.unit if top else None


def people_of_units(on: date, act: str = REPORT) -> dict[UUID, list[UUID]]:
    """Give for every account the units at which it was granted an act, whole branches left out (người của đơn vị)."""
    granted = Grant.objects.filter(role__in=roles_with(act), unit__isnull=False, valid_from__lte=on, user__is_active=True)
    granted = granted.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for user, unit in granted.values_list("user_id", "unit_id"):
        if unit:
            found[user].add(unit)
    return {user: sorted(units) for user, units in found.items()}


@dataclass(frozen=True)
class Orphan:
    """A closed unit that still owes something, and who may take it (đơn vị đã kết thúc còn việc)."""

    unit: Unit
    items: int
    successors: tuple[Unit, ...]


def orphans(user: Actor = None) -> list[Orphan]:
    """Find closed units with open items, of the branch a person may move duties in, or of all (việc chưa có chủ)."""
    closed = Unit.objects.filter(closed__isnull=False)
    if user is not None:
        closed = closed.filter(pk__in=visible_units(user, "assignments.move_duties").values("pk"))
    counted = dict(
        Assignment.objects.filter(owed=True, unit__in=closed).order_by().values("unit").annotate(n=Count("pk")).values_list("unit", "n")
    )
    after = defaultdict(list)
    for row in Succession.objects.filter(predecessor__in=list(counted)).select_related("successor"):
        after[row.predecessor_id].append(row.successor)
    units = Unit.objects.in_bulk(list(counted))
    return [Orphan(units[pk], n, tuple(after[pk])) for pk, n in sorted(counted.items(), key=lambda pair: units[pair[0]].code)]
