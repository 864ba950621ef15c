"""A conference in one line, its states reached through acts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from daihoi.foundation.accounts.models import User
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.models import Meeting
from daihoi.foundation.meetings.services import Convened, Line, Plan, Presence
from daihoi.foundation.organization.models import Unit
from tests.make import make_cause, make_tree, make_user

OPENS = datetime(2024, 2, 27, 1, 0, tzinfo=UTC)  # eight in the morning
PROGRAMME = (
    Line("flag", "Chào cờ", 5),
    Line("presence", "Báo cáo số có mặt", 5),
    Line("report", "Trình bày báo cáo tổng kết", 20),
    Line("discussion", "Thảo luận", 40),
    Line("adoption", "Thông qua báo cáo", 10),
    Line("closing", "Bế mạc", 5),
)


@dataclass(frozen=True)
class Hall:
    """A conference with the people who run it."""

    meeting: Meeting
    unit: Unit
    secretary: User
    steward: User
    chair: User
    viewer: User


def make_meeting(*, body: str = "exec_committee", kind: str = "extraordinary", heads: int = 39, programme=PROGRAMME) -> Hall:
    """A planned conference of the committee of A: so many heads convened, nobody present yet."""
    unit = make_tree()["A"]
    plan = Plan("Hội nghị tổng kết chỉ thị", body, OPENS, "Hội trường A", kind=kind)
    meeting = services.plan_meeting(cause=make_cause(), unit=unit, plan=plan)
    services.set_programme(cause=make_cause(), meeting=meeting, lines=programme)
    services.convene(
        cause=make_cause(), meeting=meeting, lines=[Convened("Ủy viên ban chấp hành", heads), Convened("Khách mời", 5, has_vote=False)]
    )
    return Hall(meeting, unit, *(make_user(role=role, unit=unit) for role in ("secretariat", "door_steward", "presidium", "viewer")))


def make_running(present: int = 36, **options) -> Hall:
    """A conference that has been opened with so many present."""
    hall = make_meeting(**options)
    count_present(hall, present)
    services.open_meeting(actor=hall.secretary, meeting=hall.meeting)
    return hall


def count_present(hall: Hall, present: int, **away) -> None:
    """Write how many of the voting line are here."""
    row = hall.meeting.invitees.get(has_vote=True)
    services.record_presence(actor=hall.steward, meeting=hall.meeting, counted={row: Presence(present=present, **away)})
