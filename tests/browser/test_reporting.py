"""The Thursday of an officer: the pack of a frozen week, a report, a layout, ours against theirs; a sheet corrected on screen."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.inspection import inspected
from tests.sheets.make import tcvn3


def pages(here: Visit) -> list[str]:
    """The addresses of every kind of page of reports."""
    here.go("/bao-cao/?unit=DT&round=co-so-2020")
    week = here.page.get_by_role("link", name="25/06/2020").get_attribute("href")
    here.go("/bao-cao/doi-chieu/")
    theirs = here.page.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    question = "unit=DT&round=co-so-2020"
    return [
        f"/bao-cao/?{question}",
        str(week),
        f"/bao-cao/lap/?{question}&on=25/06/2020&paper=six_month",
        f"/bao-cao/xuat/?{question}",
        "/bao-cao/doi-chieu/",
        str(theirs),
    ]


def test_every_page_of_reports_is_in_order(visit):
    here = visit("officer")
    for address in pages(here):
        assert here.go(address) == 200
        assert inspected(here.page) == []
    assert here.watch.taken() == []


def test_the_pack_of_a_week_in_one_click_and_its_words_to_copy(visit):
    here = visit("officer")
    here.go("/bao-cao/?unit=DT&round=co-so-2020")
    here.page.get_by_role("link", name="25/06/2020").click()
    # other visits of this site may have added a unit since: the published figure stays, the known one grows
    expect(here.page.get_by_text(re.compile(r"Đã công bố 488; nay biết 49[78]/56[78]"))).to_be_visible()
    expect(here.page.get_by_label("Lời báo cáo", exact=True)).to_contain_text("488/567 tổ chức cơ sở đảng")
    here.page.get_by_role("button", name="Chép lời báo cáo").click()
    expect(here.page.get_by_text("Đã chép")).to_be_visible()
    for form in ("XLSX", "DOCX"):
        with here.page.expect_download() as waiting:
            here.page.get_by_role("link", name=form).click()
        assert waiting.value.suggested_filename == f"tuan-DT-20200625.{form.lower()}"
    assert here.watch.taken() == []


def test_a_sheet_in_an_old_font_is_corrected_on_screen(visit, tmp_path):
    path = tmp_path / "abc.csv"
    path.write_bytes(tcvn3("Tổ chức,Họp lúc\nĐảng bộ xã Không Có Thật,08/06/2020\n").encode("latin-1"))
    here = visit("officer")
    here.go("/dai-hoi/nhap/")
    here.page.get_by_label("Đợt đại hội").select_option("co-so-2020")
    here.page.get_by_label("Tệp XLSX, XLS hoặc CSV").set_input_files(path)
    here.page.get_by_role("button", name="Thử").click()
    expect(here.page.get_by_text("TCVN3 (ABC)")).to_be_visible()
    here.page.get_by_label("Cột “Họp lúc” là gì").select_option("held")
    here.page.get_by_label("Không Có Thật").select_option("-")
    here.page.get_by_role("button", name="Thử").click()
    expect(here.page.get_by_text("Dòng này được bỏ qua")).to_be_visible()
    assert inspected(here.page) == []
