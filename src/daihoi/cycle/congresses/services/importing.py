"""Write a whole list of congresses at once, as one entry of the journal (nhập danh sách đại hội)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, Contents, Form, FrozenCharter, KindChange, PlannedDate, Round, StageEvent
from daihoi.cycle.congresses.queries import planned_dates
from daihoi.cycle.congresses.services.calling import freeze_charter, kind_change
from daihoi.cycle.congresses.services.clocks import ask_new_days
from daihoi.cycle.congresses.unlikely import confirmed_rows, known_of
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import meet_deadline, move_many_deadlines
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import in_branch
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from daihoi.rules.unlikely_days import Unlikely, of_plan, of_stage

BATCH = 1000  # rows in one statement


@dataclass(frozen=True)
class CongressRow:
    """One line of a list of congresses, its unit found and its dates read (một dòng danh sách)."""

    unit: Unit
    planned: date | None = None
    held: date | None = None
    pilot: bool | None = None
    contents: int | None = None
    recorded_at: datetime | None = None
    reason: str = ""
    form: str | None = None
    stages: tuple[tuple[Stage, date], ...] = ()
    document: str = ""
    note: str = ""
    is_postponed: bool = False  # put off, and no new day known

    @property
    def happened(self) -> tuple[tuple[Stage, date], ...]:
        """All stages the row tells of, the congress itself last."""
        return (*self.stages, (Stage.held, self.held)) if self.held else self.stages

    def line(self) -> str:
        """Write the row as one line for the root of the journal entry."""
        stages = ",".join(f"{stage}={day}" for stage, day in self.stages)
        cells = (self.unit.pk, stages, self.planned, self.held, self.pilot, self.contents, self.recorded_at)
        return "|".join("" if cell is None else str(cell) for cell in cells) + ("|postponed" if self.is_postponed else "")


@dataclass(frozen=True)
class Imported:
    """What an import wrote (kết quả nhập)."""

    congresses: int
    planned: int
    held: int


@dataclass
class Writing:
    """Rows collected before they are written in bulk."""

    round: Round
    known: dict[UUID, Congress]
    plans: dict[UUID, PlannedDate]
    newest: dict[tuple[UUID, str], StageEvent]
    frozen: FrozenCharter
    now: datetime
    congresses: list[Congress]
    changed: list[Congress]
    new_plans: list[PlannedDate]
    events: list[StageEvent]
    kinds: list[KindChange]
    unlikely: list[tuple[str, date, Sequence[Unlikely]]] = field(default_factory=list)


@transaction.atomic
def import_congresses(
    *,
    actor: User,
    unit: Unit,
    round_: Round,
    rows: Sequence[CongressRow],
    progress: Callable[[int, int], None] | None = None,
    is_confirmed: bool = False,
) -> Imported:
    """Write a list of congresses, all or nothing; unlikely days are confirmed for the whole list (nhập danh sách đại hội; PR-02)."""
    require(actor, "congresses.import", unit)
    _inside(unit, rows)
    writing = _known(round_, rows)
    for number, row in enumerate(rows, start=1):
        _collect(writing, round_, row)
        if progress and number % BATCH == 0:
            progress(number, len(rows))
    noted = confirmed_rows(writing.unlikely, is_confirmed=is_confirmed)
    _write(writing)
    entry = record(
        actor,
        "congresses.imported",
        round_,
        unit=unit,
        rows=len(rows),
        root=merkle_root(row.line() for row in rows),
        congresses=len(writing.congresses),
        planned=len(writing.new_plans),
        events=len(writing.events),
        **noted,
    )
    units = {congress.pk: congress.unit_id for congress in writing.known.values()}
    days = {units[plan.congress_id]: plan.planned for plan in writing.new_plans}
    if days:
        title = str(round_)
        move_many_deadlines(cause=entry, anchor=f"congress:{round_.pk}", days=days, title=title)
    _settle_days(entry, writing)
    if progress:
        progress(len(rows), len(rows))
    return Imported(len(writing.congresses), len(writing.new_plans), sum(event.stage == Stage.held for event in writing.events))


def _inside(unit: Unit, rows: Iterable[CongressRow]) -> None:
    """Refuse rows of units that never stood in the branch the person may write for."""
    ever = Q(pk__in=[])
    for path in Placement.objects.filter(unit=unit).values_list("path", flat=True):
        ever |= in_branch(path)
    inside = set(Placement.objects.filter(ever).values_list("unit_id", flat=True))
    outside = sorted({row.unit.code for row in rows if row.unit.pk not in inside})
    if outside:
        raise RuleViolation(
            "congresses.outside_branch",
            _("{count} đơn vị không thuộc {unit}: {codes}. Hãy bỏ các dòng này."),
            count=len(outside),
            unit=unit.code,
            codes=", ".join(outside[:5]),
        )


def _known(round_: Round, rows: Sequence[CongressRow]) -> Writing:
    """Read what is known of the round before the import."""
    now = timezone.now()
    known = {congress.unit_id: congress for congress in Congress.objects.filter(round=round_)}
    plans = {plan.congress_id: plan for plan in planned_dates(now).filter(congress__round=round_)}
    newest = {
        (event.congress_id, event.stage): event for event in StageEvent.objects.filter(congress__round=round_, withdrawn_by__isnull=True)
    }
    return Writing(round_, known, plans, newest, freeze_charter(round_.charter), now, [], [], [], [], [])


def _collect(writing: Writing, round_: Round, row: CongressRow) -> None:
    """Turn one row into what is new in it; what is known already is passed over, so a second sending changes nothing (PR-05)."""
    at = row.recorded_at or writing.now
    congress = writing.known.get(row.unit.pk)
    if congress is None:
        congress = Congress(
            unit=row.unit,
            round=round_,
            form=row.form or Form.MEMBERS,
            pilot=bool(row.pilot),
            contents=row.contents or Contents.FOUR,
            charter=writing.frozen,
        )
        writing.known[row.unit.pk] = congress
        writing.congresses.append(congress)
    elif (row.pilot, row.contents) != (None, None):
        _collect_kind(writing, congress, row, at)
    _collect_plan(writing, congress, row, at)
    for stage, day in row.happened:
        _collect_stage(writing, congress, row, (stage, day), at)


def _collect_plan(writing: Writing, congress: Congress, row: CongressRow, at: datetime) -> None:
    """Take a planned day that is new, or moves the one known with a reason (DR-11)."""
    before = writing.plans.get(congress.pk)
    planned = None if row.is_postponed else row.planned
    is_told = row.is_postponed or planned is not None
    if not is_told or planned == (before.planned if before else None):
        return
    has_day = before is not None and before.planned is not None
    if before is not None and ((has_day and not row.reason.strip()) or at < before.recorded_at):
        raise RuleViolation(
            "congresses.plan_moved",
            _("{unit}: dời ngày {before} sang {planned} cần lý do và ngày biết không sớm hơn lần trước. Hãy ghi cột lý do."),
            unit=row.unit.code,
            before=_day(before.planned),
            planned=_day(planned),
        )
    reason = (row.reason or _("có ngày mới sau khi hoãn")) if before else ""
    plan = PlannedDate(congress=congress, planned=planned, recorded_at=at, replaces=before, reason=reason, document=row.document)
    writing.plans[congress.pk] = plan
    writing.new_plans.append(plan)
    if planned:
        _held_against(writing, row, planned, of_plan(planned, known_of(writing.round)))


def _settle_days(entry: Entry, writing: Writing) -> None:
    """Ask the congresses postponed without a day for a new one, and leave alone those that got it or were held (DR-11)."""
    postponed = {plan.congress_id for plan in writing.new_plans if plan.planned is None}
    dated = {plan.congress_id for plan in writing.new_plans if plan.replaces and plan.planned and plan.replaces.planned is None}
    waited = {congress for congress, plan in writing.plans.items() if plan.planned is None}
    held = {event.congress_id for event in writing.events if event.stage == Stage.held} & waited
    ask_new_days(cause=entry, congresses=[each for each in writing.known.values() if each.pk in postponed - dated - held])
    for congress in sorted((dated | held) - postponed):
        meet_deadline(cause=entry, subject=f"congresses.debt.plan:{congress}")


def _day(day: date | None) -> str:
    """Write a planned day, or say that there is none."""
    return f"{day:%d/%m/%Y}" if day else _("chưa rõ (hoãn)")


def _collect_stage(writing: Writing, congress: Congress, row: CongressRow, told: tuple[Stage, date], at: datetime) -> None:
    """Take the day of a stage; another day than the one known is a correction, made on the page of the congress."""
    stage, day = told
    before = writing.newest.get((congress.pk, stage))
    if before is not None and before.happened_on == day:
        return
    if before is not None and (before.happened_on or at < before.recorded_at):
        raise RuleViolation(
            "congresses.held_differs",
            _("{unit}: ngày {day:%d/%m/%Y} của mốc “{stage}” khác ngày đã ghi. Hãy đính chính trên trang của đại hội này."),
            unit=row.unit.code,
            day=day,
            stage=STAGE_TITLES[stage],
        )
    newest = {each: writing.newest.get((congress.pk, each)) for each in Stage}
    days = {each: event.happened_on for each, event in newest.items() if event and event.happened_on}
    _held_against(writing, row, day, of_stage(stage, day, known_of(writing.round, days)))
    reason = row.note or (_("ghi lại theo danh sách") if before else "")
    event = StageEvent(
        congress=congress, stage=stage, happened_on=day, recorded_at=at, withdraws=before, reason=reason, document=row.document
    )
    writing.newest[congress.pk, stage] = event
    writing.events.append(event)


def _held_against(writing: Writing, row: CongressRow, day: date, found: Sequence[Unlikely]) -> None:
    """Keep a day that contradicts what is known, to ask for all of them at once."""
    if found:
        writing.unlikely.append((row.unit.code, day, found))


def _collect_kind(writing: Writing, congress: Congress, row: CongressRow, at: datetime) -> None:
    """Take over what kind of congress the row says it is; what it was before stays known (PR-01)."""
    was = (congress.pilot, congress.contents)
    congress.pilot = congress.pilot if row.pilot is None else row.pilot
    congress.contents = congress.contents if row.contents is None else row.contents
    if was == (congress.pilot, congress.contents) or congress._state.adding:
        return
    writing.changed.append(congress)
    held = writing.newest.get((congress.pk, Stage.held))
    held_on = row.held or (held.happened_on if held else None)
    writing.kinds.append(kind_change(congress, was, at, held_on, reason=row.reason or row.note, document=row.document))


def _write(writing: Writing) -> None:
    """Write all rows in as few statements as the databases take."""
    Congress.objects.bulk_create(writing.congresses, batch_size=BATCH)
    Congress.objects.bulk_update(writing.changed, ["pilot", "contents"], batch_size=BATCH // 4)
    KindChange.objects.bulk_create(writing.kinds, batch_size=BATCH)
    PlannedDate.objects.bulk_create(writing.new_plans, batch_size=BATCH)
    StageEvent.objects.bulk_create(writing.events, batch_size=BATCH)
