"""Papers of a consultation: what was taken and explained, and the report of a committee on a draft from above (bảng tiếp thu, báo cáo)."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from daihoi.cycle.documents.models import Channel, Consultation, Contribution, Decision, Opinion
from daihoi.cycle.documents.papers import SEALED_DRAFT
from daihoi.cycle.documents.queries.opinions import Weight, by_channel, by_passage, current_answers, report_due
from daihoi.cycle.documents.queries.standing import Standing, standing
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
    stands = standing(consultation, consultation.unit)
    answers, places = current_answers(group.pk for group in stands.groups), _places(consultation)
    decided = {decision: sum(answer.decision == decision for answer in answers.values()) for decision in Decision.values}
    rows: list[tuple[Rich, ...]] = []
    for group in sorted(stands.groups, key=lambda each: (places.get(each.passage, 0), each.recorded_at, str(each.pk))):
        answer = answers.get(group.pk)
        said = f"{group.name} ({_weight(stands.counts[group.pk])})"
        outcome = str(answer.get_decision_display()) if answer else "chưa trả lời"
        rows.append((str(len(rows) + 1), _where(places, group.passage), said, bold(outcome), answer.reason if answer else ""))
    lead = (
        f"Bản {consultation.version.number} được lấy ý kiến đến hết ngày {consultation.closes_on:%d/%m/%Y}. "
        f"Nhận {number(stands.whole.contributions)} ý kiến. {_account(stands, 'nêu cuối bảng, chưa trả lời')} "
        f"Trong {number(len(stands.groups))} nhóm: tiếp thu {decided['taken']}, "
        f"tiếp thu một phần {decided['partly']}, không tiếp thu {decided['not']}, chưa trả lời {len(stands.groups) - len(answers)}."
    )
    columns = (NUMBER, Column("Đoạn", 1.3, Align.CENTER), Column("Nội dung góp ý", 5), Column("Kết quả", 2), Column("Giải trình", 4))
    blocks: list[Block] = [Paragraph(lead), Table(columns, tuple(rows)), *_left_blocks(stands, places, "Ý kiến chưa xếp nhóm")]
    abstract = f"tiếp thu, giải trình ý kiến góp ý vào {first_lower(str(document))}"
    return _paper(document.unit, "Bảng tổng hợp", abstract, blocks, code="", stands=stands)


def report_paper(consultation: Consultation, unit: Unit) -> Paper:
    """Write a committee's consolidated report on a draft of the level above (báo cáo tổng hợp ý kiến)."""
    document = consultation.version.document
    stands, places = standing(consultation, unit), _places(consultation)
    whole, channels = stands.whole, by_channel(stands.heard)
    named = ", ".join(f"{Channel(key).label} {number(n)}" for key, n in channels.items())
    blocks: list[Block] = [
        Paragraph(
            f"Thực hiện việc góp ý vào {first_lower(str(document))}, bản {consultation.version.number}, đến hết ngày "
            f"{consultation.closes_on:%d/%m/%Y}, {newest_name(unit)} tổng hợp {number(whole.contributions)} ý kiến "
            f"({number(whole.times)} lượt) từ {number(whole.bodies)} nguồn (cơ quan, hội nghị) ở {number(whole.units)} đơn vị. "
            f"{_account(stands, 'nêu ở mục 3')}"
        ),
        Paragraph(f"Theo kênh: {named}." if named else "Chưa nhận ý kiến nào."),
        Section("1. Số ý kiến theo đoạn và loại"),
        _passage_table(stands.heard, places),
        Section("2. Nội dung các nhóm ý kiến"),
        _group_table(stands, places),
        *_left_blocks(stands, places, "3. Ý kiến chưa xếp nhóm"),
        Paragraph(
            f"Hạn gửi báo cáo này: ngày {report_due(consultation):%d/%m/%Y}. Từng ý kiến được giữ nguyên lời và tra được từ mỗi nhóm."
        ),
    ]
    return _paper(unit, "Báo cáo", f"tổng hợp ý kiến góp ý vào {first_lower(str(document))}", blocks, code="BC", stands=stands)


def _account(stands: Standing, place: str) -> str:
    """Say how many of the received opinions stand in groups and how many do not: the same words in every paper."""
    grouped = f"Đã xếp {number(stands.grouped)} ý kiến thành {number(len(stands.groups))} nhóm"
    if not stands.ungrouped:
        return f"{grouped}; không còn ý kiến nào chưa xếp nhóm."
    parts = [f"{number(stands.left_below)} ý kiến nằm trong nhóm của cấp dưới"] if stands.left_below else []
    parts += [f"{number(stands.left_above)} ý kiến cấp trên đã xếp nhóm"] if stands.left_above else []
    among = f"; trong số đó {', '.join(parts)}" if parts else ""
    return f"{grouped}; còn {number(stands.ungrouped)} ý kiến chưa xếp vào nhóm nào ở đây, {place}{among}."


def _group_table(stands: Standing, places: dict[str, int]) -> Table:
    """Show the groups of a desk, the heaviest of a passage first."""
    ordered = sorted(stands.groups, key=lambda each: (places.get(each.passage, 0), -stands.counts[each.pk].contributions, str(each.pk)))
    rows = ((each.passage, str(each.get_kind_display()), each.name, stands.counts[each.pk].contributions) for each in ordered)
    return _said_table(rows, places)


def _left_blocks(stands: Standing, places: dict[str, int], title: str) -> list[Block]:
    """Show in its own words whatever stands in no group of the desk, or nothing where all is grouped."""
    if not stands.left:
        return []
    ordered = sorted(stands.left, key=lambda each: (places.get(each.passage, 0), -each.contributions, each.words))
    rows = ((each.passage, str(Opinion(each.kind).label), each.words, each.contributions) for each in ordered)
    return [Section(title), _said_table(rows, places)]


def _said_table(rows: Iterable[tuple[str, str, str, int]], places: dict[str, int]) -> Table:
    """Show what was said of which passage, how often."""
    columns = (
        NUMBER,
        Column("Đoạn", 1.3, Align.CENTER),
        Column("Loại", 1.6),
        Column("Nội dung", 6.5),
        Column("Số ý kiến", 1.4, Align.RIGHT),
    )
    said = enumerate(rows, start=1)
    return Table(columns, tuple((str(row), _where(places, key), kind, words, number(n)) for row, (key, kind, words, n) in said))


def _passage_table(heard: QuerySet[Contribution], places: dict[str, int]) -> Table:
    """Count what a desk heard by passage and kind."""
    passages = by_passage(heard)
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


def _paper(unit: Unit, name: str, abstract: str, blocks: list[Block], *, code: str, stands: Standing) -> Paper:
    """Put the head and the end of the unit's papers around a body; while opinions wait to be grouped it is a draft."""
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
        marks=(SEALED_DRAFT,) if stands.ungrouped > stands.left_above else (),
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
