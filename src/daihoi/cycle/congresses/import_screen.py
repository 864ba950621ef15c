"""The screen of lists of congresses: try, answer what is unclear, write (nhập danh sách đại hội; PR-04)."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daihoi.cycle.congresses import imports, services
from daihoi.cycle.congresses.address import home_unit
from daihoi.cycle.congresses.forms import ImportForm
from daihoi.cycle.congresses.queries import visible_rounds
from daihoi.cycle.congresses.services.importing import Imported
from daihoi.cycle.congresses.views.base import person
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.sheets import asked as sheets
from daihoi.foundation.organization.tables import MAX_BYTES
from daihoi.web.errors import form_page, refusals

WAITING = "congresses.import"
PURPOSE = "congresses"


@require_http_methods(["GET", "POST"])
def import_(request: HttpRequest) -> HttpResponse:
    """Try a list of congresses, show all findings at once, then write it (nhập danh sách đại hội)."""
    user = person(request)
    unit = home_unit(user, "congresses.import")
    if unit is None:
        raise Forbidden("authority.forbidden", _("Bạn không có quyền nhập danh sách đại hội."))
    rounds = list(visible_rounds(user))
    form = ImportForm(request.POST or None, request.FILES or None, rounds=[(each.code, str(each)) for each in rounds])
    checked, kept = None, None
    if form.is_valid():
        round_ = next(each for each in rounds if each.code == form.cleaned_data["round"])
        kept = _kept(request, form.cleaned_data["file"])
        is_new = form.cleaned_data["file"] is not None
        asked = sheets.asked_of(QueryDict() if is_new else request.POST, unit, PURPOSE)
        with refusals(form):
            table = imports.read(kept.name, kept.read(), asked.reading)
            sheets.remember(actor=user, unit=unit, purpose=PURPOSE, table=table, asked=asked)
            checked = imports.check(table, round_, unit)
            if "write" in request.POST and not checked.has_errors:
                given: dict[str, Any] = {"rows": checked.rows, "is_confirmed": "confirm_days" in request.POST}
                written = try_again(services.import_congresses, actor=user, unit=unit, round_=round_, **given)
                messages.success(request, _imported(checked.would_write, written))
                return redirect(f"{reverse('congresses:list')}?round={round_.code}")
    context: dict[str, Any] = {"checked": checked, "kept": kept, "rounds": rounds, "limit": 200}
    if checked is not None:
        context |= {
            "table": checked.table,
            "lines": sheets.lines(checked.table),
            "choices": sheets.choices(imports.COLUMNS),
            "doubts": checked.doubts[:60],
        }
    return form_page(request, "congresses/import.html", form, **context)


def _kept(request: HttpRequest, upload: "UploadedFile[bytes] | None") -> StoredFile:
    """Keep the file that was sent, or take the one this person tried before in this session."""
    if upload is None:
        return get_object_or_404(StoredFile, pk=request.session.get(WAITING), kind="congress_list")
    stored = store(upload.read(MAX_BYTES + 1), kind="congress_list", name=upload.name or "")
    request.session[WAITING] = str(stored.pk)
    return stored


def _imported(rows: int, written: Imported) -> str:
    """Say what an import wrote."""
    text = _("Đã nhập {rows} dòng: {congresses} đại hội mới, {planned} ngày dự kiến, {held} đại hội đã họp.")
    return text.format(rows=rows, congresses=written.congresses, planned=written.planned, held=written.held)
