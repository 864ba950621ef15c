"""Many people into one committee: paste or choose a file, dry run, write (nhập nhiều người)."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.forms import PostListForm
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.post_lists import COLUMNS, Tried, as_pasted, pasted, read_posts, try_posts
from daihoi.foundation.organization.queries import newest_name
from daihoi.foundation.organization.services import import_posts
from daihoi.foundation.organization.tables import MAX_BYTES
from daihoi.foundation.organization.views.common import person, unit_for
from daihoi.web.errors import form_page, refusals
from daihoi.web.tables import Cell, xlsx


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a list would do, and write it when asked and free of errors; the file itself is not kept (nhập nhiều người)."""
    unit = unit_for(request, code, "organization.fill_post")
    form = PostListForm(request.POST or None, request.FILES or None, unit=unit, initial={"committee": request.GET.get("committee", "")})
    context = {"unit": unit, "name": newest_name(unit)}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "organization/post_list.html", form, **context)
    tried, text = _tried(request, form)
    if "write" in request.POST and not tried.errors:
        with refusals(form):
            posts = try_again(import_posts, actor=person(request), committee=form.cleaned_data["committee"], rows=tried.rows)
            messages.success(request, _("Đã ghi {n} người vào cấp ủy.").format(n=len(posts)))
            return redirect("organization:bodies", unit.code)
    shown = PostListForm(unit=unit, initial={**request.POST.dict(), "text": text})
    status = 422 if tried.errors or form.errors else 200
    return render(
        request, "organization/post_list.html", {**context, "form": form if form.errors else shown, "tried": tried}, status=status
    )


def _tried(request: HttpRequest, form: PostListForm) -> tuple[Tried, str]:
    """Read the list and try it; give it as text too, for the page to show again."""
    data: dict[str, Any] = form.cleaned_data
    file: UploadedFile[bytes] | None = data["file"]
    if file:
        content = file.read(MAX_BYTES + 1)
        table, shift = read_posts(file.name or "?", content), 0
        text = as_pasted(table)
    else:
        text = data["text"]
        content, shift = pasted(text)
        table = read_posts("dan.tsv", content)
    given = {"actor": person(request), "committee": data["committee"], "since": data["since"], "shift": shift}
    return try_again(try_posts, table, **given), text


@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Give an empty list with the right headings (bảng mẫu)."""
    unit: Unit = unit_for(request, code, "organization.fill_post")
    head = [column.headings[0].capitalize() for column in COLUMNS if column.name != "no"]
    example: list[Cell] = [_("Nguyễn Văn Ví Dụ"), "bí thư", "01/06/2025", "", "", ""]
    note = _("Xóa dòng ví dụ. Ngày sinh chỉ ghi khi trùng tên.")
    return xlsx(_("Cấp ủy {code}").format(code=unit.code), head, [example], note=note, name="bang-cap-uy")
