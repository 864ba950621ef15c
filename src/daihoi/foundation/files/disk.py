"""Bytes on disk under their digest: written whole, synced, never over others (kho tệp)."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from daihoi.rules.errors import RuleViolation


def place_of(digest: str) -> Path:
    """Name the path of a digest."""
    return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest


def put(data: bytes) -> str:
    """Write bytes under their digest, wholly or not at all, and never over others."""
    digest = sha256(data).hexdigest()
    place = place_of(digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{digest[:16]}-{secrets.token_hex(6)}")
    with draft.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
        sync_folder(folder)
    return digest


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file over what stood there, so that after a pulled plug either the old or the new one stands whole."""
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a pulled plug, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def get(digest: str) -> bytes:
    """Read bytes and check that they are still those of the digest."""
    place = place_of(digest)
    data = place.read_bytes() if place.exists() else b""
    if sha256(data).hexdigest() != digest:
        raise RuleViolation("files.damaged", _("Tệp {name} bị thiếu hoặc bị sửa trên đĩa. Lấy lại từ bản sao lưu."), name=digest[:12])
    return data
