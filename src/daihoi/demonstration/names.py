"""Invented names for units and people of the demonstration (tên bịa)."""

from random import Random

COMMUNE_FIRST = ("An", "Bình", "Hòa", "Long", "Mỹ", "Phú", "Tân", "Thạnh", "Vĩnh", "Đông", "Thuận", "Lợi")
COMMUNE_LAST = ("Khánh", "Lộc", "Phước", "Hưng", "Thới", "Quới", "Điền", "Trạch", "Giang", "Tường", "Sơn", "Nghĩa")
OFFICES = (
    "Phòng Kế hoạch",
    "Phòng Tài vụ",
    "Trung tâm Y tế dự phòng",
    "Trường Trung học Nguyễn Khuyến",
    "Hạt Quản lý đê",
    "Trung tâm Văn hóa",
    "Chi nhánh Cấp nước",
    "Ban Quản lý chợ",
    "Trung tâm Khuyến nông",
    "Công ty Lương thực Sông Xanh",
    "Đội Quản lý trật tự",
    "Trường Mầm non Hoa Sen",
    "Công ty Chế biến Thủy sản Sông Quê",
    "Trung tâm Công tác xã hội",
    "Bệnh viện Y học cổ truyền khu vực",
    "Đài Truyền thanh",
)
PARTS = (
    "Cơ quan Văn phòng",
    "Trung tâm Đào tạo",
    "Chi nhánh miền Bắc",
    "Chi nhánh miền Trung",
    "Chi nhánh miền Nam",
    "Viện Kỹ thuật",
    "Trung tâm Dữ liệu",
    "Xưởng Thực nghiệm",
    "Ban Dự án",
    "Trung tâm Dịch vụ",
    "Trung tâm Ngoại ngữ",
    "Phân viện phía Tây",
)
ROOMS = (
    "Văn phòng",
    "Phòng Tổ chức cán bộ",
    "Phòng Kế hoạch - Tài chính",
    "Phòng Khoa học",
    "Phòng Hợp tác",
    "Phòng Quản trị",
    "Phòng Pháp chế",
    "Phòng Nghiệp vụ",
    "Phòng Thanh tra",
    "Đội xe",
)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLES = (("Văn", "Thị"), ("Hữu", "Ngọc"), ("Quốc", "Kim"), ("Minh", "Thu"), ("Thành", "Mỹ"), ("Đức", "Thanh"))
GIVEN = (
    ("An", "Bảo", "Cường", "Dũng", "Giang", "Hải", "Hùng", "Khánh", "Lâm", "Nam", "Phong", "Quang", "Sơn", "Tâm", "Tùng", "Vinh"),
    ("Ánh", "Bích", "Chi", "Diệu", "Hà", "Hạnh", "Hương", "Lan", "Linh", "Mai", "Nga", "Oanh", "Phượng", "Thảo", "Trâm", "Yến"),
)


def communes() -> list[str]:
    """Give names for communes, each once."""
    return [f"{first} {last}" for last in COMMUNE_LAST for first in COMMUNE_FIRST]


def person(rng: Random) -> tuple[str, bool]:
    """Invent a full name, and tell whether it is a woman's."""
    female = rng.random() < 0.3
    return f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)[female]} {rng.choice(GIVEN[female])}", female


def people(rng: Random, count: int) -> list[tuple[str, bool]]:
    """Invent people with different names."""
    found: dict[str, bool] = {}
    while len(found) < count:
        name, female = person(rng)
        found[name] = female
    return list(found.items())
