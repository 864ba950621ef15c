"""Forms of machines, loop test, time plan and stick (biểu nhập máy, thử máy, thời gian, USB)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.ballots.forms.fields import SCANS, Count, ManyFiles, ManyFilesInput
from daihoi.foundation.ballots.models import LoopTest, Release
from daihoi.foundation.ballots.restoring import Held
from daihoi.foundation.ballots.services import (
    Opening,
    Statement,
    Trial,
)
from daihoi.rules.time_plan import Pace, SecondCheck


class MachineForm(forms.Form):
    """What the technicians state of a machine before the vote (biên bản máy)."""

    device = forms.CharField(label=_("Máy"), max_length=120, help_text=_("Ví dụ: máy tính 1, số máy, máy quét đi kèm."))
    technicians = Count(
        label=_("Số kỹ thuật viên ký cam kết"),
        help_text=_("Cam kết: chỉ chạy chương trình này, không nối mạng, không chép dữ liệu ra ngoài."),
    )
    is_rented = forms.BooleanField(
        label=_("Máy thuê hoặc mượn, phải xóa dữ liệu sau khi xong"),
        required=False,
        initial=True,
        help_text=_("Kể cả máy in, máy quét có bộ nhớ: lập biên bản riêng cho từng máy."),
    )
    is_network_stated_off = forms.BooleanField(label=_("Kỹ thuật viên xác nhận đã ngắt mọi mạng, có dây và không dây"), required=False)

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return {"statement": Statement(**self.cleaned_data)}


class WipeForm(forms.Form):
    """Which machine was wiped, and how (xóa dữ liệu)."""

    device = forms.ChoiceField(label=_("Máy"))
    method = forms.CharField(label=_("Cách xóa dữ liệu"), max_length=200, help_text=_("Ví dụ: ghi đè cả ổ đĩa; tháo ổ đĩa, niêm phong."))

    def __init__(self, *arguments: Any, devices: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["device"].choices = [(device, device) for device in devices]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return self.cleaned_data


class LoopTestForm(forms.Form):
    """The scans of a practice pile with the machines they went through (thử vòng máy)."""

    kind = forms.ChoiceField(label=_("Loại phiếu thử"), choices=LoopTest.Kind.choices, initial=LoopTest.Kind.HAND)
    printer = forms.CharField(label=_("Máy in"), max_length=120, help_text=_("Tên và số máy, đúng máy sẽ in phiếu bầu."))
    scanner = forms.CharField(label=_("Máy quét"), max_length=120, help_text=_("Tên và số máy, đúng máy sẽ quét phiếu bầu."))
    scan_seconds = Count(
        label=_("Quét cả xấp mất bao nhiêu giây"),
        required=False,
        help_text=_("Không bắt buộc. Có thì kế hoạch thời gian tính theo máy này."),
    )
    files = ManyFiles(  # type: ignore[assignment]  # a field here, the files of the request in the base class
        label=_("Tệp quét xấp phiếu thử"),
        help_text=_("Theo thứ tự tờ đã in, từ tờ 1 hoặc từ tờ cuối."),
        widget=ManyFilesInput(attrs={"accept": SCANS}),
    )

    def trial(self) -> Trial:
        """Give what was typed as the act takes it."""
        data = self.cleaned_data
        return Trial(data["printer"], data["scanner"], data["kind"], data["scan_seconds"])


class ReleaseForm(forms.Form):
    """How the ballots will be counted, and a reason where the machines were not tried (cho bầu)."""

    way = forms.ChoiceField(
        label=_("Kiểm phiếu bằng cách"), choices=Release.Way.choices, widget=forms.RadioSelect, initial=Release.Way.SCANNED
    )
    reason = forms.CharField(
        label=_("Lý do cho bầu khi chưa thử máy đạt"),
        max_length=300,
        required=False,
        help_text=_("Chỉ ghi khi quét mà chưa có lần thử đạt."),
    )

    def __init__(self, *arguments: Any, takes_reason: bool = True, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not takes_reason:
            del self.fields["reason"]

    def opening(self) -> Opening:
        """Give what was typed as the act takes it."""
        return Opening(**self.cleaned_data)


class TimeForm(forms.Form):
    """At which pace a count goes (kế hoạch thời gian)."""

    pages_a_minute = forms.IntegerField(label=_("Số trang một máy quét trong một phút"), min_value=1, max_value=1000)
    stations = forms.IntegerField(label=_("Số máy quét"), min_value=1, max_value=50)
    second_check = forms.ChoiceField(
        label=_("Kiểm lần hai"),
        choices=[
            (SecondCheck.NONE.value, _("không")),
            (SecondCheck.PARALLEL.value, _("song song, ở máy quét khác")),
            (SecondCheck.AFTER.value, _("sau lần đầu, cùng máy quét")),
        ],
    )

    def pace(self) -> Pace:
        """Give what was typed as the rules take it."""
        data = self.cleaned_data
        return Pace(data["pages_a_minute"], data["stations"], SecondCheck(data["second_check"]))


class StickForm(forms.Form):
    """Which stick holds the encrypted copy (chọn USB dự phòng)."""

    folder = forms.ChoiceField(label=_("USB"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, folders: Sequence[Path], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["folder"].choices = [(str(folder), str(folder)) for folder in folders]  # type: ignore[attr-defined]
        self.has_any = bool(folders)


class LeaveStickForm(forms.Form):
    """Why people go on without a stick (tiếp tục không có USB)."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ví dụ: USB hỏng lúc 10 giờ, không có USB khác."))


class StickCodeForm(forms.Form):
    """The code of a stick, each half typed by who keeps it (mã USB dự phòng)."""

    first = forms.CharField(label=_("Nửa thứ nhất, 12 chữ"), widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    second = forms.CharField(
        label=_("Nửa thứ hai, 12 chữ"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Mỗi người gõ nửa mình giữ. Chữ hoa hay thường, dấu cách, gạch nối đều được."),
    )


class GoOnForm(forms.Form):
    """What people must say of a stick before they go on from it (đồng ý tiếp tục)."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    last_whole = forms.BooleanField(
        label=_("Làm tiếp từ lần ghi còn nguyên ấy"), required=False, help_text=_("Việc làm sau lần ấy thì làm lại.")
    )
    again = forms.BooleanField(label=_("Máy ấy cũng hỏng, không còn kiểm phiếu"), required=False)

    def __init__(self, *args: Any, held: Held, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, is_asked in (("last_whole", held.is_torn), ("again", bool(held.taken_by))):
            if is_asked:
                self.fields[name].required = True
            else:
                del self.fields[name]
