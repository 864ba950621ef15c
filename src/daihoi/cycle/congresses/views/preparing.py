"""Screens of what is prepared: tasks, subcommittees, lessons, leaders (chuẩn bị đại hội)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.forms import LessonForm, SeatForm, SubcommitteeForm, TaskForm, WithdrawForm
from daihoi.cycle.congresses.models import Congress, Preparation, Subcommittee
from daihoi.cycle.congresses.queries import track
from daihoi.cycle.congresses.readiness import leaders_of, superior_of
from daihoi.cycle.congresses.views.base import act_page, allowed, congress_of, person
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.models import Post
from daihoi.rules.preparations import table
from daihoi.web.errors import refusals


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, congress_id: UUID, code: str) -> HttpResponse:
    """Record that a task is done (ghi việc chuẩn bị)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.prepare", congress.unit)
    if code not in table().tasks:
        raise Http404
    form = TaskForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        done = services.Done(typed["done_on"], typed["document"], typed["source"], typed["note"])
        with refusals(form):
            try_again(services.record_preparation, actor=person(request), congress=congress, task=code, done=done)
            messages.success(request, _("Đã ghi việc chuẩn bị."))
            return redirect("congresses:detail", congress.pk)
    return act_page(request, form, _(table().tasks[code].title), _("Ghi đã xong"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, congress_id: UUID, row_id: UUID) -> HttpResponse:
    """Take back a task recorded by mistake (rút việc chuẩn bị)."""
    congress = congress_of(request, congress_id)
    row = get_object_or_404(Preparation, pk=row_id, congress=congress)
    allowed(person(request), "congresses.prepare", congress.unit)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.withdraw_preparation, actor=person(request), row=row, note=form.cleaned_data["note"])
            messages.success(request, _("Đã rút; dòng cũ vẫn còn trong lịch sử."))
            return redirect("congresses:detail", congress.pk)
    known = table().tasks.get(row.task)
    heading = _("Rút: {task}").format(task=_(known.title) if known else row.task)
    return act_page(request, form, heading, _("Rút"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def subcommittee(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Set up a subcommittee or a support team (lập tiểu ban, tổ giúp việc)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.prepare", congress.unit)
    form = SubcommitteeForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.set_up_subcommittee, actor=person(request), congress=congress, **form.cleaned_data)
            messages.success(request, _("Đã ghi tiểu ban."))
            return redirect("congresses:detail", congress.pk)
    return act_page(request, form, _("Lập tiểu ban, tổ giúp việc"), _("Ghi tiểu ban"), "congresses:detail", congress)


def posts_near(congress: Congress) -> list[tuple[str, str]]:
    """Offer the persons with a post in the unit and in its superior."""
    superior = superior_of(congress.unit)
    found = [*leaders_of(congress.unit), *(leaders_of(superior) if superior else [])]
    return [(str(post.pk), f"{post.person.full_name} · {post.get_office_display()}") for post in found]


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, congress_id: UUID, subcommittee_id: UUID) -> HttpResponse:
    """Name a person with a post in a subcommittee (phân công vào tiểu ban)."""
    congress = congress_of(request, congress_id)
    row = get_object_or_404(Subcommittee, pk=subcommittee_id, congress=congress)
    allowed(person(request), "congresses.prepare", congress.unit)
    form = SeatForm(request.POST or None, posts=posts_near(congress))
    if form.is_valid():
        post = get_object_or_404(Post, pk=form.cleaned_data["post"])
        with refusals(form):
            try_again(services.seat_member, actor=person(request), subcommittee=row, post=post, place=form.cleaned_data["place"])
            messages.success(request, _("Đã phân công."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Phân công vào {body}").format(body=row.get_kind_display())
    return act_page(request, form, heading, _("Phân công"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Keep what a pilot congress taught about one step (bài học)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.add_lesson", congress.unit)
    now = next((step.stage for step in track(congress) if step.state == "now"), None)
    form = LessonForm(request.POST or None, initial={"stage": now})
    if form.is_valid():
        with refusals(form):
            try_again(services.add_lesson, actor=person(request), congress=congress, **form.cleaned_data)
            messages.success(request, _("Đã ghi bài học; đơn vị đi sau thấy ở đúng bước này."))
            return redirect("congresses:detail", congress.pk)
    return act_page(request, form, _("Bài học từ đại hội điểm"), _("Ghi bài học"), "congresses:detail", congress)
