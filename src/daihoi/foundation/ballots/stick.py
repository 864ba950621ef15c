"""The counting laptop's stick: an encrypted copy that is written while people count (USB dự phòng của máy kiểm phiếu).

What a stick needs to know lies beside the database, readable by this account only: `stick.json` (which vault, its key) and
`stick-status.json` (how the last turn went). Whoever has the laptop has the database itself, so the key adds nothing to it.
"""

import errno
import json
import os
import platform
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from daihoi import __version__
from daihoi.foundation.files.disk import place_of, write_whole
from daihoi.foundation.files.shares import held
from daihoi.foundation.files.vault import State, Vault
from daihoi.rules.errors import RuleViolation

CONFIG, STATUS, COPY = "stick.json", "stick-status.json", ".stick-copy.sqlite3"
ROOTS = (Path("/media"), Path("/run/media"), Path("/Volumes"), Path("/mnt"))
LEAST_PAUSE, PAUSE_FACTOR, MOST_PAUSE = (
    1.0,
    4.0,
    15.0,
)  # seconds between two turns: four times as long as the last write took, within limits
LOOK_NOTED = timedelta(seconds=10)
STATES_IN_MEMORY = 3
MISSING, OLDER, FULL, LOCKED, OTHER = "missing", "older", "full", "locked", "other"
FAULTS = {
    errno.ENOSPC: FULL,
    errno.EFBIG: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: LOCKED,
    errno.EACCES: LOCKED,
    errno.ENOENT: MISSING,
    errno.EIO: MISSING,
}
POLLS = """
SELECT p.title, p.letter, p.state,
  (SELECT count(*) FROM ballots_reading r JOIN ballots_scan s ON s.id = r.scan_id JOIN ballots_scanbatch b ON b.id = s.batch_id WHERE b.poll_id = p.id),
  (SELECT s.source FROM ballots_scan s JOIN ballots_scanbatch b ON b.id = s.batch_id WHERE b.poll_id = p.id ORDER BY s.rowid DESC LIMIT 1),
  (SELECT count(*) FROM ballots_adjudication a WHERE a.poll_id = p.id),
  (SELECT max(a.decided_at) FROM ballots_adjudication a WHERE a.poll_id = p.id)
FROM ballots_poll p ORDER BY p.opened_at
"""


@dataclass(frozen=True)
class Config:
    """Which vault this laptop writes to, and under which name (USB đang dùng)."""

    folder: str
    vault: str
    key: str
    writer: str


@dataclass(frozen=True)
class Status:
    """How the last turn went: what the stick holds, or why it holds nothing newer (tình trạng USB)."""

    number: int = 0
    written_at: str = ""
    looked_at: str = ""
    fault: str = ""
    detail: str = ""
    failing_since: str = ""
    seconds: float = 0.0
    polls: tuple[dict[str, Any], ...] = ()
    taken_over_by: str = ""

    @property
    def is_due(self) -> bool:
        """Tell whether it is time to note that somebody still looks after the stick."""
        return not self.looked_at or datetime.now(UTC) - datetime.fromisoformat(self.looked_at) > LOOK_NOTED

    @property
    def written(self) -> datetime | None:
        """When the stick was last written."""
        return datetime.fromisoformat(self.written_at) if self.written_at else None

    @property
    def failing(self) -> datetime | None:
        """Since when nothing could be written."""
        return datetime.fromisoformat(self.failing_since) if self.failing_since else None


def is_laptop() -> bool:
    """Tell whether this installation is one laptop with SQLite, which a stick can hold whole."""
    return connection.vendor == "sqlite"


def sticks_here(setting: str) -> list[Path]:
    """Name the folders that may stand for a stick: the one of `DAIHOI_STICK`, and what is plugged in."""
    given = [Path(setting)] if setting else []
    return [*given, *(path for path in _plugged_in() if path not in given)]


def _plugged_in() -> Iterator[Path]:
    """Name mounted sticks, or on Windows the drives beside the system's own."""
    if os.name == "nt":
        yield from (Path(drive) for drive in getattr(os, "listdrives", list)() if not drive.upper().startswith("C:"))
        return
    for root in ROOTS:
        for path in sorted([*root.glob("*"), *root.glob("*/*")]):
            if os.path.ismount(path) and os.access(path, os.W_OK):
                yield path


def config_of(data: Path) -> Config | None:
    """Read which vault a data folder writes to."""
    path = data / CONFIG
    return Config(**json.loads(path.read_bytes())) if path.exists() else None


def status_of(data: Path) -> Status:
    """Read how the last turn went."""
    try:
        found = json.loads((data / STATUS).read_bytes())
        return Status(**found | {"polls": tuple(found["polls"])})
    except (OSError, ValueError, TypeError, KeyError):
        return Status()


def keep_config(data: Path, vault: Vault) -> Config:
    """Let a data folder write to a vault from now on, under a new name."""
    config = Config(str(vault.folder), vault.name, vault.key.hex(), secrets.token_hex(8))
    keep_facts(data / CONFIG, asdict(config))
    keep_facts(data / STATUS, asdict(Status()))
    return config


def keep_facts(path: Path, facts: Mapping[str, Any]) -> None:
    """Write a small file whole, for this account only."""
    write_whole(path, json.dumps(facts, ensure_ascii=False).encode(), mode=0o600)


def device_name() -> str:
    """Name this machine as people may know it."""
    return platform.node() or "?"


def now() -> str:
    """Give the moment as text."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Writer:
    """Writes the stick of one data folder, turn by turn; holds what the vault holds already (máy ghi USB)."""

    def __init__(self, data: Path, database: Path, config: Config) -> None:
        """Open the vault and read its newest states."""
        self.data, self.database, self.config = data, database, config
        self.vault = Vault(Path(config.folder), config.vault, bytes.fromhex(config.key))
        self.states: list[State] = []
        self.seen: int | None = None
        self.watch = sqlite3.connect(f"file:{database}?mode=ro", uri=True)

    def close(self) -> None:
        """Give back the connection."""
        self.watch.close()

    def turn(self) -> Status:
        """Write the stick if something changed since the last turn; keep and give how it went."""
        before = status_of(self.data)
        try:
            status = self._turn(before)
        except RuleViolation as refusal:
            status = self._failed(before, refusal.code.removeprefix("stick."), refusal.message)
        except (OSError, sqlite3.Error) as fault:
            status = self._failed(before, _kind_of(fault), getattr(fault, "strerror", None) or str(fault))
        if status != before:
            keep_facts(self.data / STATUS, asdict(status))
        return status

    def _failed(self, before: Status, fault: str, detail: str) -> Status:
        """Note a fault, and since when there is one; the states are read anew when the stick answers again."""
        self.states, self.seen = [], None
        return replace(before, fault=fault, detail=detail, failing_since=before.failing_since or now(), looked_at=now())

    def _turn(self, before: Status) -> Status:
        """Refuse a stick on which another machine went on, and one older than what was written; then write what changed."""
        mark = self.vault.mark()
        if mark is not None and mark.get("writer") != self.config.writer:
            return replace(before, taken_over_by=str(mark.get("device")), fault="", failing_since="")
        if not self.vault.folder.is_dir():
            raise RuleViolation("stick.missing", "{folder}", folder=self.config.folder)
        self._know_states(before)
        version = int(self.watch.execute("PRAGMA data_version").fetchone()[0])
        if version == self.seen:
            return replace(before, fault="", failing_since="", looked_at=now()) if before.fault or before.is_due else before
        began = time.monotonic()
        keep_facts(self.data / STATUS, asdict(replace(before, looked_at=now())))
        state = self.write()
        self.seen = version
        spent = round(time.monotonic() - began, 3)
        return Status(state.number, state.facts["at"], now(), seconds=spent, polls=tuple(state.facts["polls"]))

    def _know_states(self, before: Status) -> None:
        """Read the newest whole states of the vault once."""
        if self.states:
            return
        numbers = self.vault.numbers()
        if before.number and (not numbers or numbers[0] < before.number):
            raise RuleViolation("stick.older", "{number}", number=before.number)
        for number in numbers[:STATES_IN_MEMORY]:
            try:
                self.states.append(self.vault.state(number))
            except RuleViolation:
                continue
        self.states.reverse()

    def write(self) -> State:
        """Copy the database as of one moment and write the next state with all stored files it names."""
        with _copy_of(self.database, self.data / COPY) as copied:
            with closing(sqlite3.connect(copied)) as tables:
                facts, digests = facts_of(tables), [row[0] for row in tables.execute("SELECT DISTINCT stored_digest FROM files_storedfile")]
            facts |= {"secrets": {"secret_key": settings.SECRET_KEY, "scan_key": settings.SCAN_KEY}, "halves": held()}
            facts |= {"writer": self.config.writer, "device": device_name()}
            state = self.vault.write(
                self.states[-1] if self.states else None, copied, {digest: place_of(digest) for digest in digests}, facts
            )
        self.states = [*self.states[1 - STATES_IN_MEMORY :], state]
        self.vault.clean(self.states)
        return state


def _kind_of(fault: Exception) -> str:
    """Name a fault of the system so that people can be told what to do."""
    if isinstance(fault, sqlite3.Error):
        return FULL if "disk is full" in str(fault) else OTHER
    return FAULTS.get(getattr(fault, "errno", None) or 0, OTHER)


@contextmanager
def _copy_of(database: Path, to: Path) -> Iterator[Path]:
    """Copy the database as of one moment beside itself, while others write, and remove the copy afterwards."""
    to.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as source, closing(sqlite3.connect(to)) as target:
            to.chmod(0o600)
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)
        yield to
    finally:
        to.unlink(missing_ok=True)


def facts_of(tables: sqlite3.Connection) -> dict[str, Any]:
    """Tell what a copy of the database holds, in the words of the desk: for each vote its last page and its decisions."""
    names = ("title", "letter", "state", "pages", "last_page", "decisions", "last_decision")
    polls = [dict(zip(names, row, strict=True)) for row in tables.execute(POLLS)]
    migrations = sorted(f"{app}.{name}" for app, name in tables.execute("SELECT app, name FROM django_migrations"))
    heads = {
        chain: [seq, digest] for chain, seq, digest in tables.execute("SELECT chain, max(seq), digest FROM journal_entry GROUP BY chain")
    }
    return {"at": now(), "version": __version__, "migrations": migrations, "polls": polls, "heads": heads}


def database_path() -> Path:
    """Name the file of the database of this installation."""
    return Path(str(settings.DATABASES["default"]["NAME"]))
