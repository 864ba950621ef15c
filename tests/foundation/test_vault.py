"""The vault on a stick: whole or not at all, opened by its code alone, small after the first writing (PR-18)."""

from hashlib import sha256

import pytest

from daihoi.foundation.files import vault as vaults
from daihoi.foundation.files.vault import Vault, new_code, vaults_on
from daihoi.rules.errors import RuleViolation


@pytest.fixture
def source(tmp_path):
    """A database of three pieces and one stored file."""
    database, scan = tmp_path / "db", tmp_path / "scan"
    database.write_bytes(bytes(range(256)) * 768)
    scan.write_bytes(b"a page" * 1000)
    return database, {sha256(scan.read_bytes()).hexdigest(): scan}


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def whole(vault, state):
    return b"".join(vault.pieces(state, state.database))


def everything(vault, number):
    state = vault.state(number)
    return [whole(vault, state), *(list(vault.pieces(state, parts)) for parts in state.files.values())]


def test_a_vault_gives_back_what_was_written_and_writes_only_what_changed(stick, source):
    database, files = source
    code = new_code()
    vault = Vault.make(stick, code)
    first = vault.write(None, database, files, {"at": "1"})
    changed = bytearray(database.read_bytes())
    changed[-1] ^= 1
    database.write_bytes(changed)
    second = vault.write(first, database, files, {"at": "2"})
    opened = Vault.opened(vaults_on(stick)[0], code.lower().replace("-", " "))
    assert opened.numbers() == [2, 1]
    assert whole(opened, opened.state(2)) == bytes(changed)
    assert whole(opened, opened.state(1)) != bytes(changed)
    assert [b"".join(opened.pieces(second, parts)) for parts in second.files.values()] == [path.read_bytes() for path in files.values()]
    assert len(second.places.keys() - first.places.keys()) == 1
    assert not (vault.folder / "anh-00000002.bin").exists()


def test_nothing_on_the_stick_can_be_read_without_the_code(stick, source):
    database, files = source
    vault = Vault.make(stick, new_code())
    vault.write(None, database, files, {"at": "1", "secrets": {"scan_key": "chìa khóa"}})
    lying = b"".join(path.read_bytes() for path in sorted(vault.folder.iterdir()))
    assert b"a page" not in lying
    assert b"scan_key" not in lying
    with pytest.raises(RuleViolation, match="USB của máy khác"):
        Vault.opened(vault.folder, new_code())


def test_a_lock_of_another_vault_opens_nothing(stick, source):
    code = new_code()
    mine, other = Vault.make(stick, code), Vault.make(stick, code)
    lock = (other.folder / vaults.LOCK).read_text().replace(other.name, mine.name)
    (mine.folder / vaults.LOCK).write_text(lock)
    with pytest.raises(RuleViolation, match="USB của máy khác"):
        Vault.opened(mine.folder, code)


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-1], lambda data: data[: len(data) // 2], lambda data: bytes([data[0] ^ 1]) + data[1:]]
)
@pytest.mark.parametrize("name", ["so-00000001.bin", "du-lieu-00000001.bin", "anh-00000001.bin"])
def test_whatever_is_torn_or_changed_is_refused(stick, source, name, harm):
    database, files = source
    vault = Vault.make(stick, new_code())
    vault.write(None, database, files, {"at": "1"})
    path = vault.folder / name
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(RuleViolation, match="bị rách hoặc bị sửa"):
        everything(vault, 1)


def test_a_state_under_the_number_of_another_is_refused(stick, source):
    database, files = source
    vault = Vault.make(stick, new_code())
    vault.write(None, database, files, {"at": "1"})
    (vault.folder / "so-00000001.bin").rename(vault.folder / "so-00000007.bin")
    with pytest.raises(RuleViolation, match="số 7"):
        vault.state(7)


def test_a_write_that_was_cut_off_leaves_the_state_before_whole(stick, source, monkeypatch):
    database, files = source
    vault = Vault.make(stick, new_code())
    first = vault.write(None, database, files, {"at": "1"})
    before = database.read_bytes()
    database.write_bytes(before[::-1])

    def pulled(*_arguments):
        raise OSError("the stick was pulled")

    monkeypatch.setattr(vaults, "write_whole", pulled)
    with pytest.raises(OSError, match="pulled"):
        vault.write(first, database, files, {"at": "2"})
    assert vault.numbers() == [1]
    assert whole(vault, vault.state(1)) == before


def test_old_states_go_and_what_the_kept_ones_need_stays(stick, source, monkeypatch):
    database, files = source
    monkeypatch.setattr(vaults, "SPARE_BYTES", -4 * database.stat().st_size)
    vault, state, states = Vault.make(stick, new_code()), None, []
    for turn in range(6):
        database.write_bytes(bytes([turn]) * 65536 + database.read_bytes()[65536:])
        state = vault.write(state, database, files, {"at": str(turn)})
        states = [*states, state][-3:]
        vault.clean(states)
    assert vault.numbers() == [6, 5, 4]
    assert sorted(path.name for path in vault.folder.glob("du-lieu-*")) == [f"du-lieu-0000000{number}.bin" for number in (4, 5, 6)]
    assert all(whole(vault, vault.state(number)) for number in (4, 5, 6))
    assert whole(vault, vault.state(6)) == database.read_bytes()
