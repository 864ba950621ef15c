"""Announcement of a result (thông báo kết quả bầu cử), read to the congress and handed to those who need it."""

from daihoi.office.counts import Count, Sitting, term_suffix
from daihoi.office.document import Align, Block, Column, Document, Paragraph, Signature, Symbol, Table, bold
from daihoi.office.wording import decimal, number


def certificate(sitting: Sitting, count: Count) -> Document:
    """Write the announcement of a certified result (thông báo kết quả bầu cử)."""
    blocks: list[Block] = [
        Paragraph(f"- Căn cứ biên bản kiểm phiếu {count.abstract}{term_suffix(sitting)};"),
        Paragraph(f"{sitting.congress} công bố kết quả như sau:"),
        Paragraph(_figures(count)),
        *_elected(sitting, count),
        Paragraph(("Mã kiểm chứng của kết quả: ", bold(count.result["digest"]), "."), Align.LEFT),
    ]
    return Document(
        form=sitting.form,
        upper=sitting.upper,
        issuing=sitting.issuing,
        symbol=Symbol("TB", sitting.body_code),
        place=sitting.place,
        signed_on=sitting.signed_on,
        name="Thông báo",
        abstract=f"kết quả {count.abstract}{term_suffix(sitting)}",
        blocks=tuple(blocks),
        signature=Signature(
            power=f"{sitting.form.text('on_behalf')} Đoàn chủ tịch", name=count.presidium[0].name if count.presidium else ""
        ),
        recipients=sitting.recipients or ("Cấp ủy triệu tập đại hội", "Lưu hồ sơ đại hội"),
        foot=f"Mã kiểm chứng {count.result['digest']}",
    )


def _figures(count: Count) -> str:
    """Say the figures on which the result stands."""
    return (
        f"Phát ra {number(count.whole('issued'))} phiếu, thu về {number(count.whole('returned'))}; "
        f"hợp lệ {number(count.whole('valid'))}, không hợp lệ {number(count.whole('invalid'))}. "
        f"Cơ sở tính {number(count.base)}, cần ít nhất {number(count.whole('needed'))} phiếu."
    )


def _elected(sitting: Sitting, count: Count) -> list[Block]:
    """Name the elected, and say how many places stay open."""
    who, elected = sitting.form.text("address"), count.people("elected")
    blocks: list[Block] = []
    if elected:
        rows = tuple(
            (str(place), bold(row["name"]), number(int(str(row["for"]))), decimal(str(row["percent_of_base"])))
            for place, row in enumerate(elected, 1)
        )
        votes, share = Column("Số phiếu", 1.6, Align.RIGHT), Column("Tỷ lệ (%)", 1.6, Align.RIGHT)
        head = f"Trúng cử {number(len(rows))} trên {number(count.whole('seats'))} {who} cần bầu:"
        blocks += [Paragraph(head, leads=True), Table((Column("TT", 0.8, Align.CENTER), Column("Họ và tên", 5), votes, share), rows)]
    else:
        blocks.append(Paragraph("Không có người trúng cử trong lần bầu này."))
    if unfilled := count.whole("unfilled"):
        blocks.append(Paragraph(f"Còn thiếu {number(unfilled)} {who}; việc bầu tiếp do {count.body} quyết định."))
    return blocks
