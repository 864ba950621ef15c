"""A person entered on the page of a unit is found where people are needed: conference, calendar of leaders, subcommittee."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.models import Attendance, SubcommitteeSeat
from daihoi.foundation.meetings.models import Meeting
from daihoi.foundation.meetings.services import Plan, plan_meeting
from daihoi.foundation.organization.models import Committee, Post
from tests.cycle.congresses.test_preparing import congress, round_  # noqa: F401 (fixtures)
from tests.make import make_cause, signed_in

pytestmark = pytest.mark.django_db


def test_people_entered_on_screen_are_convened_attend_and_sit(officer, province, congress):  # noqa: F811 (fixtures)
    client, code = signed_in(officer), province.code
    client.post(reverse("organization:term", args=[code]), {"title": "2015-2020", "began": "01/09/2015"})
    for body in ("exec_committee", "standing_committee"):
        client.post(reverse("organization:committee", args=[code]), {"term": province.terms.get().pk, "body": body})
    lines = "Võ Bình; ủy viên; 01/09/2015\nLê An; bí thư; 01/09/2015"
    for body in Committee.objects.all():
        answer = client.post(reverse("organization:posts_import", args=[code]), {"committee": body.pk, "text": lines, "write": "1"})
        assert answer.status_code == 302
    plan = Plan(title="Hội nghị ban chấp hành", body=Meeting.Body.EXECUTIVE, opens_at=timezone.now(), place="Hội trường")
    meeting = plan_meeting(cause=make_cause(), unit=province, plan=plan)
    client.post(reverse("meetings:convene_body", args=[meeting.pk]))
    assert list(meeting.invitees.values_list("person__full_name", "title")) == [("Lê An", "bí thư"), ("Võ Bình", "cấp ủy viên")]
    page = client.get(reverse("congresses:assign", args=[congress.pk]))
    offered = page.context["form"].fields["post"].choices
    assert [title for _key, title in offered] == ["Lê An · bí thư", "Võ Bình · cấp ủy viên"]
    client.post(reverse("congresses:assign", args=[congress.pk]), {"post": offered[0][0], "note": ""})
    assert Attendance.objects.get().post == Post.objects.get(pk=offered[0][0])
    body = services.set_up_subcommittee(
        actor=officer, congress=congress, kind="documents", set_up_on=date(2020, 2, 20), people=3, document=""
    )
    client.post(reverse("congresses:seat", args=[congress.pk, body.pk]), {"post": offered[1][0], "place": "member"})
    assert SubcommitteeSeat.objects.get().post.person.full_name == "Võ Bình"
