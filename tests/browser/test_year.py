"""The year before a congress, played through the screens: a directive, its plans, a text, a conference, the congress."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.year import Person, on, words_of

KIND = "đảng bộ xã, phường, đặc khu"
AHEAD, BEHIND = "Đảng bộ xã Láng Sen", "Đảng bộ xã Gò Tháp"
CODES = {AHEAD: "DT-LS", BEHIND: "DT-GT"}
DIRECTIVE = "Chỉ thị 07-CT/TU"
CLAUSES = """1. Xây dựng kế hoạch chuẩn bị đại hội. Mỗi đảng ủy xã ban hành kế hoạch, định rõ việc, người làm và ngày xong.
2. Chuẩn bị văn kiện trình đại hội. Dự thảo báo cáo chính trị được lấy ý kiến rộng rãi từ chi bộ.
3. Bảo đảm an ninh, hậu cần cho đại hội. Phân công người trực trong những ngày đại hội."""


def test_the_year_before_a_congress(visit):
    officer = Person(visit("officer"))
    clerk, other_clerk, secretariat = settle_people(visit, officer)
    text = issue_directive(officer)
    hand_down(officer, text)
    carry_out(clerk)
    is_late(officer, other_clerk)
    remind(officer, other_clerk)
    accept(officer, clerk)
    congress = prepare(officer, clerk)
    approve(officer, clerk, congress)
    draft(clerk, congress)
    for one in (officer, clerk, other_clerk, secretariat):
        assert one.visit.watch.taken() == []


def settle_people(visit, officer: Person) -> tuple[Person, Person, Person]:
    """The officer records two new units; the administrator gives each its accounts, with a password shown once."""
    for name, code in CODES.items():
        officer.go("/to-chuc/don-vi/DT/lap-don-vi/")
        officer.write({"Mã đơn vị": code, "Tên đơn vị": name, "Loại tổ chức": KIND, "Ngày thành lập": on(-400)})
        officer.press("Lập đơn vị")
        expect(officer.visit.page.get_by_role("heading", level=1)).to_have_text(name)
    administrator = Person(visit("administrator"))
    accounts = [
        ("vanthu.langsen", "Trịnh Thị Bé Sáu", "Văn thư đơn vị", AHEAD),
        ("vanthu.gothap", "Huỳnh Văn Thạnh", "Văn thư đơn vị", BEHIND),
        ("thuky.langsen", "Cao Minh Triết", "Đoàn thư ký", AHEAD),
    ]
    return tuple(enter(visit(), account[0], password_of(administrator, *account)) for account in accounts)


def password_of(administrator: Person, username: str, full_name: str, role: str, unit: str) -> str:
    administrator.go(f"/to-chuc/don-vi/{CODES[unit]}/quyen/")
    form = administrator.card("Lập tài khoản mới")
    administrator.write({"Tên đăng nhập": username, "Họ và tên": full_name, "Vai trò": role}, form)
    administrator.press("Lập tài khoản", form)
    said = administrator.visit.page.get_by_text("Mật khẩu lần đầu, chỉ hiện một lần").first.inner_text()
    return said.rsplit(": ", 1)[1].strip()


def enter(visit: Visit, username: str, password: str) -> Person:
    """Pass the door for the first time."""
    person = Person(visit)
    person.go("/tai-khoan/dang-nhap/")
    person.write({"Tên đăng nhập": username, "Mật khẩu": password})
    person.press("Đăng nhập")
    visit.page.wait_for_url(lambda url: "/tai-khoan/dang-nhap" not in url)
    return person


def issue_directive(officer: Person) -> str:
    """The directive enters with number and date; the proposed split is taken, its third clause joined by hand is left."""
    officer.go("/chi-thi/")
    officer.follow("Ghi văn bản")
    officer.write(
        {
            "Loại văn bản": "Chỉ thị",
            "Số và ký hiệu": "07-CT/TU",
            "Cơ quan ban hành": "Ban Thường vụ Tỉnh ủy Đồng Tháp",
            "Ngày ban hành": on(-360),
            "Trích yếu": "chuẩn bị đại hội đảng bộ xã",
            "Nội dung để tách điều khoản": CLAUSES,
        }
    )
    officer.press("Ghi văn bản")
    expect(officer.main.get_by_label("Tên điều khoản").nth(1)).to_have_value("Chuẩn bị văn kiện trình đại hội")
    officer.press(re.compile("^Ghi"))
    officer.sees("Đã ghi 3 điều khoản.", "Chưa gửi đơn vị nào trong nhánh.")
    officer.finds_in_order()
    return officer.visit.page.url.removeprefix(officer.visit.url).split("?")[0]


def hand_down(officer: Person, text: str) -> None:
    """One clause goes to the units of one kind, with a day."""
    officer.follow("Gửi, giao điều khoản")
    page = officer.visit.page
    page.get_by_label(KIND).check()
    page.get_by_label("1. Xây dựng kế hoạch chuẩn bị đại hội").check()
    officer.write({"Minh chứng cần có": "gửi tệp: văn bản, ảnh, biên bản", "Hạn, ngày cố định": on(-20), "Ngày gửi": on(-350)})
    officer.press("Gửi, giao")
    officer.sees("Đã giao 1 điều khoản cho 2 đơn vị.")


def carry_out(clerk: Person) -> None:
    """The first unit receives, reads, makes known, plans clause by clause and reports with evidence."""
    clerk.go("/chi-thi/")
    clerk.press(f"Đã nhận {DIRECTIVE}")
    clerk.follow(DIRECTIVE)
    clerk.press("Đã đọc")
    clerk.follow("Ghi hội nghị")
    clerk.write({"Ngày họp": on(-340), "Số dự": "57", "Số phải dự": "60", "Ghi chú": "họp tại hội trường xã"})
    clerk.press("Ghi hội nghị")
    clerk.sees("Đã ghi hội nghị: 57/60 dự.")
    clerk.follow("Ban hành kế hoạch")
    clerk.write(
        {
            "Số và ký hiệu": "15-KH/ĐU",
            "Ngày ban hành": on(-335),
            "Nội dung để tách điều khoản": "1. Lập kế hoạch chuẩn bị đại hội và phân công cấp ủy viên.\n2. Soạn văn kiện trình đại hội.",
        }
    )
    clerk.press("Ghi kế hoạch")
    clerk.sees("Đã ghi kế hoạch. Nối từng điều khoản của cấp trên với kế hoạch.")
    clerk.row("Xây dựng kế hoạch").get_by_label("1. Lập kế hoạch").check()
    clerk.press("Ghi các chỗ nối")
    clerk.sees(re.compile(r"Kế hoạch đáp ứng [12] trên 3 điều khoản\."), "điều 1: Lập kế hoạch chuẩn bị đại hội")
    clerk.follow("Xây dựng kế hoạch chuẩn bị đại hội")
    clerk.write({"Ngày xong": on(-30), "Nội dung": "Đã ban hành và gửi chi bộ."}, clerk.card("Báo xong"))
    evidence = {"name": "ke-hoach-15.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 trang ke hoach"}
    clerk.card("Báo xong").get_by_label("Tệp hoặc ảnh").set_input_files(evidence)
    clerk.press("Gửi báo xong")
    clerk.sees("Đã gửi", "Mã biên nhận", "ke-hoach-15.pdf")
    clerk.finds_in_order()


def is_late(officer: Person, other_clerk: Person) -> None:
    """The second unit has done nothing: its clerk finds the work late, the officer finds the unit on the board."""
    other_clerk.go("/viec/")
    other_clerk.sees("1 việc quá hạn;", "Xây dựng kế hoạch chuẩn bị đại hội")
    officer.go("/viec/theo-doi/")
    branch = officer.card("Theo nhánh").get_by_role("listitem").filter(has_text=BEHIND)
    expect(branch).to_contain_text("1 quá hạn, lâu nhất 20 ngày")
    expect(officer.card("Theo nhánh").get_by_text(AHEAD)).to_have_count(0)
    officer.follow(BEHIND, branch)
    expect(officer.row("Xây dựng kế hoạch")).to_contain_text("Quá 20 ngày")
    officer.finds_in_order()


def remind(officer: Person, other_clerk: Person) -> None:
    """From the cell of the matrix to the message, the picture and the letter of urging with its number."""
    officer.follow("Xây dựng kế hoạch chuẩn bị đại hội", officer.row("Xây dựng kế hoạch"))
    officer.follow(DIRECTIVE)
    officer.follow("Độ phủ theo nhánh")
    officer.sees("3 điều khoản, 2 nơi trong Đảng bộ tỉnh Đồng Tháp.", "Điều nào, nơi nào chưa có kế hoạch")
    row = officer.row("Xây dựng kế hoạch")
    expect(row).to_contain_text(re.compile(r"50,0\s%\s*1/2"))
    officer.sees("1 điều chưa có ở Xã Gò Tháp")
    officer.finds_in_order()
    officer.follow("0/1", row)
    officer.sees(f"Ô đang mở: điều 1, {BEHIND}", "Đã nhận văn bản 0/1", "Có kế hoạch cho điều này 0/1")
    officer.follow("Xem công văn đôn đốc")
    officer.sees("1 việc quá hạn của 1 đơn vị.")
    expect(officer.main.get_by_label("Tin nhắn", exact=True)).to_have_value(re.compile(BEHIND))
    picture = officer.takes(lambda: officer.main.get_by_role("link", name="PNG").click())
    assert picture.startswith(b"\x89PNG")
    officer.write(
        {
            "Ký hiệu cơ quan ban hành": "TU",
            "Đề nghị báo cáo trước ngày": on(7),
            "Nơi ban hành": "Đồng Tháp",
            "Họ và tên người ký": "Phan Văn Thắng",
        }
    )
    officer.press("Lấy số, lập công văn")
    officer.sees(re.compile(r"Đã lập công văn số \d+-CV/TU\."))
    symbol = re.search(r"\d+-CV/TU", officer.main.inner_text()).group()
    officer.finds_in_order()
    letter = words_of(officer.takes(lambda: officer.main.get_by_role("link", name="DOCX").first.click()))
    for words in (BEHIND, "Xây dựng kế hoạch chuẩn bị đại hội", on(-20), "Phan Văn Thắng"):
        assert words in letter
    other_clerk.follow("Xây dựng kế hoạch chuẩn bị đại hội")
    other_clerk.sees("Đôn đốc", symbol)


def accept(officer: Person, clerk: Person) -> None:
    """The superior looks at the evidence and accepts; the clerk sees it."""
    officer.go("/viec/theo-doi/")
    officer.follow("Xây dựng kế hoạch chuẩn bị đại hội", officer.card("Đã giao gần đây"))
    officer.follow("Xây dựng kế hoạch chuẩn bị đại hội", officer.row(AHEAD))
    assert officer.takes(lambda: officer.main.get_by_role("link", name="ke-hoach-15.pdf").click()).startswith(b"%PDF")
    officer.press("Nghiệm thu")
    officer.sees("Đã nghiệm thu.")
    clerk.visit.page.reload()
    clerk.sees("Đã nghiệm thu")


def prepare(officer: Person, clerk: Person) -> str:
    """The round follows the directive; the congress of the first unit is called, planned and prepared."""
    officer.go("/dai-hoi/dot/mo/")
    officer.write(
        {
            "Mã đợt": "xa-langsen",
            "Số hiệu chỉ thị": "07-CT/TU",
            "Ngày chỉ thị": on(-360),
            "Cấp": "cấp trên trực tiếp cơ sở",
            "Nhiệm kỳ": "2025-2030",
            "Bắt đầu": on(-350),
            "Hạn": on(30),
            "Bộ quy chế": "Quy chế bầu cử trong Đảng năm 2024 (đại hội nhiệm kỳ 2025 – 2030)",
        }
    )
    officer.visit.page.get_by_label(KIND).check()
    officer.press("Mở đợt")
    officer.go("/dai-hoi/?unit=DT&round=xa-langsen")
    officer.follow("Triệu tập", officer.row(AHEAD))
    officer.write({"Ngày triệu tập": on(-120), "Quyết định triệu tập": "88-QĐ/ĐU"})
    officer.visit.page.get_by_label("Đại hội đại biểu").check()
    officer.press("Triệu tập")
    congress = officer.visit.page.url.removeprefix(officer.visit.url).split("?")[0]
    officer.sees("Chưa đặt ngày họp.", "Chỉ thị 07-CT/TU")
    clerk.go(congress)
    clerk.follow("Đặt ngày")
    clerk.write({"Ngày dự kiến": on(0)})
    clerk.press("Ghi ngày")
    clerk.sees(f"Dự kiến họp ngày {on(0)}.", "Chỉ thị 07-CT/TU")
    for task in ("Kế hoạch tổ chức đại hội", "Đề án nhân sự cấp ủy"):
        clerk.follow(f"Ghi xong: {task}")
        clerk.write({"Ngày xong": on(-50), "Văn bản": "20-KH/ĐU"})
        clerk.press("Ghi")
        clerk.sees(f"Xong {on(-50)}, 20-KH/ĐU")
    return congress


def approve(officer: Person, clerk: Person, congress: str) -> None:
    """The unit submits its contents, the superior answers by a letter with a number of the register."""
    clerk.follow("Trình nội dung đại hội")
    clerk.write({"Ngày trình": on(-40), "Tờ trình, báo cáo": "31-TTr/ĐU"})
    clerk.press("Trình")
    clerk.sees(f"Trình ngày {on(-40)}, chờ cấp trên")
    officer.go("/dai-hoi/cho-duyet/contents/?unit=DT")
    expect(officer.row(AHEAD)).to_contain_text("31-TTr/ĐU")
    officer.write({"Ngày văn bản": on(-35)})
    officer.press("Phát hành")
    officer.sees("Đã phát hành 1 văn bản.")
    number = officer.row(AHEAD).get_by_role("rowheader").inner_text()
    letter = words_of(officer.takes(lambda: officer.follow("DOCX", officer.row(AHEAD))))
    assert AHEAD in letter
    assert number.split(",")[0] in letter
    clerk.go(congress)
    clerk.sees(f"Đồng ý ngày {on(-35)}, {number}")
    officer.go("/so-van-ban/")
    expect(officer.row(number.split(",")[0])).to_contain_text(AHEAD)


def draft(clerk: Person, congress: str) -> str:
    """The political report is begun from its template and checked while it is written."""
    clerk.go(congress)
    clerk.follow(re.compile("Báo cáo chính trị"))
    clerk.write({"Trích yếu": "trình Đại hội Đảng bộ xã Láng Sen nhiệm kỳ 2025 - 2030"})
    clerk.press("Lập văn kiện")
    clerk.press("Soạn theo mẫu")
    return clerk.visit.page.url.removeprefix(clerk.visit.url).split("?")[0]
