"""Who may do what where: a grant at a unit holds for its whole branch (thẩm quyền)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.models import Grant, Placement, Unit
from daihoi.foundation.organization.roles import roles, roles_with
from daihoi.rules.errors import RuleViolation

ROLES = roles()
VIEW = "organization.view"
Actor = User | AnonymousUser | None


class Forbidden(RuleViolation):
    """The person may not do this here; 403 in views (không đủ thẩm quyền)."""


def in_branch(path: str) -> Q:
    """Select placements in the branch of a path, root included, as one range of an index."""
    return Q(path__gte=path, path__lt=f"{path}~")


def newest(placements: "QuerySet[Placement]") -> "QuerySet[Placement]":
    """Keep of each unit where it stands now, or where it stood last."""
    return placements.filter(Q(valid_to__isnull=True) | Q(valid_to=F("unit__closed"), valid_to__gt=F("valid_from")))


def grants_in_force(user: Actor, on: date | None = None) -> "QuerySet[Grant]":
    """Give the grants of a person that hold on a day, today unless told."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Grant.objects.none()
    day = on or timezone.localdate()
    return Grant.objects.filter(user_id=user.pk, valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def can(actor: Actor, act: str, unit: Unit | None) -> bool:
    """Tell whether a person may do an act in a unit; without a unit, in the whole installation (được phép)."""
    units = list(grants_in_force(actor).filter(role__in=roles_with(act)).values_list("unit_id", flat=True))
    if None in units or (unit is not None and unit.pk in units):
        return True
    if unit is None or not units:
        return False
    paths = _paths([unit.pk, *(pk for pk in units if pk)])
    here = paths.pop(unit.pk, "")
    return any(here.startswith(path) for path in paths.values())


def acts_at(actor: Actor, unit: Unit) -> frozenset[str]:
    """Give every act a person may do in a unit, in two questions: for pages that offer many (các việc được làm)."""
    held = list(grants_in_force(actor).values_list("role", "unit_id"))
    paths = _paths([unit.pk, *(pk for _role, pk in held if pk)]) if held else {}
    here = paths.get(unit.pk, "")
    reaching = {role for role, pk in held if pk is None or pk == unit.pk or (pk in paths and here.startswith(paths[pk]))}
    return frozenset[str]().union(*(ROLES[role].acts for role in reaching if role in ROLES))


def _paths(units: Iterable[UUID]) -> dict[UUID, str]:
    """Give the newest path of each unit."""
    return dict(newest(Placement.objects.filter(unit_id__in=list(units))).values_list("unit_id", "path"))


def require(actor: Actor, act: str, unit: Unit | None, *, cause: Entry | None = None, origin: str | None = None) -> None:
    """Refuse a person who may not do an act in a unit; what follows from another act needs no second permission (đòi thẩm quyền)."""
    if cause is not None or origin is not None or can(actor, act, unit):
        return
    where = unit.code if unit is not None else _("toàn hệ thống")
    raise Forbidden(
        "authority.forbidden", _("Bạn chưa có quyền làm việc này tại {unit}. Hãy nhờ quản trị của đơn vị cấp quyền."), unit=where, act=act
    )


def visible_placements(user: Actor, act: str = VIEW) -> "QuerySet[Placement]":
    """Give the placements, of any day, of the branches in which a person may do an act."""
    units = list(grants_in_force(user).filter(role__in=roles_with(act)).values_list("unit_id", flat=True))
    if None in units:
        return Placement.objects.all()
    branches = Q(pk__in=[])
    for path in _paths(units).values():
        branches |= in_branch(path)
    return Placement.objects.filter(branches)


def visible_units(user: Actor, act: str = VIEW) -> "QuerySet[Unit]":
    """Give the units in which a person may do an act; others do not exist for him (đơn vị được xem)."""
    seen = newest(visible_placements(user, act)).filter(unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(seen))  # asked of the one unit in question, not of the whole tree first
