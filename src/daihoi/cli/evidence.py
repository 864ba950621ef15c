"""`daihoi bundle` and `daihoi verify`: the evidence of a count, on plain files (hồ sơ chứng cứ kiểm phiếu)."""

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from daihoi.cli.files import LEVELS, charter_beside, contest_of, named, rows_of, text_of
from daihoi.evidence.bundle import EDITIONS, PACKED_TYPES, PUBLIC, SEALED, write_bundle
from daihoi.evidence.naming import names_for, renamed, renamed_images
from daihoi.evidence.verify import verify_bundle
from daihoi.rules.counting import count
from daihoi.rules.errors import ERROR, RuleViolation, _

TO_COMPARE = "Hãy so với mã trên biên bản đã ký: hồ sơ bị viết lại trọn bộ thì chỉ mã này khác."
WORDS = {SEALED: "bản niêm phong", PUBLIC: "bản công khai"}


def run(command: str, arguments: Sequence[str]) -> int:
    """Answer one of this family's commands."""
    return {"bundle": bundle, "verify": verify}[command](arguments)


def bundle(arguments: Sequence[str]) -> int:
    """Write an evidence bundle, of a contest of this installation or of plain files."""
    parser = argparse.ArgumentParser(prog="daihoi bundle", description="Write an evidence bundle (hồ sơ chứng cứ kiểm phiếu).")
    parser.add_argument("contest_id", nargs="?", help="a contest of this installation; or give the files:")
    parser.add_argument("--contest", type=Path, help="CONTEST.toml; charter.toml beside it is taken")
    parser.add_argument("--layout", type=Path, help="layout.json of the ballot")
    parser.add_argument("--readings", type=Path, help="READINGS.jsonl")
    parser.add_argument("--decisions", type=Path, help="DECISIONS.jsonl")
    parser.add_argument("--images", type=Path, help="folder of the scans")
    parser.add_argument("--out", type=Path, required=True, help="FILE.zip")
    parser.add_argument("--edition", choices=EDITIONS, default=SEALED)
    parser.add_argument("--as", dest="user", help="whose act it is, with CONTEST_ID")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if given.contest_id:
        return said(given, of_installation(given))
    if not (given.contest and given.layout and given.readings and (given.images or given.edition != SEALED)):
        parser.error("CONTEST_ID, or --contest, --layout, --readings and --images")
    return said(given, write_bundle(given.out, edition=given.edition, **of_files(given)))


def said(given: argparse.Namespace, manifest: Mapping[str, str]) -> int:
    """Tell what was written."""
    if given.json:
        print(json.dumps({"out": str(given.out), "edition": given.edition, "files": len(manifest)}, ensure_ascii=False))
    else:
        print(f"{given.out}: {WORDS[given.edition]}, {len(manifest) + 1} tệp")
    return 0


def of_files(given: argparse.Namespace) -> dict[str, Any]:
    """Everything of a bundle from plain files, under names that tell nothing; the result is counted anew."""
    contest = contest_of(given.contest)
    charter = charter_beside(given.contest, contest)
    readings = rows_of(given.readings)
    decisions = rows_of(given.decisions) if given.decisions else []
    layout = parsed(text_of(given.layout), str(given.layout))
    result = named({"READINGS": given.readings, "DECISIONS": given.decisions}, lambda: count(contest, charter, readings, decisions))
    names = names_for(readings)
    images = images_of(given.images, {Path(line["source"].rpartition("#")[0]).name for line in readings}) if given.images else ()
    return {
        "contest": text_of(given.contest),
        "charter": charter.to_toml(),
        "layout": layout,
        "readings": renamed(readings, names),
        "decisions": renamed(decisions, names),
        "result": renamed(result, names),
        "journal": [],
        "images": renamed_images(images, names),
    }


def of_installation(given: argparse.Namespace) -> dict[str, str]:
    """Write the bundle of a certified contest of this installation; the act is recorded there."""
    from daihoi.cli.django_setup import acting_user, setup

    try:
        contest_id = UUID(given.contest_id)
    except ValueError:
        message = _("“{given}” không phải là mã cuộc bầu. Hãy chép mã trong địa chỉ trang của cuộc bầu.")
        raise RuleViolation("bundle.contest_id", message, given=given.contest_id) from None
    setup()
    from daihoi.cycle.elections.services import evidence_bundle

    return evidence_bundle(contest_id=contest_id, edition=given.edition, out=given.out, actor=acting_user(given.user))


def parsed(text: str, where: str) -> Any:
    """One JSON value, or a refusal that names file and row."""
    try:
        return json.loads(text)
    except ValueError as fault:
        raise RuleViolation("file.not_json", _("{where}: không phải JSON đúng cú pháp. Hãy lấy lại tệp."), where=where) from fault


def images_of(folder: Path, read: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The files of a folder that were read, sorted by name; what else lies there, such as the ballot to print, is no scan."""
    if not folder.is_dir():
        raise RuleViolation("file.no_folder", _("Không có thư mục {path}."), path=str(folder))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in PACKED_TYPES and path.name in read:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def verify(arguments: Sequence[str]) -> int:
    """Verify an evidence bundle: digests, journal, and the count again."""
    parser = argparse.ArgumentParser(prog="daihoi verify", description="Verify an evidence bundle (kiểm tra hồ sơ chứng cứ).")
    parser.add_argument("file", type=Path)
    parser.add_argument("--digest", metavar="CODE", default="", help="the code on the signed minutes; another one is an error")
    parser.add_argument("--reread", action="store_true", help="read the images of a sealed edition again with the reader of this program")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    report = verify_bundle(given.file, code=given.digest, with_images=given.reread)
    if given.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0 if report["ok"] else 1
    for found in report["findings"]:
        print(f"{LEVELS[found['level']]}: {found['code']}: {found['message']}", file=sys.stderr if found["level"] == ERROR else sys.stdout)
    if again := report.get("reread"):
        print(f"Đọc lại {again['pages']} trang ảnh bằng máy đọc {again['reader']}: {again['differing']} trang khác hồ sơ")
    print(f"{given.file}: {'ĐÚNG' if report['ok'] else 'KHÔNG ĐÚNG'} ({WORDS.get(report['edition'], '?')}, {report['files']} tệp)")
    if report["digest"]:
        print(f"Mã: {report['digest']}. {'Đúng mã trên biên bản.' if given.digest and report['ok'] else TO_COMPARE}")
    return 0 if report["ok"] else 1
