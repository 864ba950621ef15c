"""Acts of the file store: keep bytes by digest, plain or sealed; destroy a key (lưu tệp, hủy khóa)."""

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.files import disk
from daihoi.foundation.files.models import ContentKey, StoredFile
from daihoi.rules.errors import RuleViolation

NONCE = 12


def store(data: bytes, *, kind: str, name: str) -> StoredFile:
    """Keep bytes under their digest and write one row for this arrival of them (lưu tệp)."""
    digest = disk.put(data)
    return StoredFile.objects.create(kind=kind, name=name[-255:], size=len(data), digest=digest, stored_digest=digest)


def new_key() -> ContentKey:
    """Make the key of one contest, wrapped under the installation's key (tạo khóa)."""
    key = ContentKey()
    key.wrapped = _seal(_installation_key(), secrets.token_bytes(32), key.pk.bytes)
    key.save()
    return key


def store_encrypted(data: bytes, key: ContentKey, *, kind: str, name: str) -> StoredFile:
    """Keep bytes sealed under a contest's key; the row knows the digest of the plain bytes (lưu tệp có khóa)."""
    sealed = _seal(_open_key(key), data, key.pk.bytes)
    return StoredFile.objects.create(
        kind=kind, name=name[-255:], size=len(data), digest=sha256(data).hexdigest(), stored_digest=disk.put(sealed), key=key
    )


def read_encrypted(stored: StoredFile, key: ContentKey) -> bytes:
    """Open a sealed file with its contest's key (đọc tệp có khóa)."""
    data = _unseal(_open_key(key), disk.get(stored.stored_digest), key.pk.bytes)
    if sha256(data).hexdigest() != stored.digest:
        raise RuleViolation("files.damaged", _("Tệp {name} không còn nguyên vẹn: mã băm khác lúc lưu."), name=stored.name)
    return data


@transaction.atomic
def destroy_key(key: ContentKey) -> None:
    """Destroy a contest's key, so that nothing opens its scans again; digests remain (hủy khóa)."""
    ContentKey.objects.filter(pk=key.pk, destroyed_at__isnull=True).update(wrapped=None, destroyed_at=timezone.now())
    key.refresh_from_db()


def _installation_key() -> bytes:
    """Derive 32 bytes from the installation's secret."""
    return sha256(b"daihoi scan key\x00" + settings.SCAN_KEY.encode()).digest()


def _open_key(key: ContentKey) -> bytes:
    """Unwrap a contest's key, unless it was destroyed."""
    if key.wrapped is None:
        raise RuleViolation(
            "files.key_destroyed", _("Khóa đã hủy theo quyết định, không mở lại được phiếu quét. Số liệu và mã băm vẫn còn.")
        )
    return _unseal(_installation_key(), bytes(key.wrapped), key.pk.bytes)


def _seal(key: bytes, data: bytes, about: bytes) -> bytes:
    """Encrypt with AES-GCM under a fresh nonce."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, about)


def _unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """Decrypt, or refuse what was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
    except InvalidTag as wrong:
        raise RuleViolation("files.wrong_key", _("Không mở được tệp: sai khóa hoặc tệp đã bị sửa. Kiểm tra DAIHOI_SCAN_KEY.")) from wrong
