"""The tree as a list, and one unit with its history (cây tổ chức, đơn vị)."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import acts_at, can, grants_in_force, visible_placements
from daihoi.foundation.organization.holders import holders
from daihoi.foundation.organization.models import Grant, Headcount, Placement, Succession, Unit
from daihoi.foundation.organization.queries import (
    children,
    kind_titles,
    newest_name,
    placement_of,
    placements,
    search,
    seen_breadcrumb,
    top_placements,
    tree_rows,
)
from daihoi.foundation.organization.roles import roles
from daihoi.foundation.organization.views.common import asked_day, asked_unit, person

PER_PAGE = 40
SHOWN_HOLDERS = 12  # on the page of a unit; the rest stand on the page of its committees
ACTS = (
    ("organization.create_unit", "organization:create", _("Lập đơn vị trực thuộc"), "plus"),
    ("organization.rename_unit", "organization:rename", _("Đổi tên hoặc loại"), "pencil"),
    ("organization.record_headcount", "organization:headcount", _("Ghi số đảng viên"), "people"),
    ("organization.move_unit", "organization:move", _("Chuyển cấp trên"), "arrow"),
    ("organization.merge_units", "organization:merge", _("Sáp nhập đơn vị khác"), "arrow"),
    ("organization.consolidate_units", "organization:consolidate", _("Hợp nhất các đơn vị trực thuộc"), "arrow"),
    ("organization.split_unit", "organization:split", _("Chia tách"), "arrow"),
    ("organization.close_unit", "organization:close", _("Kết thúc hoạt động"), "cross"),
)


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """List the units of one level, or those found by name, as the tree stood on a day (cây tổ chức)."""
    user = person(request)
    on, is_past, on_error = asked_day(request)
    words = request.GET.get("q", "").strip()
    under = asked_unit(request, request.GET["under"]) if request.GET.get("under") else None
    under = under or (None if words else _only_root(user, on))
    if words:
        found = search(visible_placements(user).filter(pk__in=placements(on).values("pk")), words)
    else:
        found = children(under, on) if under else top_placements(user, on)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page_obj": _page(request, tree_rows(found, on)),
        "kinds": kind_titles(),
        "crumbs": seen_breadcrumb(user, under, on) if under else [],
        "under": under,
        "under_name": newest_name(under) if under else "",
        "words": words,
        "on": on,
        "is_past": is_past,
        "on_error": on_error,
        "keep": {"q": words, "under": under.code if under else ""},
        "query": f"{query.urlencode()}&" if query else "",
        "can_import": can(user, "organization.import_units", under) if under else bool(_import_places(request)),
    }
    return render(request, "organization/tree.html", context)


def _only_root(user: User, on: date) -> Unit | None:
    """Give the one unit a person starts from where it has units below it: a list of one row helps nobody."""
    tops = list(top_placements(user, on).select_related("unit")[:2])
    return tops[0].unit if len(tops) == 1 and children(tops[0].unit, on).exists() else None


def _import_places(request: HttpRequest) -> bool:
    """Tell whether the person may import units anywhere."""
    return (
        grants_in_force(person(request))
        .filter(role__in=[r.code for r in roles().values() if "organization.import_units" in r.acts])
        .exists()
    )


def _page(request: HttpRequest, rows: "object") -> "Page[Placement]":
    """Cut the rows into pages of forty, or show all when asked."""
    wanted = request.GET.get("page", "1")
    paginator: Paginator[Placement] = Paginator(rows, 100_000 if wanted == "all" else PER_PAGE)  # type: ignore[arg-type]
    return paginator.get_page(1 if wanted == "all" else wanted)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit: where it stands, what it was, how many members, who may act for it (đơn vị)."""
    user = person(request)
    found = asked_unit(request, code)
    on, is_past, on_error = asked_day(request)
    place = placement_of(found, on)
    may = acts_at(user, found)
    below = tree_rows(children(found, on), on)
    context = {
        "unit": found,
        "place": place,
        "name": place.name if place else newest_name(found),
        "kinds": kind_titles(),
        "crumbs": seen_breadcrumb(user, found, on),
        "below": below[:PER_PAGE],
        "below_count": children(found, on).count(),
        "history": Placement.objects.filter(unit=found)
        .exclude(valid_to=None, valid_from__gt=on)
        .select_related("superior")
        .order_by("-valid_from", "-recorded_at"),
        "successions": Succession.objects.filter(predecessor=found).select_related("successor"),
        "predecessors": Succession.objects.filter(successor=found).select_related("predecessor"),
        "headcounts": Headcount.objects.filter(unit=found).order_by("-on", "-recorded_at")[:10],
        "grants": Grant.objects.filter(unit=found, valid_to__isnull=True).select_related("user").order_by("role", "user__username")
        if "organization.grant_role" in may
        else None,
        "holders": holders(found, on) if "organization.view_posts" in may else None,
        "shown_holders": SHOWN_HOLDERS,
        "role_titles": {role.code: role.title for role in roles().values()},
        "may": [(view, title, icon) for act, view, title, icon in ACTS if found.closed is None and act in may],
        "on": on,
        "is_past": is_past,
        "on_error": on_error,
        "keep": {},
    }
    return render(request, "organization/unit.html", context)
