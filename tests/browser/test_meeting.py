"""A conference that is half-way through: the desk by keyboard, the wall and the phone that follow, the chair's words."""

import re

from playwright.sync_api import expect

SOON = 5_000  # milliseconds: a change is seen within a second, a busy machine is forgiven


def test_the_wall_and_the_phone_follow_the_desk(visit):
    desk = visit("secretary")
    desk.go("/hoi-nghi/?state=running")
    desk.page.get_by_role("link", name="Hội nghị Ban Chấp hành cho ý kiến báo cáo sáu tháng").click()
    address = desk.page.url
    desk.page.get_by_role("link", name="Vào bàn điều hành").click()
    wall, phone = visit("secretary"), visit("secretary", width=360)
    wall.page.goto(f"{address}man-hinh/")
    phone.page.goto(f"{address}dai-bieu/")
    assert "/man-hinh/" in wall.page.url

    for key, heading in (("2", "Bí thư Đảng ủy xã Tân Quy"), ("3", "Tham luận"), ("1", "Thảo luận")):
        with desk.page.expect_navigation():
            desk.page.keyboard.press(key)
        expect(wall.page.locator("h1")).to_have_text(heading, timeout=SOON)
    expect(phone.page.locator("section.now")).to_contain_text("Thảo luận", timeout=SOON)

    desk.page.get_by_label("Nội dung biểu quyết").fill("Đồng ý với báo cáo")
    desk.page.get_by_role("button", name="Mở biểu quyết").click()
    expect(wall.page.locator("h1")).to_have_text("Đồng ý với báo cáo", timeout=SOON)
    expect(phone.page.locator("section.now")).to_contain_text("Đang biểu quyết", timeout=SOON)
    desk.page.get_by_label("Tán thành", exact=True).fill("36")
    desk.page.get_by_role("button", name="Ghi kết quả").click()
    expect(wall.page.locator(".big")).to_contain_text("36/39", timeout=SOON)
    expect(phone.page.locator("section.now")).to_contain_text("Được thông qua", timeout=SOON)
    wide = phone.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


def test_the_wall_keeps_its_last_frame_when_the_line_breaks(visit):
    desk, wall = visit("secretary"), visit("secretary")
    desk.go("/hoi-nghi/?state=running")
    address = desk.page.locator("th a").first.get_attribute("href")
    wall.page.goto(f"{desk.url}{address}man-hinh/")
    before = wall.page.locator("h1").inner_text()
    wall.page.context.set_offline(True)
    expect(wall.page.locator("[data-lost]")).to_have_text("Đang nối lại", timeout=SOON)
    assert wall.page.locator("h1").inner_text() == before
    wall.watch.faults.clear()


def test_the_chair_reads_the_present_step_large(visit):
    chair = visit("presidium", width=820)
    chair.go("/hoi-nghi/?state=running")
    address = chair.page.locator("th a").first.get_attribute("href")
    chair.go(f"{address}kich-ban/")
    size = chair.page.locator(".dh-script p").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 26
    assert re.search(r"Có mặt 37/39", chair.page.locator("main").inner_text())
