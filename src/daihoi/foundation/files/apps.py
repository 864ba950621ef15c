"""The app of stored files (tệp lưu)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Name the app (tệp lưu)."""

    name = "daihoi.foundation.files"
    verbose_name = _("Tệp lưu")
