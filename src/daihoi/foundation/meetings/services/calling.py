"""Prepare a conference: plan, programme, papers, who is convened, summons (chuẩn bị, triệu tập)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Event, Invitee, Item, ItemWords, Meeting, Paper
from daihoi.foundation.meetings.moments import moment
from daihoi.foundation.meetings.queries.people import body_code, body_members
from daihoi.foundation.meetings.services.events import happen, not_closed, not_voted_now
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Person, Unit
from daihoi.foundation.registers.services import take_number
from daihoi.rules.conferences import Planned, bodies, data, programme_findings
from daihoi.rules.errors import ERROR, RuleViolation

Verb = Event.Verb


@dataclass(frozen=True)
class Plan:
    """What is decided when a conference is planned (dự kiến hội nghị)."""

    title: str
    body: str
    opens_at: datetime
    place: str
    kind: str = Meeting.Kind.ORDINARY
    ordinal: int | None = None
    term: str = ""
    chair: str = ""
    quorum: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a programme as it is written (dòng chương trình)."""

    step: str
    title: str
    minutes: int
    speaker: str = ""
    item: UUID | None = None


@dataclass(frozen=True)
class Convened:
    """One line of the convened: a person with a post, or heads (dòng thành phần)."""

    title: str
    heads: int = 1
    delegation: str = ""
    has_vote: bool = True
    person: Person | None = None


@transaction.atomic
def plan_meeting(
    *, unit: Unit, plan: Plan, meeting: Meeting | None = None, actor: User | None = None, cause: Entry | None = None
) -> Meeting:
    """Plan a conference of a body, or change what was planned (dự kiến hội nghị; RP-11)."""
    require(actor, "meetings.prepare", unit, cause=cause)
    if not plan.title.strip():
        raise RuleViolation("meetings.no_title", _("Hội nghị chưa có tên. Hãy ghi nội dung chính của hội nghị."), field="title")
    values = {**vars(plan), "title": plan.title.strip(), "quorum": plan.quorum or bodies()[plan.body].quorum}
    if meeting is None:
        meeting = Meeting.objects.create(unit=unit, **values)
    else:
        not_closed(meeting)
        for name, value in values.items():
            setattr(meeting, name, value)
        meeting.save(update_fields=list(values))
    entry = record(actor, "meetings.planned", meeting, cause=cause, body=plan.body, kind=plan.kind, opens_at=plan.opens_at)
    happen(meeting, Verb.PREPARED, entry)
    return meeting


@transaction.atomic
def set_programme(*, meeting: Meeting, lines: Sequence[Line], actor: User | None = None, cause: Entry | None = None) -> list[Item]:
    """Write the programme; what has begun stays where it is (lập chương trình; DR-17)."""
    require(actor, "meetings.prepare", meeting.unit, cause=cause)
    not_closed(meeting)
    _in_order(meeting, lines)
    standing = {item.pk: item for item in Item.objects.filter(meeting=meeting)}
    kept = {line.item for line in lines if line.item in standing}
    begun = [item for item in standing.values() if item.began_at and item.pk not in kept]
    used = set(Paper.objects.filter(meeting=meeting, item__isnull=False).values_list("item_id", flat=True))
    if begun or (set(standing) - kept) & used:
        raise RuleViolation("meetings.item_in_use", _("Việc đã bắt đầu hoặc đã có tài liệu thì không bỏ khỏi chương trình được."))
    ItemWords.objects.filter(item__meeting=meeting).exclude(item__in=kept).delete()
    Item.objects.filter(meeting=meeting).exclude(pk__in=kept).delete()
    first = 1 + (max((item.position for item in standing.values()), default=0))
    written = []
    for place, line in enumerate(lines):
        item = standing.get(line.item, Item(meeting=meeting)) if line.item else Item(meeting=meeting)
        item.position, item.step, item.title = first + place, line.step, line.title
        item.minutes, item.speaker = line.minutes, line.speaker
        item.save()
        written.append(item)
    entry = record(actor, "meetings.programme_set", meeting, cause=cause, items=len(written), minutes=sum(line.minutes for line in lines))
    happen(meeting, Verb.PREPARED, entry)
    return written


def _in_order(meeting: Meeting, lines: Sequence[Line]) -> None:
    """Refuse an order that the rule does not leave free, while it can still be changed; what was held is written as it was (PR-02)."""
    if meeting.opens_at < moment():
        return
    for found in programme_findings(meeting.kind, [Planned(line.step, line.title, line.minutes) for line in lines]):
        if found.level == ERROR:
            raise RuleViolation("meetings.order", found.template, **found.facts)


@transaction.atomic
def expect_paper(
    *,
    meeting: Meeting,
    title: str,
    item: Item | None = None,
    for_adoption: bool = False,
    actor: User | None = None,
    cause: Entry | None = None,
) -> Paper:
    """Name a paper that must come before the day (tài liệu phải có)."""
    require(actor, "meetings.prepare", meeting.unit, cause=cause)
    not_closed(meeting)
    paper = Paper.objects.create(meeting=meeting, item=item, title=title, position=_next_place(meeting), is_for_adoption=for_adoption)
    happen(meeting, Verb.PREPARED, record(actor, "meetings.paper_expected", meeting, cause=cause, paper=str(paper.pk)))
    return paper


@dataclass(frozen=True)
class Source:
    """Where a paper lies: a page of another package by URL name, or a stored file (nơi có tài liệu)."""

    title: str
    subject: str = ""
    page: str = ""
    argument: str = ""
    stored: StoredFile | None = None
    words: int = 0


@transaction.atomic
def attach_paper(
    *,
    meeting: Meeting,
    source: Source,
    paper: Paper | None = None,
    item: Item | None = None,
    for_adoption: bool = False,
    actor: User | None = None,
    cause: Entry | None = None,
) -> Paper:
    """Attach a paper, or fill one that was expected; the same subject again brings its newer version (đưa tài liệu vào hội nghị)."""
    require(actor, "meetings.prepare", meeting.unit, cause=cause)
    not_closed(meeting)
    if not source.page and source.stored is None:
        raise RuleViolation("meetings.paper_empty", _("Tài liệu chưa có nội dung. Hãy chọn tệp."), field="file")
    same = Paper.objects.filter(meeting=meeting, subject=source.subject).first() if source.subject else None
    row = paper or same or Paper(meeting=meeting, position=_next_place(meeting), item=item, is_for_adoption=for_adoption)
    if hasattr(row, "adoption"):
        raise RuleViolation("meetings.paper_adopted", _("Văn bản này đã được biểu quyết, không thay được nữa."))
    not_voted_now(row)
    row.title, row.subject, row.page, row.argument = source.title, source.subject, source.page, source.argument
    row.stored, row.words, row.received_at = source.stored, source.words, moment()
    row.save()
    entry = record(actor, "meetings.paper_attached", meeting, cause=cause, paper=str(row.pk), subject=source.subject, words=source.words)
    happen(meeting, Verb.PREPARED, entry)
    return row


def _next_place(meeting: Meeting) -> int:
    """Give the next place in the list of papers."""
    return 1 + (Paper.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0)


@transaction.atomic
def convene(*, meeting: Meeting, lines: Sequence[Convened], actor: User | None = None, cause: Entry | None = None) -> list[Invitee]:
    """Add who is convened: persons with a post by name, others by number (triệu tập thành phần)."""
    require(actor, "meetings.prepare", meeting.unit, cause=cause)
    not_closed(meeting)
    last = Invitee.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    named = set(Invitee.objects.filter(meeting=meeting, person__isnull=False).values_list("person_id", flat=True))
    rows = [
        Invitee(
            meeting=meeting, position=last + place, title=line.title, delegation=line.delegation, person=line.person,
            heads=line.heads, has_vote=line.has_vote,
        )
        for place, line in enumerate(lines, start=1)
        if line.person is None or line.person.pk not in named
    ]  # fmt: skip
    Invitee.objects.bulk_create(rows)
    entry = record(actor, "meetings.convened", meeting, cause=cause, lines=len(rows), heads=sum(row.heads for row in rows))
    happen(meeting, Verb.PREPARED, entry)
    return rows


@transaction.atomic
def convene_body(*, meeting: Meeting, actor: User | None = None, cause: Entry | None = None) -> list[Invitee]:
    """Convene all who hold a post in the body on the day (triệu tập cấp ủy)."""
    members = body_members(meeting)
    if not members:
        raise RuleViolation(
            "meetings.no_posts", _("Chưa ghi chức vụ của ai trong cấp ủy này. Hãy ghi ở phần Tổ chức, hoặc nhập số người theo thành phần.")
        )
    lines = [Convened(post.get_office_display(), person=post.person) for post in members]
    return convene(meeting=meeting, lines=lines, actor=actor, cause=cause)


@transaction.atomic
def drop_invitee(*, actor: User, invitee: Invitee) -> Meeting:
    """Take a line off the convened before the conference opens (bỏ thành phần)."""
    meeting = invitee.meeting
    require(actor, "meetings.prepare", meeting.unit)
    not_closed(meeting)
    if meeting.is_live:
        raise RuleViolation("meetings.running", _("Hội nghị đang họp; ghi vắng mặt thay vì bỏ khỏi danh sách."))
    invitee.delete()
    happen(meeting, Verb.PREPARED, record(actor, "meetings.invitee_dropped", meeting))
    return meeting


@transaction.atomic
def issue_summons(*, actor: User, meeting: Meeting, on: date) -> Meeting:
    """Give the summons its number; from now on the conference is called (ra giấy triệu tập)."""
    require(actor, "meetings.prepare", meeting.unit)
    not_closed(meeting)
    if meeting.symbol:
        raise RuleViolation("meetings.already_called", _("Giấy triệu tập đã có số {symbol}."), symbol=meeting.symbol)
    if not meeting.invitees.exists():
        raise RuleViolation("meetings.nobody_convened", _("Chưa có thành phần nào. Hãy ghi ai được triệu tập trước khi ra giấy."))
    entry = record(actor, "meetings.summoned", meeting, on=on, heads=sum(meeting.invitees.values_list("heads", flat=True)))
    number = take_number(
        cause=entry,
        unit=meeting.unit,
        body=body_code(meeting.unit),
        kind=data()["numbers"]["summons"],
        on=on,
        abstract=f"triệu tập {meeting.title}",
        subject=f"meetings.summons:{meeting.pk}",
    )
    meeting.called_on, meeting.symbol = on, number.symbol
    if meeting.state == Meeting.State.PREPARING:
        meeting.state = Meeting.State.CALLED
    meeting.save(update_fields=["called_on", "symbol", "state"])
    happen(meeting, Verb.SUMMONED, entry)
    return meeting
