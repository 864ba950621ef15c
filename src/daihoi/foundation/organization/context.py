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
    namespaces: tuple[str, ...] = ()
    short: Any = ""
    counts: str = ""  # the address that draws how many things wait there


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
    short: str = ""
    counts: str = ""


DOORS = (
    Door("tracking:today", gettext_lazy("Hôm nay"), "tracking.view", icon="today"),
    Door("tracking:progress", gettext_lazy("Tiến độ"), "tracking.view", icon="progress"),
    Door(
        "assignments:mine",
        gettext_lazy("Việc phải làm"),
        "assignments.view",
        icon="bell",
        namespaces=("assignments",),
        short=gettext_lazy("Việc"),
        counts="assignments:count",
    ),
    Door(
        "directives:list",
        gettext_lazy("Chỉ thị và kế hoạch"),
        "directives.view",
        CYCLE,
        "page",
        1,
        ("directives",),
        gettext_lazy("Chỉ thị"),
    ),
    Door("congresses:list", gettext_lazy("Đại hội"), "tracking.view", CYCLE, "flag", 2, ("congresses",)),
    Door("documents:list", gettext_lazy("Văn kiện"), "documents.view", CYCLE, "page", 4, ("documents",)),
    Door(
        "elections:list",
        gettext_lazy("Bầu cử, kiểm phiếu"),
        "elections.view",
        CYCLE,
        "ballot",
        7,
        ("elections", "ballots"),
        gettext_lazy("Bầu cử"),
    ),
    Door(
        "reporting:weeks",
        gettext_lazy("Báo cáo và số liệu"),
        "tracking.view",
        SHARED,
        "table",
        None,
        ("reporting",),
        gettext_lazy("Báo cáo"),
    ),
    Door("registers:list", gettext_lazy("Sổ văn bản"), "registers.view", SHARED, "folder", None, ("registers",)),
    Door("ballots:custody_all", gettext_lazy("Phiếu niêm phong"), "ballots.keep_custody", SHARED, "lock"),
    Door("meetings:list", gettext_lazy("Hội nghị"), "meetings.view", SHARED, "speech", None, ("meetings",)),
    Door(
        "inspections:desk",
        gettext_lazy("Kiểm tra, giám sát"),
        "directives.view_inspections",
        SHARED,
        "eye",
        None,
        ("inspections",),
        gettext_lazy("Kiểm tra"),
    ),
    Door("organization:tree", gettext_lazy("Tổ chức"), "organization.view", SHARED, "people", None, ("organization",)),
    Door("journal:list", gettext_lazy("Nhật ký"), "journal.view", SHARED, "shield", None, ("journal",)),
)
POLL = gettext_lazy("Cuộc bầu này")
POLL_DOORS = (
    Door("ballots:desk", gettext_lazy("Bàn kiểm phiếu"), "ballots.adjudicate", POLL, "ballot", short=gettext_lazy("Bàn đếm")),
    Door("ballots:doubts", gettext_lazy("Chỗ nghi ngờ"), "ballots.adjudicate", POLL, "eye", short=gettext_lazy("Nghi ngờ")),
    Door("elections:of_poll", gettext_lazy("Kết quả, biên bản"), "ballots.adjudicate", POLL, "page", short=gettext_lazy("Kết quả")),
)
DOUBTS = ("ballots:doubts", "ballots:doubt", "ballots:board", "ballots:blank_pages")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give menu, tabs, unit and role of the person who is signed in; nothing else reads the database here."""
    user = getattr(request, "user", None)
    grants = list(grants_in_force(user).select_related("unit").order_by("valid_from", "id")) if user and user.is_authenticated else []
    if not grants:
        return {"menu": [], "tabs": []}
    acts = frozenset[str]().union(*(roles()[grant.role].acts for grant in grants if grant.role in roles()))
    entries = [(door, entry) for door in (*_poll_doors(request), *DOORS) if door.act in acts and (entry := _entry(door, request))]
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
    match = request.resolver_match
    is_of_poll = door.group is POLL
    try:
        url = reverse(door.view, args=[match.kwargs["poll_id"]] if is_of_poll and match else ())
    except NoReverseMatch:
        return None
    return Entry(
        str(door.title),
        url,
        door.icon,
        door.step,
        current=_is_current(door, request),
        short=str(door.short),
        counts=reverse(door.counts) if door.counts else "",
    )


def _poll_doors(request: HttpRequest) -> tuple[Door, ...]:
    """Give the pages of the poll this person is at, so that a counting committee finds its whole evening in the menu."""
    match = request.resolver_match
    return POLL_DOORS if match is not None and "poll_id" in match.kwargs else ()


def _is_current(door: Door, request: HttpRequest) -> bool:
    """Tell whether this page belongs to the door; pages of a poll belong to its desk, save the doubtful marks."""
    match = request.resolver_match
    if match is None:
        return False
    if "poll_id" in match.kwargs and door.group is not POLL:
        return False
    if door.group is POLL:
        wanted = "ballots:doubts" if match.view_name in DOUBTS else "ballots:desk"
        return door.view == wanted
    return match.view_name == door.view or any(name in match.namespaces for name in door.namespaces)


def _place(grants: list[Grant]) -> dict[str, str]:
    """Name the unit and the role for which the person works here."""
    grant = next((grant for grant in grants if grant.unit_id), grants[0])
    role = roles().get(grant.role)
    unit = newest_name(grant.unit) if grant.unit else _("Toàn hệ thống")
    return {"unit_title": unit, "role_title": _(role.title) if role else ""}
