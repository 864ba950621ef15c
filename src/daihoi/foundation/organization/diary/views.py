"""The journal as a page: state of chains and seals, entries of the branches a person may see (nhật ký)."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Left, Replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import UNIT_KEY, Entry, Seal
from daihoi.foundation.journal.queries import of_unit, verify_unit
from daihoi.foundation.journal.services import INSTALLATION
from daihoi.foundation.organization.authority import can, grants_in_force, visible_units
from daihoi.foundation.organization.diary.titles import act_title, acts
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import newest
from daihoi.foundation.organization.roles import roles_with

PER_PAGE = 40
ACT = "journal.view"
CONTENT = Q(act__startswith="ballots.") | Q(act__startswith="elections.")


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """List entries, newest first, of one unit or of all that the person may see (nhật ký)."""
    user = request.user
    if not isinstance(user, User) or not grants_in_force(user).filter(role__in=roles_with(ACT)).exists():
        raise Http404
    unit = get_object_or_404(visible_units(user, ACT), code=request.GET["unit"]) if request.GET.get("unit") else None
    found = _seen(user, unit)
    act = request.GET.get("act", "")
    if act in acts():
        found = found.filter(act=act)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page_obj": page,
        "rows": _rows(list(page.object_list)),
        "unit": unit,
        "act": act,
        "acts": sorted(((code, act_title(code)) for code in acts()), key=lambda pair: pair[1]),
        "verdict": verify_unit(unit) if unit else None,
        "seal": Seal.objects.order_by("-seq").first(),
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "journal/list.html", context)


def _seen(user: User, unit: Unit | None) -> "QuerySet[Entry]":
    """Give the entries of one unit, or of all units that the person's grants cover."""
    found = Entry.objects.order_by("-at", "-seq").select_related("cause").annotate(key=_bare(Left(F("chain"), UNIT_KEY)))
    if not can(user, "elections.view", None):
        found = found.exclude(CONTENT & ~Q(key__in=_chains(user, "elections.view")))
    if unit is not None:
        return found.filter(of_unit(unit))
    return found if can(user, ACT, None) else found.filter(key__in=_chains(user, ACT))


def _chains(user: User, act: str) -> "QuerySet[Unit, str]":
    """Give the chains of the units in which a person may do an act, as one question: a whole country is too much for a list."""
    return visible_units(user, act).annotate(key=_bare(Cast("pk", CharField()))).values_list("key", flat=True)


def _bare(key: Any) -> Replace:
    """Write an id without hyphens, as one of the two databases keeps it."""
    return Replace(key, Value("-"), Value(""))


def _rows(entries: list[Entry]) -> list[dict[str, object]]:
    """Put names beside the ids of the entries of one page."""
    keys = [UUID(entry.chain[:UNIT_KEY]) for entry in entries if entry.chain != INSTALLATION]
    units = {str(place.unit_id): place for place in newest(Placement.objects.filter(unit__in=keys)).select_related("unit")}
    actors = [UUID(entry.actor) for entry in entries if len(entry.actor) == 36]
    people = {str(user.pk): user for user in User.objects.filter(pk__in=actors)}
    return [
        {"entry": entry, "title": act_title(entry.act), "place": units.get(entry.chain[:UNIT_KEY]), "person": people.get(entry.actor)}
        for entry in entries
    ]
