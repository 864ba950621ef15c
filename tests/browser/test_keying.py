"""A count without a scanner, as two people before two screens, by the keyboard alone (PR-18, EL-31)."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.inspection import follow, inspected
from tests.browser.test_election import (
    NAMES,
    Election,
    close_count,
    fix_and_prove,
    open_and_list,
    press,
    printed,
    released_for_keying,
    struck,
    to_the_box,
)

KEYED = Election(
    "Bầu Ban Thường vụ, nhập tay", "standing_committee", NAMES[:4], 2, (struck(3, 4), struck(1, 4), struck(3, 4)), (2, 3, 1, 0), 2, ""
)
TYPED = ("3-4", "1 4", "3 4")


def test_two_people_key_a_count_and_the_head_closes_it_until_a_second_check_opens_it_again(visit):
    secretary, head, presidium = visit("secretary"), visit("counting_head"), visit("presidium")
    counters = [visit("counter_1"), visit("counter_2")]
    open_and_list(secretary, KEYED)
    desk = fix_and_prove(secretary, head, KEYED)
    printed(head, desk, KEYED)
    released_for_keying(head, desk)
    to_the_box(head, desk, KEYED)
    a_correction_is_proposed_and_declined(counters[0], head, desk)
    keyed(head, counters, desk, TYPED)
    close_count(head, desk, KEYED)
    head.go(desk)
    expect(head.page.get_by_text("Đã khóa kiểm phiếu").first).to_be_visible()
    a_second_check_finds_a_difference(counters[0], head, desk)
    the_count_is_opened_again(head, presidium)
    for one in (secretary, head, presidium, *counters):
        assert one.watch.taken() == []


def keyed(head: Visit, counters: list[Visit], desk: str, ballots: tuple[str, ...]) -> None:
    """The head opens a pile; every counter types what is struck on each of its ballots."""
    head.go(f"{desk}nhap/")
    head.page.get_by_label("Số phiếu đếm tay").fill(str(len(ballots)))
    press(head.page, "Mở xấp")
    assert inspected(head.page) == []
    for counter in counters:
        page = counter.page
        counter.go(f"{desk}nhap/")
        page.get_by_role("link", name=re.compile(f"Nhập {len(ballots)} tờ")).click()
        for number, typed in enumerate(ballots, 1):
            expect(page.get_by_role("heading", level=1)).to_contain_text(f"tờ {number}")
            expect(page.locator("[data-focus]")).to_be_focused()
            if number == 1:
                assert inspected(page) == []
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
        expect(page.get_by_text("bạn không còn tờ nào phải nhập")).to_be_visible()


def a_correction_is_proposed_and_declined(counter, head, desk):
    """One member wants the number out of the box corrected; the head sees both numbers and keeps the old one (EL-36)."""
    page = counter.page
    counter.go(f"{desk}so-phieu/")
    page.get_by_label("Thu về", exact=True).fill("2")
    page.get_by_label("Lý do sửa số đã ghi").last.fill("đếm nhầm một tờ")
    press(page, "Ghi số thu về")
    expect(page.get_by_role("heading", name="Đề nghị sửa số phiếu, chờ người thứ hai")).to_be_visible()
    expect(page.get_by_role("button", name="Xác nhận số mới")).to_have_count(0)
    assert inspected(page) == []
    head.go(f"{desk}so-phieu/")
    expect(head.page.get_by_text("thu về 3 → 2")).to_be_visible()
    expect(head.page.get_by_role("button", name="Xác nhận số mới")).to_be_visible()
    assert inspected(head.page) == []
    press(head.page, "Bỏ đề nghị, giữ số cũ")
    expect(head.page.get_by_text("Đã bỏ đề nghị sửa")).to_be_visible()


def a_second_check_finds_a_difference(counter, head, desk):
    """A member holds each sheet against the record, one differs; the head records it."""
    page = counter.page
    counter.go(f"{desk}kiem-lan-hai/")
    assert inspected(page) == []
    follow(page, page.get_by_role("link", name=re.compile("So phiếu")))
    assert inspected(page) == []
    page.get_by_label("Tờ 2 khác", exact=True).check()
    page.get_by_label(re.compile("Mọi tờ chưa đánh dấu")).check()
    press(page, "Ghi lô này")
    expect(page.get_by_text("tờ 2: khác bản ghi")).to_be_visible()
    head.go(f"{desk}kiem-lan-hai/")
    assert inspected(head.page) == []
    head.page.get_by_label("Các phiếu ấy khác thế nào").fill("gạch người số 2")
    press(head.page, "Ghi kiểm lần hai")


def the_count_is_opened_again(head, presidium):
    """The board asks, the presidium decides; the earlier closing stays on the page."""
    follow(head.page, head.page.get_by_role("link", name=re.compile("Mở lại kiểm phiếu hay giữ kết quả")))
    assert inspected(head.page) == []
    head.page.get_by_label("Lý do, in trong biên bản").first.fill("một phiếu nhập sai")
    press(head.page, "Cả ban đề nghị mở lại")
    presidium.page.goto(head.page.url)
    assert inspected(presidium.page) == []
    presidium.page.get_by_label("Lý do, in trong biên bản").first.fill("người trúng cử có thể khác")
    press(presidium.page, "Đoàn chủ tịch quyết định mở lại")
    expect(presidium.page.get_by_text("Kiểm phiếu đang mở.")).to_be_visible()
    expect(presidium.page.get_by_role("heading", name="Lần khóa 1")).to_be_visible()
