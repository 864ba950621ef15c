"""The same paper scanned twice: the same hand in the same places (tờ quét hai lần).

Every scan of a sheet has its own noise, so equal bytes find nothing. What stays is the hand of the voter: where each mark begins and
ends, how high and how slanted it runs. The reader keeps of each marked field what is left after the print was taken away. When a pile
is read, the usual look of each field is taken away too, and what is a hand's own is compared with all other pages. Only people decide.
Sheets with few marks, and marks that all look alike, cannot be told apart: there the accounts must do.

The kept ink tells a ballot from all others, as its marks do: it belongs to the sealed edition, stands in no file of readings, and lies
in a database only under the key of its contest.
"""

import base64
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.registration import Grey
from daihoi.paper.shapes import FieldShape, LayoutShape, ReadingLine
from daihoi.paper.surface import LOW, Surface
from daihoi.paper.thresholds import TWICE
from daihoi.rules.readings import LIKELY_DUPLICATE

Floats = NDArray[np.float32]
Own = Mapping[int, tuple[Floats, float]]
LEVELS = 4  # of darkness in one step of the kept ink
AROUND_MM = {"strike": (7.0, 1.5)}  # of a field: strokes begin and end beside the name
BESIDE_MM = (3.0, 3.0)
SHADOW = 128  # numbers that stand for a page when thousands are compared
PORTION = 256  # pages compared at once


class InkKeeper:
    """Keeps the ink of page images of one ballot (giữ nét mực)."""

    def __init__(self, layout: LayoutShape) -> None:
        """Prepare the windows of all fields."""
        self.windows = {
            page["number"]: {(entry["candidate"], entry["kind"]): (place, _window(entry)) for place, entry in enumerate(page["fields"])}
            for page in layout["pages"]
        }

    def keep(self, line: ReadingLine, surface: Surface) -> str:
        """The ink of a page that was read, as text; none where too few fields are marked to tell a hand."""
        if line["status"] != "read" or line["page"] is None:
            return ""
        marked = [(field["candidate"], field["kind"]) for field in line["fields"] if field["state"] != "clear"][: TWICE.most_fields]
        if len(marked) < TWICE.least_fields:
            return ""
        windows = self.windows[line["page"]]
        residue, shown = surface.residue.view(np.uint8), _shown(surface.noise)
        parts = [_packed(place, _picture(residue, shown, window)) for place, window in (windows[key] for key in marked)]
        return base64.b64encode(zlib.compress(b"".join(parts), 1)).decode("ascii")


def _window(entry: FieldShape) -> tuple[int, int, int, int]:
    """Top, left, rows and columns of a field with what voters write around it."""
    across, down = AROUND_MM.get(entry["kind"], BESIDE_MM)
    x0, y0, x1, y1 = entry["box_mm"]
    y, x = max(0, round((y0 - down) * LOW)), max(0, round((x0 - across) * LOW))
    return y, x, min(255, round((y1 + down) * LOW) - y), min(255, round((x1 + across) * LOW) - x)


def _shown(noise: float) -> Floats:
    """What is kept of each darkness from -128 to 127, in the order of their bytes."""
    dark = np.arange(256).astype(np.uint8).view(np.int8).astype(np.float32)
    cut = max(TWICE.ink_least, TWICE.ink_noise * noise)
    return np.where(dark < cut, np.float32(0), np.minimum(dark, np.float32(TWICE.ink_most)) / LEVELS)


def _picture(residue: Grey, shown: Floats, window: tuple[int, int, int, int]) -> Grey:
    y, x, rows, columns = window
    return cv2.GaussianBlur(cv2.LUT(residue[y : y + rows, x : x + columns], shown), (0, 0), 0.5).astype(np.uint8)


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
        sums: dict[int, Floats] = {}
        counts: dict[int, int] = defaultdict(int)
        for each in pages:
            for place, picture in _pictures(each.ink).items():
                sums[place] = sums[place] + picture if place in sums else picture
                counts[place] += 1
        self.usual = {place: total / np.float32(counts[place]) for place, total in sums.items() if counts[place] >= TWICE.least_pages}

    def own(self, index: int) -> Own:
        """The ink of each marked field without its usual look, of length 1, and its share of all ink there."""
        found = {}
        for place, picture in _pictures(self.pages[index].ink).items():
            if place in self.usual:
                own: Floats = picture - self.usual[place]
                length, all_ink = float(np.linalg.norm(own)), float(np.linalg.norm(picture))
                if length and all_ink:
                    found[place] = own / np.float32(length), min(1.0, length / all_ink)
        return found

    def shadows(self) -> Floats:
        """A few numbers for each page, of length 1, whose product is near the likeness of two pages."""
        longest = max((_small(picture).size + place for place, picture in self.usual.items()), default=0)
        signs = (np.random.default_rng(1).integers(0, 2, (longest, SHADOW), dtype=np.int8) * 2 - 1).astype(np.float32)
        found = np.zeros((len(self.pages), SHADOW), np.float32)
        for row in range(len(self.pages)):
            for place, (picture, share) in self.own(row).items():
                small = _small(picture)
                found[row] += np.float32(share) * (small @ signs[place : place + small.size])
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(length, 1e-6), dtype=np.float32)

    def alike(self) -> Iterator[tuple[int, int]]:
        """Pairs of pages that look like one paper: by their shadows first, then field by field."""
        shadows = self.shadows()
        for start in range(0, len(self.pages), PORTION):
            near = shadows[start : start + PORTION] @ shadows.T
            for row, column in np.argwhere(near > TWICE.shadow_least):
                one, other = start + int(row), int(column)
                if other < one and self.likeness(one, other) >= TWICE.alike:
                    yield other, one

    def likeness(self, one: int, other: int) -> float:
        """How alike the hands of two pages are."""
        if one not in self.held:
            self.held = {one: self.own(one)}
        return likeness(self.held[one], self.own(other))


def _small(picture: Floats) -> Floats:
    """A picture of a field at a third of its height and a quarter of its width, in a row."""
    rows, columns = picture.shape
    return np.asarray(cv2.resize(picture, (columns // 4, rows // 3), interpolation=cv2.INTER_AREA), dtype=np.float32).ravel()


def likeness(one: Own, other: Own) -> float:
    """How alike the hands of two pages are, -1 to 1: a mean over the fields that both have marked, those that look as usual weigh less.

    0 where too few fields look other than usual: then all hands of this pile look alike, and nobody can tell.
    """
    both = [(one[place], other[place]) for place in one.keys() & other.keys()]
    if sum(max(mine[1], theirs[1]) > TWICE.own_least for mine, theirs in both) < TWICE.least_fields:
        return 0.0
    weighed = [(float(np.vdot(mine[0], theirs[0])), mine[1] * theirs[1]) for mine, theirs in both]
    return sum(alike * weight for alike, weight in weighed) / sum(weight for _alike, weight in weighed)


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
