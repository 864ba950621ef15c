"""Send a version along its route and say what those who approve it said (trình duyệt, duyệt)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Document, Submission, Verdict, Version
from daihoi.cycle.documents.queries.texts import last_submission, pattern, working
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.assignments.services import meet_deadline, set_deadline
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_place
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import Step, route_of


def due_after(days: int) -> date:
    """Give the day on which a step is due, in working days (hạn duyệt)."""
    return calendar().shift(timezone.localdate(), days)


def subject_of(submission: Submission) -> str:
    """Name the deadline of a submission."""
    return f"documents.submission:{submission.pk}"


@transaction.atomic
def submit(*, actor: User, document: Document, note: str = "") -> Submission:
    """Send the newest version to the first step of its route (trình duyệt)."""
    require(actor, "documents.submit", document.unit)
    text = working(document)
    if text is None:
        raise RuleViolation("documents.no_version", _("Văn kiện chưa có bản nào. Nhập hoặc soạn bản đầu."))
    if not text.is_closed:
        raise RuleViolation("documents.unsaved", _("Còn {n} lần sửa chưa lưu thành bản. Lưu bản đang soạn trước."), n=len(text.rows))
    last = last_submission(document)
    if last and last.version_id == text.version.pk:
        raise RuleViolation("documents.already_sent", _("Bản {n} đã trình. Sửa thành bản mới rồi trình lại."), n=text.version.number)
    if last and not hasattr(last, "verdict"):
        raise RuleViolation("documents.still_waiting", _("Bản {n} đang chờ ý kiến. Đợi kết quả rồi trình bản mới."), n=last.version.number)
    steps = _reachable(document.unit, pattern(document.unit, document.kind).route)
    if not steps:
        raise RuleViolation("documents.no_route", _("Thể loại này chưa có bước duyệt nào. Đặt bước duyệt trong mẫu văn bản."))
    entry = record(actor, "documents.submitted", text.version, unit=document.unit, number=text.version.number, steps=len(steps))
    return open_step(cause=entry, version=text.version, place=1, steps=steps, note=note)


@transaction.atomic
def open_step(*, cause: Entry, version: Version, place: int, steps: Sequence[Step], note: str = "") -> Submission:
    """Lay a version before those who approve it at one step (mở bước duyệt)."""
    step, rest = steps[0], steps[1:]
    unit = version.document.unit
    to = unit if step.to == "own" else _superior(unit) or unit
    row = Submission.objects.create(
        version=version, step=place, title=step.title, to=to, due=due_after(step.days), rest=[vars(each) for each in rest], note=note
    )
    entry = record(None, "documents.step_opened", row, unit=to, cause=cause, step=place, due=row.due)
    title = _("Cho ý kiến: {document}").format(document=version.document)
    due, link = Due(fixed=row.due), f"documents:detail {version.document_id}"
    set_deadline(cause=entry, unit=to, subject=subject_of(row), title=title, due=due, url=link)
    return row


@transaction.atomic
def decide(*, actor: User, submission: Submission, outcome: str, reasons: str = "", paper: str = "") -> Verdict:
    """Approve a version at one step, or return it with reasons (duyệt, trả lại)."""
    require(actor, "documents.approve", submission.to)
    if hasattr(submission, "verdict"):
        raise RuleViolation("documents.decided", _("Bước này đã có kết quả: {outcome}."), outcome=submission.verdict.get_outcome_display())
    if outcome == Verdict.Outcome.RETURNED and not reasons.strip():
        raise RuleViolation("documents.returned_without_reasons", _("Trả lại phải có lý do để nơi soạn biết sửa gì."), field="reasons")
    verdict = Verdict.objects.create(submission=submission, outcome=outcome, reasons=reasons.strip(), paper=paper.strip())
    entry = record(actor, "documents.decided", verdict, unit=submission.to, outcome=outcome, step=submission.step)
    meet_deadline(cause=entry, subject=subject_of(submission))
    if outcome == Verdict.Outcome.APPROVED and submission.rest:
        open_step(cause=entry, version=submission.version, place=submission.step + 1, steps=route_of(submission.rest))
    return verdict


def _reachable(unit: Unit, steps: Sequence[Step]) -> list[Step]:
    """Leave out the superior's step where there is no superior."""
    return [step for step in steps if step.to == "own" or _superior(unit)]


def _superior(unit: Unit) -> Unit | None:
    """Give the unit directly above."""
    place = newest_place(unit)
    return place.superior if place else None
