"""A pile of page images → readings, one status each (đọc phiếu)."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from daihoi.paper import kernels as k
from daihoi.paper import loops, squares
from daihoi.paper.boxes import BoxReader
from daihoi.paper.lines import Finding
from daihoi.paper.mending import Mended, levels_of, mended, softness_of
from daihoi.paper.pages import Grey, Page, PageRefused, ScanFile, scan_files, source_names
from daihoi.paper.piles import joined
from daihoi.paper.registration import Fit, Levels, NotRegistered, Registrar
from daihoi.paper.rings import near_shadows, rings
from daihoi.paper.scores import scored
from daihoi.paper.second import Opinion, SecondReader
from daihoi.paper.shapes import FieldReading, FieldShape, LayoutShape, PageShape, ReadingLine, SheetMark
from daihoi.paper.strikes import NOT_MATCHED, PALE_PRINT, UNSEEN, StrikeReader
from daihoi.paper.surface import Surface, SurfaceReader
from daihoi.paper.symbols import SymbolReader
from daihoi.paper.thresholds import MENDING, ONE_BIT, RING, SHEET
from daihoi.paper.twice import InkKeeper, Kept, kept_apart

READER_VERSION = "2.8"
SHARP_PX_PER_MM = 6.6  # below it (about 168 dpi) letters are blurred wider
HALVE_PX_PER_MM = 9.0  # above it (about 230 dpi) the image is halved before strips are cut
COARSE_PX_PER_MM = 1.7  # least for looking at the whole page
HALF = np.diag([0.5, 0.5, 1.0])
SPARSE = 16  # every so many pixels are looked at to tell the kind of scan
PORTION = 12  # pages of one task of a worker

Progress = Callable[[int], None]  # how many pages are read
NamedFile = tuple[str, Path]


def print_of(page: PageShape) -> Grey:
    """The clean print that lies in the layout."""
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(page["print"]), np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(picture, dtype=np.uint8)


class PageReader:
    """Reads page images of one ballot (đọc ảnh từng trang)."""

    def __init__(self, layout: Mapping[str, object], *, both: bool = True) -> None:
        """Prepare everything that does not depend on the image; `both` asks a second, unlike reader about every page."""
        cv2.setNumThreads(1)
        self.layout = cast(LayoutShape, layout)
        self.registrar = Registrar(self.layout)
        self.surfaces: dict[int, SurfaceReader] = {}
        self.fields: dict[int, tuple[StrikeReader, BoxReader]] = {}
        for page in self.layout["pages"]:
            print_, size = print_of(page), self.layout["page_mm"]
            self.surfaces[page["number"]] = SurfaceReader(self.layout, page, print_)
            self.fields[page["number"]] = (StrikeReader(page, print_, size), BoxReader(page, print_, size))
        self.symbols, self.ink = SymbolReader(self.layout), InkKeeper(self.layout)
        self.second = SecondReader(layout, {page["number"]: print_of(page) for page in self.layout["pages"]}) if both else None

    def read(self, page: Page, *, with_ink: bool = False) -> dict[str, object]:
        """One line of READINGS.jsonl, without its ballot."""
        return cast(dict[str, object], self.line(page, with_ink=with_ink))

    def line(self, page: Page, *, with_ink: bool = False) -> ReadingLine:
        """The same with its shape; `with_ink` adds what is kept of the ink, to find a paper that was scanned twice."""
        return scored(self.leaning(page, with_ink=with_ink))

    def leaning(self, page: Page, *, with_ink: bool = False) -> ReadingLine:
        """The same before leanings of the fields become scores."""
        line, is_pale = self._tried(page, page.image, with_ink=with_ink)
        may_mend = (is_pale or is_troubled(line)) and not is_bleached(line, page.image)
        whole = mended(page.image, self.layout["page_mm"]) if may_mend else None
        if not whole:
            return line
        again, _is_pale = self._tried(page, whole.image, with_ink=with_ink, whole=whole)
        return line if again["status"] != "read" else both_tries(line, again, whole)

    def _tried(self, page: Page, image: Grey, *, with_ink: bool, whole: Mended | None = None) -> tuple[ReadingLine, bool]:
        """One try at a page, its image as it came or mended; and whether its print is pale."""
        line = set_aside(page.source, page.digest, len(self.layout["pages"]), None)
        if self.symbols.names:
            line["symbol"] = None
        levels = Levels(image)
        try:
            fit = self.registrar.locate(image)
        except NotRegistered as refusal:
            line["cause"] = refusal.cause
            return line, False
        findings, surface = self.look(levels, fit, soft=bool(whole) and softness_of(image, fit.px_per_mm) > MENDING.halo_mm)
        every = [found for _entry, found in findings]
        if is_foreign(every):
            line["cause"] = "too_light" if pale_prints(every) > SHEET.foreign_share * len(every) else "wrong_grid"
            return line, False
        marks, hides_pale = self.surfaces[fit.page].marks(surface), bool(whole and whole.hides_pale)
        fields = [_reading(entry, found) for entry, found in self._doubted(findings, image, hides_pale, fit.page, surface, marks)]
        line["status"], line["page"], line["fields"], line["sheet_marks"] = "read", fit.page, fields, marks
        if whole:
            line["sheet_marks"] = whole.streaks(fit.matrix, self.layout["page_mm"]) + marks
        if self.symbols.names:
            line["symbol"] = self.symbols.read(levels, fit)
        if self.second:
            compared(line, self.second.read(levels, (fit.page, fit.matrix)))
        if with_ink:
            line["ink"] = self.ink.keep(line, surface)
        return line, surface.contrast < MENDING.contrast_least

    def _doubted(
        self,
        findings: list[tuple[FieldShape, Finding]],
        image: Grey,
        hides_pale: bool,
        page: int,
        surface: Surface,
        marks: Sequence[SheetMark],
    ) -> list[tuple[FieldShape, Finding]]:
        """The findings, those left to people that only a look at the whole page makes doubtful."""
        if is_one_bit(image):
            findings = asked_where_ink_may_be_lost(findings)
            shaded = near_shadows(self.surfaces[page].ink_beside_stamp(surface), [entry["box_mm"] for entry, _found in findings])
            findings = asked_where_crossed(findings, shaded, ("marked", "clear"))
        elif hides_pale and not shows_its_pen(findings):
            findings = asked_where_ink_may_be_lost(findings, every=True)
        if any(has_room_for_ring(mark) for mark in marks):
            circles = rings(self.surfaces[page].ink_beside_stamp(surface), surface.residue)
            findings = asked_where_crossed(findings, [any(ring.crosses(entry["box_mm"]) for ring in circles) for entry, _found in findings])
        return findings

    def look(self, levels: Levels, fit: Fit, *, soft: bool = False) -> tuple[list[tuple[FieldShape, Finding]], Surface]:
        """Fields and surface of a registered page."""
        surface_reader, coarse = self.surfaces[fit.page], 1
        while fit.px_per_mm / 2 ** (coarse + 1) > COARSE_PX_PER_MM:
            coarse += 1
        surface = surface_reader.look(levels.at(coarse), fit.matrix * ((0.5**coarse,), (0.5**coarse,), (1.0,)))
        fine, matrix = (levels.at(1), HALF @ fit.matrix) if fit.px_per_mm > HALVE_PX_PER_MM else (levels.at(0), fit.matrix)
        is_soft = soft or fit.px_per_mm < SHARP_PX_PER_MM
        findings = [found for reader in self.fields[fit.page] for found in reader.read(fine, matrix, surface, soft=is_soft)]
        return findings, surface


def compared(line: ReadingLine, opinion: Opinion) -> ReadingLine:
    """Send to people what the two readers do not see alike: a field, or the page where they take it for another one."""
    if opinion.page != line["page"]:
        line["status"], line["cause"], line["page"], line["fields"], line["sheet_marks"] = "set_aside", "readers_disagree", None, [], []
        line["readers_agree"] = False
        return line
    for field in line["fields"]:
        if not opinion.agrees(field["candidate"], field["kind"], field["state"]):
            field["state"], field["why"] = "doubtful", "readers_disagree"
            line["readers_agree"] = False
    return line


def is_troubled(line: ReadingLine) -> bool:
    """Whether a page is set aside, asks people much, or shows ink where none belongs: worth a second try without the faults of the scanner."""
    if line["status"] != "read":
        return True
    asked = sum(field["state"] == "doubtful" for field in line["fields"])
    many = asked >= MENDING.asked_least and asked > MENDING.asked_share * len(line["fields"])
    return many or sum(mark["kind"] == "foreign_ink" for mark in line["sheet_marks"]) >= MENDING.foreign_least


def is_bleached(line: ReadingLine, image: Grey) -> bool:
    """Whether print is pale on paper as white as can be: then no step brings back the marks that have gone."""
    return line["cause"] == "too_light" and levels_of(image)[0] > MENDING.paper_most


def both_tries(first: ReadingLine, again: ReadingLine, whole: Mended) -> ReadingLine:
    """The second try at a page; what the first one saw the other way round goes to people, and so does foreign ink that no fault explains.

    A doubt of the first try stays one where the second sees some ink, though too little for a stroke: a dash that letters hide.
    """
    before = {(field["candidate"], field["kind"]): field["state"] for field in first["fields"]}
    if first["page"] not in {None, again["page"]}:
        return first
    for field in again["fields"]:
        was = before.get((field["candidate"], field["kind"]))
        if {was, field["state"]} == {"clear", "marked"}:
            field["state"], field["why"], again["readers_agree"] = "doubtful", "readers_disagree", False
        elif was == "doubtful" and field["state"] == "clear" and field["score"] >= MENDING.leans:
            field["state"], field["why"] = "doubtful", "partly" if field["kind"] == "strike" else "small"
    if not whole.is_strewn:
        explained = [mark["box_mm"] for mark in again["sheet_marks"] if mark["kind"] == "foreign_ink"]
        explained += [mark["box_mm"] for mark in again["sheet_marks"] if mark["kind"] == "streak"] if whole.lines else []
        foreign = [mark for mark in first["sheet_marks"] if mark["kind"] == "foreign_ink"]
        again["sheet_marks"] += [mark for mark in foreign if not any(touch(mark["box_mm"], box) for box in explained)]
    return again


def touch(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes share a point."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def is_foreign(findings: Sequence[Finding]) -> bool:
    """Whether too many fields lack their print: another form, half a page, or a picture so light that marks may have gone."""
    whys = [found.why for found in findings]
    pale, most = whys.count(PALE_PRINT), SHEET.foreign_share * len(findings)
    lacking = whys.count(NOT_MATCHED) + pale
    return lacking == len(findings) or (lacking >= SHEET.foreign_fields and lacking > most) or pale > most


def pale_prints(findings: Sequence[Finding]) -> int:
    """How many fields have a print so pale that a mark may have gone."""
    return sum(found.why == PALE_PRINT for found in findings)


def is_one_bit(image: Grey) -> bool:
    """Whether a scanner left nothing between black and white; of most pages the first rows tell."""
    return not loops.has_between(image[::SPARSE, ::SPARSE], ONE_BIT.black, ONE_BIT.white, ONE_BIT.grey_share)


def asked_where_ink_may_be_lost(findings: list[tuple[FieldShape, Finding]], *, every: bool = False) -> list[tuple[FieldShape, Finding]]:
    """Where pale strokes become specks or nothing, fields with specks go to people; with some of them, or where asked for, `every` clear one."""
    specked = [found.state == "clear" and found.features not in (UNSEEN, squares.UNTOUCHED) for _entry, found in findings]
    all_clear = every or sum(specked) >= ONE_BIT.specked_fields
    return [
        (entry, found._replace(state="doubtful", score=0.3, why="pale") if found.state == "clear" and (all_clear or has_specks) else found)
        for (entry, found), has_specks in zip(findings, specked, strict=True)
    ]


def shows_its_pen(findings: list[tuple[FieldShape, Finding]]) -> bool:
    """Whether the marks of a page say that its pen is seen on it: then a field without ink bears no mark of that pen."""
    strike, box = MENDING.pen_dark
    darks = [
        found.features[k.DARK] / strike if entry["kind"] == "strike" else found.features[squares.DARK] / box
        for entry, found in findings
        if found.state == "marked"
    ]
    return bool(darks) and float(np.percentile(darks, 25)) >= 1 and not any(found.why == "pale" for _entry, found in findings)


def has_room_for_ring(mark: SheetMark) -> bool:
    """Whether foreign ink is long enough to be the ring of a cup, which leaves the fields it crosses."""
    x0, y0, x1, y1 = mark["box_mm"]
    return mark["kind"] == "foreign_ink" and max(x1 - x0, y1 - y0) >= RING.foreign_mm


def asked_where_crossed(
    findings: list[tuple[FieldShape, Finding]], crossed: Sequence[bool], states: Sequence[str] = ("marked",)
) -> list[tuple[FieldShape, Finding]]:
    """What looks marked where the ring of a cup runs may be the ring, and by a shadow nothing is sure: it goes to people."""
    return [
        (entry, each._replace(state="doubtful", score=min(each.score, 0.5), why="stain") if is_crossed and each.state in states else each)
        for (entry, each), is_crossed in zip(findings, crossed, strict=True)
    ]


def _reading(entry: FieldShape, found: Finding) -> FieldReading:
    reading: FieldReading = {"candidate": entry["candidate"], "kind": entry["kind"], "state": found.state, "score": found.score}
    if found.why:
        reading["why"] = NOT_MATCHED if found.why == PALE_PRINT else found.why
    return reading


def set_aside(source: str, digest: str, pages: int, cause: str | None) -> ReadingLine:
    """The line of a page that is not read."""
    return {
        "source": source,
        "digest": digest,
        "status": "set_aside",
        "cause": cause,
        "duplicate_of": None,
        "ballot": None,
        "page": None,
        "pages": pages,
        "fields": [],
        "sheet_marks": [],
        "readers_agree": True,
    }


def assemble(lines: Iterable[Mapping[str, object]], first_ballot: int = 1) -> list[dict[str, object]]:
    """Number the ballots, pages of one lying together, and name the duplicates (ghép phiếu)."""
    copies = (cast(ReadingLine, {"pages": 1, **line}) for line in lines)
    return [cast(dict[str, object], line) for line in joined(copies, first_ballot)]


def read_files(
    layout: Mapping[str, object],
    paths: Sequence[Path],
    *,
    workers: int = 1,
    both: bool = True,
    progress: Progress | None = None,
    kept: list[Kept] | None = None,
) -> Iterator[dict[str, object]]:
    """Read files and folders of scans in order; `kept` takes what finds a paper scanned twice, nothing else grows with them (đọc các tệp quét)."""
    found = scan_files(list(paths))
    files = list(zip(source_names(found), found, strict=True))
    lines = (
        _read_here(PageReader(layout, both=both), files, progress) if workers <= 1 else _read_with(layout, files, workers, both, progress)
    )
    for line in kept_apart(joined(lines), [] if kept is None else kept):
        yield cast(dict[str, object], line)


def read_portion(reader: PageReader, name: str, data: bytes, indices: Sequence[int]) -> list[ReadingLine]:
    """Read some pages of one file; broken ones become lines too."""
    return list(page_lines(reader, name, data, indices))


def page_lines(reader: PageReader, name: str, data: bytes, indices: Sequence[int]) -> Iterator[ReadingLine]:
    """Read some pages of one file one after the other; broken ones become lines too."""
    pages = len(reader.layout["pages"])
    try:
        scan = ScanFile(name, data)
    except PageRefused as refusal:
        yield _refused(refusal, name, data, pages)
        return
    for index in indices or range(scan.count):
        try:
            yield reader.line(scan.page(index), with_ink=True)
        except PageRefused as refusal:
            yield _refused(refusal, f"{name}#{index + 1}", f"{hashlib.sha256(data).hexdigest()}#{index}".encode(), pages)
    scan.close()


def _refused(refusal: PageRefused, source: str, data: bytes, pages: int) -> ReadingLine:
    line = set_aside(source, hashlib.sha256(data).hexdigest(), pages, refusal.cause)
    line["note"] = refusal.message
    return line


def portions(files: Sequence[NamedFile]) -> Iterator[tuple[str, Path, list[int]]]:
    """Files cut into tasks of equal size; an unreadable file is one task."""
    for name, path in files:
        try:
            scan = ScanFile(name, path.read_bytes())
        except PageRefused:
            yield name, path, []
            continue
        count = scan.count
        scan.close()
        for start in range(0, count, PORTION):
            yield name, path, list(range(start, min(count, start + PORTION)))


def _read_here(reader: PageReader, files: Sequence[NamedFile], progress: Progress | None) -> Iterator[ReadingLine]:
    lines = chain.from_iterable(page_lines(reader, name, path.read_bytes(), []) for name, path in files)
    for done, line in enumerate(lines, start=1):
        yield line
        if progress:
            progress(done)


_worker: dict[str, PageReader] = {}


def _start_worker(layout: Mapping[str, object], both: bool) -> None:
    _worker["reader"] = PageReader(layout, both=both)


def _work(name: str, path: Path, indices: list[int]) -> list[ReadingLine]:
    return read_portion(_worker["reader"], name, path.read_bytes(), indices)


def _read_with(
    layout: Mapping[str, object], files: Sequence[NamedFile], workers: int, both: bool, progress: Progress | None
) -> Iterator[ReadingLine]:
    """Read in several processes, a bounded number of tasks ahead, results in order."""
    tasks = portions(files)
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(layout, both)) as pool:
        ahead: list[Future[list[ReadingLine]]] = [pool.submit(_work, *task) for task in islice(tasks, workers * 3)]
        done = 0
        while ahead:
            lines = ahead.pop(0).result()
            ahead += [pool.submit(_work, *task) for task in islice(tasks, 1)]
            done += len(lines)
            yield from lines
            if progress:
                progress(done)
