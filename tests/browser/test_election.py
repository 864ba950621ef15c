"""One election from the list to the recount, for each form of ballot, as four people before four screens."""

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import daihoi
from tests.browser.conftest import Visit, environment_of
from tests.browser.inspection import inspected, pictured

SPARE = 2  # ballots printed and not handed out
NAMES = ("Nguyễn Hoài An", "Phạm Quốc Bảo", "Lâm Thị Cúc", "Bùi Khánh Duy", "Mai Hương Giang", "Công Tằng Tôn Nữ Diệu Huyền")


@dataclass(frozen=True)
class Election:
    """What is elected, how each ballot is marked, which mark people must judge, and what must come out."""

    title: str
    elects: str
    names: tuple[str, ...]
    seats: int
    ballots: tuple[tuple[tuple[int, str, str], ...], ...]
    votes: tuple[int, ...]
    elected: int
    choice: str  # name of the answer that both counters give


def struck(*numbers: int) -> tuple[tuple[int, str, str], ...]:
    return tuple((number, "strike", "level") for number in numbers)


def crossed(*kinds: str, mark: str = "x") -> tuple[tuple[int, str, str], ...]:
    return tuple((number, kind, mark) for number, kind in enumerate(kinds, start=1))


STRIKE_OUT = Election(
    "Bầu Ban Thường vụ",
    "standing_committee",
    NAMES,
    4,
    (*[struck(5, 6)] * 9, *[struck(1, 6)] * 2, (*struck(5), (6, "strike", "family_only"))),
    (10, 12, 12, 12, 2, 0),
    4,
    "Có gạch",
)
AGREE_DISAGREE = Election(
    "Bầu Ủy ban Kiểm tra",
    "inspection_committee",
    NAMES[:3],
    3,
    (
        *[crossed("agree", "agree", "agree")] * 6,
        crossed("agree", "agree", "disagree"),
        ((1, "agree", "x"), (2, "agree", "box_ring"), (3, "agree", "x")),
    ),
    (8, 8, 7),
    3,
    "Có đánh dấu",
)
ONE_NAME = Election(
    "Bầu Chủ nhiệm Ủy ban Kiểm tra",
    "inspection_head",
    NAMES[5:],
    1,
    (*[crossed("agree")] * 6, crossed("disagree"), crossed("agree", mark="box_ring")),
    (7,),
    1,
    "Có đánh dấu",
)


@pytest.mark.parametrize("election", [STRIKE_OUT, AGREE_DISAGREE, ONE_NAME], ids=["strike_out", "agree_disagree", "one_name"])
def test_from_the_list_to_the_recount(visit, site, tmp_path, election):
    secretary, head, presidium = visit("secretary"), visit("counting_head"), visit("presidium")
    counters = [visit("counter_1"), visit("counter_2")]
    contest = open_and_list(secretary, election)
    desk = fix_and_prove(secretary, head, election)
    poll = desk.rstrip("/").rsplit("/", 1)[1]
    printed(head, desk, election)
    tried_and_released(site, head, desk, tmp_path)
    to_the_box(head, desk, election)
    upload(head, desk, scanned(site, tmp_path, poll, election), election)
    for counter in counters:
        decide(counter, desk, election)
    if election is STRIKE_OUT:
        read_again(counters, desk)
    close_count(head, desk, election)
    certify_and_sign(presidium, head, contest, election)
    assert result_shown(secretary, contest) == expected(election)
    if election is STRIKE_OUT:
        pictured(secretary.page, "result")
    assert len(election.names) - election.votes.count(0) >= election.elected
    recount_agrees(secretary, contest, tmp_path)
    documents_open(secretary)
    on_the_hall_screen(visit(), secretary, contest, election)
    for one in (secretary, head, presidium, *counters):
        assert one.watch.taken() == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def open_and_list(secretary: Visit, election: Election) -> str:
    """The secretariat opens the contest and enters the names in any order."""
    page = secretary.page
    secretary.go("/bau-cu/")
    page.locator("table a").first.click()
    page.get_by_label("Đường dẫn đơn vị").get_by_role("link", name="Đại hội").click()
    page.get_by_role("link", name="Lập cuộc bầu").click()
    page.get_by_label("Tên cuộc bầu").fill(election.title)
    page.get_by_label("Bầu gì").select_option(election.elects)
    page.get_by_label("Số lượng cần bầu").fill(str(election.seats))
    people = str(len(election.ballots))
    for label in ("Số được triệu tập", "Số có mặt"):
        page.get_by_label(label).fill(people)
    page.get_by_label("Cơ sở tính").fill(people)
    press(page, "Lập cuộc bầu")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(election.title))
    page.get_by_label("Mỗi người một dòng").fill("\n".join(f"{name}; 01/02/1975" for name in reversed(election.names)))
    press(page, "Ghi danh sách")
    expect(page.locator("tbody th").first).to_contain_text(election.names[0])
    return page.url.removeprefix(secretary.url)


def fix_and_prove(secretary: Visit, head: Visit, election: Election) -> str:
    """The list is fixed, and two people sign the proof (PR-17)."""
    page = secretary.page
    press(page, "Chốt danh sách")
    page.get_by_label("Gõ số người trong danh sách").fill(str(len(election.names)))
    page.get_by_role("dialog").get_by_role("button", name="Chốt danh sách").click()
    page.get_by_role("link", name="Mở bàn kiểm phiếu").click()
    desk = page.url.removeprefix(secretary.url)
    for one in (secretary, head):
        one.go(f"{desk}ban-in-thu/")
        press(one.page, "Đã so đúng, ký bản in thử")
    expect(head.page.get_by_text("Đủ 2/2")).to_be_visible()
    return desk


def printed(head: Visit, desk: str, election: Election) -> None:
    """Ballots are printed and counted by hand."""
    head.go(f"{desk}ban-in-thu/")
    head.page.get_by_label("Số phiếu đã in").fill(str(len(election.ballots) + SPARE))
    press(head.page, "Ghi số phiếu đã in")


def tried_and_released(site, head: Visit, desk: str, folder: Path) -> None:
    """Ten practice sheets go through the machines and read right; only then the vote is let be held (PR-18)."""
    page, pdf = head.page, folder / "phieu-thu.pdf"
    command = [sys.executable, "-m", "tests.browser.scanner", desk.rstrip("/").rsplit("/", 1)[1], "-", str(pdf)]
    subprocess.run(command, env=environment_of(site.data), cwd=Path(__file__).parents[2], check=True, timeout=120)
    page.get_by_role("link", name="Thử máy, cho bầu").first.click()
    press(page, "Cho bầu")
    expect(page.get_by_role("alert").first).to_contain_text("Chưa thử vòng máy in và máy quét.")
    page.get_by_label("Máy in").fill("Máy in 1")
    page.get_by_label("Máy quét", exact=True).fill("Máy quét 1")
    page.get_by_label("Tệp quét xấp phiếu thử").set_input_files(str(pdf))
    press(page, "Đọc và so với kế hoạch")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thử máy: đạt")
    page.get_by_text("Xem ảnh tờ này").nth(1).click()
    expect(page.locator("details[open] img")).not_to_have_js_property("naturalWidth", 0)
    page.get_by_role("link", name="Sang bước cho bầu").click()
    press(page, "Cho bầu")
    expect(page.get_by_role("status").first).to_contain_text("Đã cho bầu.")


def released_for_keying(head: Visit, desk: str) -> None:
    """Where there is no scanner, the vote is let be held without a loop test."""
    head.go(f"{desk}thu-may/")
    head.page.get_by_label("nhập tay, không có máy quét").check()
    press(head.page, "Cho bầu")


def to_the_box(head: Visit, desk: str, election: Election) -> None:
    """Ballots are handed out and taken back, each time counted by hand."""
    page, number = head.page, len(election.ballots)
    head.go(f"{desk}so-phieu/")
    page.get_by_label("Phát ra", exact=True).fill(str(number))
    page.get_by_label("Hỏng").fill("0")
    page.get_by_label("Còn lại").fill(str(SPARE))
    press(page, "Ghi số phát ra")
    head.go(f"{desk}so-phieu/")
    page.get_by_label("Thu về", exact=True).fill(str(number))
    press(page, "Ghi số thu về")


def scanned(site, folder: Path, poll: str, election: Election) -> Path:
    """What pens and the scanner make of the printed ballots."""
    votes, pdf = folder / "votes.json", folder / "lo-1.pdf"
    votes.write_text(json.dumps(election.ballots), encoding="utf-8")
    command = [sys.executable, "-m", "tests.browser.scanner", poll, str(votes), str(pdf)]
    subprocess.run(command, env=environment_of(site.data), cwd=Path(__file__).parents[2], check=True, timeout=120)
    return pdf


def upload(head: Visit, desk: str, pdf: Path, election: Election) -> None:
    """The scans go in; the worker reads them while the page shows how far it is."""
    page = head.page
    head.go(f"{desk}lo/moi/")
    page.get_by_label("Số tờ đếm tay").fill(str(len(election.ballots)))
    page.get_by_label("Tệp quét").set_input_files(pdf)
    press(page, "Gửi lô")
    read = f"{len(election.ballots)}/{len(election.ballots)}"
    expect(page.get_by_role("cell", name=read)).to_be_visible()
    head.go(desk)
    expect(page.get_by_text("Chưa khóa được:")).to_be_visible()
    if election is STRIKE_OUT:
        pictured(page, "desk")


def decide(counter: Visit, desk: str, election: Election) -> None:
    """One member judges the doubtful mark by keyboard, seeing neither names' votes nor the other's answer."""
    page = counter.page
    counter.go(desk)
    page.locator(".dh-next").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Phiếu \d+"))
    assert inspected(page) == []
    if election is STRIKE_OUT:
        nothing_decided_unseen(counter)
        pictured(page, "doubt")
    while page.locator(".dh-choice").count():
        answers = page.locator(".dh-choice button", has_text=re.compile(rf"^\d?\s*({election.choice}|Không ảnh hưởng)"))
        expect(page.locator("[data-focus]")).to_be_focused()
        question = page.url
        page.keyboard.press(f"Digit{answers.first.get_attribute('data-key')}")
        page.wait_for_url(lambda url, question=question: url != question)


def nothing_decided_unseen(counter: Visit) -> None:
    """A key pressed before the picture has come answers nothing, and the page says why."""
    page = counter.page
    page.route(re.compile(r"\.png$"), lambda route: route.abort())
    page.reload()
    page.keyboard.press("Digit1")
    expect(page.get_by_text("Ảnh chưa hiện nên chưa quyết được.")).to_be_visible()
    page.unroute_all()
    page.reload()
    expect(page.locator("[data-picture]")).not_to_have_js_property("naturalWidth", 0)
    counter.watch.taken()


def read_again(counters: list[Visit], desk: str) -> None:
    """A complaint in the hall: the first ballot is called out, and two members read it row by row, each before what counts so far."""
    caller, other = counters
    page = caller.page
    caller.go(f"{desk}nghi-ngo/")
    page.get_by_role("link", name="Gọi phiếu ra đọc lại").click()
    page.get_by_label("Tờ thứ").fill("1")
    page.get_by_label("khiếu nại trong hội trường").check()
    assert inspected(page) == []
    press(page, "Gọi phiếu này")
    for counter in counters:
        page = counter.page
        if counter is other:
            counter.go(f"{desk}nghi-ngo/")
            press(page, "Nhận phiếu tiếp theo")
        expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu 1, gọi ra đọc lại · Lô 1, tờ 1")
        expect(page.locator(".dh-crop img").first).to_be_visible()
        boxes = page.get_by_role("group", name="Những tên bị gạch").get_by_role("checkbox")
        assert [box.is_checked() for box in boxes.all()] == [False] * 4 + [True] * 2
        assert inspected(page) == []
        press(page, "Ghi bản đọc")
    expect(page.get_by_text("Không còn chỗ nào chờ quyết").first).to_be_visible()


def close_count(head: Visit, desk: str, election: Election) -> None:
    """Nothing is open and the accounts balance: the head closes by typing the number returned."""
    page = head.page
    head.go(f"{desk}khoa/")
    page.get_by_label("Gõ lại số phiếu thu về").fill(str(len(election.ballots)))
    press(page, "Khóa và tính kết quả")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def certify_and_sign(presidium: Visit, head: Visit, contest: str, election: Election) -> None:
    """The head announces the result by the check code and signs; the presidium confirms by its signature."""
    for one, act, words in ((head, "Công bố kết quả", "công bố"), (presidium, "Ký biên bản", ""), (head, "Ký biên bản", "")):
        page = one.page
        one.go(f"{contest}ket-qua/")
        code = page.locator(".dh-digest code").first.inner_text()
        page.locator(".dh-acts").get_by_role("button", name=act).first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Gõ bốn chữ đầu").fill(code[:4])
        dialog.get_by_role("button", name=act).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert words in page.locator(".dh-head").inner_text()
    expect(head.page.get_by_text("Biên bản đã đủ chữ ký.")).to_be_visible()


def result_shown(one: Visit, contest: str) -> list[tuple[str, str, bool]]:
    """What the page says: name, votes, elected."""
    one.go(f"{contest}ket-qua/")
    rows = one.page.locator(".dh-table tbody tr").all()
    return [
        (
            re.sub(r"^\d+\.\s*", "", row.locator("th").inner_text()),
            row.locator("td").first.inner_text().split()[-1],
            row.get_by_text("Trúng cử").count() == 1,
        )
        for row in rows
    ]


def expected(election: Election) -> list[tuple[str, str, bool]]:
    ranked = sorted(zip(election.names, election.votes, strict=True), key=lambda pair: -pair[1])
    return [(name, str(votes), place <= election.elected) for place, (name, votes) in enumerate(ranked, start=1)]


def recount_agrees(one: Visit, contest: str, folder: Path) -> None:
    """The evidence bundle is recounted by the one-file program that shares no code with the count."""
    with one.page.expect_download() as waiting:
        press(one.page, "Bản công khai")
    bundle = folder / "bang-chung.zip"
    waiting.value.save_as(bundle)
    recount = Path(daihoi.__file__).parent / "recount.py"
    found = subprocess.run([sys.executable, str(recount), str(bundle)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (found.returncode, found.stdout.startswith("KHỚP")) == (0, True), found.stdout + found.stderr


def documents_open(one: Visit) -> None:
    """Minutes and announcement come as DOCX and PDF."""
    hrefs = [
        link.get_attribute("href") or "" for link in one.page.get_by_role("link", name=re.compile("^(DOCX|PDF|Biên bản|Thông báo)")).all()
    ]
    papers = [href for href in hrefs if "/van-ban/" in href]
    assert sorted(href.rsplit("/", 1)[1] for href in papers) == ["certificate.docx", "certificate.pdf", "minutes.docx", "minutes.pdf"]
    for href in papers:
        body = one.page.request.get(one.url + href).body()
        if href.endswith("pdf"):
            assert body.startswith(b"%PDF")
        else:
            assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist()


def on_the_hall_screen(hall: Visit, secretary: Visit, contest: str, election: Election) -> None:
    """The projector shows who is elected, to nobody who has not signed in."""
    hall.go(f"{contest}man-hinh/")
    assert "/tai-khoan/dang-nhap/" in hall.page.url
    secretary.go(f"{contest}man-hinh/")
    if election is STRIKE_OUT:
        pictured(secretary.page, "hall", (1440,))
    expect(secretary.page.locator(".big b")).to_have_text(f"{election.elected}/{election.seats}")
    for name, votes, is_elected in expected(election):
        if is_elected:
            expect(secretary.page.locator("li", has_text=name).locator(".v")).to_contain_text(votes)
