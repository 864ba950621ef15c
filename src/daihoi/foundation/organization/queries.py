"""Questions to the tree: as it stood on a day, as known at a moment (tra cây tổ chức)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from daihoi.foundation.organization.authority import VIEW, Actor, in_branch, newest, visible_placements, visible_units
from daihoi.foundation.organization.fields import PathField
from daihoi.foundation.organization.models import Headcount, Kind, Placement, Unit
from daihoi.rules.errors import RuleViolation

__all__ = [
    "branch",
    "breadcrumb",
    "children",
    "headcounts",
    "in_branch",
    "members_on",
    "newest",
    "newest_name",
    "newest_paths",
    "newest_place",
    "placement_of",
    "placements",
    "unit_by_code",
    "unit_list",
    "unit_rows",
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


def kind_titles() -> dict[str, str]:
    """Name the kinds of units in the language of the reader; a name that people gave is shown as they gave it (loại tổ chức)."""
    return {code: _(title) for code, title in Kind.objects.values_list("code", "title")}


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


UNIT_COLUMNS = ("code", "name", "kind", "parent", "opened", "closed", "members")
UnitRow = tuple[str, str, str, str | None, str, str | None, int | None]


def unit_rows(rows: "QuerySet[Placement]", on: date) -> Iterator[UnitRow]:
    """Give placements as rows of a list of units, in the columns of the contract, without holding them all (danh sách đơn vị)."""
    newest_count = Headcount.objects.filter(unit=OuterRef("unit"), on__lte=on).order_by("-on", "-recorded_at")
    members = newest_count.annotate(n=F("official") + Coalesce("probationary", 0)).values("n")[:1]
    names = ("unit__code", "name", "kind", "superior__code", "unit__opened", "unit__closed", "members")
    found = rows.order_by("path").annotate(members=Subquery(members)).values_list(*names)
    for code, name, kind, parent, opened, closed, count in found.iterator(chunk_size=20_000):
        yield code, name, kind, parent, opened.isoformat(), closed.isoformat() if closed else None, count


def standing_branch(on: date, under: Unit | None, depth: int | None) -> "QuerySet[Placement]":
    """Give the units of a branch, or of all trees, on a day, so many levels of it (nhánh đến độ sâu)."""
    rows = branch(under, on) if under else placements(on).order_by("path")
    if depth is None:
        return rows
    top = rows.order_by("depth").values_list("depth", flat=True).first() or 1
    return rows.filter(depth__lt=top + depth)


def unit_list(on: date, *, under: Unit | None = None, depth: int | None = None) -> list[dict[str, object]]:
    """Give the units of a branch on a day, as `daihoi units list --json` prints them (danh sách đơn vị)."""
    return [dict(zip(UNIT_COLUMNS, row, strict=True)) for row in unit_rows(standing_branch(on, under, depth), on)]


def newest_place(unit: Unit) -> Placement | None:
    """Give where a unit stands now, or stood last (vị trí hiện nay)."""
    return newest(Placement.objects.filter(unit=unit)).first()


def newest_paths(units: Collection[UUID]) -> dict[UUID, str]:
    """Give the newest path of each unit; of very many the whole tree is read once (đường dẫn hiện nay)."""
    rows = newest(Placement.objects.all()).order_by().values_list("unit_id", "path")
    if len(units) <= 500:
        return dict(rows.filter(unit__in=list(units)))
    wanted = set(units)
    return {unit: path for unit, path in rows if unit in wanted}


def newest_name(unit: Unit) -> str:
    """Give the name a unit has now, or had last (tên đơn vị)."""
    place = newest_place(unit)
    return place.name if place else unit.code


def tree_rows(rows: "QuerySet[Placement]", on: date) -> "QuerySet[Placement]":
    """Add to placements how many units stand below each one and its newest number of members."""
    inside = placements(on).filter(path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~"), output_field=PathField()))
    counted = inside.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    newest_count = Headcount.objects.filter(unit=OuterRef("unit"), on__lte=on).order_by("-on", "-recorded_at")
    total = newest_count.annotate(n=F("official") + Coalesce("probationary", 0)).values("n")[:1]
    return rows.select_related("unit").annotate(below=Coalesce(Subquery(counted), 0), member_count=Subquery(total)).order_by("path")


def top_placements(user: Actor, on: date, act: str = VIEW) -> "QuerySet[Placement]":
    """Give the highest units of a day that a person may see (đơn vị đầu nhánh)."""
    seen = visible_placements(user, act).filter(pk__in=placements(on).values("pk"))
    paths = list(seen.order_by("depth", "path").values_list("path", flat=True)[:1])
    return seen.filter(depth=len(paths[0]) // STEP) if paths else seen.none()


def search(rows: "QuerySet[Placement]", words: str) -> "QuerySet[Placement]":
    """Find units by a part of the name or the beginning of the code; SQLite folds only plain letters, so the usual cases are tried."""
    text = " ".join(words.split())
    forms = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    wanted = Q(unit__code__istartswith=text)
    for form in forms:
        wanted |= Q(name__icontains=form)
    return rows.filter(wanted)


def seen_breadcrumb(user: Actor, unit: Unit, on: date) -> list[Placement]:
    """Give the way down to a unit, beginning with the highest unit the person may see."""
    way = breadcrumb(unit, on)
    seen = set(visible_placements(user).filter(pk__in=[place.pk for place in way]).values_list("pk", flat=True))
    return [place for place in way if place.pk in seen]
