"""Screens of a consultation: open it, contribute on a phone, take a whole sheet (lấy ý kiến, góp ý)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.documents import services, sheets
from daihoi.cycle.documents.forms import ConsultationForm, ContributionForm, ExtendForm, SheetForm, code_of, speaker
from daihoi.cycle.documents.models import Channel, Consultation, Opinion
from daihoi.cycle.documents.queries.opinions import CONSOLIDATE, CONTRIBUTE, asked_placements, consultations_of
from daihoi.cycle.documents.queries.sent import sent_by
from daihoi.cycle.documents.queries.texts import newest_version
from daihoi.cycle.documents.services.consulting import Asked, Said
from daihoi.cycle.documents.views.base import act_page, allowed, attachment, frame, home, person, visible
from daihoi.cycle.documents.views.texts import asked_version
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import children, newest_name, search
from daihoi.foundation.organization.tables import MAX_BYTES
from daihoi.rules.papers import consolidation_days
from daihoi.web.errors import form_page, refusals
from daihoi.web.tables import XLSX_TYPE

OFFERED = 20  # units proposed at once; any other is found by typing more of its name
WAITING = "documents.sheet"


def asked_of(request: HttpRequest, consultation_id: UUID) -> Consultation:
    """Find a consultation that asks a unit for which the person may contribute."""
    return get_object_or_404(consultations_of(person(request), CONTRIBUTE), pk=consultation_id)


def speaks_for(user: User, consultation: Consultation) -> "QuerySet[Placement]":
    """Give the places of all units for which a person may contribute to a consultation."""
    mine = asked_placements(consultation).filter(unit__in=visible_units(user, CONTRIBUTE))
    return mine.select_related("unit").order_by("path")


def _speaks_first(request: HttpRequest, places: "QuerySet[Placement]") -> str:
    """Propose the unit that the address names, or the person's own; none where neither may be written for."""
    own = home(person(request), CONTRIBUTE)
    code = request.GET.get("noi") or (own.code if own else "")
    place = places.filter(unit__code=code).first()
    return speaker(place) if place else ""


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Lay a version before bodies until a day (mở đợt lấy ý kiến)."""
    document = visible(request, document_id)
    allowed(request, "consult", document.unit)
    version = asked_version(request, document) or newest_version(document)
    if version is None:
        raise Http404
    below = list(children(document.unit, timezone.localdate()).select_related("unit"))
    units = {place.unit.code: place.unit for place in below} | {document.unit.code: document.unit}
    offered = [*((place.unit.code, place.name) for place in below), (document.unit.code, newest_name(document.unit))]
    first = {
        "units": [place.unit.code for place in below] or [document.unit.code],
        "whole_branch": True,
        "report_days": consolidation_days(),
    }
    form = ConsultationForm(request.POST or None, initial=first, units=offered)
    if form.is_valid():
        typed = form.cleaned_data
        chosen = [(units[code], typed["whole_branch"]) for code in typed["units"]]
        asked = Asked(chosen, typed["closes_on"], typed["question"], typed["report_days"])
        with refusals(form):
            made = try_again(services.open_consultation, actor=person(request), version=version, asked=asked)
            messages.success(request, _("Đã mở đợt lấy ý kiến về bản {n}.").format(n=version.number))
            return redirect("documents:desk", made.pk)
    heading = _("Lấy ý kiến về bản {n}").format(n=version.number)
    back = reverse("documents:detail", args=[document.pk])
    return act_page(request, form, heading, _("Mở đợt lấy ý kiến"), back, **frame(request, document))


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Move the last day of a consultation (gia hạn)."""
    consultation = get_object_or_404(Consultation.objects.select_related("version__document", "unit"), pk=consultation_id)
    document = visible(request, consultation.version.document_id)
    allowed(request, "consult", document.unit)
    form = ExtendForm(request.POST or None, initial={"closes_on": consultation.closes_on})
    back = reverse("documents:desk", args=[consultation.pk])
    if form.is_valid():
        with refusals(form):
            try_again(services.extend_consultation, actor=person(request), consultation=consultation, **form.cleaned_data)
            messages.success(request, _("Đã gia hạn."))
            return redirect(back)
    return act_page(request, form, _("Gia hạn lấy ý kiến"), _("Gia hạn"), back, **frame(request, document))


@require_http_methods(["GET", "POST"])
def contribute(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Read the draft and say something on a passage; made for a phone (góp ý)."""
    user = person(request)
    consultation = asked_of(request, consultation_id)
    places = speaks_for(user, consultation)
    paragraphs = consultation.version.paragraphs
    passages = [(each.key, f"{number}. {each.text[:60]}") for number, each in enumerate(paragraphs, start=1)]
    key, told = request.GET.get("doan", ""), _speaks_first(request, places)
    first = {"passage": key, "channel": Channel.ONLINE, "kind": Opinion.AMEND, "times": 1, "unit": told}
    form = ContributionForm(
        request.POST or None, initial=first, places=places, look=reverse("documents:speakers", args=[consultation.pk]), passages=passages
    )
    if form.is_valid():
        typed = form.cleaned_data
        unit = typed.pop("unit")
        with refusals(form):
            row = try_again(services.contribute, actor=user, consultation=consultation, unit=unit, said=Said(**typed))
            text = _("Đã gửi ý kiến. Mã nhận: {code}. Gửi lại cùng nội dung không tạo thêm ý kiến.")
            messages.success(request, text.format(code=row.receipt[:8].upper()))
            return redirect(f"{reverse('documents:contribute', args=[consultation.pk])}?noi={unit.code}#{row.passage}")
    writes = request.method == "POST" or "doan" in request.GET
    context: dict[str, Any] = {
        "consultation": consultation,
        "document": consultation.version.document,
        "owner": newest_name(consultation.unit),
        "paragraphs": paragraphs,
        "passage": next((each for each in paragraphs if each.key == (form["passage"].value() or "")), None),
        "consolidates": home(user, CONSOLIDATE) is not None,
        "writes": writes,
        "is_open": timezone.localdate() <= consultation.closes_on,
        "today": timezone.localdate(),
        "sent": sent_by(consultation, places.order_by().values("unit_id")),
        "named": request.GET.get("noi", "") if told else "",
        "offered": [speaker(place) for place in places[:OFFERED]] if writes else [],
    }
    return form_page(request, "documents/contribute.html", form, **context)


@require_safe
def speakers(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Propose units for what is typed into the opinion form, among those the person may write for (tìm nơi góp ý)."""
    places = speaks_for(person(request), asked_of(request, consultation_id))
    found = search(places, code_of(request.GET.get("unit", "")))[:OFFERED]
    return render(request, "documents/speakers.html", {"offered": [speaker(place) for place in found]})


@require_http_methods(["GET", "POST"])
def take_sheet(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Try a sheet of opinions, show all findings at once, then write it (nhập bảng ý kiến)."""
    user = person(request)
    consultation = asked_of(request, consultation_id)
    places = list(speaks_for(user, consultation))
    form = SheetForm(request.POST or None, request.FILES or None)
    checked, kept = None, None
    if form.is_valid():
        kept = _kept(request, form.cleaned_data["file"])
        with refusals(form):
            checked = sheets.check(kept.name, kept.read(), consultation, places)
            if "write" in request.POST and not checked.errors:
                written = try_again(
                    services.import_contributions, actor=user, consultation=consultation, unit=_collector(user, places), rows=checked.rows
                )
                messages.success(request, _("Đã ghi {n} ý kiến mới.").format(n=written))
                return redirect("documents:contribute" if home(user, CONSOLIDATE) is None else "documents:desk", consultation.pk)
    context = {"consultation": consultation, "document": consultation.version.document, "checked": checked, "kept": kept, "limit": 200}
    return form_page(request, "documents/sheet.html", form, **context)


def _collector(user: User, places: list[Placement]) -> Unit:
    """Give the unit in which the person collects opinions."""
    unit = home(user, CONTRIBUTE)
    if unit is None or not places:
        raise Http404
    return unit


def _kept(request: HttpRequest, upload: "UploadedFile[bytes] | None") -> StoredFile:
    """Keep the file that was sent, or take the one this person tried before in this session."""
    if upload is None:
        return get_object_or_404(StoredFile, pk=request.session.get(WAITING), kind="opinions")
    stored = store(upload.read(MAX_BYTES + 1), kind="opinions", name=upload.name or "")
    request.session[WAITING] = str(stored.pk)
    return stored


@require_safe
def blank_sheet(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Give the sheet to fill in, with the passages of this version (mẫu bảng ý kiến)."""
    consultation = asked_of(request, consultation_id)
    return attachment(sheets.blank(consultation), XLSX_TYPE, "y-kien-gop-y.xlsx")
