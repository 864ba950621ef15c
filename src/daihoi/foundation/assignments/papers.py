"""Papers that urge: the letter in the party format, the table as a picture with its code (công văn, bảng ảnh)."""

import io
from collections.abc import Sequence
from datetime import date

import segno
from django.utils.translation import gettext as _

from daihoi.foundation.assignments.queries.urging import LateRow
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.office.document import Align, Column
from daihoi.office.pdf import to_pdf
from daihoi.office.pictures import MOST_ROWS, table_picture
from daihoi.office.urging import Late, Letter, reminder_letter
from daihoi.office.word import to_docx
from daihoi.web.formats import thousands


def code_svg(url: str) -> str:
    """Draw the code of an address (mã QR)."""
    buffer = io.BytesIO()
    segno.make(url, error="m").save(buffer, kind="svg", border=2, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()


def code_uri(url: str) -> str:
    """Draw the code of an address as an image of a page."""
    return str(segno.make(url, error="m").svg_data_uri(border=2, scale=4))


def picture(heading: str, rows: Sequence[LateRow], on: date, url: str) -> bytes:
    """Draw the late items as a picture for a chat group (bảng ảnh)."""
    columns = (
        Column(_("TT"), 0.7, Align.CENTER),
        Column(_("Đơn vị"), 4),
        Column(_("Việc"), 5),
        Column(_("Hạn"), 2, Align.RIGHT),
        Column(_("Quá (ngày)"), 1.8, Align.RIGHT),
    )
    lines = [(str(n), row.unit, row.title, f"{row.due:%d/%m/%Y}", thousands(row.days)) for n, row in enumerate(rows, 1)]
    note = _("Việc quá hạn, tính đến {day}: {n}").format(day=f"{on:%d/%m/%Y}", n=thousands(len(rows)))
    foot = _("Quét mã để báo xong.")
    if len(rows) > MOST_ROWS:
        foot = _("Còn {n} việc nữa, xem trong chương trình.").format(n=len(rows) - MOST_ROWS) + " " + foot
    return table_picture(heading, note, columns, lines, foot=foot, code_svg=code_svg(url))


def letter_files(letter: Letter, rows: Sequence[LateRow], name: str) -> tuple[StoredFile, StoredFile]:
    """Write the letter as DOCX and PDF and keep both (công văn đôn đốc)."""
    paper = reminder_letter(letter, [Late(row.unit, row.title, row.due, row.days) for row in rows])
    docx = store(to_docx(paper), kind="reminder_letter", name=f"{name}.docx")
    return docx, store(to_pdf(paper), kind="reminder_letter", name=f"{name}.pdf")
