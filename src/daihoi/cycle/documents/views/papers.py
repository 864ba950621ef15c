"""The papers of one congress: a panel on its page, and the book of them (văn kiện của đại hội, tập văn kiện)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.documents.papers import heads, paper_of
from daihoi.cycle.documents.queries.readiness import papers_of
from daihoi.cycle.documents.queries.texts import VIEW, approved_version, newest_version
from daihoi.cycle.documents.views.base import DOCX, attachment, may, person
from daihoi.foundation.organization.authority import visible_units
from daihoi.office import Book, book_docx, book_pdf


def _congress(request: HttpRequest, congress_id: UUID) -> Congress:
    """Find a congress whose papers the person may see."""
    found = Congress.objects.filter(unit__in=visible_units(person(request), VIEW)).select_related("unit", "round")
    return get_object_or_404(found, pk=congress_id)


@require_safe
def panel(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Show the papers a congress needs and how far each is (văn kiện trình đại hội)."""
    congress = _congress(request, congress_id)
    context = {"congress": congress, "needs": papers_of(congress), "may": may(request, congress.unit)}
    return render(request, "documents/panel.html", context)


@require_safe
def book(request: HttpRequest, congress_id: UUID, form: str) -> HttpResponse:
    """Give all papers of a congress as one book with its contents (tập văn kiện)."""
    congress = _congress(request, congress_id)
    documents = [need.document for need in papers_of(congress) if need.document]
    papers = [
        paper_of(document, version)
        for document in documents
        if (version := approved_version(document) or newest_version(document)) is not None
    ]
    if not papers or form not in ("docx", "pdf"):
        raise Http404
    issuing = heads(documents[0])[1] if documents[0].body == "congress" else papers[0].issuing
    made = Book(_("Văn kiện đại hội"), _("nhiệm kỳ {term}").format(term=congress.round.term), issuing, tuple(papers))
    if form == "docx":
        return attachment(book_docx(made), DOCX, "tap-van-kien.docx")
    return attachment(book_pdf(made), "application/pdf", "tap-van-kien.pdf")
