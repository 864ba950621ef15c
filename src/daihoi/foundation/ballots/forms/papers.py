"""Forms of print runs and numbers of ballots (biểu nhập in phiếu, số phiếu)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.ballots.forms.fields import Count
from daihoi.foundation.ballots.models import Witness
from daihoi.foundation.ballots.services import (
    Destruction,
    ZoneNumbers,
)


class PrintForm(forms.Form):
    """How many copies the printer made (số phiếu in)."""

    copies = Count(label=_("Số phiếu đã in"))
    runs = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class VoidForm(forms.Form):
    """Why a run is void and how its sheets were destroyed (biên bản hủy phiếu)."""

    reason = forms.CharField(label=_("Lý do hủy"), max_length=300, help_text=_("Ví dụ: sai giới tính một người; chữ mờ; in nhầm khổ giấy."))
    is_list_wrong = forms.BooleanField(
        label=_("Chính danh sách trên phiếu sai"),
        required=False,
        help_text=_("Cả phiếu này thành vô hiệu: danh sách mở lại để sửa, phiếu mới có mã mới và phải ký bản in thử lại."),
    )
    destroyed = Count(label=_("Số tờ đã hủy"))
    missing_note = forms.CharField(label=_("Những tờ không hủy được ở đâu, ai giữ"), max_length=300, required=False)
    first_witness = forms.ChoiceField(label=_("Người chứng kiến thứ nhất"), choices=Witness.choices)
    second_witness = forms.ChoiceField(
        label=_("Người chứng kiến thứ hai"), choices=Witness.choices, help_text=_("Họ và tên do hai người tự ghi khi ký biên bản.")
    )

    def destruction(self) -> Destruction:
        """Give what was typed as the act takes it."""
        return Destruction(**self.cleaned_data)


class IssueForm(forms.Form):
    """Ballots handed out, spoiled and left over (phát phiếu)."""

    present = Count(label=_("Người có mặt được phát phiếu"), required=False)
    printed = Count(label=_("In"), required=False)
    issued = Count(label=_("Phát ra"))
    spoiled = Count(label=_("Hỏng"))
    left_over = Count(label=_("Còn lại"))
    reason = forms.CharField(label=_("Lý do sửa số đã ghi, không ghi tên người"), max_length=300, required=False)


class ZoneForm(forms.Form):
    """What one delegation or zone got and gave back (phát phiếu theo đoàn)."""

    zone = forms.CharField(label=_("Đoàn hoặc khu vực"), max_length=120)
    people = Count(label=_("Số người"))
    handed_out = Count(label=_("Đã phát"), required=False, help_text=_("Để trống khi mới lập danh sách để in phiếu ký nhận."))
    exchanged = Count(label=_("Đổi phiếu hỏng"), required=False)
    unused = Count(label=_("Trả lại chưa dùng"), required=False)
    reason = forms.CharField(label=_("Lý do sửa số đã ghi"), max_length=300, required=False)

    def numbers(self) -> ZoneNumbers:
        """Give what was typed as the act takes it."""
        data = self.cleaned_data
        return ZoneNumbers(**data | {"exchanged": data["exchanged"] or 0, "unused": data["unused"] or 0})


class ReturnForm(forms.Form):
    """Ballots taken out of the box (thu phiếu)."""

    returned = Count(label=_("Thu về"))
    reason = forms.CharField(label=_("Lý do sửa số đã ghi, không ghi tên người"), max_length=300, required=False)


class CorrectionForm(forms.Form):
    """Which correction is answered (đề nghị sửa số phiếu)."""

    correction = forms.UUIDField(widget=forms.HiddenInput)
