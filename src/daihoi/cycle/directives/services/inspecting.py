"""Inspection rounds: programme, team, visits, observations, remedies, closing (kiểm tra, giám sát)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import (
    Clause,
    Inspection,
    InspectionForm,
    Observation,
    ObservationKind,
    Programme,
    Remedy,
    TeamMember,
    Text,
    Visit,
)
from daihoi.cycle.directives.queries.inspections import open_remedies, remedy_key
from daihoi.cycle.directives.services.texts import not_in_the_future
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Asks
from daihoi.foundation.assignments.services import Source, Task, assign
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch
from daihoi.foundation.organization.services import enter_person
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc


@dataclass(frozen=True)
class Plan:
    """What an inspection is about, by which decision, from when to when (kế hoạch kiểm tra)."""

    title: str
    form: str
    decision: str
    starts: date
    ends: date
    key_points: tuple[str, ...] = ()
    programme: Programme | None = None
    text: Text | None = None


@transaction.atomic
def open_programme(
    *, actor: User, unit: Unit, term: str, number: str, dated: date, key_points: Sequence[str], widened_to: Sequence[str]
) -> Programme:
    """Record the programme of a term: inspection on key points, supervision of more (chương trình kiểm tra, giám sát)."""
    require(actor, "directives.plan_inspections", unit)
    not_in_the_future(dated)
    points, widened = _lines(key_points), _lines(widened_to)
    if not points:
        raise RuleViolation("directives.no_key_point", _("Chương trình cần ít nhất một trọng tâm, trọng điểm."), field="key_points")
    if Programme.objects.filter(unit=unit, number=number, dated=dated).exists():
        raise RuleViolation("directives.known_programme", _("Chương trình {number} đã có."), number=number)
    programme = Programme.objects.create(unit=unit, term=term, number=number, dated=dated, key_points=points, widened_to=widened)
    record(actor, "directives.programme_opened", programme, number=number, points=len(points), widened=len(widened))
    return programme


def _lines(lines: Sequence[str]) -> list[str]:
    """Keep lines that say something."""
    return [cleaned for line in lines if (cleaned := nfc(line))]


@transaction.atomic
def open_inspection(*, actor: User, unit: Unit, plan: Plan, head: str, members: Sequence[str]) -> Inspection:
    """Open an inspection or supervision with its team (mở cuộc kiểm tra, giám sát)."""
    require(actor, "directives.inspect", unit)
    if plan.ends < plan.starts:
        raise RuleViolation("directives.inspection_days", _("Ngày cuối sớm hơn ngày đầu. Xem lại hai ngày."), field="ends")
    if not nfc(head):
        raise RuleViolation("directives.no_head", _("Đoàn cần có trưởng đoàn. Ghi họ và tên."), field="head")
    inspection = Inspection.objects.create(
        unit=unit,
        programme=plan.programme,
        text=plan.text,
        form=InspectionForm(plan.form),
        title=nfc(plan.title),
        key_points=_lines(plan.key_points),
        decision=plan.decision,
        starts=plan.starts,
        ends=plan.ends,
    )
    entry = record(actor, "directives.inspection_opened", inspection, form=plan.form, starts=plan.starts, ends=plan.ends)
    names = [nfc(head), *(name for name in _lines(members) if name != nfc(head))]
    for position, name in enumerate(names, start=1):
        person = enter_person(cause=entry, unit=unit, full_name=name)
        TeamMember.objects.create(inspection=inspection, person=person, is_head=position == 1, position=position)
    return inspection


@transaction.atomic
def plan_visit(*, actor: User, inspection: Inspection, unit: Unit, on: date) -> Visit:
    """Put a unit on the list of an inspection (chọn nơi được kiểm tra)."""
    require(actor, "directives.inspect", inspection.unit)
    _is_open(inspection)
    if not branch(inspection.unit, timezone.localdate()).filter(unit=unit).exists():
        raise RuleViolation(
            "directives.visit_outside", _("Đơn vị {unit} không thuộc nhánh của đoàn. Chọn đơn vị cấp dưới."), unit=unit.code, field="unit"
        )
    if Visit.objects.filter(inspection=inspection, unit=unit).exists():
        raise RuleViolation("directives.visit_twice", _("Đơn vị {unit} đã có trong danh sách."), unit=unit.code, field="unit")
    visit = Visit.objects.create(inspection=inspection, unit=unit, planned_on=on)
    record(actor, "directives.visit_planned", visit, unit=inspection.unit, visited=unit.pk, on=on)
    return visit


@transaction.atomic
def record_visit(*, actor: User, visit: Visit, on: date) -> Visit:
    """Record the day on which the team worked with a unit (ghi ngày làm việc)."""
    require(actor, "directives.inspect", visit.inspection.unit)
    _is_open(visit.inspection)
    not_in_the_future(on)
    Visit.objects.filter(pk=visit.pk).update(visited_on=on)
    visit.refresh_from_db()
    record(actor, "directives.visit_recorded", visit, unit=visit.inspection.unit, on=on)
    return visit


@transaction.atomic
def observe(*, actor: User, visit: Visit, kind: str, content: str, clause: Clause | None = None) -> Observation:
    """Record what the team found in a unit, about the organization and not about a person (ghi nhận xét)."""
    require(actor, "directives.inspect", visit.inspection.unit)
    _is_open(visit.inspection)
    if visit.visited_on is None:
        raise RuleViolation("directives.not_visited", _("Chưa ghi ngày làm việc với đơn vị này. Ghi ngày trước khi nhận xét."))
    row = Observation.objects.create(visit=visit, kind=ObservationKind(kind), content=content.strip(), clause=clause)
    record(actor, "directives.observed", row, unit=visit.inspection.unit, visit=visit.pk, kind=kind)
    return row


@transaction.atomic
def require_remedy(*, actor: User, visit: Visit, content: str, due: date) -> Remedy:
    """Require a unit to put something right by a day: an assignment of that unit (yêu cầu khắc phục)."""
    require(actor, "directives.inspect", visit.inspection.unit)
    _is_open(visit.inspection)
    if visit.visited_on is None or due < visit.visited_on:
        raise RuleViolation("directives.remedy_too_early", _("Hạn khắc phục phải sau ngày làm việc với đơn vị. Ghi ngày làm việc trước."))
    remedy = Remedy.objects.create(visit=visit, content=nfc(content), due=due)
    entry = record(actor, "directives.remedy_required", remedy, unit=visit.inspection.unit, visit=visit.pk, due=due)
    grade = visit.inspection.text.grade if visit.inspection.text else ""
    where = Source(remedy_key(remedy.pk), visit.inspection.title)
    task = Task(title=remedy.content, due=Due(fixed=due), asks=Asks.TEXT, details=visit.inspection.title, grade=grade)
    assign(cause=entry, issuer=visit.inspection.unit, units=[visit.unit], task=task, source=where)
    return remedy


@transaction.atomic
def waive_remedy(*, actor: User, remedy: Remedy, reason: str) -> Remedy:
    """Let a required remedy go, with the reason on record (thôi yêu cầu khắc phục)."""
    inspection = remedy.visit.inspection
    require(actor, "directives.inspect", inspection.unit)
    _is_open(inspection)
    if not reason.strip():
        raise RuleViolation("directives.waived_without_reason", _("Thôi yêu cầu khắc phục phải có lý do. Hãy ghi lý do."), field="reason")
    today = timezone.localdate()
    changed = Remedy.objects.filter(pk=remedy.pk, waived_on__isnull=True).update(waived_on=today, waived_reason=reason.strip())
    if changed != 1:
        raise RuleViolation("directives.waived_already", _("Yêu cầu này đã thôi."))
    remedy.refresh_from_db()
    record(actor, "directives.remedy_waived", remedy, unit=inspection.unit, on=today)
    return remedy


@transaction.atomic
def close_inspection(
    *, actor: User, inspection: Inspection, on: date, conclusion: str, reasons: Mapping[UUID, str] | None = None
) -> Inspection:
    """Close an inspection: each remedy is accepted, or let go with a reason (kết thúc cuộc kiểm tra)."""
    require(actor, "directives.inspect", inspection.unit)
    _is_open(inspection)
    not_in_the_future(on)
    if not conclusion.strip():
        raise RuleViolation("directives.no_conclusion", _("Cuộc kiểm tra cần kết luận. Ghi kết luận của đoàn."), field="conclusion")
    said = {key: reason for key, reason in (reasons or {}).items() if reason.strip()}
    for remedy in open_remedies(inspection):
        if remedy.pk not in said:
            raise RuleViolation(
                "directives.remedy_open",
                _("Chưa kết thúc được: “{remedy}” chưa được nghiệm thu. Nghiệm thu, hoặc ghi lý do thôi yêu cầu."),
                remedy=remedy.content,
            )
        waive_remedy(actor=actor, remedy=remedy, reason=said[remedy.pk])
    if not Inspection.objects.filter(pk=inspection.pk, closed_on__isnull=True).update(closed_on=on, conclusion=conclusion.strip()):
        raise RuleViolation("directives.inspection_closed", _("Cuộc kiểm tra này đã kết thúc."))
    inspection.refresh_from_db()
    record(actor, "directives.inspection_closed", inspection, on=on, waived=len(said))
    return inspection


def _is_open(inspection: Inspection) -> None:
    """Refuse to change an inspection that is closed."""
    if inspection.closed_on is not None:
        raise RuleViolation("directives.inspection_closed", _("Cuộc kiểm tra này đã kết thúc ngày {on:%d/%m/%Y}."), on=inspection.closed_on)
