"""What the frame of every page draws for this person: menu, tabs, unit and role (khung trang)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.foundation.organization.authority import grants_in_force
from daihoi.foundation.organization.models import Grant
from daihoi.foundation.organization.queries import newest_name
from daihoi.foundation.organization.roles import roles

CYCLE = gettext_lazy("Chu trình đại hội")
SHARED = gettext_lazy("Dùng chung")
TABS = 4


@dataclass(frozen=True)
class Door:
    """One entry of the menu as it stands in the order of the cycle; `act` says who may use it (mục)."""

    view: str
    title: Any
    act: str
    group: Any = ""
    icon: str = ""
    step: int | None = None
    namespace: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of the menu as a page draws it (mục trong danh mục)."""

    title: str
    url: str
    icon: str = ""
    step: int | None = None
    count: int | None = None
    late: bool = False
    current: bool = False


DOORS = (
    Door("tracking:today", gettext_lazy("Hôm nay"), "tracking.view", icon="today"),
    Door("tracking:progress", gettext_lazy("Tiến độ"), "tracking.view", icon="progress"),
    Door("congresses:list", gettext_lazy("Đại hội"), "tracking.view", CYCLE, "flag", 2, "congresses"),
    Door("elections:list", gettext_lazy("Bầu cử, kiểm phiếu"), "elections.view", CYCLE, "ballot", 7, "elections"),
    Door("organization:tree", gettext_lazy("Tổ chức"), "organization.view", SHARED, "people", None, "organization"),
    Door("journal:list", gettext_lazy("Nhật ký"), "journal.view", SHARED, "shield", None, "journal"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give menu, tabs, unit and role of the person who is signed in; nothing else reads the database here."""
    user = getattr(request, "user", None)
    grants = list(grants_in_force(user).select_related("unit").order_by("valid_from", "id")) if user and user.is_authenticated else []
    if not grants:
        return {"menu": [], "tabs": []}
    acts = frozenset[str]().union(*(roles()[grant.role].acts for grant in grants if grant.role in roles()))
    entries = [(door, entry) for door in DOORS if door.act in acts and (entry := _entry(door, request))]
    menu: dict[str, list[Entry]] = {}
    for door, entry in entries:
        menu.setdefault(str(door.group), []).append(entry)
    return {
        "menu": list(menu.items()),
        "tabs": [entry for _door, entry in entries][:TABS],
        "search_url": reverse("organization:tree") if "organization.view" in acts else "",
        **_place(grants),
    }


def _entry(door: Door, request: HttpRequest) -> Entry | None:
    """Draw one entry, unless its page is not built."""
    try:
        url = reverse(door.view)
    except NoReverseMatch:
        return None
    match = request.resolver_match
    current = match is not None and (match.view_name == door.view or (bool(door.namespace) and door.namespace in match.namespaces))
    return Entry(str(door.title), url, door.icon, door.step, current=current)


def _place(grants: list[Grant]) -> dict[str, str]:
    """Name the unit and the role for which the person works here."""
    grant = next((grant for grant in grants if grant.unit_id), grants[0])
    role = roles().get(grant.role)
    unit = newest_name(grant.unit) if grant.unit else _("Toàn hệ thống")
    return {"unit_title": unit, "role_title": _(role.title) if role else ""}
