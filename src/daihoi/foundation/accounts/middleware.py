"""The language a person switched to stays with the account (giữ ngôn ngữ)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from daihoi.foundation.accounts.models import User
from daihoi.foundation.accounts.services import keep_language


class KeepLanguageMiddleware:
    """Store the language with the account when an answer sets its cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass and look at the answer."""
        response = self.get_response(request)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen and isinstance(request.user, User):
            keep_language(user=request.user, language=chosen.value)
        return response
