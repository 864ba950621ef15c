"""One way to write data as bytes, and the digest people read aloud (mã kiểm chứng)."""

import json
from hashlib import sha256

# Crockford's base 32: no I, L, O, U, so nothing is misheard or misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_A_CHARACTER = 5
CHARACTERS = 20
GROUP = 4


def canonical(value: object) -> bytes:
    """Write data as canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def spoken_digest(value: object) -> str:
    """Give the first 100 bits of the SHA-256 of the canonical JSON as XXXX-XXXX-XXXX-XXXX-XXXX."""
    number = int.from_bytes(sha256(canonical(value)).digest(), "big") >> (256 - BITS_A_CHARACTER * CHARACTERS)
    letters = "".join(ALPHABET[number >> BITS_A_CHARACTER * place & 31] for place in reversed(range(CHARACTERS)))
    return "-".join(letters[start : start + GROUP] for start in range(0, CHARACTERS, GROUP))
