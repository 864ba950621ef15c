from hashlib import sha256
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from daihoi.foundation.files import disk, services, shares
from daihoi.foundation.files.models import ContentKey, StoredFile
from daihoi.foundation.files.services import destroy_key, forget_halves, keyed_digest, new_key, read_encrypted, store, store_encrypted
from daihoi.rules.errors import RuleViolation

pytestmark = pytest.mark.django_db
DATA = "phiếu quét".encode()


def files(settings):
    return sorted(path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file())


def test_a_file_lies_under_the_digest_of_its_bytes(settings):
    stored = store(DATA, kind="scan", name="xấp 1.pdf")
    digest = sha256(DATA).hexdigest()
    assert (stored.digest, stored.size, stored.name) == (digest, len(DATA), "xấp 1.pdf")
    assert files(settings) == [Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest]
    assert StoredFile.objects.get().read() == DATA


def test_the_same_bytes_lie_on_disk_once_and_arrive_twice(settings):
    first, second = store(DATA, kind="scan", name="a"), store(DATA, kind="scan", name="b")
    assert (first.digest, first.pk == second.pk, len(files(settings))) == (second.digest, False, 1)


def test_stored_bytes_are_never_written_again(settings):
    store(DATA, kind="scan", name="a")
    [path] = files(settings)
    before = path.stat().st_mtime_ns
    store(DATA, kind="scan", name="a")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(b"other"), Path.unlink])
def test_damaged_or_missing_bytes_are_refused(settings, harm):
    stored = store(DATA, kind="scan", name="a")
    harm(files(settings)[0])
    with pytest.raises(RuleViolation) as refusal:
        stored.read()
    assert refusal.value.code == "files.damaged"


def test_bytes_and_the_folder_names_are_synced_before_the_row_exists(settings, monkeypatch):
    synced = []
    monkeypatch.setattr(disk.os, "fsync", lambda handle: synced.append(handle))
    store(DATA, kind="scan", name="a")
    assert len(synced) == 4


def test_a_sealed_file_shows_nothing_of_its_bytes_and_opens_with_its_key(settings):
    key = new_key()
    stored = store_encrypted(DATA, key, kind="scan", name="a")
    assert (stored.digest, sha256(DATA).hexdigest() in str(vars(stored))) == (keyed_digest(sha256(DATA).hexdigest(), key), False)
    assert DATA not in files(settings)[0].read_bytes()
    assert read_encrypted(stored, key) == DATA


def test_a_sealed_file_is_not_read_as_a_plain_one():
    stored = store_encrypted(DATA, new_key(), kind="scan", name="a")
    with pytest.raises(ValueError, match="read_encrypted"):
        stored.read()


def test_the_same_bytes_sealed_twice_differ_on_disk():
    key = new_key()
    assert len({store_encrypted(DATA, key, kind="scan", name="a").stored_digest for _ in range(2)}) == 2


def test_the_key_of_another_contest_opens_nothing():
    stored = store_encrypted(DATA, new_key(), kind="scan", name="a")
    with pytest.raises(RuleViolation) as refusal:
        read_encrypted(stored, new_key())
    assert refusal.value.code == "files.wrong_key"


def test_keys_are_wrapped_under_the_key_of_the_installation(settings):
    key = new_key()
    stored = store_encrypted(DATA, key, kind="scan", name="a")
    settings.SCAN_KEY = "another installation"
    with pytest.raises(RuleViolation) as refusal:
        read_encrypted(stored, key)
    assert refusal.value.code == "files.wrong_key"


def test_a_destroyed_key_opens_nothing_ever_again():
    key = new_key()
    stored = store_encrypted(DATA, key, kind="scan", name="a")
    destroy_key(key)
    key = ContentKey.objects.get()
    assert (key.wrapped, key.destroyed_at is None) == (None, False)
    with pytest.raises(RuleViolation) as refusal:
        read_encrypted(stored, key)
    assert refusal.value.code == "files.key_destroyed"


def test_destroying_twice_keeps_the_first_time():
    key = new_key()
    destroy_key(key)
    first = key.destroyed_at
    destroy_key(key)
    assert key.destroyed_at == first


def test_a_key_without_bytes_must_say_when_it_was_destroyed():
    with pytest.raises(IntegrityError), transaction.atomic():
        ContentKey.objects.create(wrapped=None)


def test_deleted_bytes_are_overwritten_on_sqlite():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_is_swept_from_log_and_free_space():
    key = new_key()
    with CaptureQueriesContext(connection) as queries:
        destroy_key(key)
    swept = {"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)", "postgresql": 'VACUUM "files_contentkey"'}[connection.vendor]
    assert (queries[-1]["sql"], shares.held()) == (swept, {})


def test_a_backup_of_the_database_does_not_open_what_was_destroyed(settings):
    key = new_key()
    stored = store_encrypted(DATA, key, kind="scan", name="a")
    half = Path(settings.KEYS_DIR) / key.pk.hex
    assert (half.stat().st_size, half.stat().st_mode & 0o777) == (32, 0o600)
    backup = bytes(key.wrapped)
    destroy_key(key)
    forget_halves()
    assert list(Path(settings.KEYS_DIR).iterdir()) == []
    ContentKey.objects.update(wrapped=backup, destroyed_at=None)
    with pytest.raises(RuleViolation) as refusal:
        read_encrypted(stored, ContentKey.objects.get())
    assert refusal.value.code == "files.wrong_key"


def test_halves_of_keys_that_live_stay(settings):
    living, gone = new_key(), new_key()
    destroy_key(gone)
    forget_halves()
    forget_halves()
    assert shares.held() == {living.pk.hex: (Path(settings.KEYS_DIR) / living.pk.hex).read_bytes().hex()}


def test_a_key_made_before_keys_had_halves_still_opens(settings):
    key = new_key()
    plain = services._unseal(services._wrapping_key(shares.half_of(key.pk.hex)), bytes(key.wrapped), key.pk.bytes)
    key.wrapped = services._seal(services._installation_key(), plain, key.pk.bytes)
    shares.forget([key.pk.hex])
    stored = store_encrypted(DATA, key, kind="scan", name="a")
    assert read_encrypted(stored, key) == DATA
