"""A person's own reminders, the working calendar, hand-over of a post, duties of closed units (nhắc tôi, bàn giao)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments import services
from daihoi.foundation.assignments.feeds import feed_of
from daihoi.foundation.assignments.forms import HandOverForm, MailboxForm
from daihoi.foundation.assignments.models import Charge, Digest, Mailbox, Post
from daihoi.foundation.assignments.queries import calendar, open_items
from daihoi.foundation.assignments.queries.people import REPORT, charges_on, within_grade, working_unit
from daihoi.foundation.assignments.queries.reminders import offsets
from daihoi.foundation.assignments.services.personal import hashed
from daihoi.foundation.assignments.views.common import person, shown
from daihoi.foundation.assignments.wording import address
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import require, visible_units
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals
from daihoi.web.formats import thousands

LAST_DIGESTS = 10


@require_http_methods(["GET", "POST"])
def personal(request: HttpRequest) -> HttpResponse:
    """Show how this person is reminded, and change it (cách nhắc tôi)."""
    user = person(request)
    if working_unit(user) is None:
        raise Http404
    box = Mailbox.objects.filter(user=user).first()
    form = MailboxForm(request.POST or None, initial={"address": box.address if box else ""})
    if form.is_valid():
        with refusals(form):
            try_again(services.set_address, actor=user, address=form.cleaned_data["address"])
            messages.success(request, _("Đã lưu nơi nhận thư."))
            return redirect("assignments:personal")
    context: dict[str, Any] = {
        "box": box,
        "has_mail": bool(settings.SMTP_HOST) and not settings.ISOLATED,
        "offsets": offsets(),
        "digests": Digest.objects.filter(user=user)[:LAST_DIGESTS],
        "feed": request.session.pop("assignments.feed", ""),
    }
    return form_page(request, "assignments/personal.html", form, **context)


@require_POST
def change_feed(request: HttpRequest) -> HttpResponse:
    """Make a new secret address of the calendar, or take it back (mở, thu lịch riêng)."""
    user = person(request)
    if "close" in request.POST:
        try_again(services.close_feed, actor=user)
        messages.success(request, _("Đã thu địa chỉ lịch; địa chỉ cũ không mở được nữa."))
    else:
        request.session["assignments.feed"] = address("assignments:feed", try_again(services.open_feed, actor=user), request=request)
    return redirect("assignments:personal")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out a person's due days to a calendar program that knows the secret address (lịch iCalendar)."""
    box = (
        Mailbox.objects.select_related("user").filter(feed_digest=hashed(token), user__is_active=True).first() if len(token) > 20 else None
    )
    if box is None:
        raise Http404
    return HttpResponse(feed_of(box.user, request), content_type="text/calendar; charset=utf-8")


@require_safe
def working_days(request: HttpRequest) -> HttpResponse:
    """Show the days off and swapped days by which due days are counted, each with its source (lịch làm việc)."""
    if working_unit(person(request)) is None:
        raise Http404
    known = calendar()
    year = request.GET.get("year", "")
    chosen = (
        int(year)
        if year.isascii()
        and year.isdigit()
        and len(year) == 4
        and known.first.year <= int(year) <= max(known.last.year, timezone.localdate().year + 1)
        else 0
    )
    chosen = chosen or max(timezone.localdate().year, known.first.year)
    days = sorted((day for day in (*known.off.values(), *known.worked.values()) if day.on.year == chosen), key=lambda day: day.on)
    last = max(known.last.year, timezone.localdate().year + 1)
    context = {"days": days, "year": chosen, "years": range(known.first.year, last + 1), "is_known": chosen <= known.last.year}
    return render(request, "assignments/working_days.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Put a person in charge of what a post owes, with the list that goes over (bàn giao)."""
    user, today = person(request), timezone.localdate()
    unit = get_object_or_404(visible_units(user, "assignments.view"), code=code)
    require(user, "assignments.hand_over", unit)
    form = HandOverForm(request.POST or None, initial={"since": today}, people=_people(unit))
    if form.is_valid():
        with refusals(form):
            charge = try_again(services.hand_over, actor=user, unit=unit, **form.cleaned_data)
            messages.success(request, _("Từ {day}, {user} phụ trách.").format(day=f"{charge.valid_from:%d/%m/%Y}", user=charge.user))
            return redirect("assignments:hand_over", unit.code)
    context = {
        "unit": unit,
        "name": newest_name(unit),
        "rows": shown(list(open_items(unit).filter(within_grade(user, today))[:200]), today),
        "charges": Charge.objects.filter(unit=unit).select_related("user").order_by("post", "-valid_from"),
        "posts": dict(Post.choices),
        "in_force": set(charges_on(today).filter(unit=unit).values_list("pk", flat=True)),
        "today": today,
    }
    return form_page(request, "assignments/hand_over.html", form, **context)


def _people(unit: Unit) -> Any:
    """Give the accounts that may report for a unit by a grant at this very unit."""
    return User.objects.filter(
        is_active=True, grants__unit=unit, grants__valid_to__isnull=True, grants__role__in=roles_with(REPORT)
    ).distinct()


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Give what a closed unit still owes to its successor (chuyển việc sang đơn vị kế thừa)."""
    user = person(request)
    old = get_object_or_404(visible_units(user, "assignments.view"), code=code)
    new = get_object_or_404(visible_units(user, "assignments.view"), code=request.POST.get("to", ""))
    try:
        n = try_again(services.move_duties, actor=user, from_=old, to=new)
    except RuleViolation as refusal:
        return refusal_page(request, refusal)
    messages.success(request, ngettext("Đã chuyển {n} việc.", "Đã chuyển {n} việc.", n).format(n=thousands(n)))
    return redirect("assignments:board")
