"""A conference that is half-way through: the desk by keyboard, the wall and the phone that follow, the chair's words."""

import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import Response, expect

from tests.browser.inspection import inspected

MOST_BYTES = 100_000  # of a delegate's page with nothing kept from before, nothing compressed


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
        expect(wall.page.locator("h1")).to_have_text(heading)
    expect(phone.page.locator("section.now")).to_contain_text("Thảo luận")

    # the page is fetched anew while the secretary begins to write: what is written stays
    fetched = []
    desk.page.route(desk.page.url, lambda route: fetched.append(route))
    desk.page.evaluate(
        """() => { window.htmx.ajax("GET", location.href, { target: "#noi-dung", select: "#noi-dung", swap: "outerHTML" }); }"""
    )
    desk.page.get_by_label("Nội dung biểu quyết").fill("Đồng ý với báo cáo")
    with desk.page.expect_response(desk.page.url):
        fetched[0].continue_()
    desk.page.unroute(desk.page.url)
    expect(desk.page.get_by_label("Nội dung biểu quyết")).to_have_value("Đồng ý với báo cáo")
    desk.page.get_by_role("button", name="Mở biểu quyết").click()
    expect(wall.page.locator("h1")).to_have_text("Đồng ý với báo cáo")
    expect(phone.page.locator("section.now")).to_contain_text("Đang biểu quyết")
    desk.page.get_by_label("Tán thành", exact=True).fill("36")
    desk.page.get_by_role("button", name="Ghi kết quả").click()
    expect(wall.page.locator(".big")).to_contain_text("36/39")
    expect(phone.page.locator("section.now")).to_contain_text("Được thông qua")
    wide = phone.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


def test_the_wall_keeps_its_last_frame_when_the_line_breaks(visit):
    desk, wall = visit("secretary"), visit("secretary")
    desk.go("/hoi-nghi/?state=running")
    address = desk.page.locator("th a").first.get_attribute("href")
    wall.page.goto(f"{desk.url}{address}man-hinh/")
    before = wall.page.locator("h1").inner_text()
    wall.page.context.set_offline(True)
    expect(wall.page.locator("[data-lost]")).to_have_text("Đang nối lại")
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


def a_card(desk, address, kept):
    """Print the cards of the conference and read the code of the first from the paper."""
    desk.go(f"{address}the/")
    with desk.page.expect_download() as paper:
        desk.page.get_by_role("button", name="In thẻ cho từng ghế").click()
    paper.value.save_as(kept)
    text = pypdfium2.PdfDocument(kept)[0].get_textpage().get_text_range()
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)[0]


def weighed(answers):
    """The bytes of what was fetched, uncompressed, by name; the live line never ends and is left out."""
    whole = [answer for answer in answers if answer.status == 200 and "event-stream" not in answer.headers["content-type"]]
    return {Path(answer.url.split("?")[0]).name: len(answer.body()) for answer in whole}


def test_the_whole_first_load_of_a_delegate_stays_under_100_kb(visit, tmp_path):
    desk = visit("secretary")
    desk.go("/hoi-nghi/?state=running")
    code = a_card(desk, desk.page.locator("th a").first.get_attribute("href"), tmp_path / "the.pdf")
    phone = visit(width=360)  # a new context has kept nothing
    answers: list[Response] = []
    phone.page.on("response", lambda answer: answers.append(answer))
    assert phone.go("/hoi-nghi/dai-bieu/the/") == 200
    first = weighed(answers)
    assert {"the", "tokens.css", "delegate.css", "live.js"} <= set(first)
    phone.page.locator("[data-card-code]").fill(code)
    answers.clear()
    phone.page.get_by_role("button", name="Vào hội nghị").click()
    expect(phone.page.locator("section.now")).to_contain_text("Có mặt")
    phone.page.evaluate(
        "fetch(document.querySelector('[data-live]').dataset.ask).then((answer) => answer.text())"
    )  # weighs as the first message
    phone.settle()
    then = weighed(answers)
    assert {"dai-bieu"} <= set(then)
    assert [name for name in first | then if name.endswith("woff2")] == []
    assert sum(first.values()) + sum(then.values()) < MOST_BYTES
    assert [inspected(phone.page), phone.watch.taken()] == [[], []]
