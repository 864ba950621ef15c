"""Clocks that run with a congress: dates counted back from the opening, and on from what happened (các hạn của đại hội; EL-48, EL-49)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.readiness import anchor_of, done_rows, kind_of, lengths_of, superior_of
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.assignments.services import Deadline, drop_deadline, meet_deadline, set_deadline, set_deadlines
from daihoi.foundation.journal.models import Entry
from daihoi.rules.deadlines import Due, length
from daihoi.rules.preparations import table, tasks_for
from daihoi.rules.stages import Stage

APPROVAL = "contents_approval"


def task_subject(congress: Congress, task: str) -> str:
    """Name the deadline of a task."""
    return f"congresses.task.{task}:{congress.pk}"


def stage_subject(congress: Congress, stage: str) -> str:
    """Name the deadline of a stage."""
    return f"congresses.stage.{stage}:{congress.pk}"


def debt_subject(congress: Congress, gate: str) -> str:
    """Name the debt that a gate left behind."""
    return f"congresses.debt.{gate}:{congress.pk}"


def set_dates_before(*, cause: Entry, congress: Congress) -> None:
    """Set what is counted back from the opening, as the directive and the rules of the congress fix it (DR-07, DR-08, EL-04)."""
    kind, known, done = kind_of(congress), lengths_of(congress), done_rows(congress)
    link, anchor = f"congresses:detail {congress.pk}", anchor_of(congress)
    wanted = []
    for task in tasks_for(kind, congress.form, congress.contents):
        found = length(known, task.length, kind) if task.length and task.code not in done else None
        if found:
            due = Due(anchor=anchor, days=found.days)
            wanted.append(Deadline(congress.unit, task_subject(congress, task.code), _(task.title), due, link=link))
    approval, superior = length(known, APPROVAL, kind), superior_of(congress.unit)
    if approval and superior and not congress.events.filter(stage=Stage.contents_approved).exists():
        due = Due(anchor=anchor, days=approval.days)
        subject = stage_subject(congress, Stage.contents_approved)
        wanted.append(Deadline(superior, subject, _("Duyệt nội dung đại hội"), due, link=link, anchor_unit=congress.unit))
    if wanted:
        set_deadlines(cause=cause, deadlines=wanted)


def follow_stage(*, cause: Entry, congress: Congress, stage: Stage, on: date | None) -> None:
    """Meet what a recorded stage settles and start the clock of the next one; a withdrawn stage stops the clock it started."""
    starts = {
        Stage.held: (Stage.results_reported, "report.working_days", _("Báo cáo kết quả đại hội"), congress.unit),
        Stage.results_reported: (Stage.results_approved, "approval.working_days", _("Chuẩn y kết quả bầu cử"), superior_of(congress.unit)),
    }
    if on:
        settled = [stage_subject(congress, stage), debt_subject(congress, f"stage.{stage}")]
        for subject in [*settled, debt_subject(congress, "plan")] if stage == Stage.held else settled:
            meet_deadline(cause=cause, subject=subject, on=on)
    following, name, title, unit = starts.get(stage, (None, "", "", None))
    found = length(lengths_of(congress), name) if name else None
    if following is None or unit is None or found is None or congress.events.filter(stage=following).exists():
        return
    subject = stage_subject(congress, following)
    if on is None:
        drop_deadline(cause=cause, subject=subject, reason=_("mốc trước đã rút"))
        return
    link = f"congresses:detail {congress.pk}"
    set_deadline(cause=cause, unit=unit, subject=subject, title=title, due=Due(fixed=after(on, found.days)), url=link)


def ask_new_days(*, cause: Entry, congresses: Sequence[Congress]) -> None:
    """Ask congresses postponed without a day for a new one; the engine reminds of it until the day is set (DR-11, PR-02)."""
    due = Due(fixed=after(timezone.localdate(), table().debt_days))
    title = _("Đặt ngày mới cho đại hội đã hoãn")
    asked = [Deadline(each.unit, debt_subject(each, "plan"), title, due, link=f"congresses:detail {each.pk}") for each in congresses]
    if asked:
        set_deadlines(cause=cause, deadlines=asked)


def after(day: date, days: int) -> date:
    """Count working days on from a day."""
    return calendar().shift(day, days)
