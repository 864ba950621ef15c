"""Screens of the registers: list, table, take, cancel, settings (màn hình sổ văn bản)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden, can, require, visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import newest, newest_name, newest_place
from daihoi.foundation.registers import services
from daihoi.foundation.registers.forms import CancelForm, NumberingForm, TakeForm, choices_of_bodies, choices_of_kinds
from daihoi.foundation.registers.models import Number, Numbering
from daihoi.foundation.registers.queries import VIEW, body_title, kind_title, next_number, visible_numbers
from daihoi.rules import registers as rules
from daihoi.web.errors import form_page, refusals
from daihoi.web.formats import read_day
from daihoi.web.tables import Cell, xlsx

PAGE = 40
STATES = ("", "used", "cancelled")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: unit, body, kind, days, words (điều kiện lọc)."""

    unit: Unit | None
    body: str
    kind: str
    state: str
    since: date | None
    until: date | None
    text: str


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def unit_here(request: HttpRequest, code: str, act: str) -> Unit:
    """Give a unit whose register the person may see, where he may do an act."""
    unit = get_object_or_404(visible_units(person(request), VIEW), code=code)
    require(person(request), act, unit)
    return unit


def asked_of(request: HttpRequest) -> Asked:
    """Read what the address asks for; a unit that is not seen does not exist."""
    code, data = request.GET.get("unit", ""), request.GET
    unit = get_object_or_404(visible_units(person(request), VIEW), code=code) if code else None
    state = data.get("state", "") if data.get("state", "") in STATES else ""
    since, until = read_day(data.get("since", "")), read_day(data.get("until", ""))
    return Asked(unit, data.get("body", ""), data.get("kind", ""), state, since, until, data.get("q", "").strip())


def found_for(request: HttpRequest, asked: Asked) -> "QuerySet[Number]":
    """Give the numbers that are asked for."""
    found = visible_numbers(person(request))
    same = {"series__unit": asked.unit, "series__body": asked.body, "series__kind": asked.kind}
    found = found.filter(**{name: value for name, value in same.items() if value})
    days = {"on__gte": asked.since, "on__lte": asked.until}
    found = found.filter(**{name: value for name, value in days.items() if value})
    if asked.state:
        found = found.filter(cancellation__isnull=asked.state == "used")
    return found.filter(Q(abstract__icontains=asked.text) | Q(symbol__icontains=asked.text)) if asked.text else found


@require_safe
def number_list(request: HttpRequest) -> HttpResponse:
    """List the numbers given, the newest first (sổ văn bản đi)."""
    asked = asked_of(request)
    page = Paginator(found_for(request, asked), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    home = asked.unit or _only_unit(person(request))
    context = {
        "page": page,
        "asked": asked,
        "query": f"{query.urlencode()}&" if query else "",
        "address": query.urlencode(),
        "bodies": choices_of_bodies(),
        "kinds": choices_of_kinds(),
        "unit": home,
        "unit_name": newest_name(home) if home else "",
        "can_take": home is not None and can(request.user, "registers.take", home),
        "can_set": home is not None and can(request.user, "registers.set_numbering", home),
        "can_cancel": can(request.user, "registers.cancel", home),
    }
    return render(request, "registers/list.html", context)


def _only_unit(user: User) -> Unit | None:
    """Give the highest unit whose register this person keeps (đơn vị của sổ)."""
    seen = newest(Placement.objects.filter(unit__in=visible_units(user, VIEW))).select_related("unit").order_by("depth", "path").first()
    return seen.unit if seen else None


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the register as a workbook (sổ văn bản đi, XLSX)."""
    asked = asked_of(request)
    head = [_("Số"), _("Số, ký hiệu"), _("Ngày"), _("Thể loại"), _("Cơ quan"), _("Đơn vị"), _("Trích yếu"), _("Hủy vì")]
    rows = [_cells(row) for row in found_for(request, asked)]
    note = _("{n} số, tính đến {day:%d/%m/%Y}").format(n=len(rows), day=timezone.localdate())
    return xlsx(_("Sổ văn bản đi"), head, rows, note=note, name="so-van-ban-di")


def _cells(row: Number) -> list[Cell]:
    """Write one number as a row of the workbook."""
    series, unit = row.series, row.unit_name  # type: ignore[attr-defined]  # annotated by the query
    return [row.number, row.symbol, row.on, kind_title(series.kind), body_title(series.body), unit, row.abstract, _why(row)]


def _why(row: Number) -> str:
    """Say why a number was cancelled, or nothing."""
    return row.cancellation.reason if hasattr(row, "cancellation") else ""


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take a number for a paper written elsewhere (lấy số)."""
    unit = unit_here(request, code, "registers.take")
    place = newest_place(unit)
    body, kind, today = rules.body_of(place.kind if place else ""), "CV", timezone.localdate()
    form = TakeForm(request.POST or None, initial={"body": body, "kind": kind, "on": today})
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            named = {name: typed[name] for name in ("body", "kind", "on")}
            found = try_again(services.take_numbers, actor=person(request), unit=unit, abstracts=[typed["abstract"]], **named)
            messages.success(request, _("Đã cấp số {symbol}.").format(symbol=found[0].symbol))
            return redirect(f"{_list_url()}?unit={unit.code}")
    lead = _("Số kế tiếp của loại đang chọn sẵn: {symbol}.").format(symbol=next_number(unit, body, kind, today))
    return _page(request, form, unit, _("Lấy số văn bản"), _("Lấy số"), lead=lead)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, number_id: UUID) -> HttpResponse:
    """Cancel a number (hủy số)."""
    number = get_object_or_404(visible_numbers(person(request)), pk=number_id)
    require(person(request), "registers.cancel", number.series.unit)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.cancel_number, actor=person(request), number=number, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã hủy số {symbol}; số này không cấp lại.").format(symbol=number.symbol))
            return redirect(f"{_list_url()}?unit={number.series.unit.code}")
    heading = _("Hủy số {symbol}").format(symbol=number.symbol)
    return _page(request, form, number.series.unit, heading, _("Hủy số"), lead=number.abstract)


@require_http_methods(["GET", "POST"])
def numbering(request: HttpRequest, code: str) -> HttpResponse:
    """Choose how a unit counts its papers (cách đánh số)."""
    unit = unit_here(request, code, "registers.set_numbering")
    place, rule = newest_place(unit), rules.table().numbering
    first = {"body": rules.body_of(place.kind if place else ""), "by": rule.by, "pattern": rule.pattern}
    form = NumberingForm(request.POST or None, initial=first)
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            try_again(
                services.set_numbering,
                actor=person(request),
                unit=unit,
                body=typed["body"],
                kind=typed["kind"],
                way=rules.Numbering(typed["by"], typed["pattern"]),
                reason=typed["reason"],
                used=typed["used"] or 0,
                on=timezone.localdate(),
            )
            messages.success(request, _("Đã ghi cách đánh số; các số đã cấp không đổi."))
            return redirect(f"{_list_url()}?unit={unit.code}")
    lead = _("Mặc định: mỗi thể loại một dãy, chạy suốt nhiệm kỳ, số dưới 10 có số 0 đứng trước.")
    chosen = Numbering.objects.filter(unit=unit)
    return _page(request, form, unit, _("Cách đánh số văn bản"), _("Ghi cách đánh số"), lead=lead, chosen=chosen)


def _list_url() -> str:
    """Give the address of the register."""

    return reverse("registers:list")


def _page(request: HttpRequest, form: Any, unit: Unit, heading: str, button: str, **more: Any) -> HttpResponse:
    """Show the form of one act on a page of its own."""
    context = {"heading": heading, "button": button, "unit": unit, "unit_name": newest_name(unit), **more}
    return form_page(request, "registers/act.html", form, **context)
