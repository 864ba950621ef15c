"""What no request may carry and what every answer says to the browser (cửa gác)."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

NO_STORE = "no-store, private"
ROOM = 8 * 1024 * 1024  # the other fields of a form, beside the files
POLICIES = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class GuardMiddleware:
    """Refuse NUL characters and bodies beyond every limit; keep what the program shows out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the request, let it pass, and add what every answer says."""
        refused = _refused(request)
        response = self.get_response(request) if refused is None else HttpResponse(status=refused)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", NO_STORE)
        return response


def _refused(request: HttpRequest) -> HTTPStatus | None:
    """Name what is wrong with a request before anything reads it: PostgreSQL knows no NUL, a disk has an end."""
    if "\x00" in unquote(request.path) or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
        return HTTPStatus.BAD_REQUEST
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.UPLOAD_MAX_BYTES + ROOM:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return None
