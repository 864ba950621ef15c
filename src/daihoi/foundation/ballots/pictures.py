"""Pictures of a question, opened from the sealed scans for one look (ảnh của chỗ nghi ngờ)."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from daihoi.foundation.ballots.intake import opened
from daihoi.foundation.ballots.models import LoopPage, Poll, Scan, ScanBatch
from daihoi.foundation.ballots.queries.questions import Form, Question
from daihoi.foundation.ballots.queries.readings import readings_of
from daihoi.foundation.files.services import read_encrypted
from daihoi.paper.crops import CROP_PX_PER_MM, SHEET_PX_PER_MM, SIDE_MM, crop_png, image_png, neighbourhood, sheet_png
from daihoi.paper.registration import Grey
from daihoi.paper.shapes import FieldShape, PageShape
from daihoi.rules.readings import READ_ASIDE, was_read

PLACE, SHEET, SMALL, BESIDE = "cho", "to", "nho", "ben"
SMALLEST_PX = 400
SHADES = 15
FRAME_MM = 1.2
FRAME_COLOUR = (212, 102, 26)


def foreign_picture(batch: ScanBatch) -> bytes | None:
    """Give the sheet at which the reading of a bundle stopped, as it was scanned (ảnh tờ lạ)."""
    if not batch.is_held or batch.held_at is None:
        return None
    stored = Scan.objects.filter(batch=batch, sequence=batch.held_at).select_related("stored").first()
    if stored is None or stored.stored is None:
        return None
    scan = opened(stored.source, read_encrypted(stored.stored, batch.poll.key))
    try:
        return light(image_png(scan.page(0).image))
    finally:
        scan.close()


def has_picture(poll: Poll, question: Question) -> bool:
    """Tell whether a question has a picture at all: a keyed sheet has none, a broken file cannot be opened."""
    stored = _scan_of(poll, question)
    return question.why != "broken_file" and stored is not None and stored.stored is not None


def picture_of(poll: Poll, question: Question, what: str) -> bytes | None:
    """Give the crop of a mark with its neighbours, the straightened sheet, or a page as it was scanned."""
    beside = _beside(question, what)
    stored = _scan_of(poll, replace(question, source=beside) if beside else question)
    if stored is None or stored.stored is None or not (beside or what in {PLACE, SHEET, SMALL}):
        return None
    scan = opened(stored.source, read_encrypted(stored.stored, poll.key))
    try:
        image = scan.page(0).image
    finally:
        scan.close()
    if question.form is Form.CALLED:
        return light(_as_it_lies(poll, image, beside or question.source))
    if beside or question.why in READ_ASIDE:
        return light(sheet_png(poll.layout, image, _page_of(poll, beside or question.source)))
    if question.form is Form.PAGE:
        return light(image_png(image, SMALLEST_PX) if what == SMALL else image_png(image))
    page = question.page or 1
    if what == PLACE and question.candidate is not None:
        side, box = _field(poll, page, question)
        left, top, _right, _bottom = neighbourhood(side, box)
        origin = max(0.0, left - SIDE_MM), max(0.0, top)
        picture = crop_png(poll.layout, image, page, question.candidate, question.mark)
        return light(picture, _box(box["box_mm"], origin, CROP_PX_PER_MM))
    boxes = [_field(poll, page, question)[1]["box_mm"]] if question.candidate is not None else _strokes(poll, question)
    return light(sheet_png(poll.layout, image, page), *(_box(box, (0.0, 0.0), SHEET_PX_PER_MM) for box in boxes))


def _as_it_lies(poll: Poll, image: Grey, source: str) -> bytes:
    """Give a page straightened where the machine read it, else as it was scanned."""
    line = next(each for each in readings_of(poll) if each["source"] == source)
    return sheet_png(poll.layout, image, line["page"] or 1) if was_read(line) else image_png(image)


def _beside(question: Question, what: str) -> str:
    """Give the page beside a question that a picture is asked of: `ben-0` is the first."""
    name, _dash, number = what.partition("-")
    if name != BESIDE or not number.isdecimal() or int(number) >= len(question.beside):
        return ""
    return question.beside[int(number)]


def _page_of(poll: Poll, source: str) -> int:
    """Give the number of a page as it was read."""
    return next((line["page"] for line in readings_of(poll) if line["source"] == source), None) or 1


def loop_picture(layout: dict[str, Any], page: LoopPage) -> bytes:
    """Give one page of a loop test as it should lie, with a frame around each place that differs from its plan, PR-18."""
    assert page.stored is not None  # noqa: S101 — the view asks for pages with a picture
    scan = opened(page.source, page.stored.read())
    try:
        image = scan.page(0).image
    finally:
        scan.close()
    if page.cause or page.page is None:
        return light(image_png(image))
    side = next(each for each in layout["pages"] if each["number"] == page.page)
    wanted = {(each["candidate"], each["kind"]) for each in page.differences}
    boxes = [each["box_mm"] for each in side["fields"] if (each["candidate"], each["kind"]) in wanted]
    return light(sheet_png(layout, image, page.page), *(_box(box, (0.0, 0.0), SHEET_PX_PER_MM) for box in boxes))


def _strokes(poll: Poll, question: Question) -> list[list[float]]:
    """Give the places of the strokes outside the fields that a question is about, so that people need not search the sheet."""
    marks = (mark for line in readings_of(poll) if line["source"] == question.source for mark in line.get("sheet_marks", ()))
    return [mark["box_mm"] for mark in marks if question.sheet_mark and mark["kind"] == question.sheet_mark and mark.get("box_mm")]


def _field(poll: Poll, page: int, question: Question) -> tuple[PageShape, FieldShape]:
    """Find the page and the field of a mark in the layout."""
    side: PageShape = next(each for each in poll.layout["pages"] if each["number"] == page)
    wanted = (question.candidate, question.mark)
    return side, next(each for each in side["fields"] if (each["candidate"], each["kind"]) == wanted)


def _box(box_mm: Sequence[float], origin: tuple[float, float], px_per_mm: float) -> tuple[float, float, float, float]:
    """Place the frame around a place on the sheet, in pixels of a picture that begins at `origin`."""
    x0, y0, x1, y1 = box_mm
    x, y = origin
    return (
        (x0 - FRAME_MM - x) * px_per_mm,
        (y0 - FRAME_MM - y) * px_per_mm,
        (x1 + FRAME_MM - x) * px_per_mm,
        (y1 + FRAME_MM - y) * px_per_mm,
    )


def light(png: bytes, *frames: tuple[float, float, float, float]) -> bytes:
    """Give a grey picture in few shades, for slow lines, with an orange frame around each place in question."""
    picture = Image.open(BytesIO(png)).convert("L").point(lambda value: min(SHADES - 1, value * SHADES // 256))
    shown = Image.frombytes("P", picture.size, picture.tobytes())
    shown.putpalette([level * 255 // (SHADES - 1) for level in range(SHADES) for _channel in range(3)] + list(FRAME_COLOUR))
    for frame in frames:
        ImageDraw.Draw(shown).rectangle(frame, outline=SHADES, width=4)
    out = BytesIO()
    shown.save(out, "PNG", bits=4, optimize=False, compress_level=6)
    return out.getvalue()


def _scan_of(poll: Poll, question: Question) -> Scan | None:
    """Find the page image of a question."""
    source = question.source
    if not source:
        lines = (line for line in readings_of(poll) if line["ballot"] == question.ballot)
        source = next((line["source"] for line in lines), "")
    return Scan.objects.filter(batch__poll=poll, source=source).select_related("stored").first()
