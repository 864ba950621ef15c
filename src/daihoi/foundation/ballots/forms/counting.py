"""Forms of bundles, doubts and the closing (biểu nhập lô phiếu, chỗ nghi ngờ, khóa kiểm phiếu)."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.ballots.forms.fields import SCANS, Count, ManyFiles, ManyFilesInput
from daihoi.foundation.ballots.models import BallotCall, Poll, ScanBatch
from daihoi.foundation.ballots.services import (
    Withdrawal,
)


class UploadForm(forms.Form):
    """The scans of one bundle with its hand count (lô phiếu quét)."""

    label = forms.CharField(
        label=_("Tên lô"), max_length=80, required=False, help_text=_("Ví dụ: thùng trái, xấp 1. Để trống thì ghi số lô.")
    )
    hand_count = Count(label=_("Số tờ đếm tay"), help_text=_("Đếm trước khi quét; máy so với số trang đọc được."))
    files = ManyFiles(  # type: ignore[assignment]  # a field here, the files of the request in the base class
        label=_("Tệp quét"),
        help_text=_("PDF, TIFF, JPEG, PNG; ảnh xám 200 dpi. Nhiều tệp thì theo thứ tự chọn."),
        widget=ManyFilesInput(attrs={"accept": SCANS}),
    )


class WithdrawForm(forms.Form):
    """Why a bundle is taken out (rút lô)."""

    why = forms.ChoiceField(label=_("Vì sao rút lô"), choices=Withdrawal.choices, initial=Withdrawal.OTHER)
    reason = forms.CharField(label=_("Lý do rút lô"), max_length=300, help_text=_("Ghi thêm chuyện gì đã xảy ra, không ghi tên người."))


class ForeignForm(forms.Form):
    """Going on behind a foreign sheet, with the bundle counted again (đọc tiếp sau tờ lạ)."""

    hand_count = Count(
        label=_("Số phiếu đếm tay sau khi lấy tờ lạ ra"), help_text=_("Đếm lại cả lô, không kể tờ lạ; số cũ vẫn nằm trong nhật ký.")
    )
    page = forms.IntegerField(widget=forms.HiddenInput())


class DecisionForm(forms.Form):
    """One answer to one question (ý kiến)."""

    answer = forms.CharField(max_length=40)


class BoardForm(forms.Form):
    """What the whole committee concluded (kết luận của cả ban)."""

    answer = forms.ChoiceField(label=_("Cả ban kết luận"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]


class PageForm(forms.Form):
    """A page that people read themselves: which page, and which fields bear a mark (tự đọc trang)."""

    page = forms.TypedChoiceField(label=_("Trang của phiếu"), coerce=int)

    def __init__(self, *args: Any, poll: Poll, names: list[str], numbers: Collection[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        sides = [each for each in poll.layout["pages"] if not numbers or each["number"] in numbers]
        pages = [(each["number"], str(each["number"])) for each in sides]
        self.fields["page"].choices = pages  # type: ignore[attr-defined]
        self.fields["page"].initial = pages[0][0]
        if numbers or len(pages) == 1:
            self.fields["page"].widget = forms.HiddenInput()
        fields = [field for page in sides for field in page["fields"]]
        marks = [(f"{each['candidate']}-{each['kind']}", _mark_label(each, names)) for each in fields]
        title = _("Những tên bị gạch") if fields[0]["kind"] == "strike" else _("Những ô có dấu X")
        self.fields["marked"] = forms.MultipleChoiceField(label=title, choices=marks, required=False, widget=forms.CheckboxSelectMultiple)


def _mark_label(field: dict[str, Any], names: list[str]) -> str:
    """Name one field as it is printed."""
    name = f"{field['candidate']}. {names[field['candidate'] - 1]}"
    words = {"agree": gettext("{name}: đồng ý"), "disagree": gettext("{name}: không đồng ý")}
    return words.get(field["kind"], "{name}").format(name=name)


class CallForm(forms.Form):
    """Which ballot is read again: by its bundle, its place in it, and why (gọi phiếu ra đọc lại)."""

    batch = forms.ModelChoiceField(label=_("Lô"), queryset=ScanBatch.objects.none())
    sheet = Count(label=_("Tờ thứ"), help_text=_("Đếm từ trên xuống, theo thứ tự đã quét hoặc đã nhập."))
    reason = forms.ChoiceField(label=_("Vì sao"), choices=BallotCall.Reason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, batches: list[ScanBatch], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["batch"].queryset = ScanBatch.objects.filter(pk__in=[batch.pk for batch in batches]).order_by("order")  # type: ignore[attr-defined]
        if len(batches) == 1:
            self.fields["batch"].initial = batches[0].pk


class CloseForm(forms.Form):
    """The number of ballots returned, typed once more before the count is closed (khóa kiểm phiếu)."""

    returned = Count(label=_("Gõ lại số phiếu thu về"))
