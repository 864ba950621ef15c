"""What people type at the door and on the security page (biểu mẫu tài khoản)."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.accounts.models import User

PLAIN = {"autocapitalize": "off", "spellcheck": "false"}


class SignInForm(forms.Form):
    """Name and password (đăng nhập)."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=80, widget=forms.TextInput(attrs={**PLAIN, "autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        max_length=256,
        help_text=_("Tắt bộ gõ tiếng Việt khi nhập mật khẩu."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The code of the second device (mã xác thực)."""

    code = forms.CharField(
        label=_("Mã 6 số"),
        max_length=8,
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Accept spaces between the digits."""
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise ValidationError(_("Mã gồm đúng 6 chữ số. Nhập mã đang hiện trên điện thoại."))
        return code


class PasswordForm(forms.Form):
    """The password of now and the new one twice (đổi mật khẩu)."""

    old = forms.CharField(
        label=_("Mật khẩu hiện tại"), strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        max_length=256,
        help_text=_("Ít nhất 10 ký tự, không giống tên đăng nhập, không phải mật khẩu phổ biến."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Mật khẩu mới, nhập lại"), strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, user: User, *arguments: Any, **named: Any) -> None:
        """Know whose password it is."""
        self.user = user
        super().__init__(*arguments, **named)

    def clean_old(self) -> str:
        """Ask for the password of now, so that an open screen is no open door."""
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("Mật khẩu hiện tại chưa đúng. Nhập lại."))
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        """Apply the installation's rules for passwords."""
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return str(self.cleaned_data["new"])

    def clean(self) -> dict[str, Any]:
        """Compare both new ones."""
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("Hai lần nhập khác nhau. Nhập lại mật khẩu mới."))
        return cleaned


class RemoveForm(forms.Form):
    """The password that switches the second device off (tắt xác thực hai lớp)."""

    password = forms.CharField(
        label=_("Mật khẩu hiện tại"), strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
