"""Read the images of a sealed edition again and hold what is seen against what the bundle says (đọc lại ảnh phiếu).

A recount trusts the readings; who rewrites readings, result and manifest together is found by the images alone.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from daihoi.rules.errors import ERROR, WARNING, Finding, _, finding
from daihoi.rules.readings import READ_ASIDE

READ_ACT = "ballots.pages_read"  # the act whose facts name the reader
Seen = tuple[Any, dict[tuple[int, str], str], list[tuple[str, str]]]
FAULTS = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@dataclass
class Rereading:
    """What came of reading all images again (kết quả đọc lại)."""

    reader: str
    readers: list[str]
    pages: int = 0
    differing: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_other_reader(self) -> bool:
        """The count was made with another version of the reader than this one, as its journal says."""
        return bool(self.readers) and self.readers != [self.reader]

    def as_dict(self) -> dict[str, Any]:
        """What the report says of it; the findings stand among the others."""
        return {"pages": self.pages, "differing": self.differing, "reader": self.reader, "readers": self.readers}


def reread(archive: zipfile.ZipFile) -> Rereading:
    """Read every image of a bundle whose layout and readings may come from anywhere."""
    from cv2 import error as cv2_error  # the image libraries and the reader are loaded only where images are read

    from daihoi.paper.reading import READER_VERSION, PageReader

    found = Rereading(READER_VERSION, readers_named(archive.read("journal.jsonl")))
    if found.is_other_reader:
        text = _("Khi kiểm phiếu ảnh được đọc bằng máy đọc {then}, nay đọc lại bằng {now}: chỗ nghi ngờ có thể khác vì bản máy đọc.")
        found.findings.append(finding(WARNING, "verify.other_reader", text, then=", ".join(found.readers), now=READER_VERSION))
    try:
        lines = [json.loads(line) for line in archive.read("readings.jsonl").splitlines()]
        told = {line["digest"]: line for line in lines if line["status"] != "duplicate"}
        reader = PageReader(json.loads(archive.read("layout.json")))
        for page in pages_of(archive):
            if page.digest in told:
                compare(found, told.pop(page.digest), reader.read(page))
    except (*FAULTS, cv2_error):
        found.findings.append(
            finding(ERROR, "verify.unreadable", _("Không đọc lại được: layout.json hoặc readings.jsonl không đúng khuôn."))
        )
    return found


def pages_of(archive: zipfile.ZipFile) -> Iterator[Any]:
    """Give the page images of a bundle one by one; a file that cannot be opened is passed over, its page is missed by another check."""
    from daihoi.paper.pages import PageRefused, pages

    for name in sorted(name for name in archive.namelist() if name.startswith("images/")):
        try:
            yield from pages(name.rpartition("/")[2], archive.read(name))
        except PageRefused:
            continue


def readers_named(journal: bytes) -> list[str]:
    """Give the versions of the reader that the journal names; a bundle of plain files has none."""
    try:
        entries = [json.loads(line) for line in journal.splitlines()]
        return sorted({str(entry["facts"]["reader"]) for entry in entries if entry["act"] == READ_ACT})
    except FAULTS:
        return []


def compare(found: Rereading, told: Mapping[str, Any], again: Mapping[str, Any]) -> None:
    """Count one page; a mark that is now its opposite is an error, a doubt that came or went only where the reader is the same."""
    found.pages += 1
    then, now = seen(told), seen(again)
    if then == now:
        return
    found.differing += 1
    places = [place for place in then[1] if {then[1][place], now[1].get(place)} == {"marked", "clear"}]
    level = WARNING if found.is_other_reader and not places else ERROR
    facts = {"source": told["source"], "what": difference(then, now)}
    text = _("Trang {source}: đọc lại ảnh thấy khác hồ sơ ({what}).")
    found.findings.append(finding(level, "verify.reread", text, "readings.jsonl", **facts))


def seen(line: Mapping[str, Any]) -> Seen:
    """What the reader itself saw on a page: its number or why it was set aside, its fields, the marks on the sheet."""
    if line["status"] != "read" and line["cause"] not in READ_ASIDE:
        return line["cause"], {}, []
    fields = {(each["candidate"], each["kind"]): each["state"] for each in line["fields"]}
    return line["page"], fields, sorted((each["kind"], each["state"]) for each in line["sheet_marks"])


def difference(then: Seen, now: Seen) -> str:
    """Name what differs, at most three fields by number."""
    if then[0] != now[0]:
        return _("trang {then}, nay {now}").format(then=then[0], now=now[0])
    places = [place for place in sorted(set(then[1]) | set(now[1])) if then[1].get(place) != now[1].get(place)]
    shown = [f"{number} {kind}: {then[1].get((number, kind))} → {now[1].get((number, kind))}" for number, kind in places[:3]]
    if len(places) > len(shown):
        shown.append(_("và {n} chỗ nữa").format(n=len(places) - len(shown)))
    return "; ".join(shown) or _("dấu vết trên tờ phiếu")
