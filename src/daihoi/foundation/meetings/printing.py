"""Voting cards on paper: a seat, a code, a square to point a phone at (in thẻ biểu quyết)."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import segno
import typst

from daihoi.office.pdf import FONTS

TEMPLATE = Path(__file__).parent / "cards.typ"


def cards_pdf(title: str, address: str, given: Sequence[tuple[int, str]]) -> bytes:
    """Draw cards, ten on a page, to be cut apart; the code stands behind the # of the address, which no server is sent (thẻ)."""
    cards = [{"seat": seat, "code": code, "square": _square(f"{address}#{code}")} for seat, code in given]
    compiler = typst.Compiler(str(TEMPLATE), font_paths=[str(path) for path in FONTS], ignore_system_fonts=True)
    inputs = {"cards": json.dumps({"title": title, "address": address, "cards": cards}, ensure_ascii=False)}
    content = compiler.compile(format="pdf", sys_inputs=inputs)
    if not isinstance(content, bytes):
        raise TypeError(type(content))
    return content


def _square(text: str) -> str:
    """Draw a QR code as SVG."""
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
