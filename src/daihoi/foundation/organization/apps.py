"""The app of the tree of units (tổ chức)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    """Name the app (tổ chức)."""

    name = "daihoi.foundation.organization"
    verbose_name = _("Tổ chức")
