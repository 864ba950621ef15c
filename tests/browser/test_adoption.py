"""A file goes in, and a conference's decision on it becomes the final version: what was left out is told, amendments are placed by hand."""

import io
import subprocess
import sys

import docx
from docx.shared import RGBColor
from playwright.sync_api import expect

from tests.browser.conftest import environment_of
from tests.browser.inspection import follow, inspected

# A conference that was held twenty days ago and adopted its report, as a file, with one amendment.
HELD = """
import django
django.setup()
from dataclasses import replace
from datetime import timedelta
from django.utils import timezone
from daihoi.demonstration import meetings
story = replace(
    meetings._today(), title="Hội nghị thông qua báo cáo quý", opens=timezone.now() - timedelta(days=20), called=timezone.localdate() - timedelta(days=29)
)
meetings._tell(story, to_the_end=True)
"""


def a_file():
    """A report as it comes from a word processor: letterhead, coloured words, a list."""
    made = docx.Document()
    for cell, text in zip(made.add_table(rows=1, cols=2).rows[0].cells, ("THÀNH ỦY SA ĐÉC", "ĐẢNG CỘNG SẢN VIỆT NAM"), strict=True):
        cell.text = text
    made.add_paragraph("").add_run("BÁO CÁO").bold = True
    made.add_heading("I. Kết quả", 2)
    made.add_paragraph("Kết nạp 41 đảng viên, ").add_run("vượt kế hoạch.").font.color.rgb = RGBColor(200, 0, 0)
    made.add_heading("II. Hạn chế", 2)
    made.add_paragraph("Chi bộ Chợ chậm 5 ngày.", style="List Number")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_file_is_adopted_with_the_amendment_that_a_person_places(site, visit):
    environment = environment_of(site.data) | {"DJANGO_SETTINGS_MODULE": "daihoi.settings"}
    subprocess.run([sys.executable, "-c", HELD], env=environment, check=True, capture_output=True, timeout=120)
    secretary = visit("secretary")
    page = secretary.page
    secretary.go("/van-kien/moi/")
    page.get_by_label("Thể loại").select_option(label="Báo cáo")
    page.get_by_label("Trích yếu").fill("công tác quý này")
    page.get_by_role("button", name="Lập văn kiện").click()
    follow(page, page.get_by_role("link", name="Nhập tệp DOCX"))
    assert inspected(page) == []
    page.get_by_label("Tệp DOCX").set_input_files({"name": "bao-cao.docx", "mimeType": "application/octet-stream", "buffer": a_file()})
    page.get_by_role("button", name="Nhập", exact=True).click()
    expect(page.locator("#khong-lay-duoc .what")).to_have_text(["Chữ màu, chữ tô nền: 1 chỗ", "Phần đầu văn bản"])
    page.get_by_role("heading", name="Kiểm tra").wait_for()
    assert inspected(page) == []

    page.get_by_role("link", name="Lập bản thông qua").click()
    expect(page.get_by_text("Hội nghị thông qua báo cáo quý")).to_be_visible()
    assert inspected(page) == []
    page.get_by_label("Đoạn", exact=True).select_option("p4")
    page.get_by_label("Cách đưa vào").select_option("insert")
    page.get_by_label("Câu chữ cuối cùng").fill("Ba chi bộ chưa có kế hoạch quý tới.")
    page.get_by_role("button", name="Lập bản thông qua").click()
    expect(page.locator(".dh-sheet").get_by_text("Ba chi bộ chưa có kế hoạch quý tới.")).to_be_visible()
    expect(page.get_by_text("Đã thông qua, bản 2")).to_be_visible()
    page.get_by_role("heading", name="Kiểm tra").wait_for()
    assert inspected(page) == []
    assert secretary.watch.taken() == []
