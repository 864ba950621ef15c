"""A document's whole way: begun from its template, written, laid before bodies, answered, approved, taken away (DO-02)."""

import io
import re

import docx
from playwright.sync_api import expect

from tests.browser.inspection import inspected

TITLE = "công tác sáu tháng đầu năm"
SENTENCE = "Kết nạp 41 đảng viên, đạt 51,25 % chỉ tiêu 80 đảng viên."
BETTER = "Kết nạp 41 đảng viên mới, đạt 51,25 % chỉ tiêu 80 đảng viên."


def saved(page, button="Lưu đoạn"):
    """Press the main button of a form."""
    page.get_by_role("button", name=button).click()


def test_a_report_from_its_outline_to_the_signed_paper(visit):
    officer, clerk = visit("officer"), visit("clerk", width=360)
    page = officer.page
    officer.go("/van-kien/moi/")
    page.get_by_label("Thể loại").select_option(label="Báo cáo")
    page.get_by_label("Trích yếu").fill(TITLE)
    saved(page, "Lập văn kiện")
    saved(page, "Soạn theo mẫu")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Báo cáo {TITLE}")
    page.get_by_role("heading", name="Kiểm tra").wait_for()
    address = page.url
    page.get_by_role("link", name="Thêm sau đoạn 1").click()
    page.get_by_label("Nội dung").fill(SENTENCE)
    saved(page, "Thêm đoạn")
    page.get_by_role("link", name="Lưu thành bản mới").click()
    page.get_by_label("Bước soạn thảo").select_option("draft")
    saved(page, "Lưu bản")
    expect(page.locator(".dh-ref.ok")).to_have_count(2)
    assert inspected(page) == []

    page.get_by_role("link", name="Mở đợt").click()
    page.get_by_label("Đến hết ngày").fill("31/12/2099")
    saved(page, "Mở đợt lấy ý kiến")
    desk = page.url

    phone = clerk.page
    clerk.go("/van-kien/")
    phone.get_by_role("link", name=f"Báo cáo {TITLE}").first.click()
    phone.get_by_role("link", name="Góp ý đoạn 2").click()
    phone.get_by_label("Ý kiến", exact=True).fill("Nói rõ là đảng viên mới.")
    phone.get_by_label("Đề nghị viết là").fill(BETTER)
    saved(phone, "Gửi ý kiến")
    expect(phone.get_by_text("Mã nhận")).to_be_visible()
    assert inspected(phone) == []

    page.goto(desk)
    saved(page, "Xếp nhóm")
    page.get_by_role("link", name="Nói rõ là đảng viên mới.").click()
    page.get_by_label("tiếp thu", exact=True).check()
    saved(page, "Trả lời nhóm")
    page.get_by_role("link", name="Đưa vào văn bản").click()
    expect(page.locator("ins")).to_have_text(" mới")
    saved(page, "Đưa vào bản đang soạn")
    page.get_by_role("link", name="Lưu thành bản mới").click()
    saved(page, "Lưu bản")
    page.get_by_role("link", name="So sánh").click()
    expect(page.get_by_role("status")).to_contain_text("1 đoạn sửa, 0 đoạn thêm")
    assert inspected(page) == []
    phone.reload()
    expect(phone.get_by_text("Tiếp thu", exact=True)).to_be_visible()

    page.goto(address)
    page.get_by_role("link", name="Trình duyệt").first.click()
    saved(page, "Trình duyệt")
    page.get_by_role("link", name="Cho ý kiến").click()
    page.get_by_label("đồng ý").check()
    saved(page, "Ghi kết quả")
    page.get_by_role("link", name="Phát hành").click()
    page.get_by_label("Ngày ký").fill("25/06/2020")
    page.get_by_label("Họ tên người ký").fill("Trần Thị Mẫu")
    saved(page, "Lấy số, phát hành")
    symbol = page.get_by_text(re.compile(r"\d\d-BC/TU")).first.inner_text()
    with page.expect_download() as given:
        page.get_by_role("link", name="DOCX").first.click()
    words = "\n".join(
        cell.text for table in docx.Document(io.BytesIO(given.value.path().read_bytes())).tables for row in table.rows for cell in row.cells
    )
    assert re.search(r"\d\d-BC/TU", symbol)
    assert ("Số 01-BC/TU" in words or "-BC/TU" in words, "DỰ THẢO" in words, "Trần Thị Mẫu" in words) == (True, False, True)
    assert (officer.watch.taken(), clerk.watch.taken()) == ([], [])
