"""A conference that was held without the program, typed in afterwards with its own hours."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.models import Adoption, Event, LateDraft, VoteResult
from daihoi.foundation.meetings.queries.minutes import drafted
from daihoi.foundation.meetings.services import Charge, Count, Heard, Hours, Presence, Proposal, Source, Told, Voted, Wish
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from tests.foundation.meetings.facts import make_meeting, make_running
from tests.make import make_cause, make_outsider, signed_in

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def hour(clock):
    """An hour of the day of the conference."""
    return datetime(2024, 2, 27, *map(int, clock.split(":")), tzinfo=HERE)


def page(hall):
    return reverse("meetings:afterwards", args=[hall.meeting.pk])


def with_text():
    hall = make_meeting()
    paper = services.attach_paper(
        cause=make_cause(), meeting=hall.meeting, source=Source("Báo cáo tổng kết", page="journal:list", words=900), for_adoption=True
    )
    amendment = services.propose_amendment(cause=make_cause(), paper=paper, proposal=Proposal("Phần II", "Bổ sung.", "Đoàn A"))
    return hall, paper, amendment


def told(hall, **changes):
    rows = {row.has_vote: row for row in hall.meeting.invitees.all()}
    report, closing = hall.meeting.items.get(step="report"), hall.meeting.items.get(step="closing")
    facts = {
        "opened": hour("8:00"), "closed": hour("10:30"),
        "presence": {rows[True]: Presence(present=36, excused=3, reason="ốm"), rows[False]: Presence(present=4)},
        "hours": [Hours(report, hour("8:10"), hour("8:40")), Hours(closing, hour("10:25"))],
    }  # fmt: skip
    return Told(**(facts | changes))


def test_what_happened_is_replayed_in_its_hours_and_every_event_says_that_it_was_recorded_afterwards():
    hall, paper, amendment = with_text()
    services.keep_draft(actor=hall.secretary, meeting=hall.meeting, typed={"s0-label": ["Bí thư A1"]})
    charge = Charge("Gửi báo cáo.", hall.unit, date(2024, 3, 5), "chánh văn phòng")
    more = told(
        hall,
        votes=[
            Voted(hour("10:00"), Count(35, 1), paper=paper),
            Voted(hour("10:00"), Count(30), amendment=amendment),
            Voted(hour("8:45"), Count(36), "Nhất trí chương trình"),
        ],
        speeches=[
            Heard(hour("9:00"), Wish("Bí thư A1", "Chi bộ A1")),
            Heard(hour("9:10"), Wish("Bí thư A2", "", "speech", "Một việc"), True),
        ],
        conclusions=[(hour("10:20"), charge)],
        notes=[(hour("8:05"), "Hội nghị nhận hoa.")],
    )
    services.record_afterwards(actor=hall.secretary, meeting=hall.meeting, told=more)
    hall.meeting.refresh_from_db()
    events = [event for event in Event.objects.filter(meeting=hall.meeting).select_related("entry").order_by("seq") if event.is_afterwards]
    assert (hall.meeting.state, LateDraft.objects.exists()) == ("closed", False)
    assert [event.verb for event in events] == [
        "told", "presence", "opened", "noted", "item_started", "item_ended", "vote_opened", "vote_closed", "registered", "called",
        "registered", "handed_in", "vote_opened", "vote_closed", "vote_opened", "vote_closed", "adopted", "concluded",
        "item_started", "ended", "item_ended", "closed",
    ]  # fmt: skip
    assert {event.entry.actor for event in events if event.verb != "adopted"} == {str(hall.secretary.pk)}
    assert all(timezone.now() - event.entry.at < timedelta(minutes=1) for event in events)
    minutes = [
        (sentence.at[11:16], sentence.text.split(".")[0]) for sentence in drafted(hall.meeting) if sentence.at.startswith("2024-02-27T08")
    ]
    assert minutes[0][1].startswith(
        f"Hội nghị không dùng phần mềm khi họp; những việc dưới đây do {hall.secretary.full_name} ghi lại sau, lúc "
    )
    assert minutes[2:5] == [
        ("08:00", "Hội nghị khai mạc lúc 8 giờ 00 phút, ngày 27/02/2024, tại Hội trường A"),
        ("08:05", "Hội nghị nhận hoa"),
        ("08:10", "8 giờ 10 phút: Trình bày báo cáo tổng kết"),
    ]
    assert Adoption.objects.get().inputs["vote"] == {"agree": 35, "base": 39, "needed": 20}
    given = Assignment.objects.select_related("batch").get()
    assert (given.unit, given.due, given.batch.assigned_at) == (hall.unit, date(2024, 3, 5), hour("10:20"))
    services.fix_minutes(actor=hall.secretary, meeting=hall.meeting, writer="An")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closed": hour("7:59")}, "meetings.closed_before_opened"),
        ({"closed": timezone.now() + timedelta(hours=1)}, "meetings.not_over"),
        ({"notes": [(hour("7:00"), "Sớm quá.")]}, "meetings.outside_hours"),
        ({"votes": [Voted(hour("9:00"), Count(37), "Quá số")]}, "meetings.more_votes_than_present"),
        ({"presence": {}, "votes": [Voted(hour("9:00"), Count(1), "Chưa điểm danh")]}, "meetings.nobody_present"),
    ],
)
def test_hours_and_counts_that_cannot_be_are_refused_and_nothing_is_written(changes, code):
    hall = make_meeting()
    before = Event.objects.count()
    with pytest.raises(RuleViolation) as refusal:
        services.record_afterwards(actor=hall.secretary, meeting=hall.meeting, told=told(hall, **changes))
    hall.meeting.refresh_from_db()
    assert (refusal.value.code, hall.meeting.state, Event.objects.count()) == (code, "preparing", before)


def test_items_do_not_overlap_and_a_conference_that_runs_is_not_recorded_afterwards():
    hall = make_meeting()
    first, second = hall.meeting.items.all()[:2]
    rows = [Hours(first, hour("8:10"), hour("8:40")), Hours(second, hour("8:30"))]
    with pytest.raises(RuleViolation) as overlap:
        services.record_afterwards(actor=hall.secretary, meeting=hall.meeting, told=told(hall, hours=rows))
    with pytest.raises(RuleViolation) as backwards:
        services.record_afterwards(
            actor=hall.secretary, meeting=hall.meeting, told=told(hall, hours=[Hours(first, hour("8:10"), hour("8:10"))])
        )
    assert (overlap.value.code, backwards.value.code) == ("meetings.items_overlap", "meetings.item_ends_early")
    for stranger in (hall.viewer, hall.steward, make_outsider("secretariat")):
        with pytest.raises(Forbidden):
            services.record_afterwards(actor=stranger, meeting=hall.meeting, told=told(hall))
        with pytest.raises(Forbidden):
            services.keep_draft(actor=stranger, meeting=hall.meeting, typed={})
    services.open_meeting(actor=hall.secretary, meeting=hall.meeting)
    with pytest.raises(RuleViolation) as running:
        services.record_afterwards(actor=hall.secretary, meeting=hall.meeting, told=told(hall))
    assert running.value.code == "meetings.already_open"


def test_the_page_keeps_a_draft_shows_faults_beside_their_rows_and_records_at_once():
    hall, paper, _amendment = with_text()
    client = signed_in(hall.secretary)
    place = hall.meeting.invitees.get(has_vote=True).position
    report = hall.meeting.items.get(step="report")
    assert "Ghi lại hội nghị đã họp" in client.get(reverse("meetings:detail", args=[hall.meeting.pk])).content.decode()
    typed = {
        "hall-opened": "8 giờ 00", "hall-closed": "10h30", f"d{place}-present": "36", f"d{place}-excused": "3", f"d{place}-reason": "ốm",
        f"i{report.pk.hex}-began": "8:10", "s0-label": "Bí thư A1", "s0-form": "turn", "v0-question": "Nhất trí", "v0-at": "khoảng 9h",
        "everybody": "1", "v0-form": "hands", "v0-share": "more_than_half", "v0-agree": "36", "k0-text": "Gửi báo cáo.", "k0-owner": str(hall.unit.pk), "k0-due": "05/03/2024",
    }  # fmt: skip
    assert client.post(page(hall), {**typed, "keep": "1"}).status_code == 302
    kept = client.get(page(hall)).content.decode()
    assert ('value="khoảng 9h"' in kept, "không rõ là mấy giờ" in kept, 'name="s2-label"' in kept, 'name="s3-label"' in kept) == (
        True,
        False,
        True,
        False,
    )
    wrong = client.post(page(hall), {**typed, "finish": "1"})
    assert (wrong.status_code, "“khoảng 9h” không rõ là mấy giờ" in wrong.content.decode()) == (422, True)
    refused = client.post(page(hall), {**typed, "v0-at": "9:00", f"t{paper.pk.hex}-agree": "36", "finish": "1"})
    assert (refused.status_code, "Còn 1 đề nghị sửa đổi chưa biểu quyết" in refused.content.decode()) == (422, True)
    done = client.post(page(hall), {**typed, "v0-at": "9:00", "finish": "1"}, follow=True)
    assert done.redirect_chain == [(reverse("meetings:minutes", args=[hall.meeting.pk]), 302)]
    assert "Hội nghị này không dùng phần mềm khi họp" in done.content.decode()
    assert list(VoteResult.objects.values_list("agree", "present", "is_carried")) == [(36, 36, True)]
    assert "ghi lại sau, lúc" in client.get(reverse("meetings:events", args=[hall.meeting.pk])).content.decode()
    assert client.get(page(hall)).status_code == 302


def test_only_who_runs_the_conference_may_type_it_in_and_a_running_one_is_sent_back():
    hall = make_running()
    assert [signed_in(user).get(page(hall)).status_code for user in (hall.secretary, hall.viewer, make_outsider("secretariat"))] == [
        302,
        403,
        404,
    ]
