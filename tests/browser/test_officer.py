"""An officer's day: the figures of any day, a list imported, a congress called, its date moved, held, corrected."""

import io
import re

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Visit
from tests.browser.inspection import inspected

HEAD = "Mã,Tên,Loại,Cấp trên,Ngày thành lập\n"
WRONG = HEAD + "DT-SD-901,Chi bộ Trường Tiểu học An Hiệp 1,chi bộ cơ sở,DT-XX,31/02/2018\n"
RIGHT = HEAD + "DT-SD-901,Chi bộ Trường Tiểu học An Hiệp 1,chi bộ cơ sở,DT-SD,28/02/2018\n"
UNIT = "Chi bộ Trường Tiểu học An Hiệp 1"
DAY = "on=25/06/2020"


def test_keyboard_alone_passes_the_door_and_reaches_the_day(visit):
    """Every step by Tab, letters and Enter (WCAG 2.1.1)."""
    from daihoi.demonstration.people import PASSWORD, PEOPLE

    here = visit()
    here.go("/")
    keyboard = here.page.keyboard
    for text in (PEOPLE["officer"], PASSWORD):
        while here.page.evaluate("document.activeElement.tagName") != "INPUT" or here.page.evaluate("document.activeElement.value"):
            keyboard.press("Tab")
        keyboard.type(text)
    keyboard.press("Enter")
    here.page.wait_for_url(lambda url: "/tai-khoan/" not in url)
    keyboard.press("Tab")
    expect(here.page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    keyboard.press("Enter")
    field = here.page.get_by_label("Tính đến ngày")
    for _press in range(20):
        if field.evaluate("node => node === document.activeElement"):
            break
        keyboard.press("Tab")
    keyboard.press("ControlOrMeta+a")
    keyboard.type("24/06/2020")
    keyboard.press("Enter")
    here.page.wait_for_url(re.compile("on=24"))
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Tình hình ngày 24/06/2020")
    assert here.watch.taken() == []


@pytest.mark.parametrize(
    ("who", "address", "figures"),
    [
        ("officer", f"?unit=DT&round=co-so-2020&{DAY}", ("497/567", "87,65 %")),
        ("bloc_officer", "?unit=K&round=chi-bo-2020&on=15/05/2020", ("3.940/5.408", "72,86 %", "26/61")),
        ("bloc_officer", "?unit=K&round=co-so-2020&on=15/05/2020", ("313/1.094", "28,61 %", "124", "189")),
    ],
    ids=["province", "cells of the bloc", "grassroots of the bloc"],
)
def test_progress_page_shows_the_figures_of_the_articles(visit, who, address, figures):
    here = visit(who)
    assert here.go(f"/tien-do/{address}") == 200
    tiles = here.page.locator(".dh-kpis").inner_text().replace("\u00a0", " ").replace("\n", " ")
    assert [figure for figure in figures if figure not in re.sub(r"\s*/\s*", "/", tiles)] == []
    with here.page.expect_download() as waiting:
        here.page.locator(".dh-acts").get_by_role("link", name="XLSX").click()
    with waiting.value.path().open("rb") as file:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file.read())).get_sheet_by_index(0).to_python()
    assert len(rows) > 5
    assert here.watch.taken() == []


def test_from_the_list_of_units_to_a_held_congress(visit, tmp_path):
    here = visit("officer")
    import_units(here, tmp_path)
    call(here)
    plan(here)
    hold(here)
    here.go(f"/tien-do/?unit=DT-SD&round=co-so-2020&{DAY}")
    before = here.page.locator(".dh-kpi.lead .fig").inner_text()
    assert re.sub(r"\s", "", before).startswith("43/45")  # the new unit and its congress, as of that day
    assert here.watch.taken() == []


def import_units(here: Visit, folder) -> None:
    """A table with two faults names both with their remedy and writes nothing; the right one is tried, then written."""
    page = here.page
    for name, text in (("sai.csv", WRONG), ("dung.csv", RIGHT)):
        (folder / name).write_text(text, encoding="utf-8")
    here.go("/to-chuc/nhap/")
    page.get_by_label("Bảng tổ chức").set_input_files(folder / "sai.csv")
    page.get_by_role("button", name="Xem thử", exact=True).click()
    expect(page.get_by_role("button", name="Ghi 1 tổ chức")).to_be_disabled()
    findings = page.get_by_role("table", name="Mọi lỗi và nhắc nhở của tệp").locator("tbody tr").all_inner_texts()
    assert len(findings) == 2
    assert "DT-XX" in " ".join(findings)
    assert "31/02/2018" in " ".join(findings)
    assert inspected(page) == []
    page.get_by_label("Bảng tổ chức").set_input_files(folder / "dung.csv")
    page.get_by_role("button", name="Xem thử", exact=True).click()
    page.get_by_role("button", name="Ghi 1 tổ chức").click()
    expect(page.get_by_text("Đã ghi 1 tổ chức.")).to_be_visible()


def call(here: Visit) -> None:
    """The congress of the new unit is called; its rules are frozen."""
    page = here.page
    here.go(f"/dai-hoi/?unit=DT-SD&round=co-so-2020&{DAY}&q=An+Hi%E1%BB%87p+1")
    page.locator("tr", has_text=UNIT).get_by_role("link", name="Triệu tập").click()
    page.get_by_label("Ngày triệu tập").fill("01/03/2020")
    page.get_by_label("Đại hội đảng viên").check()
    page.get_by_role("button", name="Triệu tập").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(UNIT)


def plan(here: Visit) -> None:
    """The date is set; moving it asks for a reason (refused without one), and the history keeps both."""
    page = here.page
    for day, reason in (("10/06/2020", ""), ("20/06/2020", "Dời do dịch bệnh")):
        page.get_by_role("link", name=re.compile("^(Đặt ngày|Đổi ngày)$")).first.click()
        page.get_by_label(re.compile("^Ngày")).fill(day)
        if reason:
            page.get_by_role("main").get_by_role("button").last.click()
            expect(page.locator("[data-summary]")).to_be_focused()
            page.get_by_label("Lý do").fill(reason)
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.get_by_text(f"Dự kiến họp ngày {day}.")).to_be_visible()
    expect(page.get_by_text("Dời do dịch bệnh")).to_be_visible()


def hold(here: Visit) -> None:
    """What happened can be recorded although papers of earlier stages are owed."""
    page = here.page
    here.go(f"/tien-do/moc/{page.url.rstrip('/').split('/')[-1]}/?stage=held")
    page.get_by_label("Ngày diễn ra").fill("20/06/2020")
    page.get_by_role("button", name="Ghi mốc").click()
    expect(page.get_by_text("Đã họp ngày 20/06/2020.")).to_be_visible()
