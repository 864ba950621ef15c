"""The app of rounds and congresses (đại hội)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CongressesConfig(AppConfig):
    """Name the app (đại hội)."""

    name = "daihoi.cycle.congresses"
    verbose_name = _("Đại hội")
