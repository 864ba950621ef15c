"""The app of the demonstration (bản trình diễn)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    """Name the app (bản trình diễn)."""

    name = "daihoi.demonstration"
    verbose_name = _("Bản trình diễn")
