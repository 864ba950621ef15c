"""Screens that change a text: paragraph by paragraph, a whole file, close a version (sửa, nhập, lưu bản)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import CloseForm, FileForm, ParagraphForm
from daihoi.cycle.documents.framing import unframed
from daihoi.cycle.documents.left_out import as_rows
from daihoi.cycle.documents.models import Document, Version
from daihoi.cycle.documents.queries.texts import Working, pattern, working
from daihoi.cycle.documents.services.drafting import Saved
from daihoi.cycle.documents.views.base import act_page, allowed, frame, person, visible
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.office.reading import MAX_BYTES, Reading, Unreadable, read_whole
from daihoi.rules.comparison import compare_words
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import kinds
from daihoi.rules.paragraphs import Paragraph, Piece, Style, clean
from daihoi.rules.revisions import Deed, Revision
from daihoi.web.errors import form_page, refusals, render_refused, said

UNREADABLE = {
    "too_large": gettext_lazy("Tệp quá lớn. Bỏ ảnh lớn rồi lưu lại."),
    "too_long": gettext_lazy("Tệp có quá nhiều đoạn. Chia thành nhiều văn bản."),
    "broken": gettext_lazy("Không mở được tệp này. Mở bằng phần mềm soạn thảo, lưu lại thành DOCX rồi chọn lại."),
}


def place(document: Document, key: str = "") -> str:
    """Give the address of one paragraph on the page of its document."""
    return reverse("documents:detail", args=[document.pk]) + (f"#{key}" if key else "")


def _text(request: HttpRequest, document_id: UUID) -> tuple[Document, Working]:
    """Find the working text the person may write on."""
    document = visible(request, document_id)
    allowed(request, "write", document.unit)
    now = working(document)
    if now is None:
        raise Http404
    return document, now


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, document_id: UUID, key: str) -> HttpResponse:
    """Write one paragraph; where somebody was faster, show both beside each other and lose neither (sửa đoạn)."""
    document, now = _text(request, document_id)
    current = now.paragraph(key)
    initial: dict[str, str] = {"text": current.text, "style": current.style, "base": current.digest} if current else {"style": Style.BODY}
    if current and request.GET.get("tu"):
        initial["text"] = current.text.replace(request.GET["tu"], request.GET.get("den", ""), 1)
    form = ParagraphForm(request.POST or None, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        if current and (clean(typed["text"]), typed["style"]) == (current.text, current.style):
            return redirect(place(document, key))
        with refusals(form):
            revision = Revision(Deed.CHANGE, key, typed["text"], typed["style"], base=typed["base"] or "-")
            try_again(services.revise, actor=person(request), document=document, revision=revision)
            return redirect(place(document, key))
        now = working(document) or now
        current = now.paragraph(key)
        if current is None or typed["base"] != current.digest:
            return _conflict(request, document, key, current, typed)
    return form_page(request, "documents/edit.html", form, **frame(request, document), key=key, current=current)


def _conflict(request: HttpRequest, document: Document, key: str, current: Paragraph | None, typed: dict[str, Any]) -> HttpResponse:
    """Show what the server has beside what was typed, and a form that is written against the newer text."""
    mine = clean(typed["text"])
    form = ParagraphForm(initial={"text": mine, "style": typed["style"], "base": current.digest if current else ""})
    parts = compare_words(current.text if current else "", mine)
    context = {**frame(request, document), "form": form, "key": key, "current": current, "mine": mine, "parts": parts, "is_conflict": True}
    return render_refused(request, "documents/edit.html", context, status=409)


@require_http_methods(["GET", "POST"])
def insert(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Add a paragraph behind another one (thêm đoạn)."""
    document, now = _text(request, document_id)
    before = now.paragraph(request.GET.get("sau", ""))
    form = ParagraphForm(request.POST or None, initial={"style": Style.BODY, "after": before.key if before else ""})
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            revision = Revision(Deed.INSERT, "", typed["text"], typed["style"], after=typed["after"])
            row = try_again(services.revise, actor=person(request), document=document, revision=revision)
            return redirect(place(document, row.key))
    return form_page(request, "documents/edit.html", form, **frame(request, document), before=before, is_new=True)


@require_POST
def arrange(request: HttpRequest, document_id: UUID, key: str) -> HttpResponse:
    """Take a paragraph out, or move it one place up or down (bỏ, chuyển đoạn)."""
    document, now = _text(request, document_id)
    keys = [each.key for each in now.paragraphs]
    current = now.paragraph(key)
    deed = request.POST.get("deed")
    if current is None or deed not in ("remove", "up", "down"):
        raise Http404
    if deed == "remove":
        revision = Revision(Deed.REMOVE, key, base=request.POST.get("base", ""))
    else:
        rest = [each for each in keys if each != key]
        at = max(0, min(len(rest), keys.index(key) + (1 if deed == "down" else -1)))
        revision = Revision(Deed.MOVE, key, after=rest[at - 1] if at else "")
    try:
        try_again(services.revise, actor=person(request), document=document, revision=revision)
    except RuleViolation as refusal:
        messages.error(request, said(refusal))
    return redirect(place(document, "" if deed == "remove" else key))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Close the working text into the next version (lưu thành bản mới)."""
    document, now = _text(request, document_id)
    form = CloseForm(request.POST or None, initial={"phase": now.version.phase})
    if form.is_valid():
        with refusals(form):
            version = try_again(services.close_version, actor=person(request), document=document, **form.cleaned_data)
            messages.success(request, _("Đã lưu bản {n}. Bản trước vẫn còn nguyên.").format(n=version.number))
            return redirect(place(document))
    heading = _("Lưu thành bản {n}").format(n=now.version.number + 1)
    lead = _("Gộp {n} lần sửa từ bản {version}.").format(n=len(now.rows), version=now.version.number)
    return act_page(request, form, heading, _("Lưu bản"), place(document), lead=lead, **frame(request, document))


@require_http_methods(["GET", "POST"])
def take_file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take a DOCX as the next version; paragraphs that go on keep their identity (nhập từ DOCX)."""
    document = visible(request, document_id)
    allowed(request, "write", document.unit)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals(form):
            data = form.cleaned_data["file"].read(MAX_BYTES + 1)
            reading = unframed(_read(data), [kind.title for kind in kinds().values()])
            pieces = [Piece(each.text, each.style) for each in reading.paragraphs]
            stored = store(data, kind="document", name=form.cleaned_data["file"].name or "")
            saved = Saved(form.cleaned_data["phase"], form.cleaned_data["note"], Version.Origin.IMPORTED, stored, as_rows(reading.losses))
            version = try_again(services.save_text, actor=person(request), document=document, pieces=pieces, saved=saved)
            messages.success(request, _("Đã nhập bản {n}: {count} đoạn.").format(n=version.number, count=len(version.content)))
            if version.left_out:
                text = _("Có {n} loại nội dung trong tệp không vào văn bản như cũ. Xem mục “Không lấy được từ tệp” cuối trang.")
                messages.warning(request, text.format(n=len(version.left_out)))
            return redirect(place(document))
    return act_page(request, form, _("Nhập từ tệp DOCX"), _("Nhập"), place(document), is_upload=True, **frame(request, document))


def _read(data: bytes) -> Reading:
    """Read the file, or refuse it in words."""
    try:
        return read_whole(data)
    except Unreadable as wrong:
        raise RuleViolation(f"documents.file_{wrong.code}", str(UNREADABLE[wrong.code]), field="file") from wrong


@require_POST
def begin(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Begin the first version with the sections of the template (soạn theo mẫu)."""
    document = visible(request, document_id)
    allowed(request, "write", document.unit)
    sections = pattern(document.unit, document.kind).sections
    pieces = [Piece(f"{number}. {section.title}", Style.HEADING) for number, section in enumerate(sections, start=1)]
    saved = Saved("outline", _("Đề cương theo mẫu"))
    try_again(services.save_text, actor=person(request), document=document, pieces=pieces or [Piece(document.title)], saved=saved)
    return redirect(place(document))
