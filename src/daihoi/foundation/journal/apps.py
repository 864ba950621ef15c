"""The app of the journal (nhật ký)."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """Name the app and let it keep the append-only tables of all apps (nhật ký)."""

    name = "daihoi.foundation.journal"
    verbose_name = _("Nhật ký")

    def ready(self) -> None:
        """Install the triggers of each app after its migrations."""
        from daihoi.foundation.journal import append_only

        post_migrate.connect(append_only.after_migrate, dispatch_uid="daihoi.append_only")
