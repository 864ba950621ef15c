"""Codes of voting cards: what is printed for a seat, and what is kept of it (mã thẻ biểu quyết)."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no I, L, O, U, 0, 1: read aloud and typed on a phone
LENGTH = 12


def new_code() -> str:
    """Make a code in groups of four (mã mới)."""
    text = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return "-".join(text[at : at + 4] for at in range(0, LENGTH, 4))


def plain(code: str) -> str:
    """Give a typed code as it is compared: capitals, no spaces, no hyphens."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def digest_of(code: str) -> str:
    """Give the digest under which a code is kept, bound to the secret of this installation."""
    return hmac.new(settings.SECRET_KEY.encode(), f"daihoi.card:{plain(code)}".encode(), sha256).hexdigest()
