"""Faults of the scanner that are measured on the image and taken away before a second try (chữa ảnh quét).

Only pages that would trouble people come here. A fault that is not measured is not touched, and no step takes away what a pen leaves:
single pixels, lines as straight as the sensor from edge to edge, bands over the whole page, the grain of the sensor, little contrast, softness.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import loops
from daihoi.paper.registration import Grey, Levels, Matrix
from daihoi.paper.shapes import SheetMark
from daihoi.paper.thresholds import MENDING, ONE_BIT

Profile = NDArray[np.float32]
Counts = NDArray[np.int64]  # of all values up to each
STEP = 4  # pixels apart, two values of a grain no longer know of one another
CLOSED_MM = 11  # wider than a corner mark
RIM_PX = 1  # a line of the sensor spreads by so much on both sides
SPREAD_OF_MEDIAN = 1.4826 / 2**0.5  # the deviation of one value, of the median difference of two


@dataclass(frozen=True)
class SensorLine:
    """A line of the sensor that was taken away, in pixels of the image (vạch của đầu quét)."""

    upright: bool
    first: int
    last: int

    def mark(self, matrix: Matrix, shape: tuple[int, ...], page_mm: Sequence[float]) -> SheetMark | None:
        """The streak of the contract where it lies on the sheet, or nothing where it lies beside it."""
        long = shape[0] if self.upright else shape[1]
        ends = [(self.first, 0.0), (self.last + 1, 0.0), (self.first, long), (self.last + 1, long)]
        points = np.array([end if self.upright else end[::-1] for end in ends], np.float64).reshape(-1, 1, 2)
        on_sheet = cv2.perspectiveTransform(points, np.linalg.inv(matrix)).reshape(-1, 2)
        low, high = np.clip(on_sheet.min(axis=0), 0, page_mm), np.clip(on_sheet.max(axis=0), 0, page_mm)
        if (low >= high).any():
            return None
        return {"kind": "streak", "state": "present", "box_mm": [round(float(v), 1) for v in (*low, *high)]}


@dataclass(frozen=True)
class Mended:
    """An image without the faults that were measured on it (ảnh đã chữa)."""

    image: Grey
    lines: tuple[SensorLine, ...]
    is_strewn: bool = False  # single pixels lay all over it
    hides_pale: bool = False  # dither, little contrast or grain may have hidden the marks of a pale pen

    def streaks(self, matrix: Matrix, page_mm: Sequence[float]) -> list[SheetMark]:
        """The lines that were taken away, as the streaks of the contract."""
        marks = (line.mark(matrix, self.image.shape, page_mm) for line in self.lines)
        return [mark for mark in marks if mark]


def mended(image: Grey, page_mm: Sequence[float]) -> Mended | None:
    """The image without its measured faults, or nothing where it has none."""
    px_per_mm = max(image.shape) / max(page_mm)
    grey = without_dither(image, px_per_mm)
    plain = without_specks(image) if grey is image else grey
    even = without_bands(Light(plain, px_per_mm))
    straight, lines = without_lines(even)
    wide = stretched(straight, px_per_mm)
    is_grainy = grain_of(wide) > MENDING.grain_least
    whole = without_grain(wide, px_per_mm) if is_grainy else sharpened(wide, px_per_mm)
    if whole is image:
        return None
    lines = lines if even.image is plain else ()  # single rows of a banded page are none
    return Mended(whole, lines, plain is not image, is_grainy or grey is not image or wide is not straight)


def without_dither(image: Grey, px_per_mm: float) -> Grey:
    """A page of black and white whose greys a scanner strewed over its pixels, in grey again (khử chấm lưới).

    Where single black pixels lie on paper they are its grey: what they darken is spread around them. All else is made a little softer.
    """
    if loops.has_between(image[::STEP], ONE_BIT.black, ONE_BIT.white, ONE_BIT.grey_share):
        return image
    dark = (image < ONE_BIT.white).astype(np.uint8)
    if strewn_share(image) < MENDING.dithered_share:
        return image
    near = cv2.boxFilter(dark, cv2.CV_8U, (5, 5), normalize=False)
    usual = cv2.boxFilter(dark, cv2.CV_8U, (MENDING.apart_px, MENDING.apart_px), normalize=False)
    single = dark & (near <= 2 + round(25 * float(np.median(usual)) / MENDING.apart_px**2)).astype(np.uint8)
    rest = cv2.GaussianBlur(cv2.subtract(255 * np.ones_like(dark), 255 * (dark - single)), (0, 0), MENDING.dither_mm[0] * px_per_mm)
    grey = cv2.GaussianBlur(255 * single, (0, 0), MENDING.dither_mm[1] * px_per_mm)
    return np.asarray(cv2.subtract(rest, grey), np.uint8)


def without_specks(image: Grey) -> Grey:
    """The image without single black and white pixels (khử điểm muối tiêu)."""
    if strewn_share(image) < MENDING.strewn_share:
        return image
    whole = image
    for _turn in range(MENDING.speck_turns):
        whole = np.where(_specks(whole), cv2.medianBlur(whole, 3), whole)
    return whole


def _specks(image: Grey) -> NDArray[np.bool_]:
    """Which pixels stand out over all around them: the pixels of the thinnest line have two fellows that do so too."""
    middle = cv2.medianBlur(image, 3)
    found = np.zeros(image.shape, bool)
    for out in (cv2.subtract(middle, image), cv2.subtract(image, middle)):
        stands = (out > MENDING.speck_dark).view(np.uint8)
        company = cv2.boxFilter(stands, cv2.CV_8U, (3, 3), normalize=False)
        found |= (stands > 0) & (company <= MENDING.speck_company)
    return found


def strewn_share(image: Grey) -> float:
    """Share of the pixels that are single and dark, with nothing but paper and a few of their kind around: letters have neither."""
    part = image[len(image) // 3 :][: MENDING.looked_deep]
    level = math.ceil(MENDING.strewn_dark * _middle(part[::STEP, ::STEP]))
    return float(loops.lonely(part, level, MENDING.speck_company, MENDING.strewn_company, MENDING.apart_px) / part.size)


class Light:
    """How light the columns and the rows of an image are, measured when it is asked for (độ sáng theo cột và hàng)."""

    def __init__(self, image: Grey, px_per_mm: float) -> None:
        """Begin with the image."""
        self.image, self.px_per_mm = image, px_per_mm
        self._measured: dict[bool, tuple[Profile, Profile]] = {}

    def along(self, upright: bool) -> tuple[Profile, Profile]:
        """The level of each column, or of each row; and the same without lines."""
        if upright not in self._measured:
            level = _level_of_columns(self.image, upright)
            self._measured[upright] = level, loops.middles(level, round(MENDING.line_mm[1] * self.px_per_mm))
        return self._measured[upright]


def without_lines(light: Light) -> tuple[Grey, tuple[SensorLine, ...]]:
    """The image without thin lines that run along a row or a column from edge to edge, and these lines (xóa vạch đầu quét)."""
    whole, found, px_per_mm = light.image, [], light.px_per_mm
    for upright in (True, False):
        level, base = (light if whole is light.image else Light(whole, px_per_mm)).along(upright)
        dark, widest = base - level, max(2.0, MENDING.line_mm[0] * px_per_mm)
        least = max(MENDING.line_least * float(np.median(base)), MENDING.line_noise * float(np.median(np.abs(dark))))
        runs = [(first, last, dark[first : last + 1]) for first, last in _runs(dark > least)]
        lines = [SensorLine(upright, first, last) for first, last, own in runs if (own > own.max() / 2).sum() <= widest]
        if lines:
            turned = whole.copy() if upright else _turned(whole)
            for line in lines:
                _take_away(turned, level, base, line)
            whole = turned if upright else _turned(turned)
        found += lines
    return whole, tuple(found)


def _turned(image: Grey) -> Grey:
    return np.asarray(cv2.transpose(image), np.uint8)


def _level_of_columns(image: Grey, upright: bool) -> Profile:
    """The level of the light part of each column, or of each row: what covers less of it than nearly all does not change it."""
    long = image.shape[0] if upright else image.shape[1]
    step = max(1, long // MENDING.looked_rows)
    looked = math.ceil(long / step)
    light: Profile = loops.lightest(image, upright, step, looked - int(MENDING.light_share * looked))
    return light


def _runs(holds: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """From where to where something holds."""
    edges = np.diff(np.concatenate([[0], holds.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges > 0).tolist(), (np.flatnonzero(edges < 0) - 1).tolist(), strict=True))


def _take_away(image: Grey, level: Profile, base: Profile, line: SensorLine) -> None:
    """Give the columns of a line the light of those around; where it hides nearly all, what lies beside it goes on through it."""
    left, right = max(0, line.first - RIM_PX), min(image.shape[1] - 1, line.last + RIM_PX)
    if level[line.first : line.last + 1].min() >= MENDING.line_shows * base[line.first]:
        part = image[:, left : right + 1] * (base[left : right + 1] / np.maximum(level[left : right + 1], 1))
    else:
        before, after = (image[:, place].astype(np.float32) for place in (max(0, left - 1), min(image.shape[1] - 1, right + 1)))
        share = (np.arange(left, right + 1, dtype=np.float32) - left + 1) / (right - left + 2)
        part = before[:, None] * (1 - share) + after[:, None] * share
    image[:, left : right + 1] = np.clip(part + 0.5, 0, 255)


def without_bands(light: Light) -> Light:
    """The image with even light along rows and columns, where bands lie over the whole page (khử vằn sáng tối)."""
    whole = light
    for upright in (True, False):
        _level, level = whole.along(upright)
        reach = round(MENDING.band_around_mm * whole.px_per_mm)
        smooth = cv2.blur(level.reshape(1, -1), (2 * reach + 1, 1), borderType=cv2.BORDER_REFLECT).ravel()
        share = smooth / np.maximum(level, 1)
        if (np.abs(share - 1) > MENDING.band_depth).mean() < MENDING.band_share:
            continue
        even = np.clip(whole.image * (share[None, :] if upright else share[:, None]) + 0.5, 0, 255).astype(np.uint8)
        whole = Light(even, whole.px_per_mm)
    return whole


def stretched(image: Grey, px_per_mm: float) -> Grey:
    """The image with its full contrast, each place against its own paper, where the paper is grey and its grain says that no mark was lost (kéo tương phản)."""
    paper, ink = levels_of(image)
    if paper - ink >= MENDING.contrast_least * paper or paper - ink < MENDING.contrast_lost or paper > MENDING.paper_most:
        return image
    dark = 1 - image / np.maximum(_paper_of(image, px_per_mm), 1)
    print_ = (
        float(np.percentile(Levels(np.clip(255 * dark, 0, 255).astype(np.uint8)).at(1)[::STEP, ::STEP], 100 - MENDING.ink_paper_percent[0]))
        / 255
    )
    gain = MENDING.contrast_wanted[1] / max(print_, MENDING.contrast_lost / paper)
    if grain_of(image) * gain > MENDING.grain_most * paper:
        return image
    return np.clip(MENDING.contrast_wanted[0] - dark * gain, 0, 255).astype(np.uint8)


def _paper_of(image: Grey, px_per_mm: float) -> NDArray[np.float32]:
    """The level of the paper at each pixel: what is darker and less than a centimetre wide lies on it."""
    cells = cv2.resize(image, None, fx=1 / px_per_mm, fy=1 / px_per_mm, interpolation=cv2.INTER_AREA)
    even = cv2.blur(cv2.morphologyEx(cells, cv2.MORPH_CLOSE, np.ones((CLOSED_MM, CLOSED_MM), np.uint8)), (CLOSED_MM // 2, CLOSED_MM // 2))
    return np.asarray(cv2.resize(even, image.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def levels_of(image: Grey) -> tuple[float, float]:
    """The level of the paper and that of the print, of which the marks and codes are the darkest hundredth of a page."""
    counts = loops.counted(loops.halved_apart(image, STEP)).cumsum()
    ink, paper = (_reached(counts, percent) for percent in MENDING.ink_paper_percent)
    return paper, ink


def grain_of(image: Grey) -> float:
    """The deviation of single pixels of the paper, of values that lie some pixels apart."""
    return SPREAD_OF_MEDIAN * _reached(_steps(image, STEP), 50.0)


def _steps(image: Grey, apart: int) -> Counts:
    """How many pixels, of some rows, differ by so much at the most from those so far beside them."""
    rows = image[:: max(1, len(image) // MENDING.looked_rows)]
    counts: Counts = loops.counted(cv2.absdiff(rows[:, apart:], rows[:, :-apart]).ravel()).cumsum()
    return counts


def _middle(values: Grey) -> float:
    """The median."""
    counts = loops.counted(values.ravel()).cumsum()
    return float(np.searchsorted(counts, ((counts[-1] + 1) // 2, counts[-1] // 2 + 1)).mean())


def _reached(counts: Counts, percent: float) -> float:
    """Up to which value so many of a hundred lie, between whole numbers as if each were spread evenly."""
    wanted = percent / 100 * counts[-1]
    place = int(np.searchsorted(counts, wanted))
    before = float(counts[place - 1]) if place else 0.0
    return float(max(0.0, place - 0.5 + (wanted - before) / max(1.0, float(counts[place]) - before)))


def without_grain(image: Grey, px_per_mm: float) -> Grey:
    """The image the softer the noisier its sensor is, so that its grain does not look like specks; coarse grain takes two turns (làm mịn hạt nhiễu)."""
    whole = image
    for _turn in range(MENDING.turns):
        grain = grain_of(whole)
        if grain <= MENDING.grain_least:
            break
        whole = np.asarray(cv2.GaussianBlur(whole, (0, 0), max(MENDING.grain_blur_mm * px_per_mm, grain / MENDING.grain_for_px)), np.uint8)
    return whole


def softness_of(image: Grey, px_per_mm: float) -> float:
    """How wide the steepest edges of a page are, as the deviation of a blur, in millimetres."""
    paper, ink = levels_of(image)
    steepest = _reached(_steps(image, 2), MENDING.steep_percent) / 2
    return max(1.0, paper - ink) / max(1.0, steepest) / math.sqrt(2 * math.pi) / px_per_mm


def sharpened(image: Grey, px_per_mm: float) -> Grey:
    """The image with half its softness, where it is so soft that letters run into one another (làm nét)."""
    whole = image
    for _turn in range(MENDING.turns):
        soft = softness_of(whole, px_per_mm)
        if soft <= MENDING.soft_mm or grain_of(whole) > MENDING.grain_sharp:
            break
        blurred = cv2.GaussianBlur(whole, (0, 0), soft * px_per_mm)
        whole = np.asarray(cv2.addWeighted(whole, 1 + MENDING.sharper, blurred, -MENDING.sharper, 0), np.uint8)
    return whole
