"""Screens of the calendar of leaders: month, assign, release, iCalendar (lịch dự đại hội; PR-11)."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.attending import month_of, month_with_visits, same_day, visits
from daihoi.cycle.congresses.forms import PostForm, ReasonForm
from daihoi.cycle.congresses.models import Attendance
from daihoi.cycle.congresses.readiness import leaders_of, superior_of
from daihoi.cycle.congresses.views.base import act_page, allowed, congress_of, follower, person
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.models import Post
from daihoi.rules.visits import Day as Together
from daihoi.web.errors import refusals
from daihoi.web.formats import is_of_our_time

ACT = "congresses.assign_leader"


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Let a leader of the superior attend this congress (phân công dự đại hội)."""
    congress = congress_of(request, congress_id)
    superior = superior_of(congress.unit) or congress.unit
    allowed(person(request), ACT, superior)
    posts = [(str(post.pk), f"{post.person.full_name} · {post.get_office_display()}") for post in leaders_of(superior)]
    form = PostForm(request.POST or None, posts=posts)
    if form.is_valid():
        post = get_object_or_404(Post, pk=form.cleaned_data["post"])
        with refusals(form):
            row = try_again(services.assign_leader, actor=person(request), congress=congress, post=post, note=form.cleaned_data["note"])
            messages.success(request, _("Đã phân công."))
            together = same_day(row)
            if together == Together.CLASH:
                messages.warning(request, _("Trùng lịch: cùng ngày người này còn dự đại hội khác."))
            elif together == Together.TIGHT:
                messages.warning(request, _("Cùng ngày người này còn dự đại hội khác; theo giờ các phiên thì kịp đi lại."))
            return redirect("congresses:detail", congress.pk)
    return act_page(request, form, _("Phân công dự và chỉ đạo"), _("Phân công"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, congress_id: UUID, attendance_id: UUID) -> HttpResponse:
    """Free a leader of this congress (thôi phân công)."""
    congress = congress_of(request, congress_id)
    row = get_object_or_404(Attendance.objects.select_related("congress__unit", "post__person"), pk=attendance_id, congress=congress)
    allowed(person(request), ACT, superior_of(congress.unit) or congress.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.release_leader, actor=person(request), attendance=row, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã thôi phân công."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Thôi phân công {who}").format(who=row.post.person.full_name)
    return act_page(request, form, heading, _("Thôi phân công"), "congresses:detail", congress)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month of attendance with clashes; on a phone only the days with something (lịch dự đại hội)."""
    user = follower(request)
    month = asked_month(request)
    days = month_of(user, month)
    all_visits = [visit for day in days if day.in_month for visit in day.visits]
    context = {
        "month": month,
        "weeks": [days[start : start + 7] for start in range(0, len(days), 7)],
        "days": [day for day in days if day.in_month and (day.visits or day.remark)],
        "visits": all_visits,
        "clashes": sum(visit.clashes for visit in all_visits),
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": (month + timedelta(days=32)).replace(day=1),
        "today": timezone.localdate(),
        "half_day": settings.HALF_DAY_HOURS,
        "travel": settings.TRAVEL_HOURS,
    }
    return render(request, "congresses/calendar.html", context)


def asked_month(request: HttpRequest) -> date:
    """Read the month of the address, 2020-05; the month of the next attendance where it cannot be read."""
    text = request.GET.get("month", "")
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = date.min
    return found if is_of_our_time(found) else month_with_visits(person(request), timezone.localdate()).replace(day=1)


@require_safe
def icalendar(request: HttpRequest) -> HttpResponse:
    """Give the attendance from a month before today on as an iCalendar file (tệp lịch)."""
    user = follower(request)
    month = asked_month(request)
    found = visits(user, month - timedelta(days=31), month + timedelta(days=400))
    book = Calendar()
    book.add("prodid", "-//daihoi//lich du dai hoi//VI")
    book.add("version", "2.0")
    for visit in found:
        entry = Event()
        entry.add("uid", f"{visit.attendance.pk}@daihoi")
        entry.add("dtstamp", visit.attendance.assigned_at)
        entry.add("dtstart", visit.day)
        entry.add("dtend", visit.day + timedelta(days=1))
        entry.add("summary", _("{who}: đại hội {unit}").format(who=visit.who, unit=visit.unit))
        entry.add("url", request.build_absolute_uri(reverse("congresses:detail", args=[visit.attendance.congress_id])))
        if visit.attendance.note:
            entry.add("description", visit.attendance.note)
        book.add_component(entry)
    name = {"Content-Disposition": 'attachment; filename="lich-du-dai-hoi.ics"'}
    return HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8", headers=name)
