"""Open votes: by hand, by card, by device; one result form, totals only (biểu quyết)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Amendment, DeviceCount, Event, Item, Meeting, OpenVote, Paper, VoteResult, VotingCard
from daihoi.foundation.meetings.moments import moment
from daihoi.foundation.meetings.queries.meetings import base_for, heads_of
from daihoi.foundation.meetings.services.adopting import decide_text
from daihoi.foundation.meetings.services.events import happen, in_hall
from daihoi.foundation.organization.authority import require
from daihoi.rules.conferences import bodies, outcome_of
from daihoi.rules.errors import RuleViolation

Verb = Event.Verb


@dataclass(frozen=True)
class Count:
    """Hands or cards as they were counted (số đếm được)."""

    agree: int
    disagree: int = 0
    other: int = 0


@transaction.atomic
def open_vote(
    *,
    actor: User,
    meeting: Meeting,
    question: str,
    form: str = OpenVote.Form.HANDS,
    share: str = Meeting.Share.HALF,
    item: Item | None = None,
    subject: str = "",
) -> OpenVote:
    """Put a question to the vote; base and presence are frozen from here (mở biểu quyết; EL-52)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    if OpenVote.objects.filter(meeting=meeting, state=OpenVote.State.OPEN).exists():
        raise RuleViolation("meetings.vote_runs_already", _("Đang có một cuộc biểu quyết. Ghi kết quả hoặc hủy cuộc ấy trước."))
    base, heads = base_for(meeting), heads_of(meeting)
    if not heads.present or base.number < 1:
        raise RuleViolation(
            "meetings.nobody_present", _("Chưa điểm danh: chưa biết bao nhiêu người có mặt. Điểm danh trước khi biểu quyết.")
        )
    if form == OpenVote.Form.DEVICE and not VotingCard.objects.filter(meeting=meeting, is_withdrawn=False).exists():
        raise RuleViolation("meetings.no_cards", _("Chưa in thẻ biểu quyết. In thẻ cho các ghế, hoặc biểu quyết giơ tay."), field="form")
    vote = OpenVote.objects.create(
        meeting=meeting,
        item=item,
        question=question.strip(),
        form=form,
        share=share,
        subject=subject,
        opened_at=moment(),
        base=base.number,
        present=heads.present,
    )
    if form == OpenVote.Form.DEVICE:
        DeviceCount.objects.bulk_create([DeviceCount(vote=vote, choice=choice) for choice in DeviceCount.Choice.values])
    facts: dict[str, Any] = {"base": base.number, "present": heads.present, "form": form, "share": share}
    happen(meeting, Verb.VOTE_OPENED, record(actor, "meetings.vote_opened", meeting, vote=str(vote.pk), **facts), vote, **facts)
    return vote


@transaction.atomic
def close_vote(*, actor: User, vote: OpenVote, count: Count | None = None) -> VoteResult:
    """Fix the result of a vote: counted hands or cards, or what the devices chose (ghi kết quả biểu quyết)."""
    require(actor, "meetings.run", vote.meeting.unit)
    meeting = in_hall(vote.meeting)
    _hold(vote)
    totals = count or _device_totals(vote)
    voted = totals.agree + totals.disagree + totals.other
    if voted > vote.present:
        raise RuleViolation(
            "meetings.more_votes_than_present",
            _("Cộng lại {voted}, nhiều hơn {present} người có mặt. Đếm lại; có người đến thêm thì điểm danh, rồi cập nhật số có mặt."),
            voted=voted,
            present=vote.present,
        )
    outcome = outcome_of(
        agree=totals.agree, disagree=totals.disagree, other=totals.other, present=vote.present, base=vote.base, share=vote.share
    )  # fmt: skip
    inputs: dict[str, Any] = {
        "form": vote.form,
        "share": vote.share,
        "base": _base_inputs(meeting),
        "rule": bodies()[meeting.body].base_rule,
    }
    if corrections := _corrections(vote):
        inputs["corrections"] = corrections
    result = VoteResult.objects.create(
        vote=vote, agree=outcome.agree, disagree=outcome.disagree, other=outcome.other, not_voted=outcome.not_voted,
        present=vote.present, base=outcome.base, needed=outcome.needed, is_carried=outcome.is_carried, inputs=inputs,
        closed_at=moment(),
    )  # fmt: skip
    facts: dict[str, Any] = {"agree": outcome.agree, "disagree": outcome.disagree, "other": outcome.other, "carried": outcome.is_carried}
    entry = record(actor, "meetings.vote_closed", meeting, vote=str(vote.pk), **facts)
    happen(meeting, Verb.VOTE_CLOSED, entry, vote, **facts)
    for paper in Paper.objects.filter(meeting=meeting, is_for_adoption=True).select_related("stored", "meeting__unit"):
        if vote.subject == f"meetings.paper:{paper.pk}":
            decide_text(cause=entry, vote=vote, paper=paper)
    return result


@transaction.atomic
def put_amendment(*, actor: User, amendment: Amendment, form: str = OpenVote.Form.HANDS) -> OpenVote:
    """Put one amendment to the vote (biểu quyết đề nghị sửa đổi)."""
    meeting = amendment.paper.meeting
    require(actor, "meetings.run", meeting.unit)
    amendment.refresh_from_db()
    if amendment.vote_id:
        raise RuleViolation("meetings.amendment_voted", _("Đề nghị này đã được đưa ra biểu quyết."))
    question = f"Đề nghị sửa {amendment.passage} ({amendment.source}): {amendment.text}"
    subject = f"meetings.amendment:{amendment.pk}"
    vote = open_vote(actor=actor, meeting=meeting, question=question[:400], form=form, subject=subject)
    Amendment.objects.filter(pk=amendment.pk).update(vote=vote)
    record(actor, "meetings.amendment_put", meeting, amendment=str(amendment.pk), vote=str(vote.pk))
    return vote


@transaction.atomic
def put_text(*, actor: User, paper: Paper, form: str = OpenVote.Form.HANDS, share: str = Meeting.Share.HALF) -> OpenVote:
    """Put a text to the vote, after each of its amendments was voted (biểu quyết thông qua văn bản)."""
    meeting = paper.meeting
    require(actor, "meetings.run", meeting.unit)
    if paper.received_at is None:
        raise RuleViolation("meetings.text_missing", _("“{title}” chưa có nội dung, chưa biểu quyết được."), title=paper.title)
    if hasattr(paper, "adoption"):
        raise RuleViolation("meetings.text_voted", _("“{title}” đã được biểu quyết."), title=paper.title)
    open_ones = Amendment.objects.filter(paper=paper, vote__isnull=True).count()
    if open_ones:
        raise RuleViolation(
            "meetings.amendments_open", _("Còn {n} đề nghị sửa đổi chưa biểu quyết. Biểu quyết từng đề nghị trước."), n=open_ones
        )
    question = f"Thông qua {paper.title}"
    vote = open_vote(actor=actor, meeting=meeting, question=question[:400], form=form, share=share, subject=f"meetings.paper:{paper.pk}")
    record(actor, "meetings.text_put", meeting, paper=str(paper.pk), vote=str(vote.pk))
    return vote


def _hold(vote: OpenVote) -> None:
    """Close the box once: of two people who conclude at the same time, one is refused."""
    changed = OpenVote.objects.filter(pk=vote.pk, state=OpenVote.State.OPEN).update(state=OpenVote.State.CLOSED)
    if not changed:
        raise RuleViolation("meetings.vote_not_open", _("Cuộc biểu quyết này đã có kết quả hoặc đã hủy."))
    vote.state = OpenVote.State.CLOSED


def _device_totals(vote: OpenVote) -> Count:
    """Give what the devices chose."""
    if vote.form != OpenVote.Form.DEVICE:
        raise RuleViolation("meetings.count_missing", _("Chưa có số đếm. Ghi số tán thành, không tán thành, ý kiến khác."), field="agree")
    return Count(**dict(DeviceCount.objects.filter(vote=vote).values_list("choice", "number")))


def _base_inputs(meeting: Meeting) -> dict[str, object]:
    """Give the way from the convened to the base, as it is kept with the result."""
    base = base_for(meeting)
    return {"convened": base.convened, "deductions": [vars(each) for each in base.deductions if each.number]}


@transaction.atomic
def cancel_vote(*, actor: User, vote: OpenVote, reason: str) -> OpenVote:
    """Take a question back before there is a result (hủy biểu quyết)."""
    require(actor, "meetings.run", vote.meeting.unit)
    meeting = in_hall(vote.meeting)
    if not reason.strip():
        raise RuleViolation("meetings.cancel_without_reason", _("Hủy biểu quyết phải có lý do."), field="reason")
    _hold(vote)
    OpenVote.objects.filter(pk=vote.pk).update(state=OpenVote.State.CANCELLED)
    Amendment.objects.filter(vote=vote).update(vote=None)
    entry = record(actor, "meetings.vote_cancelled", meeting, vote=str(vote.pk))
    happen(meeting, Verb.VOTE_CANCELLED, entry, vote, reason=reason.strip())
    return vote


@transaction.atomic
def correct_presence_of_vote(*, actor: User, vote: OpenVote, reason: str) -> OpenVote:
    """Take the newest count of those present into a vote that runs; both figures stay with its result (cập nhật số có mặt)."""
    require(actor, "meetings.run", vote.meeting.unit)
    meeting = in_hall(vote.meeting)
    vote.refresh_from_db()
    if vote.state != OpenVote.State.OPEN:
        raise RuleViolation("meetings.vote_not_open", _("Cuộc biểu quyết này đã có kết quả hoặc đã hủy."))
    if not reason.strip():
        raise RuleViolation("meetings.correction_without_reason", _("Cập nhật số có mặt phải có lý do."), field="reason")
    was = {"present_before": vote.present, "base_before": vote.base}
    now = {"present": heads_of(meeting).present, "base": base_for(meeting).number or vote.base}
    if list(was.values()) == list(now.values()):
        raise RuleViolation(
            "meetings.presence_unchanged", _("Điểm danh mới nhất vẫn là {present} người. Điểm danh lại trước, rồi cập nhật."), **now
        )
    OpenVote.objects.filter(pk=vote.pk).update(**now)
    vote.refresh_from_db()
    facts: dict[str, Any] = {**was, **now}
    entry = record(actor, "meetings.vote_presence_corrected", meeting, vote=str(vote.pk), **facts)
    happen(meeting, Verb.PRESENCE, entry, vote, **facts, reason=reason.strip())
    return vote


def _corrections(vote: OpenVote) -> list[dict[str, object]]:
    """Give each correction of the number present while a vote ran, both figures, as it is kept with the result."""
    rows = Event.objects.filter(meeting=vote.meeting_id, verb=Verb.PRESENCE, subject=str(vote.pk)).order_by("seq")
    return [{**event.facts, "event": event.seq} for event in rows]
