"""A province with two branches, its round of grassroots organizations, and two weeks of events."""

from dataclasses import dataclass
from datetime import date

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.congresses.services import CongressRow, import_congresses
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Unit
from tests.cycle.congresses.facts import at, make_old_unit, make_round
from tests.make import make_user

FIRST, SECOND = date(2020, 6, 18), date(2020, 6, 25)  # two Thursdays


@dataclass
class Province:
    """What the tests of reports stand on."""

    unit: Unit
    round: Round
    officer: User


def make_province():
    """Branches A (three units) and B (two); two held in the first week, one in the second, one put off, one late row on Friday."""
    top = named(make_old_unit("P", kind="central_sub"), "Đảng bộ tỉnh Mẫu")
    for code, count in (("A", 3), ("B", 2)):
        branch = named(make_old_unit(code, superior=top, kind="upper_grassroots"), f"Đảng bộ huyện {code}")
        for number in range(1, count + 1):
            kind = "grassroots_cell" if number == 1 else "grassroots_committee"
            named(make_old_unit(f"{code}{number}", superior=branch, kind=kind), f"Đơn vị {code}{number}")
    round_ = make_round(top)
    officer = make_user(role="organization_officer", unit=top)
    planned = {"A1": 15, "A2": 16, "A3": 22, "B1": 20, "B2": 28}
    told = [
        CongressRow(Unit.objects.get(code=code), planned=date(2020, 6, day), recorded_at=at(date(2020, 6, 1), 9))
        for code, day in planned.items()
    ]
    send(top, round_, officer, told)
    send(top, round_, officer, [held("A1", 15, 16, 9), held("A2", 17, 18, 9)])
    moved = CongressRow(Unit.objects.get(code="B1"), planned=date(2020, 6, 29), recorded_at=at(date(2020, 6, 19), 9), reason="Chờ nhân sự.")
    send(top, round_, officer, [held("A3", 22, 23, 9), moved])
    return Province(top, round_, officer)


def held(code, day, known, hour):
    """A congress held on one day of June and known on another."""
    return CongressRow(Unit.objects.get(code=code), held=date(2020, 6, day), recorded_at=at(date(2020, 6, known), hour))


def send(top, round_, officer, rows):
    """Write rows as a list would."""
    import_congresses(actor=officer, unit=top, round_=round_, rows=rows, is_confirmed=True)


def named(unit, name):
    """Give a unit a name people would read."""
    unit.placements.update(name=name)
    return unit
