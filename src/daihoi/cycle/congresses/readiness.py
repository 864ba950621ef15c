"""Questions on what is prepared, submitted, learnt and owed for a congress (mức độ chuẩn bị)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from daihoi.cycle.congresses.models import (
    Congress,
    Decision,
    GatePass,
    Lesson,
    Matter,
    PlannedDate,
    Preparation,
    Session,
    SignedScan,
    Submission,
    Verdict,
)
from daihoi.foundation.assignments.models import Event as DeadlineEvent
from daihoi.foundation.assignments.models import Step as DeadlineStep
from daihoi.foundation.organization.holders import each_once, holders
from daihoi.foundation.organization.models import Placement, Post, Succession, Unit
from daihoi.foundation.organization.queries import STEP, in_branch, newest, newest_place, placement_of
from daihoi.rules import directives
from daihoi.rules.charter import Charter
from daihoi.rules.deadlines import Length, lengths
from daihoi.rules.errors import Finding, RuleViolation
from daihoi.rules.preparations import Task, tasks_for
from daihoi.rules.programme import Hours, Item, Timed, programme, session_findings, timed
from daihoi.rules.stages import Stage

GRASSROOTS = ("grassroots_committee", "grassroots_cell")


@dataclass(frozen=True)
class Prepared:
    """One task with what is known of it (việc chuẩn bị)."""

    task: Task
    row: Preparation | None


def anchor_of(congress: Congress) -> str:
    """Name the day of the opening, from which deadlines are counted back."""
    return f"congress:{congress.round_id}"


def kind_of(congress: Congress) -> str:
    """Give the kind of the unit that holds the congress."""
    place = newest_place(congress.unit)
    return place.kind if place else ""


def superior_of(unit: Unit) -> Unit | None:
    """Give the unit that approves what a unit submits (cấp ủy cấp trên trực tiếp)."""
    place = newest_place(unit)
    return place.superior if place else None


def preparations(congress: Congress, kind: str | None = None) -> list[Prepared]:
    """Give what this congress must prepare, with what is done (việc chuẩn bị; DR-19)."""
    rows = done_rows(congress)
    return [Prepared(task, rows.get(task.code)) for task in tasks_for(kind or kind_of(congress), congress.form, congress.contents)]


def done_rows(congress: Congress) -> dict[str, Preparation]:
    """Give the tasks that are done, by their code."""
    rows = list(congress.preparations.all())
    withdrawn = {row.withdraws_id for row in rows}
    return {row.task: row for row in rows if row.pk not in withdrawn and row.done_on}


def newest_submission(congress: Congress, matter: str) -> Submission | None:
    """Give what was submitted last, with its answer."""
    return congress.submissions.filter(matter=matter).select_related("decision").order_by("-recorded_at", "-id").first()


def answer_of(submission: Submission | None) -> Decision | None:
    """Give the answer to a submission, if there is one."""
    return getattr(submission, "decision", None) if submission else None


def scan_of(submission: Submission | None) -> SignedScan | None:
    """Give the signed scan of the answer to a submission, the newest one."""
    answer = answer_of(submission)
    return answer.scans.select_related("file").first() if answer and answer.number_id else None


def pending(superior: Unit, matter: str) -> "QuerySet[Submission]":
    """Give what the direct subordinates submitted and nobody answered, in the order of the tree (hồ sơ chờ duyệt)."""
    below = newest(Placement.objects.filter(superior=superior)).values("unit_id")
    waiting = Submission.objects.filter(matter=matter, congress__unit__in=below).filter(
        Q(decision__isnull=True) & ~Q(congress__submissions__decision__verdict=Verdict.APPROVED, congress__submissions__matter=matter)
    )
    return waiting.select_related("congress__unit", "congress__round", "congress__charter").order_by("submitted_on", "recorded_at")


def passes_of(congress: Congress, stage: Stage) -> dict[str, GatePass]:
    """Give the conditions of a stage that somebody let pass."""
    return {row.gate: row for row in congress.passes.filter(stage=stage).select_related("passed_by")}


def pilots_before(congress: Congress) -> "QuerySet[Congress]":
    """Give the pilot congresses of the same round below the same superior (đại hội điểm; DR-09)."""
    superior = superior_of(congress.unit)
    beside = newest(Placement.objects.filter(superior=superior)).values("unit_id")
    return Congress.objects.filter(round=congress.round_id, pilot=True, unit__in=beside).exclude(pk=congress.pk)


def lessons_for(congress: Congress, stage: Stage | None = None) -> "QuerySet[Lesson]":
    """Give what pilots of the round taught that stand in the branch of this unit's superior, or above (bài học; DR-09)."""
    place = newest_place(congress.unit)
    found = Lesson.objects.filter(congress__round=congress.round_id).exclude(congress=congress).select_related("congress__unit")
    if place is None:
        return found.none()
    top = place.path[: 2 * STEP] if place.depth > 2 else place.path[:-STEP]
    near = newest(Placement.objects.filter(in_branch(top))).values("unit_id")
    found = found.filter(congress__unit__in=near)
    return found.filter(stage=stage) if stage else found


def gone_into(unit: Unit) -> Succession | None:
    """Give where a unit went that does not stand any more (sáp nhập, hợp nhất, chia tách; PR-13)."""
    if unit.closed is None:
        return None
    return Succession.objects.filter(predecessor=unit).select_related("successor").order_by("-on").first()


def lengths_of(congress: Congress) -> tuple[Length, ...]:
    """List the lengths that hold for a congress: of its directive and of its frozen rules (độ dài thời hạn)."""
    charter = Charter.from_toml(congress.charter.text)
    try:
        directive = directives.load(congress.round.directive, congress.round.directive_date)
    except RuleViolation:  # a directive that does not ship with the program fixes no lengths here
        return lengths(None, charter)
    return lengths(directive, charter)


def programme_items(congress: Congress) -> tuple[Item, ...]:
    """Give the items of the programme of a congress, in their order (chương trình)."""
    has_preparatory = any(row.kind == Session.Kind.PREPARATORY for row in congress.sessions.all())
    return programme(congress.form, congress.contents, has_preparatory=has_preparatory)


def hours_of(congress: Congress) -> dict[str, Hours]:
    """Give what is known of the hours of each item, by its code."""
    return {row.item: Hours(row.at, row.minutes, row.began, row.ended) for row in congress.item_times.all()}  # the newest row last


def timed_programme(congress: Congress) -> tuple[Timed, ...]:
    """Give the programme with its hours, each session counted from its opening (chương trình theo giờ)."""
    openings = {row.kind: datetime.combine(row.opens_on, row.opens_at) for row in congress.sessions.all() if row.opens_at}
    return timed(programme_items(congress), openings, hours_of(congress))


def caps_of(congress: Congress, kind: str) -> tuple[int | None, int | None]:
    """Give the most half days of the congress and of its preparatory session (DR-04, DR-06, DR-14)."""
    try:
        directive = directives.load(congress.round.directive, congress.round.directive_date)
    except RuleViolation:
        return None, None
    names = [kind, "grassroots"] if kind in GRASSROOTS else [kind]
    rows = [row for name in names for row in directive.rows("durations", kind=name)]
    if not rows:
        return None, None
    most, early = (rows[0].values.get(name) for name in ("half_days", "preparatory_half_days"))
    return (most if isinstance(most, int) else None), (early if isinstance(early, int) else None)


def length_findings(congress: Congress, kind: str) -> list[Finding]:
    """Hold the planned sessions against the caps of the directive."""
    most, early = caps_of(congress, kind)
    return session_findings({row.kind: row.half_days for row in congress.sessions.all()}, most=most, most_preparatory=early)


def moved_deadlines(congress: Congress, since: datetime) -> list[DeadlineEvent]:
    """Give the dates that moved with the opening since a moment (hạn đã dời theo)."""
    moved = DeadlineEvent.objects.filter(step=DeadlineStep.DUE_MOVED, at__gte=since, assignment__batch__anchor=anchor_of(congress))
    return list(moved.filter(assignment__anchor_unit=congress.unit_id).select_related("assignment__batch").order_by("due_after"))


def last_plan(congress: Congress) -> PlannedDate | None:
    """Give the planned day that holds now."""
    return congress.planned_dates.order_by("-recorded_at", "-id").first()


def leaders_of(unit: Unit, on: date | None = None) -> list[Post]:
    """Give who holds a post in a unit's committees on a day, each person once, the secretary first (người có chức vụ)."""
    return each_once(holders(unit, on or timezone.localdate()))


def place_on(congress: Congress, on: date) -> Placement | None:
    """Give where the unit stood on a day."""
    return placement_of(congress.unit, on)


def answered(congresses: Sequence[UUID], matter: str = Matter.RESULTS) -> dict[UUID, Decision]:
    """Give the approvals of many congresses."""
    rows = Decision.objects.filter(submission__congress__in=congresses, submission__matter=matter, verdict=Verdict.APPROVED)
    return {row.submission.congress_id: row for row in rows.select_related("submission")}
