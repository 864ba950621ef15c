"""What every tracking page shares: who asks, the figures with their address, the chart (phần chung)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.address import crumbs, home_unit
from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, Level, Round
from daihoi.cycle.congresses.queries import Line, View
from daihoi.cycle.tracking.figures import Delays
from daihoi.cycle.tracking.queries import tree_is_empty
from daihoi.cycle.tracking.question import Question
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import Forbidden, can
from daihoi.foundation.organization.queries import kind_titles
from daihoi.rules.forecast import Forecast
from daihoi.web.charts import Series, line_chart
from daihoi.web.formats import day, thousands


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def first_tasks(user: User) -> dict[str, Any]:
    """Give the first tasks of an installation and whether this person may do them."""
    acts = {"may_import_units": "organization.import_units", "may_open_round": "congresses.open_round", "may_import": "congresses.import"}
    return {
        **{name: can(user, act, home_unit(user, act)) for name, act in acts.items()},
        "is_counter": can(user, "ballots.adjudicate", home_unit(user, "ballots.adjudicate")),
        "has_tree": not tree_is_empty(),
        "has_round": Round.objects.exists(),
        "has_congress": Congress.objects.exists(),
    }


def page_of(request: HttpRequest, found: Question, figures: dict[str, Any]) -> dict[str, Any]:
    """Give what every page of figures needs: the question, its answer and the address of its rows."""
    asked = found.asked
    rows_address = urlencode(found.parts(**{"with": ""}))  # "with" is a word of Python
    return {
        "asked": asked,
        "figures": figures,
        "behind": figures["planned"] - figures["held"],
        "left": figures["total"] - figures["held"],
        "address": found.address,
        "tail": urlencode({name: value for name, value in found.parts(**{"with": ""}).items() if name != "unit"}),
        "second": found.second,
        "rows_url": f"{reverse('congresses:list')}?{rows_address}",
        "crumbs": crumbs(person(request), asked.unit, asked.on, asked.known),
        "counted": Level(asked.round.level).label,
        "stages": STAGE_TITLES,
        "titles": kind_titles() | {"grassroots": Level.GRASSROOTS.label},
        "keep": found.parts(on=""),
    }


def chart(drawn: Line, asked: View, ends: Forecast | None) -> Any:
    """Draw done against plan, and when it will be done with its range."""
    series = [Series(_("đã đại hội"), drawn.done), Series(_("kế hoạch"), drawn.plan, "plan")]
    if ends is not None and ends.days is not None and ends.days > 0 and drawn.done:
        series += _ahead(asked, drawn.done[-1][1], ends)
    return line_chart(_("Đã làm so với kế hoạch theo tuần"), [each for each in series if each.points], today=asked.on)


def _ahead(asked: View, held: int, ends: Forecast) -> Sequence[Series]:
    """Give the line of the forecast and the ground of its range."""
    last = ends.last if ends.last is not None else (ends.days or 0) + 30
    points = [(asked.on, held), (asked.on + timedelta(days=max(1, ends.first)), ends.goal), (asked.on + timedelta(days=last), ends.goal)]
    middle = ((asked.on, held), (asked.on + timedelta(days=ends.days or 0), ends.goal))
    return Series(_("khoảng dự báo"), points, "band"), Series(ends_text(asked, ends), middle, "forecast")


def ends_text(asked: View, ends: Forecast | None) -> str:
    """Say when the branch will be done, with the range (dự báo xong)."""
    if ends is None or ends.days is None:
        return ""
    first = asked.on + timedelta(days=max(0, ends.first))
    middle = day(asked.on + timedelta(days=max(0, ends.days)))
    if ends.last is None:
        return _("dự báo xong {day} (sớm nhất {first}, chưa rõ muộn nhất)").format(day=middle, first=day(first))
    last = asked.on + timedelta(days=max(0, ends.last))
    return _("dự báo xong {day} ({first} đến {last})").format(day=middle, first=day(first), last=day(last))


def median_text(delays: Delays) -> str:
    """Say the median delay in days: later, earlier or on the planned day (độ chậm trung vị)."""
    if delays.median is None:
        return ""
    days = thousands(abs(int(delays.median))) if delays.median == int(delays.median) else f"{abs(int(delays.median))},5"
    if delays.median == 0:
        return _("đúng ngày dự kiến")
    later = delays.median > 0
    return (_("muộn {n} ngày") if later else _("sớm {n} ngày")).format(n=days)
