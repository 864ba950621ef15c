"""What the screens of reports share (phần chung)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.address import asked_view
from daihoi.cycle.congresses.queries import View
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import Forbidden

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def asked(request: HttpRequest) -> View | None:
    """Give the branch, the round, the day and the moment of the address."""
    return asked_view(request, person(request))


def handed(content: bytes, form: str, name: str) -> HttpResponse:
    """Offer a file; a PDF opens in the browser."""
    held = "inline" if form == "pdf" else "attachment"
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": f'{held}; filename="{name}.{form}"'})
