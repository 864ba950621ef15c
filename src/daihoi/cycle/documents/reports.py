"""Papers of a consultation: what was taken and explained, and the report of a committee on a draft from above (bảng tiếp thu, báo cáo)."""

from django.utils import timezone

from daihoi.cycle.documents.models import Channel, Consultation, Decision, Opinion
from daihoi.cycle.documents.queries.opinions import (
    Weight,
    by_channel,
    by_passage,
    current_answers,
    desk_groups,
    received,
    report_due,
    totals,
    weight_of,
)
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name, newest_place
from daihoi.office import Document as Paper
from daihoi.office import format_on
from daihoi.office.document import Align, Block, Column, Paragraph, Rich, Section, Signature, Symbol, Table, bold
from daihoi.office.wording import first_lower, number
from daihoi.rules.registers import body_of

NUMBER = Column("TT", 0.9, Align.CENTER)


def response_paper(consultation: Consultation) -> Paper:
    """Write the table of what was taken and explained (bảng tổng hợp tiếp thu, giải trình; DO-02)."""
    document = consultation.version.document
    groups = list(desk_groups(consultation, consultation.unit))
    keys = [group.pk for group in groups]
    counts, answers, places = totals(keys), current_answers(keys), _places(consultation)
    decided = {decision: sum(answer.decision == decision for answer in answers.values()) for decision in Decision.values}
    rows: list[tuple[Rich, ...]] = []
    for group in sorted(groups, key=lambda each: (places.get(each.passage, 0), each.recorded_at, str(each.pk))):
        answer = answers.get(group.pk)
        said = f"{group.name} ({_weight(counts[group.pk])})"
        outcome = str(answer.get_decision_display()) if answer else "chưa trả lời"
        rows.append((str(len(rows) + 1), _where(places, group.passage), said, bold(outcome), answer.reason if answer else ""))
    total = sum(count.contributions for count in counts.values())
    lead = (
        f"Bản {consultation.version.number} được lấy ý kiến đến hết ngày {consultation.closes_on:%d/%m/%Y}. "
        f"Nhận {number(total)} ý kiến, xếp thành {number(len(groups))} nhóm: tiếp thu {decided['taken']}, "
        f"tiếp thu một phần {decided['partly']}, không tiếp thu {decided['not']}, chưa trả lời {len(groups) - len(answers)}."
    )
    columns = (NUMBER, Column("Đoạn", 1.3, Align.CENTER), Column("Nội dung góp ý", 5), Column("Kết quả", 2), Column("Giải trình", 4))
    blocks: list[Block] = [Paragraph(lead), Table(columns, tuple(rows))]
    return _paper(document.unit, "Bảng tổng hợp", f"tiếp thu, giải trình ý kiến góp ý vào {first_lower(str(document))}", blocks, code="")


def report_paper(consultation: Consultation, unit: Unit) -> Paper:
    """Write a committee's consolidated report on a draft of the level above (báo cáo tổng hợp ý kiến)."""
    document = consultation.version.document
    groups = list(desk_groups(consultation, unit))
    counts, places = totals([group.pk for group in groups]), _places(consultation)
    whole = weight_of(received(consultation, unit))
    channels = by_channel(received(consultation, unit))
    named = ", ".join(f"{Channel(key).label} {number(n)}" for key, n in channels.items())
    ordered = sorted(groups, key=lambda each: (places.get(each.passage, 0), -counts[each.pk].contributions, str(each.pk)))
    blocks: list[Block] = [
        Paragraph(
            f"Thực hiện việc góp ý vào {first_lower(str(document))}, bản {consultation.version.number}, đến hết ngày "
            f"{consultation.closes_on:%d/%m/%Y}, {newest_name(unit)} tổng hợp {number(whole.contributions)} ý kiến "
            f"({number(whole.times)} lượt) từ {number(whole.bodies)} nguồn (cơ quan, hội nghị) ở {number(whole.units)} đơn vị, xếp thành {number(len(groups))} nhóm."
        ),
        Paragraph(f"Theo kênh: {named}." if named else "Chưa nhận ý kiến nào."),
        Section("1. Số ý kiến theo đoạn và loại"),
        _passage_table(consultation, unit, places),
        Section("2. Nội dung các nhóm ý kiến"),
        Table(
            (
                NUMBER,
                Column("Đoạn", 1.3, Align.CENTER),
                Column("Loại", 1.6),
                Column("Nội dung", 6.5),
                Column("Số ý kiến", 1.4, Align.RIGHT),
            ),
            tuple(
                (str(row), _where(places, group.passage), str(group.get_kind_display()), group.name, number(counts[group.pk].contributions))
                for row, group in enumerate(ordered, start=1)
            ),
        ),
        Paragraph(
            f"Hạn gửi báo cáo này: ngày {report_due(consultation):%d/%m/%Y}. Từng ý kiến được giữ nguyên lời và tra được từ mỗi nhóm."
        ),
    ]
    return _paper(unit, "Báo cáo", f"tổng hợp ý kiến góp ý vào {first_lower(str(document))}", blocks, code="BC")


def _passage_table(consultation: Consultation, unit: Unit, places: dict[str, int]) -> Table:
    """Count what a branch said by passage and kind."""
    passages = by_passage(received(consultation, unit))
    columns = (
        Column("Đoạn", 2, Align.CENTER),
        *(Column(str(label), 1.6, Align.RIGHT) for _key, label in Opinion.choices),
        Column("Cộng", 1.6, Align.RIGHT),
    )
    rows: list[tuple[Rich, ...]] = [
        (_where(places, key), *(number(passages[key][kind]) for kind in Opinion.values), bold(number(passages[key]["all"])))
        for key in sorted(passages, key=lambda each: places.get(each, 0))
    ]
    return Table(columns, tuple(rows))


def _paper(unit: Unit, name: str, abstract: str, blocks: list[Block], *, code: str) -> Paper:
    """Put the head and the end of the unit's papers around a body."""
    form = format_on(timezone.localdate())
    place = newest_place(unit)
    upper = newest_name(place.superior) if place and place.superior else ""
    return Paper(
        form=form,
        upper=upper,
        issuing=newest_name(unit),
        symbol=Symbol(code, body_of(place.kind if place else "")) if code else None,
        name=name,
        abstract=abstract,
        blocks=tuple(blocks),
        signature=Signature(power=f"{form.text('on_behalf')} Ban Thường vụ"),
    )


def _places(consultation: Consultation) -> dict[str, int]:
    """Give the number of each passage as people count them."""
    return {each.key: number for number, each in enumerate(consultation.version.paragraphs, start=1)}


def _where(places: dict[str, int], passage: str) -> str:
    """Name a passage by its number."""
    return str(places[passage]) if passage in places else "chung"


def _weight(count: Weight) -> str:
    """Say how much stands behind a group."""
    return f"{number(count.contributions)} ý kiến, {number(count.bodies)} nguồn"
