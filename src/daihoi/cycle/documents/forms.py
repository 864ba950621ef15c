"""Shapes of what people type about documents (biểu nhập)."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from daihoi.cycle.documents.models import Channel, Decision, Opinion, Phase, Verdict
from daihoi.foundation.organization.grades import Grade
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import search
from daihoi.rules.papers import PaperKind, body_titles
from daihoi.rules.paragraphs import Style
from daihoi.web.fields import DayField, NumberField
from daihoi.web.formats import thousands

NAMED = 5  # units named where the typed words fit several
STYLES = (
    (Style.BODY.value, _("đoạn văn")),
    (Style.PART.value, _("phần")),
    (Style.HEADING.value, _("mục")),
    (Style.SUBHEADING.value, _("tiểu mục")),
    (Style.TABLE.value, _("bảng (cột cách nhau bằng dấu |)")),
)


def lines(rows: int) -> forms.Textarea:
    """Make a field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class PaperForm(forms.Form):
    """Begin a document (lập văn kiện)."""

    kind = forms.ChoiceField(label=_("Thể loại"))
    body = forms.ChoiceField(label=_("Cơ quan ban hành"))
    title = forms.CharField(
        label=_("Trích yếu"), max_length=300, widget=lines(2), help_text=_("Việc mà văn bản nói đến, viết liền sau tên thể loại.")
    )
    grade = forms.ChoiceField(label=_("Độ mật"), choices=Grade.choices, initial=Grade.INTERNAL)
    congress = forms.ChoiceField(label=_("Trình đại hội"), required=False)

    def __init__(self, *args: Any, kinds: list[PaperKind], bodies: list[str], congresses: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer what this unit's bodies may issue (FM-20)."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.id, kind.title) for kind in kinds]  # type: ignore[attr-defined]  # a choice field
        self.fields["body"].choices = [(body, body_titles()[body]) for body in bodies]  # type: ignore[attr-defined]
        self.fields["congress"].choices = [("", _("không trình đại hội")), *congresses]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """Send a file of the text (nhập từ DOCX)."""

    file = forms.FileField(label=_("Tệp DOCX"), help_text=_("Đề mục, đánh số, bảng và chú thích được giữ thành chữ; ảnh và màu thì không."))
    phase = forms.ChoiceField(label=_("Bước soạn thảo"), choices=Phase.choices, initial=Phase.DRAFT)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class ParagraphForm(forms.Form):
    """Write one paragraph (sửa đoạn)."""

    text = forms.CharField(label=_("Nội dung"), widget=lines(8), required=False, strip=True)
    style = forms.ChoiceField(label=_("Kiểu đoạn"), choices=STYLES)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    after = forms.CharField(widget=forms.HiddenInput, required=False)


class CloseForm(forms.Form):
    """Close the working text into a version (lưu thành bản mới)."""

    phase = forms.ChoiceField(label=_("Bước soạn thảo"), choices=Phase.choices, initial=Phase.DRAFT)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300, help_text=_("Ví dụ: sau thảo luận tổ ở Ban Chấp hành."))


class SubmitForm(forms.Form):
    """Send a version to be approved (trình duyệt)."""

    note = forms.CharField(label=_("Ghi chú gửi kèm"), required=False, widget=lines(3))


class VerdictForm(forms.Form):
    """Approve or return (duyệt, trả lại)."""

    outcome = forms.ChoiceField(label=_("Kết quả"), choices=Verdict.Outcome.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Lý do, yêu cầu sửa"), required=False, widget=lines(4), help_text=_("Bắt buộc khi trả lại."))
    paper = forms.CharField(label=_("Văn bản"), required=False, max_length=200, help_text=_("Số hiệu và ngày của văn bản duyệt, nếu có."))


class TemplateForm(forms.Form):
    """Keep a body's own sections and route (mẫu văn bản)."""

    sections = forms.CharField(
        label=_("Các mục"),
        required=False,
        widget=lines(10),
        help_text=_("Mỗi dòng một mục. Sau dấu hai chấm ghi những chữ để nhận ra đề mục, cách nhau bằng dấu phẩy."),
    )
    route = forms.CharField(
        label=_("Các bước duyệt"),
        required=False,
        widget=lines(4),
        help_text=_("Mỗi dòng: tên bước | cấp mình hoặc cấp trên | số ngày làm việc."),
    )


class ConsultationForm(forms.Form):
    """Lay a version before bodies (mở đợt lấy ý kiến)."""

    units = forms.MultipleChoiceField(label=_("Lấy ý kiến ở"), widget=forms.CheckboxSelectMultiple)
    whole_branch = forms.BooleanField(label=_("Cả nhánh của các nơi đã chọn"), required=False, initial=True)
    closes_on = DayField(label=_("Đến hết ngày"))
    report_days = NumberField(label=_("Số ngày gửi báo cáo tổng hợp sau khi đóng"), max_value=365)
    question = forms.CharField(label=_("Đề nghị tập trung vào"), required=False, widget=lines(3))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the unit itself and those below it."""
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units  # type: ignore[attr-defined]  # a choice field


class ExtendForm(forms.Form):
    """Move the last day (gia hạn)."""

    closes_on = DayField(label=_("Đến hết ngày"))


def speaker(place: Placement) -> str:
    """Write a unit as people choose it: its name and its code (nơi góp ý)."""
    return f"{place.name} ({place.unit.code})"


def code_of(typed: str) -> str:
    """Give the code out of a chosen unit, or what was typed."""
    found = re.search(r"\(([^()]+)\)\s*$", typed)
    return (found[1] if found else typed).strip()


class ContributionForm(forms.Form):
    """Send one opinion of a body (góp ý)."""

    unit = forms.CharField(label=_("Nơi góp ý"), max_length=400)
    body = forms.CharField(
        label=_("Cơ quan, hội nghị"), required=False, max_length=120, help_text=_("Ví dụ: hội nghị chi bộ tháng 3. Không ghi tên người.")
    )
    is_body = forms.BooleanField(label=_("Đây là tên cơ quan, hội nghị, không phải tên người"), required=False)
    channel = forms.ChoiceField(label=_("Kênh"), choices=Channel.choices)
    passage = forms.ChoiceField(label=_("Về đoạn"), required=False)
    kind = forms.ChoiceField(label=_("Loại ý kiến"), choices=Opinion.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Ý kiến"), widget=lines(4))
    proposal = forms.CharField(
        label=_("Đề nghị viết là"), required=False, widget=lines(4), help_text=_("Câu chữ cụ thể, khi đề nghị sửa hoặc bổ sung.")
    )
    times = NumberField(label=_("Số lượt"), min_value=1, initial=1, help_text=_("Bao nhiêu lượt phát biểu cùng ý này."))
    receipt = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, places: "QuerySet[Placement]", look: str, passages: list[tuple[str, str]], **kwargs: Any) -> None:
        """Take any unit that the person may speak for, found at the address `look`, and offer the passages of the version."""
        super().__init__(*args, **kwargs)
        self.places = places
        count = _("Gõ tên hoặc mã để tìm trong %(n)s nơi bạn ghi được ý kiến.") % {"n": thousands(places.count())}
        self.fields["unit"].help_text = count
        self.fields["unit"].widget.attrs |= {"list": "noi-gop-y", "autocomplete": "off"} | {
            "hx-get": look,
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#noi-gop-y",
            "hx-sync": "this:replace",
        }
        self.fields["passage"].choices = [("", _("cả văn kiện")), *passages]  # type: ignore[attr-defined]  # a choice field

    def clean_unit(self) -> Unit:
        """Find the one unit that is meant; of several name some instead of choosing one."""
        typed = str(self.cleaned_data["unit"])
        place = self.places.filter(unit__code__iexact=code_of(typed)).first()
        found = [place] if place else list(search(self.places, typed)[:NAMED])
        exact = [each for each in found if place or each.name.casefold() == typed.casefold()]
        if len(exact) == 1:
            return exact[0].unit
        if found:
            names = "; ".join(speaker(each) for each in found)
            raise ValidationError(
                _("“%(typed)s” chưa rõ là nơi nào. Chọn một nơi, ví dụ: %(names)s."), params={"typed": typed, "names": names}
            )
        raise ValidationError(
            _("Không có “%(typed)s” trong số nơi bạn ghi được ý kiến. Ghi mã hoặc tên đang dùng."), params={"typed": typed}
        )


class SheetForm(forms.Form):
    """Send a sheet of opinions (nhập bảng ý kiến)."""

    file = forms.FileField(label=_("Tệp XLSX hoặc CSV"), required=False)
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a file, unless one was tried already."""
        typed = super().clean() or {}
        if not typed.get("file") and not typed.get("kept") and "file" not in self.errors:
            self.add_error("file", _("Chưa chọn tệp. Hãy chọn tệp XLSX hoặc CSV."))
        return typed


class AnswerForm(forms.Form):
    """Answer a group (tiếp thu, giải trình)."""

    decision = forms.ChoiceField(label=_("Kết quả"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Giải trình"), required=False, widget=lines(4), help_text=_("Bắt buộc khi không tiếp thu hoặc chỉ tiếp thu một phần.")
    )


class TakeForm(forms.Form):
    """Let an accepted group change the text (đưa vào văn bản)."""

    deed = forms.ChoiceField(
        label=_("Cách đưa vào"),
        choices=(("change", _("sửa đoạn này")), ("insert", _("thêm đoạn sau đoạn này")), ("remove", _("bỏ đoạn này"))),
    )
    text = forms.CharField(label=_("Câu chữ mới"), required=False, widget=lines(6))
    settled = forms.BooleanField(label=_("Đã so hai cách viết, chốt câu chữ trên"), required=False)


class KeepForm(forms.Form):
    """Keep words that a check points at (giữ nguyên, ghi lý do)."""

    reason = forms.CharField(label=_("Lý do"), widget=lines(3))
    code = forms.CharField(widget=forms.HiddenInput, max_length=30)
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)


class IssueForm(forms.Form):
    """Issue a paper (phát hành)."""

    signed_on = DayField(label=_("Ngày ký"))
    symbol = forms.CharField(label=_("Ký hiệu cơ quan"), max_length=12, help_text=_("Phần sau dấu gạch chéo của số và ký hiệu."))
    place = forms.CharField(label=_("Địa danh"), max_length=80, required=False)
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=120)
    signer_name = forms.CharField(label=_("Họ tên người ký"), max_length=120)
    recipients = forms.CharField(
        label=_("Nơi nhận"), required=False, widget=lines(4), help_text=_("Mỗi dòng một nơi; dòng cuối là nơi lưu.")
    )


class MeetingForm(forms.Form):
    """Choose a conference (trình hội nghị)."""

    meeting = forms.ChoiceField(label=_("Hội nghị"))

    def __init__(self, *args: Any, meetings: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the conferences of the unit that are not over."""
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]  # a choice field


class NameForm(forms.Form):
    """Name a group (đặt tên nhóm)."""

    name = forms.CharField(label=_("Ý chung của nhóm"), widget=lines(2))


class AdoptForm(forms.Form):
    """Say how each carried amendment stands in the final text (lập bản thông qua)."""

    DEEDS = (("change", _("sửa đoạn này")), ("insert", _("thêm đoạn sau đoạn này")), ("none", _("đã có trong văn bản, không đổi chữ")))

    def __init__(
        self, *args: Any, versions: list[tuple[str, str]], passages: list[tuple[str, str]], amendments: list[str], **kwargs: Any
    ) -> None:
        """Offer the versions that may have been voted on, and three fields for each carried amendment."""
        super().__init__(*args, **kwargs)
        self.numbers = amendments
        if versions:
            self.fields["version"] = forms.ChoiceField(label=_("Bản đã trình hội nghị"), choices=versions)
        for number in amendments:
            self.fields[f"key_{number}"] = forms.ChoiceField(label=_("Đoạn"), choices=passages)
            self.fields[f"deed_{number}"] = forms.ChoiceField(label=_("Cách đưa vào"), choices=self.DEEDS)
            self.fields[f"text_{number}"] = forms.CharField(label=_("Câu chữ cuối cùng"), required=False, widget=lines(4))

    def settled(self, number: str) -> tuple[str, str, str]:
        """Give deed, paragraph and words of one amendment."""
        typed = self.cleaned_data
        return typed[f"deed_{number}"], typed[f"key_{number}"], typed[f"text_{number}"]
