"""Screens of one text: read it, compare two versions, take it away as a paper (đọc, so sánh, tải về)."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihoi.cycle.documents.left_out import in_words
from daihoi.cycle.documents.models import Consultation, Document, Submission, Version
from daihoi.cycle.documents.papers import paper_of
from daihoi.cycle.documents.queries.meetings import adoptable
from daihoi.cycle.documents.queries.texts import Pattern, Working, approved_version, newest_version, pattern, working
from daihoi.cycle.documents.views.base import DOCX, attachment, frame, visible
from daihoi.foundation.organization.authority import can
from daihoi.office import to_docx, to_pdf
from daihoi.rules.checks import shipped
from daihoi.rules.comparison import State, compare
from daihoi.rules.table_comparison import tables


def asked_version(request: HttpRequest, document: Document, name: str = "ban") -> Version | None:
    """Give the version named in the address; one that does not exist is not found."""
    number = request.GET.get(name)
    if not number:
        return None
    if not number.isdecimal():
        raise Http404
    return get_object_or_404(Version, document=document, number=int(number[:6]))


@require_safe
def detail(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Show the working text, or one version, with what belongs beside it (một văn kiện)."""
    document = visible(request, document_id)
    now = working(document)
    version = asked_version(request, document)
    is_working = version is None or (now is not None and version.pk == now.version.pk and now.is_closed)
    paragraphs = (now.paragraphs if now else ()) if version is None else version.paragraphs
    shown = version or (now.version if now else None)
    used = pattern(document.unit, document.kind)
    words = sum(len(each.text.split()) for each in paragraphs)
    context = {
        **frame(request, document),
        **_steps(request, document, now, used),
        "now": now,
        "chosen": shown,
        "paragraphs": paragraphs,
        "is_working": is_working,
        "words": words,
        "minutes": -(-words // shipped().limit("length.read_aloud")),
        "missing": used.missing(paragraphs) if paragraphs else (),
        "pattern": used,
        "versions": list(
            Version.objects.filter(document=document).select_related("adoption__paper__meeting").defer("content").order_by("-number")
        ),
        "left_out": in_words(shown.left_out) if shown else [],
        "sees_meetings": can(request.user, "meetings.view", document.unit),
        "consultations": list(
            Consultation.objects.filter(version__document=document).select_related("version").annotate(n=Count("contributions"))
        ),
        "today": timezone.localdate(),
    }
    return render(request, "documents/detail.html", context)


def _steps(request: HttpRequest, document: Document, now: Working | None, used: Pattern) -> dict[str, Any]:
    """Give how far a text is on its way: sent, decided, adopted, and what may be done next."""
    found = Submission.objects.filter(version__document=document).select_related("verdict", "version", "to")
    sent = list(found.order_by("-recorded_at", "-pk"))
    waiting = next((one for one in sent if not hasattr(one, "verdict")), None)
    is_closed = bool(now and now.is_closed)
    adopted = now.version if now and is_closed and now.version.origin == Version.Origin.ADOPTED else None
    is_new = now is not None and not (sent and sent[0].version_id == now.version.pk)
    return {
        "submissions": sent,
        "last": sent[0] if sent else None,
        "decidable": waiting.pk if waiting and can(request.user, "documents.approve", waiting.to) else None,
        "adoptable": adoptable(document),
        "adopted": adopted,
        "can_submit": bool(is_closed and used.route and not waiting and not adopted and is_new),
        "can_issue": bool(is_closed and (not used.route or approved_version(document))),
    }


@require_safe
def comparison(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Compare any two versions word by word, moved paragraphs as moved (so sánh hai bản)."""
    document = visible(request, document_id)
    versions = list(Version.objects.filter(document=document).defer("content").order_by("-number"))
    new = asked_version(request, document, "b") or newest_version(document)
    if new is None:
        raise Http404
    old = asked_version(request, document, "a") or new.follows or new
    lines = compare(old.paragraphs, new.paragraphs)
    counts = {str(state): sum(line.state == state for line in lines) for state in State}
    context = {
        **frame(request, document),
        "versions": versions,
        "old": old,
        "new": new,
        "lines": lines,
        "tables": tables(old.paragraphs, new.paragraphs),
        "counts": counts | {"moved": sum(line.is_moved for line in lines)},
        "only_changes": request.GET.get("gon") == "1",
    }
    return render(request, "documents/comparison.html", context)


@require_safe
def original(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Give the file that a version came from, as it was sent (tệp gốc)."""
    version = asked_version(request, visible(request, document_id))
    if version is None or version.file is None:
        raise Http404
    return attachment(version.file.read(), DOCX, f"ban-{version.number}-tep-goc.docx")


@require_safe
def download(request: HttpRequest, document_id: UUID, form: str) -> HttpResponse:
    """Give a version, or the working text, as a paper in the party format (tải văn bản)."""
    document = visible(request, document_id)
    now = working(document)
    version = asked_version(request, document)
    if now is None or form not in ("docx", "pdf"):
        raise Http404
    chosen = version or now.version
    paper = paper_of(document, chosen, None if version else now.paragraphs)
    name = f"{document.kind}-ban-{chosen.number}.{form}"
    return attachment(to_docx(paper), DOCX, name) if form == "docx" else attachment(to_pdf(paper), "application/pdf", name)
