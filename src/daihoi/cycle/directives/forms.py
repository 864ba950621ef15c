"""Shapes of what people type about texts, clauses, plans and conferences (biểu nhập)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daihoi.cycle.directives.models import Clause, Meeting, Text, TextKind, Verb
from daihoi.cycle.directives.services.disseminating import Attendance
from daihoi.cycle.directives.services.texts import Heading
from daihoi.cycle.directives.splitting import Piece, docx_text, split
from daihoi.foundation.assignments.models import Asks
from daihoi.foundation.assignments.queries.forecasts import anchors_named
from daihoi.foundation.organization.grades import Grade
from daihoi.foundation.organization.models import Kind
from daihoi.rules.deadlines import Due
from daihoi.web.fields import DayField, NumberField

MAX_BYTES = 10 * 1024 * 1024
POSTS = (
    ("", _("không định")),
    ("secretary", _("bí thư")),
    ("deputy_secretary", _("phó bí thư")),
    ("organizing_board", _("ban tổ chức")),
    ("inspection_committee", _("ủy ban kiểm tra")),
)


class HeadingForm(forms.Form):
    """What names a text (thông tin văn bản)."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=TextKind.choices)
    number = forms.CharField(label=_("Số và ký hiệu"), max_length=60, help_text=_("Như in trên văn bản, ví dụ 35-CT/TW."))
    body = forms.CharField(label=_("Cơ quan ban hành"), max_length=160)
    dated = DayField(label=_("Ngày ban hành"), help_text=_("Số, cơ quan và ngày cùng nhau mới là một văn bản."))
    abstract = forms.CharField(label=_("Trích yếu"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    grade = forms.ChoiceField(
        label=_("Độ mật"),
        choices=Grade.choices,
        initial=Grade.INTERNAL,
        help_text=_("Từ Mật trở lên: chỉ ở bản cài đặt cách ly; chỉ nơi ban hành và nơi nhận xem được."),
    )

    def heading(self) -> Heading:
        """Give what was typed as one value."""
        return Heading(**{name: self.cleaned_data[name] for name in ("kind", "number", "body", "dated", "abstract", "grade")})


class TextForm(HeadingForm):
    """Record a text, with its words or its file to be split (ghi văn bản)."""

    words = forms.CharField(
        label=_("Nội dung để tách điều khoản"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Dán nội dung; máy đề xuất cách tách, bạn sửa ở bước sau."),
    )
    file = forms.FileField(label=_("hoặc tệp DOCX"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".docx"}))

    def pieces(self) -> list[Piece]:
        """Split what was pasted or sent."""
        return split(words_of(self.cleaned_data))


class PlanForm(TextForm):
    """Issue the unit's own plan (ban hành kế hoạch)."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Fix the kind: a plan."""
        super().__init__(*arguments, **named)
        self.fields["kind"].initial = TextKind.PLAN
        self.fields["kind"].widget = forms.HiddenInput()
        self.fields["number"].help_text = _("Ví dụ 133-KH/TU.")


def words_of(typed: dict[str, Any]) -> str:
    """Give the words pasted, or those of the file sent."""
    file: UploadedFile[bytes] | None = typed.get("file")
    if file is None:
        return str(typed.get("words") or "")
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("Tệp quá 10 MB. Gửi bản chỉ có chữ."))
    file.seek(0)
    return docx_text(file.read())


class SplitForm(forms.Form):
    """Paste the words of a text, or send its DOCX, to see a proposed split (đề xuất tách)."""

    words = forms.CharField(label=_("Nội dung văn bản"), required=False, widget=forms.Textarea(attrs={"rows": 10}))
    file = forms.FileField(label=_("hoặc tệp DOCX"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".docx"}))


def typed_pieces(data: Any) -> list[Piece]:
    """Read the corrected clauses: a row without a number and name is left out, one marked is joined to the row above (sửa cách tách)."""
    rows: list[Piece] = []
    count = str(data.get("rows") or "")
    for place in range(int(count) if count.isascii() and count.isdigit() and len(count) < 5 else 0):
        number, title = data.get(f"number-{place}", "").strip(), data.get(f"title-{place}", "").strip()
        content = data.get(f"content-{place}", "").strip()
        if data.get(f"drop-{place}") or not (number or title or content):
            continue
        if data.get(f"join-{place}") and rows:
            above = rows[-1]
            joined = "\n".join(part for part in (above.content or above.title, content or title) if part)
            rows[-1] = Piece(above.number, above.title, joined)
            continue
        rows.append(Piece(number, title, content))
    return rows


class RelationForm(forms.Form):
    """Say what this text does to another (quan hệ văn bản)."""

    verb = forms.ChoiceField(label=_("Văn bản này"), choices=Verb.choices)
    target = forms.ModelChoiceField(label=_("văn bản"), queryset=Text.objects.none())
    on = DayField(label=_("Từ ngày"))
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    def __init__(self, *arguments: Any, texts: Any, **named: Any) -> None:
        """Offer the texts this person sees."""
        super().__init__(*arguments, **named)
        field = self.fields["target"]
        field.queryset = texts  # type: ignore[attr-defined]  # a field of choices
        field.label_from_instance = lambda text: f"{text}, {text.dated:%d/%m/%Y}, {text.body}"  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Take something back, with the reason (lý do)."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))


class SendForm(forms.Form):
    """Choose who receives a text, and which clauses become work until when (gửi, giao)."""

    kinds = forms.MultipleChoiceField(label=_("Loại đơn vị"), widget=forms.CheckboxSelectMultiple)
    clauses = forms.ModelMultipleChoiceField(
        label=_("Giao các điều khoản"),
        queryset=Clause.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn điều nào thì chỉ gửi văn bản."),
    )
    asks = forms.ChoiceField(label=_("Minh chứng cần có"), choices=Asks.choices, initial=Asks.TEXT)
    owner_post = forms.ChoiceField(label=_("Chức trách phụ trách"), choices=POSTS, required=False)
    due_on = DayField(label=_("Hạn, ngày cố định"), required=False)
    due_days = NumberField(label=_("hoặc số ngày trước đại hội của đơn vị"), required=False, max_value=365)
    due_working = forms.BooleanField(label=_("Đếm theo ngày làm việc"), required=False, initial=True)
    anchor = forms.ChoiceField(label=_("Đợt đại hội tính hạn"), required=False)
    on = DayField(label=_("Ngày gửi"))

    def __init__(self, *arguments: Any, text: Text, kinds: Sequence[str], **named: Any) -> None:
        """Offer the kinds of the branch, the clauses of the text, the days one can count from."""
        named.setdefault("initial", {}).setdefault("on", timezone.localdate())
        super().__init__(*arguments, **named)
        rows = Kind.objects.filter(code__in=kinds).values_list("code", "title")
        self.fields["kinds"].choices = [(code, title) for code, title in rows]  # type: ignore[attr-defined]
        self.fields["clauses"].queryset = text.clauses.all()  # type: ignore[attr-defined]
        self.fields["anchor"].choices = [("", _("không tính từ đại hội")), *anchors_named()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A clause needs one way to its due day."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("clauses") and not typed.get("due_on") and not typed.get("anchor"):
            raise ValidationError(_("Giao điều khoản cần có hạn: ngày cố định, hoặc số ngày trước đại hội."))
        if typed.get("due_on") and typed.get("anchor"):
            raise ValidationError(_("Chọn một cách tính hạn: ngày cố định, hoặc đếm từ đại hội."))
        if typed.get("anchor") and typed.get("due_days") is None and "due_days" not in self.errors:
            self.add_error("due_days", _("Ghi số ngày trước đại hội; ghi 0 nếu hạn là chính ngày đại hội."))
        return typed

    def due(self) -> Due:
        """Give the rule of the due day."""
        typed = self.cleaned_data
        if typed.get("due_on"):
            return Due(fixed=typed["due_on"])
        return Due(anchor=typed["anchor"], days=typed["due_days"], before=True, working=bool(typed.get("due_working")))


class DayForm(forms.Form):
    """Record a day: received, read (ghi ngày)."""

    on = DayField(label=_("Ngày"))


class DisseminationForm(forms.Form):
    """Record a conference that made a text known (hội nghị quán triệt)."""

    held_on = DayField(label=_("Ngày họp"))
    form = forms.ChoiceField(label=_("Hình thức"), choices=Meeting.choices)
    attended = NumberField(label=_("Số dự"))
    expected = NumberField(label=_("Số phải dự"), min_value=1)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300, help_text=_("Ví dụ: hai điểm cầu."))

    def attendance(self) -> Attendance:
        """Give what was typed as one value."""
        return Attendance(**{name: self.cleaned_data[name] for name in ("held_on", "form", "attended", "expected", "note")})


class CorrectionForm(DisseminationForm):
    """Correct or withdraw a recorded conference (đính chính)."""

    is_withdrawn = forms.BooleanField(label=_("Rút dòng này: hội nghị không có"), required=False)
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["held_on", "form", "attended", "expected", "is_withdrawn", "reason"]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Keep the reason in place of a remark."""
        super().__init__(*arguments, **named)
        del self.fields["note"]

    def attendance(self) -> Attendance:
        """Give what was typed; the reason is kept beside it."""
        return Attendance(**{name: self.cleaned_data[name] for name in ("held_on", "form", "attended", "expected")})
