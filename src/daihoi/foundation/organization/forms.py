"""What people type about units, roles and imports (biểu mẫu tổ chức)."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.organization import cells
from daihoi.foundation.organization.authority import ROLES, Actor, visible_units
from daihoi.foundation.organization.models import Kind, Unit


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
    return list(Kind.objects.values_list("code", "title"))


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
