"""Invented people who may sign in to the demonstration (tài khoản trình diễn)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.services import create_operator

PASSWORD = "daihoi-trinh-dien"  # noqa: S105 (printed on purpose: accounts of the demonstration only)


@dataclass(frozen=True)
class Account:
    """One account of the demonstration: who, as what, where (tài khoản)."""

    username: str
    full_name: str
    role: str
    unit: str | None
    what: str


CENTRAL = Account("canbo.trunguong", "Hoàng Thị Thu Vân", "organization_officer", "TW", "cán bộ tổ chức ở Trung ương")
ACCOUNTS = (
    Account("canbo.dongthap", "Lê Thị Ngọc Trâm", "organization_officer", "DT", "cán bộ Ban Tổ chức Tỉnh ủy Đồng Tháp"),
    Account("canbo.khoi", "Vũ Thị Thanh Nhàn", "organization_officer", "K", "cán bộ Ban Tổ chức Đảng ủy Khối các cơ quan Trung ương"),
    Account("vanthu.sadec", "Ngô Hữu Lâm", "unit_clerk", "DT-SD", "văn thư Thành ủy Sa Đéc"),
    Account("thuky.sadec", "Đặng Thị Kim Oanh", "secretariat", "DT-SD", "đoàn thư ký đại hội Sa Đéc"),
    Account("chutri.sadec", "Lý Thị Thu Hà", "presidium", "DT-SD", "đoàn chủ tịch đại hội Sa Đéc"),
    Account("truongban.sadec", "Trần Quốc Bảo", "counting_head", "DT-SD", "trưởng ban kiểm phiếu"),
    Account("kiemphieu1.sadec", "Nguyễn Minh Tâm", "counting_committee", "DT-SD", "ủy viên ban kiểm phiếu"),
    Account("kiemphieu2.sadec", "Phạm Thị Mỹ Hạnh", "counting_committee", "DT-SD", "ủy viên ban kiểm phiếu"),
    Account("kiemphieu3.sadec", "Võ Thành Nam", "counting_committee", "DT-SD", "ủy viên ban kiểm phiếu"),
    Account("kiemtra.dongthap", "Bùi Đức Quang", "inspector", "DT", "kiểm tra viên"),
    Account("xem.dongthap", "Đỗ Thị Bích Yến", "viewer", "DT", "người xem"),
    Account("quantri", "Hồ Văn Sơn", "administrator", None, "quản trị hệ thống, không xem nội dung"),
)


def ensure(account: Account) -> User:
    """Give an account of the demonstration, made when it is missing."""
    standing = User.objects.filter(username=account.username).first()
    if standing is not None:
        return standing
    return create_operator(
        origin=SETUP,
        username=account.username,
        password=PASSWORD,
        full_name=account.full_name,
        role=account.role,
        unit=Unit.objects.get(code=account.unit) if account.unit else None,
        is_demonstration=True,
    )


def build(progress: Callable[[str], object]) -> None:
    """Make all accounts that are missing."""
    missing = [account for account in ACCOUNTS if not User.objects.filter(username=account.username).exists()]
    for account in missing:
        ensure(account)
    if missing:
        progress(_("Tài khoản trình diễn: {n}").format(n=len(missing)))
