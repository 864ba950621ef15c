"""Reminder letter to units that are late (công văn đôn đốc): a letter in the party format with the table of what is late (FM-07 to FM-18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daihoi.office.document import Align, Block, Column, Document, Paragraph, Rich, Run, Signature, Symbol, Table
from daihoi.office.formats import format_on
from daihoi.office.wording import number

COLUMNS = (
    Column("TT", 0.7, Align.CENTER),
    Column("Đơn vị", 4),
    Column("Việc", 5),
    Column("Hạn", 1.8, Align.CENTER),
    Column("Quá", 1.5, Align.RIGHT),
)


@dataclass(frozen=True)
class Late:
    """One thing that one unit is late with (việc chậm)."""

    unit: str
    title: str
    due: date
    days: int


@dataclass(frozen=True)
class Letter:
    """What the issuing unit writes into its letter (nội dung công văn)."""

    issuing: str
    upper: str
    symbol: Symbol
    place: str
    on: date
    answer_by: date
    power: str
    office: str
    signer: str
    where: str = ""
    source: str = ""


def reminder_letter(letter: Letter, late: Sequence[Late]) -> Document:
    """Write the letter to all late units, with one table (công văn đôn đốc)."""
    units = sorted({row.unit for row in late})
    to = units[0] if len(units) == 1 else f"{number(len(units))} cấp ủy có tên trong danh sách dưới đây"
    under = f" theo {letter.source}" if letter.source else ""
    blocks: list[Block] = [
        Paragraph((Run("Kính gửi: ", italic=True), f"{to}"), Align.CENTER, is_indented=False),
        Paragraph(
            f"Qua theo dõi việc được giao{under}, tính đến ngày {letter.on:%d/%m/%Y} còn {number(len(late))} việc của "
            f"{number(len(units))} đơn vị đã quá hạn mà chưa có báo cáo, cụ thể như sau:",
            leads=True,
        ),
        Table(COLUMNS, tuple(_row(place, row) for place, row in enumerate(late, 1))),
        Paragraph(
            f"Đề nghị cấp ủy các đơn vị chỉ đạo hoàn thành và báo cáo trước ngày {letter.answer_by:%d/%m/%Y}; nơi có vướng mắc thì nêu rõ "
            "nguyên nhân và ngày dự kiến xong. Đơn vị đã xong mà chưa báo thì báo ngay để khỏi bị tính là chậm."
        ),
    ]
    if letter.where:
        blocks.append(Paragraph(f"Báo cáo gửi tại địa chỉ {letter.where}."))
    return Document(
        form=format_on(letter.on),
        issuing=letter.issuing,
        upper=letter.upper,
        name="",
        abstract="V/v đôn đốc thực hiện việc được giao",
        symbol=letter.symbol,
        place=letter.place,
        signed_on=letter.on,
        blocks=tuple(blocks),
        signature=Signature(title=letter.office, power=letter.power, name=letter.signer),
        recipients=("Như trên", "Lưu Văn phòng"),
    )


def _row(place: int, row: Late) -> tuple[Rich, ...]:
    """Write one line of the table."""
    return str(place), row.unit, row.title, f"{row.due:%d/%m/%Y}", f"{number(row.days)} ngày"
