"""Forms of sealed ballots (biểu nhập niêm phong)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.ballots.forms.fields import Count
from daihoi.foundation.ballots.models import CustodyEvent, Witness
from daihoi.foundation.ballots.services import (
    Order,
    Presence,
    Resealing,
    Sealing,
)
from daihoi.web.fields import DayField


class SealForm(forms.Form):
    """One envelope as it is sealed (niêm phong)."""

    envelope = forms.CharField(label=_("Tên hoặc số phong bì"), max_length=40, help_text=_("Ví dụ: A1."))
    paper = forms.ChoiceField(
        label=_("Loại giấy"),
        choices=CustodyEvent.Paper.choices,
        help_text=_("Phiếu đã bầu: mọi phiếu thu về, hợp lệ và không hợp lệ. Khóa ảnh quét chỉ hủy cùng các phiếu này."),
    )
    contents = forms.CharField(label=_("Đựng gì"), max_length=120, help_text=_("Ví dụ: phiếu hợp lệ; phiếu không hợp lệ; phiếu chưa dùng."))
    sheets = Count(label=_("Số tờ"))
    seal = forms.CharField(label=_("Số niêm phong"), max_length=40)
    holder = forms.CharField(label=_("Nơi giữ"), max_length=120, help_text=_("Chức trách hoặc cơ quan, không ghi tên người."))
    happened_on = DayField(label=_("Ngày niêm phong"))
    kept_until = DayField(
        label=_("Không hủy trước ngày"),
        help_text=_("Không sớm hơn quy tắc của cuộc bầu. Nơi chưa có văn bản xác nhận thời hạn, chương trình đề nghị như bầu cử Quốc hội."),
    )

    def sealing(self) -> Sealing:
        """Give what was typed as the act takes it."""
        return Sealing(**self.cleaned_data)


class HandOverForm(forms.Form):
    """To whom an envelope goes (bàn giao)."""

    holder = forms.CharField(label=_("Nơi giữ mới"), max_length=120, help_text=_("Chức trách hoặc cơ quan, không ghi tên người."))
    on = DayField(label=_("Ngày"))

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return self.cleaned_data


class OpenForm(forms.Form):
    """By which decision an envelope is opened (mở niêm phong)."""

    decision = forms.CharField(label=_("Quyết định số"), max_length=60)
    decision_on = DayField(label=_("Ngày quyết định"))
    on = DayField(label=_("Ngày làm"))

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return {"order": Order(self.cleaned_data["decision"], self.cleaned_data["decision_on"]), "on": self.cleaned_data["on"]}


class DestroyForm(forms.Form):
    """Before whom an envelope was destroyed (hủy phiếu)."""

    on = DayField(label=_("Ngày hủy"))
    first_name = forms.CharField(label=_("Họ tên người chứng kiến thứ nhất"), max_length=120)
    first_witness = forms.ChoiceField(label=_("Tư cách người thứ nhất"), choices=Witness.choices)
    second_name = forms.CharField(label=_("Họ tên người chứng kiến thứ hai"), max_length=120)
    second_witness = forms.ChoiceField(label=_("Tư cách người thứ hai"), choices=Witness.choices)

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        typed = self.cleaned_data
        two = (Presence(typed["first_name"], typed["first_witness"]), Presence(typed["second_name"], typed["second_witness"]))
        return {"on": typed["on"], "witnesses": two}


class ResealForm(forms.Form):
    """The new seal of an opened envelope; which paper lies in it is asked where nobody said so before (niêm phong lại)."""

    paper = forms.ChoiceField(label=_("Loại giấy"), choices=CustodyEvent.Paper.choices)
    seal = forms.CharField(label=_("Số niêm phong mới"), max_length=40)
    sheets = Count(label=_("Số tờ, đếm lại"))
    words = forms.CharField(
        label=_("Vì sao số tờ khác trước"),
        max_length=300,
        required=False,
        help_text=_("Bắt buộc khi số tờ khác: tờ thiếu ở đâu, ai giữ. Biên bản mở niêm phong in đúng lời này."),
    )
    on = DayField(label=_("Ngày"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if self.initial.get("paper"):
            del self.fields["paper"]

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        typed = dict(self.cleaned_data)
        return {"on": typed.pop("on"), "resealing": Resealing(**typed)}
