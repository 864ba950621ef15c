"""Read from the address of a page which text, branch and day are asked for, and for which unit a person works (địa chỉ trang)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Delivery, Dissemination, PlanLink, Text
from daihoi.cycle.directives.queries.coverage import Scope, scope
from daihoi.cycle.directives.queries.texts import VIEW, visible_texts
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import Forbidden, can, grants_in_force, visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import breadcrumb, newest_place
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation
from daihoi.web.formats import read_day


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def allowed(user: User, act: str, unit: Unit | None) -> None:
    """Refuse a page whose act the person may not do there."""
    if not can(user, act, unit):
        raise Forbidden("authority.forbidden", _("Bạn không có quyền làm việc này ở đây."))


def home_unit(user: User, act: str = VIEW) -> Unit | None:
    """Give the unit in which a person may do an act: of the first grant, or the top of the tree for the whole installation."""
    grants = grants_in_force(user).filter(role__in=roles_with(act))
    grant = grants.select_related("unit").order_by("recorded_at", "pk").first()
    if grant is None or grant.unit is not None:
        return grant.unit if grant else None
    top = Placement.objects.filter(depth=1, valid_to__isnull=True).select_related("unit").first()
    return top.unit if top else None


def own_units(user: User, act: str) -> list[UUID]:
    """Give the units for which a person does an act himself: those of his grants, not the branches below."""
    grants = grants_in_force(user).filter(role__in=roles_with(act), unit__isnull=False)
    return list(grants.values_list("unit_id", flat=True).distinct())


def visible_text(request: HttpRequest, text_id: UUID) -> Text:
    """Find a text the person may see."""
    return get_object_or_404(visible_texts(person(request)).select_related("unit", "file"), pk=text_id)


def branch_unit(request: HttpRequest, user: User) -> Unit:
    """Give the branch named in the address, or the person's own; a unit he may not see does not exist."""
    code = request.GET.get("unit")
    unit = visible_units(user, VIEW).filter(code=code).first() if code else home_unit(user)
    if unit is None:
        raise Http404
    return unit


def asked_day(request: HttpRequest, text: Text | None = None) -> date:
    """Read the day of the address; a demonstration stands on the last day of its own data."""
    typed = request.GET.get("on")
    if typed:
        day = read_day(typed)
        if day is None:
            raise RuleViolation("address.day", _("Không đọc được ngày “{text}”. Hãy ghi dd/mm/yyyy, như 25/06/2020."), text=typed)
        return day
    return (_last_day(text) if settings.DEMONSTRATION else None) or timezone.localdate()


def _last_day(text: Text | None) -> date | None:
    """Give the last day on which anything is known to have happened to a text, or to any; what is only due has not happened."""
    own = {"text": text} if text else {}
    days = [
        Dissemination.objects.filter(**own).aggregate(day=Max("held_on"))["day"],
        Delivery.objects.filter(**own).aggregate(day=Max("received_on"))["day"],
        PlanLink.objects.filter(**({"superior__text": text} if text else {})).aggregate(day=Max("planned_on"))["day"],
    ]
    return max((day for day in days if day and day <= timezone.localdate()), default=None)


def asked_scope(request: HttpRequest, text_id: UUID) -> Scope:
    """Give text, branch and day of the address."""
    text = visible_text(request, text_id)
    return scope(text, branch_unit(request, person(request)), asked_day(request, text))


@dataclass(frozen=True)
class Crumb:
    """One step of the path of units; without a code where this person may not look (bước trên đường dẫn)."""

    name: str
    code: str


def crumbs(user: User, unit: Unit, on: date) -> list[Crumb]:
    """Give the path down to a unit as this person may follow it (đường dẫn đơn vị)."""
    places = breadcrumb(unit, on)
    codes = dict(visible_units(user, VIEW).filter(pk__in=[place.unit_id for place in places]).values_list("pk", "code"))
    return [Crumb(place.name, codes.get(place.unit_id, "")) for place in places]


def unit_name(unit: Unit) -> str:
    """Give the newest name of a unit."""
    place = newest_place(unit)
    return place.name if place else unit.code


def figures_frame(request: HttpRequest, asked: Scope) -> dict[str, Any]:
    """Give what every page of figures of a text needs."""
    base = {"unit": asked.unit.code, "on": f"{asked.on:%d/%m/%Y}"}
    return {
        "asked": asked,
        "text": asked.text,
        "on": asked.on,
        "is_past": asked.on < timezone.localdate(),
        "address": urlencode(base),
        "keep": {name: request.GET.get(name) for name in ("unit", "show", "clause", "child", "state")},
        "crumbs": crumbs(person(request), asked.unit, asked.on),
        "branch_name": unit_name(asked.unit),
    }
