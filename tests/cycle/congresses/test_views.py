"""Screens of congresses: owner, colleague, outsider; 1 and 3 rows, the same number of queries."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daihoi.cycle.congresses.models import Congress, PlannedDate, Round, StageEvent
from daihoi.cycle.congresses.services import record_stage
from daihoi.rules.stages import Stage
from tests.cycle.congresses.facts import bring, make_congress, make_old_unit, make_round
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(province):
    return make_old_unit("A", superior=province, kind="grassroots_committee")


@pytest.fixture
def round_(province, officer):
    return make_round(province, officer=officer)


@pytest.fixture
def congress(commune, round_, officer):
    return make_congress(commune, round_, officer=officer, form="delegate_congress", ordinal=12)


def pages(congress):
    """The pages of one congress."""
    names = ("detail", "plan", "stage", "kind", "rules")
    return [reverse(f"congresses:{name}" if name != "stage" else "tracking:stage", args=[congress.pk]) for name in names] + [
        reverse("congresses:correct", args=[congress.pk, congress.events.get().pk])
    ]


def test_the_owner_opens_every_page(officer, congress):
    client = signed_in(officer)
    assert [client.get(page).status_code for page in pages(congress)] == [200] * 6


def test_a_viewer_reads_and_does_not_act(province, congress):
    client = signed_in(make_user(role="viewer", unit=province))
    assert [client.get(page).status_code for page in pages(congress)] == [200, 403, 403, 403, 200, 403]
    assert "Ghi mốc" not in client.get(pages(congress)[0]).content.decode()


def test_the_outsider_finds_nothing(congress):
    client = signed_in(make_outsider())
    assert [client.get(page).status_code for page in pages(congress)] == [404] * 6
    assert client.get(reverse("congresses:list"), {"unit": "A"}).status_code == 404
    assert client.get(reverse("congresses:call", args=[congress.round.code, congress.unit_id])).status_code == 404


def test_nobody_comes_in_without_signing_in(client, congress):
    assert {client.get(page).status_code for page in [*pages(congress), reverse("congresses:list"), reverse("congresses:import")]} == {302}


def test_the_page_names_the_congress_and_its_next_step(officer, congress):
    text = signed_in(officer).get(reverse("congresses:detail", args=[congress.pk])).content.decode()
    assert "Đại hội đại biểu Đơn vị A lần thứ XII" in text
    assert 'aria-current="step"' in text
    assert reverse("elections:panel", args=[congress.pk]) in text
    assert "Ghi mốc “Chuẩn bị”" in text


def test_a_stage_is_recorded_with_the_day_it_happened(officer, congress):
    client = signed_in(officer)
    page = reverse("tracking:stage", args=[congress.pk])
    answer = client.post(page, {"stage": "held", "happened_on": "20/06/2020", "reason": "qua điện thoại"}, follow=True)
    assert StageEvent.objects.get(stage="held").happened_on == date(2020, 6, 20)
    assert "Còn nợ các mốc trước: Chuẩn bị, Duyệt nội dung" in answer.content.decode()
    refused = client.post(page, {"stage": "held", "happened_on": "21/06/2020"})
    assert (refused.status_code, "đã ghi ngày 20/06/2020" in refused.content.decode()) == (422, True)


def test_a_date_is_planned_and_moved_with_a_reason(officer, congress):
    client = signed_in(officer)
    page = reverse("congresses:plan", args=[congress.pk])
    assert client.post(page, {"planned": "01/06/2020"}).status_code == 302
    refused = client.post(page, {"planned": "15/06/2020"})
    assert (refused.status_code, "phải có lý do" in refused.content.decode(), PlannedDate.objects.count()) == (422, True, 1)
    assert client.post(page, {"planned": "15/06/2020", "reason": "dịch bệnh"}).status_code == 302
    text = client.get(reverse("congresses:detail", args=[congress.pk])).content.decode()
    assert "dịch bệnh" in text
    assert "Dự kiến họp ngày 15/06/2020" in text


def test_an_unlikely_day_is_asked_for_a_second_time_with_its_facts_pr_02(officer, congress):
    client, page = signed_in(officer), reverse("tracking:stage", args=[congress.pk])
    typed = {"stage": "held", "happened_on": "01/01/2019"}
    asked = client.post(page, typed)
    text = asked.content.decode()
    assert (asked.status_code, StageEvent.objects.filter(stage="held").exists()) == (422, False)
    facts = "trước ngày của chỉ thị (30/05/2019), trước ngày đợt bắt đầu (02/03/2020), trước mốc “Triệu tập” (12/02/2020)"
    assert (facts in text, 'name="confirmed" value="held:2019-01-01"' in text) == (True, True)
    other = client.post(page, typed | {"happened_on": "02/01/2019", "confirmed": "held:2019-01-01"})
    assert (other.status_code, 'value="held:2019-01-02"' in other.content.decode()) == (422, True)
    assert client.post(page, typed | {"confirmed": "held:2019-01-01"}).status_code == 302
    assert StageEvent.objects.get(stage="held").happened_on == date(2019, 1, 1)


def test_a_day_outside_the_round_is_planned_after_a_second_press(officer, congress):
    client, page = signed_in(officer), reverse("congresses:plan", args=[congress.pk])
    for day, confirmed, fact in (
        ("01/01/1999", "planned:1999-01-01", "trước ngày đợt bắt đầu (02/03/2020)"),
        ("01/07/2020", "planned:2020-07-01", "sau hạn của đợt (30/06/2020)"),
    ):
        asked = client.post(page, {"planned": day, "reason": "x"})
        assert (asked.status_code, fact in asked.content.decode()) == (422, True)
        assert client.post(page, {"planned": day, "reason": "x", "confirmed": confirmed}).status_code == 302


def test_a_stage_is_corrected_and_the_old_line_stays(officer, congress):
    event = record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 20))
    client = signed_in(officer)
    client.post(reverse("congresses:correct", args=[congress.pk, event.pk]), {"happened_on": "21/06/2020", "reason": "ghi nhầm"})
    assert list(StageEvent.objects.filter(stage="held").values_list("happened_on", "reason")) == [
        (date(2020, 6, 20), ""),
        (date(2020, 6, 21), "ghi nhầm"),
    ]


def test_kind_and_contents_are_set_together(officer, congress):
    page = reverse("congresses:kind", args=[congress.pk])
    client = signed_in(officer)
    assert client.post(page, {"pilot": "on", "contents": "3"}).status_code == 422
    assert client.post(page, {"pilot": "on", "contents": "3", "reason": "khó nhân sự"}).status_code == 302
    congress.refresh_from_db()
    assert (congress.pilot, congress.contents) == (True, 3)


def test_a_congress_is_called_from_the_list(officer, commune, round_):
    client = signed_in(officer)
    page = reverse("congresses:call", args=[round_.code, commune.pk])
    assert page in client.get(reverse("congresses:list"), {"unit": "P"}).content.decode()
    answer = client.post(page, {"called_on": "12/02/2020", "form": "member_congress", "contents": "4"})
    assert (answer.status_code, Congress.objects.get().unit) == (302, commune)


def test_the_sheet_of_rules_lists_what_the_congress_adopts_pr_27(officer, congress):
    text = signed_in(officer).get(reverse("congresses:rules", args=[congress.pk])).content.decode()
    assert "Những điều đại hội tự thông qua" in text
    assert "☐" in text


def test_a_round_is_opened_on_screen(officer, province):
    client = signed_in(officer)
    typed = {
        "code": "moi-2025",
        "directive": "45-CT/TW",
        "directive_date": "14/04/2025",
        "level": "grassroots",
        "kinds": ["grassroots_cell"],
        "term": "2025-2030",
        "starts": "01/05/2025",
        "deadline": "30/06/2025",
        "charter": "dcsvn-2025",
    }
    assert client.post(reverse("congresses:open_round"), typed | {"deadline": "01/04/2025"}).status_code == 422
    assert client.post(reverse("congresses:open_round"), typed).status_code == 302
    assert (Round.objects.get().term, "moi-2025" in client.get(reverse("congresses:rounds")).content.decode()) == ("2025-2030", True)


def test_a_viewer_opens_no_round_and_imports_nothing(province, round_):
    client = signed_in(make_user(role="viewer", unit=province))
    assert [client.get(reverse(f"congresses:{name}")).status_code for name in ("open_round", "import")] == [403, 403]


def test_an_import_is_tried_first_and_written_after(officer, commune, round_):
    client = signed_in(officer)
    page = reverse("congresses:import")
    bad = SimpleUploadedFile("dot.csv", b"unit,held\nA,2999-01-01\nKHONG,\n")
    tried = client.post(page, {"round": round_.code, "file": bad, "try": ""})
    assert (tried.status_code, tried.context["checked"].count, len(tried.context["checked"].findings)) == (200, 2, 2)
    good = SimpleUploadedFile("dot.csv", b"unit,held\nA,2020-06-02\n")
    tried = client.post(page, {"round": round_.code, "file": good, "try": ""})
    assert Congress.objects.count() == 0
    written = client.post(page, {"round": round_.code, "kept": str(tried.context["kept"].pk), "write": ""}, follow=True)
    assert (Congress.objects.count(), "Đã nhập 1 dòng" in written.content.decode()) == (1, True)


def test_an_import_with_errors_writes_nothing_even_when_asked(officer, commune, round_):
    bad = SimpleUploadedFile("dot.csv", b"unit,held\nA,2020-06-02\nKHONG,\n")
    signed_in(officer).post(reverse("congresses:import"), {"round": round_.code, "file": bad, "write": ""})
    assert Congress.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_for_one_row_and_three(province, officer, round_, django_assert_num_queries, count):
    units = [make_old_unit(f"U{number}", superior=province) for number in range(count)]
    bring(officer, province, round_, *((unit, date(2020, 6, 1), None) for unit in units))
    client = signed_in(officer)
    with django_assert_num_queries(22):
        answer = client.get(reverse("congresses:list"), {"unit": "P", "on": "25/06/2020", "state": "overdue"})
    assert answer.context["page"].paginator.count == count


def test_the_list_filters_by_state_and_name(province, officer, round_, commune):
    other = make_old_unit("B", superior=province)
    bring(officer, province, round_, (commune, None, date(2020, 6, 2)), (other, None, None))
    client = signed_in(officer)
    shown = {
        state: [row.unit.code for row in client.get(reverse("congresses:list"), {"state": state, "on": "2020-06-25"}).context["page"]]
        for state in ("all", "held", "open")
    }
    assert shown == {"all": ["A", "B"], "held": ["A"], "open": ["B"]}
    assert [row.unit.code for row in client.get(reverse("congresses:list"), {"q": "vị b"}).context["page"]] == ["B"]


def test_an_unreadable_day_is_refused_in_words(officer, round_):
    answer = signed_in(officer).get(reverse("congresses:list"), {"on": "hôm qua"})
    assert (answer.status_code, "Không đọc được ngày" in answer.content.decode()) == (422, True)


def test_before_the_first_round_the_page_says_what_to_do(officer):
    text = signed_in(officer).get(reverse("congresses:list")).content.decode()
    assert "Chưa có đợt đại hội nào" in text
    assert reverse("congresses:open_round") in text
