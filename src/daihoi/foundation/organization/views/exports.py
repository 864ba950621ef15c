"""All units a person may see, or one branch, as a file to take away (xuất danh sách đơn vị)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daihoi.foundation.organization.authority import visible_placements
from daihoi.foundation.organization.models import Kind
from daihoi.foundation.organization.queries import UNIT_COLUMNS, branch, placements, unit_rows
from daihoi.foundation.organization.views.common import asked_day, asked_unit, person
from daihoi.web.long_tables import long_csv, long_xlsx
from daihoi.web.tables import XLSX_TYPE


@require_safe
def units(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the branch asked for, or all visible units, on a day: CSV with contract names, or a workbook for people."""
    on, _is_past, _on_error = asked_day(request)
    under = asked_unit(request, request.GET["under"]) if request.GET.get("under") else None
    rows = branch(under, on) if under else placements(on)
    found = unit_rows(rows.filter(pk__in=visible_placements(person(request)).values("pk")), on)
    if form == "csv":
        return _file(long_csv(UNIT_COLUMNS, found), "text/csv; charset=utf-8", f"don-vi-{on:%Y%m%d}.csv")
    if form != "xlsx":
        raise Http404
    kinds = dict(Kind.objects.values_list("code", "title"))
    head = (_("Mã"), _("Tên đơn vị"), _("Loại"), _("Mã cấp trên"), _("Ngày thành lập"), _("Ngày kết thúc"), _("Đảng viên"))
    named = ((code, name, kinds.get(kind, kind), *rest) for code, name, kind, *rest in found)
    return _file(long_xlsx(_("Đơn vị"), head, named, note=f"{on:%d/%m/%Y}"), XLSX_TYPE, f"don-vi-{on:%Y%m%d}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Offer a file to save."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
