"""Wake Django for a command, and find who acts (khởi động)."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from daihoi.foundation.accounts import CONSOLE
from daihoi.rules.errors import RuleViolation

if TYPE_CHECKING:
    from daihoi.foundation.accounts.models import User


def data_folder() -> Path:
    """Name the data folder before Django is awake, as the settings will."""
    return Path(os.environ.get("DAIHOI_DATA_DIR", "data")).resolve()


def setup() -> None:
    """Configure Django for this installation; a second call does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def open_installation() -> None:
    """Configure Django and see that its database stands: a fresh one is made, one of an older program is refused."""
    setup()
    from django.db import connection

    tables = connection.introspection.table_names()
    if "journal_entry" not in tables:
        from daihoi.cli.site import bring_up_to_date

        bring_up_to_date()
    elif "django_migrations" in tables and missing_migrations():
        raise RuleViolation("cli.outdated", "Cơ sở dữ liệu là của bản cũ. Chạy “daihoi migrate” rồi làm lại.")


def missing_migrations() -> set[tuple[str, str]]:
    """Name the migrations of this program that the database has not seen, without loading them."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    folders = {each.label: Path(each.path) / "migrations" for each in apps.get_app_configs() if each.name.startswith("daihoi.")}
    written = {(label, path.stem) for label, folder in folders.items() for path in folder.glob("[0-9]*.py")}
    return written - set(MigrationRecorder(connection).applied_migrations())


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
