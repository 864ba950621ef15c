"""Walking all addresses: what is refused is answered with its words alone."""

import pytest
from django.http import HttpResponse

from daihoi import urls


@pytest.fixture
def bare_refusals(monkeypatch):
    """Answer what is refused or does not exist with its words alone: the frame around them is the same on every page that is shown."""
    from daihoi.web import errors

    framed = errors.render

    def words(request, template, context, **options):
        if template not in {"403.html", "web/refused.html"}:
            return framed(request, template, context, **options)
        return HttpResponse(" ".join(map(str, context.values())), **options)

    monkeypatch.setattr(errors, "render", words)
    monkeypatch.setattr(urls, "handler404", lambda _request, exception: HttpResponse(str(exception), status=404), raising=False)
