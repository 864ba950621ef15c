"""The pages of one congress: put off without a day, by the hour, with its signed letter; the leaders' calendar; a cell of two facts."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.inspection import follow, inspected


def congress_of(here: Visit, address: str) -> str:
    """Open the first congress of a list and give its address."""
    assert here.go(address) == 200
    here.page.get_by_role("main").get_by_role("rowheader").get_by_role("link").first.click()
    return re.sub(r"^https?://[^/]+", "", here.page.url)


def test_a_congress_is_put_off_without_a_day_and_gets_one_again(visit):
    here = visit("officer")
    page, address = here.page, congress_of(here, "/dai-hoi/?unit=DT-TB&round=co-so-2020&state=open")
    day = re.search(r"Dự kiến họp ngày (\S+)\.", page.get_by_role("main").inner_text())
    assert day
    here.go(f"{address}ngay/")
    assert inspected(page) == []
    page.get_by_label("Hoãn, chưa có ngày mới").check()
    page.get_by_label("Lý do").fill("Mưa lũ")
    page.get_by_role("button", name="Ghi ngày dự kiến").click()
    expect(page.get_by_text("Hoãn, chưa có ngày mới.")).to_be_visible()
    assert inspected(page) == []
    here.go("/dai-hoi/?unit=DT-TB&round=co-so-2020&state=postponed")
    expect(page.get_by_text("Hoãn, chưa có ngày", exact=True)).to_be_visible()
    here.go(f"{address}ngay/")
    page.get_by_label("Ngày dự kiến").fill(day[1])
    page.get_by_role("button", name="Ghi ngày dự kiến").click()
    expect(page.get_by_text(day[0])).to_be_visible()
    assert here.watch.taken() == []


def test_the_programme_runs_by_the_hour_and_the_signed_letter_is_kept(visit, tmp_path):
    here = visit("officer")
    page, address = here.page, congress_of(here, "/dai-hoi/?unit=DT-SD&round=tren-co-so-2020")
    assert here.go(f"{address}gio/") == 200
    assert inspected(page) == []
    page.get_by_label("Số phút: Chào cờ").fill("6")
    page.get_by_role("button", name="Ghi giờ").click()
    expect(page.get_by_text("Đã ghi giờ của chương trình.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Mời đoàn chủ tịch")).get_by_text("07:36")).to_be_visible()
    here.go(address)
    follow(page, page.get_by_role("link", name=re.compile("lưu bản đã ký|thay bản quét")))
    assert inspected(page) == []
    scan = tmp_path / "ban-ky.pdf"
    scan.write_bytes(b"%PDF-1.4 " + here.url.encode())
    page.get_by_label("Bản quét đã ký, đóng dấu").set_input_files(scan)
    page.get_by_role("button", name="Lưu bản quét").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="bản đã ký", exact=True).click()
    assert waiting.value.path().read_bytes() == scan.read_bytes()
    assert here.watch.taken() == []


def test_the_calendar_opens_where_leaders_are_expected_and_a_cell_of_two_facts_is_split(visit, tmp_path):
    here = visit("officer")
    here.go("/dai-hoi/lich-du/")
    expect(here.page.get_by_role("heading", level=1)).not_to_contain_text("2026")
    assert inspected(here.page) == []
    path = tmp_path / "tuan.csv"
    path.write_text("Đơn vị,Ngày dự kiến,Lý do\nDT-SD-01,hoãn đến 15/7/2020,Mưa lũ\n", encoding="utf-8")
    here.go("/dai-hoi/nhap/")
    here.page.get_by_label("Đợt đại hội").select_option("co-so-2020")
    here.page.get_by_label("Tệp XLSX, XLS hoặc CSV").set_input_files(path)
    here.page.get_by_role("button", name="Thử").click()
    here.page.get_by_label("“hoãn đến 15/7/2020”").select_option("2020-07-15")
    assert inspected(here.page) == []
    here.page.get_by_role("button", name="Thử").click()
    expect(here.page.get_by_role("button", name="Ghi 1 dòng")).to_be_visible()
    assert here.watch.taken() == []
