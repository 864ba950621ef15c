"""Canonical JSON, digests and Merkle roots: the only form in which entries are hashed (dòng chuẩn)."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from uuid import UUID

VERSION = 1


def plain(value: object) -> object:
    """Turn a fact into what JSON knows: ids and dates as text, numbers as they are; a fraction as text."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date | UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    raise TypeError(f"a journal fact must be an id, a number, a digest or a date, not {type(value).__name__}")


def moment(at: datetime) -> str:
    """Write a time in UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def line(fields: Mapping[str, object]) -> str:
    """Write one canonical line: sorted keys, no spaces, UTF-8 (dòng chuẩn)."""
    return json.dumps(plain(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str | bytes) -> str:
    """Give the SHA-256 of a line."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def merkle_root(rows: Iterable[str | bytes]) -> str:
    """Give the root over rows in order, so that a bulk act is one entry (mã gốc); leaves and nodes are hashed apart."""
    level = [sha256(b"\x00" + (row.encode() if isinstance(row, str) else row)).digest() for row in rows]
    if not level:
        return sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()
