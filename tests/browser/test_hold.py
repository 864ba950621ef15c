"""The elections of a congress on hold and resumed, as presidium, secretariat and superior before their screens (PR-16)."""

import re

from playwright.sync_api import expect

from tests.browser.inspection import inspected
from tests.browser.test_election import press


def test_stop_report_answer_resume(visit):
    presidium, secretary, superior = visit("presidium"), visit("secretary"), visit("officer")
    secretary.go("/bau-cu/")
    secretary.page.locator("table a").first.click()
    secretary.page.get_by_label("Đường dẫn đơn vị").get_by_role("link", name="Đại hội").click()
    settled = secretary.page.locator("main a[href$='/ket-qua/']").first.get_attribute("href") or ""
    rounds = settled.replace("/ket-qua/", "/cac-lan/")
    presidium.go(rounds)
    assert inspected(presidium.page) == []
    presidium.page.get_by_label("Lý do, không ghi tên người").fill("người dự kiến không trúng cử")
    press(presidium.page, "Tạm dừng bầu cử")
    secretary.go(rounds)
    secretary.page.get_by_label("Số văn bản").fill("07-BC/ĐCT")
    secretary.page.get_by_label("Ngày văn bản").fill("05/01/2026")
    press(secretary.page, "Ghi đã báo cáo cấp trên")
    expect(secretary.page.get_by_text("07-BC/ĐCT")).to_be_visible()
    superior.go(rounds)
    superior.page.get_by_label("Cấp trên trả lời").fill("tiếp tục bầu theo danh sách")
    superior.page.get_by_label("Số văn bản").fill("15-CV/TU")
    superior.page.get_by_label("Ngày văn bản").fill("05/01/2026")
    press(superior.page, "Ghi trả lời của cấp trên")
    presidium.go(rounds)
    press(presidium.page, "Bầu tiếp")
    expect(presidium.page.get_by_text(re.compile("15-CV/TU"))).to_be_visible()
    expect(presidium.page.get_by_text("Đang tạm dừng.")).to_have_count(0)
    for one in (presidium, secretary, superior):
        assert one.watch.taken() == []
