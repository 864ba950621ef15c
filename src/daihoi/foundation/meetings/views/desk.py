"""Run a conference from one page, by keyboard and by phone (bàn điều hành)."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import Count as Count_
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.forms import CountForm, PresenceForm, ReasonForm, SpeakerForm, TextForm, VoteForm
from daihoi.foundation.meetings.models import Item, Meeting, OpenVote, Paper, Speaker
from daihoi.foundation.meetings.queries.meetings import base_for, conclusions_of, quorum_for
from daihoi.foundation.meetings.queries.planning import planned_times
from daihoi.foundation.meetings.queries.standing import Standing, standing_of
from daihoi.foundation.meetings.services import Count, Presence, Wish
from daihoi.foundation.meetings.tokens import sign
from daihoi.foundation.meetings.views.base import act_page, frame, in_charge, person, visible
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusals, said


@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Count who is present, line by line (điểm danh)."""
    meeting = visible(request, meeting_id)
    require(person(request), "meetings.count_presence", meeting.unit)
    rows = list(meeting.invitees.select_related("person").order_by("position"))
    lines = [PresenceForm(request.POST or None, invitee=row) for row in rows]
    refusal, is_post = "", request.method == "POST"
    checked = [line.is_valid() for line in lines]  # each line shows its own faults
    if is_post and all(checked):
        counted = {line.invitee: presence_of(line, everybody="everybody" in request.POST) for line in lines}
        try:
            try_again(services.record_presence, actor=person(request), meeting=meeting, counted=counted)
        except RuleViolation as violation:
            refusal = said(violation)
        else:
            messages.success(request, _("Đã ghi điểm danh."))
            return redirect("meetings:presence", meeting.pk)
    context = {**frame(request, meeting), "lines": lines, "refusal": refusal, "quorum": quorum_for(meeting), "base": base_for(meeting)}
    return render(request, "meetings/presence.html", context, status=422 if is_post else 200)


def presence_of(line: PresenceForm, *, everybody: bool) -> Presence:
    """Read one line; with one key all who are not known to be absent are here (điểm danh một dòng)."""
    numbers = line.numbers()
    away = {name: numbers[name] for name in ("excused", "elsewhere", "suspended")}
    present = max(0, line.invitee.heads - sum(away.values())) if everybody else numbers["present"]
    return Presence(present=present, reason=line.cleaned_data["reason"], **away)


@require_safe
def desk(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the desk of the secretary: what runs, what comes next, who waits, what is voted (bàn điều hành)."""
    meeting = in_charge(request, meeting_id)
    return render(request, "meetings/desk.html", desk_context(request, meeting))


def desk_context(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    """Gather what the desk shows."""
    standing = standing_of(meeting)
    vote = standing.vote
    return {
        **frame(request, meeting),
        "standing": standing,
        "programme": planned_times(meeting, standing.items),
        "vote_form": VoteForm(initial={"share": Meeting.Share.HALF}),
        "count_form": CountForm(),
        "speaker_form": SpeakerForm(),
        "note_form": TextForm(),
        "voted": vote.uses.count() if vote is not None and vote.form == OpenVote.Form.DEVICE else 0,
        "results": list(meeting.votes.filter(result__isnull=False).select_related("result").order_by("-opened_at")[:3]),
        "corrected": _corrected(vote, standing),
        "stream": sign(meeting, "desk"),
        "texts": list(
            Paper.objects.filter(meeting=meeting, is_for_adoption=True).annotate(changes=Count_("amendments")).select_related("adoption")
        ),
        "conclusions": conclusions_of(meeting),
        "scenes": (("idle", _("Tên hội nghị")), ("presence", _("Số có mặt")), ("item", _("Việc đang làm"))),
    }


def _corrected(vote: OpenVote | None, standing: Standing) -> dict[str, int] | None:
    """Tell how many are present by the newest count, where a running vote still stands on another one."""
    if vote is None or (vote.present, vote.base) == (standing.heads.present, standing.base.number):
        return None
    return {"present": standing.heads.present, "base": standing.base.number}


def _key(request: HttpRequest, name: str) -> UUID | None:
    """Give the key a button carries; what is no key names nothing."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _item(request: HttpRequest, meeting: Meeting) -> Item:
    """Give the item a button names, else the next one."""
    key = _key(request, "item")
    rows = meeting.items.order_by("position")
    found = rows.filter(pk=key).first() if key else rows.filter(began_at__isnull=True).first()
    if found is None:
        raise RuleViolation("meetings.no_next_item", _("Chương trình không còn việc nào chưa làm."))
    return found


def _speaker(request: HttpRequest, meeting: Meeting) -> Speaker:
    """Give the speaker a button names."""
    return get_object_or_404(Speaker, pk=_key(request, "speaker"), meeting=meeting)


Act = Callable[[HttpRequest, Meeting], object]
RUN: dict[str, Act] = {
    "khai-mac": lambda request, meeting: services.open_meeting(actor=person(request), meeting=meeting),
    "viec": lambda request, meeting: services.start_item(actor=person(request), meeting=meeting, item=_item(request, meeting)),
    "xong": lambda request, meeting: services.end_item(actor=person(request), meeting=meeting, item=_item(request, meeting)),
    "nghi": lambda request, meeting: services.pause_meeting(actor=person(request), meeting=meeting),
    "hop-tiep": lambda request, meeting: services.resume_meeting(actor=person(request), meeting=meeting),
    "be-mac": lambda request, meeting: services.close_meeting(actor=person(request), meeting=meeting),
    "man-hinh": lambda request, meeting: services.show_scene(
        actor=person(request), meeting=meeting, scene=request.POST.get("scene", "")
    ),
    "ghi-nhan": lambda request, meeting: services.take_note(actor=person(request), meeting=meeting, text=_note(request)),
    "moi-tiep": lambda request, meeting: services.call_speaker(actor=person(request), meeting=meeting),
    "moi": lambda request, meeting: services.call_speaker(actor=person(request), meeting=meeting, speaker=_speaker(request, meeting)),
    "xong-loi": lambda request, meeting: services.end_turn(actor=person(request), meeting=meeting),
    "moi-truoc": lambda request, meeting: services.prefer_speaker(
        actor=person(request), meeting=meeting, speaker=_speaker(request, meeting)
    ),
    "rut": lambda request, meeting: services.withdraw_speaker(actor=person(request), meeting=meeting, speaker=_speaker(request, meeting)),
    "van-ban": lambda request, meeting: services.hand_in_speech(actor=person(request), meeting=meeting, speaker=_speaker(request, meeting)),
    "dang-ky": lambda request, meeting: services.register_speaker(actor=person(request), meeting=meeting, wish=_wish(request)),
}  # fmt: skip


def _note(request: HttpRequest) -> str:
    """Read a note; what is no note is refused as an empty one is."""
    form = TextForm(request.POST)
    return str(form.cleaned_data["text"]) if form.is_valid() else ""


def _wish(request: HttpRequest) -> Wish:
    """Read who wants to speak."""
    form = SpeakerForm(request.POST)
    if not form.is_valid():
        raise RuleViolation("meetings.speaker_unclear", _("Ghi họ tên hoặc chức danh, và chọn hình thức phát biểu."))
    return Wish(**{name: form.cleaned_data[name] for name in ("label", "delegation", "form", "title")})


@require_POST
def run(request: HttpRequest, meeting_id: UUID, act: str) -> HttpResponse:
    """Do one act of the desk; a refusal stands on the desk (một việc điều hành)."""
    meeting = in_charge(request, meeting_id)
    if act not in RUN:
        raise Http404
    try:
        try_again(RUN[act], request, meeting)
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:desk", meeting.pk)


@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Put a question to the vote (mở biểu quyết)."""
    meeting = in_charge(request, meeting_id)
    form = VoteForm(request.POST or None, initial={"share": Meeting.Share.HALF, "question": request.GET.get("question", "")})
    if form.is_valid():
        item = meeting.items.filter(began_at__isnull=False, ended_at__isnull=True).first()
        with refusals(form):
            try_again(services.open_vote, actor=person(request), meeting=meeting, item=item, **form.cleaned_data)
            return redirect("meetings:desk", meeting.pk)
    return act_page(request, form, meeting, _("Mở biểu quyết"), _("Mở biểu quyết"), back="meetings:desk")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, meeting_id: UUID, vote_id: UUID) -> HttpResponse:
    """Take the newest count of those present into a vote that runs, with a reason (cập nhật số có mặt)."""
    meeting = in_charge(request, meeting_id)
    found = get_object_or_404(OpenVote.objects.select_related("meeting__unit"), pk=vote_id, meeting=meeting)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            vote = try_again(services.correct_presence_of_vote, actor=person(request), vote=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("Cuộc biểu quyết nay tính trên {present} người có mặt.").format(present=vote.present))
            return redirect("meetings:desk", meeting.pk)
    return act_page(request, form, meeting, _("Cập nhật số có mặt của cuộc biểu quyết"), _("Cập nhật"), back="meetings:desk")


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, meeting_id: UUID, vote_id: UUID) -> HttpResponse:
    """Write the result of a vote, or cancel it with a reason (ghi kết quả, hủy)."""
    meeting = in_charge(request, meeting_id)
    found = get_object_or_404(OpenVote.objects.select_related("meeting__unit"), pk=vote_id, meeting=meeting)
    is_cancelled, is_device = "cancel" in request.POST, found.form == OpenVote.Form.DEVICE
    asked = TextForm if is_cancelled else CountForm
    form = asked(request.POST or None)
    if request.method == "POST" and (is_device and not is_cancelled):
        form = TextForm({"text": "-"})
    if form.is_valid():
        with refusals(form):
            if is_cancelled:
                try_again(services.cancel_vote, actor=person(request), vote=found, reason=form.cleaned_data["text"])
            else:
                counted = None if is_device else Count(**{name: value or 0 for name, value in form.cleaned_data.items()})
                try_again(services.close_vote, actor=person(request), vote=found, count=counted)
            return redirect("meetings:desk", meeting.pk)
    return act_page(request, form, meeting, found.question, _("Ghi kết quả"), back="meetings:desk", vote=found)
