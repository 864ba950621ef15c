"""Shapes of what people type about conferences (biểu nhập)."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.meetings.models import Invitee, Item, Meeting, OpenVote, Paper, Speaker
from daihoi.rules.conferences import steps
from daihoi.web.fields import DayField, NumberField

CLOCK = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 5, "placeholder": "hh:mm", "class": "num"}


class PlanForm(forms.Form):
    """Plan a conference (dự kiến hội nghị)."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    title = forms.CharField(label=_("Tên hội nghị"), max_length=300, help_text=_("Ví dụ: Hội nghị Ban Chấp hành lần thứ 12."))
    body = forms.ChoiceField(label=_("Chủ thể"), choices=Meeting.Body.choices)
    kind = forms.ChoiceField(label=_("Loại hội nghị"), choices=Meeting.Kind.choices)
    ordinal = NumberField(label=_("Lần thứ"), required=False, min_value=1, max_value=999)
    term = forms.CharField(label=_("Nhiệm kỳ"), max_length=20, required=False)
    day = DayField(label=_("Ngày họp"))
    clock = forms.TimeField(label=_("Giờ khai mạc"), input_formats=["%H:%M"], widget=forms.TimeInput(format="%H:%M", attrs=CLOCK))
    place = forms.CharField(label=_("Địa điểm"), max_length=200)
    chair = forms.CharField(label=_("Chủ trì"), max_length=200, required=False, help_text=_("Chức danh, ví dụ: Bí thư Đảng ủy."))
    quorum = forms.ChoiceField(
        label=_("Tỷ lệ cần có mặt"),
        choices=[("", _("Theo quy định của chủ thể")), *Meeting.Share.choices],
        required=False,
        help_text=_("Nơi văn bản chưa định rõ, hội nghị tự chọn; chỉ nhắc, không chặn."),
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the units in which the person may plan."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field

    def opens_at(self) -> datetime:
        """Give day and hour together."""
        day, clock = self.cleaned_data["day"], self.cleaned_data["clock"]
        assert isinstance(day, date)  # noqa: S101 (clean fields)
        assert isinstance(clock, time)  # noqa: S101 (clean fields)
        return timezone.make_aware(datetime.combine(day, clock))


class LineForm(forms.Form):
    """One line of the programme (dòng chương trình)."""

    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    place = NumberField(label=_("Thứ tự"), required=False, min_value=1)
    step = forms.ChoiceField(label=_("Bước"))
    title = forms.CharField(label=_("Nội dung"), max_length=300, required=False)
    minutes = NumberField(label=_("Số phút"), required=False, min_value=1, max_value=900)
    speaker = forms.CharField(label=_("Người trình bày"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of steps."""
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(code, _t(step.title)) for code, step in steps().items()]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = (
                "form-select" if name == "step" else "form-control num" if name in {"place", "minutes"} else "form-control"
            )
            if name in {"place", "minutes"}:
                field.widget.attrs["size"] = 3

    def clean(self) -> dict[str, Any]:
        """Fill in what the kind of step proposes."""
        typed = super().clean() or {}
        step = steps().get(typed.get("step", ""))
        if typed.get("title") and step and not typed.get("minutes"):
            typed["minutes"] = step.minutes
        return typed


ProgrammeForms = forms.formset_factory(LineForm, extra=3, max_num=60)


class PaperForm(forms.Form):
    """Expect a paper, or bring its file (tài liệu)."""

    title = forms.CharField(label=_("Tên tài liệu"), max_length=300)
    item = forms.ModelChoiceField(label=_("Thuộc việc"), queryset=Item.objects.none(), required=False)
    for_adoption = forms.BooleanField(label=_("Để biểu quyết thông qua"), required=False)
    file = forms.FileField(
        label=_("Tệp PDF hoặc DOCX"), required=False, help_text=_("Chưa có thì để trống: tài liệu được nhắc tên là còn thiếu.")
    )

    words = NumberField(
        label=_("Số từ"),
        required=False,
        max_value=200_000,
        help_text=_("Tệp DOCX được đếm sẵn; tệp PDF thì ghi số từ để soát thời gian đọc."),
    )

    def __init__(self, *args: Any, meeting: Meeting, paper: Paper | None = None, **kwargs: Any) -> None:
        """Offer the items of the programme."""
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.order_by("position")  # type: ignore[attr-defined]
        if paper is not None:
            self.fields["file"].required = True


class ConveneForm(forms.Form):
    """Add lines to the convened (ghi thành phần)."""

    lines = forms.CharField(
        label=_("Thành phần, mỗi dòng một"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Thành phần; số người; đoàn. Ví dụ: Bí thư chi bộ trực thuộc; 45; Khối cơ sở."),
    )
    has_vote = forms.BooleanField(label=_("Có quyền biểu quyết"), required=False, initial=True)

    def clean_lines(self) -> list[tuple[str, int, str]]:
        """Read title, heads and delegation of each line."""
        found = []
        for number, line in enumerate(str(self.cleaned_data["lines"]).splitlines(), start=1):
            parts = [" ".join(part.split()) for part in line.split(";")]
            if not parts[0]:
                continue
            heads = parts[1].replace(".", "") if len(parts) > 1 and parts[1] else "1"
            if not (heads.isascii() and heads.isdigit() and len(heads) < 7 and 1 <= int(heads) <= 100000):
                raise forms.ValidationError(_t("Dòng {n}: “{heads}” không phải số người.").format(n=number, heads=parts[1]))
            found.append((parts[0][:200], int(heads), parts[2][:200] if len(parts) > 2 else ""))
        return found


WHERE = ("present", "excused", "elsewhere", "suspended")


class PresenceForm(forms.Form):
    """Who of one line is here: one choice for a person, numbers for a group (điểm danh một dòng)."""

    where = forms.ChoiceField(
        label=_("Điểm danh"),
        required=False,
        choices=[
            ("", _("chưa rõ")),
            ("present", _("có mặt")),
            ("excused", _("vắng có lý do")),
            ("elsewhere", _("sinh hoạt nơi khác, không dự")),
            ("suspended", _("bị đình chỉ sinh hoạt")),
        ],
    )
    present = NumberField(label=_("Có mặt"), required=False)
    excused = NumberField(label=_("Vắng có lý do"), required=False)
    elsewhere = NumberField(label=_("Nơi khác"), required=False)
    suspended = NumberField(label=_("Đình chỉ"), required=False)
    reason = forms.CharField(label=_("Lý do vắng"), max_length=200, required=False)

    def __init__(self, data: Any, *, invitee: Invitee) -> None:
        """Show what is known, and name each field after the line it belongs to, for screen readers."""
        self.invitee = invitee
        shown: dict[str, Any] = {name: getattr(invitee, name) or "" for name in WHERE} | {"reason": invitee.reason}
        shown["where"] = next((name for name in WHERE if getattr(invitee, name)), "")
        super().__init__(data, prefix=f"d{invitee.position}", initial=shown)
        for name in WHERE if invitee.person_id else ("where",):
            del self.fields[name]
        for name, field in self.fields.items():
            style = {"where": "form-select", "reason": "form-control"}.get(name, "form-control num")
            field.widget.attrs |= {"aria-label": f"{field.label}: {invitee.person or invitee.title}", "class": style}

    def numbers(self) -> dict[str, int]:
        """Give the numbers of the line, also of a person."""
        if "where" in self.fields:
            return {name: int(self.cleaned_data["where"] == name) for name in WHERE}
        return {name: self.cleaned_data[name] or 0 for name in WHERE}


class VoteForm(forms.Form):
    """Put a question to the vote (mở biểu quyết)."""

    question = forms.CharField(label=_("Nội dung biểu quyết"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    form = forms.ChoiceField(label=_("Cách biểu quyết"), choices=OpenVote.Form.choices)
    share = forms.ChoiceField(label=_("Tỷ lệ cần đạt"), choices=Meeting.Share.choices)


class CountForm(forms.Form):
    """Hands or cards as they were counted (số đếm)."""

    agree = NumberField(label=_("Tán thành"))
    disagree = NumberField(label=_("Không tán thành"), required=False)
    other = NumberField(label=_("Ý kiến khác"), required=False)


class SpeakerForm(forms.Form):
    """Register somebody to speak (ghi người phát biểu)."""

    label = forms.CharField(label=_("Người phát biểu"), max_length=120)
    delegation = forms.CharField(label=_("Đoàn"), max_length=200, required=False)
    form = forms.ChoiceField(label=_("Hình thức"), choices=Speaker.Form.choices)
    title = forms.CharField(label=_("Tên tham luận"), max_length=300, required=False)
    file = forms.FileField(label=_("Tệp tham luận"), required=False)


class TextForm(forms.Form):
    """One text: a note, a reason (một đoạn chữ)."""

    text = forms.CharField(label=_("Nội dung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class AmendmentForm(forms.Form):
    """A change of a text (đề nghị sửa đổi)."""

    passage = forms.CharField(label=_("Đoạn"), max_length=200, help_text=_("Ví dụ: Phần II, mục 3, đoạn 2."))
    text = forms.CharField(label=_("Sửa thành"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(label=_("Nơi đề nghị"), max_length=200, help_text=_("Đoàn, tổ hoặc tổ chức; không ghi tên người."))


class ConclusionForm(forms.Form):
    """A conclusion with its owner and its day (kết luận)."""

    text = forms.CharField(label=_("Nội dung kết luận"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ChoiceField(label=_("Đơn vị thực hiện"))
    owner_post = forms.CharField(label=_("Chức danh chịu trách nhiệm"), max_length=40, required=False)
    due = DayField(label=_("Hạn"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the units that may carry it out."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = units  # type: ignore[attr-defined]  # a choice field


class WordsForm(forms.Form):
    """What the chair reads at one item, and in each of its branches (lời điều hành)."""

    def __init__(self, *args: Any, branches: dict[str, str], **kwargs: Any) -> None:
        """Make a field for the main words and one for each branch."""
        super().__init__(*args, **kwargs)
        self.branches = list(branches)
        for number, (title, text) in enumerate(branches.items()):
            label = _t("Lời đọc") if not title else _t("Khi: {title}").format(title=_t(title))
            rows = max(3, 2 + len(text) // 70)
            self.fields[f"b{number}"] = forms.CharField(
                label=label, required=False, initial=text, max_length=4000, widget=forms.Textarea(attrs={"rows": rows})
            )

    def words(self) -> dict[str, str]:
        """Give the words by the title of their branch."""
        return {title: self.cleaned_data[f"b{number}"] for number, title in enumerate(self.branches)}


class ReasonForm(forms.Form):
    """Why something is changed (lý do)."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class SeatForm(ReasonForm):
    """The seat whose card is renewed, and why (đổi thẻ một ghế)."""

    seat = NumberField(label=_("Số ghế"), min_value=1, max_value=5000)
    field_order = ("seat", "reason")


class WriterForm(forms.Form):
    """Who wrote the minutes (người ghi biên bản)."""

    writer = forms.CharField(label=_("Người ghi biên bản"), max_length=120)


class CardsForm(forms.Form):
    """For how many seats cards are printed (số ghế)."""

    seats = NumberField(label=_("Số ghế"), min_value=1, max_value=5000)


class CodeForm(forms.Form):
    """The code of a card, as typed on a phone (mã thẻ)."""

    code = forms.CharField(
        label=_("Mã trên thẻ"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
