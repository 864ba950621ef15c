"""Reports for any branch on any day, as known then; layouts; ours against theirs (RP-01, RP-12, DR-16, PR-09)."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from daihoi.cycle.congresses import imports
from daihoi.cycle.congresses.services import CongressRow
from daihoi.cycle.reporting.models import ExportLayout, TheirList
from daihoi.cycle.reporting.queries.comparison import compare, table_of
from daihoi.cycle.reporting.queries.letterhead import letterhead
from daihoi.cycle.reporting.queries.reports import report
from daihoi.cycle.reporting.services import keep_their_list, save_layout
from daihoi.foundation.files.services import store
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Unit
from daihoi.office import to_docx, to_pdf
from daihoi.office.reports import report_paper
from daihoi.rules.errors import RuleViolation
from tests.cycle.congresses.facts import at
from tests.cycle.reporting.facts import SECOND, held, make_province, send
from tests.make import make_outsider, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(db):
    return make_province()


def paper(province, kind="progress", on=SECOND, known=None):
    written = report(kind, province.unit, province.round, on, known or at(date(2020, 7, 1), 9))
    return report_paper(written.figures, written.digest, letterhead(province.unit, on)), written


def words(data):
    book = docx.Document(io.BytesIO(data))
    return "\n".join(part.text for part in book.paragraphs), [
        [cell.text for cell in row.cells] for table in book.tables for row in table.rows
    ]


def test_a_report_holds_its_tables_with_the_rule_of_rounding_under_each(province):
    document, written = paper(province)
    text, rows = words(to_docx(document))
    assert "có 3/5 tổ chức cơ sở đảng (60,00\u00a0%) tổ chức xong đại hội" in text
    assert "Còn phải tổ chức đại hội: 2 tổ chức cơ sở đảng trước ngày 30/06/2020." in text
    assert written.digest in text
    assert ["đảng bộ cơ sở", "3", "2", "66,67", "66,67"] in rows
    assert ["Cộng", "5", "3", "60,00", "100,00"] in rows
    assert ["", "Tổng cộng", "5", "3", "3", "60,00", "0"] in rows
    assert text.count("làm tròn lên") == 2
    assert to_pdf(document).startswith(b"%PDF")


def test_shares_that_do_not_add_up_are_adjusted_and_marked(province):
    send(province.unit, province.round, province.officer, [held("B1", 1, 26, 9)])
    months = [["2020-04-01", 1], ["2020-05-01", 1], ["2020-06-01", 1]]
    _document, written = paper(province)
    written.figures["levels"][0]["months"] = months
    _text, rows = words(to_docx(report_paper(written.figures, written.digest, letterhead(province.unit, SECOND))))
    assert [row[3] for row in rows if row[0].startswith(("Tháng", "Cộng")) and len(row) == 4] == ["33,34*", "33,33", "33,33", "100,00"]


def test_a_report_as_known_then_differs_from_one_as_known_now(province):
    send(province.unit, province.round, province.officer, [held("B2", 24, 26, 9)])
    then = paper(province, known=at(SECOND, 17))[1].figures["levels"][0]
    now = paper(province)[1].figures["levels"][0]
    assert (then["held"], now["held"]) == (3, 4)


def test_a_mid_campaign_report_tells_every_level_that_has_begun(province):
    document, written = paper(province, "mid_campaign")
    assert [level["level"] for level in written.figures["levels"]] == ["grassroots"]
    assert document.abstract == "kết quả đại hội các cấp theo Chỉ thị 35-CT/TW, tính đến ngày 25/06/2020"
    assert paper(province, "six_month")[1].figures["since"] == "2020-01-01"


def test_the_page_of_a_report_and_its_files(province):
    client, url = signed_in(province.officer), f"?unit=P&round={province.round.code}&on=25/06/2020"
    page = client.get(reverse("reporting:report") + url + "&paper=six_month").content.decode()
    assert "Báo cáo sơ kết sáu tháng" in page
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(reverse("reporting:report_file", args=[form]) + url).content.startswith(start)
    assert client.get(reverse("reporting:report_file", args=["exe"]) + url).status_code == 404
    assert signed_in(make_outsider()).get(reverse("reporting:report") + url).status_code == 404


def test_a_layout_gives_columns_names_and_order_and_is_remembered(province):
    client, url = signed_in(province.officer), f"?unit=P&round={province.round.code}&on=25/06/2020"
    wrong = client.post(reverse("reporting:export") + url, {"name": "X", "columns": "lạ = Y", "form": "csv"})
    assert (wrong.status_code, "Không biết cột: lạ" in wrong.content.decode()) == (422, True)
    sent = {"name": "VNeID", "columns": "code = MA\nNgày đại hội = NGAY\nmembers", "form": "csv"}
    assert client.post(reverse("reporting:export") + url, sent).status_code == 302
    layout = ExportLayout.objects.get()
    assert layout.columns == [["code", "MA"], ["held", "NGAY"], ["members", "Đảng viên"]]
    text = client.get(reverse("reporting:export_file") + url + f"&layout={layout.pk}").content.decode()
    assert text.splitlines() == ["MA,NGAY,Đảng viên", "A1,2020-06-15,", "A2,2020-06-17,", "A3,2020-06-22,", "B1,,", "B2,,"]
    book = CalamineWorkbook.from_object(io.BytesIO(client.get(reverse("reporting:export_file") + url).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[-2][:2] + rows[-2][4:8] == [4, "Đơn vị B1", date(2020, 6, 20), date(2020, 6, 29), "Chờ nhân sự.", ""]
    with pytest.raises(Forbidden):
        save_layout(actor=make_outsider(), unit=province.unit, name="N", columns=[("code", "")])
    with pytest.raises(RuleViolation):
        save_layout(actor=province.officer, unit=province.unit, name="N", columns=[])


def test_ours_against_theirs(province):
    text = "Đơn vị,Ngày đại hội\nA1,15/06/2020\nđơn vị a2,18/06/2020\nB1,\nĐơn vị lạ,01/06/2020\n"
    file = store(text.encode(), kind="their_list", name="ho.csv")
    theirs = keep_their_list(actor=province.officer, unit=province.unit, round_=province.round, system="VNeID", file=file, on=SECOND)
    found = compare(theirs, table_of(theirs))
    assert (found.same, [item.values["code"] for item in found.only_ours], found.only_theirs) == (2, ["A3", "B2"], [(5, "Đơn vị lạ")])
    assert [(each.row, each.code, each.field, each.ours, each.theirs) for each in found.differences] == [
        (3, "A2", "held", date(2020, 6, 17), date(2020, 6, 18))
    ]
    assert (found.held_ours, found.held_theirs, found.agrees) == (3, 3, False)
    with pytest.raises(Forbidden):
        keep_their_list(actor=make_outsider(), unit=province.unit, round_=province.round, system="x", file=file, on=SECOND)


def test_a_list_of_others_is_read_once_until_its_columns_are_said_anew(province, monkeypatch):
    text = "Đơn vị,Ngày dự kiến\nB1,hoãn\nA3,22/06/2020\nB2,hoãn\n"
    put_off = CongressRow(Unit.objects.get(code="B2"), is_postponed=True, recorded_at=at(date(2020, 6, 24), 9), reason="Mưa lũ")
    send(province.unit, province.round, province.officer, [put_off])
    file = store(text.encode(), kind="their_list", name="ho.csv")
    theirs = keep_their_list(actor=province.officer, unit=province.unit, round_=province.round, system="X", file=file, on=SECOND)
    reads, read = [], imports.read
    monkeypatch.setattr(imports, "read", lambda *given: reads.append(1) or read(*given))
    client, page = signed_in(province.officer), reverse("reporting:comparison", args=[theirs.pk])
    found = [client.get(page).context["found"] for _turn in range(3)][-1]
    assert (len(reads), found.same) == (1, 2)
    assert [(each.code, each.ours, each.theirs) for each in found.differences] == [("B1", date(2020, 6, 29), None)]
    client.post(page, {"label": ["Đơn vị", "Ngày dự kiến"], "means": ["unit", "held"]})
    client.get(page)
    assert len(reads) > 1


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_export_in_a_saved_layout_comes_back_by_its_heads_pr_09(province, form):
    columns = [("code", "MA_DV"), ("name", "TEN_DV"), ("held", "NGAY_DH"), ("state", "TRANG_THAI")]
    layout = save_layout(actor=province.officer, unit=province.unit, name="Gửi TW", columns=columns, form=form)
    client, asked = signed_in(province.officer), {"unit": "P", "round": province.round.code, "on": "25/06/2020"}
    given = client.get(reverse("reporting:export_file"), asked | {"layout": str(layout.pk)})
    file = SimpleUploadedFile(f"ho.{form}", b"".join(given) if given.streaming else given.content)
    sent = client.post(reverse("reporting:compare"), {"round": province.round.code, "system": "TW", "on": "25/06/2020", "file": file})
    found = client.get(sent["Location"]).context["found"]
    assert (found.rows, found.same, found.agrees, found.columns, found.held_theirs) == (5, 5, True, ("held",), 3)


def test_a_list_that_cannot_be_read_is_not_kept_but_its_columns_are_asked(province):
    client, page = signed_in(province.officer), reverse("reporting:compare")
    typed = {"round": province.round.code, "system": "X", "on": "25/06/2020"}
    file = SimpleUploadedFile("ho.csv", b"COT1,COT2\nA1,15/06/2020\nA2,17/06/2020\n")
    asked = client.post(page, typed | {"file": file})
    assert (asked.status_code, TheirList.objects.count(), [line.label for line in asked.context["lines"]]) == (422, 0, ["COT1", "COT2"])
    assert "Chưa đọc được tệp nên chưa đối chiếu gì" in asked.content.decode()
    said = typed | {"kept": str(asked.context["kept"].pk), "label": ["COT1", "COT2"], "means": ["unit", "held"]}
    sent = client.post(page, said)
    assert client.get(sent["Location"]).context["found"].same == 2
    assert client.post(page, typed).status_code == 422
    empty = client.post(page, typed | {"file": SimpleUploadedFile("trong.csv", b"\n")})
    assert (empty.status_code, TheirList.objects.count()) == (422, 1)


def test_the_pages_of_a_comparison(province):
    client = signed_in(province.officer)
    file = SimpleUploadedFile("ho.csv", "Tổ chức,Họp lúc\nA1,15/06/2020\nĐơn vị A 2,17/06/2020\n".encode())
    sent = client.post(reverse("reporting:compare"), {"round": province.round.code, "system": "VNeID", "on": "25/06/2020", "file": file})
    theirs = TheirList.objects.get()
    assert sent["Location"] == reverse("reporting:comparison", args=[theirs.pk])
    page = client.get(sent["Location"])
    assert (page.context["found"].columns, page.context["found"].same) == ((), 1)
    answers = {"label": ["Tổ chức", "Họp lúc"], "means": ["unit", "held"], "name": ["Đơn vị A 2"], "target": ["A2"]}
    again = client.post(sent["Location"], answers, follow=True)
    assert (again.context["found"].columns, again.context["found"].same, again.context["found"].held_theirs) == (("held",), 2, 2)
    book = CalamineWorkbook.from_object(io.BytesIO(client.get(reverse("reporting:comparison_file", args=[theirs.pk])).content))
    assert book.sheet_names == ["Khác nhau", "Chỉ ta có", "Chỉ họ có"]
    assert signed_in(make_outsider()).get(sent["Location"]).status_code == 404
    assert "VNeID" in client.get(reverse("reporting:compare")).content.decode()
