"""Lists of congresses to give away or to compare: every column another system may ask for (danh sách xuất; PR-09)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.cycle.congresses.models import Congress, PlannedDate
from daihoi.cycle.congresses.queries import View, as_it_was, planned_dates, rows
from daihoi.cycle.reporting.models import ExportLayout
from daihoi.foundation.organization.models import Kind, Placement, Unit
from daihoi.foundation.organization.queries import STEP, breadcrumb, in_branch, members_on, placements

FIELDS = {
    "no": gettext_lazy("Số thứ tự"),
    "code": gettext_lazy("Mã đơn vị"),
    "name": gettext_lazy("Tên đơn vị"),
    "kind": gettext_lazy("Loại"),
    "superior": gettext_lazy("Đơn vị cấp trên"),
    "superior_code": gettext_lazy("Mã cấp trên"),
    "members": gettext_lazy("Đảng viên"),
    "planned": gettext_lazy("Ngày dự kiến"),
    "revised": gettext_lazy("Ngày điều chỉnh"),
    "reason": gettext_lazy("Lý do"),
    "held": gettext_lazy("Ngày đại hội"),
    "contents": gettext_lazy("Số nội dung"),
    "pilot": gettext_lazy("Đại hội điểm"),
    "state": gettext_lazy("Trạng thái"),
    "directive": gettext_lazy("Chỉ thị"),
    "term": gettext_lazy("Nhiệm kỳ"),
}
WEEKLY = ("no", "name", "kind", "members", "planned", "revised", "reason", "held", "contents", "pilot", "state")
BATCH = 2000


@dataclass(frozen=True)
class Item:
    """One unit of a list with everything that may be asked about it (dòng danh sách)."""

    unit: UUID
    values: dict[str, Any]


def items(asked: View) -> Iterator[Item]:
    """Give the units of a branch that owe a congress, in the order of the tree, with all fields."""
    kinds = dict(Kind.objects.values_list("code", "title"))
    members = members_on(rows(asked, "all"), asked.on, asked.known)
    superiors = _superiors(asked)
    for number, place in enumerate(_listed(asked).iterator(chunk_size=BATCH), start=1):
        above = superiors.get(place.path[:-STEP], ("", ""))
        yield Item(
            place.unit_id, {"no": number, "members": members.get(place.unit_id), **_named(place, kinds, above), **_days(place, asked)}
        )


def _listed(asked: View) -> QuerySet[Placement]:
    """Read each unit with its congress, its first and its present planned day."""
    mine = as_it_was(asked, Congress.objects.filter(unit=OuterRef("unit")))
    plans = PlannedDate.objects.filter(congress__round=asked.round, congress__unit=OuterRef("unit"), recorded_at__lte=asked.known)
    put_off = planned_dates(asked.known).filter(congress__round=asked.round, congress__unit=OuterRef("unit"), planned__isnull=True)
    return (
        rows(asked, "all")
        .select_related("unit")
        .annotate(
            is_postponed=Exists(put_off),
            contents=Subquery(mine.values("contents_then")[:1]),
            first_planned=Subquery(plans.filter(replaces__isnull=True).values("planned")[:1]),
            reason=Subquery(plans.filter(replaces__isnull=False).order_by("-recorded_at", "-pk").values("reason")[:1]),
        )
        .order_by("path")
    )


def _named(place: Placement, kinds: dict[str, str], above: tuple[str, str]) -> dict[str, Any]:
    """Give who a unit is."""
    return {
        "code": place.unit.code,
        "name": place.name,
        "kind": kinds.get(place.kind, place.kind),
        "superior": above[1],
        "superior_code": above[0],
    }


def _days(place: Any, asked: View) -> dict[str, Any]:
    """Give when a congress was planned, moved and held."""
    is_changed = place.planned != place.first_planned
    moved = place.planned if is_changed else None
    return {
        "plan": place.planned,
        "planned": place.first_planned,
        "revised": moved,
        "reason": place.reason if is_changed else "",
        "held": place.held_on,
        "contents": place.contents,
        "pilot": "x" if place.pilot else "",
        "state": _("hoãn") if place.is_postponed and not place.held_on else state_of(place.held_on, place.planned, asked.on),
        "directive": asked.round.directive,
        "term": asked.round.term,
    }


def state_of(held: date | None, planned: date | None, on: date) -> str:
    """Say in words where a congress stands on a day."""
    if held:
        return _("đã đại hội")
    if planned is None:
        return _("chưa có ngày")
    return _("quá hạn") if planned < on else _("chưa đại hội")


def _superiors(asked: View) -> dict[str, tuple[str, str]]:
    """Give code and name of every unit that stands above one of the list, by its path."""
    if asked.place is None:
        return {}
    found = placements(asked.on, asked.known).filter(in_branch(asked.place.path)).exclude(kind__in=asked.kinds)
    known = {path: (code, name) for path, code, name in found.values_list("path", "unit__code", "name")}
    for place in breadcrumb(asked.unit, asked.on, asked.known):
        known[place.path] = (place.unit.code, place.name)
    return known


def layouts(units: QuerySet[Unit]) -> list[ExportLayout]:
    """Give the newest layout of each name of some units."""
    newest: dict[tuple[UUID, str], ExportLayout] = {}
    for layout in ExportLayout.objects.filter(unit__in=units):
        newest[layout.unit_id, layout.name] = layout
    return sorted(newest.values(), key=lambda layout: layout.name)
