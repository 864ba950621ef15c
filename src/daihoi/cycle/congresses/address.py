"""Read a question about figures from the address of a page (địa chỉ trang): unit, round, day, knowledge, kind."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.congresses.queries import View, held_events, view, visible_rounds
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import grants_in_force
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, branch, breadcrumb, in_branch, placement_of, placements, visible_units
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation
from daihoi.web.formats import is_of_our_time, read_day

VIEW = "tracking.view"


@dataclass(frozen=True)
class Crumb:
    """One step of the path of units; without a code where this person may not look (bước trên đường dẫn)."""

    name: str
    code: str


def crumbs(user: User, unit: Unit, on: date, known: datetime | None = None) -> list[Crumb]:
    """Give the path down to a unit as this person may follow it (đường dẫn đơn vị)."""
    places = breadcrumb(unit, on, known)
    codes = dict(visible_units(user, VIEW).filter(pk__in=[place.unit_id for place in places]).values_list("pk", "code"))
    return [Crumb(place.name, codes.get(place.unit_id, "")) for place in places]


def home_unit(user: User, act: str = VIEW) -> Unit | None:
    """Give the unit in which a person may do an act: of the first grant, or the top of the tree for the whole installation."""
    grants = grants_in_force(user).filter(role__in=roles_with(act))
    grant = grants.select_related("unit").order_by("recorded_at", "pk").first()
    if grant is None or grant.unit is not None:
        return grant.unit if grant else None
    top = Placement.objects.filter(depth=1, valid_to__isnull=True).select_related("unit").first()
    return top.unit if top else None


def asked_unit(request: HttpRequest, user: User) -> Unit | None:
    """Give the unit named in the address, or the person's own; a unit he may not see does not exist."""
    code = request.GET.get("unit")
    if not code:
        return home_unit(user)
    unit = visible_units(user, VIEW).filter(code=code).first()
    if unit is None:
        raise Http404
    return unit


def asked_round(request: HttpRequest, user: User, unit: Unit) -> Round | None:
    """Give the round named in the address, or the one that counts most units of the branch."""
    rounds = list(visible_rounds(user))
    code = request.GET.get("round")
    if code:
        found = next((each for each in rounds if each.code == code), None)
        if found is None:
            raise Http404
        return found
    kinds = branch(unit, timezone.localdate()).order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n")
    sizes = dict(kinds)
    counted = [(sum(sizes.get(kind, 0) for kind in each.kinds), each.deadline >= timezone.localdate(), each) for each in rounds]
    owing = [entry for entry in counted if entry[0]]
    return max(owing, key=lambda entry: (entry[1], entry[0]))[2] if owing else next(iter(rounds), None)


def asked_day(text: str | None) -> date | None:
    """Read a day as people or as machines write it; an unreadable one is refused in words."""
    if not text:
        return None
    day = read_day(text)
    if day is not None:
        return day
    raise RuleViolation("address.day", _("Không đọc được ngày “{text}”. Hãy ghi dd/mm/yyyy, như 25/06/2020."), text=text)


def asked_moment(text: str | None) -> datetime | None:
    """Read the moment of knowledge: a time, or a day, which means its end."""
    if not text:
        return None
    try:
        day = parse_date(text)
        moment = datetime.combine(day, time.max) if day else parse_datetime(text.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or not is_of_our_time(moment):
        raise RuleViolation("address.known", _("Không đọc được thời điểm biết “{text}”. Hãy ghi như 2020-06-25."), text=text)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def asked_view(request: HttpRequest, user: User) -> View | None:
    """Give the whole question of the address; nothing while there is no unit or no round."""
    unit = asked_unit(request, user)
    round_ = asked_round(request, user, unit) if unit else None
    if unit is None or round_ is None:
        return None
    known = asked_moment(request.GET.get("known"))
    on = asked_day(request.GET.get("on")) or default_day(unit, round_)
    return view(unit, round_, on, known, request.GET.get("kind") or None)


def default_day(unit: Unit, round_: Round) -> date:
    """Give today; a demonstration stands on the last day of the data of its province or bloc."""
    today = timezone.localdate()
    place = placement_of(unit, today) if settings.DEMONSTRATION else None
    if place is None:
        return today
    around = placements(today).filter(in_branch(place.path[: 2 * STEP])).values("unit")
    last: date | None = held_events(view(unit, round_, today)).filter(congress__unit__in=around).aggregate(day=Max("happened_on"))["day"]
    return last if last and placement_of(unit, last) else today
