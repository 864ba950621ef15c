"""Write everything a count rests on into one file that anyone can check (hồ sơ chứng cứ kiểm phiếu).

The sealed edition (bản niêm phong) holds what was on each ballot: for the counting committee and the
competent inspecting body only. The public edition (bản công khai) holds totals, digests, charter and
journal: with 70 names one ballot's pattern is a signature.
"""

import io
import json
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import daihoi.recount
from daihoi.evidence.vote_records import record_files
from daihoi.rules.canonical import canonical
from daihoi.rules.errors import RuleViolation, _

SEALED, PUBLIC = "sealed", "public"
EDITIONS = (SEALED, PUBLIC)
SECRET_FILES = ("readings.jsonl", "decisions.jsonl")
# The closed list of what a public result may say: totals, never a ballot.
PUBLIC_RESULT = (
    *("form", "seats", "base", "needed", "issued", "returned", "valid", "invalid", "invalid_reasons", "pending", "votes"),
    *("elected", "alternates", "tied", "unfilled", "rules", "findings", "digest", "charter_digest", "ballots_digest"),
)
PUBLIC_FINDING = ("level", "code", "message")
PUBLIC_LAYOUT = ("form", "page_mm", "pages", "code", "style", "page_size")
PUBLIC_PAGE = ("number", "fields", "stamp_mm")
PUBLIC_FIELD = ("candidate", "kind", "box_mm")
EPOCH = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644 << 16
PACKED_TYPES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf")


def write_bundle(
    out: Path | BinaryIO,
    *,
    contest: str,
    charter: str,
    layout: Mapping[str, Any],
    readings: Iterable[Mapping[str, Any]],
    decisions: Iterable[Mapping[str, Any]],
    result: Mapping[str, Any],
    journal: Sequence[str],
    images: Iterable[tuple[str, bytes]],
    edition: str = SEALED,
) -> dict[str, str]:
    """Write the bundle to a place or into an open file and answer its manifest; the same input gives the same bytes."""
    if edition not in EDITIONS:
        raise RuleViolation(
            "bundle.edition", _("Không có bản “{edition}”. Hãy chọn sealed (niêm phong) hoặc public (công khai)."), edition=edition
        )
    sealed = edition == SEALED
    files = {
        "charter.toml": charter.encode(),
        # What the list says of a person is printed on every ballot and covered by the digest, so both editions hold it.
        "contest.toml": contest.encode(),
        "layout.json": canonical(layout if sealed else public_layout(layout)) + b"\n",
        "result.json": canonical(result if sealed else public_result(result)) + b"\n",
        "journal.jsonl": "".join(f"{line}\n" for line in journal).encode(),
        "recount.py": Path(daihoi.recount.__file__).read_bytes(),
    }
    if sealed:
        read, decided = list(readings), list(decisions)
        files |= {"readings.jsonl": lines_of(read), "decisions.jsonl": lines_of(decided)}
        files |= record_files(contest, charter, read, decided)
    if not isinstance(out, Path):
        return _write(out, files, images if sealed else ())
    unfinished = out.with_name(f".{out.name}.part")
    try:
        manifest = _write(unfinished, files, images if sealed else ())
        os.replace(unfinished, out)  # noqa: PTH105 - Path.replace is not said to be atomic over an existing file on every system
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return manifest


def _write(path: Path | BinaryIO, files: Mapping[str, bytes], images: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    manifest: dict[str, str] = {}
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            manifest[name] = _put(archive, name, files[name])
        for name, data in images:
            inside = image_path(name)
            if inside in manifest:
                raise RuleViolation("bundle.same_name", _("Hai ảnh cùng tên “{name}”. Hãy đặt tên khác nhau cho từng tệp quét."), name=name)
            manifest[inside] = _put(archive, inside, data)
        _put(archive, "manifest.json", json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=0).encode() + b"\n")
    return manifest


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> str:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = 3
    entry.external_attr = FILE_MODE
    packed = name.lower().endswith(PACKED_TYPES)
    archive.writestr(entry, data, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED, None if packed else 9)
    return sha256(data).hexdigest()


def image_path(name: str) -> str:
    """Where an image lies in the bundle; a name that could leave its folder is refused."""
    parts = name.replace("\\", "/").split("/")
    if not name or any(part in {"", ".", ".."} for part in parts) or ":" in parts[0] or "\0" in name:
        raise RuleViolation("bundle.image_name", _("Tên ảnh “{name}” không dùng được. Hãy đổi tên tệp quét."), name=name)
    return "images/" + "/".join(parts)


def lines_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as canonical JSON, one a line."""
    text = io.BytesIO()
    for row in rows:
        text.write(canonical(row) + b"\n")
    return text.getvalue()


def public_result(result: Mapping[str, Any]) -> dict[str, Any]:
    """The totals; whatever speaks of one ballot or one page image is left out."""
    shown = {key: result[key] for key in PUBLIC_RESULT if key in result}
    findings = [finding for finding in shown.get("findings", ()) if not {"ballot", "page", "source"} & set(finding)]
    return shown | {"findings": [{key: finding[key] for key in PUBLIC_FINDING if key in finding} for finding in findings]}


def public_layout(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Where the marks stand, without the clean print."""
    shown = {key: layout[key] for key in PUBLIC_LAYOUT if key in layout}
    pages = [{key: page[key] for key in PUBLIC_PAGE if key in page} for page in layout["pages"]]
    for page in pages:
        page["fields"] = [{key: field[key] for key in PUBLIC_FIELD if key in field} for field in page["fields"]]
    return shown | {"pages": pages}
