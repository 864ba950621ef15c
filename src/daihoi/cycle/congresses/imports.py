"""Lists of congresses as people keep them: read, check every row, say everything at once (nhập danh sách đại hội)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, PlannedDate, Round, StageEvent
from daihoi.cycle.congresses.queries import planned_dates
from daihoi.cycle.congresses.services.importing import CongressRow
from daihoi.cycle.congresses.unlikely import in_words, known_of, stages_of
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.sheets.facts import says_postponed
from daihoi.foundation.organization.sheets.matching import Found, Names, Proposal, names_in
from daihoi.foundation.organization.sheets.words import bare
from daihoi.foundation.organization.tables import CellFinding, Column, Reading, Row, Table, read_table
from daihoi.rules.stages import Stage
from daihoi.rules.unlikely_days import of_plan, of_stage

COLUMNS = (
    Column("no", headings=("số thứ tự", "stt", "tt", "số tt")),
    Column(
        "unit",
        headings=(
            "đơn vị",
            "mã đơn vị",
            "tên đơn vị",
            "tổ chức",
            "tên tổ chức",
            "tên tổ chức đảng",
            "tên tổ chức cơ sở đảng",
            "đảng bộ, chi bộ",
        ),
        required=True,
    ),
    Column("name", headings=("tên đơn vị", "tên tổ chức", "tên tổ chức đảng", "tên")),
    Column("kind", headings=("loại", "loại hình", "loại tổ chức")),
    Column("members", "whole", ("đảng viên", "số đảng viên", "tổng số đảng viên")),
    Column(
        "planned",
        "date",
        ("ngày dự kiến", "dự kiến", "kế hoạch", "ngày kế hoạch", "dự kiến ngày đại hội", "thời gian dự kiến", "thời gian tổ chức"),
        has_words=True,
    ),
    Column(
        "revised",
        "date",
        ("ngày điều chỉnh", "điều chỉnh", "dời sang", "ngày dời", "đổi ngày", "hoãn đến", "điều chỉnh sang ngày"),
        has_words=True,
    ),
    Column("reason", headings=("lý do", "lý do dời", "lý do điều chỉnh", "lý do hoãn")),
    Column(
        "held",
        "date",
        ("ngày đại hội", "đã tổ chức", "ngày tổ chức", "đã đại hội", "thực hiện", "ngày thực hiện", "ngày tổ chức đại hội", "đã tiến hành"),
        has_words=True,
    ),
    Column("contents", "whole", ("số nội dung", "nội dung", "số nội dung đại hội")),
    Column("pilot", "flag", ("đại hội điểm", "điểm", "làm điểm", "chọn làm điểm")),
    Column("state", headings=("trạng thái", "tình trạng", "kết quả", "tình hình")),
    Column("source", headings=("nguồn", "nguồn báo", "văn bản", "số văn bản", "theo báo cáo")),
    Column("note", headings=("ghi chú",)),
    Column("recorded_at", "moment", ("biết lúc", "ngày biết", "ngày ghi nhận", "thời điểm ghi nhận")),
)
PLANNED = re.compile(r"(?:du kien|ke hoach|se )")
SHORT = 2  # words: "tạm hoãn" gives no reason, "hoãn đến 15/6" or "hoãn do dịch bệnh" says why the day moved
HELD_WORDS = ("da dai hoi", "da to chuc", "hoan thanh", "xong", "da hop", "da tien hanh")


@dataclass(frozen=True)
class Doubt:
    """A name that may mean several units or none; the officer decides (tên chưa rõ)."""

    row: int
    text: str
    proposals: tuple[Proposal, ...]


@dataclass
class Checked:
    """A list that was read and checked: what to write and what to mend (kết quả thử)."""

    table: Table
    rows: list[CongressRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything must be mended before writing."""
        return bool(self.table.errors)

    @property
    def unlikely(self) -> int:
        """Count the days that must be confirmed before writing (PR-02)."""
        return sum(found.code == "day_unlikely" for found in self.table.findings)

    @property
    def findings(self) -> list[CellFinding]:
        """Give the findings in the order of rows."""
        return sorted(self.table.findings, key=lambda found: (found.row, found.column))

    @property
    def count(self) -> int:
        """Count the rows read."""
        return len(self.table.rows)

    @property
    def would_write(self) -> int:
        """Count the rows that would be written."""
        return 0 if self.has_errors else len({row.unit.pk for row in self.rows})


@dataclass
class Known:
    """What the installation knows about the branch and the round."""

    names: Names
    congresses: dict[UUID, Congress]
    plans: dict[UUID, PlannedDate]
    held: dict[UUID, StageEvent]
    stages: dict[UUID, dict[Stage, date]]
    latest: datetime | None
    now: datetime
    today: date


def read(name: str, data: bytes, reading: Reading | None = None, columns: Sequence[Column] = COLUMNS) -> Table:
    """Read the file into typed rows (đọc tệp)."""
    return read_table(name, data, columns, reading)


def check(table: Table, round_: Round, unit: Unit, chosen: Mapping[str, str] | None = None) -> Checked:
    """Check every row against the branch and what is known of the round; nothing is written (thử)."""
    checked = Checked(table)
    known = _known(round_, unit, chosen)
    seen: dict[UUID, int] = {}
    for row in map(as_said, table.rows):
        found = _unit(checked, row, known, round_)
        if found is None:
            continue
        if found.pk in seen:
            message = _("Đơn vị này đã có ở dòng {first}. Giữ một dòng.").format(first=seen[found.pk])
            table.error(row, "unit", "unit_twice", message)
            continue
        seen[found.pk] = row.number
        _dates(table, row, known)
        _contents(table, row)
        _state(table, row)
        _against_known(table, row, known, found)
        _unlikely(table, row, known, (round_, found))
        checked.rows += _rows(row, found, known)
    _late(checked, known)
    return checked


def _known(round_: Round, unit: Unit, chosen: Mapping[str, str] | None) -> Known:
    """Read the branch and the round once."""
    congresses = {congress.unit_id: congress for congress in Congress.objects.filter(round=round_)}
    now = timezone.now()
    held = StageEvent.objects.filter(congress__round=round_, stage=Stage.held, withdrawn_by__isnull=True)
    written = [
        model.objects.filter(congress__round=round_).aggregate(last=Max("recorded_at"))["last"] for model in (PlannedDate, StageEvent)
    ]
    return Known(
        names=names_in(unit, chosen),
        congresses=congresses,
        plans={plan.congress_id: plan for plan in planned_dates(now).filter(congress__round=round_)},
        held={event.congress_id: event for event in held},
        stages=stages_of(StageEvent.objects.filter(congress__round=round_)),
        latest=max((moment for moment in written if moment), default=None),
        now=now,
        today=timezone.localdate(),
    )


def meant(row: Row, names: Names, round_: Round) -> tuple[str, Found]:
    """Find what a row means by its unit; where the code is not ours, by the name beside it."""
    text, name = row.text("unit"), row.text("name")
    found = names.find(text, kinds=round_.kinds, group=row.group) if text else Found()
    if name and found.unit is None and not found.is_left_out:
        return name, names.find(name, kinds=round_.kinds, group=row.group)
    return text, found


def _unit(checked: Checked, row: Row, known: Known, round_: Round) -> Unit | None:
    """Find the unit of a row by code, else by its present or a former name (PR-04)."""
    table = checked.table
    text, found = meant(row, known.names, round_)
    if not text:
        return None
    if found.is_left_out:
        table.warning(row, "unit", "unit_left_out", _("Dòng này được bỏ qua: tên đã được xác định là không thuộc danh sách."))
        return None
    if found.several:
        codes = ", ".join(unit.code for unit in found.several[:4])
        message = _("Có {n} đơn vị tên này: {codes}. Chọn một đơn vị, hoặc ghi mã đơn vị.").format(n=len(found.several), codes=codes)
        table.error(row, "unit", "unit_unclear", message)
        checked.doubts.append(Doubt(row.number, text, found.proposals))
        return None
    if found.unit is None:
        message = _("Không có đơn vị này trong nhánh của bạn. Sửa thành mã hoặc tên đang dùng.")
        if found.proposals:
            named = "; ".join(f"{each.name} ({each.unit.code})" for each in found.proposals[:3])
            message = _("Không có đơn vị tên này. Gần giống: {names}. Chọn đơn vị đúng, hoặc bỏ qua dòng.").format(names=named)
        table.error(row, "unit", "unit_unknown", message)
        checked.doubts.append(Doubt(row.number, text, found.proposals))
        return None
    own = known.names.kinds[found.unit.pk]
    if not own & set(round_.kinds):
        message = _("Đợt {round} không tính loại {kinds}. Bỏ dòng này hoặc chọn đợt khác.").format(
            round=round_.code, kinds=", ".join(sorted(own))
        )
        table.error(row, "unit", "kind_not_in_round", message)
        return None
    return found.unit


def as_said(row: Row) -> Row:
    """Let the words beside a day say which day it is: "hoãn đến 15/6" is a new day, "hoãn" a postponement without one."""
    values = dict(row.values)
    for name, words in row.said.items():
        day = values[name]
        if says_postponed(words):
            values[name] = None
            values["revised" if day else "postponed"] = day or True
            values["reason_said"] = row.raw[name] if len(row.raw[name].split()) > SHORT else ""
        elif name == "held" and PLANNED.match(bare(words)):
            values["planned"], values["held"] = values.get("planned") or day, None
    if says_postponed(row.text("state")) and not values.get("revised") and not values.get("held"):
        values["postponed"] = True
    return replace(row, values=values)


def _state(table: Table, row: Row) -> None:
    """A sheet that says “held” without the day leaves a question."""
    words = bare(row.text("state"))
    if any(word in words for word in HELD_WORDS) and not words.startswith("chua") and row.values.get("held") is None:
        message = _("Ghi là “{state}” nhưng không có ngày đại hội. Điền ngày, hoặc sửa trạng thái.").format(state=row.text("state"))
        table.warning(row, "state", "held_without_day", message)


def _dates(table: Table, row: Row, known: Known) -> None:
    """What happened or is known lies in the past."""
    held = cast("date | None", row.values.get("held"))
    if held and held > known.today:
        table.error(row, "held", "held_in_the_future", _("Ngày đại hội chưa tới. Ghi vào cột ngày dự kiến."))
    recorded_at = cast("datetime | None", row.values.get("recorded_at"))
    end_of_today = timezone.localtime(known.now).replace(hour=23, minute=59, second=59, microsecond=999999)
    if recorded_at and recorded_at > end_of_today:
        table.error(row, "recorded_at", "known_in_the_future", _("Thời điểm biết chưa tới. Để trống nghĩa là bây giờ."))
    elif held and recorded_at and timezone.localdate(recorded_at) < held:
        table.error(row, "recorded_at", "known_before_held", _("Biết trước khi đại hội họp. Sửa một trong hai ngày."))


def _contents(table: Table, row: Row) -> None:
    """A congress has four, three or two contents."""
    contents = row.values.get("contents")
    if contents not in (None, 4, 3, 2):
        table.error(row, "contents", "contents_unknown", _("Số nội dung là 4, 3 hoặc 2."))


def _against_known(table: Table, row: Row, known: Known, unit: Unit) -> None:
    """A moved plan needs a reason; another day held is a correction."""
    congress = known.congresses.get(unit.pk)
    if row.values.get("postponed"):
        _postponed(table, row, known.plans.get(congress.pk) if congress else None)
    if congress is None:
        return
    at = cast("datetime | None", row.values.get("recorded_at")) or known.now
    plan, planned = known.plans.get(congress.pk), _new_day(row)
    if plan and planned and plan.planned and plan.planned != planned:
        if not _reason(row):
            message = _("Ngày dự kiến đang là {before:%d/%m/%Y}. Dời ngày cần lý do: thêm cột lý do.").format(before=plan.planned)
            table.error(row, "planned", "moved_without_reason", message)
        elif at < plan.recorded_at:
            table.error(row, "recorded_at", "known_before_last", _("Lần dời này được biết trước lần đã ghi. Sửa thời điểm biết."))
    _held_again(table, row, known, congress)


def _postponed(table: Table, row: Row, plan: PlannedDate | None) -> None:
    """A postponement without a day needs a day it puts off, and a reason."""
    if plan is None and not row.values.get("planned"):
        message = _("Ghi là hoãn nhưng chưa có ngày dự kiến nào để hoãn; dòng này chỉ được nhận là đại hội chưa có ngày.")
        table.warning(row, "state", "postponed_without_plan", message)
    elif not _reason(row) and (plan is None or plan.planned):
        table.error(row, "reason", "postponed_without_reason", _("Hoãn đại hội phải có lý do. Thêm cột lý do hoặc ghi chú."))


def _held_again(table: Table, row: Row, known: Known, congress: Congress) -> None:
    """Another day held than the one known is a correction."""
    event, held = known.held.get(congress.pk), cast("date | None", row.values.get("held"))
    if event and held and event.happened_on and event.happened_on != held:
        message = _("Đã ghi đại hội ngày {before:%d/%m/%Y}. Đính chính trên trang của đại hội, không nhập đè.").format(
            before=event.happened_on
        )
        table.error(row, "held", "held_differs", message)


def _unlikely(table: Table, row: Row, known: Known, owed: tuple[Round, Unit]) -> None:
    """Ask for a second word on a day that contradicts what is known; what is written already is not asked for again (PR-02)."""
    round_, unit = owed
    congress = known.congresses.get(unit.pk)
    stages, plan = (known.stages.get(congress.pk, {}), known.plans.get(congress.pk)) if congress else ({}, None)
    against = known_of(round_, stages)
    found = {}
    if (held := cast("date | None", row.values.get("held"))) and held <= known.today and Stage.held not in stages:
        found["held"] = of_stage(Stage.held, held, against)
    for name in ("planned", "revised") if not row.values.get("postponed") else ("planned",):
        planned = cast("date | None", row.values.get(name))
        if planned and not (plan and planned == plan.planned):
            found[name] = of_plan(planned, against)
    for name, unlikely in found.items():
        if unlikely:
            message = _("Ngày này nằm {what}. Nếu nhầm, sửa ngày; nếu đúng, xác nhận khi ghi.").format(what=in_words(unlikely))
            table.warning(row, name, "day_unlikely", message)


def _new_day(row: Row) -> date | None:
    """Give the planned day that holds: the revised one where there is one, none of a congress that is postponed."""
    if row.values.get("postponed"):
        return None
    return cast("date | None", row.values.get("revised") or row.values.get("planned"))


def _reason(row: Row) -> str:
    """Give the reason of a moved day; some sheets write it into the notes."""
    return row.text("reason") or row.text("note") or row.text("reason_said")


def _rows(row: Row, unit: Unit, known: Known) -> list[CongressRow]:
    """Give a checked row as the act takes it; a first planned day and its revision are two steps."""
    values: Mapping[str, object] = row.values
    planned, revised = cast("date | None", values.get("planned")), cast("date | None", values.get("revised"))
    moment = cast("datetime | None", values.get("recorded_at"))
    whole = CongressRow(
        unit=unit,
        planned=_new_day(row),
        held=cast("date | None", values.get("held")),
        pilot=cast("bool | None", values.get("pilot")),
        contents=cast("int | None", values.get("contents")),
        recorded_at=moment,
        reason=_reason(row),
        document=row.text("source")[:200],
        note=row.text("note"),
        is_postponed=bool(values.get("postponed")) and not values.get("held"),
    )
    congress = known.congresses.get(unit.pk)
    is_planned = congress is not None and congress.pk in known.plans
    if planned and not is_planned and (whole.is_postponed or (revised and planned != revised)):
        return [CongressRow(unit=unit, planned=planned, recorded_at=moment), whole]
    return [whole]


def _late(checked: Checked, known: Known) -> None:
    """Warn once when rows claim to have been known before figures that may be published already (PR-01)."""
    if known.latest is None:
        return
    early = [row for row in checked.rows if row.recorded_at and row.recorded_at < known.latest]
    if early:
        message = _(
            "{n} dòng ghi là đã biết trước lần ghi gần nhất ({latest}); số đã công bố cho khoảng đó sẽ đổi. Để trống nếu bây giờ mới biết."
        )
        text = message.format(n=len(early), latest=f"{timezone.localtime(known.latest):%H:%M %d/%m/%Y}")
        checked.table.find("warning", 0, "recorded_at", "", "known_before_others", text)
