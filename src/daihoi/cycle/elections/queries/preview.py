"""A paper as a sheet on screen, from the same model as its DOCX and PDF (bản xem trước)."""

from dataclasses import dataclass, field

from daihoi.office import Document
from daihoi.office.document import Numbered, Paragraph, Run, Section, Signature, Signatures, Table, runs

FIRST_ROWS = 8
LONG_TABLE = 15
FIRST_TABLES = 2
Text = tuple[Run, ...]


@dataclass(frozen=True)
class Part:
    """One block of the sheet as a template draws it (một khối)."""

    kind: str
    text: Text = ()
    align: str = ""
    items: tuple[Text, ...] = ()
    start: int = 1
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    left: int = 0
    signatures: tuple[Signature, ...] = field(default=())


def parts_of(document: Document) -> list[Part]:
    """Give the beginning of a paper, to the end of its second table, and its signatures; long tables are cut."""
    parts = [part for block in document.blocks if (part := _part(block))]
    tables = [number for number, part in enumerate(parts) if part.kind == "table"]
    end = tables[FIRST_TABLES - 1] if len(tables) >= FIRST_TABLES else len(parts)
    return parts[: end + 1] + [part for part in parts[end + 1 :] if part.kind == "signatures"]


def _part(block: object) -> Part | None:
    """Turn one block of the model into what the sheet shows."""
    match block:
        case Paragraph():
            return Part("paragraph", text=runs(block.text), align=block.align.value)
        case Section():
            return Part("section", text=runs(block.title))
        case Numbered():
            return Part("numbered", items=tuple(runs(item) for item in block.items), start=block.start)
        case Table():
            first = FIRST_ROWS if len(block.rows) > LONG_TABLE else len(block.rows)
            shown = tuple(tuple(runs(cell) for cell in row) for row in block.rows[:first])
            return Part("table", head=tuple(column.title for column in block.columns), rows=shown, left=len(block.rows) - first)
        case Signatures():
            return Part("signatures", signatures=block.signatures)
    return None
