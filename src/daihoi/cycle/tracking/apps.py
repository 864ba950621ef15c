"""The app of dashboards over all phases (tiến độ)."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    """Name the app and let it note which units change (tiến độ)."""

    name = "daihoi.cycle.tracking"
    verbose_name = _("Tiến độ")

    def ready(self) -> None:
        """Install the triggers after migrations."""
        from daihoi.cycle.tracking import triggers

        post_migrate.connect(triggers.after_migrate, dispatch_uid="daihoi.tracking")
