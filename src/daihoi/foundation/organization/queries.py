"""Questions to the tree: as it stood on a day, as known at a moment (tra cây tổ chức)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from daihoi.foundation.organization.authority import in_branch, newest, visible_placements, visible_units
from daihoi.foundation.organization.models import Headcount, Placement, Unit
from daihoi.rules.errors import RuleViolation

__all__ = [
    "branch",
    "breadcrumb",
    "children",
    "headcounts",
    "members_on",
    "unit_list",
    "in_branch",
    "newest",
    "newest_name",
    "placement_of",
    "placements",
    "unit_by_code",
    "visible_placements",
    "visible_units",
]

STEP = 4


def placements(on: date, known: datetime | None = None) -> "QuerySet[Placement]":
    """Give every unit's place on a day, as known at a moment: now, unless told (cây tổ chức ngày ấy)."""
    standing = Placement.objects.filter(valid_from__lte=on)
    if known is None:
        return standing.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on) | Q(ended_recorded_at__gt=known)
    return standing.filter(still, recorded_at__lte=known)


def placement_of(unit: Unit, on: date, known: datetime | None = None) -> Placement | None:
    """Give the place of one unit on a day, if it was open."""
    return placements(on, known).filter(unit=unit).order_by("-recorded_at").first()


def branch(unit: Unit, on: date, known: datetime | None = None) -> "QuerySet[Placement]":
    """Give a unit and all below it on a day (toàn nhánh)."""
    place = placement_of(unit, on, known)
    if place is None:
        return Placement.objects.none()
    return placements(on, known).filter(in_branch(place.path)).order_by("path")


def children(unit: Unit, on: date, known: datetime | None = None) -> "QuerySet[Placement]":
    """Give the direct children of a unit on a day (đơn vị trực thuộc)."""
    return placements(on, known).filter(superior=unit).order_by("path")


def unit_by_code(code: str) -> Unit:
    """Find a unit by its code, or refuse."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise RuleViolation("organization.unknown_unit", _("Không có đơn vị mang mã {code}. Xem mã bằng “daihoi units list”."), code=code)
    return unit


def breadcrumb(unit: Unit, on: date, known: datetime | None = None) -> list[Placement]:
    """Give the placements from the root down to a unit on a day (đường dẫn đơn vị)."""
    place = placement_of(unit, on, known) or newest(Placement.objects.filter(unit=unit)).first()
    if place is None:
        return []
    above = [place.path[:end] for end in range(STEP, len(place.path), STEP)]
    return [*placements(on, known).filter(path__in=above).order_by("depth"), place]


def headcounts(on: date, known: datetime | None = None) -> "QuerySet[Headcount]":
    """Give headcounts up to a day, the newest of each unit last (số đảng viên)."""
    found = Headcount.objects.filter(on__lte=on).order_by("unit_id", "on", "recorded_at")
    return found if known is None else found.filter(recorded_at__lte=known)


def members_on(units: "QuerySet[Placement]", on: date, known: datetime | None = None) -> dict[UUID, int]:
    """Give the newest number of members of each unit up to a day."""
    rows = headcounts(on, known).filter(unit__in=units.values("unit_id")).values_list("unit_id", "official", "probationary")
    return {unit: official + (probationary or 0) for unit, official, probationary in rows}


def unit_list(on: date, *, under: Unit | None = None, depth: int | None = None) -> list[dict[str, object]]:
    """Give the units of a branch on a day, as `daihoi units list --json` prints them (danh sách đơn vị)."""
    rows = branch(under, on) if under else placements(on).order_by("path")
    if depth is not None:
        top = rows.order_by("depth").values_list("depth", flat=True).first() or 1
        rows = rows.filter(depth__lt=top + depth)
    members = members_on(rows, on)
    return [
        {
            "code": place.unit.code,
            "name": place.name,
            "kind": place.kind,
            "parent": place.superior.code if place.superior else None,
            "opened": place.unit.opened.isoformat(),
            "closed": place.unit.closed.isoformat() if place.unit.closed else None,
            "members": members.get(place.unit_id),
        }
        for place in rows.select_related("unit", "superior")
    ]


def newest_name(unit: Unit) -> str:
    """Give the name a unit has now, or had last (tên đơn vị)."""
    return newest(Placement.objects.filter(unit=unit)).values_list("name", flat=True).first() or unit.code
