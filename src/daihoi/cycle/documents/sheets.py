"""A sheet of opinions on a draft (bảng ý kiến góp ý): the form that committees keep, read with all its findings at once."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import xlsxwriter
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Channel, Consultation, Opinion
from daihoi.cycle.documents.services.consulting import Said
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.tables import CellFinding, Column, Row, Table, read_table
from daihoi.rules.paragraphs import Paragraph
from daihoi.rules.sources import limits, looks_like_person

KINDS = {"agree": "đồng ý", "add": "bổ sung", "amend": "sửa", "delete": "bỏ", "ask": "hỏi"}
CHANNELS = {"conference": "hội nghị", "application": "ứng dụng", "letter": "thư", "online": "biểu mẫu trực tuyến"}
COLUMNS = (
    Column("unit", "text", ("đơn vị", "nơi góp ý", "nguồn", "source"), required=True),
    Column("body", "text", ("cơ quan, hội nghị", "cơ quan", "hội nghị")),
    Column("channel", "choice", ("kênh", "kênh góp ý"), choices=CHANNELS),
    Column("passage", "text", ("đoạn", "mục", "về đoạn")),
    Column("kind", "choice", ("loại ý kiến", "loại"), required=True, choices=KINDS),
    Column("text", "text", ("ý kiến", "nội dung góp ý", "nội dung"), required=True),
    Column("proposal", "text", ("đề nghị viết là", "đề nghị sửa")),
    Column("times", "whole", ("số lượt", "số lượng")),
)


@dataclass
class Checked:
    """A sheet read against a consultation: its rows, and what must be mended (bảng đã thử)."""

    rows: list[tuple[Unit, Said]] = field(default_factory=list)
    findings: list[CellFinding] = field(default_factory=list)
    count: int = 0

    @property
    def errors(self) -> list[CellFinding]:
        """Give the findings that keep the sheet from being written."""
        return [found for found in self.findings if found.level == "error"]

    @property
    def would_write(self) -> int:
        """Give how many rows would be written."""
        return 0 if self.errors else len(self.rows)


def check(name: str, data: bytes, consultation: Consultation, places: Sequence[Placement]) -> Checked:
    """Read a sheet and name every fault with its row (thử bảng ý kiến)."""
    table = read_table(name, data, COLUMNS)
    units = {place.unit.code.casefold(): place.unit for place in places}
    by_name: dict[str, list[Unit]] = {}
    for place in places:
        by_name.setdefault(place.name.casefold(), []).append(place.unit)
    checked = Checked(count=len(table.rows))
    for row in table.rows:
        unit = _unit(row, units, by_name, table)
        passage = _passage(row, consultation.version.paragraphs, table)
        _limited(row, table)
        if unit is not None and passage is not None and row.values.get("kind") and row.text("text"):
            checked.rows.append((unit, _said(row, passage)))
    checked.findings = sorted((_in_words(found, table) for found in table.findings), key=lambda found: (found.row, found.column))
    return checked


def _limited(row: Row, table: Table) -> None:
    """Point at a source that looks like a person, at a count nobody can speak, and at words too long for one opinion."""
    body, times = row.text("body"), row.values.get("times")
    if looks_like_person(body):
        message = _("“{body}” giống tên hoặc chức danh của người. Ghi cơ quan, hội nghị; chỉ ghi bảng khi đúng là tên cơ quan.")
        table.warning(row, "body", "source_is_person", message.format(body=body))
    if len(body) > limits().body:
        message = _("Tên cơ quan dài {n} ký tự, nhiều nhất {most}. Hãy ghi ngắn lại.")
        table.error(row, "body", "body_too_long", message.format(n=len(body), most=limits().body))
    for name in ("text", "proposal"):
        if (length := len(row.text(name))) > limits().text:
            message = _("Ý kiến dài {n} ký tự, nhiều nhất {most}. Hãy tách thành nhiều ý kiến, mỗi ý kiến về một đoạn.")
            table.error(row, name, "opinion_too_long", message.format(n=length, most=limits().text))
    if isinstance(times, int) and times > limits().times:
        message = _("Số lượt không quá {most}, ở đây là {times}. Sửa lại, hoặc ghi thành từng hội nghị.")
        table.error(row, "times", "too_many", message.format(most=limits().times, times=times))
    if times == 0:
        table.error(row, "times", "negative", "")


def _in_words(found: CellFinding, table: Table) -> CellFinding:
    """Say a finding with the heads of the columns as people read them, not with inner names."""
    column = next((each for each in COLUMNS if each.name == found.column), None)
    if column is None:
        return found
    head = table.headings.get(column.name) or column.headings[0]
    message = found.message
    if found.code == "missing_value":
        message = _("Dòng {row} thiếu “{name}”. Điền ô này.").format(row=found.row, name=head)
    elif found.code == "missing_column":
        message = _("Thiếu cột “{name}”. Đặt tiêu đề cột là một trong: {names}.").format(name=head, names=", ".join(column.headings))
    elif found.code == "column_twice":
        message = _("Cột “{name}” có hai lần. Bỏ một cột.").format(name=head)
    elif found.code == "negative":
        message = _("Số lượt là {value}, phải từ 1 trở lên. Ghi số lượt, hoặc để trống khi là một lượt.").format(value=found.value)
    return replace(found, column=head, message=message)


def _unit(row: Row, units: dict[str, Unit], by_name: dict[str, list[Unit]], table: Table) -> Unit | None:
    """Find the unit by its code or its name."""
    text = row.text("unit").casefold()
    found = [units[text]] if text in units else by_name.get(text, [])
    if len(found) == 1:
        return found[0]
    if text:
        message = (
            _("Có {n} đơn vị cùng tên này. Ghi mã đơn vị.").format(n=len(found))
            if found
            else _("Không có đơn vị “{unit}” trong số nơi được lấy ý kiến. Ghi mã, hoặc tên đang dùng.").format(unit=row.text("unit"))
        )
        table.error(row, "unit", "unknown_unit", message)
    return None


def _passage(row: Row, paragraphs: Sequence[Paragraph], table: Table) -> str | None:
    """Find the passage by its number on the page, its key, or the beginning of its words; empty is the whole document."""
    text = row.text("passage")
    if not text:
        return ""
    if text.isdecimal() and 1 <= int(text[:6]) <= len(paragraphs):
        return paragraphs[int(text[:6]) - 1].key
    begins = [each.key for each in paragraphs if each.key == text or each.text.casefold().startswith(text.casefold())]
    if len(begins) == 1:
        return begins[0]
    table.error(
        row,
        "passage",
        "unknown_passage",
        _("Không rõ “{text}” là đoạn nào. Ghi số thứ tự đoạn, từ 1 đến {n}.").format(text=text, n=len(paragraphs)),
    )
    return None


def _said(row: Row, passage: str) -> Said:
    """Give a row as one opinion."""
    times = row.values.get("times")
    return Said(
        channel=str(row.values.get("channel") or Channel.CONFERENCE),
        kind=str(row.values["kind"]),
        text=row.text("text"),
        passage=passage,
        proposal=row.text("proposal"),
        body=row.text("body"),
        is_body=True,
        times=times if isinstance(times, int) and times > 0 else 1,
    )


def blank(consultation: Consultation) -> bytes:
    """Write the sheet to fill in, and beside it the passages with their numbers (mẫu bảng)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        strong, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Ý kiến"))
        for place, column in enumerate(COLUMNS):
            sheet.write_string(0, place, column.headings[0], strong)
            sheet.set_column(place, place, 48 if column.name in ("text", "proposal") else 18)
        sheet.data_validation(1, 2, 2000, 2, {"validate": "list", "source": [CHANNELS[str(each)] for each in Channel.values]})
        sheet.data_validation(1, 4, 2000, 4, {"validate": "list", "source": [KINDS[str(each)] for each in Opinion.values]})
        sheet.freeze_panes(1, 1)
        passages = book.add_worksheet(_("Các đoạn"))
        passages.set_column(1, 1, 110)
        for number, each in enumerate(consultation.version.paragraphs, start=1):
            passages.write_number(number - 1, 0, number)
            passages.write_string(number - 1, 1, each.text, wrapped)
    return buffer.getvalue()
