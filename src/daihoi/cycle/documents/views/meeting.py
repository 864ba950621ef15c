"""A text at a conference: lay it before one, take what was adopted (trình hội nghị, bản thông qua)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import MeetingForm
from daihoi.cycle.documents.models import Version
from daihoi.cycle.documents.queries.texts import visible_documents
from daihoi.cycle.documents.views.base import act_page, allowed, frame, person, visible
from daihoi.cycle.documents.views.editing import place
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings.models import Meeting
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusals, said
from daihoi.web.formats import day


@require_http_methods(["GET", "POST"])
def lay(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Lay the newest version before a conference of the unit (trình hội nghị)."""
    document = visible(request, document_id)
    allowed(request, "submit", document.unit)
    meetings = {str(each.pk): each for each in Meeting.objects.filter(unit=document.unit).exclude(state=Meeting.State.CLOSED)}
    form = MeetingForm(request.POST or None, meetings=[(key, f"{each.title}, {day(each.opens_at)}") for key, each in meetings.items()])
    if form.is_valid():
        with refusals(form):
            meeting = meetings[form.cleaned_data["meeting"]]
            try_again(services.lay_before, actor=person(request), document=document, meeting=meeting)
            messages.success(request, _("Đã đưa văn kiện vào {meeting}.").format(meeting=meeting.title))
            return redirect(place(document))
    return act_page(request, form, _("Trình hội nghị"), _("Đưa vào hội nghị"), place(document), **frame(request, document))


@require_POST
def adopt(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take the adopted text as the final version (lập bản thông qua)."""
    document = visible(request, document_id)
    allowed(request, "write", document.unit)
    try:
        version = try_again(services.adopt_text, actor=person(request), document=document)
        messages.success(request, _("Đã lập bản {n}, bản thông qua.").format(n=version.number))
    except RuleViolation as refusal:
        messages.error(request, said(refusal))
    return redirect(place(document))


@require_safe
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Lead to one version by its key, as papers of a conference name it (mở một bản)."""
    found = get_object_or_404(Version.objects.filter(document__in=visible_documents(person(request))), pk=version_id)
    return redirect(f"{reverse('documents:detail', args=[found.document_id])}?ban={found.number}")
