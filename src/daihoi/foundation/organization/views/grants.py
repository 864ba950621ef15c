"""Who may act for a unit: roles given and taken back, new accounts (quyền)."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.forms import GrantForm, OperatorForm
from daihoi.foundation.organization.models import Grant, Unit
from daihoi.foundation.organization.queries import newest_name, seen_breadcrumb
from daihoi.foundation.organization.roles import roles
from daihoi.foundation.organization.services import create_operator, grant_role, revoke_role
from daihoi.foundation.organization.views.common import asked_day, person, unit_for
from daihoi.web.errors import refusals


@never_cache
@require_safe
def grants(request: HttpRequest, code: str) -> HttpResponse:
    """List the roles given at a unit (quyền tại đơn vị)."""
    return _page(request, unit_for(request, code, "organization.grant_role"))


def _page(request: HttpRequest, unit: Unit, status: int = 200, **forms: GrantForm | OperatorForm) -> HttpResponse:
    """Draw the page, with a refused form in its place."""
    on = asked_day(request)[0]
    context = {
        "unit": unit,
        "name": newest_name(unit),
        "crumbs": seen_breadcrumb(person(request), unit, on),
        "grants": Grant.objects.filter(unit=unit).select_related("user").order_by("valid_to", "role", "user__username"),
        "role_titles": {role.code: role.title for role in roles().values()},
        "grant_form": GrantForm(auto_id="grant_%s"),
        "operator_form": OperatorForm(),
        **forms,
    }
    return render(request, "organization/grants.html", context, status=status)


@require_POST
def grant(request: HttpRequest, code: str) -> HttpResponse:
    """Give an account a role here (cấp quyền)."""
    unit = unit_for(request, code, "organization.grant_role")
    form = GrantForm(request.POST, auto_id="grant_%s")
    if form.is_valid():
        user = User.objects.filter(username=form.cleaned_data["username"], is_active=True).first()
        if user is None:
            form.add_error("username", _("Không có tài khoản này. Lập tài khoản mới ở bên cạnh."))
        else:
            with refusals(form):
                try_again(grant_role, actor=person(request), user=user, role=form.cleaned_data["role"], unit=unit)
                messages.success(request, _("Đã cấp quyền cho {user}.").format(user=user))
                return redirect("organization:grants", unit.code)
    return _page(request, unit, 422, grant_form=form)


@require_POST
def operator(request: HttpRequest, code: str) -> HttpResponse:
    """Create an account with a role here; the first password is shown once (lập tài khoản)."""
    unit = unit_for(request, code, "organization.create_operator")
    form = OperatorForm(request.POST)
    if form.is_valid():
        password = secrets.token_urlsafe(12)
        with refusals(form):
            user = try_again(create_operator, actor=person(request), password=password, unit=unit, **form.cleaned_data)
            text = _("Đã lập tài khoản {user}. Mật khẩu lần đầu, chỉ hiện một lần: {password}")
            messages.warning(request, text.format(user=user.username, password=password))
            return redirect("organization:grants", unit.code)
    return _page(request, unit, 422, operator_form=form)


@require_POST
def revoke(request: HttpRequest, code: str, grant_id: str) -> HttpResponse:
    """Take a role back (thu quyền)."""
    unit = unit_for(request, code, "organization.revoke_role")
    found = get_object_or_404(Grant, pk=grant_id, unit=unit)
    try_again(revoke_role, actor=person(request), grant=found)
    messages.success(request, _("Đã thu quyền của {user}.").format(user=found.user))
    return redirect("organization:grants", unit.code)
