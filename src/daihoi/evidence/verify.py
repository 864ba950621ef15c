"""Check a bundle that may come from anywhere: digests, journal, and the count again (kiểm tra hồ sơ chứng cứ)."""

import json
import stat
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import daihoi.recount
from daihoi.evidence.bundle import PUBLIC, PUBLIC_RESULT, SEALED, SECRET_FILES
from daihoi.evidence.rereading import pages_of, reread
from daihoi.evidence.vote_records import RECORD_FILES, record_files
from daihoi.rules.canonical import canonical
from daihoi.rules.errors import ERROR, WARNING, Finding, RuleViolation, _, finding

PLAIN_FILES = ("charter.toml", "contest.toml", "journal.jsonl", "layout.json", "manifest.json", "recount.py", "result.json")
CERTIFIED = "elections.result_certified"
JOURNAL_FIELDS = {"v", "chain", "seq", "at", "act", "actor", "object", "facts", "cause", "prev"}
MOST_FILES = 200_000
MOST_BYTES = 16 * 2**30
MOST_TEXT_BYTES = 512 * 2**20
MOST_RATIO = 200
CHUNK = 2**20
RECOUNT_SECONDS = 600
CODE_LENGTH = 20
READ_ALIKE = str.maketrans("OIL", "011", "- ")  # letters that base 32 has not, since people take them for digits
NOT_SCANNED = ("set_aside", "keyed")  # a sheet that people keyed in has no image


class BundleUnsafe(Exception):
    """The archive is not one that may be opened; the finding says why."""

    def __init__(self, found: Finding) -> None:
        self.found = found
        super().__init__(found.message)


def verify_bundle(path: Path, *, code: str = "", with_images: bool = False) -> dict[str, Any]:
    """Every check at once: {"ok", "edition", "files", "digest", "findings"}; `code` as the signed minutes have it, `with_images` reads them again."""
    edition, files, digest, report = "", 0, "", {}
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_unsafe(archive)
            names = set(archive.namelist())
            files = len(names)
            edition = SEALED if names & set(SECRET_FILES) else PUBLIC
            findings = list(_checks(archive, names, edition))
            is_whole = not any(each.code in {"verify.missing", "verify.unreadable"} for each in findings)
            if is_whole:
                digest = stated_digest(archive)
                findings += code_findings(digest, code) if code else []
            if is_whole and with_images:
                again, more = images_again(archive, edition)
                findings += more
                report = {"reread": again}
        if is_whole:
            findings += recounted(path)
    except BundleUnsafe as unsafe:
        findings = [unsafe.found]
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as fault:
        findings = [_error("verify.broken", _("Không mở được tệp hồ sơ: {fault}. Hãy lấy lại bản khác."), fault=str(fault))]
    ok = not any(each.level == ERROR for each in findings)
    return {"ok": ok, "edition": edition, "files": files, "digest": digest, **report, "findings": [each.as_dict() for each in findings]}


def stated_digest(archive: zipfile.ZipFile) -> str:
    """The short digest that the bundle claims; whether it is that of the count, the recount says."""
    try:
        return str(json.loads(archive.read("result.json"))["digest"])
    except (ValueError, KeyError, TypeError):
        return ""


def code_findings(digest: str, code: str) -> list[Finding]:
    """Hold the digest against the code on the signed minutes; who rewrote a whole bundle cannot rewrite those."""
    typed = code.upper().translate(READ_ALIKE)
    if len(typed) != CODE_LENGTH:
        message = _("Mã “{given}” có {length} ký tự, mã trên biên bản có {wanted}. Chép lại cả mã.")
        raise RuleViolation("verify.code_length", message, given=code, length=len(typed), wanted=CODE_LENGTH)
    if typed == digest.replace("-", ""):
        return []
    text = _("Mã của hồ sơ là {digest}, khác mã {given} trên biên bản đã ký: hồ sơ này không phải của lần kiểm phiếu ấy.")
    return [_error("verify.other_digest", text, "result.json", digest=digest, given=code)]


def images_again(archive: zipfile.ZipFile, edition: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Read the images again; the public edition has none."""
    if edition != SEALED:
        return None, [_error("verify.nothing_to_reread", _("Bản công khai không có ảnh phiếu. Muốn đọc lại ảnh, kiểm bản niêm phong."))]
    found = reread(archive)
    return found.as_dict(), found.findings


def _error(code: str, text: str, where: str = "", **facts: object) -> Finding:
    return finding(ERROR, code, text, where, **facts)


def refuse_unsafe(archive: zipfile.ZipFile) -> None:
    """Refuse bombs, links and names that lead out of the archive, before anything is unpacked."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or total > MOST_BYTES:
        raise BundleUnsafe(
            _error(
                "verify.too_large", _("Hồ sơ khai {files} tệp, {total} byte khi giải nén: quá giới hạn."), files=len(entries), total=total
            )
        )
    if len(set(names)) < len(names):
        raise BundleUnsafe(_error("verify.twice", _("Hồ sơ có hai tệp cùng tên.")))
    for entry in entries:
        problem = _problem(entry)
        if problem:
            raise BundleUnsafe(_error(problem, _("Tệp “{name}” trong hồ sơ không an toàn."), entry.filename, name=entry.filename))


def _problem(entry: zipfile.ZipInfo) -> str:
    parts = entry.filename.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\\" in entry.filename or ":" in entry.filename:
        return "verify.path"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "verify.link"
    if entry.flag_bits & 1:
        return "verify.encrypted"
    if entry.file_size > CHUNK and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        return "verify.bomb"
    return "verify.bomb" if parts[0] != "images" and entry.file_size > MOST_TEXT_BYTES else ""


def _checks(archive: zipfile.ZipFile, names: set[str], edition: str) -> Iterator[Finding]:
    wanted = set(PLAIN_FILES) | (set(SECRET_FILES) if edition == SEALED else set())
    for name in sorted(wanted - names):
        yield _error("verify.missing", _("Hồ sơ thiếu tệp {name}."), name, name=name)
    if wanted - names:
        return
    for name in sorted(names - wanted):
        if edition == SEALED and (name.startswith("images/") or name in RECORD_FILES):
            continue
        yield _error("verify.unknown", _("Tệp {name} không thuộc bản này của hồ sơ."), name, name=name)
    digests = {name: digest_of(archive, name) for name in sorted(names)}
    yield from manifest_findings(archive, digests)
    yield from journal_findings(archive.read("journal.jsonl"))
    yield from certified_findings(archive)
    yield from recount_findings(digests["recount.py"])
    if edition == SEALED:
        yield from image_findings(archive, digests)
        yield from record_findings(archive, names)
    else:
        yield from secrecy_findings(archive)


def digest_of(archive: zipfile.ZipFile, name: str) -> str:
    """SHA-256 of one file, read in pieces."""
    digest = sha256()
    with archive.open(name) as source:
        while piece := source.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def manifest_findings(archive: zipfile.ZipFile, digests: Mapping[str, str]) -> Iterator[Finding]:
    """The manifest names every file with its digest, and nothing else."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict):
        yield _error("verify.unreadable", _("Không đọc được manifest.json."), "manifest.json")
        return
    for name in sorted(set(manifest) | set(digests) - {"manifest.json"}):
        if name not in digests:
            yield _error("verify.gone", _("manifest.json có {name} nhưng hồ sơ không có tệp ấy."), name, name=name)
        elif name not in manifest:
            yield _error("verify.added", _("Tệp {name} không có trong manifest.json."), name, name=name)
        elif manifest[name] != digests[name]:
            yield _error("verify.digest", _("Tệp {name} đã bị thay đổi: mã băm không khớp manifest.json."), name, name=name)


def journal_findings(data: bytes) -> Iterator[Finding]:
    """Each line is canonical; each chain is unbroken, and every line of it but the first names the digest of the line before."""
    chains: dict[str, dict[int, tuple[int, bytes, Mapping[str, Any]]]] = defaultdict(dict)
    for number, line in enumerate(data.splitlines(), 1):
        entry = _entry(line)
        if entry is None:
            yield _error(
                "verify.journal_line", _("Dòng {number} của journal.jsonl không đúng dạng chuẩn."), f"journal.jsonl:{number}", number=number
            )
        elif entry["seq"] in chains[entry["chain"]]:
            yield _error(
                "verify.journal_twice",
                _("Dòng {number}: số thứ tự {seq} đã có."),
                f"journal.jsonl:{number}",
                number=number,
                seq=entry["seq"],
            )
        else:
            chains[entry["chain"]][entry["seq"]] = (number, line, entry)
    for chain in chains.values():
        first = min(chain)
        for seq, (number, _line, entry) in sorted(chain.items()):
            if seq > first and seq - 1 not in chain:
                text = _("Dòng {number}: thiếu số thứ tự {seq} ở trước, trích nhật ký không liền mạch.")
                yield _error("verify.journal_gap", text, f"journal.jsonl:{number}", number=number, seq=seq - 1)
            elif seq > first and entry["prev"] != sha256(chain[seq - 1][1]).hexdigest():
                yield _error(
                    "verify.journal_chain",
                    _("Dòng {number} không nối tiếp dòng trước: nhật ký đã bị sửa."),
                    f"journal.jsonl:{number}",
                    number=number,
                )


def certified_findings(archive: zipfile.ZipFile) -> Iterator[Finding]:
    """The result is the one whose certification the journal recorded last; an old extract of a unit may hold those of other contests too."""
    entries = [entry for line in archive.read("journal.jsonl").splitlines() if (entry := _entry(line)) and entry["act"] == CERTIFIED]
    recorded = {str(entry["object"]): str(entry["facts"].get("tally")) for entry in entries if isinstance(entry["facts"], dict)}
    if not recorded:
        return
    digest = stated_digest(archive)
    if not digest:
        yield _error("verify.unreadable", _("Không đọc được result.json."), "result.json")
    elif digest not in recorded.values():
        text = _("result.json có mã {digest}, nhưng nhật ký ghi kết quả đã công bố có mã {recorded}: kết quả đã bị thay.")
        yield _error("verify.other_result", text, "result.json", digest=digest, recorded=", ".join(recorded.values()))


def _entry(line: bytes) -> Mapping[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or set(entry) != JOURNAL_FIELDS or canonical(entry) != line:
        return None
    return entry if isinstance(entry["seq"], int) and isinstance(entry["chain"], str) else None


def recount_findings(digest: str) -> Iterator[Finding]:
    """The bundle carries the program that recounts it; ours is the one that is run."""
    if digest != sha256(Path(daihoi.recount.__file__).read_bytes()).hexdigest():
        text = _("recount.py trong hồ sơ khác với bản của chương trình này; đã kiểm lại bằng bản của chương trình.")
        yield finding(WARNING, "verify.other_recount", text, "recount.py")


def image_findings(archive: zipfile.ZipFile, digests: Mapping[str, str]) -> Iterator[Finding]:
    """Every page that was read is among the images; sheets keyed in by people have none."""
    held = {digest for name, digest in digests.items() if name.startswith("images/")}
    wanted: dict[str, str] = {}
    for number, line in enumerate(archive.read("readings.jsonl").splitlines(), 1):
        try:
            reading = json.loads(line)
            if (reading["status"], reading.get("cause")) != NOT_SCANNED:
                wanted[reading["digest"]] = reading["source"]
        except (ValueError, KeyError, TypeError):
            yield _error(
                "verify.unreadable", _("Không đọc được dòng {number} của readings.jsonl."), f"readings.jsonl:{number}", number=number
            )
            return
    if set(wanted) - held:
        held |= {page.digest for page in pages_of(archive)}
    for digest in sorted(set(wanted) - held, key=wanted.__getitem__):
        yield _error("verify.no_image", _("Không có ảnh của trang {source} trong hồ sơ."), wanted[digest], source=wanted[digest])


def record_findings(archive: zipfile.ZipFile, names: set[str]) -> Iterator[Finding]:
    """The cast vote records say what readings and decisions say; a bundle written before there were any has none."""
    if not names & set(RECORD_FILES):
        return
    texts = {
        name: archive.read(name).decode("utf-8", "replace")
        for name in ("contest.toml", "charter.toml", "readings.jsonl", "decisions.jsonl")
    }
    try:
        lines = [[json.loads(line) for line in texts[name].splitlines()] for name in SECRET_FILES]
        made = record_files(texts["contest.toml"], texts["charter.toml"], *lines)
    except (ValueError, RuleViolation):
        return  # the recount says what cannot be read
    for name in RECORD_FILES:
        if name not in names or archive.read(name) != made[name]:
            yield _error("verify.vote_records", _("{name} không khớp kết quả đọc và quyết định trong hồ sơ."), name, name=name)


def secrecy_findings(archive: zipfile.ZipFile) -> Iterator[Finding]:
    """The public edition says nothing of one ballot."""
    try:
        result = json.loads(archive.read("result.json"))
    except ValueError:
        yield _error("verify.unreadable", _("Không đọc được result.json."), "result.json")
        return
    for key in sorted(set(result) - set(PUBLIC_RESULT)):
        yield _error("verify.leak", _("result.json của bản công khai có mục {key} không được công khai."), "result.json", key=key)


def recounted(path: Path) -> list[Finding]:
    """Count again in a process of its own, with the program's own recount."""
    command = [sys.executable, "-I", "-X", "utf8", str(daihoi.recount.__file__), str(path)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=RECOUNT_SECONDS, check=False)  # noqa: S603 - our own file, no shell
    except subprocess.TimeoutExpired:
        return [_error("verify.recount_time", _("Kiểm lại không xong trong {seconds} giây."), seconds=RECOUNT_SECONDS)]
    if run.returncode == 0:
        return []
    lines = (run.stdout if run.returncode == 1 else run.stderr).strip().splitlines()
    return [_error("verify.recount", "{line}", "recount.py", line=line) for line in lines] or [
        _error("verify.recount", _("Kiểm lại không chạy được."), "recount.py")
    ]
