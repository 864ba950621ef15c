"""What a person owes: the list, one item, its evidence (việc phải làm)."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments import services
from daihoi.foundation.assignments.forms import DoneForm, EvidenceForm
from daihoi.foundation.assignments.models import Asks, Assignment, Event, State, Step
from daihoi.foundation.assignments.queries import events_of, link_url
from daihoi.foundation.assignments.queries.calendars import doubts_of
from daihoi.foundation.assignments.queries.lists import SOON, in_state, unit_names
from daihoi.foundation.assignments.queries.people import duties_of, own_units, working_unit
from daihoi.foundation.assignments.views.common import person, seen_item, shown
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import can
from daihoi.web.errors import form_page, refusals
from daihoi.web.formats import read_day

PAGE = 40
TRACK = (Step.RECEIVED, Step.READ, Step.PLANNED, Step.DONE, Step.ACCEPTED)
READERS = {"directives.clause": "directives:read_clause"}  # the page of a phase that also keeps what the reading means for its texts
KINDS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


def worker(request: HttpRequest) -> User:
    """Give a person who works with assignments; for others these pages do not exist."""
    user = person(request)
    if working_unit(user) is None and not own_units(user, timezone.localdate()).exists():
        raise Http404
    return user


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what this person's units and posts still owe, late ones first (việc phải làm)."""
    user, today = worker(request), timezone.localdate()
    found = duties_of(user, today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counted = {state: in_state(found, state, today).count() for state in ("late", "soon")}
    context = {
        "rows": shown(list(page), today),
        "page": page,
        "today": today,
        "counted": counted,
        "unread": found.filter(state=State.SENT, subject="").count(),
        "units": list(own_units(user, today)),
        "is_officer": can(user, "assignments.assign", working_unit(user, "assignments.assign")),
        "query": "",
    }
    return render(request, "assignments/mine.html", context)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Draw the number of things that wait for this person, for the menu (số việc chờ)."""
    today = timezone.localdate()
    found = duties_of(person(request), today).order_by()
    waiting = found.filter(due__lte=today + SOON).count()
    context = {"n": waiting, "late": found.filter(due__lt=today).exists() if waiting else False}
    return render(request, "assignments/count.html", context) if waiting else HttpResponse()


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Draw the next things to do, for the first page (việc sắp đến hạn)."""
    today = timezone.localdate()
    found = duties_of(person(request), today)
    rows = list(found.filter(due__lte=today + SOON)[:5])
    context = {"rows": shown(rows, today), "today": today, "total": found.count() if rows else 0}
    return render(request, "assignments/panel.html", context) if rows else HttpResponse()


@require_safe
def own(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Lead from a reminder or its QR to this person's own share of a batch (việc của tôi)."""
    user = worker(request)
    units = own_units(user, timezone.localdate())
    found = (
        Assignment.objects.filter(batch=batch_id, unit__in=units.values("pk")).exclude(state=State.DROPPED).order_by("unit__code").first()
    )
    return redirect("assignments:item", found.pk) if found else redirect("assignments:mine")


@require_safe
def item(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Show one assignment: what is asked, how far it is, what comes next (một việc)."""
    found = seen_item(request, assignment_id)
    form = DoneForm(initial={"on": timezone.localdate(), "key": uuid4()})
    return _page(request, found, form, EvidenceForm(initial={"key": uuid4()}, prefix="plan"))


@require_POST
def read_item(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Note that a person of the unit opened the assignment; his browser says so when the page stands, that of a superior does not (đã đọc)."""
    found = seen_item(request, assignment_id)
    if _is_own(request, found):
        try_again(services.read, actor=person(request), assignment=found)
    return redirect("assignments:item", found.pk) if not request.headers.get("HX-Request") else HttpResponse(status=204)


def _is_own(request: HttpRequest, found: Assignment) -> bool:
    """Tell whether a person works for the unit itself, and does not only look down on it (việc của chính đơn vị)."""
    return own_units(person(request), timezone.localdate()).filter(pk=found.unit_id).exists()


@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, assignment_id: UUID, what: str) -> HttpResponse:
    """Report a plan, or that it is done, with evidence; twice the same is once (báo kế hoạch, báo xong)."""
    found = seen_item(request, assignment_id)
    if what not in ("xong", "ke-hoach"):
        raise Http404
    if request.method == "GET":
        return redirect("assignments:item", found.pk)
    done = DoneForm(request.POST, request.FILES) if what == "xong" else DoneForm(initial={"on": timezone.localdate(), "key": uuid4()})
    plan = EvidenceForm(request.POST, request.FILES, prefix="plan") if what == "ke-hoach" else EvidenceForm(prefix="plan")
    form = done if what == "xong" else plan
    if form.is_valid():
        with refusals(form):
            event = _told(request, found, form, what)
            messages.success(request, _("Đã gửi. Mã biên nhận {code}.").format(code=event.receipt))
            return redirect("assignments:item", found.pk)
    return _page(request, found, done, plan)


def _told(request: HttpRequest, found: Assignment, form: EvidenceForm, what: str) -> Event:
    """Do what the form says; a file is kept first, so that the act stays short."""
    typed = form.cleaned_data
    evidence = services.Evidence(typed["note"], _kept(typed.get("file"), typed.get("key")), typed.get("key"))
    if what == "xong":
        return try_again(services.report_done, actor=person(request), assignment=found, on=typed["on"], evidence=evidence)
    return try_again(services.plan, actor=person(request), assignment=found, evidence=evidence)


def _kept(sent: "UploadedFile[bytes] | None", key: UUID | None) -> StoredFile | None:
    """Keep the file that was sent, unless this sending arrived already."""
    if sent is None or (key and Event.objects.filter(key=key).exists()):
        return None
    return store(sent.read(), kind="assignment_evidence", name=sent.name or "")


def _page(request: HttpRequest, found: Assignment, done: DoneForm, plan: EvidenceForm) -> HttpResponse:
    """Draw the page of one assignment with its forms, one of which may have been refused."""
    user, now = person(request), timezone.localdate()
    today = min(read_day(request.GET.get("on", "")) or now, now)  # the day on which the page stands that led here
    events = list(events_of(found))
    names = unit_names({found.unit_id, found.batch.issuer_id, *(e.unit_before_id for e in events if e.unit_before_id)})
    form = plan if plan.is_bound else done
    context: dict[str, Any] = {
        "plan": plan,
        "done": done,
        "item": found,
        "today": today,
        "is_past": today < now,
        "name": names.get(found.unit_id, found.unit.code),
        "names": names,
        "issuer": names.get(found.batch.issuer_id, found.batch.issuer.code),
        "events": events,
        "steps": _steps(found, events),
        "reason": next((e.note for e in reversed(events) if e.step == Step.RETURNED), "") if found.state == State.RETURNED else "",
        "source_url": link_url(found.link or found.batch.link),
        "read_url": _read_url(found),
        "doubts": doubts_of(found),
        "is_own": found.owed and _is_own(request, found),
        "may_report": can(user, "assignments.report", found.unit),
        "may_accept": can(user, "assignments.accept", found.batch.issuer) and not found.subject,
        "may_extend": can(user, "assignments.assign", found.batch.issuer) and not found.subject,
        "asks_file": found.batch.asks == Asks.FILE,
        "asks_form": found.batch.asks == Asks.FORM,
        "is_open": found.owed and not found.subject,
        "last_receipt": next((e.receipt for e in reversed(events) if e.step in (Step.DONE, Step.PLANNED)), ""),
    }
    return form_page(request, "assignments/item.html", form, **context)


def _read_url(found: Assignment) -> str:
    """Give the address that hears of the reading: of the phase the work comes from, else of this application."""
    reader = READERS.get(found.batch.source.split(":", 1)[0], "")
    return (link_url(f"{reader} {found.pk}") if reader else "") or reverse("assignments:read", args=[found.pk])


def _steps(found: Assignment, events: list[Event]) -> list[dict[str, Any]]:
    """Give the way of an assignment as a track: sent, then each step with its time and person (tiến trình)."""
    last = {event.step: event for event in events}
    if found.state == State.RETURNED:
        last.pop(Step.DONE, None), last.pop(Step.ACCEPTED, None)
    track: list[dict[str, Any]] = [{"title": _("đã gửi"), "at": found.batch.assigned_at, "by": "", "state": "done"}]
    track += [
        {"title": step.label, "at": last[step].at if step in last else None, "by": last[step].by if step in last else "", "state": "done"}
        for step in TRACK
    ]
    seen = [n for n, step in enumerate(track) if step["at"]]
    for n, step in enumerate(track):
        step["state"] = "done" if step["at"] else "now" if n == seen[-1] + 1 else "later"
    return track


@require_safe
def evidence(request: HttpRequest, assignment_id: UUID, event_id: UUID) -> HttpResponse:
    """Hand out a file that was sent as evidence (tệp minh chứng)."""
    found = seen_item(request, assignment_id)
    event = get_object_or_404(Event.objects.select_related("file"), pk=event_id, assignment=found, file__isnull=False)
    stored: StoredFile = event.file  # type: ignore[assignment]  # asked for above
    suffix = f".{stored.name.rsplit('.', 1)[-1].lower()}"
    answer = HttpResponse(stored.read(), content_type=KINDS.get(suffix, "application/octet-stream"))
    answer.headers["Content-Disposition"] = f'attachment; filename="minh-chung-{event.receipt}{suffix}"'
    return answer
