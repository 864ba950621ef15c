"""Questions to the registers: which number comes next, which numbers were given (tra sổ văn bản)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from daihoi.foundation.organization.authority import Actor, visible_units
from daihoi.foundation.organization.models import Placement, Term, Unit
from daihoi.foundation.organization.queries import newest
from daihoi.foundation.registers.models import Number, Numbering, Series
from daihoi.rules import registers as rules

VIEW = "registers.view"


def numbering_of(unit: Unit, body: str, kind: str) -> rules.Numbering:
    """Give the way a unit counts a kind of paper: its own choice for the kind, for the body, or the rule (cách đánh số)."""
    own = Numbering.objects.filter(Q(kind=kind) | Q(kind=""), unit=unit, body=body).order_by("-recorded_at", "-id")
    chosen = sorted(own, key=lambda row: row.kind == "")
    return rules.Numbering(chosen[0].by, chosen[0].pattern) if chosen else rules.table().numbering


def period_of(unit: Unit, by: str, on: date) -> str:
    """Name the period of a series on a day; before the first recorded term a series by term simply runs on (FM-07)."""
    if by == rules.BY_YEAR:
        return str(on.year)
    standing = Term.objects.filter(unit=unit, began__lte=on).filter(Q(ended__isnull=True) | Q(ended__gt=on))
    return standing.order_by("-began").values_list("title", flat=True).first() or ""


def next_number(unit: Unit, body: str, kind: str, on: date) -> str:
    """Tell which number and symbol comes next, without taking it (số kế tiếp)."""
    way = numbering_of(unit, body, kind)
    period = period_of(unit, way.by, on)
    last = Series.objects.filter(unit=unit, body=body, kind=kind, period=period).values_list("last", flat=True).first() or 0
    return rules.symbol(way.pattern, last + 1, kind, body, on.year)


def number_of(subject: str) -> Number | None:
    """Give the number that a thing carries, unless it was cancelled (số đã cấp)."""
    return numbers_of([subject]).get(subject)


def numbers_of(subjects: Iterable[str]) -> dict[str, Number]:
    """Give the numbers that things carry, by their text keys."""
    found = Number.objects.filter(subject__in=list(subjects), cancellation__isnull=True).order_by("recorded_at", "id")
    return {row.subject: row for row in found}


def visible_numbers(user: Actor, act: str = VIEW) -> "QuerySet[Number]":
    """Give the numbers of the units whose register a person may see, the newest first, with the unit's name (sổ văn bản đi)."""
    names = newest(Placement.objects.filter(unit=OuterRef("series__unit"))).values("name")[:1]
    return (
        Number.objects.filter(series__unit__in=visible_units(user, act))
        .select_related("series__unit", "cancellation")
        .annotate(unit_name=Subquery(names))
        .order_by("-on", "-series_id", "-number")
    )


def body_title(code: str) -> str:
    """Name a body by its code; one outside the table is its code."""
    known = rules.table().bodies.get(code)
    return _(known.title) if known else code


def kind_title(code: str) -> str:
    """Name a kind of paper by its code; one outside the table is its code."""
    known = rules.table().kinds.get(code)
    return _(known.title) if known else code
