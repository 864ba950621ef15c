"""A second laptop goes on from the stick of the first, PR-18 (tiếp tục từ USB trên máy thứ hai).

Nothing here needs the settings of an installation: its database and its secrets are what is put in place. The database comes last, under
another name, so that a restore that was cut off leaves no half of a count behind.
"""

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import daihoi
from daihoi.foundation.ballots.stick import CONFIG, STATUS, Config, Status, config_of, device_name, keep_facts, now
from daihoi.foundation.files.vault import State, Vault, vaults_on
from daihoi.rules.errors import RuleViolation

DATABASE, KEYS = "daihoi.sqlite3", "keys"
WANTED = "stick-wanted.json"  # what people asked for on a page: it is put in place while nothing else has the database open
REFUSED = "stick-refused.json"  # why that was not possible
TAKEN = "stick-taken.json"  # what was put in place and is not yet in the journal
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
TAILS = ("-wal", "-shm")


@dataclass(frozen=True)
class Restored:
    """What was put in place (đã khôi phục)."""

    state: State
    config: Config
    set_aside: Path | None


@dataclass(frozen=True)
class Held:
    """What a stick holds, and what people must know before they go on from it (USB giữ gì)."""

    state: State
    is_torn: bool  # the newest state is, and this is the last whole one before it
    taken_by: dict[str, Any] | None  # the machine that went on from it before

    @property
    def written_at(self) -> datetime:
        """When this state was written, in local time."""
        return written_at(self.state)


def vaults_of(sticks: Sequence[Path]) -> list[Path]:
    """Name the folders of vaults on the sticks that are plugged in."""
    return [vault for stick in sticks for vault in vaults_on(stick)]


def opened(sticks: Sequence[Path], code: str) -> Vault:
    """Open the vault on the sticks that are plugged in; with several, the one that the code opens."""
    vaults = vaults_of(sticks)
    if not vaults:
        where = ", ".join(map(str, sticks)) or "máy này"
        raise RuleViolation("stick.not_found", "Không thấy USB dự phòng nào ở {where}. Cắm USB rồi làm lại.", where=where)
    for vault in vaults[:-1]:
        try:
            return Vault.opened(vault, code)
        except RuleViolation:
            continue
    return Vault.opened(vaults[-1], code)


def held_by(vault: Vault) -> Held:
    """Tell what a vault holds; of a torn newest state the last whole one before it."""
    mark = vault.mark()
    try:
        return Held(newest_state(vault), is_torn=False, taken_by=mark)
    except RuleViolation as torn:
        if torn.code != "stick.torn_newest":
            raise
        return Held(newest_state(vault, last_whole=True), is_torn=True, taken_by=mark)


def newest_state(vault: Vault, *, last_whole: bool = False) -> State:
    """Give the newest state; a torn one is refused unless people accept the last whole one before it."""
    numbers = vault.numbers()
    if not numbers:
        raise RuleViolation("stick.empty", "USB này chưa ghi lần nào xong. Cắm USB khác, hoặc quét lại các lô trên máy mới.")
    try:
        return vault.state(numbers[0])
    except RuleViolation as torn:
        whole = _last_whole(vault, numbers[1:])
        if whole is None:
            raise RuleViolation("stick.torn_all", "Mọi lần ghi trên USB đều bị rách hoặc bị sửa. Cắm USB khác.") from torn
        if last_whole:
            return whole
        message = (
            "Lần ghi mới nhất (số {number}) bị rách hoặc bị sửa. Còn nguyên: {held}. Chấp nhận làm tiếp từ lần ấy thì thêm --last-whole."
        )
        raise RuleViolation("stick.torn_newest", message, number=numbers[0], held=held_in_words(whole)) from torn


def _last_whole(vault: Vault, numbers: list[int]) -> State | None:
    """Find the newest state that opens."""
    for number in numbers:
        try:
            return vault.state(number)
        except RuleViolation:
            continue
    return None


def written_at(state: State) -> datetime:
    """Tell when a state was written, in local time."""
    return datetime.fromisoformat(state.facts["at"]).astimezone(HERE)


def held_in_words(state: State) -> str:
    """Say what a state holds: when it was written, and of each vote the last page and the decisions."""
    at = written_at(state)
    polls = "; ".join(poll_in_words(poll) for poll in state.facts["polls"]) or "chưa có cuộc bầu nào"
    return f"lần ghi số {state.number}, lúc {at:%H:%M:%S ngày %d/%m/%Y} trên máy {state.facts.get('device', '?')}; {polls}"


def poll_in_words(poll: dict[str, Any]) -> str:
    """Say how far one vote had come."""
    pages = f"{poll['pages']} trang, trang cuối {poll['last_page']}" if poll["pages"] else "chưa đọc trang nào"
    return f"{poll['title']}: {pages}, {poll['decisions']} ý kiến về phiếu nghi ngờ"


def restore(vault: Vault, data: Path, *, last_whole: bool = False, again: bool = False) -> Restored:
    """Put the newest state of a vault in place, and mark the vault so that no other laptop goes on from it unnoticed."""
    state = fit_state(vault, data, last_whole=last_whole, again=again)
    config = Config(str(vault.folder), vault.name, vault.key.hex(), os.urandom(8).hex())
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = data / f".{DATABASE}.part"
    try:
        with draft.open("wb") as file:
            for piece in vault.pieces(state, state.database):
                file.write(piece)
            os.fsync(file.fileno())
        _check(draft)
        _refuse_other_data(data / DATABASE, draft)
        _put_files(vault, state, data)
        vault.write_mark({"writer": config.writer, "device": device_name(), "at": now(), "number": state.number})
        aside = _put_in_place(data, draft, state, config)
    finally:
        draft.unlink(missing_ok=True)
    return Restored(state, config, aside)


def fit_state(vault: Vault, data: Path, *, last_whole: bool = False, again: bool = False) -> State:
    """Give the state from which this machine may go on; refuse that of a newer program, and a vault from which another machine went on."""
    state = newest_state(vault, last_whole=last_whole)
    _refuse_program(state)
    _refuse_taken_over(vault, data, again=again)
    return state


def _refuse_program(state: State) -> None:
    """Refuse a stick that a newer program wrote."""
    folder = Path(daihoi.__file__).parent
    known = {f"{path.parent.parent.name}.{path.stem}" for path in folder.rglob("migrations/[0-9]*.py")}
    ours = {name.partition(".")[0] for name in known}
    unknown = {name for name in state.facts["migrations"] if name.partition(".")[0] in ours} - known
    if unknown:
        message = "USB do bản chương trình mới hơn ({version}) ghi. Cài đúng bản ấy lên máy này rồi làm lại."
        raise RuleViolation("stick.newer", message, version=state.facts["version"])


def _refuse_taken_over(vault: Vault, data: Path, *, again: bool) -> None:
    """Refuse a vault from which another laptop went on, unless people say that it broke down as well."""
    mark, own = vault.mark(), config_of(data)
    if mark is None or again or (own is not None and own.writer == mark["writer"]):
        return
    message = "Máy {device} đã tiếp tục từ USB này lúc {at}. Chỉ một máy được làm tiếp. Chỉ khi máy ấy cũng hỏng thì thêm --again."
    raise RuleViolation("stick.taken_over", message, device=mark["device"], at=mark["at"])


def _check(draft: Path) -> None:
    """See that the database is whole."""
    with closing(sqlite3.connect(draft)) as tables:
        if tables.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise RuleViolation("stick.torn_database", "Cơ sở dữ liệu trên USB không nguyên vẹn. Thêm --last-whole để thử lần ghi trước.")


def _refuse_other_data(here: Path, draft: Path) -> None:
    """Refuse to replace data of another installation, or data that go further than the stick."""
    if not here.exists():
        return
    with closing(sqlite3.connect(here)) as mine, closing(sqlite3.connect(draft)) as theirs:
        if not _has_table(mine, "ballots_poll") or not mine.execute("SELECT count(*) FROM ballots_poll").fetchone()[0]:
            return
        missing = [head for head in _heads(mine) if not _holds(theirs, *head)]
        if not missing:
            return
        is_same = any(_holds(mine, *head) for head in _heads(theirs))
    if is_same:
        message = "USB cũ hơn dữ liệu trên máy này: máy này còn giữ việc mà USB chưa có. Cắm USB mới hơn, hoặc chạy daihoi serve để máy này làm tiếp."
        raise RuleViolation("stick.older", message)
    message = "Thư mục {folder} đang giữ dữ liệu của việc khác. Chọn thư mục trống bằng DAIHOI_DATA_DIR rồi làm lại."
    raise RuleViolation("stick.foreign_data", message, folder=str(here.parent))


def _has_table(tables: sqlite3.Connection, name: str) -> bool:
    return tables.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).fetchone() is not None


def _heads(tables: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Give the newest line of every chain of the journal."""
    return [tuple(row) for row in tables.execute("SELECT chain, max(seq), digest FROM journal_entry GROUP BY chain")]


def _holds(tables: sqlite3.Connection, chain: str, seq: int, digest: str) -> bool:
    """Tell whether a journal holds a line."""
    row = tables.execute("SELECT digest FROM journal_entry WHERE chain = ? AND seq = ?", [chain, seq]).fetchone()
    return row is not None and row[0] == digest


def _put_files(vault: Vault, state: State, data: Path) -> None:
    """Put the stored files in place; those that lie here already have the same bytes, since their names are digests."""
    for digest, pieces in state.files.items():
        place = data / "files" / digest[:2] / digest[2:4] / digest
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{digest[:16]}.part")
        with draft.open("wb") as file:
            for piece in vault.pieces(state, pieces):
                file.write(piece)
        draft.replace(place)
    if hasattr(os, "sync"):
        os.sync()


def _put_secret(path: Path, content: bytes) -> None:
    """Put a secret in place, for this account only."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _put_in_place(data: Path, draft: Path, state: State, config: Config) -> Path | None:
    """Set the old database aside, then put secrets, the stick's name and the new database in place."""
    here, aside = data / DATABASE, None
    if here.exists():
        aside = data / f"truoc-khi-khoi-phuc-{datetime.now():%Y%m%d-%H%M%S}.sqlite3"  # noqa: DTZ005 (a name for people at this machine)
        with closing(sqlite3.connect(here)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        here.replace(aside)
        for tail in TAILS:
            (data / f"{DATABASE}{tail}").unlink(missing_ok=True)
    for name, text in state.facts["secrets"].items():
        _put_secret(data / name, text.encode())
    (data / KEYS).mkdir(mode=0o700, exist_ok=True)
    for name, half in state.facts.get("halves", {}).items():
        _put_secret(data / KEYS / name, bytes.fromhex(half))
    keep_facts(data / CONFIG, asdict(config))
    keep_facts(data / STATUS, asdict(Status()))
    keep_facts(data / TAKEN, {"vault": config.vault, "number": state.number, "heads": state.facts["heads"]})
    draft.chmod(0o600)
    draft.replace(here)
    return aside


def taken(data: Path) -> dict[str, Any] | None:
    """Give what was put in place and is not yet in the journal, once its database is there too (chưa ghi việc tiếp quản)."""
    try:
        facts: dict[str, Any] = json.loads((data / TAKEN).read_bytes())
    except FileNotFoundError:
        return None
    with closing(sqlite3.connect(data / DATABASE)) as tables:
        is_there = _has_table(tables, "journal_entry") and all(_holds(tables, chain, *head) for chain, head in facts["heads"].items())
    return facts if is_there else None


def want(vault: Vault, data: Path, *, last_whole: bool, again: bool) -> None:
    """Ask the next start of the server to go on from a vault; refuse at once what can be refused (xin tiếp tục từ USB)."""
    fit_state(vault, data, last_whole=last_whole, again=again)
    facts = {"folder": str(vault.folder), "vault": vault.name, "key": vault.key.hex(), "last_whole": last_whole, "again": again}
    (data / REFUSED).unlink(missing_ok=True)
    keep_facts(data / WANTED, facts)


def go_on_as_wanted(data: Path) -> None:
    """Put in place what people asked for, before anything opens the database; keep the words of a refusal for them (làm điều đã xin)."""
    if not is_wanted(data):
        return
    try:
        facts = json.loads((data / WANTED).read_bytes())
        vault = Vault(Path(facts["folder"]), facts["vault"], bytes.fromhex(facts["key"]))
        restore(vault, data, last_whole=facts["last_whole"], again=facts["again"])
    except (RuleViolation, OSError, sqlite3.Error, ValueError, KeyError) as fault:
        keep_facts(data / REFUSED, {"why": fault.message if isinstance(fault, RuleViolation) else str(fault)})
    (data / WANTED).unlink()


def is_wanted(data: Path) -> bool:
    """Tell whether people asked to go on and it is not done yet (đang chờ tiếp tục)."""
    return (data / WANTED).exists()


def refused(data: Path) -> str:
    """Give the words of the last refusal, or nothing."""
    try:
        return str(json.loads((data / REFUSED).read_bytes())["why"])
    except FileNotFoundError:
        return ""
