"""The app of directives and plans (chỉ thị và kế hoạch)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    """Name the app (chỉ thị và kế hoạch)."""

    name = "daihoi.cycle.directives"
    verbose_name = _("Chỉ thị và kế hoạch")
