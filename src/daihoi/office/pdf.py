"""Official papers as PDF (bản in): typst with our own fonts only, so that no letter comes from another font in silence."""

import calendar
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import typst

from daihoi import paper
from daihoi.office.document import Annex, Block, Document, Numbered, Paragraph, Picture, Rich, Section, Signature, Table, runs

FONTS = (Path(paper.__file__).parent / "fonts", Path(__file__).parent / "fonts")
TEMPLATE = Path(__file__).parent / "document.typ"


def _rich(text: Rich) -> list[dict[str, object]]:
    """Write a text as plain data."""
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs(text)]


def _signature(one: Signature) -> dict[str, str]:
    """Write a signature as plain data."""
    return {"power": one.power, "title": one.title, "name": one.name, "note": one.note}


def _block(block: Block) -> dict[str, object]:
    """Write one block as plain data."""
    if isinstance(block, Paragraph):
        return {
            "kind": "paragraph",
            "text": _rich(block.text),
            "align": str(block.align),
            "indented": block.is_indented,
            "leads": block.leads,
        }
    if isinstance(block, Section):
        return {"kind": "section", "title": block.title}
    if isinstance(block, Numbered):
        return {"kind": "numbered", "start": block.start, "items": [_rich(item) for item in block.items]}
    if isinstance(block, Table):
        columns = [{"title": one.title, "width": one.width, "align": str(one.align)} for one in block.columns]
        rows = [[{"text": _rich(cell)} for cell in row] for row in block.rows]
        return {"kind": "table", "columns": columns, "rows": rows, "note": block.note, "small": block.is_small}
    if isinstance(block, Picture):
        return {"kind": "picture", "svg": block.svg, "says": block.says}
    if isinstance(block, Annex):
        return {"kind": "annex", "title": block.title}
    return {"kind": "signatures", "signatures": [_signature(one) for one in block.signatures]}


def _data(document: Document) -> Mapping[str, object]:
    """Write the whole paper as plain data for the template."""
    return {
        "format": {key: value.value for key, value in document.form.values.items()},
        "title": " ".join(f"{document.name} {document.abstract}".split()),
        "upper": document.upper,
        "issuing": document.issuing,
        "marks": document.marks,
        "number": document.number_line,
        "date": document.date_line,
        "name": document.name,
        "abstract": document.abstract,
        "blocks": [_block(block) for block in document.blocks],
        "signature": None if document.signature is None else _signature(document.signature),
        "recipients": document.recipients,
        "foot": document.foot,
        "first_page": document.first_page,
    }


def _made_at(document: Document) -> int:
    """Date the file by the paper, so that the same paper is the same file."""
    day = document.signed_on or date(1970, 1, 1)
    return calendar.timegm(day.timetuple())


def to_pdf(document: Document) -> bytes:
    """Draw a paper as PDF/A with embedded fonts."""
    compiler = typst.Compiler(str(TEMPLATE), font_paths=[str(path) for path in FONTS], ignore_system_fonts=True)
    inputs = {"document": json.dumps(_data(document), ensure_ascii=False)}
    content = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="a-2b", timestamp=_made_at(document))
    if not isinstance(content, bytes):
        raise TypeError(type(content))
    return content
