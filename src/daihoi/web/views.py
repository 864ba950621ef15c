"""Pages of the frame itself (trang chung): start, whole menu, language, health, living parts."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe
from django.views.i18n import set_language

from daihoi.web.specimens import specimens

language = login_not_required(set_language)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of this person."""
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """Show the whole menu as a page (the fifth tab of a phone)."""
    return render(request, "web/menu.html")


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was too old to be trusted."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every part in every state, for developers and for the automatic check of accessibility."""
    return render(request, "web/components.html", specimens(request.GET.get("page", "2")))
