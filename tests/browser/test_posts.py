"""A new committee elects its deputy secretaries in two rounds, as its people before their screens (EL-14, EL-46, EL-52)."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.inspection import follow, inspected
from tests.browser.test_election import (
    Election,
    certify_and_sign,
    close_count,
    fix_and_prove,
    press,
    printed,
    released_for_keying,
    to_the_box,
)
from tests.browser.test_keying import keyed

ELSEWHERE = 24  # of the 27 elected, so that three ballots are a whole count
FIRST = ("2 3", "2 3", "1 3")  # struck numbers: 2, 1 and 0 of 3 votes
SECOND = ("2", "2", "1")  # 2 and 1 of 3 votes


def ballots(typed: tuple[str, ...], names: int) -> Election:
    """As much of an election as the shared steps look at."""
    return Election("", "", ("",) * names, 1, ((),) * len(typed), (), 0, "")


def test_a_new_committee_elects_its_deputies_in_two_rounds(visit):
    secretary, head, presidium = visit("secretary"), visit("counting_head"), visit("presidium")
    counters = [visit("counter_1"), visit("counter_2")]
    contest = opened(secretary)
    names = ticked(secretary)
    result(secretary, head, presidium, counters, contest, FIRST, len(names))
    secretary.go(f"{contest}ket-qua/")
    assert inspected(secretary.page) == []
    expect(secretary.page.get_by_role("row", name=re.compile(names[0])).first).to_contain_text("Trúng cử")
    expect(secretary.page.get_by_text("Bầu tiếp hay không do hội nghị ban mới quyết định.").first).to_be_visible()
    further = decided(secretary)
    result(secretary, head, presidium, counters, further, SECOND, len(names) - 1)
    secretary.go(f"{further}cac-lan/")
    expect(secretary.page.get_by_text("2 lần, trúng cử 2/2 người.")).to_be_visible()
    assert inspected(secretary.page) == []
    for one in (secretary, head, presidium, *counters):
        assert one.watch.taken() == []


def opened(secretary: Visit) -> str:
    """From the result of the committee to a vote of its own; nobody types a base."""
    page = secretary.page
    secretary.go("/bau-cu/")
    page.locator("table a").first.click()
    page.get_by_label("Đường dẫn đơn vị").get_by_role("link", name="Đại hội").click()
    page.get_by_role("link", name="A. Bầu Ban Chấp hành").click()
    follow(page, page.get_by_role("link", name="Ban mới bầu chức danh"))
    assert inspected(page) == []
    page.get_by_label("Tên cuộc bầu").fill("Bầu Phó Bí thư")
    page.get_by_label("Bầu gì").select_option("deputy_secretary")
    page.get_by_label("Số lượng cần bầu").fill("2")
    page.get_by_label("Chuyển sinh hoạt tạm thời nơi khác, không dự").fill(str(ELSEWHERE))
    page.get_by_label("Số có mặt").fill("3")
    press(page, "Lập cuộc bầu")
    expect(page.get_by_text("cơ sở tính 3")).to_be_visible()
    return page.url.removeprefix(secretary.url)


def ticked(secretary: Visit) -> list[str]:
    """The list is chosen from among the elected, not typed."""
    page = secretary.page
    page.locator("#nhap").get_by_role("checkbox").nth(26).check()
    for place in range(2):
        page.locator("#nhap").get_by_role("checkbox").nth(place).check()
    press(page, "Ghi danh sách")
    rows = page.locator("tbody th")
    expect(rows).to_have_count(3)
    assert inspected(page) == []
    return [re.sub(r"^\d+\.\s*", "", words) for words in rows.all_inner_texts()]


def result(
    secretary: Visit, head: Visit, presidium: Visit, counters: list[Visit], contest: str, typed: tuple[str, ...], names: int
) -> None:
    """From the fixed list to the signed minutes, keyed in by two people."""
    asked = ballots(typed, names)
    secretary.go(contest)
    desk = fix_and_prove(secretary, head, asked)
    printed(head, desk, asked)
    released_for_keying(head, desk)
    to_the_box(head, desk, asked)
    keyed(head, counters, desk, typed)
    close_count(head, desk, asked)
    certify_and_sign(presidium, head, contest, asked)


def decided(secretary: Visit) -> str:
    """The committee decides by hands to go on for the place left."""
    page = secretary.page
    page.get_by_role("link", name="Bầu tiếp", exact=True).click()
    expect(page.get_by_role("heading", name="Ghi quyết định của hội nghị ban mới")).to_be_visible()
    page.get_by_label("Đồng ý", exact=True).fill("3")
    press(page, "Ghi quyết định")
    expect(page.get_by_role("heading", level=1)).to_contain_text("lần 2")
    return page.url.removeprefix(secretary.url)
