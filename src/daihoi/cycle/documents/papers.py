"""Documents as official papers (văn bản theo thể thức): one model for DOCX and PDF, format by the day of the paper (FM-*)."""

from collections.abc import Iterable

from django.utils import timezone

from daihoi.cycle.documents.models import Document, Phase, Version
from daihoi.foundation.organization.grades import OPEN_GRADES
from daihoi.foundation.organization.queries import newest_name, newest_place
from daihoi.office import Document as Paper
from daihoi.office import format_on
from daihoi.office.document import Align, Block, Column, Paragraph, Section, Signature, Symbol, Table
from daihoi.office.wording import first_lower
from daihoi.rules.papers import CONGRESS
from daihoi.rules.paragraphs import Paragraph as TextParagraph
from daihoi.rules.paragraphs import Style
from daihoi.rules.registers import CONGRESS as CONGRESS_SYMBOL
from daihoi.rules.registers import body_of

SEALED_DRAFT = "DỰ THẢO"


def paper_of(document: Document, version: Version, paragraphs: Iterable[TextParagraph] | None = None) -> Paper:
    """Write a version as an official paper; a draft says so (thể thức; FM-01, FM-02)."""
    issue = getattr(document, "issue", None)
    signed = issue.signed_on if issue and issue.version_id == version.pk else None
    form = format_on(signed or timezone.localdate())
    upper, issuing = heads(document)
    marks = [] if signed or version.phase == Phase.FINAL else [f"{SEALED_DRAFT}, bản {version.number}"]
    if document.grade not in OPEN_GRADES:
        marks.insert(0, str(document.get_grade_display()).upper())
    return Paper(
        form=form,
        upper=upper,
        issuing=issuing,
        symbol=Symbol(document.paper.code, issue.symbol.split("/")[-1], issue.number)
        if signed and issue
        else Symbol(document.paper.code, body_symbol(document)),
        place=issue.place if signed and issue else "",
        signed_on=signed,
        name=document.paper.title,
        abstract=first_lower(document.title),
        blocks=tuple(blocks_of(version.paragraphs if paragraphs is None else paragraphs)),
        signature=Signature(
            power=f"{form.text('on_behalf')} {document.body_title}",
            title=issue.signer_title if signed and issue else "Bí thư",
            name=issue.signer_name if signed and issue else "",
        ),
        recipients=tuple(line.strip(" -;.") for line in issue.recipients.splitlines() if line.strip()) if signed and issue else (),
        marks=tuple(marks),
        foot=f"Bản {version.number}, mã kiểm chứng {version.digest[:16]}",
    )


def body_symbol(document: Document) -> str:
    """Give the symbol of the body in the number of a paper (FM-15, FM-16); the clerk may write another one when it goes out."""
    place = newest_place(document.unit)
    return CONGRESS_SYMBOL if document.body == CONGRESS else body_of(place.kind if place else "")


def heads(document: Document) -> tuple[str, str]:
    """Give the bodies at the head of a paper: the upper one, and the one that issues (FM-06, FM-13)."""
    name = newest_name(document.unit)
    if document.body == CONGRESS:
        congress = document.congress
        title = str(congress.get_form_display()) if congress else "Đại hội"
        ordinal = f" lần thứ {roman(congress.ordinal)}" if congress and congress.ordinal else ""
        return name, f"{title}{ordinal}"
    place = newest_place(document.unit)
    upper = newest_name(place.superior) if place and place.superior else ""
    if document.body == "cell":
        return upper, name
    return (upper, f"{document.body_title} {name}") if document.body == "exec_committee" else (name, document.body_title)


def roman(number: int) -> str:
    """Write the ordinal of a congress in Roman numerals."""
    text = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text


def blocks_of(paragraphs: Iterable[TextParagraph]) -> Iterable[Block]:
    """Turn the paragraphs of a version into blocks of a paper; a table whose rows differ in length stays text."""
    for each in paragraphs:
        if each.is_heading:
            yield Section(each.text.upper() if each.style == Style.PART else each.text)
        elif each.style == Style.TABLE and len({len(row) for row in each.rows}) == 1 and len(each.rows) > 1:
            head, *rows = each.rows
            widths = [max(2, min(12, max(len(row[place]) for row in each.rows) / 6)) for place in range(len(head))]
            columns = tuple(
                Column(title, width, Align.LEFT if place == 0 else Align.CENTER)
                for place, (title, width) in enumerate(zip(head, widths, strict=True))
            )
            yield Table(columns, tuple(tuple(row) for row in rows))
        elif each.style == Style.TABLE:
            yield from (Paragraph(line, Align.LEFT, is_indented=False) for line in each.text.split("\n"))
        else:
            yield Paragraph(each.text)
