"""Pictures for people: a mark with its neighbours, the straightened sheet (ảnh cắt cho người xét)."""

from typing import cast

import cv2
import numpy as np

from daihoi.paper.registration import Fit, Grey, Matrix, NotRegistered, Registrar
from daihoi.paper.shapes import FieldShape, LayoutShape, PageShape

CROP_PX_PER_MM = 8
SHEET_PX_PER_MM = 5
SIDE_MM = 12.0


def crop_png(layout: dict[str, object], image: Grey, page: int, candidate: int, kind: str) -> bytes:
    """The mark of one field with the row above and below (ảnh một dấu)."""
    shape = cast(LayoutShape, layout)
    side = next(each for each in shape["pages"] if each["number"] == page)
    field = next(each for each in side["fields"] if (each["candidate"], each["kind"]) == (candidate, kind))
    x0, y0, x1, y1 = neighbourhood(side, field)
    x0, x1 = max(0.0, x0 - SIDE_MM), min(shape["page_mm"][0], x1 + SIDE_MM)
    fit = located(shape, image)
    return png(
        straight(image, fit.matrix if fit else whole(shape, image), (x0, max(0.0, y0), x1, min(shape["page_mm"][1], y1)), CROP_PX_PER_MM)
    )


def sheet_png(layout: dict[str, object], image: Grey, page: int) -> bytes:
    """The straightened page, or the image as it is where it cannot be straightened (ảnh cả tờ)."""
    shape = cast(LayoutShape, layout)
    fit = located(shape, image)
    if fit is None or fit.page != page:
        return image_png(image)
    return png(straight(image, fit.matrix, (0.0, 0.0, shape["page_mm"][0], shape["page_mm"][1]), SHEET_PX_PER_MM))


def image_png(image: Grey, longest: int = 1600) -> bytes:
    """A page image as it came, reduced."""
    scale = min(1.0, longest / max(image.shape))
    return png(np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8))


def neighbourhood(side: PageShape, field: FieldShape) -> tuple[float, float, float, float]:
    """The field, its row (all squares and the name) and one row above and below."""
    x0, y0, x1, y1 = field["box_mm"]
    row = [each["box_mm"] for each in side["fields"] if each["candidate"] == field["candidate"]]
    x0, x1 = min(box[0] for box in row), max(box[2] for box in row)
    tops = sorted(
        {
            round(each["box_mm"][1], 1)
            for each in side["fields"]
            if each["box_mm"][0] < x1 and each["box_mm"][2] > x0 and each["candidate"] != field["candidate"]
        }
    )
    above = [top for top in tops if top < y0]
    below = [top for top in tops if top > y0]
    steps = [y0 - top for top in above[-1:]] + [top - y0 for top in below[:1]]
    pitch = min(steps, default=11.0)
    left = x0 - (62.0 if field["kind"] in {"agree", "disagree"} else 0.0)
    return max(0.0, left), y0 - pitch - 1.0, x1, y1 + pitch + 1.0


def located(layout: LayoutShape, image: Grey) -> Fit | None:
    """Where the page lies, or nothing."""
    try:
        return Registrar(layout).locate(image)
    except NotRegistered:
        return None


def whole(layout: LayoutShape, image: Grey) -> Matrix:
    """The page taken as the whole image."""
    height, width = image.shape
    return np.diag([width / layout["page_mm"][0], height / layout["page_mm"][1], 1.0])


def straight(image: Grey, matrix: Matrix, box: tuple[float, float, float, float], px_per_mm: float) -> Grey:
    """A rectangle of the page in millimetres as upright pixels."""
    width, height = round((box[2] - box[0]) * px_per_mm), round((box[3] - box[1]) * px_per_mm)
    to_mm = np.array([[1 / px_per_mm, 0, box[0] + 0.5 / px_per_mm], [0, 1 / px_per_mm, box[1] + 0.5 / px_per_mm], [0, 0, 1.0]])
    half = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
    picture = cv2.warpPerspective(
        image,
        half @ matrix @ to_mm,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return np.asarray(picture, dtype=np.uint8)


def png(picture: Grey) -> bytes:
    """A grey picture as PNG bytes."""
    return bytes(cv2.imencode(".png", picture)[1].tobytes())
