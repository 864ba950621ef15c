"""A text at a conference: lay it before one, take what was adopted (trình hội nghị, bản thông qua)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import AdoptForm, MeetingForm
from daihoi.cycle.documents.models import Version
from daihoi.cycle.documents.queries.meetings import adoptable
from daihoi.cycle.documents.queries.texts import visible_documents
from daihoi.cycle.documents.views.base import act_page, allowed, frame, person, visible
from daihoi.cycle.documents.views.editing import place
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings.models import Adoption, Meeting
from daihoi.web.errors import form_page, refusals
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


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Make the final version of what a conference adopted; a person places each carried amendment (lập bản thông qua)."""
    document = visible(request, document_id)
    allowed(request, "write", document.unit)
    choices = adoptable(document)
    if not choices:
        messages.error(request, _("Chưa có hội nghị nào thông qua văn kiện này."))
        return redirect(place(document))
    decided = next((each for each in choices if str(each.pk) == request.GET.get("quyet-dinh")), choices[0])
    is_file = decided.paper.subject == ""
    versions = list(Version.objects.filter(document=document).order_by("-number")) if is_file else []
    voted = versions[0] if versions else Version.objects.get(pk=decided.paper.argument, document=document)
    form = AdoptForm(request.POST if request.method == "POST" else None, **_offered(decided, voted, versions))
    if form.is_valid():
        chosen = next((each for each in versions if str(each.pk) == form.cleaned_data.get("version")), voted)
        with refusals(form):
            settled = {number: services.Settled(*form.settled(number)) for number in form.numbers}
            vote = services.Vote(decided, chosen) if is_file else None
            made = try_again(services.adopt_text, actor=person(request), document=document, settled=settled, vote=vote)
            messages.success(request, _("Đã lập bản {n}, bản thông qua.").format(n=made.number))
            return redirect(place(document))
    rows = [
        (row, [form[f"{name}_{row['number']}"] for name in ("key", "deed", "text")] if row["carried"] else []) for row in _rows(decided)
    ]
    context = {"decided": decided, "choices": choices, "rows": rows, "voted": voted, "is_file": is_file, "vote": decided.inputs["vote"]}
    return form_page(request, "documents/adopt.html", form, **context, **frame(request, document))


def _rows(decided: Adoption) -> list[dict[str, Any]]:
    """Give the amendments that a decision was made with."""
    return list(decided.inputs["amendments"])


def _offered(decided: Adoption, voted: Version, versions: list[Version]) -> dict[str, Any]:
    """Give what the form offers: versions, passages, and each carried amendment where it seems to belong."""
    first: dict[str, str] = {}
    carried = [row for row in _rows(decided) if row["carried"]]
    for row in carried:
        found = services.placed(voted.paragraphs, voted.paragraphs, row) or services.Settled(
            "insert", voted.paragraphs[-1].key, row["text"]
        )
        first |= {f"{name}_{row['number']}": value for name, value in vars(found).items()}
    return {
        "versions": [(str(each.pk), f"{each}, {each.get_phase_display()}") for each in versions],
        "passages": [(each.key, f"{number}. {each.text[:80]}") for number, each in enumerate(voted.paragraphs, start=1)],
        "amendments": [str(row["number"]) for row in carried],
        "initial": first,
    }


@require_safe
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Lead to one version by its key, as papers of a conference name it (mở một bản)."""
    found = get_object_or_404(Version.objects.filter(document__in=visible_documents(person(request))), pk=version_id)
    return redirect(f"{reverse('documents:detail', args=[found.document_id])}?ban={found.number}")
