"""Wake Django for a command, and find who acts (khởi động)."""

import os
from typing import TYPE_CHECKING

from daihoi.rules.errors import RuleViolation

if TYPE_CHECKING:
    from daihoi.foundation.accounts.models import User

CONSOLE = "console"


def setup() -> None:
    """Configure Django for this installation; a second call does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def acting_user(username: str | None) -> "User":
    """Give the user of `--as USER`; without it the console's own account, made on demand with its role."""
    from daihoi.foundation.accounts.models import User

    if username:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise RuleViolation("cli.unknown_user", "Không có tài khoản {username}. Xem lại tên sau --as.", username=username)
        return user
    return User.objects.filter(username=CONSOLE).first() or _console()


def _console() -> "User":
    """Make the account of whoever works at this machine; nobody can sign in with it."""
    from daihoi.foundation.journal.services import SETUP
    from daihoi.foundation.organization.services import create_operator

    return create_operator(origin=SETUP, username=CONSOLE, password=None, full_name="Vận hành máy chủ", role="console", unit=None)
