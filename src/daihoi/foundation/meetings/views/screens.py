"""Addresses and cards that open a screen without an account: show them, take them back, give new ones (địa chỉ màn hình, thẻ)."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.forms import CardsForm, SeatForm
from daihoi.foundation.meetings.models import Meeting, VotingCard
from daihoi.foundation.meetings.printing import cards_pdf
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.tokens import LASTS, sign
from daihoi.foundation.meetings.views.base import act_page, frame, in_charge, person
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusals, said

HOURS = LASTS // 3600


@require_safe
def screens(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the address of the hall screen with its square, and how many cards are out (địa chỉ màn hình)."""
    meeting = in_charge(request, meeting_id)
    address = request.build_absolute_uri(reverse("meetings:hall", args=[sign(meeting, "hall")]))
    context = {
        "address": address,
        "square": mark_safe(square(address)),  # noqa: S308 (drawn by segno: rectangles and numbers only)
        "card_address": request.build_absolute_uri(reverse("meetings:card")),
        "cards": VotingCard.objects.filter(meeting=meeting, is_withdrawn=False).count(),
        "hours": HOURS,
        "seat_form": SeatForm(),
    }
    return render(request, "meetings/screens.html", {**frame(request, meeting), **context})


def square(text: str) -> str:
    """Draw a QR code as SVG that fits the page (ô vuông QR)."""
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=2, xmldecl=False, omitsize=True, svgclass="dh-square", lineclass=None)
    return out.getvalue().decode()


@require_POST
def renew(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """End the addresses given so far and give new ones (thu hồi, đổi địa chỉ)."""
    meeting = in_charge(request, meeting_id)
    try:
        try_again(services.renew_screens, actor=person(request), meeting=meeting)
        messages.success(request, _("Đã thu hồi các địa chỉ cũ. Mở lại màn hình bằng địa chỉ mới dưới đây."))
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:screens", meeting.pk)


@require_http_methods(["GET", "POST"])
def cards(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Print a card for each seat; codes are shown once, on this paper (in thẻ biểu quyết)."""
    meeting = in_charge(request, meeting_id)
    standing = standing_of(meeting)
    form = CardsForm(request.POST or None, initial={"seats": standing.heads.present or standing.heads.convened or None})
    if form.is_valid():
        with refusals(form):
            given = try_again(services.issue_cards, actor=person(request), meeting=meeting, seats=form.cleaned_data["seats"])
            return _printed(request, meeting, given)
    return act_page(request, form, meeting, _("In thẻ biểu quyết"), _("In thẻ cho từng ghế"), back="meetings:desk")


@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Take back the card of one seat and print another one (đổi thẻ một ghế)."""
    meeting = in_charge(request, meeting_id)
    form = SeatForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            given = try_again(services.renew_card, actor=person(request), meeting=meeting, **form.cleaned_data)
            return _printed(request, meeting, [given])
    return act_page(request, form, meeting, _("Đổi thẻ của một ghế"), _("Thu hồi thẻ cũ, in thẻ mới"), back="meetings:screens")


def _printed(request: HttpRequest, meeting: Meeting, given: Sequence[tuple[int, str]]) -> HttpResponse:
    """Hand out the cards as a file."""
    content = cards_pdf(meeting.title, request.build_absolute_uri(reverse("meetings:card")), given)
    held = 'attachment; filename="the-bieu-quyet.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": held})
