"""Submissions, letters in bulk, the quick result, units that went on the way (DR-07, EL-48, EL-49, PR-05, PR-12, PR-13, RP-07)."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.models import ApprovalBatch, Decision, ResultDraft, SentResult, StageEvent, Submission
from daihoi.cycle.congresses.readiness import pending
from daihoi.cycle.congresses.services import Letters, Paper
from daihoi.cycle.tracking.gates import answers
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.services import close_unit, merge_units
from daihoi.foundation.registers.services import take_numbers
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from tests.cycle.congresses.facts import make_congress, make_old_unit, make_round
from tests.make import make_cause, make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2020, 5, 4)
LETTERS = Letters(body="TU", kind="CV", on=DAY, signer_title="Phó Bí thư", place="Cao Lãnh")


@pytest.fixture
def congresses(province, officer):
    round_ = make_round(province, officer=officer)
    units = [make_old_unit(code, superior=province, kind="grassroots_committee") for code in "ABC"]
    return [make_congress(unit, round_, officer=officer) for unit in units]


def submit(officer, congress, matter="contents", on=date(2020, 4, 20)):
    return services.submit(actor=officer, congress=congress, matter=matter, paper=Paper(on, "7-TTr/ĐU", source=1))


def refused(wanted, act, **given):
    with pytest.raises(RuleViolation) as violation:
        act(**given)
    assert violation.value.code == wanted


def test_a_submission_waits_is_returned_with_reasons_and_comes_again(officer, province, congresses):
    first = submit(officer, congresses[0])
    refused("submission.waiting", submit, officer=officer, congress=congresses[0])
    refused("submission.returned_without_reason", services.return_submission, actor=officer, submission=first, on=DAY, reason="")
    services.return_submission(actor=officer, submission=first, on=DAY, reason="thiếu đề án nhân sự")
    refused("submission.answered", services.return_submission, actor=officer, submission=first, on=DAY, reason="lại")
    assert list(pending(province, "contents")) == []
    second = submit(officer, congresses[0])
    assert list(pending(province, "contents")) == [second]
    services.approve_many(actor=officer, superior=province, submissions=[second], letters=LETTERS)
    refused("submission.approved", submit, officer=officer, congress=congresses[0])
    refused("submission.in_the_future", submit, officer=officer, congress=congresses[1], on=timezone.localdate() + timedelta(days=1))
    assert StageEvent.objects.get(congress=congresses[0], stage="contents_approved").happened_on == DAY


def test_the_unit_itself_does_not_approve_what_it_submitted(congresses):
    own = make_user(role="organization_officer", unit=congresses[0].unit)
    row = submit(own, congresses[0])
    with pytest.raises(Forbidden):
        services.approve_many(actor=own, superior=congresses[0].unit.placements.get().superior, submissions=[row], letters=LETTERS)
    with pytest.raises(Forbidden):
        services.return_submission(actor=own, submission=row, on=DAY, reason="x")
    with pytest.raises(Forbidden):
        submit(make_outsider(), congresses[1])


def test_many_letters_go_out_in_one_act_with_numbers_in_a_row_and_named_exceptions(officer, province, congresses):
    rows = [submit(officer, each) for each in congresses]
    held = {str(rows[1].pk): "chờ bổ sung"}
    before = Entry.objects.filter(act="congresses.approved").count()
    letters = Letters("TU", "CV", DAY, held_back=held)
    batch = services.approve_many(actor=officer, superior=province, submissions=rows, letters=letters)
    assert list(Decision.objects.order_by("number__number").values_list("document", flat=True)) == ["01-CV/TU", "02-CV/TU"]
    assert batch.exceptions == [{"congress": str(congresses[1].pk), "why": "chờ bổ sung"}]
    assert Entry.objects.filter(act="congresses.approved").count() == before + 1
    everything = Letters("TU", "CV", DAY, held_back={str(rows[1].pk): "chờ"})
    refused("approval.nothing", services.approve_many, actor=officer, superior=province, submissions=[rows[1]], letters=everything)
    mixed = [rows[1], submit(officer, congresses[1], "results")]
    refused("approval.mixed", services.approve_many, actor=officer, superior=province, submissions=mixed, letters=letters)
    foreign = make_old_unit("Q", kind="central_sub")
    other = make_user(role="organization_officer", unit=foreign)
    refused("approval.not_below", services.approve_many, actor=other, superior=foreign, submissions=[rows[1]], letters=LETTERS)
    late = Letters("TU", "CV", timezone.localdate() + timedelta(days=1))
    refused("approval.in_the_future", services.approve_many, actor=officer, superior=province, submissions=[rows[1]], letters=late)


def test_letters_dated_before_a_recorded_stage_are_confirmed_for_all_pr_02(officer, province, congresses):
    rows = [submit(officer, each) for each in congresses]
    for each in congresses[:2]:
        services.record_stage(actor=officer, congress=each, stage=Stage.prepared, happened_on=date(2020, 4, 10))
    early = Letters("TU", "CV", date(2020, 4, 9), signer_title="Phó Bí thư")
    refused("day.unlikely", services.approve_many, actor=officer, superior=province, submissions=rows, letters=early)
    client, page = signed_in(officer), reverse("congresses:waiting", args=["contents"])
    typed = {"on": "09/04/2020", "body": "TU", "kind": "CV", "go": [str(row.pk) for row in rows]}
    asked = client.post(page, typed)
    assert (asked.status_code, "2 ngày trái với điều đã biết: A: 09/04/2020 trước mốc" in asked.content.decode()) == (422, True)
    assert client.post(page, typed | {"confirmed": "contents:2020-04-09"}).status_code == 302
    facts = Entry.objects.get(act="congresses.approved").facts
    assert (facts["letters"], facts["confirmed"], facts["confirmed_days"]) == (3, ["earlier"], 2)


def test_a_result_handed_in_before_the_congress_was_held_is_confirmed_pr_02(officer, congresses):
    services.record_stage(actor=officer, congress=congresses[0], stage=Stage.held, happened_on=date(2020, 5, 5))
    refused("day.unlikely", submit, officer=officer, congress=congresses[0], matter="results")
    paper = Paper(date(2020, 4, 20), is_confirmed=True)
    services.submit(actor=officer, congress=congresses[0], matter="results", paper=paper)
    assert StageEvent.objects.get(stage="results_reported").happened_on == date(2020, 4, 20)


def test_the_numbers_go_on_from_letters_written_elsewhere(officer, province, congresses):
    take_numbers(cause=make_cause(), unit=province, body="TU", kind="CV", on=DAY, abstracts=["thư khác"] * 34)
    services.approve_many(actor=officer, superior=province, submissions=[submit(officer, congresses[0])], letters=LETTERS)
    assert Decision.objects.get().document == "35-CV/TU"


def test_bulk_costs_statements_by_portion_and_not_by_letter(officer, province, congresses):
    def cost(rows):
        with CaptureQueriesContext(connection) as queries:
            services.approve_many(actor=officer, superior=province, submissions=rows, letters=LETTERS)
        return len([each for each in queries if each["sql"].startswith("INSERT")])

    take_numbers(cause=make_cause(), unit=province, body="TU", kind="CV", on=DAY, abstracts=["thư đầu dãy"])
    one, three = cost([submit(officer, congresses[0])]), cost([submit(officer, each) for each in congresses[1:]])
    assert one == three


def test_the_waiting_list_issues_and_hands_out_letters_one_by_one_and_together(officer, province, congresses):
    for each in congresses:
        submit(officer, each)
    client = signed_in(officer)
    url = reverse("congresses:waiting", args=["contents"])
    page = client.get(url)
    assert (page.status_code, len(page.context["rows"])) == (200, 3)
    assert client.get(reverse("congresses:waiting", args=["khac"])).status_code == 404
    going = [str(row.pk) for row in Submission.objects.all()[:2]]
    left = str(Submission.objects.last().pk)
    typed = {"on": "04/05/2020", "body": "TU", "kind": "CV", "signer_title": "Phó Bí thư", "place": "Cao Lãnh"}
    assert client.post(url, typed | {"go": []}).status_code == 422
    answer = client.post(url, typed | {"go": going, f"why-{left}": "chờ văn kiện"}, follow=True)
    assert "chờ văn kiện" in answer.content.decode()
    batch = ApprovalBatch.objects.get()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(reverse("congresses:letters", args=[batch.pk])).streaming_content)))
    assert sorted(archive.namelist()) == ["docx/0001.docx", "docx/0002.docx", "pdf/0001.pdf", "pdf/0002.pdf"]
    words = "\n".join(each.text for each in Document(io.BytesIO(archive.read("docx/0001.docx"))).paragraphs)
    assert "Kính gửi: Đơn vị A" in words
    decision = Decision.objects.order_by("number__number").first()
    assert client.get(reverse("congresses:letter", args=[decision.pk, "pdf"])).content[:4] == b"%PDF"
    stranger = signed_in(make_outsider())
    assert [stranger.get(reverse(f"congresses:{name}", args=[batch.pk])).status_code for name in ("batch", "letters")] == [404, 404]
    assert stranger.get(reverse("congresses:letter", args=[decision.pk, "pdf"])).status_code == 404
    clerk = signed_in(make_user(role="unit_clerk", unit=congresses[0].unit))
    assert clerk.get(url).status_code == 403
    shown = clerk.get(reverse("congresses:detail", args=[decision.submission.congress_id])).content.decode()
    assert "Đồng ý ngày 04/05/2020, 01-CV/TU" in shown


def test_a_result_submitted_is_reported_and_then_ratified(officer, province, congresses):
    row = submit(officer, congresses[0], "results")
    assert StageEvent.objects.get(congress=congresses[0], stage="results_reported").source == 1
    services.approve_many(actor=officer, superior=province, submissions=[row], letters=Letters("TU", "QĐ", DAY))
    assert StageEvent.objects.filter(congress=congresses[0], stage="results_approved").exists()
    client = signed_in(officer)
    returned = submit(officer, congresses[1], "results")
    url = reverse("congresses:return", args=[congresses[1].pk, "results"])
    assert client.post(url, {"on": "04/05/2020", "reason": ""}).status_code == 422
    client.post(url, {"on": "04/05/2020", "reason": "thiếu biên bản"})
    assert (returned.decision.reason, client.get(reverse("congresses:return", args=[congresses[2].pk, "results"])).status_code) == (
        "thiếu biên bản", 404,
    )  # fmt: skip


FACTS = {
    "held_on": "20/06/2020", "convened": "120", "present": "118", "seats": "15", "candidates": "17", "elected": "15", "rounds": "1",
    "reelected": "11", "first_time": "4", "women": "3", "average_age": "44,5", "secretary": "reelected",
}  # fmt: skip


def test_the_quick_result_saves_itself_field_by_field_and_sends_once(officer, congresses):
    clerk = signed_in(make_user(role="unit_clerk", unit=congresses[0].unit))
    url = reverse("congresses:result", args=[congresses[0].pk])
    page = clerk.get(url)
    assert (page.status_code, len(page.content) < 60_000) == (200, True)
    for code, value in FACTS.items():
        answer = clerk.post(reverse("congresses:field", args=[congresses[0].pk, code]), {code: value})
        assert (answer.status_code, len(answer.content) < 1500) == (200, True)
    bad = clerk.post(reverse("congresses:field", args=[congresses[0].pk, "women"]), {"women": "5.40"})
    assert (bad.status_code, "không rõ là số nào" in bad.content.decode()) == (422, True)
    assert clerk.post(reverse("congresses:field", args=[congresses[0].pk, "khac"]), {"khac": "1"}).status_code == 404
    entries = Entry.objects.count()
    clerk.post(reverse("congresses:field", args=[congresses[0].pk, "women"]), {"women": "3"})
    assert Entry.objects.count() == entries
    clerk.post(url, {"send": "1"})
    sent = SentResult.objects.get()
    assert (sent.facts["seats"], sent.facts["held_on"], sent.facts["average_age"]) == (15, "2020-06-20", "44.5")
    assert StageEvent.objects.get(congress=congresses[0], stage="held").happened_on == date(2020, 6, 20)
    again = services.send_result(actor=officer, congress=congresses[0])
    assert (again.pk, SentResult.objects.count(), sent.receipt in clerk.get(url).content.decode()) == (sent.pk, 1, True)
    services.save_field(actor=officer, congress=congresses[0], code="women", value=4)
    newer = services.send_result(actor=officer, congress=congresses[0])
    assert (newer.replaces, newer.receipt != sent.receipt) == (sent, True)


def test_a_quick_result_tells_the_recorded_day_and_an_unlikely_one_is_confirmed_pr_02(officer, congresses):
    client, congress = signed_in(officer), congresses[0]
    url = reverse("congresses:result", args=[congress.pk])
    asked = client.post(url, FACTS | {"held_on": "01/02/2020", "send": "1"})
    assert (asked.status_code, "trước ngày đợt bắt đầu (02/03/2020)" in asked.content.decode(), SentResult.objects.count()) == (
        422,
        True,
        0,
    )
    assert client.post(url, FACTS | {"held_on": "01/02/2020", "confirmed": "2020-02-01"}).status_code == 302
    event, row = StageEvent.objects.get(stage="held"), SentResult.objects.get()
    assert (event.happened_on, row.facts["held_on"], quick_gate(congress)) == (date(2020, 2, 1), "2020-02-01", (True, row.receipt))
    services.correct_stage(actor=officer, event=event, happened_on=date(2020, 6, 20), reason="ghi nhầm")
    assert quick_gate(congress) == (False, "20/06/2020")
    services.save_field(actor=officer, congress=congress, code="women", value=4)
    refused("quick.held_differs", services.send_result, actor=officer, congress=congress)
    asked = client.post(url, FACTS | {"held_on": "03/03/2019", "send": "1"})
    text = asked.content.decode()
    assert (asked.status_code, "họp ngày 03/03/2019, nhưng mốc “Đại hội” đã ghi ngày 20/06/2020" in text) == (422, True)
    assert client.post(url, FACTS | {"send": "1"}).status_code == 302
    assert quick_gate(congress) == (True, SentResult.objects.get(replaced_by=None).receipt)


def quick_gate(congress):
    """Whether the gate of the quick result is met, and the receipt or day it names."""
    answer = next(each for each in answers(congress, Stage.results_reported, DAY) if each.code == "quick")
    return answer.is_met, answer.what.rstrip(")").replace("(", " ").split()[-1]


def test_a_quick_result_that_does_not_add_up_is_not_sent(officer, congresses):
    client = signed_in(officer)
    url = reverse("congresses:result", args=[congresses[0].pk])
    answer = client.post(url, FACTS | {"women": "16", "convened": "", "send": "1"})
    text = answer.content.decode()
    assert (answer.status_code, "còn 2 chỗ phải sửa" in text, "Chưa có: Triệu tập" in text) == (422, True, True)
    assert client.post(url, FACTS | {"average_age": "45.55"}).status_code == 422
    assert client.post(url, {"secretary": "khac"}).status_code == 422
    assert SentResult.objects.count() == 0
    with pytest.raises(Forbidden):
        services.save_field(actor=make_outsider(), congress=congresses[0], code="women", value=1)
    with pytest.raises(Forbidden):
        services.send_result(actor=make_outsider(), congress=congresses[0])
    refused("quick.unknown_field", services.save_field, actor=officer, congress=congresses[0], code="khac", value=1)


def test_structure_of_a_branch_counts_the_newest_results_only(officer, congresses):
    for number, congress in enumerate(congresses[:2]):
        for code, value in {"held_on": "2020-06-20", "convened": 90, "present": 88, "seats": 15, "candidates": 17, "elected": 14}.items():
            services.save_field(actor=officer, congress=congress, code=code, value=value)
        services.save_field(actor=officer, congress=congress, code="women", value=3 + number)
        services.send_result(actor=officer, congress=congress)
    services.save_field(actor=officer, congress=congresses[0], code="women", value=5)
    services.send_result(actor=officer, congress=congresses[0])
    client = signed_in(officer)
    page = client.get(reverse("congresses:structure"), {"unit": "P"})
    lines = {line.title: (line.number, line.part) for line in page.context["lines"]}
    assert (lines["Trúng cử cấp ủy"], lines["Nữ"], lines["Đơn vị bầu thiếu"]) == ((28, ""), (9, "32.14"), (2, "100.00"))
    assert (lines["Dưới 40 tuổi"], lines["Số dư trong danh sách bầu"]) == ((None, ""), (4, "13.33"))
    assert client.get(reverse("congresses:structure"), {"unit": "P", "as": "xlsx"}).content[:2] == b"PK"


def test_a_certified_election_fills_the_quick_result_and_typing_overrides_it(officer, congresses):
    services.prefill_result(cause=make_cause(), congress=congresses[0], facts={"seats": 15, "elected": 15, "unknown": 1, "rounds": None})
    draft = ResultDraft.objects.get()
    assert (draft.facts, draft.given) == ({"seats": 15, "elected": 15}, ["elected", "seats"])
    assert "từ kết quả bầu cử" in signed_in(officer).get(reverse("congresses:result", args=[congresses[0].pk])).content.decode()
    services.save_field(actor=officer, congress=congresses[0], code="seats", value=14)
    assert ResultDraft.objects.get().given == ["elected"]


def test_units_that_merged_or_closed_on_the_way_are_listed_with_where_they_went(officer, congresses):
    merge_units(actor=officer, absorbing=congresses[0].unit, absorbed=[congresses[1].unit], on=date(2020, 6, 1))
    close_unit(actor=officer, unit=congresses[2].unit, on=date(2020, 6, 2))
    client = signed_in(officer)
    text = " ".join(client.get(reverse("congresses:list"), {"unit": "P", "state": "gone"}).content.decode().split())
    assert "sáp nhập vào Đơn vị A ngày 01/06/2020" in text
    assert "giải thể ngày 02/06/2020" in text
    assert "sáp nhập vào Đơn vị A ngày 01/06/2020" in client.get(reverse("congresses:detail", args=[congresses[1].pk])).content.decode()


def test_the_list_keeps_pilots_and_numbers_of_contents(officer, congresses):
    services.mark_pilot(actor=officer, congress=congresses[0], pilot=True)
    services.set_contents(actor=officer, congress=congresses[1], contents=2, reason="mới sáp nhập")
    client = signed_in(officer)

    def names(**asked):
        return [row.name for row in client.get(reverse("congresses:list"), {"unit": "P"} | asked).context["page"]]

    assert (names(pilot="1"), names(contents="2"), len(names(contents="9"))) == (["Đơn vị A"], ["Đơn vị B"], 3)
    text = client.get(reverse("congresses:detail", args=[congresses[1].pk])).content.decode()
    assert "tiếp tục lãnh đạo" in text
    assert "Bầu cấp ủy" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_waiting_list_asks_the_same_questions_for_any_length(officer, congresses, rows, django_assert_num_queries):
    for each in congresses[:rows]:
        submit(officer, each)
    client = signed_in(officer)
    client.get(reverse("congresses:waiting", args=["results"]))
    with django_assert_num_queries(14):
        client.get(reverse("congresses:waiting", args=["contents"]))


def test_a_stage_records_how_it_became_known(officer, congresses):
    services.record_stage(actor=officer, congress=congresses[0], stage=Stage.prepared, happened_on=DAY, source=1)
    assert StageEvent.objects.get(stage="prepared").get_source_display() == "qua điện thoại"
