"""The app of congress documents and papers (văn kiện)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Name the app (văn kiện)."""

    name = "daihoi.cycle.documents"
    verbose_name = _("Văn kiện")
