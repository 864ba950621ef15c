"""Find the page in its image: corner marks, code, fit, and the gate that refuses a wrong grid (định vị trang)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from daihoi.paper import cutting, fitting, marking, plain
from daihoi.paper.drawing import code_matrix
from daihoi.paper.shapes import LayoutShape

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
Singles = NDArray[np.float32]
Marks = tuple[list[int], Points]  # the identity of each, and its four corners
Found = tuple[Matrix, float, float, int, float, float]  # what `fitting.placed` tells

CORNER_MM = 37.0  # side of the corner crops: marks stand 10-19 mm from the edges, a tilt of 3 degrees moves them 8 mm
NEAR_MM = 28.0  # of smaller ones that are looked at first: on most pages they hold all four marks
LEAST_CROP_PX_PER_MM = 2.9  # a mark of 8 mm is then 23 pixels wide
SEAM = 8  # white pixels between the crops
WHOLE_PX = 1200  # longest side of the reduced whole page
LEAST_PERIMETER = 0.3  # of the side of the crops laid together; a mark has 0.47, and letters stay below
CORNERS, LEAST_CORNERS = 4, 2
MARKS = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
STOP = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.05)
CODE_PX_PER_MM = 7.0
QUIET_MM = 2.4
MOST_WRONG_CELLS = 3  # of a known code: the smallest mends four wrong parts, and two codes differ in eleven at least
NO_MARKS: Marks = ([], np.empty((0, 4, 2)))
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# Gate of the fit, in millimetres. Scans of the simulation with tilt, stretch and local warp leave 0.05-0.45; a foreign grid leaves over 2.
EDGE_WINDOW_MM = 2.6
EDGE_NEAR_MM = 1.3
FIT_RMS_MM = 0.6
LEAST_EDGES = 5
NEAR_SHARE = 0.7  # of the points lie near the fit
DARK_PAGE, LIGHT_SPREAD, BLANK_INK = 70, 24, 0.0015


@dataclass(frozen=True)
class Fit:
    """Where the page lies in the image: `matrix` leads from millimetres to pixels (kết quả định vị)."""

    page: int
    matrix: Matrix
    rms_mm: float
    corners: int
    edges: int
    px_per_mm: float


class NotRegistered(Exception):
    """The page was not found or is no page of this ballot; `cause` is a code of the contract."""

    def __init__(self, cause: str) -> None:
        """Keep the cause."""
        super().__init__(cause)
        self.cause = cause


def codes_of_marks() -> NDArray[np.int64]:
    """For each pattern of bits the mark that shows it, times four, and the quarter turns it was turned by; less than nothing for none."""
    known = np.full(1 << marking.INNER**2, marking.NO_MARK, np.int64)
    for identity, packed in enumerate(MARKS.bytesList):
        bits = cv2.aruco.Dictionary.getBitsFromByteList(packed[None], marking.INNER)
        for turns in range(4):
            known[int("".join(map(str, np.rot90(bits, turns).ravel())), 2)] = 4 * identity + turns
    return known


def detector(perimeter: float) -> cv2.aruco.ArucoDetector:
    """A marker detector with one adaptive threshold."""
    parameters = cv2.aruco.DetectorParameters()
    parameters.adaptiveThreshWinSizeMin = 23
    parameters.adaptiveThreshWinSizeMax = 23
    parameters.minMarkerPerimeterRate = perimeter
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_NONE
    parameters.polygonalApproxAccuracyRate = 0.06
    parameters.errorCorrectionRate = 0.5
    return cv2.aruco.ArucoDetector(MARKS, parameters)


class Registrar:
    """Registers page images against one layout."""

    def __init__(self, layout: LayoutShape) -> None:
        """Prepare marks, edges and codes of every page."""
        self.width, self.height = layout["page_mm"]
        self.pages = {page["number"]: page for page in layout["pages"]}
        self.marks = {mark["id"]: (page["number"], _corners(mark["box_mm"])) for page in layout["pages"] for mark in page["marks"]}
        self.squares = {number: np.array([_square(box) for box in page["edge_mm"]], np.float64) for number, page in self.pages.items()}
        self.middle = (self.width / 2, self.height / 2)
        self.codes = {number: np.array(code_matrix(page["payload"]), bool) for number, page in self.pages.items()}
        self.code_boxes = {number: np.array(page["codes_mm"], np.float64).reshape(-1, 4) for number, page in self.pages.items()}
        self.crop_detectors = {wide: detector(LEAST_PERIMETER * CORNER_MM / wide) for wide in (NEAR_MM, CORNER_MM)}
        self.page_detector, self.mark_codes = detector(0.02), codes_of_marks()
        self.mark_mm = max((box[1, 0] - box[0, 0] for _page, box in self.marks.values()), default=0.0)
        self.mark_boxes = np.zeros((len(MARKS.bytesList), 4, 2))
        for identity, (_page, box) in self.marks.items():
            self.mark_boxes[identity] = box

    def locate(self, image: Grey) -> Fit:
        """The fit of a page image, or `NotRegistered`."""
        identities, rough = self._plain_marks(image)
        pages = {self.marks[each][0] if each in self.marks else -1 for each in identities}
        if len(set(identities)) == CORNERS and len(pages) == 1 and -1 not in pages:
            return self._fit_of_plain(image, identities, rough, pages.pop())
        found = self._sharp(image, identities, rough) if identities else self._marks_in_corners(image, NEAR_MM)
        if len(found) < CORNERS:
            found = self._marks_in_corners(image, CORNER_MM)
        if len(found) < CORNERS:
            found = {**self._marks_anywhere(image), **found}
        page = self._page_of(found, image)
        mine = {identity: corners for identity, corners in found.items() if identity in self.marks and self.marks[identity][0] == page}
        if len(mine) < LEAST_CORNERS:
            raise NotRegistered(self._why_none(image, len(mine)))
        millimetres = np.concatenate([self.marks[identity][1] for identity in mine])
        pixels = np.concatenate(list(mine.values()))
        matrix = (
            fitting.rough(millimetres, pixels) if len(mine) == CORNERS else _fit(millimetres, pixels, affine=len(mine) == LEAST_CORNERS)
        )
        self._check_code(image, matrix, page)
        middle, squares = self.middle, self.squares[page]
        return _gated(page, len(mine), fitting.placed(image, matrix, middle, squares, EDGE_WINDOW_MM, millimetres, pixels, EDGE_NEAR_MM))

    def _fit_of_plain(self, image: Grey, identities: Sequence[int], rough: Points, page: int) -> Fit:
        """The fit of a page whose four marks are seen plainly."""
        place = np.array(identities), self.mark_boxes, self.middle, self.squares[page], EDGE_WINDOW_MM, EDGE_NEAR_MM
        code = self.code_boxes[page], self.codes[page], MOST_WRONG_CELLS
        is_shown, matrix, found = plain.placed(image, *_sharpened(image, rough), *place, *code)
        if not is_shown:
            self._check_code(image, matrix, page)
        return _gated(page, CORNERS, found)

    def _crops(self, image: Grey, wide: float) -> tuple[int, int, float]:
        """How many times the corners are halved, how wide they are then, and the pixels of a millimetre in them."""
        scale, levels = max(image.shape) / max(self.width, self.height), 0
        while scale / 2**levels >= LEAST_CROP_PX_PER_MM * 2:
            levels += 1
        px = scale / 2**levels
        return levels, int(min(wide * px, (image.shape[0] >> levels) / 2, (image.shape[1] >> levels) / 2)), px

    def _plain_marks(self, image: Grey) -> Marks:
        """Four marks, one in each corner, where all are seen plainly; otherwise none."""
        levels, side, px = self._crops(image, NEAR_MM)
        known, points = plain.marks(image, levels, side, SEAM, self.mark_mm * px, self.mark_codes)
        identities = known.tolist()
        return NO_MARKS if marking.NO_MARK in identities else (identities, points)

    def _marks_in_corners(self, image: Grey, wide: float) -> dict[int, Points]:
        """Marks in four reduced corner crops, so many millimetres wide, laid side by side for one call of the detector."""
        levels, side, _px = self._crops(image, wide)
        factor = 2**levels
        height, width = image.shape[0] // factor, image.shape[1] // factor
        identities, quads = _detected(self.crop_detectors[wide], cutting.corners(image, levels, side, SEAM))
        left_out = np.array([width - 2 * side - SEAM, height - 2 * side - SEAM]) * (quads[:, :1] > side + SEAM / 2)  # between the crops
        return self._sharp(image, identities, (quads + left_out + 0.5) * factor - 0.5)

    def _marks_anywhere(self, image: Grey) -> dict[int, Points]:
        """Marks in the whole page, reduced: for pictures that show more than the page."""
        reduce = min(1.0, WHOLE_PX / max(image.shape))
        small = np.asarray(cv2.resize(image, None, fx=reduce, fy=reduce, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        identities, quads = _detected(self.page_detector, small)
        return self._sharp(image, identities, (quads + 0.5) / reduce - 0.5)

    @staticmethod
    def _sharp(image: Grey, identities: Sequence[int], rough: Points) -> dict[int, Points]:
        """Marks by identity, to a part of a pixel; the same mark twice means two sheets."""
        if len(set(identities)) < len(identities):
            raise NotRegistered("two_sheets")
        if not identities:
            return {}
        sharp: Points = fitting.settled(*_sharpened(image, rough.reshape(-1, 2)), *image.shape)
        return dict(zip(identities, sharp.reshape(-1, 4, 2), strict=True))

    def _page_of(self, found: Mapping[int, Points], image: Grey) -> int:
        """The page the marks agree on; marks of two pages mean two sheets."""
        numbers = [self.marks[identity][0] if identity in self.marks else -1 for identity in found]
        if not numbers:
            raise NotRegistered(self._why_none(image, 0))
        best = max(set(numbers), key=numbers.count)
        if best < 0:
            raise NotRegistered("wrong_ballot")
        if len(set(numbers)) > 1 and numbers.count(best) < 3:
            raise NotRegistered("two_sheets")
        return best

    def _why_none(self, image: Grey, marks: int) -> str:
        """The likely reason why a page shows too few marks."""
        small = cv2.resize(image, (160, 226), interpolation=cv2.INTER_AREA)
        light, dark = float(np.percentile(small, 95)), float(np.percentile(small, 1))
        if light < DARK_PAGE:
            return "too_dark"
        if marks:
            return "torn"
        for text in _codes(image):
            if text.startswith("DH1:"):
                return "no_marks_found" if text in {page["payload"] for page in self.pages.values()} else "wrong_ballot"
        inner = small[8:-8, 8:-8]
        ink = float((inner < 0.72 * np.median(inner)).mean())
        if ink < BLANK_INK:
            return "blank_page"
        return "too_light" if light - dark < LIGHT_SPREAD else "no_marks_found"

    def _check_code(self, image: Grey, matrix: Matrix, page: int) -> None:
        """Only a sheet whose printed code names this election, style and page goes on."""
        wanted = self.pages[page]["payload"]
        for box in self.pages[page]["codes_mm"]:
            wrong = plain.wrong_cells(image, matrix, np.array(box), self.codes[page])
            if wrong <= MOST_WRONG_CELLS or _code_at(image, matrix, box) == wanted:
                return
        texts = [text for box in self.pages[page]["codes_mm"] for text in [_code_at(image, matrix, box)] if text]
        if not texts:
            texts = [text for text in _codes(image) if text.startswith("DH1:")]
        if not texts:
            raise NotRegistered("unreadable_code")
        if any(text != wanted for text in texts):
            same = all(text.rsplit(":", 1)[0] == wanted.rsplit(":", 1)[0] for text in texts)
            raise NotRegistered("two_sheets" if same else "wrong_ballot")


class Levels:
    """An image at whole, half, quarter size and so on, each made when it is asked for (ảnh thu nhỏ dần)."""

    def __init__(self, image: Grey) -> None:
        """Begin with the image itself."""
        self._made = {0: image}

    def at(self, level: int) -> Grey:
        """The image, so many times halved."""
        if level not in self._made:
            skips = level >= 2 and level - 1 not in self._made
            self._made[level] = cutting.quartered(self.at(level - 2)) if skips else _halved(self.at(level - 1))
        return self._made[level]


def _halved(image: Grey) -> Grey:
    """The whole image at half its size."""
    half: Grey = cutting.halved(image, 0, 0, image.shape[0] // 2, image.shape[1] // 2)
    return half


def _detected(detector_: cv2.aruco.ArucoDetector, image: Grey) -> Marks:
    """The marks in an image."""
    corners, identities, _rest = detector_.detectMarkers(image)
    return NO_MARKS if identities is None else ([int(each) for each in np.ravel(identities)], np.concatenate(corners).astype(np.float64))


def _corners(box: Sequence[float]) -> Points:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64)


def _square(box: Sequence[float]) -> tuple[float, float, float]:
    """The middle and the side of an edge square."""
    x0, y0, x1, y1 = box
    return (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0


def local_affine(matrix: Matrix, x: float, y: float, px_per_mm: float, width: int, height: int) -> Matrix:
    """The affine map from the pixels of a straight strip, with its top left at (x, y) mm, to the image."""
    out = np.empty((1, 2, 3))
    cutting.affines(matrix, np.array([[x, y, width, height]], np.float64), px_per_mm, out)
    first: Matrix = out[0]
    return first


def _fit(millimetres: Points, pixels: Points, *, affine: bool) -> Matrix:
    """Least squares; pixel coordinates here count from the corner of the first pixel."""
    target = pixels + 0.5
    if affine:
        part, _inliers = cv2.estimateAffinePartial2D(millimetres, target)
        if part is None:
            raise NotRegistered("wrong_grid")
        return np.vstack([part, [0, 0, 1]])
    matrix: Matrix = fitting.homography(millimetres, target)
    if not np.isfinite(matrix).all():
        raise NotRegistered("wrong_grid")
    return matrix


def _gated(page: int, corners: int, found: Found) -> Fit:
    """What the marks and the edge squares of a page tell, refused when they contradict each other."""
    fine, rms, share, edges, off, px_per_mm = found
    if corners < CORNERS and edges < LEAST_EDGES:
        raise NotRegistered("torn")
    if edges < LEAST_EDGES or off > EDGE_NEAR_MM or share < NEAR_SHARE or not rms <= FIT_RMS_MM:
        raise NotRegistered("wrong_grid")
    return Fit(page, fine, rms, corners, edges, px_per_mm)


def _sharpened(image: Grey, points: Points) -> tuple[Singles, Singles, int]:
    """Corners of marks, four by four, as they were, to a part of a pixel, and how far they may move."""
    start, window = points.astype(np.float32), int(max(2, min(5, math.dist(*points[:2].tolist()) / 14)))
    fine = start[:, None].copy()
    cv2.cornerSubPix(image, fine, (window, window), (-1, -1), STOP)  # in place
    return start, fine[:, 0], window


def _code_at(image: Grey, matrix: Matrix, box: Sequence[float]) -> str:
    """The text of the code printed in this box, or nothing."""
    x, y = box[0] - QUIET_MM, box[1] - QUIET_MM
    side = round((box[2] - box[0] + 2 * QUIET_MM) * CODE_PX_PER_MM)
    patch = np.empty((side, side), np.uint8)
    cutting.sampled(image, local_affine(matrix, x, y, CODE_PX_PER_MM, side, side), patch)
    texts = _codes(patch, hard=False)
    return texts[0] if texts else ""


def _codes(image: np.ndarray, *, hard: bool = True) -> list[str]:
    """Texts of the QR codes in an image."""
    found = zxingcpp.read_barcodes(image, formats=QR, try_rotate=hard, try_downscale=hard, try_invert=False)
    return [barcode.text for barcode in found if barcode.valid]
