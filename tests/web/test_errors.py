"""Refusals on screen: the rule's sentence, the right status, nobody sent into a fragment."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusals
from daihoi.web.middleware import FrameMiddleware


class Sample(forms.Form):
    seats = forms.IntegerField()


def refused(**facts: object) -> Sample:
    form = Sample({"seats": "3"})
    assert form.is_valid()
    with refusals(form):
        raise RuleViolation("slate.too_short", "Cần ít nhất {needed} người.", needed=30, **facts)
    return form


def test_refusal_of_a_rule_becomes_the_error_of_the_form():
    assert refused().non_field_errors() == ["Cần ít nhất 30 người."]


def test_refusal_may_name_its_field():
    assert refused(field="seats").errors == {"seats": ["Cần ít nhất 30 người."]}


def test_lack_of_authority_is_never_a_form_error():
    with pytest.raises(RuleViolation), refusals(Sample({"seats": "3"})):
        raise RuleViolation("authority.forbidden", "Bạn không có quyền.")


@pytest.mark.parametrize(("code", "status"), [("authority.forbidden", 403), ("poll.closed", 422)])
def test_refusal_that_no_view_caught_is_a_page(code, status, rf: RequestFactory):
    request = rf.post("/bau-cu/", headers={"referer": "http://testserver/truoc/"})
    request.user = AnonymousUser()
    with translation.override("vi"):
        answer = FrameMiddleware(lambda _request: HttpResponse()).process_exception(request, RuleViolation(code, "Phiếu đã khóa."))
    assert answer.status_code == status
    assert "Phiếu đã khóa." in answer.content.decode()


def test_other_faults_are_not_hidden(rf: RequestFactory):
    assert FrameMiddleware(lambda _request: HttpResponse()).process_exception(rf.get("/"), ValueError("x")) is None


def test_htmx_after_the_session_has_ended_leads_the_whole_page_to_the_door(rf: RequestFactory):
    from django.urls import reverse

    door = reverse("accounts:sign_in")
    request = rf.get("/x/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/tien-do/?on=25/06/2020"})
    answer = FrameMiddleware(lambda _request: HttpResponse(status=302, headers={"Location": f"{door}?next=/x/"}))(request)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["HX-Redirect"] == f"{door}?next=/tien-do/%3Fon%3D25/06/2020"
    plain = FrameMiddleware(lambda _request: HttpResponse(status=302, headers={"Location": door}))(rf.get("/x/"))
    assert plain.status_code == 302
