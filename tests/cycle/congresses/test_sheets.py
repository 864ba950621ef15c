"""The sheets people have (PR-04), from the stored set of ugly ones."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daihoi.cycle.congresses.imports import check, read
from daihoi.cycle.congresses.models import Congress, PlannedDate, Round
from daihoi.foundation.assignments.queries.items import assignment_of
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import HeadReading, NameMatch, Unit
from daihoi.foundation.organization.services import match_names, remember_head, rename_unit
from daihoi.foundation.organization.tables import Column, read_table
from daihoi.foundation.organization.unit_lists import read_units
from tests.cycle.congresses.facts import make_old_unit, make_round
from tests.make import make_cause, make_outsider, make_user, signed_in
from tests.sheets.make import FILES

pytestmark = pytest.mark.django_db
PLAIN = [
    ("H1", date(2020, 6, 2), date(2020, 6, 3)),
    ("H2", date(2020, 6, 5), None),
    ("H3", date(2020, 6, 8), date(2020, 6, 8)),
]


@pytest.fixture
def district():
    top = make_old_unit("H", kind="upper_grassroots")
    top.placements.update(name="Đảng bộ huyện Tân Phú")
    for code, name, kind in (
        ("H1", "Đảng bộ xã Bình Thạnh", "grassroots_committee"),
        ("H2", "Chi bộ Hạt Kiểm lâm", "grassroots_cell"),
        ("H3", "Đảng bộ xã Phú Hội", "grassroots_committee"),
    ):
        make_old_unit(code, superior=top, kind=kind).placements.update(name=name)
    return top


def checked(name, district, **more):
    data = (FILES / name).read_bytes()
    round_ = Round.objects.first() or make_round(district)
    return check(read(name, data), round_, district, **more)


def found(result):
    return [(each.level, each.row, each.column, each.code) for each in result.findings]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("utf8.csv", ""),
        ("utf16.csv", ""),
        ("cp1258.csv", "cp1258"),
        ("tcvn3.csv", "tcvn3"),
        ("vni.csv", "vni"),
        ("phong-vni-utf8.csv", "vni"),
    ],
)
def test_a_text_file_is_read_in_any_encoding(district, name, encoding):
    result = checked(name, district)
    assert [(row.unit.code, row.planned, row.held) for row in result.rows] == PLAIN
    assert [row.note for row in result.rows] == ["", "chờ ý kiến", ""]
    assert found(result) == ([("warning", 0, "", "old_encoding")] if encoding else [])


def test_an_old_workbook_in_a_tcvn3_font_with_merged_heads(district):
    result = checked("phong-abc.xls", district)
    assert [(row.unit.code, row.planned, row.held) for row in result.rows] == PLAIN
    assert found(result) == [("warning", 0, "", "old_encoding")]


def test_two_lines_of_heads_groups_numbers_totals_and_a_foot(district):
    result = checked("hai-dong-gop-o.xlsx", district)
    assert [(row.unit.code, row.planned, row.held, row.contents, row.pilot, row.reason) for row in result.rows] == [
        ("H1", date(2020, 6, 2), date(2020, 6, 3), 4, True, ""),
        ("H3", date(2020, 6, 8), None, None, None, ""),
        ("H3", date(2020, 6, 15), None, 4, None, "nước lên, dời một tuần"),
        ("H2", date(2020, 6, 5), None, 4, None, ""),
    ]
    assert found(result) == [("warning", 13, "members", "total_differs")]
    assert "ghi 1145" in result.findings[0].message
    assert "cộng lại được 1144" in result.findings[0].message
    assert result.would_write == 3


def test_the_sheet_that_fits_is_read_and_a_doubtful_name_is_asked_for(district):
    result = checked("nhieu-trang.xlsx", district)
    assert found(result) == [
        ("warning", 0, "", "several_sheets"),
        ("error", 6, "unit", "unit_unknown"),
        ("warning", 8, "state", "held_without_day"),
    ]
    [doubt] = result.doubts
    assert (doubt.row, doubt.text, [each.unit.code for each in doubt.proposals][:1]) == (6, "Đảng bộ xã Phú Hộ", ["H3"])
    settled = checked("nhieu-trang.xlsx", district, chosen={"Đảng bộ xã Phú Hộ": "H3"})
    first = settled.rows[0]
    assert (first.document, first.note, settled.would_write, settled.table.errors) == ("BC 12", "", 3, [])


def test_a_name_can_be_left_out(district):
    result = checked("nhieu-trang.xlsx", district, chosen={"Đảng bộ xã Phú Hộ": "-"})
    assert ([row.unit.code for row in result.rows], result.would_write) == (["H1", "H2"], 2)
    assert "unit_left_out" in [each.code for each in result.findings]


def test_former_names_and_the_group_above_decide(district):
    renamed = Unit.objects.get(code="H3")
    rename_unit(cause=make_cause(), unit=renamed, name="Đảng bộ xã An Hội", on=date(2020, 5, 1))
    other = make_old_unit("K", superior=district, kind="upper_grassroots")
    other.placements.update(name="Đảng bộ Khối")
    make_old_unit("K1", superior=other, kind="grassroots_cell").placements.update(name="Chi bộ Hạt Kiểm lâm")
    text = "TT,Đơn vị,Ngày dự kiến\nI,Đảng bộ Khối,\n1,CB Hạt Kiểm lâm,1/6/2020\n2,đảng bộ xã phú hội,2/6/2020\n"
    result = check(read("t.csv", text.encode()), make_round(district), district)
    assert ([row.unit.code for row in result.rows], found(result)) == (["K1", "H3"], [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/06/2020", 25), ("25/6/20", 25), ("25.6.2020", 25), ("25 - 6 - 2020", 25), ("2020-06-25", 25), ("2020/6/25", 25),
        ("ngày 25 tháng 6 năm 2020", 25), ("25 tháng 06, 2020", 25), ("sáng 25/6/2020", 25), ("Thứ năm, 25/06/2020", 25),
        ("25/6/2020 (chiều)", 25), ("24-25/6/2020", 24), ("24/6 - 25/6/2020", 24), ("24 và 25/6/2020", 24), ("44007", 25),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, day):
    table = read_table("t.csv", f'n\n"{text}"\n'.encode(), [Column("n", "date")])
    assert ([row.values["n"] for row in table.rows], table.errors) == ([date(2020, 6, day)], [])


def test_a_day_written_month_first_is_asked_back():
    [finding] = read_table("t.csv", b"n\n06/25/2020\n", [Column("n", "date")]).errors
    assert (finding.code, finding.message) == ("no_such_date", "“06/25/2020” có tháng 25. Ngày đứng trước tháng: có phải 25/06/2020?")


def send(client, round_, **more):
    return client.post(reverse("congresses:import"), {"round": round_.code, **more})


def test_on_screen_columns_are_corrected_names_decided_and_both_remembered(district):
    round_ = make_round(district)
    client = signed_in(make_user(role="organization_officer", unit=district))
    text = "Tổ chức,Họp lúc,Khác\nĐảng bộ xã Phú Hộ,08/06/2020,a\nĐảng bộ xã Bình Thạnh,02/06/2020,b\n"
    asked = send(client, round_, file=SimpleUploadedFile("la.csv", text.encode()))
    assert asked.status_code == 200
    assert [(line.label, line.means) for line in asked.context["lines"]] == [("Tổ chức", "unit"), ("Họp lúc", ""), ("Khác", "")]
    answers = {"label": ["Tổ chức", "Họp lúc", "Khác"], "means": ["unit", "held", ""]}
    answers |= {"name": ["Đảng bộ xã Phú Hộ"], "target": ["H3"], "kept": asked.context["kept"].pk}
    tried = send(client, round_, **answers)
    assert [(row.unit.code, row.held) for row in tried.context["checked"].rows] == [("H3", date(2020, 6, 8)), ("H1", date(2020, 6, 2))]
    assert HeadReading.objects.get().columns == {"Tổ chức": "unit", "Họp lúc": "held", "Khác": ""}
    assert [(match.name, match.target.code) for match in NameMatch.objects.all()] == [("Đảng bộ xã Phú Hộ", "H3")]
    again = send(client, round_, file=SimpleUploadedFile("tuan-sau.csv", text.encode()))
    assert (again.context["table"].is_remembered, again.context["checked"].would_write) == (True, 2)
    written = send(client, round_, kept=again.context["kept"].pk, write="1")
    assert (written.status_code, Congress.objects.count(), HeadReading.objects.count()) == (302, 2, 1)


def test_a_unit_outside_the_branch_is_never_proposed_nor_decided_on(district):
    outside = make_old_unit("X", kind="grassroots_committee")
    outside.placements.update(name="Đảng bộ xã Phú Hộ")
    officer = make_user(role="organization_officer", unit=district)
    result = checked("nhieu-trang.xlsx", district)
    assert "X" not in {each.unit.code for doubt in result.doubts for each in doubt.proposals}
    match_names(actor=officer, unit=district, targets={"Đảng bộ xã Phú Hộ": outside})
    assert [doubt.text for doubt in checked("nhieu-trang.xlsx", district).doubts] == ["Đảng bộ xã Phú Hộ"]
    with pytest.raises(Forbidden):
        match_names(actor=make_outsider(), unit=district, targets={"a": None})
    with pytest.raises(Forbidden):
        remember_head(actor=make_outsider(), unit=district, purpose="congresses", shape="0", columns={})


def test_superiors_of_new_units_are_named_not_coded(district):
    table, rows = read_units(
        "don-vi.xlsx", (FILES / "don-vi-theo-ten.xlsx").read_bytes(), make_user(role="organization_officer", unit=district)
    )
    assert [(row.code, row.parent, row.members) for row in rows] == [("H1-01", "H1", 14), ("H1-02", "H3", 11)]
    assert [(each.level, each.row, each.column, each.code) for each in table.findings] == [("warning", 5, "members", "total_differs")]


def test_a_code_that_is_not_ours_is_found_by_the_name_beside_it(district):
    text = "Mã đơn vị,Tên đơn vị,Ngày dự kiến\nH1,gì cũng được,1/6/2020\nSO-77,Đảng bộ xã Phú Hội,2/6/2020\n"
    result = check(read("t.csv", text.encode()), make_round(district), district)
    assert ([row.unit.code for row in result.rows], found(result)) == (["H1", "H3"], [])


def test_a_cell_of_two_facts_is_split_once_people_confirm(district):
    round_ = make_round(district)
    client = signed_in(make_user(role="organization_officer", unit=district))
    text = (
        "Danh sách đại hội năm 2020,,\nĐơn vị,Ngày dự kiến,Lý do\nĐảng bộ xã Bình Thạnh,hoãn đến 15/6,mưa lũ\nChi bộ Hạt Kiểm lâm,hoãn,chờ nhân sự\n"
        "Đảng bộ xã Phú Hội,8/6,\n"
    )
    before = "Đơn vị,Ngày dự kiến\nH1,02/06/2020\nH2,05/06/2020\n"
    first = send(client, round_, file=SimpleUploadedFile("truoc.csv", before.encode()))
    send(client, round_, kept=first.context["kept"].pk, write="1")
    asked = send(client, round_, file=SimpleUploadedFile("sau.csv", text.encode()))
    table = asked.context["table"]
    assert [(each.words, each.days[0]) for each in table.two_facts.values()] == [("hoãn đến", date(2020, 6, 15)), ("", date(2020, 6, 8))]
    assert [each.code for each in table.errors] == ["two_facts", "two_facts"]
    answers = {"cell": ["hoãn đến 15/6", "8/6"], "cell_day": ["2020-06-15", "2020-06-08"], "kept": asked.context["kept"].pk}
    tried = send(client, round_, **answers)
    assert [(row.unit.code, row.planned, row.is_postponed, row.reason) for row in tried.context["checked"].rows] == [
        ("H1", date(2020, 6, 15), False, "mưa lũ"),
        ("H2", None, True, "chờ nhân sự"),
        ("H3", date(2020, 6, 8), False, ""),
    ]
    assert send(client, round_, **answers, write="1").status_code == 302
    plans = PlannedDate.objects.filter(replaced_by=None).order_by("congress__unit__code")
    assert list(plans.values_list("congress__unit__code", "planned", "reason")) == [
        ("H1", date(2020, 6, 15), "mưa lũ"),
        ("H2", None, "chờ nhân sự"),
        ("H3", date(2020, 6, 8), ""),
    ]
    asks = f"congresses.debt.plan:{Congress.objects.get(unit__code='H2').pk}"
    assert assignment_of(asks).owed
    later = send(client, round_, file=SimpleUploadedFile("nay.csv", b"unit,planned\nH2,20/06/2020\n"))
    send(client, round_, kept=later.context["kept"].pk, write="1")
    assert not assignment_of(asks).owed


def test_a_postponement_without_a_reason_or_a_day_before_it_is_told(district):
    round_ = make_round(district)
    text = "unit,planned,state\nH1,02/06/2020,tạm hoãn\nH2,hoàn thành,\nH3,,hoãn\n"
    table = check(read("a.csv", text.encode()), round_, district).table
    assert [(each.level, each.row, each.code) for each in table.findings] == [
        ("error", 3, "not_a_date"),
        ("error", 2, "postponed_without_reason"),
        ("warning", 4, "postponed_without_plan"),
    ]
