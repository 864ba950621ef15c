"""What people type about units, roles and imports (biểu mẫu tổ chức)."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.organization import cells
from daihoi.foundation.organization.authority import ROLES, Actor, visible_units
from daihoi.foundation.organization.models import Committee, Person, Post, Unit
from daihoi.foundation.organization.queries import kind_titles
from daihoi.foundation.organization.services import Who


class DayField(forms.Field):
    """A date as people write it: dd/mm/yyyy (ngày)."""

    widget = forms.TextInput

    def __init__(self, **named: Any) -> None:
        """Show how a date is written."""
        named.setdefault("help_text", _("Ghi theo dd/mm/yyyy."))
        super().__init__(**named)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": "10"}

    def prepare_value(self, value: object) -> object:
        """Show a date in the form people write."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def to_python(self, value: object) -> date | None:
        """Read the date or say what is unclear."""
        if value in self.empty_values or isinstance(value, date):
            return cast("date | None", value or None)
        try:
            return cells.as_date(value, {})
        except cells.Unclear as unclear:
            raise ValidationError(unclear.message) from None


class WholeField(forms.Field):
    """A whole number as people write it: 5408 or 5.408 (số nguyên)."""

    widget = forms.TextInput

    def __init__(self, **named: Any) -> None:
        """Offer the digits of a phone."""
        super().__init__(**named)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "num"}

    def to_python(self, value: object) -> int | None:
        """Read the number or say what is unclear."""
        if value in self.empty_values:
            return None
        try:
            return cells.as_whole(value, {})
        except cells.Unclear as unclear:
            raise ValidationError(unclear.message) from None


class UnitField(forms.CharField):
    """A unit named by its code, among those the person may see (mã đơn vị)."""

    user: Actor = None

    def to_python(self, value: object) -> Any:
        """Find the unit."""
        code = super().to_python(value)
        if not code:
            return None
        unit = visible_units(self.user).filter(code=code).first()
        if unit is None:
            raise ValidationError(_("Không thấy đơn vị mang mã “%(code)s”. Xem mã trên trang Tổ chức."), params={"code": code})
        return unit


class UnitsField(UnitField):
    """Several units by their codes, separated by commas or lines (các mã đơn vị)."""

    def to_python(self, value: object) -> Any:
        """Find every unit."""
        codes = str(value or "").replace("\n", ",").replace(";", ",").split(",")
        return [super(UnitsField, self).to_python(code.strip()) for code in codes if code.strip()]


class ActForm(forms.Form):
    """A form of one act in a unit; its fields of units know who asks (biểu mẫu việc)."""

    def __init__(self, *arguments: Any, user: Actor = None, **named: Any) -> None:
        """Tell each field who asks."""
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.user = user


def kind_choices() -> list[tuple[str, str]]:
    """Offer the kinds of the installation."""
    return list(kind_titles().items())


def role_choices() -> list[tuple[str, Any]]:
    """Offer the roles that people are given; the console's own is not among them."""
    return [("", _("Chọn một vai trò")), *((code, _(role.title)) for code, role in ROLES.items() if code != "console")]


class NewUnitForm(ActForm):
    """A unit to open below this one (lập đơn vị)."""

    code = forms.CharField(label=_("Mã đơn vị"), max_length=60)
    name = forms.CharField(label=_("Tên đơn vị"), max_length=300, help_text=_("Tên đầy đủ như trong quyết định."))
    kind = forms.ChoiceField(label=_("Loại tổ chức"), choices=kind_choices)
    on = DayField(label=_("Ngày thành lập"), initial=timezone.localdate)


class RenameForm(ActForm):
    """Another name or kind from a day on (đổi tên)."""

    name = forms.CharField(label=_("Tên đơn vị"), max_length=300)
    kind = forms.ChoiceField(label=_("Loại tổ chức"), choices=kind_choices)
    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)


class MoveForm(ActForm):
    """Another superior from a day on (chuyển)."""

    superior = UnitField(label=_("Mã đơn vị cấp trên mới"))
    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)


class CloseForm(ActForm):
    """The day on which a unit ends; its code is typed once more (kết thúc)."""

    on = DayField(label=_("Ngày kết thúc"), initial=timezone.localdate)
    code = forms.CharField(label=_("Gõ lại mã đơn vị để xác nhận"), max_length=60)


class MergeForm(ActForm):
    """The units that this one takes in (sáp nhập)."""

    absorbed = UnitsField(
        label=_("Mã các đơn vị nhập vào"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi mã một dòng, hoặc cách nhau bằng dấu phẩy."),
    )
    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)


class ConsolidateForm(ActForm):
    """The units below this one that become one new unit (hợp nhất)."""

    units = UnitsField(
        label=_("Mã các đơn vị hợp nhất"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi mã một dòng, hoặc cách nhau bằng dấu phẩy."),
    )
    code = forms.CharField(label=_("Mã đơn vị mới"), max_length=60)
    name = forms.CharField(label=_("Tên đơn vị mới"), max_length=300)
    kind = forms.ChoiceField(label=_("Loại tổ chức"), choices=kind_choices)
    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)


class SplitForm(ActForm):
    """Two new units and which units below each one takes (chia tách)."""

    kind = forms.ChoiceField(label=_("Loại tổ chức"), choices=kind_choices)
    first_code = forms.CharField(label=_("Mã đơn vị mới thứ nhất"), max_length=60)
    first_name = forms.CharField(label=_("Tên đơn vị mới thứ nhất"), max_length=300)
    first_takes = UnitsField(label=_("Mã các đơn vị về đơn vị thứ nhất"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    second_code = forms.CharField(label=_("Mã đơn vị mới thứ hai"), max_length=60)
    second_name = forms.CharField(label=_("Tên đơn vị mới thứ hai"), max_length=300)
    second_takes = UnitsField(label=_("Mã các đơn vị về đơn vị thứ hai"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)


class HeadcountForm(ActForm):
    """Members on a day (số đảng viên)."""

    on = DayField(label=_("Tính đến ngày"), initial=timezone.localdate)
    official = WholeField(label=_("Đảng viên chính thức"))
    probationary = WholeField(label=_("Đảng viên dự bị"), required=False)


class GrantForm(forms.Form):
    """A role for an account that exists (cấp quyền)."""

    username = forms.CharField(label=_("Tên đăng nhập"), max_length=80)
    role = forms.ChoiceField(label=_("Vai trò"), choices=role_choices)


class OperatorForm(forms.Form):
    """An account with its first role (tài khoản mới)."""

    username = forms.RegexField(
        r"^[a-z0-9._-]+$", label=_("Tên đăng nhập"), max_length=80, help_text=_("Chữ thường không dấu, số, dấu chấm. Ví dụ: le.ngoc.tram")
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    role = forms.ChoiceField(label=_("Vai trò"), choices=role_choices)


class ImportForm(forms.Form):
    """A list of units as a file (bảng tổ chức)."""

    file = forms.FileField(label=_("Bảng tổ chức (XLSX, XLS hoặc CSV)"), allow_empty_file=True)


def code_matches(form: CloseForm, unit: Unit) -> bool:
    """Tell whether the code was typed as it stands."""
    if form.cleaned_data["code"].strip() == unit.code:
        return True
    form.add_error("code", _("Mã gõ lại chưa khớp. Gõ đúng mã của đơn vị."))
    return False


class TermForm(ActForm):
    """A term to begin (mở nhiệm kỳ)."""

    title = forms.RegexField(r"^\s*\d{4}\s*[-–]\s*\d{4}\s*$", label=_("Nhiệm kỳ"), max_length=20, help_text=_("Ví dụ: 2025-2030."))
    tenure_no = WholeField(label=_("Khóa"), required=False, help_text=_("Số thứ tự của khóa, nếu có."))
    began = DayField(label=_("Ngày bắt đầu"), help_text=_("Ngày đại hội bầu cấp ủy. Ghi theo dd/mm/yyyy."))

    def clean_title(self) -> str:
        """Write the two years in one way."""
        return "-".join(str(self.cleaned_data["title"]).replace("–", "-").replace(" ", "").split("-"))


class CommitteeForm(ActForm):
    """A committee to open in a term (lập cấp ủy)."""

    term = forms.ChoiceField(label=_("Nhiệm kỳ"))
    body = forms.ChoiceField(label=_("Loại cấp ủy"), choices=Committee.Body.choices)

    def __init__(self, *arguments: Any, unit: Unit, **named: Any) -> None:
        """Offer the terms of the unit."""
        super().__init__(*arguments, **named)
        self.terms = {str(term.pk): term for term in unit.terms.order_by("-began")}
        self.fields["term"].choices = [(key, term.title) for key, term in self.terms.items()]  # type: ignore[attr-defined]  # a choice field

    def clean_term(self) -> Any:
        """Give the term itself."""
        return self.terms[self.cleaned_data["term"]]


class WhoForm(ActForm):
    """Whom a post is given to: a person known in the unit, or a new one with the least that is needed (người nhận)."""

    person = forms.ChoiceField(label=_("Người đã có ở đơn vị"), required=False)
    full_name = forms.CharField(label=_("Hoặc họ và tên người mới"), max_length=120, required=False)
    born = DayField(label=_("Ngày sinh"), required=False, help_text=_("Chỉ cần khi trùng tên. Ghi theo dd/mm/yyyy."))
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[("", _("Không ghi")), ("female", _("Nữ")), ("male", _("Nam"))])
    is_namesake = forms.BooleanField(label=_("Người khác cùng tên"), required=False)

    def __init__(self, *arguments: Any, people: list[Person], twins: frozenset[str], **named: Any) -> None:
        """Offer the people of the unit; those who share a name with their birth date."""
        super().__init__(*arguments, **named)
        self.people = {str(person.pk): person for person in people}
        named_people = [
            (key, f"{person.full_name}, {person.born:%d/%m/%Y}" if person.full_name in twins and person.born else person.full_name)
            for key, person in self.people.items()
        ]
        self.fields["person"].choices = [("", _("Người mới")), *named_people]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a known person, or a name."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("person")) == bool(data.get("full_name")) and not self.errors:
            self.add_error("full_name", _("Chọn một người đã có, hoặc ghi họ và tên người mới: một trong hai."))
        return data

    def who(self) -> Who:
        """Give the person meant."""
        data = self.cleaned_data
        is_female = {"female": True, "male": False}.get(data["sex"])
        return Who(data["full_name"], data["born"], is_female, self.people.get(data["person"]), data["is_namesake"])


def committees_of(unit: Unit) -> dict[str, Committee]:
    """Give the committees of a unit, those of the newest term first."""
    found = Committee.objects.filter(term__unit=unit).select_related("term__unit").order_by("-term__began")
    order = list(Committee.Body.values)
    return {str(each.pk): each for each in sorted(found, key=lambda each: (-each.term.began.toordinal(), order.index(each.body)))}


class CommitteeField(forms.ChoiceField):
    """One of the committees of a unit (cấp ủy)."""

    committees: dict[str, Committee]

    def offer(self, unit: Unit) -> None:
        """Offer the committees of a unit."""
        self.committees = committees_of(unit)
        self.choices = [(key, f"{each.get_body_display().capitalize()}, {each.term.title}") for key, each in self.committees.items()]

    def clean(self, value: Any) -> Any:
        """Give the committee itself."""
        return self.committees.get(super().clean(value))


class PostForm(WhoForm):
    """A post and who gets it (giao chức vụ)."""

    committee = CommitteeField(label=_("Cấp ủy"))
    office = forms.ChoiceField(label=_("Chức danh"), choices=Post.Office.choices, initial=Post.Office.MEMBER)
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến trước ngày"), required=False, help_text=_("Chỉ ghi khi người ấy đã thôi. Ghi theo dd/mm/yyyy."))
    field_order = ("committee", "person", "full_name", "office", "since", "until", "born", "sex", "is_namesake")

    def __init__(self, *arguments: Any, unit: Unit, **named: Any) -> None:
        """Offer the committees of the unit; a committee elected in a term begins with it."""
        super().__init__(*arguments, **named)
        committee = cast("CommitteeField", self.fields["committee"])
        committee.offer(unit)
        first = next(iter(committee.committees.values()), None)
        self.fields["since"].initial = first.term.began if first else None


class HandOverForm(WhoForm):
    """Who takes a post over, and when (bàn giao chức vụ)."""

    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)
    field_order = ("person", "full_name", "on", "born", "sex", "is_namesake")


class VacateForm(ActForm):
    """The day on which a post ends (thôi chức vụ)."""

    on = DayField(label=_("Ngày thôi"), initial=timezone.localdate)


class PostListForm(ActForm):
    """A list of people for one committee, pasted or as a file (bảng chức vụ)."""

    committee = CommitteeField(label=_("Cấp ủy"))
    since = DayField(
        label=_("Từ ngày, cho dòng không ghi ngày"),
        required=False,
        help_text=_("Để trống thì lấy ngày bắt đầu nhiệm kỳ. Ghi theo dd/mm/yyyy."),
    )
    text = forms.CharField(
        label=_("Dán bảng vào đây"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Chép từ bảng tính hoặc gõ, mỗi người một dòng: họ và tên, chức danh, từ ngày."),
    )
    file = forms.FileField(label=_("Hoặc chọn tệp (XLSX, XLS, CSV)"), required=False, allow_empty_file=True)

    def __init__(self, *arguments: Any, unit: Unit, **named: Any) -> None:
        """Offer the committees of the unit."""
        super().__init__(*arguments, **named)
        cast("CommitteeField", self.fields["committee"]).offer(unit)

    def clean(self) -> dict[str, Any]:
        """Ask for a list."""
        data = super().clean() or self.cleaned_data
        if not str(data.get("text") or "").strip() and not data.get("file") and not self.errors:
            self.add_error("text", _("Dán bảng, hoặc chọn một tệp."))
        return data
