"""Who sits in the body that meets (thành viên của chủ thể hội nghị)."""

from django.utils import timezone

from daihoi.foundation.meetings.models import Meeting
from daihoi.foundation.organization.holders import each_once, holders
from daihoi.foundation.organization.models import Committee, Post, Unit
from daihoi.foundation.organization.queries import newest_place
from daihoi.rules import registers

COMMITTEES = {
    Meeting.Body.STANDING: (Committee.Body.STANDING,),
    Meeting.Body.EXECUTIVE: (Committee.Body.EXECUTIVE, Committee.Body.CELL),
    Meeting.Body.KEY_CADRES: (Committee.Body.EXECUTIVE, Committee.Body.STANDING, Committee.Body.INSPECTION),
}


def body_members(meeting: Meeting) -> list[Post]:
    """Give who holds a post in the body on the day of a conference, each person once, the secretary first (cấp ủy viên đương nhiệm)."""
    day = timezone.localdate(meeting.opens_at)
    return each_once(holders(meeting.unit, day, COMMITTEES.get(Meeting.Body(meeting.body), ())))


def body_code(unit: Unit) -> str:
    """Give the code under which a unit numbers its papers (ký hiệu cơ quan ban hành; FM-15)."""
    place = newest_place(unit)
    return registers.body_of(place.kind if place else "")
