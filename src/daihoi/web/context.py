"""What the frame of every page knows (khung trang), besides the menu that `organization.context` gives."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from daihoi import __version__


def page(request: HttpRequest) -> dict[str, str | bool | datetime]:
    """Name the version, the time of print and whether all this is a demonstration."""
    return {"version": __version__, "printed_at": timezone.now(), "demonstration": settings.DEMONSTRATION}
