"""A second check that differs: nothing is certified before it is decided; a count is opened again beside its earlier tally."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest, RecheckStep
from daihoi.cycle.elections.queries.papers import count_of, sitting_of
from daihoi.cycle.elections.queries.rechecks import rechecks_of
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.models import Poll, Tally
from daihoi.foundation.journal.models import Entry
from daihoi.office.minutes import minutes_of_count
from daihoi.rules.errors import RuleViolation
from tests.cycle.elections.facts import CLEAR, make_certified, make_counted, make_fixed, make_hall, make_rechecked, read_bundle
from tests.make import signed_in

pytestmark = pytest.mark.django_db
CLOSE = [{1, 2, 3}] * 5 + [{1, 2, 4}] * 4  # Cường 5, Dung 4: one ballot more and another is elected
OTHER = [{1, 2, 3}] * 4 + [{1, 2, 4}] * 5


def refused(code, act, **arguments):
    with pytest.raises(RuleViolation) as caught:
        act(**arguments)
    assert caught.value.code == code


def again(contest):
    return Contest.objects.get(pk=contest.pk)


def printed(contest):
    """The words of the minutes of a contest."""
    found = again(contest)
    return " ".join(str(block) for block in minutes_of_count(sitting_of(found), count_of(found.result)).blocks)


def reopened(hall, contest):
    """A contest whose count was opened again: the board asked, the presidium decided."""
    services.ask_recount(actor=hall.head, contest=contest, words="một phiếu đọc sai")
    services.decide_recount(actor=hall.presidium, contest=contest, words="người trúng cử có thể khác")
    batch = again(contest).poll.batches.get(state="read")
    ballots.withdraw_batch(actor=hall.head, batch=batch, reason="đọc lại")
    return again(contest)


def test_a_count_with_another_winner_is_not_certified_before_it_is_counted_anew():
    hall = make_hall()
    contest = make_rechecked(hall, make_counted(hall, make_fixed(hall), CLOSE), 5)
    refused("elections.check_differs", services.certify_result, actor=hall.head, contest=contest)
    refused("elections.outcome_may_change", services.uphold_outcome, actor=hall.presidium, contest=contest, words="x")
    refused("elections.board_asks_first", services.decide_recount, actor=hall.presidium, contest=contest, words="x")
    refused("elections.recheck_needs_words", services.ask_recount, actor=hall.head, contest=contest, words=" ")
    for outsider in (hall.member, hall.presidium, hall.outsider):
        refused("authority.forbidden", services.ask_recount, actor=outsider, contest=contest, words="x")
    for outsider in (hall.head, hall.secretary, hall.outsider):
        refused("authority.forbidden", services.decide_recount, actor=outsider, contest=contest, words="x")
        refused("authority.forbidden", services.uphold_outcome, actor=outsider, contest=contest, words="x")
    contest = reopened(hall, contest)
    assert contest.poll.state == Poll.State.COUNTING
    refused("elections.not_counted", services.certify_result, actor=hall.head, contest=contest)
    read_bundle(hall, contest, OTHER, take=2)
    ballots.close_count(actor=hall.head, poll=contest.poll)
    refused("elections.recount_unchecked", services.certify_result, actor=hall.head, contest=contest)
    result = services.certify_result(actor=hall.head, contest=make_rechecked(hall, contest))
    first, second = Tally.objects.order_by("turn")
    assert (result.tally, result.outcome["elected"], first.result["elected"]) == (second, [1, 2, 4], [1, 2, 3])
    chain = [entry.act for entry in Entry.objects.order_by("seq") if "count_" in entry.act or "recheck" in entry.act]
    assert chain == [
        "ballots.count_closed",
        "elections.recheck_step_recorded",
        "elections.recheck_step_recorded",
        "ballots.count_reopened",
        "ballots.count_closed",
    ]
    assert Entry.objects.get(act="ballots.count_reopened").cause
    words = printed(contest)
    assert [words.count(each) for each in (first.digest, "thứ 2; các lần trước đã mở lại", "1 phiếu khác bản ghi: gạch người số 4")] == [
        1,
        1,
        1,
    ]
    assert "Cả ban kiểm phiếu đề nghị mở lại lúc " in words
    assert f"{hall.presidium.full_name} ghi, lý do: “người trúng cử có thể khác”." in words
    assert words.index("Khóa kiểm phiếu lần 1") < words.index("Cả ban kiểm phiếu đề nghị") < words.index("Khóa kiểm phiếu lần 2")
    assert words.index("Khóa kiểm phiếu lần 2") < words.index("Không phiếu nào khác bản ghi.")


def test_a_difference_that_elects_nobody_else_may_stand_by_a_decision_of_the_presidium():
    hall = make_hall()
    contest = make_rechecked(hall, make_counted(hall, make_fixed(hall), CLEAR), 9)
    refused("elections.check_differs", services.certify_result, actor=hall.head, contest=contest)
    refused("elections.recheck_needs_words", services.uphold_outcome, actor=hall.presidium, contest=contest, words="")
    services.uphold_outcome(actor=hall.presidium, contest=contest, words="một phiếu không đổi thứ tự")
    refused("elections.nothing_differs", services.uphold_outcome, actor=hall.presidium, contest=contest, words="x")
    refused("elections.nothing_differs", services.ask_recount, actor=hall.head, contest=contest, words="x")
    services.certify_result(actor=hall.head, contest=contest)
    words = printed(contest)
    assert "Kiểm lần hai thấy 1 phiếu khác bản ghi, không làm đổi người có tên dưới đây" in words
    assert words.count("Đoàn chủ tịch quyết định giữ kết quả lúc ") == 1


def test_as_many_differing_as_could_elect_another_do_not_stand():
    hall = make_hall()
    contest = make_rechecked(hall, make_counted(hall, make_fixed(hall), CLEAR), 1, 2, 3)
    found = rechecks_of(contest)[0]
    assert (found.last.differing, found.last.least_wrong, found.changes_nobody) == (3, 3, False)
    refused("elections.outcome_may_change", services.uphold_outcome, actor=hall.presidium, contest=contest, words="x")


def test_what_was_announced_waits_unsigned_and_is_opened_again_by_steps_of_its_own():
    hall = make_hall()
    contest = make_rechecked(hall, make_certified(hall, CLOSE), 5)
    refused("elections.check_differs", services.sign_minutes, actor=hall.head, result=contest.result, place="head")
    refused("elections.certified_not_reopened", services.ask_recount, actor=hall.head, contest=contest, words="x")
    assert (
        reverse("elections:reopening", args=[contest.pk])
        in signed_in(hall.head).get(reverse("elections:recheck", args=[contest.pk])).content.decode()
    )
    page = signed_in(hall.viewer).get(reverse("elections:result", args=[contest.pk])).content.decode()
    assert "Kiểm lần hai thấy 1 phiếu khác bản ghi." in page


def test_one_person_is_not_board_and_presidium():
    hall = make_hall()
    contest = make_rechecked(hall, make_counted(hall, make_fixed(hall), CLOSE), 5)
    services.ask_recount(actor=hall.head, contest=contest, words="x")
    refused("elections.recount_asked", services.ask_recount, actor=hall.head, contest=contest, words="x")
    asked = RecheckStep.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecheckStep.objects.create(contest=contest, check_row=asked.check_row, step="reopened", words="x", recorded_by=hall.head)


def test_head_and_presidium_decide_on_a_page_that_others_do_not_have():
    hall = make_hall()
    contest = make_rechecked(hall, make_counted(hall, make_fixed(hall), CLOSE), 5)
    page = reverse("elections:recheck", args=[contest.pk])
    act = {step: reverse("elections:recheck_step", args=[contest.pk, step]) for step in ("de-nghi", "mo-lai", "giu")}
    for other in (hall.member, hall.secretary, hall.viewer, hall.inspector, hall.outsider):
        assert (signed_in(other).get(page).status_code, signed_in(other).post(act["mo-lai"], {"words": "x"}).status_code) == (404, 404)
    head, presidium = signed_in(hall.head), signed_in(hall.presidium)
    desk = head.get(reverse("ballots:second_check", args=[contest.poll_id])).content.decode()
    link = f"{reverse('elections:of_poll', args=[contest.poll_id])}?to=recheck"
    assert (link in desk, head.get(link).url) == (True, page)
    assert page in presidium.get(reverse("elections:result", args=[contest.pk])).content.decode()
    assert "Cả ban kiểm phiếu đề nghị trước" in presidium.get(page).content.decode()
    assert presidium.post(act["giu"], {"words": "x"}).status_code == 422
    assert head.post(act["de-nghi"], {"words": ""}).status_code == 422
    assert head.post(act["de-nghi"], {"words": "một phiếu đọc sai"}).url == page
    assert "một phiếu đọc sai" in presidium.get(page).content.decode()
    assert presidium.post(act["mo-lai"], {"words": "đếm lại"}).url == page
    assert (again(contest).poll.state, "Kiểm phiếu đang mở." in presidium.get(page).content.decode()) == (Poll.State.COUNTING, True)


def test_a_difference_that_was_seen_holds_the_certification_before_the_check_is_recorded():
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    ballots.compare_sheets(actor=hall.member, poll=contest.poll, equal={1: True, 2: False})
    refused("elections.check_unfinished", services.certify_result, actor=hall.head, contest=contest)
    ballots.compare_sheets(actor=hall.member, poll=contest.poll, equal={2: True})
    services.certify_result(actor=hall.head, contest=contest)
    assert again(contest).result
