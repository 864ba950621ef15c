"""Conferences of the founding articles as stories: people invented, every sentence our own (chuyện của hội nghị trình diễn)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from daihoi.foundation.meetings.models import Meeting
from daihoi.foundation.meetings.services import Line

BEGAN = date(2020, 10, 1)


@dataclass(frozen=True)
class Story:
    """One conference as it is told (một hội nghị)."""

    unit: str
    secretary: str
    title: str
    opens: datetime
    place: str
    kind: str
    chair: str
    named: int
    groups: tuple[tuple[str, int, bool], ...]
    text: str
    programme: tuple[Line, ...]
    speeches: tuple[tuple[str, str, str], ...] = ()
    amendments: tuple[tuple[str, str, str], ...] = ()
    conclusions: tuple[tuple[str, str, int], ...] = ()
    excused: int = 0
    called: date = field(default=BEGAN)
    body: str = Meeting.Body.EXECUTIVE
    term: str = "2020-2025"
    branches: tuple[str, ...] = ()  # units below that carry out the last conclusion
    is_carried_out: bool = False


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Give an hour of a day."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def programme(report: str, reporter: str, guest: str) -> tuple[Line, ...]:
    """Give the usual programme of a conference that hears, discusses and adopts a report."""
    return (
        Line("flag", "Chào cờ", 5),
        Line("opening", "Tuyên bố lý do, giới thiệu đại biểu", 10, "Chánh Văn phòng"),
        Line("presence", "Báo cáo số có mặt", 5, "Thư ký"),
        Line("report", f"Trình bày {report}", 25, reporter),
        Line("speeches", "Tham luận", 30),
        Line("discussion", "Thảo luận", 45),
        Line("guidance", "Phát biểu của cấp trên", 20, guest),
        Line("adoption", f"Thông qua {report}", 15),
        Line("conclusion", "Kết luận hội nghị", 15, "Chủ trì"),
        Line("closing", "Bế mạc", 5),
    )


SOC_TRANG = Story(
    "ST-K", "thuky.soctrang", "Hội nghị bất thường tổng kết Chỉ thị số 35-CT/TW", moment(date(2024, 2, 19), 8), "Trụ sở các ban đảng Tỉnh ủy",
    Meeting.Kind.EXTRAORDINARY, "Bí thư Đảng ủy Khối", 5, (("Ủy viên Ban Chấp hành", 22, True), ("Khách mời", 6, False)),
    "báo cáo tổng kết Chỉ thị số 35-CT/TW", programme("báo cáo tổng kết Chỉ thị số 35-CT/TW", "Phó Bí thư", "Trưởng Ban Tuyên giáo Tỉnh ủy"),
    (("Bí thư Chi bộ Cấp nước", "Khối doanh nghiệp", "Chọn người có uy tín vào cấp ủy ở doanh nghiệp"), ("Bí thư Đảng bộ Y tế", "Khối sự nghiệp", "Kiểm tra tài liệu đại hội trước khi trình")),
    (("Phần hạn chế", "Nêu rõ số chi bộ phải bầu lại và nguyên nhân.", "Khối doanh nghiệp"), ("Phần giải pháp", "Thêm việc nắm dư luận trước đại hội 30 ngày.", "Khối sự nghiệp")),
    (("Rà soát quy hoạch Ban Chấp hành, Ban Thường vụ Đảng ủy Khối", "phó bí thư thường trực", 30), ("Báo cáo tình hình các chi bộ còn vướng mắc sau kiểm điểm", "trưởng ban tổ chức", 21)),
    excused=2, called=date(2024, 2, 5),
)  # fmt: skip
BEN_TRE = Story(
    "BT-K", "thuky.bentre", "Hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội lần thứ XIII", moment(date(2023, 5, 17), 7, 30), "Hội trường Đảng ủy Khối",
    Meeting.Kind.EXTENDED, "Bí thư Đảng ủy Khối", 4, (("Ủy viên Ban Chấp hành", 24, True), ("Bí thư, phó bí thư tổ chức cơ sở đảng", 78, False)),
    "báo cáo sơ kết giữa nhiệm kỳ", programme("báo cáo sơ kết giữa nhiệm kỳ", "Phó Bí thư Thường trực", "Phó Bí thư Thường trực Tỉnh ủy"),
    (("Bí thư Đảng bộ Xổ số", "Khối doanh nghiệp", "Hoàn thành sáu trên bảy mục tiêu: cách làm"), ("Bí thư Chi bộ Kiểm lâm", "Khối cơ quan", "Sinh hoạt chi bộ theo chuyên đề")),
    (("Mục tiêu 7", "Ghi rõ lộ trình phát triển đảng ở doanh nghiệp ngoài nhà nước.", "Khối doanh nghiệp"),),
    (("Xây dựng kế hoạch hoàn thành mục tiêu thứ bảy", "trưởng ban tổ chức", 45),), excused=1, called=date(2023, 5, 5),
)  # fmt: skip
DAK_NONG = Story(
    "DNG", "thuky.daknong", "Hội nghị Ban Chấp hành xem xét báo cáo tổng kết Chỉ thị số 35-CT/TW", moment(date(2024, 2, 27), 8), "Hội trường Tỉnh ủy",
    Meeting.Kind.ORDINARY, "Bí thư Tỉnh ủy", 6, (("Ủy viên Ban Chấp hành", 40, True), ("Lãnh đạo các ban đảng", 9, False)),
    "báo cáo tổng kết Chỉ thị số 35-CT/TW", programme("báo cáo tổng kết Chỉ thị số 35-CT/TW", "Trưởng Ban Tổ chức Tỉnh ủy", "Lãnh đạo Vụ địa phương"),
    (("Bí thư Huyện ủy Đắk Song", "Đoàn các huyện", "Điều hành đại hội cơ sở: những chỗ dễ sai"),),
    (("Phần đánh giá văn kiện", "Tách riêng báo cáo chính trị và báo cáo kiểm điểm.", "Đoàn các huyện"),),
    (("Sửa, gửi báo cáo về Trung ương", "chánh văn phòng", 10), ("Tập huấn cách điều hành đại hội cho cấp cơ sở", "trưởng ban tổ chức", 60)),
    excused=4, called=date(2024, 2, 15),
)  # fmt: skip
CENTRAL_BLOC = Story(
    "K", "thuky.khoi", "Hội nghị thông tin chuyên đề quý II năm 2020", moment(date(2020, 5, 28), 8), "Hội trường Đảng ủy Khối",
    Meeting.Kind.EXTENDED, "Bí thư Đảng ủy Khối", 5,
    (("Ủy viên Ban Chấp hành", 41, True), ("Bí thư, phó bí thư đảng ủy trực thuộc", 122, True), ("Báo cáo viên của Khối", 36, False)),
    "chuyên đề về đại hội chi bộ, đảng bộ cơ sở",
    (
        Line("flag", "Chào cờ", 5),
        Line("opening", "Tuyên bố lý do, giới thiệu đại biểu", 10, "Chánh Văn phòng"),
        Line("presence", "Báo cáo số có mặt", 5, "Thư ký"),
        Line("report", "Thông báo kết quả Hội nghị Trung ương lần thứ 12", 45, "Bí thư Đảng ủy Khối"),
        Line("report", "Chuyên đề 1: Đại hội chi bộ, đảng bộ cơ sở đến nay: đã làm được gì, còn vướng gì", 40, "Phó Bí thư Đảng ủy Khối"),
        Line("report", "Chuyên đề 2: Bốn năm làm theo Chỉ thị số 05, nhân 130 năm Ngày sinh Chủ tịch Hồ Chí Minh", 40, "Trưởng Ban Tuyên giáo"),
        Line("speeches", "Tham luận", 25),
        Line("discussion", "Hỏi và trả lời", 25),
        Line("conclusion", "Kết luận hội nghị", 20, "Bí thư Đảng ủy Khối"),
        Line("closing", "Bế mạc", 5),
    ),
    (("Bí thư Đảng ủy Ngân hàng Hợp tác Phát triển", "Khối doanh nghiệp", "Chi bộ ít người: gộp ngày, không gộp việc"),
     ("Bí thư Đảng ủy Cục Lưu trữ Tư liệu", "Khối cơ quan", "Một việc làm theo, một con số đo được")),
    conclusions=(
        ("Mỗi tuần cử người đến một đảng bộ chưa họp xong đại hội chi bộ, nơi khó đến trước", "trưởng ban tổ chức", 33),
        ("Trả lời dứt điểm đơn thư về nhân sự cấp ủy và đại biểu trước ngày đại hội của từng đơn vị", "chủ nhiệm ủy ban kiểm tra", 45),
        ("Soát lại dự thảo báo cáo chính trị: thêm số liệu, dẫn chứng; mỗi hạn chế có giải pháp, người làm và hạn", "bí thư đảng ủy", 21),
    ),
    excused=6, called=date(2020, 5, 18), body=Meeting.Body.KEY_CADRES, term="2015-2020", branches=("K01", "K02", "K04"), is_carried_out=True,
)  # fmt: skip
DONG_THAP = Story(
    "DT", "thuky.dongthap", "Hội nghị sơ kết công tác tổ chức xây dựng Đảng sáu tháng đầu năm 2020", moment(date(2020, 7, 25), 7, 30),
    "Hội trường Tỉnh ủy", Meeting.Kind.EXTENDED, "Trưởng Ban Tổ chức Tỉnh ủy", 4,
    (("Lãnh đạo Ban Tổ chức Tỉnh ủy", 5, True), ("Bí thư, phó bí thư đảng bộ trực thuộc", 32, True),
     ("Trưởng ban tổ chức đảng bộ trực thuộc", 16, True), ("Khách mời", 9, False)),
    "báo cáo sáu tháng đầu năm 2020",
    (
        Line("flag", "Chào cờ", 5),
        Line("opening", "Tuyên bố lý do, giới thiệu đại biểu", 10, "Chánh Văn phòng Tỉnh ủy"),
        Line("presence", "Báo cáo số có mặt", 5, "Thư ký"),
        Line("report", "Trình bày báo cáo sáu tháng đầu năm 2020", 30, "Phó Trưởng Ban Tổ chức Tỉnh ủy"),
        Line("speeches", "Tham luận", 30),
        Line("discussion", "Thảo luận", 50),
        Line("conclusion", "Kết luận hội nghị", 20, "Trưởng Ban Tổ chức Tỉnh ủy"),
        Line("closing", "Bế mạc", 5),
    ),
    (("Trưởng Ban Tổ chức Thành ủy Sa Đéc", "Đoàn thành phố", "Tìm người trẻ cho cấp ủy ở đơn vị sự nghiệp"),
     ("Bí thư Huyện ủy Tân Hồng", "Đoàn huyện", "Giảm biên chế có lộ trình từng quý")),
    conclusions=(
        ("Giúp các đảng bộ cấp trên cơ sở họp xong đại hội đúng kế hoạch, báo cáo số liệu chiều thứ Năm hằng tuần", "phó trưởng ban tổ chức", 37),
        ("Soạn mẫu quy chế làm việc của cấp ủy nhiệm kỳ mới để các đảng bộ trực thuộc dùng chung", "chánh văn phòng", 30),
        ("Lập lộ trình tinh giản biên chế từng năm, nêu tên đơn vị chưa có", "trưởng ban tổ chức", 60),
    ),
    excused=2, called=date(2020, 7, 15), body=Meeting.Body.KEY_CADRES, term="2015-2020", branches=("DT-SD",), is_carried_out=True,
)  # fmt: skip
