"""The same paper scanned twice: the same hand, and the same stamp, in the same places (tờ quét hai lần).

Every scan of a sheet has its own noise, so equal bytes find nothing. What stays is the hand of the voter: where each mark begins and
ends, how high and how slanted it runs; and how the stamp came down: where, how turned, how inked. The reader keeps what is left of
each marked field and of the stamp after the print was taken away. When a pile is read, the usual look of each is taken away too, and
what is a paper's own is compared with all other pages. Only people decide. Marks and stamps that all look alike tell nothing: there
the accounts must do.

The kept ink tells a ballot from all others, as its marks do: it belongs to the sealed edition, stands in no file of readings, and lies
in a database only under the key of its contest.
"""

import base64
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import softening
from daihoi.paper.registration import Grey
from daihoi.paper.shapes import FieldShape, LayoutShape, ReadingLine
from daihoi.paper.surface import LOW, Surface
from daihoi.paper.thresholds import TWICE
from daihoi.rules.readings import LIKELY_DUPLICATE

Floats = NDArray[np.float32]
T = TypeVar("T", np.uint8, np.float32)
Own = Mapping[int, tuple[Floats, float]]
LEVELS = 4  # of darkness in one step of the kept ink
AROUND_MM = {"strike": (7.0, 1.5)}  # of a field: strokes begin and end beside the name
BESIDE_MM = (3.0, 3.0)
STAMP = 0xFFFF  # stands for the stamp among the places of fields
STAMP_OUT_MM = 3.0  # a hurried stamp lies so far beside its place
STAMP_SMALLER = 2  # times than the fields: it is large
SOFT = cv2.getGaussianKernel(softening.TAPS, 0.85, cv2.CV_32F).ravel()  # two scans of one paper never lie exactly alike
SHADOW = 256  # numbers that stand for a page when thousands are compared
PORTION = 256  # pages compared at once


class InkKeeper:
    """Keeps the ink of page images of one ballot (giữ nét mực)."""

    def __init__(self, layout: LayoutShape) -> None:
        """Prepare the windows of all fields, each after its place on the page."""
        self.places = {
            page["number"]: {(entry["candidate"], entry["kind"]): place for place, entry in enumerate(page["fields"])}
            for page in layout["pages"]
        }
        self.windows = {
            page["number"]: np.array([(place, *_window(entry)) for place, entry in enumerate(page["fields"])], np.int64)
            for page in layout["pages"]
        }
        self.stamps = {
            page["number"]: _around(page["stamp_mm"], STAMP_OUT_MM, STAMP_OUT_MM) for page in layout["pages"] if page["stamp_mm"]
        }

    def keep(self, line: ReadingLine, surface: Surface) -> str:
        """The ink of a page that was read, as text; none where nothing was marked and no stamp pressed."""
        if line["status"] != "read" or line["page"] is None:
            return ""
        places, windows = self.places[line["page"]], self.windows[line["page"]]
        residue, shown = surface.residue.view(np.uint8), _shown(surface.noise)
        marked = [places[field["candidate"], field["kind"]] for field in line["fields"] if field["state"] == "marked"]
        parts = [softening.packed(residue, shown, SOFT, windows.take(marked[: TWICE.most_fields], axis=0)).tobytes()] if marked else []
        if any(mark["kind"] == "stamp" and mark["state"] == "present" for mark in line["sheet_marks"]):
            stamp = softening.softened(residue, shown, SOFT, *self.stamps[line["page"]])
            parts.append(_packed(STAMP, _smaller(stamp, STAMP_SMALLER, STAMP_SMALLER)))
        return base64.b64encode(_pressed(b"".join(parts))).decode("ascii") if parts else ""


def _pressed(data: bytes) -> bytes:
    """The same in few bytes: most of them are nothing, in long runs; a small memory is set up faster."""
    press = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS - 1, 5, zlib.Z_RLE)
    return press.compress(data) + press.flush()


def _window(entry: FieldShape) -> tuple[int, int, int, int]:
    """Top, left, rows and columns of a field with what voters write around it."""
    return _around(entry["box_mm"], *AROUND_MM.get(entry["kind"], BESIDE_MM))


def _around(box: Sequence[float], across: float, down: float) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box
    y, x = max(0, round((y0 - down) * LOW)), max(0, round((x0 - across) * LOW))
    return y, x, min(255, round((y1 + down) * LOW) - y), min(255, round((x1 + across) * LOW) - x)


@cache
def _shown(noise: float) -> Floats:
    """What is kept of each darkness from -128 to 127, in the order of their bytes."""
    dark = np.arange(256).astype(np.uint8).view(np.int8).astype(np.float32)
    cut = max(TWICE.ink_least, TWICE.ink_noise * noise)
    return np.where(dark < cut, np.float32(0), np.minimum(dark, np.float32(TWICE.ink_most)) / LEVELS)


def _smaller(picture: NDArray[T], rows: int, columns: int) -> NDArray[T]:
    """A picture at a fraction of its height and its width."""
    size = picture.shape[1] // columns, picture.shape[0] // rows
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=picture.dtype)


def _packed(place: int, picture: Grey) -> bytes:
    return struct.pack("<HBB", place, *picture.shape) + picture.tobytes()


def _pictures(ink: str) -> dict[int, Floats]:
    """The marked fields of a page by their place on it."""
    data, found, at = zlib.decompress(base64.b64decode(ink)), {}, 0
    while at < len(data):
        place, rows, columns = struct.unpack_from("<HBB", data, at)
        found[place] = np.frombuffer(data, np.uint8, rows * columns, at + 4).astype(np.float32).reshape(rows, columns)
        at += 4 + rows * columns
    return found


@dataclass(frozen=True)
class Kept:
    """One page of a pile as it is compared: its ballot, its states in order, its ink (trang để so)."""

    source: str
    ballot: int
    page: int
    states: str
    ink: str

    @classmethod
    def of(cls, line: ReadingLine, ink: str) -> "Kept":
        """A page that was read."""
        return cls(line["source"], line["ballot"] or 0, line["page"] or 0, "".join(each["state"][0] for each in line["fields"]), ink)


def repeated(pages: Sequence[Kept]) -> dict[str, str]:
    """The pages of each ballot that looks like one before it in the pile, each with the page it repeats."""
    ballots: dict[int, dict[int, Kept]] = defaultdict(dict)
    for each in pages:
        ballots[each.ballot].setdefault(each.page, each)
    rank = {ballot: place for place, ballot in enumerate(ballots)}
    found: dict[str, str] = {}
    for page in sorted({each.page for each in pages}):
        side = [each for each in pages if each.page == page and each.ink]
        for one, other in Side(side).alike():
            first, second = sorted((side[one].ballot, side[other].ballot), key=lambda ballot: rank[ballot])
            if first != second and _same_marks(ballots[first], ballots[second]):
                found = _pairs(ballots[second], ballots[first]) | found
    return found


def _pairs(mine: Mapping[int, Kept], theirs: Mapping[int, Kept]) -> dict[str, str]:
    """Each page with the page it repeats; a page that the other ballot lacks goes with its first."""
    first = next(iter(theirs.values()))
    return {each.source: theirs.get(number, first).source for number, each in mine.items()}


def _same_marks(mine: Mapping[int, Kept], theirs: Mapping[int, Kept]) -> bool:
    """Whether no field is marked on one and clear on the other."""
    both = [(mine[number].states, theirs[number].states) for number in mine.keys() & theirs.keys()]
    return all({a, b} != {"m", "c"} for ours, others in both for a, b in zip(ours, others, strict=True))


class Side:
    """All pages of one number with what is a hand's own in them (các trang cùng số)."""

    def __init__(self, pages: Sequence[Kept]) -> None:
        """Learn the usual look of every field that enough pages have marked."""
        self.pages = pages
        self.held: dict[int, Own] = {}
        self.stamps: list[Own] = []
        sums: dict[int, Floats] = {}
        counts: dict[int, int] = defaultdict(int)
        for each in pages:
            for place, picture in _pictures(each.ink).items():
                sums[place] = sums[place] + picture if place in sums else picture
                counts[place] += 1
        self.usual = {place: total / np.float32(counts[place]) for place, total in sums.items() if counts[place] >= TWICE.least_pages}

    def own(self, index: int) -> Own:
        """The ink of each marked field, and of the stamp, without as much of its usual look as it holds; of length 1, with its share of all ink there."""
        found = {}
        for place, picture in _pictures(self.pages[index].ink).items():
            usual, all_ink = self.usual.get(place), float(np.linalg.norm(picture))
            if usual is None or not all_ink:
                continue
            own: Floats = picture - np.float32(np.vdot(picture, usual) / np.vdot(usual, usual)) * usual
            length = float(np.linalg.norm(own))
            if length:
                found[place] = own / np.float32(length), length / all_ink
        return found

    def shadows(self) -> tuple[Floats, Floats]:
        """For each page a few numbers of its marks and a few of its stamp, of length 1 or 0, whose products are near the likeness of two pages."""
        longest = max((_small(picture).size + place % STAMP for place, picture in self.usual.items()), default=0)
        signs = (np.random.default_rng(1).integers(0, 2, (longest, SHADOW), dtype=np.int8) * 2 - 1).astype(np.float32)
        found = np.zeros((2, len(self.pages), SHADOW), np.float32)
        for row in range(len(self.pages)):
            own = self.own(row)
            self.stamps.append({STAMP: own[STAMP]} if STAMP in own else {})
            for place, (picture, share) in own.items():
                small, start = _small(picture), place % STAMP
                found[int(place == STAMP), row] += np.float32(share) * (small @ signs[start : start + small.size])
        hands, stamps = found / np.maximum(np.linalg.norm(found, axis=2, keepdims=True), 1e-6)
        return hands, stamps

    def alike(self) -> Iterator[tuple[int, int]]:
        """Pairs of pages that look like one paper: by their marks and shadows first, then field by field."""
        (hands, stamps), marked, clear = self.shadows(), self._are("m"), self._are("c")
        stamped = np.asarray(stamps.any(axis=1))
        for start in range(0, len(self.pages), PORTION):
            some = slice(start, start + PORTION)
            agree = np.asarray(marked[some] @ clear.T + clear[some] @ marked.T < 1)
            company = agree.sum(axis=1)
            by_stamp = stamped[some, None] & stamped
            near = np.where(by_stamp, stamps[some] @ stamps.T > TWICE.shadow_stamp, hands[some] @ hands.T > TWICE.shadow_hand)
            asked = TWICE.alike + TWICE.alike_many * np.log10(company)
            for row, column in np.argwhere(agree & (near | (company < TWICE.company)[:, None])):
                one, other = start + int(row), int(column)
                if other < one and self.likeness(one, other) > asked[row]:
                    yield other, one

    def _are(self, state: str) -> Floats:
        """Which fields of which page are in a state."""
        return np.array([[each == state for each in page.states] for page in self.pages], np.float32)

    def likeness(self, one: int, other: int) -> float:
        """How alike two pages are, the fewer their fields the less; their stamps are looked at first."""
        if _stamps_differ(self.stamps[one], self.stamps[other]):
            return 0.0
        if one not in self.held:
            self.held = {one: self.own(one)}
        return likeness(self.held[one], self.own(other))


def _small(picture: Floats) -> Floats:
    """A picture of a field at a third of its height and a quarter of its width, in a row."""
    return _smaller(picture, 3, 4).ravel()


def _weight(place: int) -> float:
    return TWICE.stamp_weight if place == STAMP else 1.0


def likeness(one: Own, other: Own) -> float:
    """How alike two pages are, -1 to 1: a mean over the fields that both have marked and the stamp, those that look as usual weigh less.

    The fewer they are the more is taken off, and something where no stamp is among them. 0 where two stamps differ, and where so little looks other than usual that nobody can tell.
    """
    both = one.keys() & other.keys()
    told = sum(_weight(place) for place in both if max(one[place][1], other[place][1]) > TWICE.own_least)
    if told < TWICE.least_fields or _stamps_differ(one, other):
        return 0.0
    weights = {place: one[place][1] * other[place][1] * _weight(place) for place in both}
    parts = [_matched(one, other, {place: weights[place] for place in places}) for places in (both - {STAMP}, both & {STAMP})]
    return sum(parts) / sum(weights.values()) - TWICE.alike_few / told - (0.0 if STAMP in both else TWICE.alike_bare)


def _stamps_differ(one: Own, other: Own) -> bool:
    """Whether two stamps were pressed, not one scanned twice."""
    return STAMP in one and STAMP in other and _matched(one, other, {STAMP: 1.0}) < TWICE.stamp_least


def _matched(one: Own, other: Own, weights: Mapping[int, float]) -> float:
    """The weighed likeness of some fields where they lie best upon each other, all moved alike by at most a pixel."""
    moved = [
        np.float32(weight) * cv2.matchTemplate(np.pad(other[place][0], 1), one[place][0], cv2.TM_CCORR) for place, weight in weights.items()
    ]
    return float(np.max(np.sum(moved, axis=0)))


def kept_apart(lines: Iterable[ReadingLine], pages: list[Kept]) -> Iterator[ReadingLine]:
    """Take the ink out of the lines of a pile, and keep it with what is compared."""
    for line in lines:
        ink = line.pop("ink", "")
        if line["status"] == "read":
            pages.append(Kept.of(line, ink))
        yield line


def set_aside_again(lines: Iterable[ReadingLine], repeats: Mapping[str, str]) -> Iterator[ReadingLine]:
    """Send pages that repeat others to people; what was read on them stays in the line."""
    for line in lines:
        if line["status"] == "read" and line["source"] in repeats:
            line["status"], line["cause"], line["duplicate_of"] = "set_aside", LIKELY_DUPLICATE, repeats[line["source"]]
        yield line
