"""Record the conferences that made a text known (quán triệt, triển khai)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Dissemination, Meeting, Text
from daihoi.cycle.directives.services.receiving import arrived_by
from daihoi.cycle.directives.services.texts import not_in_the_future
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation


@dataclass(frozen=True)
class Attendance:
    """When a conference was held, in which form, how many came of how many (số dự hội nghị)."""

    held_on: date
    form: str
    attended: int
    expected: int
    note: str = ""


@transaction.atomic
def record_dissemination(*, actor: User, text: Text, unit: Unit, attendance: Attendance) -> Dissemination:
    """Record a conference at which a unit made a text known (ghi hội nghị quán triệt)."""
    require(actor, "directives.disseminate", unit)
    _plausible(text, attendance)
    row = Dissemination.objects.create(text=text, unit=unit, recorded_by=actor, **_fields(attendance))
    entry = record(actor, "directives.dissemination_recorded", row, unit=unit, text=text.pk, said=_said(attendance))
    arrived_by(actor=actor, cause=entry, text=text, unit=unit, by=attendance.held_on)
    return row


@transaction.atomic
def correct_dissemination(*, actor: User, row: Dissemination, attendance: Attendance | None, reason: str) -> Dissemination:
    """Correct a recorded conference by a new row, or withdraw it (đính chính hội nghị quán triệt)."""
    require(actor, "directives.disseminate", row.unit)
    if not reason.strip():
        raise RuleViolation("directives.corrected_without_reason", _("Đính chính phải có lý do. Hãy ghi lý do."))
    if Dissemination.objects.filter(replaces=row).exists():
        raise RuleViolation("directives.corrected_already", _("Dòng này đã được đính chính. Hãy mở dòng mới nhất."))
    if attendance:
        _plausible(row.text, attendance)
    kept = Attendance(row.held_on, row.form, row.attended, row.expected)
    new = Dissemination.objects.create(
        text=row.text,
        unit=row.unit,
        recorded_by=actor,
        replaces=row,
        is_withdrawn=attendance is None,
        **(_fields(attendance or kept) | {"note": reason.strip()}),
    )
    said = _said(attendance) if attendance else {"withdrawn": True}
    record(actor, "directives.dissemination_corrected", new, unit=row.unit, replaces=row.pk, said=said)
    return new


def _fields(attendance: Attendance) -> dict[str, object]:
    """Give the columns of a conference."""
    return {
        "held_on": attendance.held_on,
        "form": Meeting(attendance.form),
        "attended": attendance.attended,
        "expected": attendance.expected,
        "note": attendance.note.strip(),
    }


def _said(attendance: Attendance) -> dict[str, object]:
    """Give what the journal keeps of a conference."""
    return {"held_on": attendance.held_on, "attended": attendance.attended, "expected": attendance.expected}


def _plausible(text: Text, attendance: Attendance) -> None:
    """Refuse a conference before its text, in the future, or with more people than were to come."""
    not_in_the_future(attendance.held_on)
    if attendance.held_on < text.dated:
        raise RuleViolation(
            "directives.held_before_text",
            _("Hội nghị ngày {held:%d/%m/%Y} sớm hơn ngày ban hành {dated:%d/%m/%Y}. Xem lại ngày."),
            held=attendance.held_on,
            dated=text.dated,
        )
    if not attendance.expected or attendance.attended > attendance.expected:
        raise RuleViolation(
            "directives.too_many_attended",
            _("Dự {attended} trên {expected} là không hợp lý. Số phải dự từ 1 trở lên và không ít hơn số dự."),
            attended=attendance.attended,
            expected=attendance.expected,
            field="attended",
        )
