"""The year before a congress, played through the screens: a directive, its plans, a text, a conference, the congress."""

import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit, environment_of
from tests.browser.year import Person, on, words_of

KIND = "đảng bộ xã, phường, đặc khu"
AHEAD, BEHIND = "Đảng bộ xã Láng Sen", "Đảng bộ xã Gò Tháp"
CODES = {AHEAD: "DT-LS", BEHIND: "DT-GT"}
DIRECTIVE = "Chỉ thị 07-CT/TU"
CLAUSES = """1. Xây dựng kế hoạch chuẩn bị đại hội. Mỗi đảng ủy xã ban hành kế hoạch, định rõ việc, người làm và ngày xong.
2. Chuẩn bị văn kiện trình đại hội. Dự thảo báo cáo chính trị được lấy ý kiến rộng rãi từ chi bộ.
3. Bảo đảm an ninh, hậu cần cho đại hội. Phân công người trực trong những ngày đại hội."""

WRONG = "Nhiệm kỳ qua, đảng bộ kết nạp 57/60 quần chúng ưu tú, đạt 93%."
RIGHT = WRONG.replace("93%", "95%")
BETTER = "Nhiệm kỳ qua, đảng bộ kết nạp 57/60 quần chúng ưu tú, đạt 95%, trong đó 31 người là nữ."
OPINIONS = {
    "hội nghị chi bộ ấp 1": "Đề nghị nêu rõ số nữ trong tổng số đảng viên mới kết nạp",
    "hội nghị chi bộ ấp 2": "Đề nghị nêu rõ số nữ trong tổng số đảng viên mới được kết nạp",
    "hội nghị chi bộ ấp 3": "Nên so sánh với nhiệm kỳ trước và chỉ ra nguyên nhân giảm",
}
ANSWERS = (
    ("Đề nghị nêu rõ số nữ", "tiếp thu", "Bổ sung số nữ theo góp ý của hai chi bộ."),
    ("Nên so sánh", "không tiếp thu", "Số liệu nhiệm kỳ trước đã có trong báo cáo kiểm điểm."),
)
PROGRAMME = (("Trình bày báo cáo", "Trình bày dự thảo báo cáo chính trị"), ("Biểu quyết thông qua văn bản", "Thông qua báo cáo chính trị"))
QUICK = {"Ngày họp": on(0), "Triệu tập": "120", "Có mặt": "118", "Số lượng cần bầu": "15", "Số trong danh sách bầu": "17", "Trúng cử": "15"}


def test_the_year_before_a_congress(visit, site):
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
    report = draft(clerk, congress)
    consult(officer, clerk, secretariat, report)
    meeting = convene(clerk, report)
    adopt(clerk, secretariat, meeting, report)
    hold(officer, clerk, congress)
    report_week(officer)
    verify(officer, site)
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
    """The directive enters with number and date; the proposed split is taken as it stands."""
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
    officer.sees("vừa giao đã quá hạn.")
    officer.press("Xác nhận và giao")
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
            "Họ và tên người ký": "Trương Quốc Khải",
        }
    )
    officer.press("Lấy số, lập công văn")
    officer.sees(re.compile(r"Đã lập công văn số \d+-CV/TU\."))
    symbol = re.search(r"\d+-CV/TU", officer.main.inner_text()).group()
    officer.finds_in_order()
    letter = words_of(officer.takes(lambda: officer.main.get_by_role("link", name="DOCX").first.click()))
    for words in (BEHIND, "Xây dựng kế hoạch chuẩn bị đại hội", on(-20), "Trương Quốc Khải"):
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
    for other in officer.main.locator("tbody tr", has_not_text=AHEAD).get_by_role("checkbox").all():
        other.uncheck()
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
    """The political report is begun from its template; the check beside the text finds a share that is wrong."""
    clerk.go(congress)
    clerk.follow(re.compile("Báo cáo chính trị"))
    clerk.write({"Trích yếu": "trình Đại hội Đảng bộ xã Láng Sen nhiệm kỳ 2025 - 2030"})
    clerk.press("Lập văn kiện")
    clerk.press("Soạn theo mẫu")
    clerk.sees("Mọi mục của mẫu đều có đề mục trong văn bản.")
    clerk.follow("Thêm sau đoạn 2")
    clerk.write({"Nội dung": WRONG, "Kiểu đoạn": "đoạn văn"})
    clerk.press("Thêm đoạn")
    clerk.sees("1 lỗi số")
    clerk.follow(re.compile("^Sửa thành 95"))
    clerk.press("Lưu đoạn")
    clerk.sees("0 lỗi số", RIGHT, "2 lần sửa chưa lưu thành bản.")
    clerk.finds_in_order()
    close(clerk)
    return clerk.visit.page.url.removeprefix(clerk.visit.url).split("?")[0].split("#")[0]


def close(clerk: Person) -> None:
    """What was written becomes a version."""
    clerk.follow("Lưu thành bản mới")
    clerk.press(re.compile("^Lưu"))
    clerk.sees("Bản trước vẫn còn nguyên.")


def consult(officer: Person, clerk: Person, secretariat: Person, report: str) -> None:
    """The draft is opened, cells say their opinions, likes are grouped and answered, the unit reads the answer."""
    officer.go(report)
    officer.follow("Mở đợt")
    officer.write({"Đến hết ngày": on(10), "Đề nghị tập trung vào": "kết quả kết nạp và chỉ tiêu"})
    officer.press("Mở đợt lấy ý kiến")
    officer.sees("Đã mở đợt lấy ý kiến về bản 2.")
    clerk.go("/van-kien/")
    clerk.follow(re.compile("Báo cáo chính trị"), clerk.card("Đang lấy ý kiến"))
    clerk.sees("kết quả kết nạp và chỉ tiêu")
    for body, opinion in OPINIONS.items():
        clerk.follow("Góp ý đoạn 3")
        clerk.main.get_by_role("radio", name="sửa").check()
        clerk.write({"Cơ quan, hội nghị": body, "Kênh": "hội nghị", "Ý kiến": opinion, "Đề nghị viết là": BETTER})
        clerk.press("Gửi ý kiến")
        clerk.sees("Đã gửi ý kiến. Mã nhận:")
    clerk.finds_in_order()
    secretariat.go(report)
    secretariat.follow("Bản 2", secretariat.card("Lấy ý kiến"))
    secretariat.sees("Bản 2: 3 ý kiến", "3 ý kiến và 0 nhóm gửi lên chưa xếp nhóm")
    secretariat.press("Xếp nhóm")
    secretariat.sees("Đã xếp nhóm: 2 nhóm mới.", "Còn 2 nhóm chưa trả lời.")
    desk = secretariat.visit.page.url.removeprefix(secretariat.visit.url)
    for words, decision, reason in ANSWERS:
        secretariat.go(desk)
        secretariat.follow(re.compile(words))
        secretariat.main.get_by_role("radio", name=decision, exact=True).check()
        secretariat.write({"Giải trình": reason})
        secretariat.press("Trả lời nhóm")
        secretariat.sees("Đã trả lời nhóm. Nơi góp ý đọc được ngay.")
        if decision == "tiếp thu":
            secretariat.sees("2 ý kiến, 2 lượt")
            secretariat.follow("Đưa vào văn bản")
            secretariat.press("Đưa vào bản đang soạn")
    secretariat.go(desk)
    secretariat.sees("Còn 0 nhóm chưa trả lời.")
    table = words_of(secretariat.takes(lambda: secretariat.follow("Bảng tiếp thu")))
    for _words, _decision, reason in ANSWERS:
        assert reason in table
    clerk.visit.page.reload()
    clerk.sees("Không tiếp thu", ANSWERS[1][2])
    clerk.go(report)
    clerk.sees(BETTER)
    close(clerk)


def convene(clerk: Person, report: str) -> str:
    """A conference of the unit is planned: programme, people, the text to be adopted, the summons with its number."""
    clerk.go("/hoi-nghi/")
    clerk.follow(re.compile("Dự kiến"))
    clerk.write(
        {
            "Tên hội nghị": "Hội nghị Ban Chấp hành lần thứ 9",
            "Chủ thể": "ban chấp hành",
            "Lần thứ": "9",
            "Nhiệm kỳ": "2020-2025",
            "Ngày họp": on(0),
            "Giờ khai mạc": "08:00",
            "Địa điểm": "Hội trường Đảng ủy xã",
            "Chủ trì": "Bí thư Đảng ủy",
        }
    )
    clerk.press("Ghi dự kiến")
    meeting = clerk.visit.page.url.removeprefix(clerk.visit.url).split("?")[0]
    clerk.follow("Lập, sửa chương trình")
    for place, (step, title) in enumerate(PROGRAMME, start=1):
        clerk.write({f"Bước {place}": step, f"Nội dung {place}": title})
    clerk.press("Ghi chương trình")
    clerk.sees("Đã ghi chương trình.")
    clerk.follow("Ghi thành phần")
    clerk.write({"Thành phần, mỗi dòng một": "Ủy viên Ban Chấp hành; 15"})
    clerk.press("Ghi thành phần")
    clerk.go(report)
    clerk.follow("Trình hội nghị")
    clerk.press("Đưa vào hội nghị")
    clerk.sees("Đã đưa văn kiện vào Hội nghị Ban Chấp hành lần thứ 9.")
    clerk.go(meeting)
    clerk.press("Ra giấy triệu tập")
    clerk.sees(re.compile(r"Giấy triệu tập mang số \d+-\S+"), "Báo cáo chính trị", "Để biểu quyết thông qua.")
    clerk.finds_in_order()
    summons = words_of(clerk.takes(lambda: clerk.follow("DOCX")))
    assert "Hội trường Đảng ủy xã" in summons
    return meeting


def adopt(clerk: Person, secretariat: Person, meeting: str, report: str) -> None:
    """Present with quorum, the text is voted and adopted, a conclusion becomes work, the minutes tell it all."""
    clerk.go(meeting)
    clerk.follow("Điểm danh")
    clerk.write(
        {"Có mặt: Ủy viên Ban Chấp hành": "14", "Vắng có lý do: Ủy viên Ban Chấp hành": "1", "Lý do vắng: Ủy viên Ban Chấp hành": "ốm"}
    )
    clerk.press("Ghi điểm danh")
    clerk.sees("Có mặt 14/15, đủ điều kiện họp")
    secretariat.go(meeting)
    secretariat.follow("Vào bàn điều hành")
    secretariat.press("Khai mạc")
    secretariat.press(f"Sang việc: {PROGRAMME[0][1]}")
    secretariat.follow(re.compile("Báo cáo chính trị"), secretariat.card("Văn bản trình thông qua"))
    secretariat.press("Biểu quyết toàn văn")
    secretariat.write({"Tán thành": "13", "Không tán thành": "1"})
    secretariat.press("Ghi kết quả")
    secretariat.sees("Đã thông qua")
    secretariat.finds_in_order()
    secretariat.follow("Thêm kết luận")
    secretariat.write({"Nội dung kết luận": "Gửi báo cáo chính trị đã thông qua tới các chi bộ", "Đơn vị thực hiện": AHEAD, "Hạn": on(5)})
    secretariat.press("Ghi kết luận")
    secretariat.sees("Đã ghi kết luận và giao việc.")
    secretariat.press("Bế mạc sớm")
    secretariat.visit.page.get_by_role("dialog").get_by_role("button", name="Bế mạc", exact=True).click()
    secretariat.sees("Đã bế mạc")
    secretariat.follow("Biên bản")
    secretariat.sees(re.compile("14"), re.compile("13"), "Gửi báo cáo chính trị đã thông qua tới các chi bộ")
    minutes = words_of(secretariat.takes(lambda: secretariat.follow("DOCX")))
    assert "Gửi báo cáo chính trị đã thông qua tới các chi bộ" in minutes
    clerk.go("/viec/")
    expect(clerk.row("Gửi báo cáo chính trị")).to_contain_text(on(5))
    clerk.go(report)
    clerk.follow("Lập bản thông qua")
    clerk.sees("13/15 tán thành")
    clerk.press("Lập bản thông qua")
    clerk.sees("bản thông qua", "Thông qua tại Hội nghị Ban Chấp hành lần thứ 9: 13/15")


def hold(officer: Person, clerk: Person, congress: str) -> None:
    """The congress is held; its quick result goes up the same day with a receipt."""
    clerk.go(congress)
    clerk.follow(re.compile("^Ghi mốc"))
    clerk.write({"Mốc": "Đại hội", "Ngày diễn ra": on(0)})
    clerk.press("Ghi mốc")
    clerk.sees(f"Đã họp ngày {on(0)}.")
    clerk.follow("Kết quả nhanh")
    for label, value in QUICK.items():
        clerk.main.get_by_label(re.compile(f"^{label}")).first.fill(value)
    clerk.press("Gửi kết quả")
    clerk.sees("Mã biên nhận")
    officer.go(congress)
    officer.sees("Biên nhận")


def report_week(officer: Person) -> None:
    """The province's progress and its weekly pack show the congress."""
    officer.go(f"/tien-do/?unit=DT&round=xa-langsen&on={on(0)}")
    tiles = re.sub(r"\s", "", officer.main.locator(".dh-kpi.lead .fig").inner_text())
    assert tiles.startswith("1/2"), tiles
    officer.finds_in_order()
    officer.go("/bao-cao/?unit=DT&round=xa-langsen")
    officer.write({"Tính đến ngày": on(0)}, officer.card("Chốt số liệu"))
    officer.press("Chốt")
    officer.sees("Đã chốt số liệu. Bộ số liệu tuần đã sẵn sàng.")
    expect(officer.main.get_by_label("Lời báo cáo", exact=True)).to_have_value(re.compile("1/2"))
    pack = words_of(officer.takes(lambda: officer.follow("DOCX")))
    assert "1/2" in pack


def verify(officer: Person, site: Site) -> None:
    """The journal names who did it, and its chain verifies."""
    officer.go("/nhat-ky/")
    officer.sees("Trịnh Thị Bé Sáu")
    command = [sys.executable, "-m", "daihoi", "journal", "verify"]
    said = subprocess.run(command, env=environment_of(site.data), capture_output=True, text=True, encoding="utf-8", check=False)
    assert (said.returncode, said.stderr) == (0, ""), said.stdout
