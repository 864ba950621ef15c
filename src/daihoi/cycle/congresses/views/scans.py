"""The signed scan of an approval beside its letter: keep, hand out (bản quét đã ký, đóng dấu; PR-12)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.forms import ScanForm
from daihoi.cycle.congresses.models import Decision, SignedScan
from daihoi.cycle.congresses.views.base import act_page, allowed, person
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.queries import visible_units
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusals

DECIDE = "congresses.decide"
MOST = 20 * 1024 * 1024
STARTS = {b"%PDF-": ("pdf", "application/pdf"), b"\xff\xd8\xff": ("jpg", "image/jpeg")}


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Keep the signed scan of a letter that was issued (lưu bản quét)."""
    issued = Decision.objects.filter(number__isnull=False, batch__unit__in=visible_units(person(request), DECIDE))
    decision = get_object_or_404(issued.select_related("submission__congress__unit", "batch__unit", "number"), pk=decision_id)
    allowed(person(request), DECIDE, decision.batch.unit if decision.batch else None)
    congress = decision.submission.congress
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with refusals(form):
            data = upload.read(MOST + 1)
            checked(data)
            stored = store(data, kind="signed_scan", name=upload.name or "")
            try_again(services.keep_scan, actor=person(request), decision=decision, file=stored)
            messages.success(request, _("Đã lưu bản quét của {paper}.").format(paper=decision.document))
            return redirect("congresses:detail", congress.pk)
    heading = _("Bản ký, đóng dấu của {paper}").format(paper=decision.document)
    return act_page(request, form, heading, _("Lưu bản quét"), "congresses:detail", congress, has_file=True)


def checked(data: bytes) -> tuple[str, str]:
    """Tell what a scan is by its first bytes; refuse what is neither PDF nor JPEG, and what is too large."""
    if len(data) > MOST:
        raise RuleViolation("scan.too_large", _("Tệp lớn hơn {n} MB. Quét lại với độ nét vừa phải."), n=MOST // 1024**2, field="file")
    found = next((kind for start, kind in STARTS.items() if data.startswith(start)), None)
    if found is None:
        raise RuleViolation("scan.wrong_type", _("Tệp này không phải PDF hay JPEG. Quét lại thành một trong hai loại."), field="file")
    return found


@require_safe
def scan_file(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Hand out a signed scan to whom may see the letter (tải bản quét)."""
    seen = SignedScan.objects.filter(decision__submission__congress__unit__in=visible_units(person(request), "tracking.view"))
    found = get_object_or_404(seen.select_related("file", "decision__number"), pk=scan_id)
    data = found.file.read()
    suffix, kind = checked(data)
    number = found.decision.number.number if found.decision.number else 0
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="van-ban-{number}-da-ky.{suffix}"'})
