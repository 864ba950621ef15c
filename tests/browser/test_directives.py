"""A directive on its way: the officer opens a cell of the matrix, the clerk receives on a phone, the inspector sees what is open."""

import re

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
