"""What every answer of the web shares (khung trả lời): refusals as pages, htmx requests after the session has ended."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url

from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusal_page


class FrameMiddleware:
    """Answer refusals that no view has caught, and send a signed-out htmx request to the door as a whole page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request pass, and turn a redirect to the door into one of the whole page."""
        response = self.get_response(request)
        if request.headers.get("HX-Request") and response.status_code in (301, 302):
            door = resolve_url(settings.LOGIN_URL)
            if urlsplit(response["Location"]).path == door:
                return _to_the_door(request, door)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a rule's refusal in words."""
        return refusal_page(request, exception) if isinstance(exception, RuleViolation) else None


def _to_the_door(request: HttpRequest, door: str) -> HttpResponse:
    """Lead back to the page the person was on, never to a fragment of it."""
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    query = QueryDict(mutable=True)
    query["next"] = current.path + (f"?{current.query}" if current.query else "") or "/"
    return HttpResponse(status=204, headers={"HX-Redirect": f"{door}?{query.urlencode(safe='/')}"})
