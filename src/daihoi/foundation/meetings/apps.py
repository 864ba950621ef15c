"""The app of conferences (hội nghị)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Name the app (hội nghị)."""

    name = "daihoi.foundation.meetings"
    verbose_name = _("Hội nghị")
