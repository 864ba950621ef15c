"""Tables to take away: numbers stay numbers, text never becomes a formula."""

import io
from datetime import date

from python_calamine import CalamineWorkbook

from daihoi.web.long_tables import long_csv
from daihoi.web.tables import csv_file, xlsx, xlsx_bytes


def test_workbook_keeps_numbers_dates_and_text_as_they_are():
    data = xlsx_bytes(
        "Tiến độ [đợt 1]", ["Đơn vị", "Xong", "Ngày"], [["=1+1", 3940, date(2020, 5, 15)], ["Cộng", None, None]], note="Tính đến 15/05/2020"
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Tiến độ đợt 1").to_python()
    assert rows[0][0] == "Tiến độ [đợt 1]"
    assert rows[1][0] == "Tính đến 15/05/2020"
    assert rows[3:] == [["Đơn vị", "Xong", "Ngày"], ["=1+1", 3940.0, date(2020, 5, 15)], ["Cộng", "", ""]]


def test_workbook_is_offered_as_a_file():
    answer = xlsx("T", ["a"], [[1]], name="tien-do")
    assert answer["Content-Disposition"] == 'attachment; filename="tien-do.xlsx"'


def test_csv_is_machine_format():
    answer = csv_file(["unit", "done", "on"], [["Sa Đéc, TP", 3940, date(2020, 5, 15)]])
    assert answer.content.decode() == 'unit,done,on\n"Sa Đéc, TP",3940,2020-05-15\n'


def test_csv_keeps_text_that_looks_like_a_formula_as_text():
    row = ["=1+1", "+cmd", "-2+3", "@sum", "-1.50", "+84", -3, "Chi bộ - 1"]
    wanted = "'=1+1,'+cmd,'-2+3,'@sum,-1.50,+84,-3,Chi bộ - 1\n"
    assert csv_file(["a"], [row]).content.decode() == f"a\n{wanted}"
    assert long_csv(["a"], [row]).decode() == f"a\n{wanted}"
