"""The app of assignments and deadlines (giao việc)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    """Name the app (giao việc)."""

    name = "daihoi.foundation.assignments"
    verbose_name = _("Giao việc")
