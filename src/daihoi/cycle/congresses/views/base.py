"""What the screens of congresses share: the person, the congress asked for, the page of one act (phần chung)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.models import Form as Attendance
from daihoi.cycle.congresses.queries import VIEW, visible_congresses
from daihoi.cycle.congresses.unlikely import CODE as UNLIKELY
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import Forbidden, can, grants_in_force
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import kind_titles as kinds_of_units
from daihoi.foundation.organization.queries import newest
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusals


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def follower(request: HttpRequest) -> User:
    """Give the person, who must follow congresses somewhere; who only administers sees none."""
    user = person(request)
    if not grants_in_force(user).filter(role__in=roles_with(VIEW)).exists():
        raise Forbidden("authority.forbidden", _("Bạn không có quyền xem phần này của đại hội."))
    return user


def kind_titles() -> dict[str, str]:
    """Name the kinds of units."""
    return kinds_of_units() | {"grassroots": _("tổ chức cơ sở đảng")}


def query_of(request: HttpRequest, *names: str) -> str:
    """Write the kept part of the address, ready for one more name."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in names:
            del kept[name]
    text = kept.urlencode()
    return f"{text}&" if text else ""


def act_page(
    request: HttpRequest, form: Any, heading: str, button: str, back: str, congress: Congress | None = None, **more: Any
) -> HttpResponse:
    """Show the form of one act on a page of its own."""
    title = title_of(congress) if congress else ""
    context = {"heading": heading, "button": button, "back": back, "congress": congress, "congress_title": title, **more}
    return form_page(request, "congresses/act.html", form, **context)


@contextmanager
def confirmable(request: HttpRequest, form: Any, name: str, *told: object) -> Iterator[bool]:
    """Say whether the very day that is typed was pressed for a second time; a first press is answered with the facts (PR-02)."""
    asked = ":".join(map(str, told))
    with refusals(form):
        try:
            yield request.POST.get("confirmed") == asked
        except RuleViolation as violation:
            if violation.code == UNLIKELY:
                violation.facts["field"] = name
                form.to_confirm = asked
            raise


def name_of(unit: Unit) -> str:
    """Give the newest name of a unit."""
    place = newest(unit.placements.all()).first()
    return place.name if place else unit.code


def allowed(user: User, act: str, unit: Unit | None) -> None:
    """Refuse a page whose act the person may not do there."""
    if not can(user, act, unit):
        raise Forbidden(
            "authority.forbidden", _("Bạn không có quyền làm việc này ở đơn vị {unit}.").format(unit=unit.code if unit else "–")
        )


def congress_of(request: HttpRequest, congress_id: UUID) -> Congress:
    """Find a congress the person may see."""
    return get_object_or_404(visible_congresses(person(request)).select_related("charter"), pk=congress_id)


def title_of(congress: Congress) -> str:
    """Name a congress as people do: form, unit, ordinal."""
    form = Attendance(congress.form).label
    base = f"{form} {name_of(congress.unit)}"
    return _("{base} lần thứ {ordinal}").format(base=base, ordinal=roman(congress.ordinal)) if congress.ordinal else base


def roman(number: int) -> str:
    """Write a small ordinal in Roman figures."""
    found = ""
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        found += letters * (number // value)
        number %= value
    return found
