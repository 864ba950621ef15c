"""A hall on its worst day: a file cut off, a jam, a cut of the power in the middle of reading, three people who decide at once (PR-18, EL-31)."""

import re
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pypdfium2
from playwright.sync_api import expect

from tests.browser.conftest import SOON, Site, Visit
from tests.browser.inspection import follow, inspected
from tests.browser.test_election import (
    NAMES,
    Election,
    close_count,
    fix_and_prove,
    open_and_list,
    press,
    printed,
    scanned,
    struck,
    to_the_box,
)

PLAIN, DOUBTFUL = struck(3, 4), (*struck(3), (4, "strike", "family_only"))
HALL = Election(
    "Bầu Ban Thường vụ, ngày xấu trời", "standing_committee", NAMES[:4], 2, (*[DOUBTFUL] * 4, *[PLAIN] * 76), (80, 80, 0, 0), 2, "Có gạch"
)
JAMMED = 5  # sheets that came through before the jam


def test_a_jam_a_power_cut_and_three_people_at_once(visit, site, tmp_path):
    secretary, head = visit("secretary"), visit("counting_head")
    counters = [visit(f"counter_{number}") for number in (1, 2, 3)]
    open_and_list(secretary, HALL)
    desk = fix_and_prove(secretary, head, HALL)
    printed(head, desk, HALL)
    released(head, desk)
    to_the_box(head, desk, HALL)
    pile = scanned(site, tmp_path, desk.rstrip("/").rsplit("/", 1)[1], HALL)
    jammed = first_pages(pile, tmp_path / "ket.pdf")
    a_file_is_cut_off(head, desk, jammed, cut_off(pile, tmp_path / "day.pdf"))
    the_scanner_jams(head)
    the_power_fails(head, desk, site, pile)
    for each in (secretary, head, *counters):
        each.go(desk)
        each.watch.taken()  # what open pages said while nobody answered
    for each in counters:
        each.go(f"{desk}nghi-ngo/")
    three_take_one_sheet(counters)
    they_differ_on_it(counters)
    one_goes_before_the_board(counters[0], head, desk)
    for each in counters * 2:  # what one still holds is free for the others in the second turn
        decide_what_waits(each, desk)
    close_count(head, desk, HALL)
    head.go(desk)
    expect(head.page.get_by_text("Đã khóa kiểm phiếu").first).to_be_visible()
    for one in (secretary, head, *counters):
        assert one.watch.taken() == []


def released(head: Visit, desk: str) -> None:
    """The machines were tried at the election before: the vote is let be held for that reason (PR-18)."""
    head.go(f"{desk}thu-may/")
    head.page.get_by_label("Lý do cho bầu khi chưa thử máy đạt").fill("máy đã thử ở cuộc bầu trước")
    press(head.page, "Cho bầu")


def first_pages(pile: Path, out: Path) -> Path:
    """What a scanner hands over that stopped after a few sheets."""
    document = pypdfium2.PdfDocument(pile)
    cut = pypdfium2.PdfDocument.new()
    cut.import_pages(document, range(JAMMED))
    cut.save(out)
    return out


def cut_off(pile: Path, out: Path) -> Path:
    """What a full stick holds of the rest."""
    out.write_bytes(pile.read_bytes()[: pile.stat().st_size // 2])
    return out


def send(head: Visit, desk: str, *pdf: Path) -> None:
    head.go(f"{desk}lo/moi/")
    head.page.get_by_label("Số tờ đếm tay").fill(str(len(HALL.ballots)))
    head.page.get_by_label("Tệp quét").set_input_files(list(pdf))
    press(head.page, "Gửi lô")


def a_file_is_cut_off(head: Visit, desk: str, good: Path, cut: Path) -> None:
    """The good file is kept, the other named; it is taken off by the keyboard alone, and only then the bundle is read."""
    send(head, desk, good, cut)
    page = head.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Lô 1: còn thiếu 1 tệp")
    expect(page.get_by_text("Ngay sau ket.pdf: tệp hỏng, bị cắt ngang")).to_be_visible()
    assert inspected(page) == []
    page.get_by_label("Bỏ day.pdf khỏi lô").press("Space")
    page.get_by_role("button", name="Thêm vào lô").press("Enter")
    expect(page.get_by_text(f"Lô 1 đã đủ tệp: {JAMMED} trang.")).to_be_visible()


def the_scanner_jams(head: Visit) -> None:
    """The desk names the last good page; the bundle is withdrawn with the reason, to be scanned again."""
    page = head.page
    expect(page.locator(".dh-next")).to_contain_text(f"Tờ tốt cuối cùng là tờ {JAMMED}.")
    expect(page.get_by_text("Thiếu 75 trang so với đếm tay")).to_be_visible()
    assert inspected(page) == []
    page.locator(".dh-next").get_by_role("link", name="Rút lô").click()
    page.get_by_label("Vì sao rút lô").select_option("jam")
    page.get_by_label("Lý do rút lô").fill("kẹt ở tờ thứ sáu")
    press(page, "Rút lô này")
    expect(page.get_by_text("Đã rút: kẹt ở tờ thứ sáu")).to_be_visible()


def the_power_fails(head: Visit, desk: str, site: Site, pdf: Path) -> None:
    """All processes are killed while pages are read; after the start reading goes on by itself, and every page is there once."""
    send(head, desk, pdf)
    whole = len(HALL.ballots)
    assert 0 < pages_when_some_are_read(site) < whole
    site.cut_power()
    site.start()
    head.go(desk)
    expect(head.page.get_by_role("cell", name=f"{whole}/{whole}")).to_be_visible()
    head.go(desk)
    expect(head.page.get_by_text("Quyết định 4 chỗ nghi ngờ").or_(head.page.get_by_text("Chờ người khác quyết 4 chỗ"))).to_be_visible()


def pages_when_some_are_read(site: Site) -> int:
    """Wait until the worker has kept some pages of a bundle that it is reading, and say how many."""
    until = time.monotonic() + SOON / 1000
    with closing(sqlite3.connect(site.data / "daihoi.sqlite3")) as database:
        while time.monotonic() < until:
            row = database.execute("SELECT pages_read FROM ballots_scanbatch WHERE state = 'reading' AND pages_read > 0").fetchone()
            if row:
                return int(row[0])
            time.sleep(0.01)
    return 0


def at_once(counters: list[Visit], button: str) -> None:
    """Three people press at the same moment."""
    moment = time.time() * 1000 + 800
    with ExitStack() as answers:
        for each in counters:
            answers.enter_context(each.page.expect_navigation())
        for each in counters:
            each.page.evaluate(
                "([button, at]) => { const it = document.querySelector(button); setTimeout(() => it.click(), at - Date.now()); }",
                [button, moment],
            )
    for each in counters:
        each.settle()


def three_take_one_sheet(counters: list[Visit]) -> None:
    """One of three gets the sheet, the others read who holds it; then all three take the next, and each gets another one."""
    at_once(counters, "form[action$='/nhan/'] button")
    holds = [each.page.locator(".dh-choice").count() for each in counters]
    assert sorted(holds) == [0, 0, 1]
    winner = counters.pop(holds.index(1))
    counters.insert(0, winner)
    for each in counters[1:]:
        expect(each.page.get_by_role("alert")).to_contain_text("đã nhận phiếu này. Nhận phiếu khác.")
        assert inspected(each.page) == []
    at_once(counters[1:], "[data-key='5']")
    assert len({each.page.url for each in counters}) == 3
    for each in counters[1:]:
        each.page.keyboard.press("Digit9")
        expect(each.page.get_by_role("heading", level=1)).to_have_text("Chỗ nghi ngờ")


def key(one: Visit, digit: str) -> None:
    """Press one key on a card, once its picture is there, and wait for what comes."""
    expect(one.page.locator("[data-focus]")).to_be_focused()
    one.page.wait_for_function("() => [...document.querySelectorAll('img[data-picture]')].every(one => one.complete && one.naturalWidth)")
    question = one.page.url
    one.page.keyboard.press(f"Digit{digit}")
    one.page.wait_for_url(lambda url: url != question)


def take(one: Visit, row: int) -> None:
    one.page.locator("tbody tr").nth(row).get_by_role("button", name="Nhận").click()
    expect(one.page.locator("[data-focus]")).to_be_focused()


def they_differ_on_it(counters: list[Visit]) -> None:
    """Two answers differ, the one who takes his back and answers the same again changes nothing, the third decides."""
    first, second, third = counters
    key(first, "1")
    key(first, "0")
    key(first, "1")
    second.page.reload()
    take(second, 0)
    key(second, "2")
    third.page.reload()
    expect(third.page.locator("tbody tr").first).to_contain_text("Cần người thứ ba")
    take(third, 0)
    third.page.keyboard.press("Space")
    expect(third.page.get_by_role("dialog", name="Cả tờ phiếu")).to_be_visible()
    third.page.keyboard.press("Escape")
    key(third, "1")


def one_goes_before_the_board(one: Visit, head: Visit, desk: str) -> None:
    """One of two asks for the board: the head writes what it concluded, with its reason (EL-26)."""
    key(one, "3")
    head.go(f"{desk}nghi-ngo/")
    follow(head.page, head.page.get_by_role("link", name="Ghi kết luận"))
    assert inspected(head.page) == []
    head.page.get_by_label(re.compile("^Có gạch")).check()
    head.page.get_by_label("Lý do").fill("cả ban nhìn rõ nét gạch họ")
    press(head.page, "Ghi kết luận của cả ban")
    expect(head.page.get_by_text("Đã ghi kết luận của cả ban.")).to_be_visible()


def decide_what_waits(one: Visit, desk: str) -> None:
    """The keyboard alone, from the list to the last mark that nobody else holds."""
    one.go(f"{desk}nghi-ngo/")
    if one.page.locator("[data-key='5']").count():
        one.page.keyboard.press("Digit5")
        one.page.wait_for_url(re.compile("/nghi-ngo/[^/]+/$"))
    while one.page.locator(".dh-choice").count():
        key(one, "1")
