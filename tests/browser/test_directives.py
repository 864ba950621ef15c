"""A directive on its way: the officer opens a cell of the matrix, the clerk receives on a phone, the inspector sees what is open."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.inspection import inspected


def test_the_officer_finds_who_has_no_plan_for_the_training(visit):
    here = visit("officer")
    here.go("/chi-thi/")
    here.page.get_by_role("link", name="Chỉ thị 35-CT/TW").last.click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Chỉ thị 35-CT/TW, ngày 30/05/2019")
    here.page.get_by_role("link", name="Độ phủ theo nhánh").click()
    cell = here.page.get_by_role("link", name="0/31").first
    cell.click()
    expect(here.page.get_by_role("heading", name="Ô đang mở: điều 7, Đảng bộ huyện Tân Hồng")).to_be_visible()
    assert inspected(here.page) == []
    here.page.get_by_role("link", name=re.compile("Cả 31 đơn vị còn thiếu")).click()
    expect(here.page.get_by_role("status")).to_contain_text("31 đơn vị")
    assert here.watch.taken() == []


def test_the_clerk_receives_in_one_tap_on_a_phone(visit):
    here = visit("clerk", width=360)
    here.go("/chi-thi/")
    here.page.get_by_role("button", name="Đã nhận Kế hoạch 201-KH/TU").click()
    expect(here.page.get_by_text("Đã nhận: Kế hoạch 201-KH/TU.")).to_be_visible()
    assert inspected(here.page) == []


def test_the_inspector_sees_open_remedies_first(visit):
    here = visit("inspector")
    here.go("/kiem-tra/")
    expect(here.page.get_by_role("heading", name="Yêu cầu khắc phục đang theo dõi")).to_be_visible()
    here.page.get_by_role("link", name="Mở lớp tập huấn nghiệp vụ đại hội cho cấp ủy cơ sở").click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Việc chuẩn bị đại hội theo Chỉ thị 35-CT/TW")
    assert inspected(here.page) == []


WORK = ("/viec/theo-doi/", "/viec/nhac/", "/viec/giao/", "/viec/lich-lam-viec/")
STEPS = ("gui/", "quan-triet/", "don-vi/?state=unread", "don-vi/DT/")


def faults_of(here, addresses):
    """Open each page: it must answer 200, not lead elsewhere and bear the inspection at both widths."""
    faults = []
    for address in addresses:
        status, there = here.go(address), urlsplit(here.page.url).path
        faults += [] if (status, there) == (200, address.split("?")[0]) else [f"{address}: {status} at {there}"]
        faults += inspected(here.page)
    return faults + here.watch.taken()


def test_the_officers_screens_of_work_and_of_a_text_are_within_reach_of_everybody(visit):
    here = visit("officer")
    here.go("/chi-thi/")
    text = here.page.get_by_role("link", name="Chỉ thị 35-CT/TW").last.get_attribute("href").split("?")[0]
    assert faults_of(here, [*WORK, *(f"{text}{step}" for step in STEPS)]) == []


def test_the_inspector_opens_a_round_on_a_form_within_reach_of_everybody(visit):
    assert faults_of(visit("inspector"), ["/kiem-tra/moi/"]) == []
