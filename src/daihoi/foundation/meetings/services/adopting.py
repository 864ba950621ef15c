"""Amendments, adopted texts, conclusions that become assignments (sửa đổi, thông qua, kết luận)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import Source, Task, assign
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Adoption, Amendment, Conclusion, Event, Meeting, OpenVote, Paper
from daihoi.foundation.meetings.moments import moment
from daihoi.foundation.meetings.services.events import happen, in_hall, not_closed, not_voted_now
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation

Verb = Event.Verb


@dataclass(frozen=True)
class Proposal:
    """A change as a body or a delegation proposes it (đề nghị sửa)."""

    passage: str
    text: str
    source: str


@transaction.atomic
def propose_amendment(*, paper: Paper, proposal: Proposal, actor: User | None = None, cause: Entry | None = None) -> Amendment:
    """Put a change of a text before the conference (đề nghị sửa đổi)."""
    meeting = paper.meeting
    require(actor, "meetings.run", meeting.unit, cause=cause)
    not_closed(meeting)
    if not (proposal.text.strip() and proposal.source.strip()):
        raise RuleViolation("meetings.amendment_empty", _("Đề nghị sửa đổi cần nội dung và nơi đề nghị."))
    if Adoption.objects.filter(paper=paper).exists():
        raise RuleViolation("meetings.paper_decided", _("Văn bản này đã được biểu quyết, không nhận thêm đề nghị sửa đổi."))
    not_voted_now(paper)
    last = Amendment.objects.filter(paper=paper).aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment.objects.create(paper=paper, number=last + 1, **vars(proposal))
    entry = record(actor, "meetings.amendment_proposed", meeting, cause=cause, amendment=str(amendment.pk))
    happen(meeting, Verb.AMENDED, entry, amendment)
    return amendment


@transaction.atomic
def decide_text(*, cause: Entry, vote: OpenVote, paper: Paper) -> Adoption:
    """Keep the decision on a text with what it was made from, as soon as its vote has a result (quyết định thông qua văn bản)."""
    result = vote.result
    amendments = Amendment.objects.filter(paper=paper).select_related("vote__result")
    inputs = {
        "subject": paper.subject,
        "digest": paper.stored.digest if paper.stored else "",
        "received_at": paper.received_at,
        "vote": {"agree": result.agree, "base": result.base, "needed": result.needed},
        "amendments": [
            {
                "number": row.number,
                "passage": row.passage,
                "text": row.text,
                "source": row.source,
                "carried": bool(row.vote and row.vote.result.is_carried),
            }
            for row in amendments
        ],
    }
    adoption = Adoption.objects.create(paper=paper, vote=vote, is_adopted=result.is_carried, inputs=inputs, decided_at=moment())
    entry = record(None, "meetings.text_decided", paper.meeting, cause=cause, paper=str(paper.pk), adopted=adoption.is_adopted)
    happen(paper.meeting, Verb.ADOPTED, entry, paper, adopted=adoption.is_adopted)
    return adoption


@dataclass(frozen=True)
class Charge:
    """What is concluded, who carries it out, until when (nội dung kết luận)."""

    text: str
    owner: Unit
    due: date
    owner_post: str = ""


@transaction.atomic
def conclude(*, actor: User, meeting: Meeting, charge: Charge) -> Conclusion:
    """Conclude: a task with an owner and a day, given through the one engine of assignments (kết luận, giao việc)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    if not charge.text.strip():
        raise RuleViolation("meetings.conclusion_empty", _("Kết luận chưa có nội dung."), field="text")
    day = timezone.localdate(meeting.opens_at)
    if charge.due < day:
        raise RuleViolation(
            "meetings.due_before_meeting",
            _("Hạn {due:%d/%m/%Y} sớm hơn ngày họp {day:%d/%m/%Y}. Ghi hạn từ ngày họp trở đi."),
            due=charge.due,
            day=day,
            field="due",
        )
    last = Conclusion.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = Conclusion.objects.create(meeting=meeting, number=last + 1, **vars(charge))
    entry = record(actor, "meetings.concluded", meeting, conclusion=str(row.pk), owner=str(charge.owner.pk), due=charge.due)
    task = Task(charge.text[:300], Due(fixed=charge.due), owner_post=charge.owner_post[:40])
    source = Source(f"meetings.conclusion:{row.pk}", meeting.title, f"meetings:detail {meeting.pk}")
    given = assign(cause=entry, issuer=meeting.unit, units=[charge.owner], task=task, source=source, recorded_at=moment())
    row.assignment = str(given.pk)
    row.save(update_fields=["assignment"])
    happen(meeting, Verb.CONCLUDED, entry, row)
    return row
