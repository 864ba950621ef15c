"""The app of sign-in (tài khoản)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Name the app (tài khoản)."""

    name = "daihoi.foundation.accounts"
    verbose_name = _("Tài khoản")
