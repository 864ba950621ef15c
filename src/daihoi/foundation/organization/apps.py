"""The app of the tree of units (tổ chức)."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    """Name the app and keep its kinds as rows (tổ chức)."""

    name = "daihoi.foundation.organization"
    verbose_name = _("Tổ chức")

    def ready(self) -> None:
        """Fill the table of kinds after migrations."""
        from daihoi.foundation.organization import kinds

        post_migrate.connect(kinds.after_migrate, sender=self, dispatch_uid="daihoi.kinds")
