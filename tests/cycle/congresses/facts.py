"""Facts of congresses for tests: rounds and congresses are reached through the acts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from daihoi.cycle.congresses.models import Congress, Round
from daihoi.cycle.congresses.services import call_congress, import_congresses, open_round
from daihoi.cycle.congresses.services.calling import Call, Directive, Span
from daihoi.cycle.congresses.services.importing import CongressRow
from daihoi.foundation.organization.services import create_unit
from tests.make import LONG_AGO, make_cause, make_unit, make_user

KNOWN_SINCE = datetime(2019, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day, hour=17):
    """A moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def make_old_unit(code, *, superior=None, kind="grassroots_cell", opened=LONG_AGO, known=KNOWN_SINCE):
    """A unit that has been known since 2019."""
    return create_unit(cause=make_cause(), code=code, name=f"Đơn vị {code}", kind=kind, superior=superior, opened=opened, recorded_at=known)


def make_round(
    unit, code="co-so-2020", *, officer=None, kinds=("grassroots_committee", "grassroots_cell"), level="grassroots", term="2020-2025"
):
    """The round of the directive of 2019."""
    return open_round(
        actor=officer or make_user(role="organization_officer", unit=unit),
        unit=unit,
        code=code,
        directive=Directive("35-CT/TW", date(2019, 5, 30)),
        level=level,
        kinds=kinds,
        term=term,
        span=Span(date(2020, 3, 2), date(2020, 6, 30)),
        charter="dcsvn-2020",
    )


def make_congress(unit=None, round_=None, *, officer=None, **call) -> Congress:
    """A congress called in February 2020."""
    unit = unit or make_unit(kind="grassroots_committee")
    officer = officer or make_user(role="organization_officer", unit=unit)
    round_ = round_ or Round.objects.first() or make_round(unit, officer=officer)
    return call_congress(actor=officer, unit=unit, round_=round_, call=Call(called_on=date(2020, 2, 12), **call))


def bring(officer, unit, round_, *rows):
    """Import rows (unit, planned, held, recorded_at)."""
    made = [CongressRow(unit=row[0], planned=row[1], held=row[2], recorded_at=row[3] if len(row) > 3 else None) for row in rows]
    return import_congresses(actor=officer, unit=unit, round_=round_, rows=made)


def yesterday():
    """The day before today."""
    return timezone.localdate() - timedelta(days=1)
