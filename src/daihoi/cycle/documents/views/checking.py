"""Checks beside the text (kiểm tra văn bản): running while the page stands, and they say when the text is newer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import KeepForm
from daihoi.cycle.documents.inspection import marked, plain
from daihoi.cycle.documents.models import KeptFinding
from daihoi.cycle.documents.queries.figures import counterpart, live_figures
from daihoi.cycle.documents.queries.texts import pattern, working
from daihoi.cycle.documents.views.base import act_page, allowed, frame, person, visible
from daihoi.cycle.documents.views.editing import place
from daihoi.cycle.documents.views.texts import asked_version
from daihoi.foundation.journal.services import try_again
from daihoi.rules.checks import check
from daihoi.rules.paragraphs import digest_of_all
from daihoi.web.errors import refusals


@require_safe
def checks(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Run the checks over the working text or one version, and give text and findings together (kiểm tra)."""
    document = visible(request, document_id)
    now = working(document)
    version = asked_version(request, document)
    if now is None:
        raise Http404
    paragraphs = version.paragraphs if version else now.paragraphs
    digest = digest_of_all(paragraphs)
    if request.GET.get("da"):
        return _newer(request, document_id, same=request.GET["da"] == digest)
    other = counterpart(document)
    text, keys = plain(paragraphs)
    report = check(text, plain(other.paragraphs)[0] if other else None, live_figures(document.unit))
    kept = dict(KeptFinding.objects.filter(document=document).values_list("digest", "reason"))
    own = bool(pattern(document.unit, document.kind).sections)
    shown, marks = marked(paragraphs, report, keys, kept)
    marks = [mark for mark in marks if not (own and mark.code == "missing_section")]
    context = {
        **frame(request, document),
        "shown": shown,
        "marks": marks,
        "wrong": sum(mark.css == "late" and not mark.kept for mark in marks),
        "to_see": sum(mark.css in ("", "info") and not mark.kept for mark in marks),
        "right": sum(mark.css == "ok" for mark in marks),
        "overlap": report.overlap,
        "other": other,
        "digest": digest,
        "is_working": version is None,
        "at": timezone.now(),
    }
    return render(request, "documents/checked.html", context)


def _newer(request: HttpRequest, document_id: UUID, *, same: bool) -> HttpResponse:
    """Say nothing while the text is the one that was checked, else offer to run again."""
    if same:
        return HttpResponse(status=204)
    return render(request, "documents/newer.html", {"document_id": document_id})


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Keep words that a check points at, with the reason (giữ, ghi lý do)."""
    document = visible(request, document_id)
    allowed(request, "write", document.unit)
    form = KeepForm(request.POST or None, initial={"code": request.GET.get("ma", ""), "text": request.GET.get("chu", "")})
    if form.is_valid():
        with refusals(form):
            try_again(services.keep_finding, actor=person(request), document=document, **form.cleaned_data)
            messages.success(request, _("Đã ghi lý do giữ nguyên."))
            return redirect(place(document))
    return act_page(
        request, form, _("Giữ nguyên, ghi lý do"), _("Giữ"), place(document), lead=form["text"].value(), **frame(request, document)
    )
