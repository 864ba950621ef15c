"""The app of registers of outgoing papers (sổ văn bản)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    """Name the app (sổ văn bản)."""

    name = "daihoi.foundation.registers"
    verbose_name = _("Sổ văn bản")
