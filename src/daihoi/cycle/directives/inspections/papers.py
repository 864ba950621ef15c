"""The report of an inspection as an official paper (báo cáo kết quả kiểm tra, giám sát; FM-01 to FM-20)."""

from uuid import UUID

from daihoi.cycle.directives.models import Inspection, Observation, ObservationKind, Remedy, Visit
from daihoi.cycle.directives.queries.inspections import Followed, followed, names_of
from daihoi.foundation.organization.queries import newest_place
from daihoi.office import Document, format_on
from daihoi.office.document import Align, Block, Column, Numbered, Paragraph, Rich, Section, Signature, Symbol, Table, bold
from daihoi.office.wording import number

FORMS = {"inspection": "kiểm tra", "supervision": "giám sát"}
HEADS = (
    (ObservationKind.STRENGTH, "2. Ưu điểm"),
    (ObservationKind.SHORTCOMING, "3. Tồn tại, hạn chế"),
    (ObservationKind.SIGN, "4. Dấu hiệu vi phạm"),
)


def report_of(inspection: Inspection) -> Document:
    """Write what the team did, found and required, and how far it was followed (báo cáo)."""
    visits = list(inspection.visits.select_related("unit").prefetch_related("observations__clause"))
    names = names_of([visit.unit_id for visit in visits])
    remedies = followed(Remedy.objects.filter(visit__inspection=inspection))
    place = newest_place(inspection.unit)
    above = newest_place(place.superior) if place and place.superior else None
    day = inspection.closed_on or inspection.ends
    return Document(
        form=format_on(day),
        upper=above.name if above else "",
        issuing=f"Đoàn {FORMS[inspection.form]}",
        symbol=Symbol("BC", "ĐKT"),
        signed_on=inspection.closed_on,
        name="Báo cáo",
        abstract=f"kết quả {FORMS[inspection.form]}: {inspection.title}",
        blocks=(
            *_opening(inspection, place.name if place else ""),
            *_course(visits, names),
            *_found(visits, names),
            *_required(remedies, names),
            *_conclusion(inspection),
        ),
        signature=Signature(power="", title="Trưởng đoàn", name=_head(inspection)),
        recipients=(place.name if place else "", "Lưu hồ sơ đoàn"),
    )


def _head(inspection: Inspection) -> str:
    """Name the head of the team."""
    head = inspection.team.filter(is_head=True).select_related("person").first()
    return head.person.full_name if head else ""


def _opening(inspection: Inspection, unit: str) -> list[Block]:
    """Say on which ground the team worked, who belonged to it, and on which key points."""
    grounds = f"Căn cứ {inspection.decision}"
    if inspection.programme:
        grounds += f" và Chương trình {inspection.programme.number}, ngày {inspection.programme.dated:%d/%m/%Y}"
    span = f"từ ngày {inspection.starts:%d/%m/%Y} đến ngày {inspection.ends:%d/%m/%Y}"
    blocks: list[Block] = [
        Paragraph(f"{grounds}, đoàn {FORMS[inspection.form]} của {unit} làm việc {span} về nội dung: {inspection.title}.")
    ]
    if inspection.text:
        blocks.append(Paragraph(f"Văn bản được {FORMS[inspection.form]}: {inspection.text}, ngày {inspection.text.dated:%d/%m/%Y}."))
    team = [
        (member.person.full_name, "trưởng đoàn" if member.is_head else "thành viên") for member in inspection.team.select_related("person")
    ]
    blocks += [
        Paragraph(f"Đoàn gồm {number(len(team))} đồng chí:", leads=True),
        Numbered(tuple((bold(name), f", {role}") for name, role in team)),
    ]
    if inspection.key_points:
        blocks += [Paragraph("Trọng tâm, trọng điểm:", leads=True), Numbered(tuple(str(point) for point in inspection.key_points))]
    if inspection.programme and inspection.programme.widened_to:
        widened = "; ".join(str(each) for each in inspection.programme.widened_to)
        blocks.append(Paragraph(f"Đối tượng giám sát được mở rộng tới: {widened}."))
    return blocks


def _course(visits: list[Visit], names: dict[UUID, str]) -> list[Block]:
    """List the units with the days."""
    done = sum(visit.visited_on is not None for visit in visits)
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (
            str(place),
            names.get(visit.unit_id, ""),
            f"{visit.planned_on:%d/%m/%Y}",
            f"{visit.visited_on:%d/%m/%Y}" if visit.visited_on else "chưa",
        )
        for place, visit in enumerate(visits, 1)
    )
    columns = (
        Column("TT", 0.8, Align.CENTER),
        Column("Đơn vị", 5),
        Column("Dự kiến", 1.8, Align.CENTER),
        Column("Làm việc", 1.8, Align.CENTER),
    )
    head = Section("1. Quá trình làm việc")
    said = Paragraph(f"Đoàn đã làm việc với {number(done)} trên {number(len(visits))} đơn vị theo kế hoạch.")
    return [head, said, Table(columns, rows)] if rows else [head, said]


def _found(visits: list[Visit], names: dict[UUID, str]) -> list[Block]:
    """Write what was found, by kind, each with its unit and clause."""
    blocks: list[Block] = []
    for kind, title in HEADS:
        listed = [(visit, row) for visit in visits for row in visit.observations.all() if row.kind == kind]
        said: list[Block] = [Numbered(tuple(_said(names.get(visit.unit_id, ""), row) for visit, row in listed))] if listed else []
        blocks += [Section(title), *(said or [Paragraph("Đoàn không ghi nhận nội dung nào.")])]
    return blocks


def _said(unit: str, row: Observation) -> Rich:
    """Write one observation."""
    clause = f" (điều {row.clause.number})" if row.clause else ""
    return (bold(unit), f"{clause}: {row.content}")


def _required(remedies: list[Followed], names: dict[UUID, str]) -> list[Block]:
    """List the remedies with day and state."""
    head = Section("5. Yêu cầu khắc phục và kết quả theo dõi")
    if not remedies:
        return [head, Paragraph("Đoàn không yêu cầu khắc phục nội dung nào.")]
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (str(place), names.get(each.remedy.visit.unit_id, ""), each.remedy.content, f"{each.remedy.due:%d/%m/%Y}", _state(each))
        for place, each in enumerate(remedies, 1)
    )
    columns = (
        Column("TT", 0.8, Align.CENTER),
        Column("Đơn vị", 3),
        Column("Yêu cầu", 4),
        Column("Hạn", 1.7, Align.CENTER),
        Column("Tình trạng", 2.4),
    )
    accepted = sum(not each.is_open and each.remedy.waived_on is None for each in remedies)
    waived = sum(each.remedy.waived_on is not None for each in remedies)
    said = f"Trong {number(len(remedies))} yêu cầu, {number(accepted)} đã được nghiệm thu, {number(waived)} thôi yêu cầu có lý do, "
    return [head, Paragraph(f"{said}{number(len(remedies) - accepted - waived)} đang thực hiện."), Table(columns, rows)]


def _state(each: Followed) -> str:
    """Say how far a remedy is."""
    if each.remedy.waived_on:
        return f"thôi yêu cầu: {each.remedy.waived_reason}"
    return f"{each.word}, {each.met_on:%d/%m/%Y}" if each.met_on else each.word


def _conclusion(inspection: Inspection) -> list[Block]:
    """Write the conclusion, where there is one."""
    if inspection.closed_on is None:
        return [Section("6. Kết luận"), Paragraph("Cuộc làm việc chưa kết thúc; đây là báo cáo tiến độ.")]
    return [Section("6. Kết luận"), *(Paragraph(line) for line in inspection.conclusion.splitlines() if line.strip())]
