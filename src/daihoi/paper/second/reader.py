"""Page image → an opinion on every field, by mosaics and a network (ý kiến của máy đọc thứ hai)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.registration import Grey, Levels, Matrix
from daihoi.paper.second import mosaics
from daihoi.paper.second.mosaics import PX
from daihoi.paper.second.network import Floats, network
from daihoi.paper.second.registration import Place, SecondRegistrar
from daihoi.paper.shapes import FieldShape, LayoutShape, PageShape
from daihoi.paper.thresholds import SECOND

NAME_TILES, ROWS = 32, 14
# Borders of the tiles beside the name: strokes end within 4.5 mm, only folds and streaks go on to the outermost tile.
SIDES_MM = np.array([0.0, 0.75, 1.5, 2.25, 3.0, 4.75, 6.5])
ABOVE_EM, BELOW_EM = 1.15, 0.45  # of the type size, over and under the baseline
BOX_TILES, BOX_AROUND = 18, 0.6  # tiles a side; of the side of the square, on each side
MOST_POINTS = 150
PAPER_MM = 9  # wider than a stroke
SPARSE = 16  # every so many pixels are looked at to tell a drawn page
WHITE = 255


Key = tuple[int, str]  # candidate and kind of field
Chances = tuple[float, float, float]  # clear, marked, board


@dataclass(frozen=True)
class Opinion:
    """What the second reader makes of a page (ý kiến)."""

    page: int
    chances: Mapping[Key, Chances]
    mosaics: Mapping[Key, Floats] = field(default_factory=dict)

    def agrees(self, candidate: int, kind: str, state: str) -> bool:
        """Whether the second reader sees the same; a doubt of the first one stays its own."""
        clear, marked, _board = self.chances[candidate, kind]
        if state != "marked":
            return state == "doubtful" or clear >= SECOND.clear
        return marked >= SECOND.marked or (clear < SECOND.unclear and self._is_struck_in_bolder_ink(candidate, kind))

    def _is_struck_in_bolder_ink(self, candidate: int, kind: str) -> bool:
        """Whether a stroke through a name, finer or paler than the network knows, would be a strike to it if its pen laid more ink."""
        mosaic = self.mosaics.get((candidate, kind))
        if mosaic is None or kind != "strike":
            return False
        bolder = mosaic.copy()
        bolder[:, :, 0] = np.minimum(1.0, bolder[:, :, 0] * np.float32(SECOND.bolder**0.5))  # it holds square roots
        return bool(network("strike").chances(bolder[None])[0, 1] >= SECOND.marked)


class Mosaic:
    """Where the tiles of all fields of one kind lie on one printed side."""

    def __init__(self, entries: Sequence[FieldShape], print_: Grey) -> None:
        """Lay the tiles and pick the points by which the print is found."""
        self.keys = [(entry["candidate"], entry["kind"]) for entry in entries]
        grids = [_grid(entry) for entry in entries]
        self.edges_x = np.array([x for x, _y in grids], np.int32)
        self.edges_y = np.array([y for _x, y in grids], np.int32)
        points = [_points(print_, x, y) for x, y in grids]
        self.points = np.concatenate(points)
        self.starts = np.cumsum([0, *(len(each) for each in points)]).astype(np.int32)
        self.print = print_

    def of(self, image: Grey, paper: Grey, matrix: Matrix) -> Floats:
        """The mosaics of one page image."""
        out = np.zeros((len(self.keys), self.edges_y.shape[1] - 1, self.edges_x.shape[1] - 1, 2), np.float32)
        mosaics.mosaics(image, paper, matrix, self.print, self.edges_x, self.edges_y, self.points, self.starts, out)
        return out


class SecondReader:
    """Reads page images of one ballot, without anything of the first reader's (máy đọc thứ hai)."""

    def __init__(self, layout: Mapping[str, object], prints: Mapping[int, Grey]) -> None:
        """Prepare the tiles of every page."""
        shape = cast(LayoutShape, layout)
        self.size = (round(shape["page_mm"][0] * PX), round(shape["page_mm"][1] * PX))
        self.registrar = SecondRegistrar(shape, prints)
        self.mosaics = {page["number"]: self._mosaics(page, prints[page["number"]]) for page in shape["pages"]}

    def _mosaics(self, page: PageShape, print_: Grey) -> dict[str, Mosaic]:
        """The tiles of one printed side, names and squares apart."""
        small = (255 - cv2.resize(print_, self.size, interpolation=cv2.INTER_AREA)).astype(np.uint8)
        wide = np.asarray(cv2.dilate(small, np.ones((3, 3), np.uint8)), np.uint8)
        kinds: dict[str, list[FieldShape]] = {}
        for entry in page["fields"]:
            kinds.setdefault("strike" if entry["kind"] == "strike" else "box", []).append(entry)
        return {kind: Mosaic(entries, wide) for kind, entries in kinds.items()}

    def read(self, levels: Levels, lent: tuple[int, Matrix]) -> Opinion:
        """An opinion on a page image; `lent` is where the first reader found which page."""
        image = as_scanned(levels.at(0))
        place = self.registrar.locate(levels) or self.registrar.lent(image, *lent)
        found: dict[Key, Chances] = {}
        seen: dict[Key, Floats] = {}
        for kind, tiles in self.tiles(image, place):
            rows = ((float(clear), float(marked), float(board)) for clear, marked, board in network(kind).chances(tiles))
            found.update(zip(self.mosaics[place.page][kind].keys, rows, strict=True))
            seen.update(zip(self.mosaics[place.page][kind].keys, tiles, strict=True))
        return Opinion(place.page, found, seen)

    def tiles(self, image: Grey, place: Place) -> list[tuple[str, Floats]]:
        """The mosaics of a page by kind of field."""
        paper = cv2.blur(cv2.dilate(place.look, np.ones((PAPER_MM, PAPER_MM), np.uint8)), (PAPER_MM, PAPER_MM))
        return [(kind, mosaic.of(image, np.asarray(paper, np.uint8), place.matrix)) for kind, mosaic in self.mosaics[place.page].items()]


def as_scanned(image: Grey) -> Grey:
    """A page as soft as scanners leave it: the networks know scans only, and a page drawn from a PDF is sharper (làm mềm ảnh chưa qua máy quét)."""
    looked = image[::SPARSE, ::SPARSE]
    if np.count_nonzero(looked == WHITE) < SECOND.drawn_share * looked.size:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SECOND.scan_blur_px), np.uint8)


def _grid(entry: FieldShape) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The borders of the tiles of one field, in pixels."""
    x0, y0, x1, y1 = entry["box_mm"]
    if entry["kind"] == "strike":
        across = np.concatenate([x0 - SIDES_MM[:0:-1], np.linspace(x0, x1, NAME_TILES + 1), x1 + SIDES_MM[1:]])
        down = np.linspace(entry["baseline_mm"] - ABOVE_EM * entry["type_mm"], entry["baseline_mm"] + BELOW_EM * entry["type_mm"], ROWS + 1)
    else:
        across, down = (
            np.linspace(start - BOX_AROUND * (end - start), end + BOX_AROUND * (end - start), BOX_TILES + 1)
            for start, end in ((x0, x1), (y0, y1))
        )
    return np.round(across * PX).astype(np.int32), np.round(down * PX).astype(np.int32)


def _points(print_: Grey, edges_x: NDArray[np.int32], edges_y: NDArray[np.int32]) -> NDArray[np.int32]:
    """Points of ink (+) and of the white beside it (-) within a field: row, column, sign."""
    part = np.zeros((edges_y[-1] - edges_y[0], edges_x[-1] - edges_x[0]), np.uint8)
    y0, x0 = max(0, edges_y[0]), max(0, edges_x[0])
    inside = print_[y0 : edges_y[-1], x0 : edges_x[-1]]
    part[y0 - edges_y[0] : y0 - edges_y[0] + inside.shape[0], x0 - edges_x[0] : x0 - edges_x[0] + inside.shape[1]] = inside
    ink = np.argwhere(part > mosaics.INK)
    rim = np.argwhere((part < mosaics.WHITE) & (cv2.dilate(part, np.ones((3, 3), np.uint8)) > mosaics.INK))
    rng = np.random.default_rng(2)
    chosen = [
        np.column_stack([rng.permutation(each)[:MOST_POINTS], np.full(min(len(each), MOST_POINTS), sign)])
        for each, sign in ((ink, 1), (rim, -1))
    ]
    return np.concatenate(chosen).astype(np.int32)
