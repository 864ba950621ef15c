"""Weekly figures, reports and exports as an app (báo cáo và số liệu)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Weekly figures, reports and exports (báo cáo và số liệu)."""

    name = "daihoi.cycle.reporting"
    verbose_name = _("báo cáo và số liệu")
