"""A full disk is told in words, and everything else stays a fault (PR-18)."""

import errno

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from daihoi.foundation.accounts import views
from daihoi.web.views import is_disk_full


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "headers", "status", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), {}, 507, "Ổ đĩa của máy đã đầy"),
        (OperationalError("database or disk is full"), {}, 507, "những gì đã ghi trước đó vẫn nguyên"),
        (OSError(errno.ENOSPC, "No space left on device"), {"HX-Request": "true"}, 422, "Ổ đĩa của máy đã đầy"),
        (OSError(errno.EIO, "Input/output error"), {}, 500, "Máy chủ gặp lỗi"),
    ],
)
def test_a_full_disk_has_its_own_words(monkeypatch, fault, headers, status, words):
    def raising(*_arguments, **_named):
        raise fault

    monkeypatch.setattr(views, "form_page", raising)
    answer = Client(raise_request_exception=False).get(reverse("accounts:sign_in"), headers=headers)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_a_full_disk_is_seen_behind_other_faults():
    broken = ValueError("the form cannot be read")
    assert not is_disk_full(broken)
    broken.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert is_disk_full(broken)
