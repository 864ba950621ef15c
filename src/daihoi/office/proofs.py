"""Papers before the vote: proof of the list (bản soát danh sách, PR-17) and the sheet of rules to adopt (PR-27)."""

from collections.abc import Sequence
from dataclasses import dataclass

from daihoi.office.counts import Person, Sitting, term_suffix
from daihoi.office.document import Align, Block, Column, Document, Paragraph, Rich, Signature, Signatures, Symbol, Table, bold
from daihoi.office.wording import first_lower, number

PROOF_COLUMNS = (
    Column("TT", 0.8, Align.CENTER),
    Column("Họ và tên, đúng như sẽ in", 5),
    Column("Ngày sinh", 1.9, Align.CENTER),
    Column("Giới tính", 1.3, Align.CENTER),
    Column("Ghi chú", 2.4),
)


@dataclass(frozen=True)
class OpenRule:
    """One value that nobody has confirmed and that the congress itself must adopt."""

    title: str
    value: str
    rule: str
    source: str = ""


def proof_of_list(
    sitting: Sitting, *, title: str, seats: int, people: Sequence[Person], remarks: Sequence[str] = (), digest: str = ""
) -> Document:
    """Write the proof of a list for the signatures of two people (bản soát danh sách bầu cử), PR-17."""
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (str(place), bold(one.name), one.born, one.sex, one.note) for place, one in enumerate(people, 1)
    )
    blocks: list[Block] = [
        Paragraph(
            f"Số lượng cần bầu: {number(seats)}. Số người trong danh sách: {number(len(rows))}. Thứ tự dưới đây là thứ tự trên phiếu bầu."
        ),
        Table(PROOF_COLUMNS, rows),
        *(Paragraph(remark) for remark in remarks),
        Paragraph(
            "Hai người ký dưới đây đã soát từng họ tên, dấu thanh, giới tính và ngày sinh của người trùng tên; không ai có tên trong danh sách này."
        ),
        Signatures(
            (
                Signature(title="Người soát thứ nhất", note="(ký, ghi rõ họ tên)"),
                Signature(title="Người soát thứ hai", note="(ký, ghi rõ họ tên)"),
            )
        ),
    ]
    return Document(
        form=sitting.form,
        upper=sitting.upper,
        issuing=sitting.issuing,
        place=sitting.place,
        signed_on=sitting.signed_on,
        name="Bản soát danh sách bầu cử",
        abstract=f"{first_lower(title)}{term_suffix(sitting)}",
        blocks=tuple(blocks),
        foot=f"Mã bản in {digest}" if digest else "",
    )


def sheet_of_rules(sitting: Sitting, rules: Sequence[OpenRule]) -> Document:
    """Write the rules that the congress itself must adopt before its opening (tờ quy tắc biểu quyết), PR-27."""
    columns = (Column("TT", 0.8, Align.CENTER), Column("Nội dung", 5), Column("Đề nghị áp dụng", 3), Column("Biểu quyết", 1.8))
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (str(place), (one.title, f"\n{one.rule}" + (f"; {one.source}" if one.source else "")), bold(one.value), "")
        for place, one in enumerate(rules, 1)
    )
    blocks: list[Block] = [
        Paragraph(
            "Những điểm dưới đây chưa có văn bản xác nhận. Đoàn chủ tịch trình đại hội biểu quyết từng điểm trước khi bầu; kết quả được ghi vào biên bản."
        ),
        Table(columns, rows),
    ]
    return Document(
        form=sitting.form,
        upper=sitting.upper,
        issuing=sitting.issuing,
        symbol=Symbol("TTr", sitting.body_code),
        place=sitting.place,
        signed_on=sitting.signed_on,
        name="Tờ trình",
        abstract="các quy tắc bầu cử đại hội cần thông qua trước khi khai mạc",
        blocks=tuple(blocks),
        signature=Signature(power=f"{sitting.form.text('on_behalf')} Đoàn chủ tịch"),
        recipients=("Đại biểu dự đại hội", "Lưu hồ sơ đại hội"),
    )
