"""The screens of a desk that puts opinions together: group, way into the text, sheet of opinions, templates; in both languages."""

from playwright.sync_api import expect

from tests.browser.inspection import inspected

FAULTY = "Đơn vị,Loại ý kiến,Ý kiến\nKHONG-CO,sửa,Nêu rõ nguyên nhân.\n".encode()


def headed(here, path, heading):
    """Open a page that must stand, under its heading."""
    assert (here.go(path), here.page.get_by_role("heading", level=1).inner_text()) == (200, heading)


def path_of(page, part):
    """Give the first link of the page into a part of the site."""
    return page.locator(f"main a[href*='{part}']").first.get_attribute("href")


def test_the_screens_of_a_desk_in_both_languages(visit):
    here = visit("officer")
    page = here.page
    headed(here, "/van-kien/", "Văn kiện")
    page.get_by_role("link", name="Báo cáo tổng kết thực hiện Chỉ thị 35-CT/TW").first.click()
    desk = path_of(page, "/van-kien/lay-y-kien/")
    headed(here, desk, "Tổng hợp ý kiến: Báo cáo tổng kết thực hiện Chỉ thị 35-CT/TW, ngày 30/5/2019")
    said = page.locator("main a[href*='/van-kien/nhom/']", has_text="Đoạn này chỉ kể việc").first
    group, name = said.get_attribute("href"), said.inner_text()
    found = []
    headed(here, group, name)
    expect(page.get_by_role("link", name="Mở nhóm của").first).to_have_text("mở")
    found += inspected(page)
    headed(here, f"{group}dua-vao/", "Đưa vào văn bản")
    found += inspected(page)
    headed(here, f"{desk}bang/", "Nhập bảng ý kiến")
    page.get_by_label("Tệp XLSX hoặc CSV").set_input_files({"name": "y-kien.csv", "mimeType": "text/csv", "buffer": FAULTY})
    page.get_by_role("button", name="Thử").click()
    expect(page.get_by_role("heading", name="Còn chỗ phải sửa")).to_be_visible()
    found += inspected(page)
    headed(here, "/van-kien/mau/report/", "Mẫu: Báo cáo")
    found += inspected(page)
    headed(here, "/van-kien/mau/", "Mẫu văn bản")
    page.get_by_role("button", name="English").click()
    headings = {
        "mau/": "Templates",
        "mau/report/": "Template: Report",
        "bang/": "Import a sheet of opinions",
        "dua-vao/": "Bring into the text",
    }
    places = {"mau/": "/van-kien/mau/", "mau/report/": "/van-kien/mau/report/", "bang/": f"{desk}bang/", "dua-vao/": f"{group}dua-vao/"}
    for part, path in places.items():
        headed(here, path, headings[part])
        expect(page.locator("progress")).to_be_hidden()
    headed(here, "/van-kien/mau/", "Templates")
    expect(page.locator("main table")).to_contain_text("common practice")
    found += inspected(page)
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mẫu văn bản")
    assert found + here.watch.taken() == []
