"""Read DAIHOI_* variables; a missing or malformed one stops the start with a sentence that names it."""

import os
from pathlib import Path


class SettingMissing(SystemExit):
    """A setting is missing or malformed (thiếu cấu hình)."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}. See docs/settings.md.")


def text(name: str, default: str | None = None) -> str:
    """Give the text of a variable, or of the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(name, "is required")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Give a yes or no."""
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise SettingMissing(name, f"must be 1 or 0, not {value!r}")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    """Give a whole number."""
    value = text(name, str(default))
    if not value.lstrip("-").isdigit():
        raise SettingMissing(name, f"must be a whole number, not {value!r}")
    return int(value)


def secret(name: str, kept_in: Path) -> str:
    """Give a secret: from the variable, its file, or one made on first start and kept in `kept_in`."""
    if name in os.environ or f"{name}_FILE" in os.environ:
        return text(name)
    if not kept_in.exists():
        import secrets

        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.touch(mode=0o600)
        kept_in.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return kept_in.read_text(encoding="utf-8").strip()
