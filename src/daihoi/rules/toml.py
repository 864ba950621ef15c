"""Write the small part of TOML that charters and contests need; Python only reads it (tệp TOML)."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date

from daihoi.rules.errors import RuleViolation, _


def parsed(text: str, what: str) -> dict[str, object]:
    """Read TOML or refuse with the place of the fault."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise RuleViolation(
            "toml.broken", _("{what} không đọc được: {fault}. Hãy sửa tệp theo cú pháp TOML."), what=what, fault=str(fault)
        ) from fault


def scalar(value: object) -> str:
    """Write one value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {scalar(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(scalar(inner) for inner in value) + "]"
    raise TypeError(type(value).__name__)


def key(name: str) -> str:
    """Write a key, quoted where it must be."""
    plain = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if plain else scalar(name)


def lines(values: Mapping[str, object]) -> str:
    """Write a table body, one line a key."""
    return "".join(f"{key(name)} = {scalar(value)}\n" for name, value in values.items())
