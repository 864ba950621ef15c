"""What is seen without an account: hall screen, delegate's page, by signed address or by card (màn hình, trang đại biểu)."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import PUBLIC, try_again
from daihoi.foundation.meetings import box, services
from daihoi.foundation.meetings.cards import digest_of
from daihoi.foundation.meetings.forms import CodeForm
from daihoi.foundation.meetings.frames import frame_for
from daihoi.foundation.meetings.models import Event, Meeting, OpenVote, Paper, Speaker, VotingCard
from daihoi.foundation.meetings.queries.meetings import papers_of, visible_meetings
from daihoi.foundation.meetings.queries.planning import planned_times
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.services import Wish
from daihoi.foundation.meetings.tokens import LASTS, opened, sign
from daihoi.foundation.meetings.views.base import visible
from daihoi.foundation.meetings.views.preparing import file_of
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, said

CARD = "meetings.card"
ASKED = "meetings.asked"


def addresses(meeting: Meeting, audience: str) -> dict[str, str]:
    """Give where a page listens and where it asks when it cannot listen."""
    token = sign(meeting, audience)
    return {"stream": f"/truc-tiep/{token}?l={get_language() or 'vi'}", "ask": reverse("meetings:frame", args=[token])}


@require_safe
def hall_link(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Lead to the signed address of the hall screen, to be opened on the projector's machine (mở màn hình hội trường)."""
    return redirect("meetings:hall", sign(visible(request, meeting_id), "hall"))


@login_not_required
@require_safe
def hall(request: HttpRequest, token: str) -> HttpResponse:
    """Show a conference on the projector (màn hình hội trường)."""
    found = opened(token)
    if found is None or found.audience != "hall":
        raise Http404
    meeting = get_object_or_404(Meeting.objects.select_related("unit"), pk=found.meeting)
    if not found.holds(meeting.screens):
        return render(request, "meetings/ended.html", status=HTTPStatus.GONE)
    standing = standing_of(meeting)
    turnout = standing.vote.uses.count() if standing.vote else 0
    context = {"meeting": meeting, "standing": standing, "turnout": turnout, **addresses(meeting, "hall")}
    return render(request, "meetings/hall.html", context)


@login_not_required
@require_safe
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """Give the present frame to a page that cannot listen (khung hình hiện tại)."""
    found = opened(token)
    made = frame_for(found, get_language() or "vi") if found else None
    if made is None:
        raise Http404
    return HttpResponse(made.body, content_type="application/json")


def card_of(request: HttpRequest) -> VotingCard | None:
    """Give the card with which this browser came in, while it holds."""
    key = request.session.get(CARD)
    return cards_in_force().filter(pk=key).select_related("meeting__unit").first() if key else None


def cards_in_force() -> "QuerySet[VotingCard]":
    """Give the cards that still open something: not withdrawn, and their conference not over for longer than an address lasts."""
    over = Event.objects.filter(meeting=OuterRef("meeting"), verb=Event.Verb.CLOSED, at__lt=timezone.now() - timedelta(seconds=LASTS))
    return VotingCard.objects.filter(~Exists(over), is_withdrawn=False)


def _with_card(request: HttpRequest) -> VotingCard:
    """Give the card of this browser, or nothing is here."""
    card = card_of(request)
    if card is None:
        raise Http404
    return card


@login_not_required
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Let a delegate in by the code printed for his seat (vào bằng thẻ)."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        found = cards_in_force().filter(digest=digest_of(form.cleaned_data["code"])).first()
        if found is not None:
            request.session[CARD] = str(found.pk)
            return redirect("meetings:delegate")
        form.add_error("code", _("Không có thẻ mang mã này. Xem lại từng chữ, hoặc hỏi bàn thư ký."))
    return form_page(request, "meetings/card.html", form)


@login_not_required
@require_safe
def delegate(request: HttpRequest) -> HttpResponse:
    """Show a delegate his one page: now, vote, papers, programme, asking to speak (trang đại biểu)."""
    found = card_of(request)
    if found is None:
        return redirect("meetings:card")
    return render(request, "meetings/delegate.html", delegate_context(request, found.meeting, found))


@require_safe
def as_delegate(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the delegate's page to a signed-in person, without a vote (xem trang đại biểu)."""
    return render(request, "meetings/delegate.html", delegate_context(request, visible(request, meeting_id), None))


def delegate_context(request: HttpRequest, meeting: Meeting, found: VotingCard | None) -> dict[str, Any]:
    """Gather what the delegate's page shows."""
    standing = standing_of(meeting)
    has_voted = bool(found and standing.vote and box.has_voted(found, standing.vote))
    return {
        "meeting": meeting,
        "card": found,
        "standing": standing,
        "papers": papers_of(meeting),
        "programme": planned_times(meeting, standing.items),
        "turnout": 0,
        "voted": str(standing.vote.pk) if has_voted and standing.vote else "",
        "waits": str(request.session.get(ASKED, "")) in {str(talk.speaker.pk) for talk in standing.waiting} if found else False,
        "forms": Speaker.Form.choices[:1] + Speaker.Form.choices[2:],
        **addresses(meeting, "delegate"),
    }


@login_not_required
@require_POST
def cast(request: HttpRequest, vote_id: UUID) -> HttpResponse:
    """Let the card of a seat answer an open vote, once (biểu quyết bằng thiết bị)."""
    found = _with_card(request)
    vote = get_object_or_404(OpenVote, pk=vote_id, meeting_id=found.meeting_id)
    refusal, code = "", ""
    try:
        try_again(box.cast, found, vote, request.POST.get("choice", ""))
    except RuleViolation as violation:
        refusal, code = said(violation), violation.code
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"voted": code in ("", "meetings.voted_already"), "message": refusal}, status=422 if refusal else 200)
    if refusal:
        messages.error(request, refusal)
    return redirect("meetings:delegate")


def _typed(request: HttpRequest, name: str, most: int) -> str:
    """Read one line that a delegate typed, without the sign that no database keeps."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


@login_not_required
@require_POST
def ask_to_speak(request: HttpRequest) -> HttpResponse:
    """Put a delegate on the speakers' list from his seat (đăng ký phát biểu từ ghế)."""
    found = _with_card(request)
    form = request.POST.get("form", "")
    wish = Wish(
        label=_typed(request, "label", 120) or _("Ghế {n}").format(n=found.seat),
        delegation=_typed(request, "delegation", 200),
        form=form if form in (Speaker.Form.TURN, Speaker.Form.POINT_OF_ORDER) else Speaker.Form.TURN,
    )
    try:
        if request.session.get(ASKED) in {str(talk.speaker.pk) for talk in standing_of(found.meeting).waiting}:
            raise RuleViolation("meetings.waits_already", _("Bạn đang có tên trong danh sách chờ."))
        speaker = try_again(services.ask_from_seat, origin=PUBLIC, card=found, wish=wish)
        request.session[ASKED] = str(speaker.pk)
        messages.success(request, _("Đã ghi vào danh sách phát biểu."))
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:delegate")


@login_not_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back one's own wish to speak (rút đăng ký từ ghế)."""
    found = _with_card(request)
    own = Speaker.objects.filter(pk=request.session.pop(ASKED, None), meeting=found.meeting_id).select_related("meeting__unit").first()
    try:
        if own is None:
            raise RuleViolation("meetings.nothing_to_withdraw", _("Bạn không có tên trong danh sách chờ."))
        try_again(services.withdraw_speaker, origin=PUBLIC, meeting=found.meeting, speaker=own)
        messages.success(request, _("Đã rút đăng ký phát biểu."))
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:delegate")


@login_not_required
@require_safe
def delegate_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Open a paper from the delegate's page (mở tài liệu từ ghế)."""
    found, user = card_of(request), request.user
    seen = Meeting.objects.filter(pk=found.meeting_id) if found else Meeting.objects.none()
    if found is None and isinstance(user, User):  # who looks at the page by his own account
        seen = visible_meetings(user)
    return file_of(get_object_or_404(Paper.objects.select_related("stored"), pk=paper_id, meeting__in=seen))
