"""Record what is prepared: tasks, sessions, subcommittees, lessons, leaders who attend (chuẩn bị đại hội)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Attendance, Congress, ItemTime, Lesson, Preparation, Session, Subcommittee, SubcommitteeSeat
from daihoi.cycle.congresses.readiness import done_rows, hours_of, kind_of, programme_items, superior_of
from daihoi.cycle.congresses.services.clocks import debt_subject, task_subject
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import meet_deadline
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Post
from daihoi.rules.errors import RuleViolation
from daihoi.rules.preparations import table, tasks_for
from daihoi.rules.programme import Hours
from daihoi.rules.stages import Stage


@dataclass(frozen=True)
class Done:
    """When a task was done, by which paper, and how it became known."""

    on: date
    document: str = ""
    source: int | None = None
    note: str = ""


@transaction.atomic
def record_preparation(*, actor: User, congress: Congress, task: str, done: Done) -> Preparation:
    """Record that the convening committee prepared something (ghi việc chuẩn bị; DR-19)."""
    require(actor, "congresses.prepare", congress.unit)
    if task not in {each.code for each in tasks_for(kind_of(congress), congress.form, congress.contents)}:
        raise RuleViolation("preparation.not_asked", _("Đại hội này không cần việc chuẩn bị đó."))
    if done.on > timezone.localdate():
        raise RuleViolation(
            "preparation.in_the_future", _("Ngày {on:%d/%m/%Y} chưa tới. Ghi khi việc đã xong."), on=done.on, field="done_on"
        )
    if task in done_rows(congress):
        title = _(table().tasks[task].title)
        raise RuleViolation("preparation.done", _("“{task}” đã ghi xong. Rút dòng đó trước khi ghi lại."), task=title)
    withdrawal = congress.preparations.filter(task=task).order_by("-recorded_at", "-id").first()
    row = Preparation.objects.create(
        congress=congress, task=task, done_on=done.on, document=done.document, source=done.source, note=done.note, withdraws=withdrawal
    )
    entry = record(actor, "congresses.preparation_recorded", congress, task=task, done_on=done.on, source=done.source, row=str(row.pk))
    for subject in (task_subject(congress, task), debt_subject(congress, f"task.{task}")):
        meet_deadline(cause=entry, subject=subject, on=done.on)
    return row


@transaction.atomic
def withdraw_preparation(*, actor: User, row: Preparation, note: str) -> Preparation:
    """Take back a task recorded by mistake, by a new row (rút việc chuẩn bị)."""
    require(actor, "congresses.prepare", row.congress.unit)
    if not note.strip():
        raise RuleViolation("preparation.withdrawn_without_reason", _("Rút một việc đã ghi phải có lý do."), field="note")
    if row.done_on is None or Preparation.objects.filter(withdraws=row).exists():
        raise RuleViolation("preparation.already_withdrawn", _("Dòng này đã rút."))
    taken = Preparation.objects.create(congress=row.congress, task=row.task, withdraws=row, note=note.strip())
    record(actor, "congresses.preparation_withdrawn", row.congress, task=row.task, row=str(taken.pk), withdraws=str(row.pk))
    return taken


@dataclass(frozen=True)
class Sitting:
    """One session as it is planned: day, length, place."""

    opens_on: date
    half_days: int
    place: str = ""
    opens_at: time | None = None


@transaction.atomic
def set_sessions(*, actor: User, congress: Congress, official: Sitting, preparatory: Sitting | None = None) -> list[Session]:
    """Plan the sessions of a congress; the preparatory one is recommended, not compulsory (định các phiên; DR-10)."""
    require(actor, "congresses.prepare", congress.unit)
    if preparatory and preparatory.opens_on > official.opens_on:
        raise RuleViolation("session.order", _("Phiên trù bị phải trước phiên chính thức. Hãy sửa ngày."), field="preparatory_on")
    wanted = {Session.Kind.PREPARATORY: preparatory, Session.Kind.OFFICIAL: official}
    congress.sessions.exclude(kind__in=[kind for kind, sitting in wanted.items() if sitting]).delete()
    found = []
    for kind, sitting in wanted.items():
        if sitting:
            given = {"opens_on": sitting.opens_on, "half_days": sitting.half_days, "place": sitting.place, "opens_at": sitting.opens_at}
            found.append(Session.objects.update_or_create(congress=congress, kind=kind, defaults=given)[0])
    facts = {str(row.kind): [str(row.opens_on), row.half_days] for row in found}
    record(actor, "congresses.sessions_set", congress, sessions=facts)
    return found


@transaction.atomic
def set_times(*, actor: User, congress: Congress, hours: Mapping[str, Hours]) -> list[ItemTime]:
    """Plan the length of items of the programme and note when they really began and ended; what did not change is passed over (DR-17)."""
    require(actor, "congresses.prepare", congress.unit)
    titles = {item.code: item.title for item in programme_items(congress)}
    known = hours_of(congress)
    for code, each in hours.items():
        if code not in titles:
            raise RuleViolation("programme.unknown_item", _("Chương trình của đại hội này không có mục đó. Hãy mở lại trang."))
        if each.began and each.ended and each.ended < each.began:
            raise RuleViolation(
                "programme.ended_before", _("“{item}”: xong trước khi bắt đầu. Hãy sửa một trong hai giờ."), item=_(titles[code])
            )
    changed = {code: each for code, each in hours.items() if each != known.get(code, Hours())}
    rows = ItemTime.objects.bulk_create([ItemTime(congress=congress, item=code, **vars(each)) for code, each in changed.items()])
    if rows:
        record(actor, "congresses.times_set", congress, items=sorted(changed))
    return rows


@transaction.atomic
def set_up_subcommittee(*, actor: User, congress: Congress, kind: str, set_up_on: date, people: int, document: str = "") -> Subcommittee:
    """Set up a body that prepares the congress, or change its size (lập tiểu ban, tổ giúp việc)."""
    require(actor, "congresses.prepare", congress.unit)
    if people < congress_seats(congress, kind):
        raise RuleViolation(
            "subcommittee.too_few", _("Số người ít hơn số thành viên đã ghi tên chức vụ. Hãy sửa số người."), field="people"
        )
    given = {"set_up_on": set_up_on, "document": document, "people": people}
    row, made = Subcommittee.objects.update_or_create(congress=congress, kind=kind, defaults=given)
    record(actor, "congresses.subcommittee_set_up", congress, kind=kind, set_up_on=set_up_on, people=people, new=made)
    return row


def congress_seats(congress: Congress, kind: str) -> int:
    """Count the persons with a post who sit in a subcommittee."""
    return SubcommitteeSeat.objects.filter(subcommittee__congress=congress, subcommittee__kind=kind).count()


@transaction.atomic
def seat_member(*, actor: User, subcommittee: Subcommittee, post: Post, place: str) -> SubcommitteeSeat:
    """Name a person with a post as head, deputy or member of a subcommittee (phân công vào tiểu ban)."""
    require(actor, "congresses.prepare", subcommittee.congress.unit)
    taken = subcommittee.seats.filter(post=post).exists()
    if taken or (place == "head" and subcommittee.seats.filter(place="head").exists()):
        raise RuleViolation("subcommittee.seat_taken", _("Người này đã có trong tiểu ban, hoặc tiểu ban đã có trưởng."), field="post")
    if subcommittee.seats.count() >= subcommittee.people:
        raise RuleViolation("subcommittee.full", _("Tiểu ban đã đủ {n} người. Sửa số người trước."), n=subcommittee.people, field="post")
    row = SubcommitteeSeat.objects.create(subcommittee=subcommittee, post=post, place=place)
    record(actor, "congresses.member_seated", subcommittee.congress, subcommittee=str(subcommittee.pk), post=str(post.pk), place=place)
    return row


@transaction.atomic
def add_lesson(*, actor: User, congress: Congress, stage: Stage, text: str) -> Lesson:
    """Keep what a pilot congress taught about one step, for the next units (rút kinh nghiệm đại hội điểm; DR-09)."""
    require(actor, "congresses.add_lesson", congress.unit)
    if not congress.pilot:
        raise RuleViolation("lesson.no_pilot", _("Bài học chỉ ghi từ đại hội điểm. Hãy chọn đại hội này làm điểm trước."))
    if not text.strip():
        raise RuleViolation("lesson.empty", _("Hãy ghi bài học: việc gì, nên làm thế nào."), field="text")
    row = Lesson.objects.create(congress=congress, stage=stage, text=text.strip())
    record(actor, "congresses.lesson_added", congress, stage=str(stage), row=str(row.pk))
    return row


@transaction.atomic
def assign_leader(*, actor: User, congress: Congress, post: Post, note: str = "") -> Attendance:
    """Let a leader of a superior attend and direct a congress (phân công dự và chỉ đạo; PR-11)."""
    require(actor, "congresses.assign_leader", superior_of(congress.unit) or congress.unit)
    if Attendance.objects.filter(congress=congress, post=post, released_at__isnull=True).exists():
        raise RuleViolation("attendance.twice", _("Người này đã được phân công dự đại hội này."), field="post")
    row = Attendance.objects.create(congress=congress, post=post, note=note)
    record(actor, "congresses.leader_assigned", congress, post=str(post.pk), row=str(row.pk))
    return row


@transaction.atomic
def release_leader(*, actor: User, attendance: Attendance, reason: str) -> Attendance:
    """Free a leader of a congress; the row stays with its reason (thôi phân công)."""
    congress = attendance.congress
    require(actor, "congresses.assign_leader", superior_of(congress.unit) or congress.unit)
    if not reason.strip():
        raise RuleViolation("attendance.released_without_reason", _("Thôi phân công phải có lý do."), field="reason")
    changed = Attendance.objects.filter(pk=attendance.pk, released_at__isnull=True).update(
        released_at=timezone.now(), reason=reason.strip()
    )
    if not changed:
        raise RuleViolation("attendance.already_released", _("Người này đã thôi dự đại hội này."))
    record(actor, "congresses.leader_released", congress, row=str(attendance.pk))
    attendance.refresh_from_db()
    return attendance
