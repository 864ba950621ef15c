"""Shapes of what people type about assignments (biểu nhập)."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Asks, Post
from daihoi.foundation.assignments.queries.forecasts import anchors_named
from daihoi.foundation.organization.models import Kind
from daihoi.rules.deadlines import Due
from daihoi.web.fields import DayField, NumberField

KINDS_OF_FILE = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".jpg", ".jpeg", ".png", ".txt")
MAX_MB = 20
REASON = forms.Textarea(attrs={"rows": 2})


class EvidenceForm(forms.Form):
    """Show a plan or a result (gửi minh chứng)."""

    note = forms.CharField(label=_("Nội dung"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label=_("Tệp hoặc ảnh"),
        required=False,
        help_text=_("Ảnh chụp, PDF, DOCX, XLSX; nhiều nhất 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS_OF_FILE)}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Accept papers and pictures of a usual size."""
        sent: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if sent and (Path(sent.name or "").suffix.lower() not in KINDS_OF_FILE or (sent.size or 0) > MAX_MB * 1024 * 1024):
            raise forms.ValidationError(_("Tệp này không nhận được. Gửi ảnh, PDF, DOCX hoặc XLSX, nhiều nhất 20 MB."))
        return sent


class DoneForm(EvidenceForm):
    """Report that it is done (báo xong)."""

    on = DayField(label=_("Ngày xong"))
    field_order = ("on", "note", "file", "key")


class ReasonForm(forms.Form):
    """Give a reason (ghi lý do)."""

    reason = forms.CharField(label=_("Lý do"), widget=REASON, max_length=2000)


class ExtendForm(ReasonForm):
    """Give another due day (gia hạn)."""

    due = DayField(label=_("Hạn mới"))
    field_order = ("due", "reason")


class AssignForm(forms.Form):
    """Give one task to a branch (giao việc)."""

    title = forms.CharField(label=_("Việc phải làm"), max_length=300)
    details = forms.CharField(label=_("Yêu cầu cụ thể"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    source_title = forms.CharField(label=_("Theo văn bản"), required=False, max_length=300, help_text=_("Số, ngày và cơ quan ban hành."))
    kinds = forms.MultipleChoiceField(label=_("Giao cho các đơn vị loại"), widget=forms.CheckboxSelectMultiple)
    owner_post = forms.ChoiceField(label=_("Chức trách thực hiện"), choices=Post.choices, required=False)
    asks = forms.ChoiceField(
        label=_("Minh chứng cần có"), choices=[pair for pair in Asks.choices if pair[0] != Asks.FORM], initial=Asks.TEXT
    )
    way = forms.ChoiceField(label=_("Hạn"), widget=forms.RadioSelect, initial="fixed")
    due_on = DayField(label=_("Ngày cố định"), required=False)
    days = NumberField(label=_("Số ngày trước đại hội"), required=False)
    working = forms.BooleanField(label=_("Đếm ngày làm việc"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of units and the days that due dates may be counted from."""
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(Kind.objects.values_list("code", "title"))  # type: ignore[attr-defined]  # a choice field
        counted = [(key, _("đếm lùi từ {anchor}").format(anchor=named)) for key, named in anchors_named()]
        self.fields["way"].choices = [("fixed", _("ngày cố định")), *counted]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for the day, or for the number of days to count."""
        typed = super().clean() or {}
        if typed.get("way") == "fixed" and not typed.get("due_on"):
            self.add_error("due_on", _("Ghi ngày đến hạn."))
        if typed.get("way") not in (None, "fixed") and typed.get("days") is None:
            self.add_error("days", _("Ghi số ngày đếm lùi."))
        return typed

    def due(self) -> Due:
        """Give the rule of the due day."""
        typed = self.cleaned_data
        if typed["way"] == "fixed":
            return Due(fixed=typed["due_on"])
        return Due(anchor=typed["way"], days=typed["days"], working=typed["working"])


class MailboxForm(forms.Form):
    """Say where the daily digest goes (nơi nhận thư)."""

    address = forms.EmailField(
        label=_("Thư điện tử"), required=False, help_text=_("Mỗi ngày nhiều nhất một thư. Để trống thì không gửi thư.")
    )


class HandOverForm(forms.Form):
    """Put a person in charge of a post (bàn giao)."""

    post = forms.ChoiceField(label=_("Chức trách"), choices=Post.choices, required=False)
    user = forms.ModelChoiceField(label=_("Người nhận"), queryset=User.objects.none())
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến ngày"), required=False, help_text=_("Chỉ ghi khi làm thay trong một thời gian."))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer the accounts that work in the unit."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a model choice field


class LetterForm(forms.Form):
    """Write a reminder letter (công văn đôn đốc)."""

    body = forms.CharField(label=_("Ký hiệu cơ quan ban hành"), max_length=12, help_text=_("Như TU, ĐU; số lấy từ sổ văn bản đi."))
    place = forms.CharField(label=_("Nơi ban hành"), max_length=80)
    answer_by = DayField(label=_("Đề nghị báo cáo trước ngày"))
    power = forms.CharField(label=_("Quyền hạn ký"), max_length=80, initial="T/M BAN THƯỜNG VỤ")
    office = forms.CharField(label=_("Chức vụ người ký"), max_length=80, initial="PHÓ BÍ THƯ")
    signer = forms.CharField(label=_("Họ và tên người ký"), max_length=120)
    field_order = ("body", "place", "answer_by", "power", "office", "signer")
