"""Acts of sign-in; they lie below authority, a person does them to himself (việc của tài khoản)."""

from django.contrib.auth import login, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.rules.errors import RuleViolation

BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def sign_in(*, request: HttpRequest, user: User) -> None:
    """Begin the session of a person whose password was right (đăng nhập)."""
    login(request, user, backend=BACKEND)
    record(user, "accounts.signed_in", user)


def sign_in_with_code(*, request: HttpRequest, user: User, code: str) -> None:
    """Begin the session of a person who also gave the code of his second device (đăng nhập hai lớp).

    A wrong code is refused outside any transaction: what it left behind, the count that throttles, must stay.
    """
    device = match_token(user, code)
    if device is None:
        raise RuleViolation(
            "accounts.wrong_code", _("Mã chưa đúng hoặc đã hết hạn. Chờ mã mới trên điện thoại rồi nhập lại."), field="code"
        )
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        otp_login(request, device)
        record(user, "accounts.signed_in", user, second_factor=True)


@transaction.atomic
def change_password(*, request: HttpRequest, user: User, password: str) -> None:
    """Set a new password; other sessions of the person end (đổi mật khẩu)."""
    user.set_password(password)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    record(user, "accounts.password_changed", user)


@transaction.atomic
def begin_second_factor(*, user: User) -> TOTPDevice:
    """Prepare a second device that the person still has to confirm (chuẩn bị xác thực hai lớp)."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="totp", confirmed=False)


def confirm_second_factor(*, user: User, device: TOTPDevice, code: str) -> None:
    """Switch the second device on once it gave a right code (bật xác thực hai lớp)."""
    if not device.verify_token(code):
        raise RuleViolation("accounts.wrong_code", _("Mã chưa đúng. Kiểm tra giờ trên điện thoại, chờ mã mới rồi nhập lại."), field="code")
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        record(user, "accounts.second_factor_on", user)


@transaction.atomic
def remove_second_factor(*, user: User, password: str) -> None:
    """Switch the second device off, by password (tắt xác thực hai lớp)."""
    if not user.check_password(password):
        raise RuleViolation("accounts.wrong_password", _("Mật khẩu chưa đúng. Nhập lại mật khẩu hiện tại."), field="password")
    TOTPDevice.objects.filter(user=user).delete()
    record(user, "accounts.second_factor_off", user)


def keep_language(*, user: User, language: str) -> None:
    """Remember the language a person chose (giữ ngôn ngữ)."""
    if user.language != language:
        User.objects.filter(pk=user.pk).update(language=language)
        user.language = language
