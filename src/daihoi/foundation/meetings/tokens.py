"""Signed addresses of screens: what a hall screen or a page that listens may see, without an account and for a while (địa chỉ có ký)."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from daihoi.foundation.meetings.models import Meeting

SALT = "daihoi.meetings.screen"
LASTS = 2 * 24 * 3600  # seconds: a conference of two days
AUDIENCES = ("hall", "delegate", "desk")


@dataclass(frozen=True)
class Pass:
    """Which conference an address opens, and for whom (vé xem)."""

    meeting: UUID
    audience: str
    issue: int = 0

    def holds(self, screens: int) -> bool:
        """Tell whether the address is of the present issue; the desk's own is made anew for each page and ends with the sign-in."""
        return self.audience == "desk" or self.issue == screens


def sign(meeting: Meeting, audience: str) -> str:
    """Give the address of a screen (ký địa chỉ)."""
    return signing.dumps([meeting.pk.hex, audience, meeting.screens], salt=SALT)


def opened(token: str) -> Pass | None:
    """Read a signed address; nothing where it is forged or too old (mở địa chỉ)."""
    try:
        key, audience, issue = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return Pass(UUID(hex=key), audience, issue) if audience in AUDIENCES else None
