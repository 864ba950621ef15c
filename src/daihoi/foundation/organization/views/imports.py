"""Import of units: upload, dry run, confirm (nhập cây tổ chức)."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden, grants_in_force
from daihoi.foundation.organization.forms import ImportForm
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.roles import roles_with
from daihoi.foundation.organization.services import import_units
from daihoi.foundation.organization.sheets import asked as sheets
from daihoi.foundation.organization.tables import MAX_BYTES
from daihoi.foundation.organization.unit_lists import columns, read_units
from daihoi.foundation.organization.views.common import person
from daihoi.web.errors import form_page
from daihoi.web.tables import Cell, xlsx

ACT = "organization.import_units"
WAITING = "organization.import"  # a list that was shown without errors
KEPT = "organization.import_kept"  # the list that was tried last, whatever was found
PURPOSE = "units"


def _may(request: HttpRequest) -> None:
    """Refuse who may import nowhere."""
    if not grants_in_force(person(request)).filter(role__in=roles_with(ACT)).exists():
        raise Forbidden("authority.forbidden", _("Bạn chưa có quyền nhập cây tổ chức. Hãy nhờ quản trị của đơn vị cấp quyền."))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a list, keep the original, show every finding; nothing is written yet (xem thử)."""
    _may(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    is_first = not Unit.objects.exists()
    if request.method == "POST" and "again" in request.POST and not request.FILES:
        stored = get_object_or_404(StoredFile, pk=request.session.get(KEPT), kind="units")
        return _tried(request, stored, request.POST, is_first=is_first)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "organization/import.html", form, is_first=is_first)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    if (file.size or 0) > MAX_BYTES:
        form.add_error("file", _("Tệp lớn hơn {limit} MB. Chia thành nhiều tệp.").format(limit=MAX_BYTES // 1024**2))
        return form_page(request, "organization/import.html", form, is_first=is_first)
    stored = store(file.read(), kind="units", name=file.name or "?")
    request.session[KEPT] = str(stored.pk)
    return _tried(request, stored, QueryDict(), is_first=is_first)


def _home(request: HttpRequest) -> Unit | None:
    """Give the unit for which what was said about a sheet is remembered: of the first grant, or none for the installation."""
    grant = grants_in_force(person(request)).filter(role__in=roles_with(ACT)).select_related("unit").order_by("recorded_at", "pk").first()
    return grant.unit if grant else None


def _tried(request: HttpRequest, stored: StoredFile, answers: QueryDict, *, is_first: bool) -> HttpResponse:
    """Read a kept list as people said, and show what was found."""
    unit = _home(request)
    asked = sheets.asked_of(answers, unit, PURPOSE)
    table, rows = read_units(stored.name, stored.read(), person(request), asked.reading)
    sheets.remember(actor=person(request), unit=unit, purpose=PURPOSE, table=table, asked=asked)
    request.session.pop(WAITING, None)
    if rows:
        request.session[WAITING] = str(stored.pk)
    context = {
        "form": ImportForm(),
        "table": table,
        "lines": sheets.lines(table),
        "choices": sheets.choices(columns()),
        "file_name": stored.name,
        "rows": len(rows),
        "total": len(table.rows),
        "errors": len(table.errors),
        "warnings": len(table.findings) - len(table.errors),
        "headings": table.headings,
        "findings": sorted(table.findings, key=lambda found: (found.level != "error", found.row))[:500],
        "left_out": max(0, len(table.findings) - 500),
        "is_first": is_first,
    }
    return render(request, "organization/import.html", context, status=422 if table.errors else 200)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Write the list that was shown without errors; it is checked once more (ghi cây tổ chức)."""
    _may(request)
    stored = get_object_or_404(StoredFile, pk=request.session.pop(WAITING, None), kind="units")
    asked = sheets.asked_of(request.POST, _home(request), PURPOSE)
    table, rows = read_units(stored.name, stored.read(), person(request), asked.reading)
    if table.errors:
        messages.error(request, _("Cây tổ chức đã thay đổi sau khi xem thử. Chọn lại tệp để xem thử lần nữa."))
        return redirect("organization:import")
    try_again(import_units, actor=person(request), rows=rows)
    messages.success(request, _("Đã ghi {n} tổ chức.").format(n=len(rows)))
    return redirect("organization:tree")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give an empty list with the right headings (bảng mẫu)."""
    _may(request)
    head = [column.headings[0].capitalize() for column in columns() if column.name != "no"]
    example: list[Cell] = ["VD-01", _("Đảng bộ ví dụ"), "đảng bộ cơ sở", "", "01/01/2015", "", 120, "31/12/2019"]
    return xlsx(
        _("Bảng tổ chức"), head, [example], note=_("Xóa dòng ví dụ. Cấp trên ghi bằng mã, trong bảng này hoặc đã có."), name="bang-to-chuc"
    )
