"""A table as a picture (bảng ảnh), for chat groups where people are really reminded (PR-06)."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from daihoi.office.document import Align, Column
from daihoi.office.pdf import FONTS

TEMPLATE = Path(__file__).parent / "picture.typ"
PER_INCH = 110.0
MOST_ROWS = 40


def table_picture(
    title: str, note: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, foot: str = "", code_svg: str = ""
) -> bytes:
    """Draw a table of at most forty rows as PNG, with a code that leads to the form."""
    data = {
        "title": title,
        "note": note,
        "columns": [
            {"title": one.title, "width": one.width, "align": "left" if one.align is Align.JUSTIFY else str(one.align)} for one in columns
        ],
        "rows": [list(row) for row in rows[:MOST_ROWS]],
        "foot": foot,
        "code": code_svg or None,
    }
    compiler = typst.Compiler(str(TEMPLATE), font_paths=[str(path) for path in FONTS], ignore_system_fonts=True)
    content = compiler.compile(format="png", ppi=PER_INCH, sys_inputs={"table": json.dumps(data, ensure_ascii=False)})
    if not isinstance(content, bytes):
        raise TypeError(type(content))
    return content
