"""The app of dashboards over all phases (tiến độ)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    """Name the app (tiến độ)."""

    name = "daihoi.cycle.tracking"
    verbose_name = _("Tiến độ")
