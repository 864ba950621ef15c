"""A contents page whose numbers a word processor keeps (mục lục): each row refers to the page on which its paper begins."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table


def mark_place(paragraph: Any, number: int) -> None:
    """Mark where a paper begins, under the name that the contents refer to."""
    for tag, place in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(paragraph) + 1)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if place == 1:
            mark.set(qn("w:name"), f"van_kien_{number}")
        paragraph.insert(place, mark)


def refer_to_pages(table: Table) -> None:
    """Turn the last cell of each row into a reference to the page of its paper; the number there stands until fields are made anew."""
    for number, row in enumerate(table.rows[1:], start=1):
        run = row.cells[-1].paragraphs[0].runs[0]._r
        for kind in ("begin", "instruction", "separate"):
            run.addprevious(_part(run, kind, number))
        run.addnext(_part(run, "end", number))


def _part(run: Any, kind: str, number: int) -> Any:
    """Make one of the runs that frame a reference, in the letters of the number it frames."""
    made = OxmlElement("w:r")
    if run.rPr is not None:
        made.append(run.rPr.__copy__())
    if kind == "instruction":
        words = OxmlElement("w:instrText")
        words.set(qn("xml:space"), "preserve")
        words.text = f" PAGEREF van_kien_{number} \\h "
        made.append(words)
    else:
        frame = OxmlElement("w:fldChar")
        frame.set(qn("w:fldCharType"), kind)
        made.append(frame)
    return made
