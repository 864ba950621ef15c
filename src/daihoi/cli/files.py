"""Plain files of the commands: read with a refusal that names file and line, written whole or not at all (tệp)."""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from daihoi.rules.charter import Charter
from daihoi.rules.contests import FILE as CONTEST_FILE
from daihoi.rules.contests import Contest, charter_of
from daihoi.rules.errors import ERROR, WARNING, RuleViolation, _

LEVELS = {ERROR: "lỗi", WARNING: "cảnh báo"}  # as the command line says them; files keep the words of the contract
FROZEN = ("contest.toml", "charter.toml")  # what `ballot make` writes side by side
FoundT = TypeVar("FoundT")


def text_of(path: Path) -> str:
    """A text file, or a refusal that names it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RuleViolation(
            "file.encoding", _("{path}: không phải văn bản UTF-8. Hãy lưu lại tệp với bảng mã UTF-8."), path=path
        ) from fault
    except OSError as fault:
        raise unreadable(path, fault) from fault


UNREADABLE = {
    errno.ENOENT: _("{path}: không đọc được vì không có tệp này. Hãy kiểm lại đường dẫn."),
    errno.EISDIR: _("{path}: không đọc được vì đây là thư mục. Hãy ghi đường dẫn của một tệp."),
    errno.EACCES: _("{path}: không đọc được vì chưa có quyền đọc. Hãy cấp quyền đọc tệp cho người chạy lệnh."),
}
UNWRITTEN = {
    errno.ENOENT: _("{path}: không ghi được vì chưa có thư mục chứa. Hãy tạo thư mục trước."),
    errno.EACCES: _("{path}: không ghi được vì chưa có quyền ghi. Hãy chọn thư mục khác hoặc xin quyền ghi."),
    errno.ENOSPC: _("{path}: không ghi được vì đĩa đầy. Hãy giải phóng chỗ trên đĩa rồi chạy lại."),
}


def unreadable(path: Path, fault: OSError) -> RuleViolation:
    """Refuse a file that the machine does not let us read."""
    message = UNREADABLE.get(fault.errno or 0, _("{path}: không đọc được. Hãy kiểm lại đường dẫn, quyền đọc và ổ đĩa."))
    return RuleViolation("file.missing", message, path=path)


def unwritten(path: Path, fault: OSError) -> RuleViolation:
    """Refuse a file or folder that the machine does not let us write."""
    message = UNWRITTEN.get(fault.errno or 0, _("{path}: không ghi được. Hãy kiểm lại đường dẫn, quyền ghi và ổ đĩa."))
    return RuleViolation("file.not_written", message, path=path)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file; a broken line is named by its number."""
    found = []
    for number, text in enumerate(text_of(path).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except ValueError as fault:
            message = _("{path}, dòng {number}: không phải JSON đúng cú pháp. Hãy sửa dòng này hoặc xuất lại tệp.")
            raise RuleViolation("file.line", message, path=path, number=number) from fault
        if not isinstance(line, dict):
            raise RuleViolation("file.line", _("{path}, dòng {number}: phải là một đối tượng JSON."), path=path, number=number)
        found.append(line)
    return found


def contest_of(path: Path) -> Contest:
    """The contest of a file."""
    text = text_of(path)
    return named({CONTEST_FILE: path}, lambda: Contest.from_toml(text))


def charter_beside(path: Path, contest: Contest) -> Charter:
    """The rules that were frozen beside contest.toml when its ballot was made; without them those of this program."""
    today = charter_of(contest)
    beside = path.with_name(FROZEN[1])
    if path.name != FROZEN[0] or not beside.is_file():
        return today
    text = text_of(beside)
    frozen = named({"": f"{beside}: "}, lambda: Charter.from_toml(text))
    if frozen.name != contest.charter:
        return today
    changed = sorted(key for key in {*frozen.rules, *today.rules} if value_in(frozen, key) != value_in(today, key))
    if changed:
        message = _("{path} đi trước bộ quy tắc {name}: {rules}").format(path=beside, name=today.name, rules=", ".join(changed))
        print(f"{LEVELS[WARNING]}: {message}", file=sys.stderr)
    return frozen


def value_in(charter: Charter, key: str) -> object:
    """One value of a rule set, or nothing."""
    return charter.rules[key].value if key in charter.rules else None


def named(files: dict[str, object], act: Callable[[], FoundT]) -> FoundT:
    """Do something with files; a refusal names the file as the person wrote it."""
    try:
        return act()
    except RuleViolation as refusal:
        for word, path in files.items():
            if refusal.message.startswith(word):
                message = refusal.message.replace(word, str(path), 1)
                raise RuleViolation(refusal.code, "{message}", message=message) from refusal
        raise


@contextmanager
def written_whole(path: Path) -> Iterator[IO[str]]:
    """Open a text file that appears under its name only when all of it is written."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        os.replace(part, path)  # noqa: PTH105 (atomic over an existing file)
    except OSError as fault:
        raise unwritten(path, fault) from fault
    finally:
        part.unlink(missing_ok=True)
