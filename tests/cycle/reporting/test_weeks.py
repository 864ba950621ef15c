"""The Thursday (PR-01): frozen figures, late rows as corrections, the pack that comes out the same again."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from daihoi.cycle.congresses.services import CongressRow
from daihoi.cycle.reporting.models import Cutoff
from daihoi.cycle.reporting.queries.cutoffs import corrections, hour_of, is_due
from daihoi.cycle.reporting.services import freeze_due, freeze_figures
from daihoi.cycle.reporting.views.weeks import FORMS, pack
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Unit
from daihoi.office.weekly import narrative
from daihoi.rules.cutoffs import last_cutoff
from daihoi.rules.errors import RuleViolation
from tests.cycle.congresses.facts import at
from tests.cycle.reporting.facts import FIRST, SECOND, held, make_province, send
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(db):
    return make_province()


def freeze(province, on=SECOND, **more):
    return freeze_figures(actor=province.officer, unit=province.unit, round_=province.round, on=on, **more)


@pytest.mark.parametrize(
    ("now", "cutoff"),
    [
        ((2020, 6, 25, 17), (2020, 6, 25)),
        ((2020, 6, 25, 16), (2020, 6, 18)),
        ((2020, 7, 1, 23), (2020, 6, 25)),
        ((2020, 6, 26, 0), (2020, 6, 25)),
    ],
)
def test_the_last_cutoff_is_a_thursday_at_five(now, cutoff):
    assert last_cutoff(at(date(*now[:3]), now[3]), 4, 17) == date(*cutoff)


@pytest.mark.parametrize(("now", "cutoff"), [((2020, 6, 25, 23), (2020, 6, 18)), ((2020, 6, 26, 0), (2020, 6, 25))])
def test_figures_may_be_frozen_at_the_end_of_their_day(now, cutoff):
    assert last_cutoff(at(date(*now[:3]), now[3]), 4, 24) == date(*cutoff)


def test_a_frozen_week_holds_its_figures_its_inputs_and_its_digest(province):
    freeze(province, FIRST)
    cutoff = freeze(province)
    figures = cutoff.figures
    assert (figures["held"], figures["total"], figures["percent"], figures["week"], figures["change"]) == (3, 5, "60.00", 1, 1)
    assert (figures["next"], figures["postponed"], figures["overdue"], figures["children_finished"]) == (2, 1, 0, 1)
    assert figures["nil"] == []
    assert [(row["name"], row["held"], row["week"], row["finished"], row["change"]) for row in figures["branches"]] == [
        ("Đảng bộ huyện A", 3, 1, True, 1),
        ("Đảng bộ huyện B", 0, 0, False, 0),
    ]
    assert figures["lists"]["postponed"] == [
        {"name": "Đơn vị B1", "branch": "Đảng bộ huyện B", "day": "2020-06-29", "before": "2020-06-20", "reason": "Chờ nhân sự."}
    ]
    assert cutoff.known == hour_of(SECOND)
    assert Entry.objects.get(act="reporting.figures_frozen", object__endswith=str(cutoff.pk)).facts["digest"] == cutoff.digest


def test_what_is_put_off_without_a_day_is_told_every_week_until_it_has_one(province):
    put_off = CongressRow(Unit.objects.get(code="B2"), is_postponed=True, recorded_at=at(date(2020, 6, 24), 9), reason="Mưa lũ")
    send(province.unit, province.round, province.officer, [put_off])
    cutoff = freeze(province)
    row = {"name": "Đơn vị B2", "branch": "Đảng bộ huyện B", "day": None, "before": "2020-06-28", "reason": "Mưa lũ"}
    assert (cutoff.figures["lists"]["postponed"][1], cutoff.figures["lists"]["undated"]) == (row, [row])
    assert "Có 2 đơn vị dời ngày đại hội. Lý do: Chờ nhân sự (1); Mưa lũ (1). Còn 1 đơn vị hoãn, chưa có ngày mới." in narrative(
        cutoff.figures
    )
    assert all(pack(cutoff, form) for form in FORMS)
    assert "ngày cũ 28/06" in signed_in(province.officer).get(reverse("reporting:week", args=[cutoff.pk])).content.decode()
    later = freeze(province, SECOND + timedelta(days=7)).figures
    assert (later["postponed"], later["undated"], later["overdue"], later["next"]) == (0, 1, 1, 0)
    new = CongressRow(Unit.objects.get(code="B2"), planned=date(2020, 7, 10), recorded_at=at(date(2020, 7, 4), 9))
    send(province.unit, province.round, province.officer, [new])
    last = freeze(province, SECOND + timedelta(days=14)).figures
    assert (last["undated"], last["lists"]["postponed"][0]["before"], last["lists"]["postponed"][0]["day"]) == (
        0,
        "2020-06-28",
        "2020-07-10",
    )


def test_a_branch_that_told_nothing_is_named(province):
    freeze(province, FIRST)
    figures = freeze(province, SECOND + timedelta(days=7)).figures
    assert (figures["nil"], figures["overdue"]) == ([], 2)
    assert freeze(province, SECOND + timedelta(days=14)).figures["nil"] == ["Đảng bộ huyện B"]


def test_the_narrative_can_be_sent_as_it_is(province):
    freeze(province, FIRST)
    assert narrative(freeze(province).figures) == [
        "Tính đến ngày 25/06/2020, Đảng bộ tỉnh Mẫu có 3/5 tổ chức cơ sở đảng đã tổ chức đại hội, đạt 60,00\u00a0%.",
        "Từ sau ngày 18/06/2020 có 1 đơn vị đại hội; so với số đã báo cáo ngày 18/06/2020 (2) tăng 1.",
        "Chia theo loại hình: 2/3 đảng bộ cơ sở (66,67\u00a0%); 1/2 chi bộ cơ sở (50,00\u00a0%).",
        "Đã hoàn thành ở 1/2 đơn vị trực thuộc, gồm Đảng bộ huyện A.",
        "Có 1 đơn vị dời ngày đại hội. Lý do: Chờ nhân sự (1).",
        "Không có đơn vị nào quá ngày dự kiến mà chưa báo kết quả.",
        "Mọi đơn vị trực thuộc còn việc đều có báo cáo trong tuần.",
        "Bảy ngày tới có 2 đơn vị dự kiến đại hội; còn 2 đơn vị chưa đại hội, hạn chung 30/06/2020.",
    ]


def test_late_rows_are_corrections_and_the_pack_stays_the_same_byte_for_byte(province):
    cutoff = freeze(province)
    before = {form: sha256(pack(cutoff, form)).hexdigest() for form in FORMS}
    send(province.unit, province.round, province.officer, [held("B2", 24, 26, 9)])
    late = corrections(cutoff)
    assert (late.published, late.now, late.total, late.percent, late.difference) == (3, 4, 5, "80.00", 1)
    assert [(row.name, row.day, row.what) for row in late.rows] == [("Đơn vị B2", date(2020, 6, 24), "added")]
    again = Cutoff.objects.get(pk=cutoff.pk)
    assert {form: sha256(pack(again, form)).hexdigest() for form in FORMS} == before
    assert freeze(province, SECOND + timedelta(days=7)).figures["change"] == 1


def test_a_frozen_row_cannot_be_changed(province):
    cutoff = freeze(province)
    with pytest.raises(DatabaseError), transaction.atomic():
        Cutoff.objects.filter(pk=cutoff.pk).update(digest="0")


def test_what_cannot_be_frozen_is_refused(province):
    freeze(province)
    cases = {"reporting.frozen": SECOND, "reporting.not_yet": date(2999, 1, 1), "reporting.nothing_owed": date(1990, 1, 1)}
    for code, on in cases.items():
        with pytest.raises(RuleViolation) as refused:
            freeze(province, on)
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        freeze_figures(actor=make_outsider(), unit=province.unit, round_=province.round, on=FIRST)


def test_the_clock_freezes_each_week_that_was_missed_until_the_round_is_over(province):
    freeze(province, FIRST)
    assert [day for _unit, _round, day in is_due(at(date(2020, 7, 3), 8))] == [SECOND, date(2020, 7, 2)]
    assert freeze_due() == 5  # the round ends on 30 June, four weeks are given for late rows
    assert freeze_due() == 0
    assert [entry.actor for entry in Entry.objects.filter(act="reporting.figures_frozen")] == [str(province.officer.pk), *["clock"] * 5]


def test_a_branch_that_owes_nothing_holds_up_no_other(province, monkeypatch):
    rows = [(province.unit, province.round, day) for day in (date(1990, 1, 1), SECOND)]
    monkeypatch.setattr("daihoi.cycle.reporting.services.freezing.is_due", lambda: rows)
    assert (freeze_due(), Cutoff.objects.get().on) == (1, SECOND)


def test_the_pages_of_weeks(province):
    url = f"{reverse('reporting:weeks')}?unit=P&round={province.round.code}"
    client = signed_in(province.officer)
    assert "Chưa chốt tuần nào" in client.get(url).content.decode()
    answer = client.post(f"{reverse('reporting:freeze')}?unit=P&round={province.round.code}", {"on": "25/06/2020"})
    cutoff = Cutoff.objects.get()
    assert answer["Location"] == reverse("reporting:week", args=[cutoff.pk])
    page = client.get(answer["Location"]).content.decode()
    assert cutoff.digest in page
    assert "Đảng bộ huyện B" in page
    again = client.post(f"{reverse('reporting:freeze')}?unit=P&round={province.round.code}", {"on": "25/06/2020"}, follow=True)
    assert "đã chốt" in again.content.decode()
    viewer = signed_in(make_user(role="viewer", unit=province.unit))
    assert reverse("reporting:freeze") not in viewer.get(url).content.decode()
    assert viewer.post(f"{reverse('reporting:freeze')}?unit=P&round={province.round.code}", {"on": "18/06/2020"}).status_code == 403
    outsider = signed_in(make_outsider())
    assert [outsider.get(each).status_code for each in (answer["Location"], url)] == [404, 404]


def test_the_list_of_weeks_asks_as_often_for_three_as_for_one(province):
    client = signed_in(province.officer)
    url = f"{reverse('reporting:weeks')}?unit=P&round={province.round.code}"
    counts = []
    for days in ((FIRST,), (SECOND, date(2020, 7, 2))):
        for day in days:
            freeze(province, day)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_workbook_has_the_columns_of_practice_and_numbers_as_numbers(province):
    freeze(province, FIRST)
    book = CalamineWorkbook.from_object(__import__("io").BytesIO(pack(freeze(province), "xlsx")))
    assert book.sheet_names == ["Tổng hợp", "Trong tuần", "Tuần tới", "Dời ngày", "Quá hạn", "Lời báo cáo"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[-1] == ["", "Tổng cộng", 5, 1, 3, 60, 0, 0, 2, 1, 0, "", 1, ""]
    assert rows[-3][:6] == [1, "Đảng bộ huyện A", 3, 1, 3, 100]
