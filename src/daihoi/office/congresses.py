"""Papers of a congress round: the programme of a congress (DR-17), the letter by which a superior agrees (DR-07, EL-49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daihoi.office.document import Align, Block, Document, Numbered, Paragraph, Section, Signature, Symbol
from daihoi.office.formats import Format

LETTER = "CV"


@dataclass(frozen=True)
class Part:
    """One session in a programme (phiên)."""

    title: str
    on: date | None
    place: str
    items: tuple[str, ...]


def programme_of(form: Format, *, upper: str, issuing: str, congress: str, parts: Sequence[Part]) -> Document:
    """Write the programme of a congress (chương trình đại hội)."""
    blocks: list[Block] = []
    for part in parts:
        when = f", ngày {part.on:%d/%m/%Y}" if part.on else ""
        where = f", tại {part.place}" if part.place else ""
        blocks += [Section(f"{part.title}{when}{where}"), Numbered(part.items)]
    return Document(
        form=form,
        upper=upper,
        issuing=issuing,
        symbol=Symbol("CTr", "ĐH"),
        name="Chương trình",
        abstract=congress,
        blocks=tuple(blocks),
        signature=Signature(power=f"{form.text('on_behalf')} Đoàn chủ tịch"),
        recipients=("Đại biểu dự đại hội", "Lưu hồ sơ đại hội"),
    )


@dataclass(frozen=True)
class Answer:
    """What a letter of agreement says (văn bản đồng ý)."""

    upper: str
    issuing: str
    unit: str
    term: str
    is_result: bool
    kind: str
    body: str
    number: int | None
    symbol: str
    signed_on: date
    submitted_on: date
    submission: str = ""
    signer_title: str = ""
    place: str = ""


def approval_letter(form: Format, answer: Answer) -> Document:
    """Write the letter by which a superior agrees to contents or ratifies a result (văn bản đồng ý, chuẩn y)."""
    paper = answer.submission or "tờ trình"
    asked = f"Xét {paper} trình ngày {answer.submitted_on:%d/%m/%Y} của {answer.unit}, {answer.issuing} có ý kiến như sau:"
    what = _ratified(answer) if answer.is_result else _agreed(answer)
    is_letter = answer.kind == LETTER
    lead = [Paragraph(f"Kính gửi: {answer.unit}", Align.CENTER, is_indented=False)] if is_letter else []
    subject = "chuẩn y kết quả bầu cử" if answer.is_result else "đồng ý nội dung đại hội"
    return Document(
        form=form,
        upper=answer.upper,
        issuing=answer.issuing,
        symbol=Symbol(answer.kind, answer.body, answer.number),
        place=answer.place,
        signed_on=answer.signed_on,
        name="" if is_letter else {"QĐ": "Quyết định", "TB": "Thông báo"}.get(answer.kind, "Văn bản"),
        abstract=f"về việc {subject} của {answer.unit}, nhiệm kỳ {answer.term}",
        blocks=(*lead, Paragraph(asked), Numbered(what)),
        signature=Signature(power=f"{form.text('on_behalf')} {answer.issuing}", title=answer.signer_title),
        recipients=("Như trên" if is_letter else answer.unit, "Lưu hồ sơ"),
    )


def _agreed(answer: Answer) -> tuple[str, ...]:
    """Say what the superior agrees to before a congress."""
    return (
        f"Đồng ý nội dung, dự thảo văn kiện và phương án nhân sự trình đại hội nhiệm kỳ {answer.term}.",
        "Cấp ủy triệu tập hoàn chỉnh hồ sơ theo góp ý, thông báo ngày khai mạc đúng hạn và tổ chức đại hội đúng quy định.",
        "Báo cáo kết quả ngay sau khi đại hội bế mạc.",
    )


def _ratified(answer: Answer) -> tuple[str, ...]:
    """Say what the superior ratifies after a congress."""
    return (
        f"Chuẩn y kết quả bầu cử tại đại hội nhiệm kỳ {answer.term} theo biên bản đã trình.",
        "Cấp ủy mới nhận bàn giao, phân công nhiệm vụ và xây dựng quy chế làm việc.",
        "Văn bản này có hiệu lực từ ngày ký.",
    )
