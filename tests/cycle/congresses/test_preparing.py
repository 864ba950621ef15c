"""What is prepared, planned, learnt and attended: accepted, each refusal, the outsider (DR-04 to DR-19, PR-02, PR-11)."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.models import Attendance, Congress, Preparation, Session, StageEvent, SubcommitteeSeat
from daihoi.cycle.congresses.queries import in_state, view
from daihoi.cycle.congresses.readiness import done_rows, length_findings, moved_deadlines
from daihoi.cycle.congresses.services import Done, Grounds, Sitting
from daihoi.cycle.congresses.services.calling import Call
from daihoi.cycle.tracking.gates import answers
from daihoi.foundation.assignments.queries.items import assignment_of
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Post
from daihoi.foundation.organization.services import fill_post, open_committee, open_term
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from tests.cycle.congresses.facts import make_congress, make_old_unit, make_round
from tests.make import make_cause, make_outsider, make_person, make_user, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2020, 5, 4)


@pytest.fixture
def round_(province, officer):
    return make_round(province, officer=officer)


@pytest.fixture
def congress(province, officer, round_):
    unit = make_old_unit("A", superior=province, kind="grassroots_committee")
    return make_congress(unit, round_, officer=officer, form="delegate_congress")


@pytest.fixture
def clerk(congress):
    return make_user(role="unit_clerk", unit=congress.unit)


def make_post(unit, name="Trần Văn Mẫu"):
    term = unit.terms.first() or open_term(cause=make_cause(), unit=unit, title="2015-2020", began=date(2015, 1, 1))
    committee = term.committees.first() or open_committee(cause=make_cause(), term=term, body="exec_committee")
    person = make_person(name)
    return fill_post(cause=make_cause(), person=person, committee=committee, office=Post.Office.MEMBER, since=date(2015, 1, 1))


def refused(code, act, **given):
    with pytest.raises(RuleViolation) as violation:
        act(**given)
    assert violation.value.code == code


def page(name, congress, *more):
    return reverse(f"congresses:{name}", args=[congress.pk, *more])


def test_a_task_is_recorded_once_withdrawn_with_a_reason_and_recorded_again(clerk, congress):
    given = {"actor": clerk, "congress": congress, "task": "plan"}
    row = services.record_preparation(**given, done=Done(DAY, "12-KH/ĐU", source=1))
    refused("preparation.done", services.record_preparation, **given, done=Done(DAY))
    refused("preparation.withdrawn_without_reason", services.withdraw_preparation, actor=clerk, row=row, note=" ")
    services.withdraw_preparation(actor=clerk, row=row, note="ghi nhầm đơn vị")
    refused("preparation.already_withdrawn", services.withdraw_preparation, actor=clerk, row=row, note="lần nữa")
    services.record_preparation(**given, done=Done(DAY + timedelta(days=2)))
    assert list(Preparation.objects.values_list("done_on", flat=True)) == [DAY, None, DAY + timedelta(days=2)]
    assert done_rows(congress)["plan"].done_on == DAY + timedelta(days=2)


def test_a_task_that_is_not_asked_or_has_not_come_is_refused(clerk, congress):
    refused("preparation.not_asked", services.record_preparation, actor=clerk, congress=congress, task="x", done=Done(DAY))
    later = Done(timezone.localdate() + timedelta(days=1))
    refused("preparation.in_the_future", services.record_preparation, actor=clerk, congress=congress, task="plan", done=later)


def test_the_dates_before_a_congress_are_counted_back_and_move_with_it(officer, clerk, congress):
    services.plan_date(actor=officer, congress=congress, planned=date(2020, 6, 15))
    subject = f"congresses.task.candidacies:{congress.pk}"
    assert assignment_of(subject).due == date(2020, 5, 25)  # 15 working days before a Monday
    moved = services.plan_date(actor=officer, congress=congress, planned=date(2020, 6, 22), reason="dịch bệnh", document="CV 12")
    shifts = [(event.due_before, event.due_after) for event in moved_deadlines(congress, moved.recorded_at)]
    assert shifts == [(date(2020, 5, 25), date(2020, 6, 1))]
    services.record_preparation(actor=clerk, congress=congress, task="candidacies", done=Done(DAY))
    assert (assignment_of(subject).owed, assignment_of(subject).met_on) == (False, DAY)
    text = signed_in(officer).post(page("plan", congress), {"planned": "29/06/2020", "reason": "mưa lũ"}, follow=True).content.decode()
    assert "dịch bệnh" in text


def test_a_congress_put_off_without_a_day_is_not_overdue_and_is_asked_for_a_day_dr_11(officer, province, round_, congress):
    client = signed_in(officer)
    refused("plan.nothing_to_postpone", services.postpone, actor=officer, congress=congress, reason="mưa lũ")
    services.plan_date(actor=officer, congress=congress, planned=date(2020, 6, 15))
    late, states = view(province, round_, timezone.localdate()), ("overdue", "postponed", "unplanned")
    assert [in_state(late, state).count() for state in states] == [1, 0, 0]
    refused("plan.postponed_without_reason", services.postpone, actor=officer, congress=congress, reason=" ")
    both = client.post(page("plan", congress), {"planned": "22/06/2020", "is_postponed": "on", "reason": "mưa lũ"})
    assert "chỉ một trong hai" in both.content.decode()
    client.post(page("plan", congress), {"is_postponed": "on", "reason": "mưa lũ", "document": "CV 9"})
    put_off = congress.planned_dates.get(planned__isnull=True)
    assert (put_off.replaces.planned, put_off.reason, put_off.document) == (date(2020, 6, 15), "mưa lũ", "CV 9")
    now = view(province, round_, timezone.localdate())
    assert [in_state(now, state).count() for state in states] == [0, 1, 1]
    before = view(province, round_, timezone.localdate(), known=put_off.recorded_at - timedelta(microseconds=1))
    assert [in_state(before, state).count() for state in states] == [1, 0, 0]
    assert assignment_of(f"congresses.task.candidacies:{congress.pk}").due is None
    debt = f"congresses.debt.plan:{congress.pk}"
    assert (assignment_of(debt).owed, assignment_of(debt).batch.title) == (True, "Đặt ngày mới cho đại hội đã hoãn")
    assert "Hoãn, chưa có ngày mới" in client.get(page("detail", congress)).content.decode()
    listed = client.get(reverse("congresses:list"), {"round": round_.code, "state": "postponed"}).content.decode()
    assert "Hoãn, chưa có ngày" in listed
    assert "Đại hội hoãn, chưa có ngày mới" in [each.what for each in answers(congress, Stage.held, DAY)]
    refused("plan.already_postponed", services.postpone, actor=officer, congress=congress, reason="mưa lũ")
    services.plan_date(actor=officer, congress=congress, planned=date(2020, 7, 6), is_confirmed=True)
    assert (assignment_of(debt).owed, in_state(view(province, round_, DAY), "postponed").count()) == (False, 0)
    services.record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 7, 6))
    refused("plan.held_already", services.postpone, actor=officer, congress=congress, reason="mưa lũ")
    with pytest.raises(Forbidden):
        services.postpone(actor=make_outsider(), congress=congress, reason="x")


def test_the_clocks_of_report_and_approval_start_with_what_happened(officer, province, congress):
    report, approval = (f"congresses.stage.{name}:{congress.pk}" for name in ("results_reported", "results_approved"))
    held = services.record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 15))
    assert (assignment_of(report).due, assignment_of(report).unit) == (date(2020, 6, 24), congress.unit)
    services.correct_stage(actor=officer, event=held, happened_on=date(2020, 6, 16), reason="ghi nhầm")
    assert assignment_of(report).due == date(2020, 6, 25)
    services.record_stage(actor=officer, congress=congress, stage=Stage.results_reported, happened_on=date(2020, 6, 22))
    assert assignment_of(report).met_on == date(2020, 6, 22)
    assert (assignment_of(approval).due, assignment_of(approval).unit) == (date(2020, 7, 13), province)


def test_sessions_are_planned_and_held_against_the_caps_of_the_directive(clerk, congress):
    services.set_sessions(actor=clerk, congress=congress, official=Sitting(date(2020, 6, 16), 4), preparatory=Sitting(date(2020, 6, 15), 1))
    assert [each.code for each in length_findings(congress, "grassroots_committee")] == ["session.too_long"]
    refused(
        "session.order", services.set_sessions, actor=clerk, congress=congress,
        official=Sitting(date(2020, 6, 16), 2), preparatory=Sitting(date(2020, 6, 17), 1),
    )  # fmt: skip
    services.set_sessions(actor=clerk, congress=congress, official=Sitting(date(2020, 6, 16), 4))
    assert list(Session.objects.values_list("kind", "half_days")) == [("official", 4)]
    assert length_findings(congress, "grassroots_committee") == []


def test_a_subcommittee_counts_its_people_and_names_only_holders_of_a_post(clerk, congress):
    given = {"actor": clerk, "congress": congress, "kind": "documents", "set_up_on": DAY}
    body = services.set_up_subcommittee(**given, people=1)
    head, other = make_post(congress.unit), make_post(congress.unit, "Lê Thị Khác")
    services.seat_member(actor=clerk, subcommittee=body, post=head, place="head")
    refused("subcommittee.seat_taken", services.seat_member, actor=clerk, subcommittee=body, post=head, place="member")
    refused("subcommittee.full", services.seat_member, actor=clerk, subcommittee=body, post=other, place="member")
    refused("subcommittee.too_few", services.set_up_subcommittee, **given, people=0)
    body = services.set_up_subcommittee(**given, people=5)
    refused("subcommittee.seat_taken", services.seat_member, actor=clerk, subcommittee=body, post=other, place="head")
    services.seat_member(actor=clerk, subcommittee=body, post=other, place="member")
    assert SubcommitteeSeat.objects.count() == 2


def test_lessons_come_from_pilots_and_show_at_that_step_of_the_next_unit(officer, province, round_, congress):
    refused("lesson.no_pilot", services.add_lesson, actor=officer, congress=congress, stage=Stage.held, text="in thêm phiếu")
    services.mark_pilot(actor=officer, congress=congress, pilot=True)
    refused("lesson.empty", services.add_lesson, actor=officer, congress=congress, stage=Stage.held, text=" ")
    services.add_lesson(actor=officer, congress=congress, stage=Stage.prepared, text="Gửi dự thảo sớm một tuần")
    following = make_congress(make_old_unit("B", superior=province, kind="grassroots_committee"), round_, officer=officer)
    client = signed_in(officer)
    assert "Gửi dự thảo sớm một tuần" in client.get(reverse("tracking:gates", args=[following.pk])).content.decode()
    services.record_stage(actor=officer, congress=following, stage=Stage.prepared, happened_on=DAY)
    assert "Gửi dự thảo sớm một tuần" not in client.get(reverse("tracking:gates", args=[following.pk])).content.decode()


def test_an_extraordinary_congress_needs_a_majority_and_consent_and_changes_no_share(officer, province, congress, round_):
    call = Call(date(2020, 9, 1), form="delegate_congress")
    given = {"actor": officer, "unit": congress.unit, "like": round_, "call": call}
    grounds = {"ground": "personnel", "asked_by": "committee", "in_favour": 8, "of_all": 15, "consented_on": date(2020, 8, 20)}
    half = Grounds(**grounds | {"in_favour": 7, "of_all": 14}, consent="45-CV/TU")
    refused("congress.not_over_half", services.call_extraordinary, **given, grounds=half)
    refused("congress.no_consent", services.call_extraordinary, **given, grounds=Grounds(**grounds, consent=""))
    made = services.call_extraordinary(**given, grounds=Grounds(**grounds, consent="45-CV/TU"))
    refused("congress.extraordinary_twice", services.call_extraordinary, **given, grounds=Grounds(**grounds, consent="45-CV/TU"))
    assert (made.round.kinds, made.grounds.in_favour, Congress.objects.filter(round=round_).count()) == ([], 8, 1)
    client = signed_in(officer)
    assert "Đại hội bất thường" in client.get(page("detail", made)).content.decode()
    assert made.round.code not in client.get(reverse("congresses:rounds")).content.decode()
    form = reverse("congresses:extraordinary", args=[round_.code, congress.unit_id])
    typed = {"ground": "tasks", "asked_by": "committee", "in_favour": "9", "of_all": "15", "consent": "50-CV/TU"}
    days = {"consented_on": "01/10/2020", "called_on": "05/10/2020", "form": "member_congress", "contents": "2"}
    assert client.post(form, typed | days | {"in_favour": "3"}).status_code == 422
    assert client.post(form, typed | days).status_code == 302


def test_a_new_organization_begins_with_its_first_congress(officer, province, round_):
    unit = make_old_unit("N", superior=province)
    with pytest.raises(RuleViolation, match="lần thứ nhất"):
        services.call_congress(actor=officer, unit=unit, round_=round_, call=Call(date(2020, 2, 12), ordinal=5, ordinal_basis=4))
    made = services.call_congress(actor=officer, unit=unit, round_=round_, call=Call(date(2020, 2, 12), ordinal=1, ordinal_basis=4))
    assert "tổ chức mới lập" in signed_in(officer).get(page("detail", made)).content.decode()


def test_leaders_attend_clash_and_are_released(officer, province, round_, congress, settings):
    leader = make_post(province)
    other = make_congress(make_old_unit("B", superior=province, kind="grassroots_committee"), round_, officer=officer)
    for each in (congress, other):
        services.plan_date(actor=officer, congress=each, planned=date(2020, 4, 30))
    client = signed_in(officer)
    assert "chưa phân công" in client.get(reverse("congresses:calendar"), {"month": "2020-04"}).content.decode()
    client.post(page("assign", congress), {"post": leader.pk})
    answer = client.post(page("assign", other), {"post": leader.pk, "note": "buổi sáng"}, follow=True)
    assert "Trùng lịch" in answer.content.decode()
    refused("attendance.twice", services.assign_leader, actor=officer, congress=other, post=leader)
    assert client.get(reverse("congresses:calendar")).context["month"] == date(2020, 4, 1)  # where the visits are
    for end in ("0001-01", "9999-12"):  # the ends of the calendar: this month instead
        assert client.get(reverse("congresses:calendar"), {"month": end}).status_code == 200
    month = client.get(reverse("congresses:calendar"), {"month": "2020-04"})
    assert (month.context["clashes"], [visit.unit for visit in month.context["visits"]]) == (2, ["Đơn vị A", "Đơn vị B"])
    assert "Ngày Chiến thắng" in month.content.decode()  # 30 April is a holiday of the calendar
    events = Calendar.from_ical(client.get(reverse("congresses:icalendar"), {"month": "2020-04"}).content).walk("VEVENT")
    assert sorted(str(event["summary"]) for event in events) == ["Trần Văn Mẫu: đại hội Đơn vị A", "Trần Văn Mẫu: đại hội Đơn vị B"]
    for each, hour in ((congress, time(7, 30)), (other, time(14))):
        services.set_sessions(actor=officer, congress=each, official=Sitting(date(2020, 4, 30), 1, "", hour))
    near = client.get(reverse("congresses:calendar"), {"month": "2020-04"})
    assert (near.context["clashes"], near.content.decode().count("Hai nơi")) == (0, 4)  # once in the month, once in the list for phones
    settings.TRAVEL_HOURS = 3
    assert client.get(reverse("congresses:calendar"), {"month": "2020-04"}).context["clashes"] == 2
    row = Attendance.objects.get(congress=other)
    assert client.post(page("release", other, row.pk), {"reason": ""}).status_code == 422
    client.post(page("release", other, row.pk), {"reason": "đổi lịch"})
    refused("attendance.already_released", services.release_leader, actor=officer, attendance=row, reason="lần nữa")
    assert client.get(reverse("congresses:calendar"), {"month": "2020-04"}).context["clashes"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_asks_the_same_questions_for_any_number(officer, province, round_, count, django_assert_num_queries):
    leader = make_post(province)
    for number in range(count):
        unit = make_old_unit(f"C{number}", superior=province, kind="grassroots_committee")
        each = make_congress(unit, round_, officer=officer)
        services.plan_date(actor=officer, congress=each, planned=date(2020, 4, 8))
        services.assign_leader(actor=officer, congress=each, post=leader)
    client = signed_in(officer)
    client.get(reverse("congresses:calendar"))
    with django_assert_num_queries(8):
        client.get(reverse("congresses:calendar"), {"month": "2020-04"})


def test_every_screen_of_preparation_keeps_what_was_typed_and_says_what_it_did(clerk, congress):
    client = signed_in(clerk)
    post = make_post(congress.unit)
    assert client.post(page("task", congress, "plan"), {"done_on": "04/05/2020", "document": "12-KH/ĐU", "source": "2"}).status_code == 302
    assert client.post(page("task", congress, "plan"), {"done_on": "04/05/2020"}).status_code == 422
    assert client.get(page("task", congress, "khong-co")).status_code == 404
    client.post(page("subcommittee", congress), {"kind": "personnel", "set_up_on": "02/03/2020", "people": "7", "document": "8-QĐ/ĐU"})
    body = congress.subcommittees.get()
    assert client.post(page("seat", congress, body.pk), {"post": post.pk, "place": "head"}).status_code == 302
    client.post(page("sessions", congress), {"official_on": "16/06/2020", "official_half_days": "2", "place": "Hội trường xã"})
    text = client.get(page("detail", congress)).content.decode()
    for words in ("12-KH/ĐU", "bằng văn bản", "Tiểu ban nhân sự", "Trần Văn Mẫu, trưởng tiểu ban", "Hội trường xã", "16/06/2020"):
        assert words in text
    row = Preparation.objects.get()
    assert client.post(page("withdraw", congress, row.pk), {"note": "nhầm"}).status_code == 302
    assert "12-KH/ĐU" not in client.get(page("detail", congress)).content.decode()
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert client.get(page("programme", congress, form)).content[: len(begins)] == begins


def test_an_outsider_and_a_viewer_prepare_nothing(province, congress):
    names = ("sessions", "subcommittee", "lesson", "assign", "result")
    pages = [page(name, congress) for name in names] + [page("task", congress, "plan"), page("submit", congress, "contents")]
    assert {signed_in(make_outsider()).get(each).status_code for each in pages} == {404}
    assert {signed_in(make_user(role="viewer", unit=province)).get(each).status_code for each in pages} == {403}
    stranger = make_outsider()
    post = make_post(province)
    for act in (
        lambda: services.record_preparation(actor=stranger, congress=congress, task="plan", done=Done(DAY)),
        lambda: services.set_sessions(actor=stranger, congress=congress, official=Sitting(DAY, 1)),
        lambda: services.set_up_subcommittee(actor=stranger, congress=congress, kind="documents", set_up_on=DAY, people=3),
        lambda: services.add_lesson(actor=stranger, congress=congress, stage=Stage.held, text="x"),
        lambda: services.assign_leader(actor=stranger, congress=congress, post=post),
    ):
        with pytest.raises(Forbidden):
            act()
    assert StageEvent.objects.filter(congress=congress).count() == 1
