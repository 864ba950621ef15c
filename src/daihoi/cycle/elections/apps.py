"""The app of contests and results (bầu cử)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    """Name the app (bầu cử)."""

    name = "daihoi.cycle.elections"
    verbose_name = _("Bầu cử, kiểm phiếu")
