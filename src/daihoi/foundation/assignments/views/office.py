"""What an issuing unit sees and does: the board by branch, a batch, giving, accepting, returning (giao việc, theo dõi)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.assignments import services
from daihoi.foundation.assignments.forms import AssignForm, ExtendForm, ReasonForm
from daihoi.foundation.assignments.models import Assignment, Batch, State
from daihoi.foundation.assignments.queries import link_url
from daihoi.foundation.assignments.queries.lists import batches_seen, branches, in_state, of_branch, tallies, unit_names
from daihoi.foundation.assignments.queries.people import open_batches, orphans, within_grade
from daihoi.foundation.assignments.services import Source, Task
from daihoi.foundation.assignments.views.common import asked_unit, person, seen_item, shown
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import can, require, visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import branch, newest_name, search, seen_breadcrumb
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals
from daihoi.web.formats import thousands
from daihoi.web.tables import xlsx

PAGE = 40
LAST_BATCHES = 8
STATES = {
    "late": gettext_lazy("Quá hạn"),
    "soon": gettext_lazy("Đến hạn trong 7 ngày"),
    "open": gettext_lazy("Còn phải làm"),
    "done": gettext_lazy("Chờ nghiệm thu"),
    "all": gettext_lazy("Tất cả"),
}


def asked_state(request: HttpRequest) -> str:
    """Give the kind of list of the address; late ones unless told."""
    asked = request.GET.get("state", "")
    return asked if asked in STATES else "late"


def kept_query(request: HttpRequest, **changes: str) -> str:
    """Write the kept part of the address."""
    kept = {name: request.GET[name] for name in ("unit", "state", "rows") if request.GET.get(name)} | changes
    return urlencode(kept)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show what is open in a branch, unit by unit and one by one, the late ones first (theo dõi giao việc)."""
    user, unit, today, state = person(request), asked_unit(request), timezone.localdate(), asked_state(request)
    found = in_state(of_branch(unit).filter(within_grade(user, today)), state, today)
    if request.GET.get("xlsx"):
        return _workbook(unit, list(found[:50_000]), today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = branches(unit, today)
    newest_batches = list(batches_seen(user, unit)[:LAST_BATCHES])
    context = {
        "unit": unit,
        "name": newest_name(unit),
        "crumbs": seen_breadcrumb(user, unit, today),
        "page": page,
        "rows": shown(list(page), today),
        "branches": rows,
        "days": {row.unit.pk: row.days(today) for row in rows},
        "late": sum(row.late for row in rows),
        "soon": sum(row.soon for row in rows),
        "state": state,
        "states": STATES,
        "today": today,
        "query": f"{kept_query(request)}&" if kept_query(request) else "",
        "address": kept_query(request, unit=unit.code, state=state),
        "batches": newest_batches,
        "tallies": tallies(newest_batches, today),
        "orphans": orphans(user),
        "may": {act: can(user, f"assignments.{act}", unit) for act in ("assign", "remind", "hand_over")},
    }
    return render(request, "assignments/board.html", context)


def _workbook(unit: Unit, rows: list[Assignment], today: Any) -> HttpResponse:
    """Hand the list out as a workbook."""
    names = unit_names(row.unit_id for row in rows)
    head = (_("Mã"), _("Đơn vị"), _("Việc"), _("Hạn"), _("Quá ngày"), _("Tình trạng"), _("Theo"))
    cells = [
        (
            row.unit.code,
            names.get(row.unit_id, ""),
            row.batch.title,
            row.due,
            row.late_days(today),
            row.get_state_display(),
            row.batch.source_title,
        )
        for row in rows
    ]
    note = _("{unit}, lập ngày {day}").format(unit=newest_name(unit), day=f"{today:%d/%m/%Y}")
    return xlsx(_("Việc được giao"), head, cells, note=note, name=f"viec-{unit.code}-{today:%Y%m%d}")


@require_http_methods(["GET", "POST"])
def assign_form(request: HttpRequest) -> HttpResponse:
    """Give one task to all units of some kinds in a branch (giao việc)."""
    user, unit = person(request), asked_unit(request, "assignments.assign")
    require(user, "assignments.assign", unit)
    form = AssignForm(request.POST or None)
    chosen = 0
    if form.is_valid():
        typed = form.cleaned_data
        wanted = Unit.objects.filter(pk__in=branch(unit, timezone.localdate()).filter(kind__in=typed["kinds"]).values("unit")).exclude(
            pk=unit.pk
        )
        chosen = wanted.count()
        if "preview" not in request.POST:
            with refusals(form):
                task = Task(typed["title"], form.due(), typed["owner_post"], typed["asks"], typed["details"])
                given = try_again(
                    services.assign, actor=user, issuer=unit, units=wanted, task=task, source=Source(title=typed["source_title"])
                )
                messages.success(
                    request, ngettext("Đã giao cho {n} đơn vị.", "Đã giao cho {n} đơn vị.", chosen).format(n=thousands(chosen))
                )
                return redirect("assignments:batch", given.pk)
    return form_page(
        request, "assignments/assign.html", form, unit=unit, name=newest_name(unit), chosen=chosen, previewed="preview" in request.POST
    )


def seen_batch(request: HttpRequest, batch_id: UUID) -> Batch:
    """Give a batch whose issuing unit a person may see."""
    seen = visible_units(person(request), "assignments.view")
    open_ones = Batch.objects.filter(open_batches(person(request), timezone.localdate()), issuer__in=seen.values("pk"))
    return get_object_or_404(open_ones.select_related("issuer"), pk=batch_id)


@require_safe
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show one batch: how far its units are, and what waits for acceptance (một lần giao)."""
    found, today, user = seen_batch(request, batch_id), timezone.localdate(), person(request)
    state = request.GET.get("state") if request.GET.get("state") in STATES else "all"
    rows = in_state(found.assignments.select_related("batch", "unit"), state or "all", today).order_by("due", "unit__code")
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(unit__in=search(Placement.objects.filter(valid_to__isnull=True), text).values("unit"))
    page = Paginator(rows, PAGE if state != "done" else 200).get_page(request.GET.get("page"))
    query = urlencode({name: request.GET[name] for name in ("state", "q") if request.GET.get(name)})
    context = {
        "batch": found,
        "issuer": newest_name(found.issuer),
        "tally": tallies([found], today)[found.pk],
        "waiting": found.assignments.filter(state=State.DONE).count(),
        "page": page,
        "rows": shown(list(page), today),
        "state": state,
        "states": STATES,
        "text": text,
        "today": today,
        "query": f"{query}&" if query else "",
        "source_url": link_url(found.link),
        "may": {act: can(user, f"assignments.{act}", found.issuer) for act in ("accept", "remind", "assign")},
        "drop": ReasonForm(),
    }
    return render(request, "assignments/batch.html", context)


@require_POST
def accept_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Accept all that waits, but for the exceptions ticked (nghiệm thu hàng loạt)."""
    found = seen_batch(request, batch_id)
    ticked = set(request.POST.getlist("but"))
    keys = [pk for pk in found.assignments.filter(state=State.DONE).values_list("pk", flat=True) if str(pk) in ticked] if ticked else []
    try:
        n = try_again(services.accept, actor=person(request), batch=found, but=keys)
    except RuleViolation as refusal:
        return refusal_page(request, refusal)
    text = ngettext("Đã nghiệm thu {n} đơn vị", "Đã nghiệm thu {n} đơn vị", n).format(n=thousands(n))
    left = ngettext("để lại {n}", "để lại {n}", len(keys)).format(n=thousands(len(keys)))
    messages.success(request, f"{text}, {left}.")
    return redirect("assignments:batch", found.pk)


@require_POST
def drop(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take a batch back where it is still owed (thôi giao)."""
    found = seen_batch(request, batch_id)
    try:
        n = try_again(services.drop_batch, actor=person(request), batch=found, reason=request.POST.get("reason", ""))
    except RuleViolation as refusal:
        return refusal_page(request, refusal)
    messages.success(request, ngettext("Đã thôi giao cho {n} đơn vị.", "Đã thôi giao cho {n} đơn vị.", n).format(n=thousands(n)))
    return redirect("assignments:batch", found.pk)


@require_http_methods(["GET", "POST"])
def move_due(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Move the due day of a whole batch, with a reason (dời hạn cả lần giao)."""
    found, user = seen_batch(request, batch_id), person(request)
    require(user, "assignments.assign", found.issuer)
    form = ExtendForm(request.POST or None, initial={"due": found.due_on})
    if form.is_valid():
        with refusals(form):
            n = try_again(services.move_batch, actor=user, batch=found, **form.cleaned_data)
            words = ngettext(
                "Đã dời hạn cho {n} đơn vị; hạn cũ còn trong diễn biến.", "Đã dời hạn cho {n} đơn vị; hạn cũ còn trong diễn biến.", n
            )
            messages.success(request, words.format(n=thousands(n)))
            return redirect("assignments:batch", found.pk)
    return form_page(request, "assignments/move_due.html", form, batch=found, issuer=newest_name(found.issuer))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, assignment_id: UUID, what: str) -> HttpResponse:
    """Accept, return or extend one assignment (nghiệm thu, trả lại, gia hạn)."""
    found, user = seen_item(request, assignment_id), person(request)
    if what == "nghiem-thu":
        return _accept_one(request, found)
    if what not in ("tra-lai", "gia-han") or found.subject:  # a deadline of a phase moves with the act it belongs to
        raise Http404
    act = "assignments.accept" if what == "tra-lai" else "assignments.assign"
    require(user, act, found.batch.issuer)
    form: Any = (ReasonForm if what == "tra-lai" else ExtendForm)(request.POST or None)
    if form.is_valid():
        with refusals(form):
            if what == "tra-lai":
                try_again(services.give_back, actor=user, assignment=found, **form.cleaned_data)
                messages.success(request, _("Đã trả lại; đơn vị thấy lý do ngay trên việc này."))
            else:
                try_again(services.extend, actor=user, assignment=found, **form.cleaned_data)
                messages.success(request, _("Đã gia hạn; hạn cũ vẫn còn trong diễn biến."))
            return redirect("assignments:item", found.pk)
    heading = _("Trả lại báo cáo") if what == "tra-lai" else _("Gia hạn")
    return form_page(request, "assignments/decide.html", form, item=found, heading=heading, name=newest_name(found.unit))


def _accept_one(request: HttpRequest, found: Assignment) -> HttpResponse:
    """Accept what one unit reported."""
    if request.method != "POST":
        return redirect("assignments:item", found.pk)
    try:
        try_again(services.accept, actor=person(request), batch=found.batch, only=[found.pk])
    except RuleViolation as refusal:
        return refusal_page(request, refusal)
    messages.success(request, _("Đã nghiệm thu."))
    return redirect(
        f"{reverse('assignments:batch', args=[found.batch_id])}?state=done"
        if request.POST.get("next")
        else reverse("assignments:item", args=[found.pk])
    )
