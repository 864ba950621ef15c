"""An encrypted copy of one installation on a stick: numbered states, each whole or not at all (USB dự phòng).

A vault is a folder `daihoi-usb-XXXXXXXX`: `khoa.json` holds the salt and never the code; `so-NNNNNNNN.bin` is a state, the list of the
sealed pieces it is made of; `du-lieu-…` and `anh-…` are packs of such pieces; `tiep-quan.bin` says which machine went on from here.
Everything else is sealed with AES-GCM under a key made of the code, bound to the vault and to its own name, so that a piece that was
changed, exchanged or renamed does not open. A state is written after its pieces, under another name, synced, then renamed.
"""

import json
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Self

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daihoi.foundation.files.disk import write_whole
from daihoi.rules.errors import RuleViolation, _

VERSION = 1
FOLDER, LOCK, MARK, STATE, DATABASE, FILES = "daihoi-usb-", "khoa.json", "tiep-quan.bin", "so-", "du-lieu-", "anh-"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letter that is taken for another when written by hand
CODE_LENGTH, CODE_GROUP = 24, 4
DATABASE_PIECE, FILE_PIECE = 64 * 1024, 4 * 1024 * 1024
NONCE = 12
STATES_KEPT = 3
PACKED_LEVEL = 1
SPARE_BYTES = 32 * 1024 * 1024  # what packs of replaced pieces may take before the database is written anew
KDF = {"memory_kib": 65536, "passes": 3, "lanes": 1}

Place = tuple[str, int, int]


def new_code() -> str:
    """Make the code of a vault, 117 bits, in groups to be written by hand (mã USB)."""
    letters = "".join(secrets.choice(LETTERS) for _each in range(CODE_LENGTH))
    return "-".join(letters[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP))


def plain_code(typed: str) -> str:
    """Give what people typed without spaces, dashes and small letters."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


@dataclass
class State:
    """What a vault holds as of one moment (lần ghi)."""

    number: int
    facts: dict[str, Any]
    database: list[str]
    files: dict[str, list[str]]
    places: dict[str, Place] = field(repr=False)

    @property
    def packs(self) -> set[str]:
        """Name the packs this state needs."""
        return {pack for pack, _offset, _length in self.places.values()}


class Vault:
    """One vault with its key (USB dự phòng)."""

    def __init__(self, folder: Path, name: str, key: bytes) -> None:
        """Hold folder, name and key; `make` and `opened` know the code."""
        self.folder, self.name, self.key = folder, name, key
        self.cipher = AESGCM(key)

    @classmethod
    def make(cls, stick: Path, code: str) -> Self:
        """Begin a vault on a stick; others that lie there stay as they are."""
        name = secrets.token_hex(16)
        folder = stick / f"{FOLDER}{name[:8]}"
        salt = secrets.token_bytes(16)
        folder.mkdir()
        vault = cls(folder, name, _key(code, salt, KDF))
        lock = {"v": VERSION, "id": name, "salt": salt.hex(), "check": vault._seal(b"", "check").hex(), **KDF}
        write_whole(folder / LOCK, json.dumps(lock, sort_keys=True).encode())
        return vault

    @classmethod
    def opened(cls, folder: Path, code: str) -> Self:
        """Open a vault with its code; refuse what is no vault, a wrong code, and a lock that belongs to another vault."""
        try:
            lock = json.loads((folder / LOCK).read_bytes())
            name, salt, check = str(lock["id"]), bytes.fromhex(lock["salt"]), bytes.fromhex(lock["check"])
            kdf = {each: int(lock[each]) for each in KDF}
        except (OSError, ValueError, KeyError, TypeError) as broken:
            message = _("{folder} không phải USB dự phòng, hoặc tệp {lock} bị hỏng. Cắm USB khác.")
            raise RuleViolation("stick.no_vault", message, folder=str(folder), lock=LOCK) from broken
        if kdf["memory_kib"] > KDF["memory_kib"] or kdf["passes"] > KDF["passes"] or kdf["lanes"] > KDF["lanes"]:
            raise RuleViolation("stick.newer", _("USB này do bản chương trình mới hơn ghi. Cài bản ấy lên máy này rồi làm lại."))
        vault = cls(folder, name, _key(code, salt, kdf))
        try:
            vault._unseal(check, "check")
        except InvalidTag as wrong:
            message = _("Mã không mở được USB này. Gõ lại đủ 24 chữ; nếu vẫn không được thì đây là USB của máy khác.")
            raise RuleViolation("stick.wrong_code", message) from wrong
        return vault

    def numbers(self) -> list[int]:
        """Give the numbers of the states that lie here, newest first."""
        found = (path.stem.removeprefix(STATE) for path in self.folder.glob(f"{STATE}*.bin"))
        return sorted((int(number) for number in found if number.isdigit()), reverse=True)

    def state(self, number: int) -> State:
        """Read one state; refuse what does not open or does not parse."""
        path = self.folder / _state_name(number)
        try:
            written = json.loads(zlib.decompress(self._unseal(path.read_bytes(), f"state:{number}")))
            places = {digest: (str(pack), int(offset), int(length)) for digest, (pack, offset, length) in written["places"].items()}
            found = State(int(written["number"]), dict(written["facts"]), list(written["database"]), dict(written["files"]), places)
        except (OSError, InvalidTag, zlib.error, ValueError, KeyError, TypeError) as broken:
            message = _("Lần ghi số {number} trên USB bị rách hoặc bị sửa.")
            raise RuleViolation("stick.torn", message, number=number) from broken
        return found

    def piece(self, place: Place, digest: str) -> bytes:
        """Read one sealed piece and check that it is the one asked for."""
        pack, offset, length = place
        try:
            with (self.folder / pack).open("rb") as file:
                file.seek(offset)
                data = zlib.decompress(self._unseal(file.read(length), f"piece:{digest}"))
        except (OSError, InvalidTag, zlib.error) as broken:
            raise RuleViolation("stick.torn_piece", _("Tệp {pack} trên USB bị rách hoặc bị sửa."), pack=pack) from broken
        if sha256(data).hexdigest() != digest:
            raise RuleViolation("stick.torn_piece", _("Tệp {pack} trên USB bị rách hoặc bị sửa."), pack=pack)
        return data

    def pieces(self, state: State, digests: Iterable[str]) -> Iterator[bytes]:
        """Read the pieces of a file or of the database, in order."""
        for digest in digests:
            if digest not in state.places:
                raise RuleViolation("stick.torn_piece", _("Tệp {pack} trên USB bị rách hoặc bị sửa."), pack=digest[:12])
            yield self.piece(state.places[digest], digest)

    def mark(self) -> dict[str, Any] | None:
        """Tell which machine went on from this vault, if one did; a mark that does not open counts as one."""
        path = self.folder / MARK
        if not path.exists():
            return None
        try:
            found = json.loads(self._unseal(path.read_bytes(), "mark"))
        except (OSError, InvalidTag, ValueError):
            return {"writer": "", "device": "?", "at": ""}
        return dict(found)

    def write_mark(self, mark: Mapping[str, Any]) -> None:
        """Write which machine goes on from here (tiếp quản)."""
        write_whole(self.folder / MARK, self._seal(json.dumps(dict(mark)).encode(), "mark"))

    def write(self, before: State | None, database: Path, files: Mapping[str, Path], facts: Mapping[str, Any]) -> State:
        """Write the next state: new pieces first, then the list of all; nothing older is touched until the list stands."""
        number = max([before.number if before else 0, *self.numbers()]) + 1
        known = dict(before.places) if before else {}
        if before and self._spare() > SPARE_BYTES + 4 * database.stat().st_size:
            known = {digest: place for digest, place in known.items() if not place[0].startswith(DATABASE)}
        with _Pack(self, DATABASE, number) as tables, _Pack(self, FILES, number) as pictures:
            pages = [tables.add(piece, known) for piece in _cut(database, DATABASE_PIECE)]
            parts = {digest: self._parts(path, before, digest, pictures, known) for digest, path in files.items()}
        live = {*pages, *(digest for each in parts.values() for digest in each)}
        state = State(number, dict(facts), pages, parts, {digest: known[digest] for digest in live})
        body = json.dumps({"v": VERSION, **vars(state)}, separators=(",", ":"))
        write_whole(self.folder / _state_name(number), self._seal(zlib.compress(body.encode(), PACKED_LEVEL), f"state:{number}"))
        return state

    def _parts(self, path: Path, before: State | None, digest: str, pack: "_Pack", known: dict[str, Place]) -> list[str]:
        """Give the pieces of a stored file, which never changes: one that lies here already is not read again."""
        if before and digest in before.files:
            return before.files[digest]
        return [pack.add(piece, known) for piece in _cut(path, FILE_PIECE)]

    def _spare(self) -> int:
        """Count the bytes of packs of the database that lie here."""
        return sum(path.stat().st_size for path in self.folder.glob(f"{DATABASE}*.bin"))

    def clean(self, states: Iterable[State]) -> None:
        """Remove states and packs that none of these states needs."""
        kept = {_state_name(state.number) for state in states} | {pack for state in states for pack in state.packs}
        for path in self.folder.glob("*.bin"):
            if path.name != MARK and path.name not in kept:
                path.unlink(missing_ok=True)

    def _seal(self, data: bytes, about: str) -> bytes:
        """Encrypt under a fresh nonce, bound to this vault and to what it is."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self.cipher.encrypt(nonce, data, f"{self.name}:{about}".encode())

    def _unseal(self, sealed: bytes, about: str) -> bytes:
        """Decrypt, or raise `InvalidTag`."""
        if len(sealed) < NONCE + 16:
            raise InvalidTag
        return self.cipher.decrypt(sealed[:NONCE], sealed[NONCE:], f"{self.name}:{about}".encode())


class _Pack:
    """A file of sealed pieces, opened with its first piece and synced at its end (gói)."""

    def __init__(self, vault: Vault, kind: str, number: int) -> None:
        self.vault, self.name = vault, f"{kind}{number:08d}.bin"
        self.file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, data: bytes, known: dict[str, Place]) -> str:
        """Write a piece that does not lie here yet; give its digest."""
        digest = sha256(data).hexdigest()
        if digest not in known:
            self.file = self.file or (self.vault.folder / self.name).open("wb")
            offset = self.file.tell()
            self.file.write(self.vault._seal(zlib.compress(data, PACKED_LEVEL), f"piece:{digest}"))
            known[digest] = (self.name, offset, self.file.tell() - offset)
        return digest

    def __exit__(self, *_fault: object) -> None:
        if self.file is not None:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()


def vaults_on(stick: Path) -> list[Path]:
    """Name the folders of vaults on a stick; a stick that is one itself counts as well."""
    inside = [path.parent for path in sorted(stick.glob(f"{FOLDER}*/{LOCK}"))] if stick.is_dir() else []
    return [stick, *inside] if (stick / LOCK).is_file() else inside


def _key(code: str, salt: bytes, kdf: Mapping[str, int]) -> bytes:
    """Derive 32 bytes from the code with Argon2id."""
    return hash_secret_raw(plain_code(code).encode(), salt, kdf["passes"], kdf["memory_kib"], kdf["lanes"], 32, Type.ID)


def _state_name(number: int) -> str:
    return f"{STATE}{number:08d}.bin"


def _cut(path: Path, size: int) -> Iterator[bytes]:
    """Give a file in pieces of one size."""
    with path.open("rb") as file:
        while piece := file.read(size):
            yield piece
