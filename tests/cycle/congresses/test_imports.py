"""Lists of congresses: every finding at once, with row, column, value and remedy (PR-04, PR-05)."""

from datetime import date

import pytest

from daihoi.cycle.congresses.imports import check, read
from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.services import import_congresses
from tests.cycle.congresses.facts import at, make_old_unit, make_round
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    top = make_old_unit("P", kind="central_sub")
    for code, kind in (("A", "grassroots_committee"), ("B", "grassroots_cell"), ("S", "sub_cell")):
        make_old_unit(code, superior=top, kind=kind)
    return top


@pytest.fixture
def round_(province):
    return make_round(province)


def checked(text, round_, province, name="dot.csv"):
    """Read and check a list."""
    return check(read(name, text.encode()), round_, province)


def found(result):
    """The findings without their sentences."""
    return [(each.level, each.row, each.column, each.value, each.code) for each in result.findings]


def test_a_list_in_contract_columns(round_, province):
    result = checked("unit,planned,held,pilot,contents,recorded_at\nA,2020-06-01,2020-06-02,1,3,2020-06-03\nB,,,,,\n", round_, province)
    assert (found(result), result.would_write) == ([], 2)
    row = result.rows[0]
    assert (row.unit.code, row.planned, row.held, row.pilot, row.contents) == ("A", date(2020, 6, 1), date(2020, 6, 2), True, 3)
    assert row.recorded_at.date() == date(2020, 6, 3)


def test_vietnamese_headings_and_names_without_codes_pr_04(round_, province):
    result = checked("Đơn vị;Ngày dự kiến;Ngày đại hội;Điểm\nđơn vị a;01/06/2020;02/06/2020;x\n", round_, province)
    assert (found(result), [(row.unit.code, row.held, row.pilot) for row in result.rows]) == ([], [("A", date(2020, 6, 2), True)])


def test_days_that_contradict_the_round_are_findings_to_confirm_pr_02(round_, province):
    result = checked("unit,planned,held\nA,1999-01-01,2019-01-01\nB,2020-06-01,2020-06-02\n", round_, province)
    assert (found(result), result.has_errors, result.unlikely) == (
        [("warning", 2, "held", "2019-01-01", "day_unlikely"), ("warning", 2, "planned", "1999-01-01", "day_unlikely")],
        False,
        2,
    )
    import_congresses(
        actor=make_user(role="organization_officer", unit=province), unit=province, round_=round_, rows=result.rows, is_confirmed=True
    )
    again = checked("unit,planned,held\nA,1999-01-01,2019-01-01\n", round_, province)
    assert (found(again), again.unlikely) == ([], 0)


def test_all_findings_come_at_once(round_, province):
    text = (
        "unit,planned,held,contents,recorded_at,màu\n"
        "A,2020-06-01,2999-01-01,5,,đỏ\n"
        "A,2020-06-01,,,,\n"
        "KHONG,,,,,\n"
        "S,,,,,\n"
        "B,,2020-06-02,,2020-06-01,\n"
        ",31/02/2020,,,,\n"
    )
    result = checked(text, round_, province)
    assert found(result) == [
        ("warning", 1, "màu", "màu", "unknown_column"),
        ("error", 2, "contents", "5", "contents_unknown"),
        ("error", 2, "held", "2999-01-01", "held_in_the_future"),
        ("error", 3, "unit", "A", "unit_twice"),
        ("error", 4, "unit", "KHONG", "unit_unknown"),
        ("error", 5, "unit", "S", "kind_not_in_round"),
        ("error", 6, "recorded_at", "2020-06-01", "known_before_held"),
        ("error", 7, "planned", "31/02/2020", "no_such_date"),
        ("error", 7, "unit", "", "missing_value"),
    ]
    assert (result.would_write, Congress.objects.count()) == (0, 0)


def test_two_units_of_one_name_need_a_code(round_, province):
    one = make_old_unit("C1", superior=province)
    make_old_unit("C2", superior=province)
    one.placements.update(name="Đơn vị C2")
    assert found(checked("unit\nĐơn vị C2\n", round_, province)) == [("error", 2, "unit", "Đơn vị C2", "unit_unclear")]


def test_what_is_known_is_compared(round_, province):
    officer = make_user(role="organization_officer", unit=province)
    first = checked("unit,planned,held,recorded_at\nA,2020-06-01,2020-06-02,2020-06-10\nB,2020-06-01,,2020-06-10\n", round_, province)
    import_congresses(actor=officer, unit=province, round_=round_, rows=first.rows)
    again = checked("unit,planned,held\nA,2020-06-01,2020-06-03\nB,2020-06-05,\n", round_, province)
    assert [each[3:] for each in found(again)] == [("2020-06-03", "held_differs"), ("2020-06-05", "moved_without_reason")]
    early = checked("unit,planned,reason,recorded_at\nB,2020-06-05,lý do,2020-06-09\n", round_, province)
    assert [each[4] for each in found(early)] == ["known_before_others", "known_before_last"]


def test_rows_known_before_others_are_a_warning_pr_01(round_, province):
    officer = make_user(role="organization_officer", unit=province)
    first = checked("unit,held,recorded_at\nA,2020-06-02,2020-06-26\n", round_, province)
    import_congresses(actor=officer, unit=province, round_=round_, rows=first.rows)
    late = checked("unit,held,recorded_at\nB,2020-06-02,2020-06-03\n", round_, province)
    assert (found(late), late.would_write) == ([("warning", 0, "recorded_at", "", "known_before_others")], 1)


def test_a_list_may_be_a_workbook(round_, province):
    from daihoi.web.tables import xlsx_bytes

    data = xlsx_bytes("Đợt", ("Đơn vị", "Ngày đại hội"), [("A", date(2020, 6, 2))])
    result = check(read("dot.xlsx", data), round_, province)
    assert [(row.unit.code, row.held) for row in result.rows] == [("A", date(2020, 6, 2))]


def test_a_moment_of_a_day_is_its_end(round_, province):
    result = checked("unit,held,recorded_at\nA,2020-06-02,2020-06-02\n", round_, province)
    assert result.rows[0].recorded_at > at(date(2020, 6, 2), 23)
