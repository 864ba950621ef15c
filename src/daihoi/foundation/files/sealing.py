"""A secret that a form carries from one page to the next, readable for this server and this purpose only (niêm trong biểu mẫu)."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

NONCE = 12


def sealed(text: str, purpose: str) -> str:
    """Encrypt a text under the key of this installation, bound to its purpose."""
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, text.encode(), purpose.encode())).decode()


def unsealed(token: str, purpose: str) -> str:
    """Decrypt what `sealed` gave for the same purpose; anything else is a `ValueError`."""
    data = base64.urlsafe_b64decode(token.encode())
    try:
        return _cipher().decrypt(data[:NONCE], data[NONCE:], purpose.encode()).decode()
    except InvalidTag as fault:
        raise ValueError("sealed by another server, for another purpose, or changed") from fault


def _cipher() -> AESGCM:
    """The key follows from the secret of the installation, for nothing else."""
    return AESGCM(salted_hmac("daihoi.foundation.files.sealing", "", algorithm="sha256").digest())
