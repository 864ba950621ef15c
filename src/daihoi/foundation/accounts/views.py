"""The door and the security page (đăng nhập, bảo mật)."""

import time
from http import HTTPStatus

import segno
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from daihoi.foundation.accounts import services
from daihoi.foundation.accounts.forms import CodeForm, PasswordForm, RemoveForm, SignInForm
from daihoi.foundation.accounts.models import User
from daihoi.foundation.accounts.queries import is_unused
from daihoi.foundation.journal.services import record
from daihoi.web.errors import form_page, refusals

WAITING = "accounts.second_factor"
PATIENCE = 300


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; five wrong tries close the door for a quarter of an hour."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = authenticate(request, username=form.cleaned_data["username"], password=form.cleaned_data["password"])
        if isinstance(found, User):
            if user_has_device(found):
                request.session[WAITING] = {"user": str(found.pk), "since": time.time(), "next": _onward(request)}
                return redirect("accounts:second_factor")
            services.sign_in(request=request, user=found)
            return _with_language(redirect(_onward(request)), found)
        form.add_error(None, _wrong(request, form.cleaned_data["username"]))
    onward = request.POST.get("next") or request.GET.get("next", "")
    return form_page(request, "accounts/sign_in.html", form, onward=onward, is_unused=is_unused())


def _wrong(request: HttpRequest, username: str) -> str:
    """Say what was wrong, and how many tries are left, without telling which of the two it was."""
    credentials = {"username": username}
    left = get_failure_limit(request, credentials) - AxesProxyHandler.get_failures(request, credentials)
    if left > 0:
        return _("Tên hoặc mật khẩu chưa đúng. Còn {left} lần thử, sau đó chờ 15 phút.").format(left=left)
    return _("Tên hoặc mật khẩu chưa đúng. Chờ 15 phút rồi thử lại.")


def _onward(request: HttpRequest) -> str:
    """Give the page a person came for, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _with_language(response: HttpResponse, user: User) -> HttpResponse:
    """Show the pages in the language the person chose last."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second device, within five minutes of the password."""
    waiting = request.session.get(WAITING)
    user = User.objects.filter(pk=waiting["user"], is_active=True).first() if waiting else None
    if waiting is None or user is None or time.time() - waiting["since"] > PATIENCE:
        request.session.pop(WAITING, None)
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            services.sign_in_with_code(request=request, user=user, code=form.cleaned_data["code"])
            request.session.pop(WAITING, None)
            return _with_language(redirect(waiting["next"]), user)
    return form_page(request, "accounts/second_factor.html", form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session (đăng xuất)."""
    record(_me(request), "accounts.signed_out", _me(request))
    logout(request)
    return redirect("accounts:sign_in")


def _me(request: HttpRequest) -> User:
    """Give the person who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 (LoginRequiredMiddleware stands before every view here)
    return request.user


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show what a person can do for the safety of the account (bảo mật)."""
    return _security(request)


def _security(request: HttpRequest, **forms: PasswordForm | RemoveForm) -> HttpResponse:
    """Draw the security page, with a refused form in its place."""
    user = _me(request)
    context = {
        "password_form": PasswordForm(user),
        "remove_form": RemoveForm(),
        "has_second_factor": TOTPDevice.objects.filter(user=user, confirmed=True).exists(),
        **forms,
    }
    refused = any(form.is_bound for form in forms.values())
    return render(request, "accounts/security.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


@sensitive_post_parameters()
@require_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """Set a new password (đổi mật khẩu)."""
    form = PasswordForm(_me(request), request.POST)
    if not form.is_valid():
        return _security(request, password_form=form)
    services.change_password(request=request, user=_me(request), password=form.cleaned_data["new"])
    messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc."))
    return redirect("accounts:security")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_on(request: HttpRequest) -> HttpResponse:
    """Show the square to scan and switch the second device on by its first code (bật xác thực hai lớp)."""
    user = _me(request)
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first() or services.begin_second_factor(user=user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            services.confirm_second_factor(user=user, device=device, code=form.cleaned_data["code"])
            messages.success(request, _("Đã bật xác thực hai lớp."))
            return redirect("accounts:security")
    return form_page(request, "accounts/second_factor_on.html", form, square=_square(device.config_url), secret=_secret(device))


def _square(address: str) -> SafeString:
    """Draw a QR code as SVG in the page itself."""
    svg = segno.make(address, error="m").svg_inline(
        scale=5, border=3, dark="#1a2230", light="#ffffff", svgclass="dh-square", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 (drawn by segno: rectangles and numbers only)


def _secret(device: TOTPDevice) -> str:
    """Give the key for typing, in groups of four."""
    from base64 import b32encode

    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@sensitive_post_parameters()
@require_POST
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Switch the second device off (tắt xác thực hai lớp)."""
    form = RemoveForm(request.POST)
    if form.is_valid():
        with refusals(form):
            services.remove_second_factor(user=_me(request), password=form.cleaned_data["password"])
            messages.success(request, _("Đã tắt xác thực hai lớp."))
            return redirect("accounts:security")
    return _security(request, remove_form=form)
