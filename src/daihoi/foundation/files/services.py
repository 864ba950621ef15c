"""Acts of the file store: keep bytes by digest, plain or sealed; destroy a key (lưu tệp, hủy khóa)."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.files import disk, shares
from daihoi.foundation.files.models import ContentKey, StoredFile
from daihoi.rules.errors import RuleViolation

NONCE = 12
LENGTH = 4  # bytes that say how long a hidden content is
Buffer = bytes | memoryview  # as databases give bytes


def store(data: bytes, *, kind: str, name: str) -> StoredFile:
    """Keep bytes under their digest and write one row for this arrival of them (lưu tệp)."""
    digest = disk.put(data)
    return StoredFile.objects.create(kind=kind, name=name[-255:], size=len(data), digest=digest, stored_digest=digest)


def new_key() -> ContentKey:
    """Make the key of one contest, wrapped under the installation's key and a half that lies beside the database (tạo khóa)."""
    key = ContentKey()
    key.wrapped = _seal(_wrapping_key(shares.make(key.pk.hex)), secrets.token_bytes(32), key.pk.bytes)
    key.save()
    return key


@dataclass(frozen=True)
class Sealed:
    """Bytes that lie sealed on disk and have no row yet, so that a transaction stays short (tệp đã niêm)."""

    name: str
    size: int
    digest: str
    stored_digest: str
    key: ContentKey


def seal(data: bytes, key: ContentKey, *, name: str) -> Sealed:
    """Encrypt bytes under a contest's key and put them on disk; needs no transaction (niêm tệp)."""
    sealed = _seal(_open_key(key), data, key.pk.bytes)
    return Sealed(name[-255:], len(data), sha256(data).hexdigest(), disk.put(sealed), key)


def keep(sealed: Sealed, *, kind: str) -> StoredFile:
    """Write the row of bytes sealed before; of the plain bytes it knows a digest under the key only, lest a destroyed ballot be tried out (lưu tệp có khóa)."""
    return StoredFile.objects.create(kind=kind, **vars(sealed) | {"digest": keyed_digest(sealed.digest, sealed.key)})


def store_encrypted(data: bytes, key: ContentKey, *, kind: str, name: str) -> StoredFile:
    """Seal bytes and write their row at once (lưu tệp có khóa)."""
    return keep(seal(data, key, name=name), kind=kind)


def read_encrypted(stored: StoredFile, key: ContentKey) -> bytes:
    """Open a sealed file with its contest's key (đọc tệp có khóa)."""
    data = _unseal(_open_key(key), disk.get(stored.stored_digest), key.pk.bytes)
    if keyed_digest(sha256(data).hexdigest(), key) != stored.digest:
        raise RuleViolation("files.damaged", _("Tệp {name} không còn nguyên vẹn: mã băm khác lúc lưu."), name=stored.name)
    return data


def hide(data: bytes, key: ContentKey, *, room: int) -> bytes:
    """Encrypt a few bytes under a contest's key, for a row of a table; filled up to full rooms, so that the length tells nothing (giấu trong bảng)."""
    said = len(data).to_bytes(LENGTH, "big") + data
    return _seal(_open_key(key), said.ljust(-(-len(said) // room) * room, b"\0"), key.pk.bytes)


def uncover(hidden: Iterable[Buffer], key: ContentKey) -> list[bytes]:
    """Open what was hidden under a contest's key, many rows at once; raises RuleViolation once the key is destroyed (mở lại)."""
    opened = _open_key(key)
    said = (_unseal(opened, bytes(each), key.pk.bytes) for each in hidden)
    return [each[LENGTH : LENGTH + int.from_bytes(each[:LENGTH], "big")] for each in said]


def keyed_digest(text: str, key: ContentKey) -> str:
    """Give a text the same short name each time, which only who has the contest's key can make or try out (mã có khóa)."""
    return hmac.digest(hmac.digest(_open_key(key), b"daihoi names", "sha256"), text.encode(), "sha256").hex()


@transaction.atomic
def destroy_key(key: ContentKey) -> None:
    """Destroy a contest's key, so that nothing opens its scans again; digests remain (hủy khóa)."""
    ContentKey.objects.filter(pk=key.pk, destroyed_at__isnull=True).update(wrapped=None, destroyed_at=timezone.now())
    key.refresh_from_db()
    transaction.on_commit(_sweep)


def forget_halves() -> None:
    """Remove the halves of all keys that were destroyed, also one that a pulled plug left behind (hủy nửa khóa)."""
    destroyed = ContentKey.objects.filter(destroyed_at__isnull=False).values_list("pk", flat=True)
    shares.forget(pk.hex for pk in destroyed)


def _sweep() -> None:
    """Leave no copy of a destroyed key behind: not its half beside the database, nor in the log of changes or the free space of the table."""
    forget_halves()
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            cursor.execute(f'VACUUM "{ContentKey._meta.db_table}"')


def _installation_key() -> bytes:
    """Derive 32 bytes from the installation's secret."""
    return sha256(b"daihoi scan key\x00" + settings.SCAN_KEY.encode()).digest()


def _wrapping_key(half: bytes) -> bytes:
    """Derive what wraps a key from both parts; a key made before keys had halves is wrapped under the installation's alone."""
    return hmac.digest(_installation_key(), half, "sha256") if half else _installation_key()


def _open_key(key: ContentKey) -> bytes:
    """Unwrap a contest's key, unless it was destroyed."""
    if key.wrapped is None:
        raise RuleViolation(
            "files.key_destroyed", _("Khóa đã hủy theo quyết định, không mở lại được phiếu quét. Số liệu và mã băm vẫn còn.")
        )
    return _unseal(_wrapping_key(shares.half_of(key.pk.hex)), bytes(key.wrapped), key.pk.bytes)


def _seal(key: bytes, data: bytes, about: bytes) -> bytes:
    """Encrypt with AES-GCM under a fresh nonce."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, about)


def _unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """Decrypt, or refuse what was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
    except InvalidTag as wrong:
        raise RuleViolation(
            "files.wrong_key",
            _("Không mở được: sai khóa, hoặc nội dung đã bị sửa. Kiểm tra DAIHOI_SCAN_KEY và thư mục keys trong thư mục dữ liệu."),
        ) from wrong
