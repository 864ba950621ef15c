"""The look of the program (giao diện): frame, parts, charts, error pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Base templates, static files and template tags."""

    name = "daihoi.web"
    verbose_name = _("Giao diện")
