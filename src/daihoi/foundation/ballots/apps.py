"""The app of secret paper votes (bỏ phiếu kín)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BallotsConfig(AppConfig):
    """Name the app (bỏ phiếu kín)."""

    name = "daihoi.foundation.ballots"
    verbose_name = _("Bỏ phiếu, kiểm phiếu")
