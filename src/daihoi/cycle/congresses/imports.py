"""Lists of congresses as people keep them: read, check every row, say everything at once (nhập danh sách đại hội)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, PlannedDate, Round, StageEvent
from daihoi.cycle.congresses.queries import planned_dates
from daihoi.cycle.congresses.services.importing import CongressRow
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import in_branch
from daihoi.foundation.organization.tables import CellFinding, Column, Row, Table, read_table
from daihoi.rules.stages import Stage

COLUMNS = (
    Column("unit", headings=("đơn vị", "mã đơn vị", "tên đơn vị", "tổ chức"), required=True),
    Column("planned", "date", ("ngày dự kiến", "dự kiến", "kế hoạch", "ngày kế hoạch")),
    Column("held", "date", ("ngày đại hội", "đã tổ chức", "ngày tổ chức", "đã đại hội", "thực hiện")),
    Column("pilot", "flag", ("đại hội điểm", "điểm")),
    Column("contents", "whole", ("số nội dung", "nội dung")),
    Column("recorded_at", "moment", ("biết lúc", "ngày biết", "ngày ghi nhận", "thời điểm ghi nhận")),
    Column("reason", headings=("lý do", "lý do dời", "ghi chú")),
)


@dataclass
class Checked:
    """A list that was read and checked: what to write and what to mend (kết quả thử)."""

    table: Table
    rows: list[CongressRow] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything must be mended before writing."""
        return bool(self.table.errors)

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
        return 0 if self.has_errors else len(self.rows)


@dataclass
class Known:
    """What the installation knows about the branch and the round."""

    units: dict[str, Unit]
    named: dict[str, list[Unit]]
    kinds: dict[UUID, set[str]]
    congresses: dict[UUID, Congress]
    plans: dict[UUID, PlannedDate]
    held: dict[UUID, StageEvent]
    latest: datetime | None
    now: datetime
    today: date


def read(name: str, data: bytes) -> Table:
    """Read the file into typed rows (đọc tệp)."""
    return read_table(name, data, COLUMNS)


def check(table: Table, round_: Round, unit: Unit) -> Checked:
    """Check every row against the branch and what is known of the round; nothing is written (thử)."""
    checked = Checked(table)
    known = _known(round_, unit)
    seen: dict[UUID, int] = {}
    for row in table.rows:
        found = _unit(table, row, known, round_)
        if found is None:
            continue
        if found.pk in seen:
            message = _("Đơn vị này đã có ở dòng {first}. Giữ một dòng.").format(first=seen[found.pk])
            table.error(row, "unit", "unit_twice", message)
            continue
        seen[found.pk] = row.number
        _dates(table, row, known)
        _contents(table, row)
        _against_known(table, row, known, found)
        checked.rows.append(_row(row, found))
    _late(checked, known)
    return checked


def _known(round_: Round, unit: Unit) -> Known:
    """Read the branch and the round once."""
    ever = Q(pk__in=[])
    for path in Placement.objects.filter(unit=unit).values_list("path", flat=True):
        ever |= in_branch(path)
    units: dict[str, Unit] = {}
    named: dict[str, list[Unit]] = defaultdict(list)
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for place in Placement.objects.filter(ever).select_related("unit").order_by("valid_from"):
        units[place.unit.code] = place.unit
        kinds[place.unit_id].add(place.kind)
        same = named[place.name.casefold()]
        if place.unit not in same:
            same.append(place.unit)
    congresses = {congress.unit_id: congress for congress in Congress.objects.filter(round=round_)}
    now = timezone.now()
    held = StageEvent.objects.filter(congress__round=round_, stage=Stage.held, withdrawn_by__isnull=True)
    written = [
        model.objects.filter(congress__round=round_).aggregate(last=Max("recorded_at"))["last"] for model in (PlannedDate, StageEvent)
    ]
    return Known(
        units=units,
        named=named,
        kinds=kinds,
        congresses=congresses,
        plans={plan.congress_id: plan for plan in planned_dates(now).filter(congress__round=round_)},
        held={event.congress_id: event for event in held},
        latest=max((moment for moment in written if moment), default=None),
        now=now,
        today=timezone.localdate(),
    )


def _unit(table: Table, row: Row, known: Known, round_: Round) -> Unit | None:
    """Find the unit of a row by code, else by its present or a former name (PR-04)."""
    text = row.text("unit")
    if not text:
        return None
    candidates = [known.units[text]] if text in known.units else known.named.get(text.casefold(), [])
    if len(candidates) > 1:
        codes = ", ".join(unit.code for unit in candidates[:4])
        table.error(row, "unit", "unit_unclear", _("Có {n} đơn vị tên này: {codes}. Ghi mã đơn vị.").format(n=len(candidates), codes=codes))
        return None
    if not candidates:
        table.error(row, "unit", "unit_unknown", _("Không có đơn vị này trong nhánh của bạn. Sửa thành mã hoặc tên đang dùng."))
        return None
    if not known.kinds[candidates[0].pk] & set(round_.kinds):
        kinds = ", ".join(sorted(known.kinds[candidates[0].pk]))
        message = _("Đợt {round} không tính loại {kinds}. Bỏ dòng này hoặc chọn đợt khác.").format(round=round_.code, kinds=kinds)
        table.error(row, "unit", "kind_not_in_round", message)
        return None
    return candidates[0]


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
    if congress is None:
        return
    at = cast("datetime | None", row.values.get("recorded_at")) or known.now
    plan, planned = known.plans.get(congress.pk), cast("date | None", row.values.get("planned"))
    if plan and planned and plan.planned != planned:
        if not row.text("reason"):
            message = _("Ngày dự kiến đang là {before:%d/%m/%Y}. Dời ngày cần lý do: thêm cột lý do.").format(before=plan.planned)
            table.error(row, "planned", "moved_without_reason", message)
        elif at < plan.recorded_at:
            table.error(row, "recorded_at", "known_before_last", _("Lần dời này được biết trước lần đã ghi. Sửa thời điểm biết."))
    event, held = known.held.get(congress.pk), cast("date | None", row.values.get("held"))
    if event and held and event.happened_on and event.happened_on != held:
        message = _("Đã ghi đại hội ngày {before:%d/%m/%Y}. Đính chính trên trang của đại hội, không nhập đè.").format(
            before=event.happened_on
        )
        table.error(row, "held", "held_differs", message)


def _row(row: Row, unit: Unit) -> CongressRow:
    """Give a checked row as the act takes it."""
    values: Mapping[str, object] = row.values
    return CongressRow(
        unit=unit,
        planned=cast("date | None", values.get("planned")),
        held=cast("date | None", values.get("held")),
        pilot=cast("bool | None", values.get("pilot")),
        contents=cast("int | None", values.get("contents")),
        recorded_at=cast("datetime | None", values.get("recorded_at")),
        reason=row.text("reason"),
    )


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
