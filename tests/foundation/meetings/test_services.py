import pytest

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.models import Event, Item, Meeting, Paper, VoteResult
from daihoi.foundation.meetings.queries.meetings import base_for, findings_of, missing_papers, quorum_for
from daihoi.foundation.meetings.queries.standing import Scene, standing_of
from daihoi.foundation.meetings.services import Convened, Count, Line, Plan, Source, Wish
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.services import fill_post, open_committee, open_term
from daihoi.rules.errors import RuleViolation
from tests.foundation.meetings.facts import OPENS, PROGRAMME, count_present, make_meeting, make_running
from tests.make import LONG_AGO, make_cause, make_outsider, make_person

pytestmark = pytest.mark.django_db


def refused(act, *arguments, **named):
    with pytest.raises(RuleViolation) as refusal:
        act(*arguments, **named)
    return refusal.value.code


def test_a_planned_conference_takes_the_quorum_of_its_body():
    hall = make_meeting(body="key_cadres")
    assert (hall.meeting.quorum, hall.meeting.state, hall.meeting.version) == ("two_thirds", "preparing", 3)
    assert [event.seq for event in hall.meeting.events.all()] == [1, 2, 3]


def test_plan_refuses_a_conference_without_a_name_and_an_outsider():
    hall = make_meeting()
    plan = Plan(" ", "exec_committee", OPENS, "Hội trường")
    assert refused(services.plan_meeting, actor=hall.secretary, unit=hall.unit, plan=plan) == "meetings.no_title"
    with pytest.raises(Forbidden):
        services.plan_meeting(actor=make_outsider(), unit=hall.unit, plan=Plan("Họp", "members", OPENS, "Nhà"))


def test_the_programme_is_written_anew_and_keeps_what_is_in_use():
    hall = make_meeting()
    report = Item.objects.get(meeting=hall.meeting, step="report")
    services.expect_paper(actor=hall.secretary, meeting=hall.meeting, title="Báo cáo tổng kết", item=report)
    lines = [Line("report", "Báo cáo", 25, "Phó bí thư", report.pk), Line("closing", "Bế mạc", 5)]
    services.set_programme(actor=hall.secretary, meeting=hall.meeting, lines=lines)
    assert list(hall.meeting.items.values_list("title", "minutes", "speaker")) == [("Báo cáo", 25, "Phó bí thư"), ("Bế mạc", 5, "")]
    assert refused(services.set_programme, actor=hall.secretary, meeting=hall.meeting, lines=lines[1:]) == "meetings.item_in_use"


def test_before_the_day_missing_papers_are_named_and_the_order_is_checked():
    hall = make_meeting(programme=(*PROGRAMME[:2], PROGRAMME[4], *PROGRAMME[2:4], PROGRAMME[5]))
    item = Item.objects.get(meeting=hall.meeting, step="adoption")
    paper = services.expect_paper(actor=hall.secretary, meeting=hall.meeting, title="Dự thảo nghị quyết", item=item, for_adoption=True)
    assert [(found.code, found.where) for found in findings_of(hall.meeting)] == [
        ("conference.order", "4"),
        ("conference.order", "5"),
        ("conference.paper_missing", "3"),
        ("conference.paper_missing", "4"),
    ]
    assert missing_papers(hall.meeting) == [paper]
    source = Source("Dự thảo nghị quyết", subject="documents.version:1", page="journal:list", words=2000)
    services.attach_paper(cause=make_cause(), meeting=hall.meeting, source=source, paper=paper)
    assert missing_papers(hall.meeting) == []
    assert "conference.too_long_to_read" in {found.code for found in findings_of(hall.meeting)}


def test_the_same_subject_brings_its_newer_version():
    hall = make_meeting()
    for words in (100, 200):
        source = Source(f"Bản {words}", subject="documents.version:1", page="journal:list", words=words)
        services.attach_paper(cause=make_cause(), meeting=hall.meeting, source=source)
    assert list(Paper.objects.values_list("title", "words")) == [("Bản 200", 200)]
    assert refused(services.attach_paper, cause=make_cause(), meeting=hall.meeting, source=Source("Trống")) == "meetings.paper_empty"


def test_who_holds_a_post_is_convened_by_name_once():
    hall = make_meeting(heads=1)
    assert refused(services.convene_body, actor=hall.secretary, meeting=hall.meeting) == "meetings.no_posts"
    term = open_term(cause=make_cause(), unit=hall.unit, title="2020-2025", began=LONG_AGO)
    committee = open_committee(cause=make_cause(), term=term, body="exec_committee")
    for name, office in (("Lê Văn Hai", "committee_member"), ("Trần Thị Ba", "secretary")):
        fill_post(cause=make_cause(), person=make_person(name), committee=committee, office=office, since=LONG_AGO)
    for _time in range(2):
        services.convene_body(actor=hall.secretary, meeting=hall.meeting)
    named = hall.meeting.invitees.filter(person__isnull=False)
    assert list(named.values_list("person__full_name", "title")) == [("Trần Thị Ba", "bí thư"), ("Lê Văn Hai", "cấp ủy viên")]


def test_summons_takes_its_number_once():
    hall = make_meeting()
    services.issue_summons(actor=hall.secretary, meeting=hall.meeting, on=OPENS.date())
    assert (hall.meeting.symbol, hall.meeting.state) == ("01-CV/ĐU", "called")
    assert refused(services.issue_summons, actor=hall.secretary, meeting=hall.meeting, on=OPENS.date()) == "meetings.already_called"


def test_presence_keeps_numbers_and_decides_quorum_and_base():
    hall = make_meeting(heads=39)
    count_present(hall, 33, excused=2, elsewhere=2, suspended=1, reason="công tác")
    quorum = quorum_for(hall.meeting)
    assert (quorum.present, quorum.needed, quorum.is_met, base_for(hall.meeting).number) == (33, 20, True, 36)
    facts = hall.meeting.events.get(verb="presence").facts
    assert facts == {"convened": 39, "present": 33, "excused": 2, "elsewhere": 2, "suspended": 1}
    row = hall.meeting.invitees.get(has_vote=True)
    for wrong, code in (
        (services.Presence(present=40), "meetings.too_many"),
        (services.Presence(excused=1), "meetings.absent_without_reason"),
    ):
        assert refused(services.record_presence, actor=hall.steward, meeting=hall.meeting, counted={row: wrong}) == code
    with pytest.raises(Forbidden):
        services.record_presence(actor=hall.viewer, meeting=hall.meeting, counted={})


def test_running_goes_item_by_item_and_ends_what_runs():
    hall = make_running()
    first, second = Item.objects.filter(meeting=hall.meeting).order_by("position")[:2]
    services.start_item(actor=hall.secretary, meeting=hall.meeting, item=first)
    services.start_item(actor=hall.secretary, meeting=hall.meeting, item=second)
    first.refresh_from_db()
    assert first.ended_at is not None
    standing = standing_of(hall.meeting)
    assert (standing.item, standing.scene, standing.next_item.step) == (second, Scene.PRESENCE, "report")
    services.end_item(actor=hall.secretary, meeting=hall.meeting, item=second)
    assert refused(services.end_item, actor=hall.secretary, meeting=hall.meeting, item=second) == "meetings.item_not_running"
    services.pause_meeting(actor=hall.secretary, meeting=hall.meeting)
    services.resume_meeting(actor=hall.secretary, meeting=hall.meeting)
    services.take_note(actor=hall.secretary, meeting=hall.meeting, text="Cấp trên đến dự.")
    services.close_meeting(actor=hall.secretary, meeting=hall.meeting)
    verbs = list(hall.meeting.events.exclude(verb="prepared").values_list("verb", flat=True))
    assert verbs == [
        "presence", "opened", "item_started", "item_ended", "item_started", "item_ended", "paused", "resumed", "noted", "closed",
    ]  # fmt: skip
    assert refused(services.start_item, actor=hall.secretary, meeting=hall.meeting, item=first) == "meetings.not_running"


def test_too_few_present_is_written_down_and_not_refused():
    hall = make_running(present=10)
    opened = hall.meeting.events.get(verb="opened").facts
    assert (opened["quorum"], opened["present"], opened["needed"]) == (False, 10, 20)
    assert refused(services.open_meeting, actor=hall.secretary, meeting=hall.meeting) == "meetings.already_open"


def test_each_event_leads_to_its_journal_line():
    hall = make_running()
    acts = [event.entry.act for event in Event.objects.filter(meeting=hall.meeting).select_related("entry")]
    assert acts == ["meetings.planned", "meetings.programme_set", "meetings.convened", "meetings.presence_recorded", "meetings.opened"]
    assert Entry.objects.filter(object=f"meetings.meeting:{hall.meeting.pk}").count() == len(acts)


def test_a_vote_freezes_base_and_presence_and_ends_in_one_form():
    hall = make_running(present=36)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Thông qua báo cáo")
    result = services.close_vote(actor=hall.secretary, vote=vote, count=Count(30, 2, 1))
    kept = VoteResult.objects.values_list("agree", "disagree", "other", "not_voted", "present", "base", "needed", "is_carried").get()
    assert kept == (30, 2, 1, 3, 36, 39, 20, True)
    assert result.inputs == {"form": "hands", "share": "more_than_half", "base": {"convened": 39, "deductions": []}, "rule": "EL-52"}
    assert refused(services.close_vote, actor=hall.secretary, vote=vote, count=Count(1)) == "meetings.vote_not_open"


@pytest.mark.parametrize(
    ("agree", "share", "carried"),
    [(19, "more_than_half", False), (20, "more_than_half", True), (25, "two_thirds", False), (26, "two_thirds", True)],
)
def test_el_52_the_base_decides_not_who_is_present(agree, share, carried):
    hall = make_running(present=30)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Đề nghị", share=share)
    assert services.close_vote(actor=hall.secretary, vote=vote, count=Count(agree)).is_carried is carried


def test_votes_refuse_what_cannot_be():
    hall = make_running(present=30)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Một")
    item = hall.meeting.items.first()
    assert refused(services.open_vote, actor=hall.secretary, meeting=hall.meeting, question="Hai") == "meetings.vote_runs_already"
    assert refused(services.start_item, actor=hall.secretary, meeting=hall.meeting, item=item) == "meetings.vote_runs"
    assert refused(services.close_vote, actor=hall.secretary, vote=vote, count=Count(31)) == "meetings.more_votes_than_present"
    assert refused(services.close_vote, actor=hall.secretary, vote=vote) == "meetings.count_missing"
    assert refused(services.cancel_vote, actor=hall.secretary, vote=vote, reason=" ") == "meetings.cancel_without_reason"
    services.cancel_vote(actor=hall.secretary, vote=vote, reason="Đếm sót một dãy ghế")
    assert refused(services.open_vote, actor=hall.secretary, meeting=hall.meeting, question="Hai", form="device") == "meetings.no_cards"
    with pytest.raises(Forbidden):
        services.open_vote(actor=hall.chair, meeting=hall.meeting, question="Hai")


def test_a_vote_needs_to_know_who_is_present():
    hall = make_running(present=0)
    assert refused(services.open_vote, actor=hall.secretary, meeting=hall.meeting, question="Một") == "meetings.nobody_present"


def test_speakers_come_by_fair_share_points_of_order_first():
    hall = make_running()
    wishes = [Wish("A1", "Đoàn A"), Wish("A2", "Đoàn A"), Wish("B1", "Đoàn B"), Wish("Ý kiến", "Đoàn B", "point_of_order")]
    rows = {wish.label: services.register_speaker(actor=hall.secretary, meeting=hall.meeting, wish=wish) for wish in wishes}
    called = [services.call_speaker(actor=hall.secretary, meeting=hall.meeting).label for _turn in range(3)]
    assert called == ["Ý kiến", "A1", "B1"]
    standing = standing_of(hall.meeting)
    assert (standing.scene, standing.talk.speaker.label, [talk.speaker.label for talk in standing.waiting]) == (Scene.SPEAKER, "B1", ["A2"])
    services.end_turn(actor=hall.secretary, meeting=hall.meeting)
    assert refused(services.end_turn, actor=hall.secretary, meeting=hall.meeting) == "meetings.nobody_speaks"
    services.hand_in_speech(actor=hall.secretary, meeting=hall.meeting, speaker=rows["A2"])
    assert refused(services.withdraw_speaker, actor=hall.secretary, meeting=hall.meeting, speaker=rows["A2"]) == "meetings.speaker_gone"
    assert refused(services.call_speaker, actor=hall.secretary, meeting=hall.meeting) == "meetings.nobody_waits"


def test_the_chair_may_put_somebody_first_and_a_speech_needs_its_title():
    hall = make_running()
    rows = [services.register_speaker(actor=hall.secretary, meeting=hall.meeting, wish=Wish(name)) for name in ("Một", "Hai")]
    services.prefer_speaker(actor=hall.secretary, meeting=hall.meeting, speaker=rows[1])
    assert services.call_speaker(actor=hall.secretary, meeting=hall.meeting).label == "Hai"
    for wish, code in ((Wish(" "), "meetings.speaker_without_name"), (Wish("Ba", form="speech"), "meetings.speech_without_title")):
        assert refused(services.register_speaker, actor=hall.secretary, meeting=hall.meeting, wish=wish) == code


def test_what_is_convened_is_dropped_only_before_the_opening():
    hall = make_meeting()
    services.convene(actor=hall.secretary, meeting=hall.meeting, lines=[Convened("Nhầm", 3)])
    services.drop_invitee(actor=hall.secretary, invitee=hall.meeting.invitees.get(title="Nhầm"))
    count_present(hall, 30)
    services.open_meeting(actor=hall.secretary, meeting=hall.meeting)
    row = hall.meeting.invitees.select_related("meeting__unit").first()
    row.meeting.state = Meeting.State.RUNNING
    assert refused(services.drop_invitee, actor=hall.secretary, invitee=row) == "meetings.running"


@pytest.mark.parametrize(("body", "rule"), [("exec_committee", "EL-52"), ("members", "EL-41"), ("key_cadres", "PE-06")])
def test_a_result_names_the_rule_of_its_base(body, rule):
    hall = make_running(body=body)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Một")
    assert services.close_vote(actor=hall.secretary, vote=vote, count=services.Count(30)).inputs["rule"] == rule
