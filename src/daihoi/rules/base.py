"""The base of a vote (EL-41 to EL-43, EL-52, EL-53; khoản 9.3 Quy định 294-QĐ/TW, Điều 30 Quy chế 190-QĐ/TW: số để tính quá nửa)."""

from dataclasses import dataclass

from daihoi.rules.errors import RuleViolation, _


@dataclass(frozen=True)
class Deduction:
    """One group that is taken off the convened, with why (trừ)."""

    number: int
    why: str
    rule: str


@dataclass(frozen=True)
class Base:
    """The base with the way to it (cơ sở tính)."""

    convened: int
    deductions: tuple[Deduction, ...]

    @property
    def number(self) -> int:
        """Give the number of which more than half is needed."""
        return self.convened - sum(deduction.number for deduction in self.deductions)


def base_from(convened: int, *deductions: Deduction) -> Base:
    """Take the groups off the convened; a group below nothing or a base below nothing is refused."""
    base = Base(convened, tuple(deductions))
    if convened < 0 or base.number < 0 or any(deduction.number < 0 for deduction in deductions):
        raise RuleViolation(
            "base.negative",
            _("Triệu tập {convened}, trừ {deducted}: số để tính không thể âm. Hãy kiểm lại số vắng mặt từng loại."),
            convened=convened,
            deducted=sum(deduction.number for deduction in deductions),
        )
    return base


def members_base(
    official_convened: int,
    *,
    temporarily_elsewhere: int = 0,
    exempted_absent: int = 0,
    suspended: int = 0,
    absent_throughout_with_leave: int = 0,
) -> Base:
    """Give the base of a members' congress (EL-41: đại hội đảng viên).

    Only official members count; exempted members who attend count, and so does everybody who came for a part of the congress.
    """
    return base_from(
        official_convened,
        Deduction(temporarily_elsewhere, _("sinh hoạt tạm thời ở nơi khác, không dự"), "EL-41"),
        Deduction(exempted_absent, _("được miễn sinh hoạt, không dự"), "EL-41"),
        Deduction(suspended, _("bị đình chỉ sinh hoạt, khởi tố, truy tố hoặc tạm giam"), "EL-41"),
        Deduction(absent_throughout_with_leave, _("vắng mặt suốt đại hội có lý do được chấp nhận"), "EL-41"),
    )


def delegates_base(official_convened: int, *, committee_absent_throughout: int = 0, delegates_absent_without_alternate: int = 0) -> Base:
    """Give the base of a delegates' congress (EL-42: đại hội đại biểu); a delegate whose alternate came is not taken off."""
    return base_from(
        official_convened,
        Deduction(committee_absent_throughout, _("cấp ủy viên cấp triệu tập vắng mặt suốt đại hội"), "EL-42"),
        Deduction(
            delegates_absent_without_alternate, _("đại biểu chính thức vắng mặt suốt đại hội, không có đại biểu dự khuyết thay"), "EL-42"
        ),
    )


def committee_base(incumbents: int, *, temporarily_elsewhere: int = 0, suspended: int = 0) -> Base:
    """Give the base of a meeting of a committee (EL-52: hội nghị cấp ủy, ban thường vụ, ủy ban kiểm tra); other absences stay in."""
    return base_from(
        incumbents,
        Deduction(temporarily_elsewhere, _("chuyển sinh hoạt tạm thời đến nơi khác, không dự"), "EL-52"),
        Deduction(suspended, _("bị đình chỉ sinh hoạt, khởi tố, truy tố hoặc tạm giam"), "EL-52"),
    )
