"""Bytes that wait on disk for a moment, sealed under a key that lives in memory only (tệp chờ).

A file being uploaded, a request body, an evidence bundle on its way out: whoever reads the disk, also after a pulled plug, finds nothing
that opens. The file has no name where the system allows that, and what one process wrote no other can read.
"""

import io
import os
import secrets
import tempfile
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

PIECE = 64 * 1024
NONCE, TAG = 12, 16
SLOT = NONCE + PIECE + TAG


class SealedSpool(io.RawIOBase):
    """A file for one process and one moment: written, read and sought like any other, every piece sealed with AES-GCM (tệp chờ đã niêm)."""

    def __init__(self) -> None:
        """Begin an empty file with a key of its own."""
        self._file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, buffering=0)  # noqa: SIM115 - closed with this file
        self._cipher = AESGCM(secrets.token_bytes(32))
        self._at = self._size = 0
        self._index, self._piece, self._is_new = 0, bytearray(), False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def seekable(self) -> bool:
        """Tell that any place of it can be reached."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        """Give the place."""
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read at most to the end of a piece."""
        index, place = divmod(self._at, PIECE)
        self._hold(index)
        found = self._piece[place : place + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def readall(self) -> bytes:
        """Read to the end."""
        return b"".join(iter(lambda: self.read(PIECE) or b"", b""))

    def read(self, size: int | None = -1) -> bytes:
        """Read so many bytes, fewer at the end only."""
        if size is None or size < 0:
            return self.readall()
        found = bytearray()
        while len(found) < size and (more := super().read(min(size - len(found), PIECE))):
            found += more
        return bytes(found)

    def write(self, data: Any) -> int:
        """Write all of it, over what stood there."""
        rest = memoryview(data).cast("B")
        written = len(rest)
        while rest:
            index, place = divmod(self._at, PIECE)
            self._hold(index)
            part = rest[: PIECE - place]
            self._piece[len(self._piece) : place] = bytes(max(0, place - len(self._piece)))
            self._piece[place : place + len(part)] = part
            self._is_new = True
            self._at += len(part)
            self._size = max(self._size, self._at)
            rest = rest[len(part) :]
        return written

    def close(self) -> None:
        """Give back the space; the key is forgotten."""
        if not self.closed:
            self._file.close()
        super().close()

    def _hold(self, index: int) -> None:
        """Hold one piece in memory, and seal the one held before where it was written."""
        if index == self._index:
            return
        self._put()
        self._file.seek(index * SLOT)
        sealed = self._file.read(SLOT) if index * PIECE < self._size else b""
        self._index = index
        self._piece = bytearray(self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self._name(index)) if sealed else b"")

    def _put(self) -> None:
        """Seal the piece that is held, under a fresh nonce each time."""
        if self._is_new:
            nonce = secrets.token_bytes(NONCE)
            self._file.seek(self._index * SLOT)
            self._file.write(nonce + self._cipher.encrypt(nonce, bytes(self._piece), self._name(self._index)))
            self._is_new = False

    @staticmethod
    def _name(index: int) -> bytes:
        """Bind a piece to its place."""
        return index.to_bytes(8, "big")
