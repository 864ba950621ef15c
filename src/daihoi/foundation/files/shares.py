"""Half of what opens a contest's key lies in a file beside the database, never in it: no backup of the database opens what was destroyed (nửa khóa)."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from daihoi.foundation.files.disk import sync_folder, write_whole

LENGTH = 32


def place_of(name: str) -> Path:
    """Name the file of one key's half."""
    return Path(settings.KEYS_DIR) / name


def make(name: str) -> bytes:
    """Make the half of a key, on disk before anything is sealed with it."""
    Path(settings.KEYS_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    half = secrets.token_bytes(LENGTH)
    write_whole(place_of(name), half, 0o600)
    return half


def half_of(name: str) -> bytes:
    """Give the half of a key; nothing for a key that was made before keys had halves, or whose half is gone."""
    try:
        return place_of(name).read_bytes()
    except FileNotFoundError:
        return b""


def forget(names: Iterable[str]) -> None:
    """Overwrite and remove halves; what is not there needs nothing."""
    for path in map(place_of, names):
        if path.exists():
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(LENGTH))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            sync_folder(path.parent)


def held() -> dict[str, str]:
    """Give all halves as text, for the encrypted copy of a counting laptop."""
    folder = Path(settings.KEYS_DIR)
    return {path.name: path.read_bytes().hex() for path in sorted(folder.iterdir()) if path.suffix == ""} if folder.is_dir() else {}
