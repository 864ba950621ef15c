"""Rounds of one election, the hold of the elections, and posts elected from among a new committee (EL-14, EL-15, EL-45, EL-46, EL-52, PR-16)."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import CongressDecision, Contest, HoldStep
from daihoi.cycle.elections.queries.contests import findings_of
from daihoi.cycle.elections.queries.papers import count_of, sitting_of
from daihoi.cycle.elections.queries.rounds import open_hold, rounds_of
from daihoi.cycle.elections.services import Letter, Proposal
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.closing import closing_findings
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Placement
from daihoi.office.minutes import minutes_of_count
from daihoi.rules.contests import Candidate
from daihoi.rules.errors import RuleViolation
from tests.cycle.elections.facts import (
    CLEAR,
    NAMES,
    TIE,
    certified,
    make_certified,
    make_contest,
    make_counted,
    make_fixed,
    make_hall,
    make_printed,
    make_terms,
)
from tests.cycle.elections.test_services import refused
from tests.make import signed_in

pytestmark = pytest.mark.django_db
LETTER = Letter("15-CV/ĐU", date(2020, 2, 1), "Tiếp tục bầu theo danh sách.")


def decide(hall, contest, kind, in_favour, **more):
    """The congress decides, all others against."""
    return services.decide_further(actor=hall.secretary, contest=contest, proposal=Proposal(kind, in_favour, **more))


def decide_refused(hall, contest, kind, in_favour, **more):
    """The code with which a decision is refused."""
    return refused(services.decide_further, actor=hall.secretary, contest=contest, proposal=Proposal(kind, in_favour, **more))


def test_tied_winners_vote_again_among_themselves_by_decision_of_the_congress():  # EL-45
    hall = make_hall()
    contest = make_certified(hall, TIE, base=12, convened=12, present=12)
    failed = decide(hall, contest, "tie", 6, against=6, seats=1)
    assert (failed.is_adopted, failed.opened, contest.later.count()) == (False, None, 0)
    made = decide(hall, contest, "tie", 11, against=1, seats=1)
    further = made.opened
    assert (further.seats, further.is_tie, further.letter, further.earlier) == (1, True, "B", contest)
    assert further.decision == "Giơ thẻ: 11 đồng ý, 1 không đồng ý, 0 không biểu quyết, trên 12"
    assert list(further.candidates.values_list("name", flat=True)) == list(NAMES[2:4])
    assert refused(services.set_candidates, actor=hall.secretary, contest=further, candidates=[]) == "elections.tie_list"
    assert decide_refused(hall, contest, "tie", 12, seats=1) == "elections.already_follows"
    facts = Entry.objects.filter(act="elections.congress_decided").order_by("pk").last().facts
    assert facts == {
        "kind": "tie", "in_favour": 11, "against": 1, "abstained": 0, "seats": 1, "method": "hands", "base": 12, "is_adopted": True,
        "takes_new_names": False,
    }  # fmt: skip


def test_next_round_has_fewer_names_and_no_more_seats_than_are_left():  # EL-46
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    assert decide_refused(hall, contest, "tie", 9, seats=1) == "elections.nobody_tied"
    assert decide_refused(hall, contest, "next", 9, seats=2) == "elections.seats_over_unfilled"
    assert decide_refused(hall, contest, "next", 9, against=1, seats=1) == "elections.votes_over_base"
    assert decide_refused(hall, contest, "next", 0, seats=1) == "elections.no_votes"
    further = decide(hall, contest, "next", 9, seats=1).opened
    assert (further.seats, further.round, further.is_tie) == (1, 2, False)
    assert list(further.candidates.values_list("name", flat=True)) == list(NAMES[2:])
    again = [Candidate(NAMES[0]), Candidate(NAMES[3])]
    assert refused(services.set_candidates, actor=hall.secretary, contest=further, candidates=again) == "elections.elected_already"
    fewer = services.set_candidates(actor=hall.secretary, contest=further, candidates=[Candidate(NAMES[3])])
    assert [row.name for row in fewer] == [NAMES[3]]
    found = rounds_of(further)
    assert (found.seats, found.elected, found.is_open, [row.listed for row in found.rows]) == (3, 2, False, [5, 1])


def test_a_further_round_keeps_what_the_congress_decided_el_46():
    hall = make_hall()
    further = decide(hall, make_certified(hall, [{1}] * 9), "next", 9, seats=1).opened
    kept = make_terms(seats=1)
    for change in (
        {"seats": 2}, {"base": 3, "present": 3}, {"title": "Bầu nội dung khác"}, {"elects": "delegates"}, {"purpose": "poll"},
        {"alternates": 1}, {"convened": 12},
    ):  # fmt: skip
        assert (
            refused(services.change_terms, actor=hall.secretary, contest=further, terms=replace(kept, **change))
            == "elections.not_as_decided"
        )
    with pytest.raises(RuleViolation) as told:
        services.change_terms(actor=hall.secretary, contest=further, terms=replace(kept, seats=2))
    assert told.value.message == (
        "Lần bầu này theo quyết định của đại hội: Giơ thẻ: 9 đồng ý, 0 không đồng ý, 0 không biểu quyết, trên 9. "
        "Không đổi: số lượng cần bầu (1)."
    )
    changed = services.change_terms(actor=hall.secretary, contest=further, terms=replace(kept, place="Cao Lãnh", present=8, page_size="A5"))
    assert (changed.place, changed.present, changed.page_size) == ("Cao Lãnh", 8, "A5")
    Contest.objects.filter(pk=further.pk).update(seats=2)  # as an older program let it be changed
    assert refused(services.fix_list, actor=hall.secretary, contest=further) == "elections.not_as_decided"


def test_new_names_enter_a_further_round_only_by_decision_of_the_congress_de_10():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    further = decide(hall, contest, "next", 9, seats=1).opened
    people = [Candidate(NAMES[2]), Candidate("Đinh Công Mới")]
    act = {"actor": hall.secretary, "contest": further}
    assert refused(services.set_candidates, **act, candidates=people) == "elections.new_names_undecided"
    other = make_certified(hall, [{1, 2}] * 9, title="Bầu đoàn đại biểu")
    opened = decide(hall, other, "next", 9, seats=1, takes_new_names=True).opened
    assert opened.decision.endswith("trên 9, cho giới thiệu thêm người")
    rows = services.set_candidates(actor=hall.secretary, contest=opened, candidates=people)
    assert [row.name for row in rows] == [NAMES[2], "Đinh Công Mới"]
    dropped = [found for found in findings_of(Contest.objects.get(pk=opened.pk)) if found.code == "elections.dropped_names"]
    assert [(found.level, found.facts["names"]) for found in dropped] == [("warning", ", ".join(NAMES[3:]))]
    again = decide(hall, make_certified(hall, TIE, base=12, convened=12, present=12), "tie", 12, seats=1, takes_new_names=True)
    assert again.takes_new_names is False  # among the tied there are no new names (EL-45)


def test_the_screen_of_a_further_round_shows_what_is_kept_el_46():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    client = signed_in(hall.secretary)
    page = client.get(reverse("elections:follow", args=[contest.pk, "con-thieu"])).content.decode()
    assert "Đại hội cho giới thiệu thêm người ngoài danh sách lần trước" in page
    further = decide(hall, contest, "next", 9, seats=1).opened
    address = reverse("elections:terms", args=[further.pk])
    shown = client.get(address).content.decode()
    assert (shown.count(" disabled"), "giữ nguyên" in shown) == (8, True)
    typed = {
        "title": "Khác",
        "elects": "other",
        "purpose": "poll",
        "seats": 3,
        "base": 3,
        "present": 9,
        "page_size": "A4",
        "place": "Cao Lãnh",
    }
    assert client.post(address, typed).status_code == 302
    further.refresh_from_db()
    assert (further.title, further.seats, further.base, further.place) == ("Bầu Ban Chấp hành", 1, 9, "Cao Lãnh")


def test_a_further_round_changed_by_an_older_program_is_put_back_on_screen_el_46():
    hall = make_hall()
    further = decide(hall, make_certified(hall, [{1, 2}] * 9), "next", 9, seats=1).opened
    Contest.objects.filter(pk=further.pk).update(seats=2, title="Khác", base=3, elects="other")
    client, address = signed_in(hall.secretary), reverse("elections:terms", args=[further.pk])
    form = client.get(address).context["form"]
    assert [form[name].initial for name in ("seats", "title", "base")] == [1, "Bầu Ban Chấp hành", 9]
    assert client.post(address, {"present": 9, "page_size": "A4", "place": "Cao Lãnh"}).status_code == 302
    further.refresh_from_db()
    assert (further.title, further.elects, further.seats, further.base) == ("Bầu Ban Chấp hành", "executive_committee", 1, 9)
    assert services.fix_list(actor=hall.secretary, contest=further).poll


def test_the_congress_may_stop_and_leave_a_place_empty():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    assert decide(hall, contest, "stop", 4, against=5).is_adopted is False
    assert rounds_of(contest).is_open
    assert decide(hall, contest, "stop", 5, against=4).seats == 0
    found = rounds_of(contest)
    assert (found.is_stopped, found.is_open) == (True, False)
    assert decide_refused(hall, contest, "next", 9, seats=1) == "elections.already_decided"
    assert decide_refused(hall, make_certified(hall, CLEAR), "next", 9, seats=1) == "elections.all_filled"
    with pytest.raises(IntegrityError), transaction.atomic():
        CongressDecision.objects.create(
            contest=contest, kind="next", seats=1, method="hands", in_favour=9, against=0, abstained=0, base=9, is_adopted=True
        )


def test_a_cell_after_three_rounds_without_a_secretary_is_left_to_the_superior():  # EL-15
    hall = make_hall()
    Placement.objects.filter(unit=hall.unit).update(kind="grassroots_cell")
    contest = make_certified(hall, [{1}] * 4 + [set()] * 5, NAMES[:1], elects="secretary", seats=1)
    for _round in (2, 3):
        further = decide(hall, contest, "next", 9, seats=1).opened
        services.fix_list(actor=hall.secretary, contest=further)
        make_counted(hall, Contest.objects.get(pk=further.pk), [{1}] * 4 + [set()] * 5)
        services.certify_result(actor=hall.head, contest=Contest.objects.get(pk=further.pk))
        contest = Contest.objects.get(pk=further.pk)
    assert decide_refused(hall, contest, "next", 9, seats=1) == "elections.appointment_due"
    page = signed_in(hall.secretary).get(reverse("elections:rounds", args=[contest.pk])).content.decode()
    assert ("cấp trên chỉ định" in page, "24-QĐ/TW" in page, "Lần 3" in page) == (True, True, True)
    assert decide(hall, contest, "stop", 9).is_adopted


def test_a_hold_stops_lists_and_rounds_until_the_superior_answered_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    standing = make_contest(hall, title="Bầu Ban Thường vụ", elects="standing_committee")
    assert refused(services.hold_elections, actor=hall.presidium, contest=standing, reason="x") == "elections.not_certified_yet"
    assert refused(services.hold_elections, actor=hall.presidium, contest=contest, reason=" ") == "elections.hold_needs_reason"
    services.hold_elections(actor=hall.presidium, contest=contest, reason="người dự kiến không trúng cử")
    for act, facts in (
        (services.open_contest, {"congress": hall.congress, "terms": make_terms()}),
        (services.fix_list, {"contest": standing}),
        (services.decide_further, {"contest": contest, "proposal": Proposal("next", 9, seats=1)}),
        (services.hold_elections, {"contest": contest, "reason": "x"}),
    ):
        assert refused(act, actor=hall.secretary, **facts) == "elections.on_hold"
    assert refused(services.resume_elections, actor=hall.presidium, contest=contest) == "elections.hold_order"
    services.report_hold(actor=hall.secretary, contest=contest, letter=Letter("07-BC/ĐCT", date(2020, 2, 1)))
    assert (
        refused(services.answer_hold, actor=hall.officer, contest=contest, letter=Letter("1", date(2020, 2, 1)))
        == "elections.answer_needs_words"
    )
    services.answer_hold(actor=hall.officer, contest=contest, letter=LETTER)
    services.resume_elections(actor=hall.presidium, contest=contest)
    assert (list(open_hold(hall.congress)), refused(services.resume_elections, actor=hall.presidium, contest=contest)) == (
        [],
        "elections.not_on_hold",
    )
    assert services.fix_list(actor=hall.secretary, contest=standing).poll is not None
    told = list(Entry.objects.filter(act="elections.hold_step_recorded").order_by("pk").values_list("facts", flat=True))
    assert told == [{"hold": 1, "step": step} for step in ("stopped", "reported", "answered", "resumed")]
    for stranger in (hall.outsider, hall.member, hall.viewer):
        with pytest.raises(Forbidden):
            services.hold_elections(actor=stranger, contest=contest, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldStep.objects.create(congress=hall.congress, contest=contest, hold=2, step="reported")


def make_stopped(hall, contest):
    """The elections stopped by the presidium after a result."""
    services.hold_elections(actor=hall.presidium, contest=contest, reason="người dự kiến không trúng cử")


def test_while_elections_stand_still_no_other_vote_is_printed_released_closed_or_certified_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    waiting = {name: make_fixed(hall, title=f"Bầu {name}").poll for name in ("in", "cho bầu")}
    counted = make_counted(hall, make_fixed(hall, title="Bầu đã đếm"), CLEAR)
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=waiting["cho bầu"])
    ballots.print_batch(actor=hall.head, poll=waiting["cho bầu"], copies=9)
    opening = ballots.Opening(reason="máy đã thử ở cuộc bầu trước")
    make_stopped(hall, contest)
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=waiting["in"])  # comparing a list gives nobody a vote
    issue = {"issued": 9, "spoiled": 0, "left_over": 0}
    zone = {"numbers": ballots.ZoneNumbers("Đoàn Một", 9, 9)}
    waits = [
        (ballots.print_batch, {"poll": waiting["in"], "copies": 9}),
        (ballots.release_poll, {"poll": waiting["cho bầu"], "opening": opening}),
        (ballots.record_issue, {"poll": waiting["cho bầu"], **issue}),
        (ballots.record_zone, {"poll": waiting["cho bầu"], **zone}),
    ]
    for act, facts in waits:
        assert refused(act, actor=hall.head, **facts) == "ballots.stopped"
    assert refused(services.certify_result, actor=hall.head, contest=counted) == "elections.on_hold"
    services.report_hold(actor=hall.secretary, contest=contest, letter=Letter("07-BC/ĐCT", date(2020, 2, 1)))
    with pytest.raises(RuleViolation) as told:
        ballots.print_batch(actor=hall.head, poll=waiting["in"], copies=9)
    stopped = open_hold(hall.congress)[0]
    assert told.value.message == (
        f"Bầu cử đang tạm dừng: {hall.presidium.full_name} ghi lúc {timezone.localtime(stopped.recorded_at):%H:%M, %d/%m/%Y}; "
        "đang chờ cấp trên trả lời. Bầu tiếp rồi mới làm việc này."
    )
    desk = signed_in(hall.head).get(reverse("ballots:desk", args=[waiting["in"].pk])).content.decode()
    assert ("Bầu cử đang tạm dừng" in desk, "đang chờ cấp trên trả lời" in desk) == (True, True)
    services.answer_hold(actor=hall.officer, contest=contest, letter=LETTER)
    services.resume_elections(actor=hall.presidium, contest=contest)
    for act, facts in waits:
        act(actor=hall.head, **facts)
    assert services.certify_result(actor=hall.head, contest=counted).digest
    told = Entry.objects.filter(act__startswith="ballots.poll_", cause__isnull=False, object__endswith=str(waiting["in"].pk))
    assert list(told.order_by("pk").values_list("act", flat=True)) == [
        "ballots.poll_opened", *["ballots.poll_stopped"] * 3, "ballots.poll_resumed",
    ]  # fmt: skip


def test_ballots_handed_out_before_the_stop_are_recorded_taken_out_and_read_meanwhile_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    poll = make_fixed(hall, title="Bầu đoàn đại biểu").poll
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=poll)
    ballots.print_batch(actor=hall.head, poll=poll, copies=9)
    ballots.release_poll(actor=hall.head, poll=poll, opening=ballots.Opening(reason="máy đã thử ở cuộc bầu trước"))
    make_stopped(hall, contest)
    desk = signed_in(hall.member).get(reverse("ballots:desk", args=[poll.pk])).content.decode()
    assert "Nếu đã phát trước khi tạm dừng thì ghi số đã phát" in desk
    act = {"actor": hall.member, "poll": poll}
    ballots.record_zone(**act, numbers=ballots.ZoneNumbers("Đoàn Một", 9, 9))
    ballots.record_issue(**act, issued=9, spoiled=0, left_over=0)
    ballots.record_issue(**act, issued=8, spoiled=1, left_over=0, reason="một tờ rách đã đổi")
    ballots.record_return(**act, returned=8)
    ballots.open_keyed_bundle(actor=hall.head, poll=poll, sheets=8)
    assert refused(ballots.close_count, actor=hall.head, poll=poll) == "ballots.cannot_close"


def test_ballots_already_cast_are_taken_out_and_read_but_not_closed_while_elections_stand_still_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    cast = make_printed(hall, make_fixed(hall, title="Bầu đoàn đại biểu"), 9, 2)
    make_stopped(hall, contest)
    ballots.open_keyed_bundle(actor=hall.head, poll=cast.poll, sheets=2)
    assert "ballots.stopped" in [found.code for found in closing_findings(Poll.objects.get(pk=cast.poll.pk))]
    assert refused(ballots.close_count, actor=hall.head, poll=cast.poll) == "ballots.cannot_close"


def write_as_before(actor, contest, step, **paper):
    """One step of a hold as it was written before its row named anybody: the journal alone knows who."""
    HoldStep.objects.create(congress=contest.congress, contest=contest, hold=1, step=step, **paper)
    record(actor, "elections.hold_step_recorded", contest, hold=1, step=step)


def test_a_hold_that_was_open_before_votes_knew_of_holds_stops_them_and_names_who_recorded_it_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    poll = make_fixed(hall, title="Bầu đoàn đại biểu").poll
    other = make_fixed(make_hall(), title="Bầu ở đại hội khác").poll
    write_as_before(hall.presidium, contest, "stopped", words="người dự kiến không trúng cử")
    import_module("daihoi.cycle.elections.migrations.0010_stopped_polls").stop_votes(apps, None)
    assert [(each.awaited, each.stopped_by) for each in Poll.objects.filter(pk__in=[poll.pk, other.pk]).order_by("opened_at")] == [
        ("reported", hall.presidium),
        ("", None),
    ]
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=poll)
    assert refused(ballots.print_batch, actor=hall.head, poll=poll, copies=9) == "ballots.stopped"
    services.report_hold(actor=hall.secretary, contest=contest, letter=Letter("07-BC/ĐCT", date(2020, 2, 1)))
    assert Poll.objects.get(pk=poll.pk).awaited == "answered"
    write_as_before(hall.secretary, contest, "answered", words="đồng ý", number="1", dated=date(2020, 2, 1), is_on_behalf=True)
    assert refused(services.resume_elections, actor=hall.secretary, contest=contest) == "elections.own_copy"
    services.resume_elections(actor=hall.presidium, contest=contest)
    assert ballots.print_batch(actor=hall.head, poll=poll, copies=9)


def test_letters_of_a_hold_come_in_the_order_of_their_days_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    make_stopped(hall, contest)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (
        refused(services.report_hold, actor=hall.secretary, contest=contest, letter=Letter("07", tomorrow)) == "elections.letter_in_future"
    )
    services.report_hold(actor=hall.secretary, contest=contest, letter=Letter("07-BC/ĐCT", date(2020, 2, 2)))
    assert refused(services.answer_hold, actor=hall.officer, contest=contest, letter=LETTER) == "elections.answer_before_report"
    services.answer_hold(actor=hall.officer, contest=contest, letter=replace(LETTER, dated=date(2020, 2, 2)))


def test_who_copied_the_reply_of_the_superior_does_not_resume_on_it_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    services.hold_elections(actor=hall.secretary, contest=contest, reason="người dự kiến không trúng cử")
    services.report_hold(actor=hall.secretary, contest=contest, letter=Letter("07-BC/ĐCT", date(2020, 2, 1)))
    assert services.answer_hold(actor=hall.secretary, contest=contest, letter=LETTER).is_on_behalf
    assert refused(services.resume_elections, actor=hall.secretary, contest=contest) == "elections.own_copy"
    services.resume_elections(actor=hall.presidium, contest=contest)


def test_a_hold_on_screen_one_step_after_the_other():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    presidium, officer = signed_in(hall.presidium), signed_in(hall.officer)
    page = reverse("elections:rounds", args=[contest.pk])
    step = lambda name: reverse("elections:hold", args=[contest.pk, name])  # noqa: E731  (four addresses of one kind)
    assert presidium.post(step("dung"), {"words": ""}).status_code == 422
    assert presidium.post(step("dung"), {"words": "người dự kiến không trúng cử"}).status_code == 302
    assert presidium.post(step("bao-cao"), {"number": "07-BC/ĐCT", "dated": "2020-02-01"}).status_code == 302
    assert "Đang chờ: cấp trên trả lời" in presidium.get(page).content.decode()
    assert presidium.post(step("tra-loi"), {"words": "đồng ý", "number": "1", "dated": "2020-02-01"}).status_code == 403
    assert officer.post(step("tra-loi"), {"words": "đồng ý", "number": "15-CV", "dated": "2020-02-01"}).status_code == 302
    assert officer.post(step("bau-tiep")).status_code == 403
    assert presidium.post(step("bau-tiep")).status_code == 302
    text = presidium.get(page).content.decode()
    assert ("15-CV" in text, "Đang tạm dừng." in text) == (True, False)
    assert signed_in(hall.outsider).get(page).status_code == 404
    answer = presidium.post(
        reverse("elections:follow", args=[contest.pk, "thoi"]), {"method": "ballot", "in_favour": "9", "against": "0", "abstained": "0"}
    )
    assert (answer.status_code, "thôi bầu, để khuyết" in presidium.get(page).content.decode()) == (302, True)


def test_a_reply_copied_from_the_letter_by_the_unit_below_is_marked_so_pr_16():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    marks = []
    for recorder in (hall.viewer, hall.officer):  # the officer of the unit itself, then the one of its superior
        services.hold_elections(actor=hall.presidium, contest=contest, reason="người dự kiến không trúng cử")
        services.report_hold(actor=hall.secretary, contest=contest, letter=Letter("07-BC/ĐCT", date(2020, 2, 1)))
        for number in ("", " "):
            bare = Letter(number, date(2020, 2, 1), "Bầu tiếp.")
            assert refused(services.answer_hold, actor=recorder, contest=contest, letter=bare) == "elections.letter_needs_number"
        with pytest.raises(Forbidden):
            services.answer_hold(actor=hall.outsider, contest=contest, letter=LETTER)
        marks.append(services.answer_hold(actor=recorder, contest=contest, letter=LETTER).is_on_behalf)
        services.resume_elections(actor=hall.presidium, contest=contest)
    assert marks == [True, False]
    told = list(
        Entry.objects.filter(act="elections.hold_step_recorded", facts__step="answered").order_by("pk").values_list("facts", flat=True)
    )
    assert told == [{"hold": 1, "step": "answered", "is_on_behalf": True}, {"hold": 2, "step": "answered"}]
    page = signed_in(hall.presidium).get(reverse("elections:rounds", args=[contest.pk])).content.decode()
    assert page.count("đơn vị ghi thay theo văn bản 15-CV/ĐU; cấp trên chưa tự ghi") == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldStep.objects.create(congress=hall.congress, contest=contest, hold=3, step="resumed", is_on_behalf=True)


def test_the_new_committee_elects_its_secretary_from_among_its_members_on_its_own_base():  # EL-14, EL-52
    hall = make_hall()
    committee = make_certified(hall, CLEAR)
    terms = make_terms(title="Bầu Bí thư", elects="secretary", seats=1, present=2, among=committee, voters=committee, suspended=1)
    contest = services.open_contest(actor=hall.secretary, congress=hall.congress, terms=terms)
    assert (contest.convened, contest.base, contest.suspended) == (3, 2, 1)
    facts = Entry.objects.filter(act="elections.contest_opened").order_by("pk").last().facts
    assert {name: facts[name] for name in ("base", "voters", "moved_away", "suspended")} == {
        "base": 2, "voters": str(committee.pk), "moved_away": 0, "suspended": 1,
    }  # fmt: skip
    outside = [Candidate(NAMES[0]), Candidate(NAMES[4])]
    assert refused(services.set_candidates, actor=hall.secretary, contest=contest, candidates=outside) == "elections.not_of_committee"
    early = make_contest(hall)
    for field in ("among", "voters"):
        found = refused(services.open_contest, actor=hall.secretary, congress=hall.congress, terms=make_terms(**{field: early}))
        assert found == "elections.committee_not_elected"
    too_many = make_terms(voters=committee, moved_away=2, suspended=2)
    assert refused(services.open_contest, actor=hall.secretary, congress=hall.congress, terms=too_many) == "base.negative"


def test_a_committee_that_grew_after_its_base_was_computed_is_counted_again():  # EL-46, EL-52
    hall = make_hall()
    committee = make_certified(hall, [{1, 2}] * 9)
    terms = make_terms(title="Bầu Bí thư", elects="secretary", seats=1, present=2, among=committee, voters=committee)
    contest = services.open_contest(actor=hall.secretary, congress=hall.congress, terms=terms)
    services.set_candidates(actor=hall.secretary, contest=contest, candidates=[Candidate(NAMES[0])])
    further = decide(hall, committee, "next", 9, seats=1).opened
    certified(hall, services.fix_list(actor=hall.secretary, contest=further), [{1}] * 9)
    assert refused(services.fix_list, actor=hall.secretary, contest=contest) == "elections.committee_changed"
    assert services.change_terms(actor=hall.secretary, contest=contest, terms=terms).base == 3
    services.fix_list(actor=hall.secretary, contest=contest)


def test_a_new_committee_votes_again_as_itself_and_its_minutes_say_so():  # EL-46, EL-52
    hall = make_hall()
    committee = make_certified(hall, CLEAR)
    terms = make_terms(title="Bầu Bí thư", elects="secretary", seats=1, present=3, among=committee, voters=committee)
    contest = services.open_contest(actor=hall.secretary, congress=hall.congress, terms=terms)
    people = [Candidate(name) for name in NAMES[:2]]
    services.set_candidates(actor=hall.secretary, contest=contest, candidates=people)
    result = certified(hall, services.fix_list(actor=hall.secretary, contest=contest), [{1}, {2}, {1, 2}]).result
    words = " ".join(str(block) for block in minutes_of_count(sitting_of(contest), count_of(result)).blocks)
    assert "hội nghị Ban Chấp hành do Đại hội" in words
    assert "do hội nghị quyết định" in words
    assert decide_refused(hall, contest, "next", 4, seats=1) == "elections.votes_over_base"
    further = decide(hall, contest, "next", 3, seats=1).opened
    assert (further.voters, further.among, further.base, further.round) == (committee, committee, 3, 2)


def test_the_secretary_ticks_the_members_who_stand_and_types_no_base():  # EL-52
    hall = make_hall()
    committee = make_certified(hall, CLEAR)
    client = signed_in(hall.secretary)
    page = reverse("elections:open_post", args=[committee.pk])
    for address in (reverse("elections:result", args=[committee.pk]), reverse("elections:open", args=[hall.congress.pk])):
        assert page in client.get(address).content.decode()
    typed = {"elects": "secretary", "title": "Bầu Bí thư", "seats": 1, "among": committee.pk, "moved_away": 1, "page_size": "A5"}
    answer = client.post(page, typed)
    contest = Contest.objects.get(title="Bầu Bí thư")
    assert answer.url == reverse("elections:contest", args=[contest.pk])
    assert (contest.convened, contest.base, contest.moved_away) == (3, 2, 1)
    assert client.get(reverse("elections:terms", args=[contest.pk])).status_code == 200
    client.post(reverse("elections:people", args=[contest.pk]), {"people": ["1", "2"]})
    listed = list(contest.candidates.values_list("name", flat=True))
    assert len(listed) == 2
    shown = client.get(answer.url).content.decode()
    assert shown.count("checked") == 2
    assert "Trừ người sinh hoạt tạm thời nơi khác" in shown
    assert client.get(reverse("elections:open_post", args=[contest.pk])).status_code == 404
    assert signed_in(hall.outsider).get(page).status_code == 404


def test_the_page_of_rounds_asks_as_often_with_three_contests_as_with_one():
    hall = make_hall()
    contest = make_certified(hall, [{1, 2}] * 9)
    client, page, asked = signed_in(hall.secretary), reverse("elections:rounds", args=[contest.pk]), []
    for more in (0, 2):
        for _each in range(more):
            make_contest(hall)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        asked.append(len(queries))
    assert asked[0] == asked[1]
