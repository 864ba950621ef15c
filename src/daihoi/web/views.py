"""Pages of the frame itself (trang chung): start, whole menu, language, health, living parts."""

import errno
import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_safe
from django.views.defaults import server_error
from django.views.i18n import set_language

from daihoi.web.specimens import specimens

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_WORDS = ("disk is full", "No space left on device")

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


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Say what to do after a fault: a full disk has its own words, everything else the page of faults."""
    if is_disk_full(sys.exc_info()[1]):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.headers.get("HX-Request") else HTTPStatus.INSUFFICIENT_STORAGE
        return HttpResponse(render_to_string("web/disk_full.html"), status=status)
    return server_error(request)


def is_disk_full(fault: BaseException | None) -> bool:
    """Tell whether a fault, or one behind it, is that of a full disk (đầy đĩa)."""
    while fault is not None:
        if getattr(fault, "errno", None) in FULL or (isinstance(fault, DatabaseError) and any(word in str(fault) for word in FULL_WORDS)):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every part in every state, for developers and for the automatic check of accessibility."""
    return render(request, "web/components.html", specimens(request.GET.get("page", "2")))
