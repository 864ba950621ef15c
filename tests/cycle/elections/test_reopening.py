"""A count is opened again after its result was announced: by board and presidium until the minutes are signed, then by the superior's decision."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest, ReopeningStep, Result
from daihoi.cycle.elections.queries.contests import Phase, phase_of
from daihoi.cycle.elections.queries.hall import frame_of
from daihoi.evidence.verify import verify_bundle
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.journal.models import Entry
from daihoi.rules import reopening
from tests.cycle.elections.facts import CLEAR, make_certified, make_hall, make_rechecked, read_bundle
from tests.cycle.elections.test_rechecks import CLOSE, OTHER, again, printed, refused
from tests.make import signed_in

pytestmark = pytest.mark.django_db
PAPER = services.SuperiorDecision("Ban Thường vụ cấp trên", "15-QĐ/TU", date(2025, 1, 10))


def sign(hall, contest):
    for person, place in ((hall.head, "head"), (hall.presidium, "presidium")):
        services.sign_minutes(actor=person, result=again(contest).result, place=place)


def asked_and_decided(hall, contest):
    services.ask_reopening(actor=hall.head, contest=contest, words="một đại biểu khiếu nại")
    services.decide_reopening(actor=hall.presidium, contest=contest, words="đếm lại trước đại hội")


def counted_anew(hall, contest, choices):
    """The count that was opened again is read anew, closed, checked and announced."""
    poll = again(contest).poll
    ballots.withdraw_batch(actor=hall.head, batch=poll.batches.get(state="read"), reason="đọc lại")
    read_bundle(hall, again(contest), choices, take=2)
    ballots.close_count(actor=hall.head, poll=again(contest).poll)
    refused("elections.recount_unchecked", services.certify_result, actor=hall.head, contest=again(contest))
    return services.certify_result(actor=hall.head, contest=make_rechecked(hall, again(contest)))


def test_board_and_presidium_open_an_announced_count_again_and_both_results_stand_beside_each_other(tmp_path):
    hall = make_hall()
    contest = make_certified(hall, CLOSE)
    first = contest.result
    refused("elections.reopening_order", services.decide_reopening, actor=hall.presidium, contest=contest, words="x")
    refused("elections.recheck_needs_words", services.ask_reopening, actor=hall.head, contest=contest, words=" ")
    refused("elections.reopening_by_others", services.order_reopening, actor=hall.presidium, contest=contest, words="x", decision=PAPER)
    for outsider in (hall.member, hall.presidium, hall.secretary, hall.outsider):
        refused("authority.forbidden", services.ask_reopening, actor=outsider, contest=contest, words="x")
    for outsider in (hall.member, hall.head, hall.outsider):
        refused("authority.forbidden", services.decide_reopening, actor=outsider, contest=contest, words="x")
    asked_and_decided(hall, contest)
    found = again(contest)
    assert (found.result, phase_of(found), frame_of(found, timezone.now()).is_recount) == (None, Phase.COUNT, True)
    assert "Kết quả đang kiểm lại" in signed_in(hall.viewer).get(reverse("elections:hall", args=[contest.pk])).content.decode()
    refused("elections.result_reopened", services.sign_minutes, actor=hall.head, result=first, place="head")
    refused("elections.not_announced", services.ask_reopening, actor=hall.head, contest=found, words="x")
    refused(
        "elections.not_certified", services.evidence_bundle, actor=hall.head, contest_id=contest.pk, edition="sealed", out=tmp_path / "x"
    )
    second = counted_anew(hall, contest, OTHER)
    assert [row.outcome["elected"] for row in Result.objects.order_by("certified_at")] == [[1, 2, 3], [1, 2, 4]]
    assert again(contest).result == second
    words = printed(contest)
    assert f"mã kiểm chứng {first.digest}; kết quả ấy đã mở lại" in words
    assert "Cả ban kiểm phiếu đề nghị mở lại sau công bố lúc" in words
    assert f"{hall.presidium.full_name} ghi, lý do: “đếm lại trước đại hội”." in words
    page = signed_in(hall.viewer).get(reverse("elections:result", args=[contest.pk])).content.decode()
    assert (first.digest in page, second.digest in page, "đã mở lại" in page) == (True, True, True)
    out = tmp_path / "bundle.zip"
    services.evidence_bundle(actor=hall.head, contest_id=contest.pk, edition="sealed", out=out)
    told = verify_bundle(out)
    assert (told["ok"], told["digest"]) == (True, second.digest)
    journal = ZipFile(BytesIO(out.read_bytes())).read("journal.jsonl").decode()
    assert journal.count("elections.reopening_step_recorded") == 2
    assert Entry.objects.filter(act="ballots.count_reopened").get().cause


def test_signed_minutes_are_opened_again_by_the_superior_only_with_its_paper():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    sign(hall, contest)
    contest = again(contest)
    refused("elections.reopening_by_others", services.ask_reopening, actor=hall.head, contest=contest, words="x")
    refused("elections.reopening_by_others", services.decide_reopening, actor=hall.presidium, contest=contest, words="x")
    refused("elections.reopening_order", services.carry_out_order, actor=hall.head, contest=contest, words="x")
    facts = {"actor": hall.presidium, "contest": contest, "words": "khiếu nại đúng"}
    refused("elections.order_needs_paper", services.order_reopening, **facts, decision=services.SuperiorDecision(" ", "", PAPER.dated))
    late = services.SuperiorDecision("x", "1", timezone.localdate() + timedelta(days=1))
    refused("elections.letter_in_future", services.order_reopening, **facts, decision=late)
    refused("authority.forbidden", services.order_reopening, **facts | {"actor": hall.head}, decision=PAPER)
    services.order_reopening(**facts, decision=PAPER)
    refused("elections.reopening_step_once", services.order_reopening, **facts, decision=PAPER)
    services.carry_out_order(actor=hall.head, contest=contest, words="thi hành")
    told = Entry.objects.filter(act="elections.reopening_step_recorded").order_by("seq").first().facts
    assert (told["step"], told["number"], told["dated"], "words" in told) == ("ordered", "15-QĐ/TU", "2025-01-10", False)
    counted_anew(hall, contest, CLEAR)
    assert "Ban Thường vụ cấp trên, số 15-QĐ/TU ngày 10/01/2025" in printed(contest)
    sign(hall, contest)
    assert phase_of(Contest.objects.get(pk=contest.pk)) == Phase.SIGNED


def test_who_may_open_again_is_data_that_says_it_is_not_confirmed(monkeypatch):
    known = reopening.setting()
    assert (known.until_signed, known.once_signed, known.confirmed) == ("board_and_presidium", "superior", False)
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    monkeypatch.setattr(
        "daihoi.cycle.elections.queries.reopenings.setting",
        lambda: reopening.Setting(reopening.Way.SUPERIOR, reopening.Way.NOBODY, "x", confirmed=False),
    )
    refused("elections.reopening_by_others", services.ask_reopening, actor=hall.head, contest=contest, words="x")
    sign(hall, contest)
    refused("elections.reopening_by_others", services.order_reopening, actor=hall.presidium, contest=contest, words="x", decision=PAPER)


def test_the_database_keeps_steps_by_two_people_and_with_their_paper():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    services.ask_reopening(actor=hall.head, contest=contest, words="x")
    facts = {"result": contest.result, "words": "x"}
    for wrong in (
        {"step": "reopened", "recorded_by": hall.head},
        {"step": "ordered", "recorded_by": hall.presidium},
        {"step": "reopened", "recorded_by": hall.presidium, "words": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReopeningStep.objects.create(**facts | wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReopeningStep.objects.update(words="y")


def test_head_and_presidium_walk_the_steps_on_a_page_that_others_do_not_have():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    page = reverse("elections:reopening", args=[contest.pk])
    act = {step: reverse("elections:reopening_step", args=[contest.pk, step]) for step in ("de-nghi", "quyet-dinh", "cap-tren")}
    for other in (hall.member, hall.secretary, hall.outsider):
        assert (signed_in(other).get(page).status_code, signed_in(other).post(act["de-nghi"], {"words": "x"}).status_code) == (404, 404)
    head, presidium = signed_in(hall.head), signed_in(hall.presidium)
    assert page in head.get(reverse("elections:result", args=[contest.pk])).content.decode()
    assert "chưa có văn bản xác nhận" in presidium.get(page).content.decode()
    assert head.post(act["de-nghi"], {"words": ""}).status_code == 422
    assert head.post(act["de-nghi"], {"words": "khiếu nại"}).url == page
    assert presidium.post(act["cap-tren"], {"words": "x"}).status_code == 422
    assert presidium.post(act["quyet-dinh"], {"words": "đếm lại"}).url == page
    assert "Kết quả đang kiểm lại" in head.get(page).content.decode()
    shown = signed_in(hall.viewer).get(reverse("elections:result", args=[contest.pk])).content.decode()
    assert "Kết quả đã công bố đang kiểm lại" in shown
