"""Grade of secrecy (độ mật; PR-25): what carries one stays on an installation that meets no network, and there with those who need it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.rules.errors import RuleViolation


class Grade(models.TextChoices):
    """How secret a text or the work on it is (độ mật)."""

    OPEN = "open", gettext_lazy("thường")
    INTERNAL = "internal", gettext_lazy("nội bộ")
    SECRET = "secret", gettext_lazy("Mật")
    TOP_SECRET = "top_secret", gettext_lazy("Tối mật")
    UTMOST = "utmost_secret", gettext_lazy("Tuyệt mật")


OPEN_GRADES = ("", Grade.OPEN, Grade.INTERNAL)


def refuse_on_a_network(grade: str) -> None:
    """Refuse what carries a grade on an installation that is not marked as isolated."""
    if grade not in OPEN_GRADES and not settings.ISOLATED:
        raise RuleViolation(
            "grades.networked",
            _("Độ mật “{grade}” không được lưu trên máy có nối mạng. Ghi ở bản cài đặt cách ly, hoặc chọn “nội bộ” nếu đúng là vậy."),
            grade=Grade(grade).label,
            field="grade",
        )
