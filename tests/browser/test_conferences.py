"""Conferences on a phone and on a desk: every screen of the secretary bears the check, and one held without the program is typed in."""

import re

from playwright.sync_api import expect

from tests.browser.inspection import inspected

SCREENS = ("chuong-trinh/", "diem-danh/", "tai-lieu/", "dieu-hanh/", "dia-chi/", "bien-ban/", "the/")


def test_every_screen_of_the_secretary_bears_the_check_at_both_widths(visit):
    desk = visit("secretary")
    desk.go("/hoi-nghi/?state=running")
    address = desk.page.locator("th a").first.get_attribute("href")
    found = []
    for screen in SCREENS:
        assert desk.go(f"{address}{screen}") == 200, screen
        found += inspected(desk.page)
    desk.go(f"{address}kich-ban/")
    desk.page.get_by_role("link", name="Sửa lời: Báo cáo số có mặt").click()
    expect(desk.page.get_by_label("Lời đọc")).to_contain_text("{có mặt}")
    assert found + inspected(desk.page) == []
    assert desk.watch.taken() == []


def test_a_conference_held_without_the_program_is_typed_in_on_a_phone(visit):
    desk = visit("secretary", width=360)
    page = desk.page
    desk.go("/hoi-nghi/du-kien/")
    for label, text in (
        ("Tên hội nghị", "Hội nghị ghi lại"),
        ("Ngày họp", "03/02/2025"),
        ("Giờ khai mạc", "08:00"),
        ("Địa điểm", "Hội trường"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Ghi dự kiến").click()
    page.get_by_role("link", name="Ghi lại hội nghị đã họp").click()
    page.get_by_role("link", name="Ghi thành phần").click()
    page.get_by_label("Thành phần, mỗi dòng một").fill("Ủy viên ban chấp hành; 39")
    page.get_by_role("button", name="Ghi thành phần").click()
    address = re.sub(r"thanh-phan/$", "", page.url).removeprefix(desk.url)
    desk.go(f"{address}chuong-trinh/")
    page.get_by_label("Bước 1").select_option("report")
    page.get_by_label("Nội dung 1").fill("Trình bày báo cáo")
    page.get_by_role("button", name="Ghi chương trình").click()
    desk.go(f"{address}ghi-lai/")
    page.get_by_label("Bế mạc lúc").fill("10h30")
    page.get_by_label("Bắt đầu: Trình bày báo cáo").fill("8:10")
    page.get_by_label("Nội dung biểu quyết: 1").fill("Nhất trí với báo cáo")
    page.get_by_label("Tán thành: 1", exact=True).fill("39")
    page.get_by_role("button", name="Ghi nháp, thêm dòng").click()
    expect(page.get_by_label("Nội dung biểu quyết: 1")).to_have_value("Nhất trí với báo cáo")
    assert inspected(page) == []
    page.get_by_role("button", name="Ghi lại và bế mạc").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa điểm danh")
    page.get_by_label("Ai không ghi gì ở trên là có mặt").check()
    page.get_by_role("button", name="Ghi lại và bế mạc").click()
    expect(page.locator("main")).to_contain_text("Hội nghị này không dùng phần mềm khi họp")
    expect(page.locator("main")).to_contain_text("Tán thành 39")
    assert inspected(page) == []
