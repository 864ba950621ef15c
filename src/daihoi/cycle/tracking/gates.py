"""What a congress should have before each stage, as one table (điều kiện chuyển mốc); a gate warns, it never hides what happened (PR-02)."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress
from daihoi.cycle.congresses.queries import planned_history, track
from daihoi.rules.errors import Finding
from daihoi.rules.stages import Stage

Check = Callable[[Congress, date], Finding]


def passed(code: str, message: str) -> Finding:
    """Say that a condition is met."""
    return Finding("ok", code, message)


def missing(code: str, message: str) -> Finding:
    """Say that a condition is not met yet."""
    return Finding("warning", code, message)


def opening_planned(congress: Congress, _on: date) -> Finding:
    """The opening day is planned (ngày dự kiến; DR-08)."""
    plans = planned_history(congress)
    if plans:
        return passed("gate.planned", _("Ngày dự kiến: {day:%d/%m/%Y}").format(day=plans[0].planned))
    return missing("gate.not_planned", _("Chưa đặt ngày dự kiến. Đặt ngày trên trang này."))


def members_counted(congress: Congress, on: date) -> Finding:
    """The number of members is known (số đảng viên)."""
    newest = congress.unit.headcounts.filter(on__lte=on).order_by("-on", "-recorded_at").first()
    if newest:
        return passed("gate.headcount", _("Số đảng viên ngày {day:%d/%m/%Y}: {n}").format(day=newest.on, n=newest.members))
    return missing("gate.no_headcount", _("Chưa có số đảng viên. Nhập số đảng viên của đơn vị."))


def stage_done(stage: Stage) -> Check:
    """Make the condition that an earlier stage is recorded."""

    def check(congress: Congress, _on: date) -> Finding:
        """An earlier stage is recorded (mốc trước)."""
        happened = next(step.happened_on for step in track(congress) if step.stage == stage)
        title = STAGE_TITLES[stage]
        if happened:
            return passed("gate.stage", _("{stage}: {day:%d/%m/%Y}").format(stage=title, day=happened))
        return missing("gate.stage_missing", _("Chưa ghi mốc “{stage}”. Ghi bổ sung khi có giấy tờ.").format(stage=title))

    return check


GATES: dict[Stage, tuple[Check, ...]] = {
    Stage.called: (),
    Stage.prepared: (stage_done(Stage.called), members_counted),
    Stage.contents_approved: (stage_done(Stage.called), opening_planned, members_counted),
    Stage.held: (stage_done(Stage.contents_approved), opening_planned, members_counted),
    Stage.results_reported: (stage_done(Stage.held),),
    Stage.results_approved: (stage_done(Stage.results_reported),),
    Stage.filed: (stage_done(Stage.results_approved),),
}


def findings(congress: Congress, stage: Stage, on: date) -> list[Finding]:
    """Ask every condition of a stage; those that are met stay visible."""
    return [check(congress, on) for check in GATES[stage]]
