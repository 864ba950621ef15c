"""Refusals on screen (lời từ chối): a rule's answer becomes the form's error, with status 422."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from daihoi.rules.errors import Finding, RuleViolation, filled

FORBIDDEN = "authority.forbidden"


def said(answer: RuleViolation | Finding) -> str:
    """Say a refusal or a finding in the language of the page."""
    return filled(_(answer.template), answer.facts) if answer.template else _(answer.message)


@contextmanager
def refusals(form: BaseForm) -> Iterator[None]:
    """Turn the refusal of an act into an error of the form; lack of authority stays a 403."""
    try:
        yield
    except RuleViolation as violation:
        if violation.code == FORBIDDEN:
            raise
        name = violation.facts.get("field")
        form.add_error(name if isinstance(name, str) and name in form.fields else None, said(violation))


def form_page(request: HttpRequest, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """Show a form: 200 when it is new, 422 with its errors when it was refused."""
    is_refused = form.is_bound and bool(form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)


def render_refused(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 422) -> HttpResponse:
    """Show a page again after a refusal (422), or after someone was faster (409)."""
    return render(request, template, context or {}, status=status)


def refusal_page(request: HttpRequest, violation: RuleViolation) -> HttpResponse:
    """Answer an act that no form stands behind: 403 without authority, else 422 with the sentence of the rule."""
    if violation.code == FORBIDDEN:
        return render(request, "403.html", {"refusal": said(violation)}, status=HTTPStatus.FORBIDDEN)
    title = _("Chưa làm được")
    back = request.headers.get("referer", "") if request.headers.get("referer", "").startswith(request.build_absolute_uri("/")) else ""
    context = {"title": title, "text": said(violation), "code": violation.code, "back": back}
    return render(request, "web/refused.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
