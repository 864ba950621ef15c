"""Papers of a conference in the party format: summons, script, minutes (văn bản của hội nghị; FM-01 to FM-19)."""

from datetime import date, timedelta

from django.utils import timezone, translation

from daihoi.foundation.meetings.models import Invitee, Meeting
from daihoi.foundation.meetings.queries.minutes import Sentence, drafted
from daihoi.foundation.meetings.queries.people import body_code
from daihoi.foundation.meetings.queries.script import script_of
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.organization.queries import breadcrumb
from daihoi.office import Document, format_on
from daihoi.office.document import Align, Block, Column, Numbered, Paragraph, Section, Signature, Signatures, Symbol, Table, bold
from daihoi.office.wording import number
from daihoi.rules.conferences import data

KINDS = ("summons", "script", "minutes")
CELLS = ("sub_cell", "grassroots_cell")


def paper_of(meeting: Meeting, kind: str) -> Document | None:
    """Write one paper of a conference, in Vietnamese whatever the page speaks; the summons once it has its number (văn bản)."""
    with translation.override("vi"):
        if kind == "summons":
            return _summons(meeting) if meeting.called_on else None
        return _script(meeting) if kind == "script" else _minutes(meeting)


def _document(meeting: Meeting, day: date, **parts: object) -> Document:
    """Begin a paper with its head: issuing body, the body above, place and day."""
    places = breadcrumb(meeting.unit, day)
    name = places[-1].name if places else meeting.unit.code
    upper = places[-2].name if len(places) > 1 else ""
    return Document(form=format_on(day), issuing=name, upper=upper, signed_on=day, **parts)  # type: ignore[arg-type]  # fields by name


def _symbol(meeting: Meeting, kind: str, symbol: str) -> Symbol:
    """Give number and symbol of a paper as the register gave it."""
    head = symbol.split("-", 1)[0]
    return Symbol(data()["numbers"][kind], body_code(meeting.unit), int(head) if head.isdigit() else None)


def _behalf(meeting: Meeting) -> str:
    """Say for whom a paper is signed: a cell signs as a cell (FM-14, FM-19)."""
    place = breadcrumb(meeting.unit, timezone.localdate())
    if place and place[-1].kind in CELLS:
        return "T/M Chi bộ"
    standing = meeting.body == Meeting.Body.STANDING
    return "T/M Ban Thường vụ" if standing else "T/M Ban Chấp hành"


def _summons(meeting: Meeting) -> Document:
    """Write the summons: who, when, where, what for, which papers (giấy triệu tập)."""
    opens = timezone.localtime(meeting.opens_at)
    rows = list(meeting.invitees.select_related("person").order_by("position"))
    blocks: list[Block] = [
        Paragraph(f"{_who_calls(meeting)} triệu tập các đồng chí dự {meeting.title}."),
        Paragraph(
            ("Thời gian: ", bold(f"{opens.hour} giờ {opens.minute:02d} phút, ngày {opens:%d/%m/%Y}"), f". Địa điểm: {meeting.place}.")
        ),
        Section("1. Thành phần"),
        _convened(rows),
        Section("2. Chương trình"),
        _programme(meeting),
    ]
    papers = list(meeting.papers.order_by("position"))
    if papers:
        blocks += [Section("3. Tài liệu"), Numbered(tuple(row.title if row.received_at else f"{row.title} (gửi sau)" for row in papers))]
    blocks.append(Paragraph("Đề nghị các đồng chí đến đúng giờ; vắng mặt thì báo lý do cho thư ký trước ngày họp."))
    return _document(
        meeting,
        meeting.called_on or opens.date(),
        symbol=_symbol(meeting, "summons", meeting.symbol),
        name="Giấy triệu tập",
        abstract=meeting.title,
        blocks=tuple(blocks),
        signature=Signature(power=_behalf(meeting)),
        recipients=("Như thành phần triệu tập", "Lưu hồ sơ hội nghị"),
    )


def _who_calls(meeting: Meeting) -> str:
    """Name who convenes, as a sentence begins."""
    text = _behalf(meeting).removeprefix("T/M ")
    return text[:1].upper() + text[1:]


def _convened(rows: list[Invitee]) -> Table:
    """List the convened: holders of posts by name, all others by number."""
    columns = (Column("TT", 0.7, Align.CENTER), Column("Thành phần", 5), Column("Đoàn", 3), Column("Số lượng", 1.2, Align.RIGHT))
    return Table(
        columns,
        tuple(
            (
                str(place),
                (f"{row.person.full_name}, {row.title}" if row.person else row.title) + ("" if row.has_vote else " (khách mời)"),
                row.delegation,
                number(row.heads),
            )
            for place, row in enumerate(rows, 1)
        ),
    )


def _programme(meeting: Meeting) -> Table:
    """List the programme with its planned hours."""
    columns = (Column("Giờ", 1.2), Column("Nội dung", 6), Column("Người trình bày", 3))
    at, rows = timezone.localtime(meeting.opens_at), []
    for item in meeting.items.order_by("position"):
        rows.append((f"{at:%H:%M}", item.title, item.speaker))
        at += timedelta(minutes=item.minutes)
    return Table(columns, tuple(rows))


def _script(meeting: Meeting) -> Document:
    """Print the script of the chair as it stands (kịch bản điều hành; PR-15)."""
    blocks: list[Block] = []
    for part in script_of(standing_of(meeting)):
        blocks.append(Section(f"{part.place}. {part.item.title} ({part.item.minutes} phút)"))
        blocks += [Paragraph(line) for line in part.lines]
        for branch in part.branches:
            blocks.append(Paragraph((bold(f"Khi {branch.title[:1].lower()}{branch.title[1:]}: "), " ".join(branch.lines)), Align.LEFT))
    day = timezone.localdate(meeting.opens_at)
    return _document(meeting, day, name="Kịch bản điều hành", abstract=meeting.title, blocks=tuple(blocks))


def sentences_of(meeting: Meeting) -> list[Sentence]:
    """Give the sentences of the minutes: fixed, or still a draft."""
    fixed = getattr(meeting, "fixed_minutes", None)
    return [Sentence(**row) for row in fixed.sentences] if fixed else drafted(meeting)


def _minutes(meeting: Meeting) -> Document:
    """Write the minutes: every sentence ends with the number of its event (biên bản hội nghị; FM-19)."""
    fixed = getattr(meeting, "fixed_minutes", None)
    rows = list(meeting.invitees.order_by("position"))
    blocks: list[Block] = [Section("1. Thành phần"), _convened(rows), Section("2. Diễn biến")]
    blocks += [Paragraph(f"{sentence.text} [{sentence.seq}]") for sentence in sentences_of(meeting)]
    blocks.append(Paragraph("Số trong ngoặc vuông là số thứ tự của diễn biến được ghi khi họp."))
    writer = fixed.writer if fixed else ""
    blocks.append(Signatures((Signature(title="Người ghi biên bản", name=writer), Signature(title="Chủ trì", note=meeting.chair))))
    day = timezone.localdate(fixed.fixed_at) if fixed else timezone.localdate(meeting.opens_at)
    return _document(
        meeting,
        day,
        symbol=_symbol(meeting, "minutes", fixed.symbol if fixed else ""),
        name="Biên bản",
        abstract=meeting.title,
        blocks=tuple(blocks),
        marks=() if fixed else ("DỰ THẢO",),
        foot=f"Mã kiểm chứng {fixed.digest[:16]}" if fixed else "",
    )
