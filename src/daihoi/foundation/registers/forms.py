"""Shapes of what people type about numbers of papers (biểu nhập)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.registers.models import By
from daihoi.foundation.registers.queries import body_title, kind_title
from daihoi.rules import registers as rules
from daihoi.web.fields import DayField, NumberField


def choices_of_bodies() -> list[tuple[str, str]]:
    """Offer the bodies by code and title."""
    return [(code, f"{code} · {body_title(code)}") for code in rules.table().bodies]


def choices_of_kinds() -> list[tuple[str, str]]:
    """Offer the kinds of papers by code and title."""
    return [(code, f"{code} · {kind_title(code)}") for code in rules.table().kinds]


class TakeForm(forms.Form):
    """Take a number (lấy số)."""

    body = forms.ChoiceField(label=_("Cơ quan ban hành"))
    kind = forms.ChoiceField(label=_("Thể loại"))
    on = DayField(label=_("Ngày văn bản"))
    abstract = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer bodies and kinds."""
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = choices_of_bodies()  # type: ignore[attr-defined]  # a choice field
        self.fields["kind"].choices = choices_of_kinds()  # type: ignore[attr-defined]  # a choice field


class CancelForm(forms.Form):
    """Cancel a number (hủy số)."""

    reason = forms.CharField(label=_("Lý do hủy"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Số đã hủy vẫn nằm trong sổ."))


class NumberingForm(forms.Form):
    """Choose how to count (cách đánh số)."""

    body = forms.ChoiceField(label=_("Cơ quan ban hành"))
    kind = forms.ChoiceField(label=_("Thể loại"), required=False)
    by = forms.ChoiceField(label=_("Đánh lại từ 01 theo"), choices=By.choices)
    pattern = forms.CharField(label=_("Mẫu số và ký hiệu"), max_length=60)
    used = NumberField(label=_("Số cuối đã dùng trong sổ giấy"), required=False, help_text=_("Chỉ khi chọn một thể loại chưa có số nào."))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer bodies and kinds."""
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = choices_of_bodies()  # type: ignore[attr-defined]  # a choice field
        self.fields["kind"].choices = [("", _("Mọi thể loại")), *choices_of_kinds()]  # type: ignore[attr-defined]  # a choice field
        self.fields["pattern"].help_text = _("Các chỗ điền: {places}.").format(places="{number:02d}, {kind}, {body}, {year}")
