"""A person's due days as an iCalendar feed (lịch iCalendar)."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.queries.lists import unit_names
from daihoi.foundation.assignments.queries.people import duties_of
from daihoi.foundation.assignments.wording import address
from daihoi.foundation.organization.grades import OPEN_GRADES

MOST = 500


def feed_of(user: User, request: HttpRequest | None = None) -> bytes:
    """Write what a person owes, one whole-day entry for each due day (lịch việc phải làm)."""
    calendar = Calendar()
    calendar.add("prodid", "-//daihoi//viec phai lam//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Việc phải làm"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    rows = list(duties_of(user, timezone.localdate()).filter(due__isnull=False)[:MOST])
    names = unit_names(row.unit_id for row in rows)
    now = timezone.now()
    for row in rows:
        is_open = row.batch.grade in OPEN_GRADES
        title = row.batch.title if is_open else _("Việc có độ mật, chỉ xem trong chương trình")
        source = row.batch.source_title if is_open else ""
        entry = Event()
        entry.add("uid", f"{row.pk}@daihoi")
        entry.add("dtstamp", now)
        entry.add("dtstart", row.due)
        entry.add("dtend", row.due + timedelta(days=1) if row.due else None)
        entry.add("summary", f"{_('Hạn')}: {title}")
        entry.add("description", f"{names.get(row.unit_id, '')}\n{source}".strip())
        entry.add("url", address("assignments:item", row.pk, request=request))
        entry.add("transp", "TRANSPARENT")
        entry.add_component(_alarm(title))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _alarm(title: str) -> Alarm:
    """Ring at eight in the morning of the day before."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=-16))
    return alarm
