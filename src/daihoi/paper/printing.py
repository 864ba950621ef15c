"""From a contest to a ballot as PDF, and to the layout that reads it back (in phiếu bầu)."""

import base64
import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from string import ascii_uppercase

import cv2
import numpy as np
import pypdfium2
import typst

from daihoi.paper import layout as places
from daihoi.paper import symbols
from daihoi.paper.drawing import INK, SANS, Drawing, box_example, code_matrix, marker, strike_example
from daihoi.paper.layout import Plan
from daihoi.paper.words import HEADINGS, Words, check_words, fitted_size, words_for
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest, form_of
from daihoi.rules.errors import RuleViolation, _

PRINT_PX_PER_MM = 6  # of the clean print in the layout and of the reader's work
COLOURS = ("#cfe0f3", "#f6e2b8", "#d5ead0", "#f3d3d3", "#e0d7ee", "#d2e9e8", "#ece6cf", "#e3e3e3")  # letters A to H; from I on with a bar
BAR_MM, LETTER_PT = 2.2, 13.0
INK_COLOUR = "#000000"
PREVIEW_CODE, PREVIEW_PX_PER_MM = "XEM-TRUOC", 5
CODE = re.compile(r"^[A-Z0-9-]{1,20}$")


@dataclass(frozen=True)
class PrintedBallot:
    """A ballot ready for the printer, and what the reader must know of it."""

    pdf: bytes
    layout: dict[str, object]
    run: bytes = b""  # where a ballot has several leaves: one ballot of each symbol, in turn

    @property
    def for_printer(self) -> bytes:
        """What is sent to the printer again and again: the ballot, or the ballots of all symbols in turn."""
        return self.run or self.pdf


@dataclass(frozen=True)
class Job:
    """All that the drawing of one ballot needs to know."""

    plan: Plan
    words: Words
    names: tuple[str, ...]
    notes: tuple[str, ...]
    code: str
    style: str
    letter: str
    specimen: bool
    symbol: int = 1

    def payload(self, page: int) -> str:
        """What the printed code says: election, style, page; nothing of a voter."""
        return code_payload(self.code, self.style, page)


def code_payload(code: str, style: str, page: int) -> str:
    """The text of the printed code."""
    return f"DH1:{code}:{style}:{page}"


def print_ballot(
    contest: Contest, charter: Charter, *, page_size: str = "A4", code: str, letter: str = "A", specimen: bool = False
) -> PrintedBallot:
    """Print the ballot of a contest (in phiếu bầu)."""
    job = job_of(contest, charter, page_size=page_size, code=code, letter=letter, specimen=specimen)
    pdf = compile_pages(job, draw_ballot(job))
    run = compile_pages(job, [page for turn in turns(job) for page in draw_ballot(turn)]) if job.plan.leaves > 1 and not specimen else b""
    return PrintedBallot(pdf, layout_of(job, pdf), run)


def first_page_png(contest: Contest, charter: Charter, *, page_size: str, letter: str) -> bytes:
    """Draw the first page of a ballot as a specimen, for eyes only (xem trước phiếu)."""
    job = job_of(contest, charter, page_size=page_size, code=PREVIEW_CODE, letter=letter, specimen=True)
    document = pypdfium2.PdfDocument(compile_pages(job, [draw_page(job, 1)]))
    picture = document[0].render(scale=PREVIEW_PX_PER_MM * 25.4 / 72).to_numpy()
    document.close()
    return bytes(cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 6])[1].tobytes())


def turns(job: Job) -> list[Job]:
    """The ballot with each symbol in turn; a ballot of one leaf needs none."""
    return [replace(job, symbol=number) for number in range(1, len(symbols.NAMES) + 1)] if job.plan.leaves > 1 else [job]


def election_code(contest: Contest, charter: Charter) -> str:
    """A short code that follows from list and rules alone, so that make and deck agree (mã cuộc bầu)."""
    facts = replace(contest, issued=0, returned=0, base=0).to_toml() + charter.to_toml()
    text = base64.b32encode(hashlib.sha256(facts.encode()).digest()).decode("ascii")
    return f"{text[:4]}-{text[4:8]}"


def job_of(contest: Contest, charter: Charter, *, page_size: str, code: str, letter: str, specimen: bool) -> Job:
    """Choose form, places and words of a ballot."""
    if not CODE.match(code.upper()):
        raise RuleViolation("ballot.code", _("Mã phiếu «{code}» phải có từ 1 đến 20 chữ cái không dấu, chữ số hoặc gạch nối."), code=code)
    if len(letter) != 1 or letter not in ascii_uppercase:
        raise RuleViolation("ballot.letter", _("Ký hiệu phiếu «{letter}» phải là một chữ từ A đến Z."), letter=letter)
    check_words(contest)
    form = str(form_of(contest, charter))
    names = tuple(" ".join(unicodedata.normalize("NFC", person.name).split()) for person in contest.candidates)
    notes = tuple(
        f"(sinh {person.born})" if person.born and names.count(name) > 1 else ""
        for person, name in zip(contest.candidates, names, strict=True)
    )
    labels = [f"{name}  {note}" if note else name for name, note in zip(names, notes, strict=True)]
    plan = places.plan(form, labels, page_size)
    style = f"{'M' if specimen else 'P'}{letter}{page_size[1]}{_fingerprint(plan, names)}"
    return Job(plan, words_for(contest, charter, form, plan.pages), names, notes, code.upper(), style, letter, specimen)


def _fingerprint(plan: Plan, names: tuple[str, ...]) -> str:
    """Three characters that differ where another form or list stands on the sheet."""
    facts = json.dumps([plan.form, plan.type_pt, plan.pitch, plan.columns, plan.pages, names], ensure_ascii=False)
    return base64.b32encode(hashlib.sha256(facts.encode()).digest()).decode("ascii")[:3]


def compile_pages(job: Job, drawings: list[Drawing]) -> bytes:
    """Let typst draw, with our fonts only; without tags, which tell a screen reader nothing of a sheet to be marked and make checkers complain."""
    sheet = job.plan.sheet
    pages = [asdict(drawing) for drawing in drawings]
    data = json.dumps({"title": job.words.title, "width": sheet.width, "height": sheet.height, "pages": pages}, ensure_ascii=False)
    source: bytes = (Path(__file__).parent / "ballot.typ").read_bytes()
    fonts = [str(places.FONTS)]
    pdf = typst.compile(source, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"data": data}, pdf_tags=False)  # type: ignore[misc]
    return bytes(pdf)


def draw_ballot(job: Job) -> list[Drawing]:
    """Draw all pages of one ballot."""
    return [draw_page(job, number) for number in range(1, job.plan.pages + 1)]


def draw_page(job: Job, number: int) -> Drawing:
    """Draw one page."""
    drawing = Drawing()
    _marks(drawing, job, number)
    _band(drawing, job)
    _foot(drawing, job, number)
    if number == 1:
        _head(drawing, job)
        _instruction(drawing, job)
    else:
        _back_head(drawing, job)
    for place in job.plan.places:
        if place.page == number:
            _row(drawing, job, place)
    for page, agree, disagree, top in job.plan.heads:
        if page == number:
            _column_heads(drawing, job, agree, disagree, top)
    return drawing


def _marks(drawing: Drawing, job: Job, number: int) -> None:
    """What the machine looks for: corner marks, edge squares, codes, and the symbol of a ballot of several leaves."""
    sheet = job.plan.sheet
    for identity, box in zip(places.marker_ids(number), places.marker_boxes(sheet), strict=True):
        drawing.bits(box, marker(identity))
    for box in places.edge_boxes(sheet):
        drawing.rect(box, fill="#000000")
    matrix = code_matrix(job.payload(number))
    drawing.bits(sheet.code_box(first_page=number == 1), matrix)
    drawing.bits(sheet.second_code_box(), matrix)
    if job.plan.leaves > 1:
        for box in sheet.symbol_boxes(first_page=number == 1):
            drawing.picture(box, symbols.svg(job.symbol))


def _band(drawing: Drawing, job: Job) -> None:
    """The colour band with the letter of the election."""
    sheet, scale = job.plan.sheet, job.plan.sheet.scale
    x0, x1 = sheet.inset + sheet.marker + 4, sheet.width - sheet.inset - sheet.marker - 4
    turn, colour = divmod(ascii_uppercase.index(job.letter), len(COLOURS))
    drawing.rect((x0, sheet.inset, x1, sheet.inset + 6), fill=COLOURS[colour])
    for bar in range(turn):
        drawing.rect((x0 + bar * 2 * BAR_MM, sheet.inset, x0 + (bar * 2 + 1) * BAR_MM, sheet.inset + 6), fill=INK_COLOUR)
    baseline = sheet.inset + 4.1
    letter = f"{job.letter} · MẪU" if job.specimen else job.letter
    drawing.text(x0 + 3 + turn * 2 * BAR_MM, baseline + 0.5, letter, LETTER_PT * scale, font=SANS, bold=True)
    room = x1 - x0 - 10 - turn * 2 * BAR_MM - places.width_em(letter, "BeVietnamPro-Bold.ttf") * LETTER_PT * scale * places.POINT_MM
    size = min(8.5 * scale, room / places.width_em(job.words.band, "BeVietnamPro-Bold.ttf") / places.POINT_MM)
    drawing.text(x1 - 3, baseline, job.words.band, size, font=SANS, bold=True, align="right")


def _foot(drawing: Drawing, job: Job, number: int) -> None:
    """Code in plain letters, page number, what must not stand on the sheet."""
    sheet, scale = job.plan.sheet, job.plan.sheet.scale
    baseline = sheet.height - sheet.inset - 2
    x0, x1 = sheet.inset + sheet.marker + 4, sheet.width - sheet.inset - sheet.marker - 4
    drawing.text(x0, baseline - 4 * scale, "Phiếu không đánh số, không ghi tên người bầu", 7 * scale, font=SANS)
    drawing.text(x0, baseline, f"{job.code}-{job.letter}", 7 * scale, font=SANS)
    drawing.text(x1, baseline, f"Trang {number}/{job.plan.pages}", 7 * scale, font=SANS, align="right")
    if job.plan.leaves > 1:
        leaf = f"Tờ {(number + 1) // places.SIDES}/{job.plan.leaves}"
        drawing.text(x1, baseline - 4 * scale, leaf, 7 * scale, font=SANS, align="right")
    if job.specimen:
        size = 90 * scale
        drawing.watermarks.append({"x": sheet.middle - 42 * scale, "y": sheet.height * 0.66, "size": size, "text": "MẪU"})


def _head(drawing: Drawing, job: Job) -> None:
    """Unit, title, stamp place (nơi đóng dấu)."""
    sheet, scale, words = job.plan.sheet, job.plan.sheet.scale, job.words
    x0, y0, x1, y1 = sheet.stamp
    for x, y, to_x, to_y in ((x0, y0, 1, 1), (x1, y0, -1, 1), (x0, y1, 1, -1), (x1, y1, -1, -1)):
        drawing.line(x - to_x * 0.4, y - to_y * 0.4, x + to_x * 1.6, y - to_y * 0.4, 0.15, "#8a8a8a")
        drawing.line(x - to_x * 0.4, y - to_y * 0.4, x - to_x * 0.4, y + to_y * 1.6, 0.15, "#8a8a8a")
    left, right = x1 + 2, sheet.code_box(first_page=True)[0] - 2
    middle, room = (left + right) / 2, right - left
    y = sheet.inset + sheet.marker + 5.5 * scale
    for line in words.head:
        size = min(line.size * scale, room / places.width_em(line.text, "Tinos-Bold.ttf") / places.POINT_MM)
        y += line.size * scale * places.POINT_MM * 1.35
        drawing.text(middle, y, line.text, size, bold=line.bold, align="center")


def _back_head(drawing: Drawing, job: Job) -> None:
    """The head of a further page."""
    sheet, scale = job.plan.sheet, job.plan.sheet.scale
    y = sheet.inset + sheet.marker + 8
    end = sheet.symbol_boxes(first_page=False)[0][0] if job.plan.leaves > 1 else sheet.code_box(first_page=False)[0]
    size = min(12 * scale, (end - 2.5 - sheet.left) / places.width_em(job.words.again, "Tinos-Bold.ttf") / places.POINT_MM)
    drawing.text(sheet.left, y, job.words.again, size, bold=True)


def _instruction(drawing: Drawing, job: Job) -> None:
    """How to vote, in the charter's words, with both answers as examples."""
    sheet, scale, form = job.plan.sheet, job.plan.sheet.scale, job.plan.form
    drawing.rect((sheet.left, sheet.box_top, sheet.right, sheet.box_bottom), stroke=0.3, radius=2)
    example = sheet.example
    runs = [{"text": text, "weight": 700 if bold else 400} for text, bold in job.words.instruction]
    width = sheet.words_width
    size = fitted_size(job.words.instruction, width, sheet.words_height, scale)
    top = sheet.box_top + places.WORDS_INSET_MM
    drawing.blocks.append({"x": sheet.left + 3, "y": top, "w": width, "h": sheet.words_height, "font": SANS, "size": size, "runs": runs})
    x, y = sheet.right - example, sheet.box_top
    if form == "strike_out":
        strike_example(drawing, x, y, scale)
    else:
        box_example(drawing, x, y, scale, choose=form == "choose")


def _column_heads(drawing: Drawing, job: Job, agree: float, disagree: float, top: float) -> None:
    """Heads over the columns of an agree / disagree ballot."""
    narrow = job.plan.columns > 1
    size = (7 if narrow else 9) * job.plan.sheet.scale
    for x, label in ((agree, HEADINGS[0]), (disagree, HEADINGS[1])):
        first, _space, rest = label.partition(" ")
        lines = [rest, first] if narrow and " " in rest else [label]
        for up, line in enumerate(lines):
            drawing.text(x, top - 1.2 - up * size * places.POINT_MM * 1.25, line, size, font=SANS, bold=True, align="center")


def _row(drawing: Drawing, job: Job, place: places.Place) -> None:
    """Number, name, squares of one candidate; all names have one size."""
    name, note = job.names[place.candidate - 1], job.notes[place.candidate - 1]
    drawing.text(place.number_x, place.baseline, str(place.candidate), min(11.0, job.plan.type_pt * 0.8), align="right")
    drawing.text(place.x, place.baseline, name, job.plan.type_pt)
    if note:
        drawing.text(
            place.x + (places.width_em(name) + 0.5) * job.plan.type_pt * places.POINT_MM, place.baseline, note, job.plan.type_pt * 0.9
        )
    for _kind, x, y in place.boxes:
        drawing.rect((x, y, x + job.plan.box, y + job.plan.box), stroke=0.3)


def layout_of(job: Job, pdf: bytes) -> dict[str, object]:
    """The layout as the contract wants it, boxes measured on the real ink of the print."""
    sheet = job.plan.sheet
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for number in range(1, job.plan.pages + 1):
        fine = render(document, number - 1, 2 * PRINT_PX_PER_MM)
        clean = render(document, number - 1, PRINT_PX_PER_MM)
        if job.plan.leaves > 1:
            _cover_symbols(clean, sheet, number)
        fields = [entry for place in job.plan.places if place.page == number for entry in _fields(job, place, fine)]
        pages.append(
            {
                "number": number,
                "fields": fields,
                "stamp_mm": list(sheet.stamp) if number == 1 else [],
                "marks": [
                    {"id": i, "box_mm": list(box)} for i, box in zip(places.marker_ids(number), places.marker_boxes(sheet), strict=True)
                ],
                "edge_mm": [list(box) for box in places.edge_boxes(sheet)],
                "codes_mm": [list(sheet.code_box(first_page=number == 1)), list(sheet.second_code_box())],
                "payload": job.payload(number),
                **({"symbols_mm": [list(box) for box in sheet.symbol_boxes(first_page=number == 1)]} if job.plan.leaves > 1 else {}),
                "print": _png(clean),
            }
        )
    document.close()
    return {
        "form": job.plan.form,
        "page_mm": [sheet.width, sheet.height],
        "page_size": sheet.name,
        "code": job.code,
        "style": job.style,
        "letter": job.letter,
        "specimen": job.specimen,
        "name_pt": job.plan.type_pt,
        "print_px_per_mm": PRINT_PX_PER_MM,
        **({"symbols": list(symbols.NAMES)} if job.plan.leaves > 1 else {}),
        "pages": pages,
    }


def _cover_symbols(clean: np.ndarray, sheet: places.Sheet, number: int) -> None:
    """Lay the mean of all symbols over the one that was drawn: this print stands for the pages of every symbol."""
    side = round(sheet.symbol * PRINT_PX_PER_MM)
    for x0, y0, _x1, _y1 in sheet.symbol_boxes(first_page=number == 1):
        x, y = round(x0 * PRINT_PX_PER_MM), round(y0 * PRINT_PX_PER_MM)
        clean[y : y + side, x : x + side] = symbols.all_in_one(side)


def render(document: pypdfium2.PdfDocument, index: int, px_per_mm: float) -> np.ndarray:
    """One page of a PDF as grey pixels."""
    page = document[index]
    bitmap = page.render(scale=px_per_mm * 25.4 / 72, grayscale=True)
    return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)


def _png(image: np.ndarray) -> str:
    """A grey picture as base64 text."""
    return base64.b64encode(cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()).decode("ascii")


def _fields(job: Job, place: places.Place, fine: np.ndarray) -> list[dict[str, object]]:
    """The fields of one candidate, each with the extent of its ink."""
    if job.plan.form == "strike_out":
        size = job.plan.type_pt * places.POINT_MM
        wide = places.width_em(job.names[place.candidate - 1]) * size
        around = (place.x - 0.5, place.baseline - 1.1 * size, place.x + wide + 0.6, place.baseline + 0.34 * size)
        box = ink_extent(fine, around, 2 * PRINT_PX_PER_MM)
        return [
            {
                "candidate": place.candidate,
                "kind": "strike",
                "box_mm": box,
                "baseline_mm": round(place.baseline, 2),
                "type_mm": round(size, 3),
            }
        ]
    side = job.plan.box
    return [
        {
            "candidate": place.candidate,
            "kind": kind,
            "box_mm": ink_extent(fine, (x - 0.5, y - 0.5, x + side + 0.5, y + side + 0.5), 2 * PRINT_PX_PER_MM),
        }
        for kind, x, y in place.boxes
    ]


def ink_extent(image: np.ndarray, around: tuple[float, float, float, float], px_per_mm: float) -> list[float]:
    """The smallest box of ink within a region, in millimetres."""
    x0, y0, x1, y1 = (round(value * px_per_mm) for value in around)
    dark = image[y0:y1, x0:x1] < INK
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    if not len(columns):
        raise RuleViolation("ballot.no_ink", _("Có tên hoặc ô không in ra được. Hãy xem lại ký tự của các tên."), around=list(around))
    box = (x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1)
    return [round(float(value) / px_per_mm, 2) for value in box]
