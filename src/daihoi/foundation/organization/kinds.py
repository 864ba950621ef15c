"""The kinds of units this program starts with, kept as rows (loại tổ chức)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig


@cache
def first_kinds() -> dict[str, dict[str, Any]]:
    """Read kinds.toml."""
    return tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))


def after_migrate(sender: AppConfig, using: str, **_signal: Any) -> None:
    """Add the kinds that are not rows yet; rows changed by people stay as they are."""
    kinds = sender.get_model("Kind")
    rows = kinds._default_manager.using(using)
    known = set(rows.values_list("code", flat=True))
    missing = [kinds(code=code, **fields) for code, fields in first_kinds().items() if code not in known]
    rows.bulk_create(missing)
