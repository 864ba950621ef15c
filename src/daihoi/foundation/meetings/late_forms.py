"""The one page on which a conference that was held without the program is typed in (biểu nhập ghi lại sau)."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.meetings.forms import PresenceForm
from daihoi.foundation.meetings.models import Amendment, Meeting, OpenVote, Paper, Speaker
from daihoi.web.fields import DayField, NumberField
from daihoi.web.formats import read_day

HOUR = re.compile(r"(\d{1,2})\s*(?:[:.h]|giờ)\s*(\d{1,2})?\s*(?:phút)?(?:[\s,]+(\d{1,2}/\d{1,2}/\d{4}))?")
MOST_ROWS = 60


class HourField(forms.Field):
    """An hour of the day of the conference, or with its own day: 8:05, 8h05, 8 giờ 5, 8:05 28/02/2024 (giờ)."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 22, "placeholder": "hh:mm", "class": "form-control num"})
    day: date | None = None

    def to_python(self, value: Any) -> datetime | None:
        """Read what was typed."""
        if value in self.empty_values:
            return None
        found = HOUR.fullmatch(str(value).strip().lower())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        day = read_day(found[3]) if found and found[3] else self.day
        if hour > 23 or minute > 59 or day is None:
            raise ValidationError(
                _("“%(value)s” không rõ là mấy giờ. Ghi 8:05, hoặc 8:05 28/02/2024 nếu khác ngày khai mạc."), params={"value": value}
            )
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class LateForm(forms.Form):
    """A row of the page: every hour is of the day on which the conference opened, and every field is named for screen readers."""

    def __init__(self, data: Any, *, prefix: str, day: date, about: str = "", **kwargs: Any) -> None:
        """Tell the hours their day."""
        super().__init__(data, prefix=prefix, **kwargs)
        self.about = about
        for each in self.fields.values():
            if isinstance(each, HourField):
                each.day = day
            each.widget.attrs["aria-label"] = f"{each.label}: {about}" if about else f"{each.label}"
            style = (
                "form-select"
                if isinstance(each, forms.ChoiceField)
                else "form-control num"
                if isinstance(each, NumberField | DayField)
                else "form-control"
            )
            if not isinstance(each, HourField | forms.BooleanField):
                each.widget.attrs["class"] = style

    @property
    def is_empty(self) -> bool:
        """Nothing was typed in this row but what a list proposes."""
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip()
            for name, each in self.fields.items()
            if not isinstance(each, forms.ChoiceField)
        )


class HallForm(LateForm):
    """When the conference was opened and closed (khai mạc, bế mạc)."""

    opened = HourField(label=_("Khai mạc lúc"))
    closed = HourField(label=_("Bế mạc lúc"))


class HoursForm(LateForm):
    """When one item began and ended (giờ thực tế một việc)."""

    began = HourField(label=_("Bắt đầu"), required=False)
    ended = HourField(label=_("Xong"), required=False)


class CountedForm(LateForm):
    """How a text or an amendment was voted (kết quả biểu quyết văn bản)."""

    at = HourField(label=_("Lúc"), required=False)
    form = forms.ChoiceField(label=_("Cách biểu quyết"), choices=OpenVote.Form.choices[:2], required=False)
    agree = NumberField(label=_("Tán thành"), required=False)
    disagree = NumberField(label=_("Không tán thành"), required=False)
    other = NumberField(label=_("Ý kiến khác"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the number of those who agreed wherever anything was typed."""
        typed = super().clean() or {}
        if not self.is_empty and typed.get("agree") is None and "agree" not in self.errors:
            self.add_error("agree", _("Ghi số tán thành; không ai tán thành thì ghi 0."))
        return typed


class VotedForm(CountedForm):
    """A question that was voted (nội dung đã biểu quyết)."""

    question = forms.CharField(label=_("Nội dung biểu quyết"), max_length=400, required=False)
    share = forms.ChoiceField(label=_("Tỷ lệ cần đạt"), choices=Meeting.Share.choices, required=False)
    field_order = ("question", "at", "form", "share", "agree", "disagree", "other")

    def clean(self) -> dict[str, Any]:
        """Ask for the question too."""
        typed = super().clean()
        if not self.is_empty and not typed.get("question"):
            self.add_error("question", _("Ghi nội dung đã biểu quyết."))
        return typed


class HeardForm(LateForm):
    """Who spoke (ý kiến, tham luận)."""

    label = forms.CharField(label=_("Người phát biểu"), max_length=120, required=False)
    delegation = forms.CharField(label=_("Đoàn"), max_length=200, required=False)
    form = forms.ChoiceField(
        label=_("Hình thức"), choices=[*Speaker.Form.choices[:2], ("written", _("tham luận gửi văn bản"))], required=False
    )
    title = forms.CharField(label=_("Tên tham luận"), max_length=300, required=False)
    at = HourField(label=_("Lúc"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for who, and for the title of a speech."""
        typed = super().clean() or {}
        if not self.is_empty and not typed.get("label"):
            self.add_error("label", _("Ghi người phát biểu: họ tên hoặc chức danh."))
        if not self.is_empty and typed.get("form") != Speaker.Form.TURN and not typed.get("title"):
            self.add_error("title", _("Tham luận cần có tên."))
        return typed


class ConcludedForm(LateForm):
    """What was concluded, for whom, until when (kết luận)."""

    text = forms.CharField(label=_("Nội dung kết luận"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(label=_("Đơn vị thực hiện"), required=False)
    owner_post = forms.CharField(label=_("Chức danh chịu trách nhiệm"), max_length=40, required=False)
    due = DayField(label=_("Hạn"), required=False)

    def __init__(self, data: Any, *, units: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the units that may carry it out."""
        super().__init__(data, **kwargs)
        self.fields["owner"].choices = units  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """A conclusion has words and a day."""
        typed = super().clean() or {}
        if not self.is_empty and not typed.get("text"):
            self.add_error("text", _("Kết luận chưa có nội dung."))
        if not self.is_empty and not typed.get("due") and "due" not in self.errors:
            self.add_error("due", _("Ghi hạn; hạn đã qua vẫn ghi đúng như kết luận."))
        if not self.is_empty and not typed.get("owner"):
            self.add_error("owner", _("Chọn đơn vị thực hiện."))
        return typed


class NotedForm(LateForm):
    """Anything else that the minutes should say (ghi nhận)."""

    text = forms.CharField(label=_("Nội dung ghi nhận"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    at = HourField(label=_("Lúc"), required=False)

    def clean(self) -> dict[str, Any]:
        """A note has words."""
        typed = super().clean() or {}
        if not self.is_empty and not typed.get("text"):
            self.add_error("text", _("Chưa có nội dung để ghi nhận."))
        return typed


class LatePage:
    """All forms of the page together; what was typed comes from a request or from the draft (trang ghi lại)."""

    def __init__(self, meeting: Meeting, data: QueryDict | None, units: list[tuple[str, str]]) -> None:
        """Make the forms of a conference: rows of its own papers and people, and empty rows for what has none yet."""
        day = timezone.localtime(meeting.opens_at).date()
        opens = {"opened": f"{timezone.localtime(meeting.opens_at):%H:%M}"}
        self.data, self.day = data, day
        self.hall = HallForm(data, prefix="hall", day=day, initial=opens)
        self.presence = [PresenceForm(data, invitee=row) for row in meeting.invitees.select_related("person").order_by("position")]
        self.items = [
            (item, HoursForm(data, prefix=f"i{item.pk.hex}", day=day, about=item.title)) for item in meeting.items.order_by("position")
        ]
        papers = list(meeting.papers.filter(is_for_adoption=True, received_at__isnull=False, adoption__isnull=True).order_by("position"))
        self.texts: list[tuple[Paper | Amendment, CountedForm]] = []
        for paper in papers:
            about: list[Paper | Amendment] = [*paper.amendments.filter(vote__isnull=True).order_by("number"), paper]
            self.texts += [(each, CountedForm(data, prefix=f"t{each.pk.hex}", day=day, about=str(each))) for each in about]
        self.votes = [VotedForm(data, prefix=f"v{n}", day=day, about=str(n + 1)) for n in self._rows("v")]
        self.heard = [HeardForm(data, prefix=f"s{n}", day=day, about=str(n + 1)) for n in self._rows("s")]
        self.concluded = [ConcludedForm(data, prefix=f"k{n}", day=day, about=str(n + 1), units=units) for n in self._rows("k")]
        self.noted = [NotedForm(data, prefix=f"g{n}", day=day, about=str(n + 1)) for n in self._rows("g")]

    def _rows(self, kind: str) -> range:
        """Give as many rows as hold anything but what a list proposes, and two more."""
        sent = re.compile(rf"{kind}(\d{{1,2}})-(?!(?:form|share|owner)$)")
        used = [int(found[1]) for name, value in (self.data or {}).items() if str(value).strip() and (found := sent.match(name))]
        return range(min(MOST_ROWS, max(used, default=-1) + 3))

    @property
    def forms(self) -> list[forms.Form]:
        """Give every form of the page."""
        rows: list[forms.Form] = [self.hall, *self.presence, *(form for _item, form in self.items), *(form for _text, form in self.texts)]
        return [*rows, *self.votes, *self.heard, *self.concluded, *self.noted]

    @property
    def everybody(self) -> bool:
        """Whoever is not known to be absent was there."""
        return bool(self.data and self.data.get("everybody"))

    def is_valid(self) -> bool:
        """Check every row, so that each shows its own faults."""
        faulty = [form for form in self.forms if not form.is_valid()]  # every one is asked
        return not faulty
