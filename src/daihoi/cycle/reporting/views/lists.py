"""Lists to give away in any order of columns, and lists of others beside ours (xuất danh sách, đối chiếu; PR-09)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import imports
from daihoi.cycle.congresses.address import crumbs, home_unit
from daihoi.cycle.congresses.queries import visible_rounds
from daihoi.cycle.reporting.forms import CompareForm, LayoutForm
from daihoi.cycle.reporting.models import TheirList
from daihoi.cycle.reporting.queries.comparison import COMPARED, Comparison, columns_for, compare, said, table_of
from daihoi.cycle.reporting.queries.lists import FIELDS, WEEKLY, items, layouts
from daihoi.cycle.reporting.services import keep_their_list, save_layout
from daihoi.cycle.reporting.views.common import asked, handed, person
from daihoi.cycle.reporting.workbooks import Cell, Sheet, workbook
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import can
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name, visible_units
from daihoi.foundation.organization.sheets import asked as sheets
from daihoi.foundation.organization.tables import MAX_BYTES, Table
from daihoi.web.errors import form_page, refusals
from daihoi.web.tables import csv_file

PURPOSE = "congresses"
WAITING = "reporting.compare"
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Choose which columns go out under which names, and remember the order (xuất theo bố cục)."""
    found = asked(request)
    if found is None:
        return render(request, "reporting/export.html", {"asked": None})
    user = person(request)
    usual = "\n".join(f"{name} = {FIELDS[name]}" for name in WEEKLY)
    form = LayoutForm(request.POST or None, initial={"columns": usual, "form": "xlsx"})
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            try_again(save_layout, actor=user, unit=found.unit, name=typed["name"], columns=typed["columns"], form=typed["form"])
            messages.success(request, _("Đã lưu bố cục “{name}”.").format(name=typed["name"]))
            return redirect(f"{reverse('reporting:export')}?unit={found.unit.code}&round={found.round.code}")
    context = {
        "asked": found,
        "layouts": layouts(visible_units(user, "tracking.view")),
        "fields": FIELDS,
        "rounds": visible_rounds(user),
        "crumbs": crumbs(user, found.unit, found.on, found.known),
        "can_save": can(user, "reporting.save_layout", found.unit),
        "query": f"unit={found.unit.code}&round={found.round.code}&on={found.on:%d/%m/%Y}",
    }
    return form_page(request, "reporting/export.html", form, **context)


@require_safe
def export_file(request: HttpRequest) -> HttpResponse:
    """Hand out the list of a branch in the order of a layout; without one, the weekly sheet of a unit (tải danh sách)."""
    found = asked(request)
    if found is None:
        raise Http404
    chosen = next(
        (each for each in layouts(visible_units(person(request), "tracking.view")) if str(each.pk) == request.GET.get("layout")), None
    )
    columns = chosen.columns if chosen else [[name, str(FIELDS[name])] for name in WEEKLY]
    rows: Iterable[list[Any]] = ([item.values[field] for field, _heading in columns] for item in items(found))
    head = [heading for _field, heading in columns]
    name = f"danh-sach-{found.unit.code}-{found.on:%Y%m%d}"
    if chosen and chosen.form == "csv":
        return csv_file(head, rows, name=name)
    title = _("Tiến độ đại hội: {unit}").format(unit=newest_name(found.unit))
    note = _("{round}, tính đến ngày {on}").format(round=found.round, on=f"{found.on:%d/%m/%Y}")
    return handed(workbook([Sheet(_("Danh sách"), title, note, head, rows)], found.known), "xlsx", name)


@require_http_methods(["GET", "HEAD", "POST"])
def compare_list(request: HttpRequest) -> HttpResponse:
    """List what was compared, and take a new list of another system (đối chiếu)."""
    user = person(request)
    unit = home_unit(user, "reporting.compare")
    rounds = list(visible_rounds(user))
    form = CompareForm(
        request.POST or None,
        request.FILES or None,
        rounds=[(each.code, str(each)) for each in rounds],
        initial={"on": timezone.localdate()},
    )
    tried: dict[str, Any] = {}
    if unit is not None and form.is_valid():
        typed = form.cleaned_data
        round_ = next(each for each in rounds if each.code == typed["round"])
        with refusals(form):
            stored, table = _tried(request, unit, typed["file"])
            if table.rows:
                kept = try_again(keep_their_list, actor=user, unit=unit, round_=round_, system=typed["system"], file=stored, on=typed["on"])
                return redirect("reporting:comparison", kept.pk)
            tried = _unread(table, stored, can_answer=can(user, "organization.read_sheets", unit))
            form.add_error(None, _("Chưa đọc được tệp nên chưa đối chiếu gì. Hãy chọn mỗi cột là gì, hoặc gửi tệp khác."))
    kept_lists = _visible_lists(request)[:50]
    return form_page(request, "reporting/compare.html", form, lists=kept_lists, can_compare=unit is not None, rounds=rounds, **tried)


def _tried(request: HttpRequest, unit: Unit, upload: "UploadedFile[bytes] | None") -> tuple[StoredFile, Table]:
    """Read the file that was sent, or the one tried before as its columns are said now; what is said and reads is remembered."""
    if upload is None:
        stored = get_object_or_404(StoredFile, pk=request.session.get(WAITING), kind="their_list")
    else:
        stored = store(upload.read(MAX_BYTES + 1), kind="their_list", name=upload.name or "?")
        request.session[WAITING] = str(stored.pk)
    answers = sheets.asked_of(QueryDict() if upload else request.POST, unit, PURPOSE)
    table = imports.read(stored.name, stored.read(), answers.reading, columns_for(unit))
    if table.rows and answers.reading.chosen:
        sheets.remember(actor=person(request), unit=unit, purpose=PURPOSE, table=table, asked=answers)
    return stored, table


def _unread(table: Table, stored: StoredFile, *, can_answer: bool) -> dict[str, Any]:
    """Give what the page asks about a file that could not be read."""
    asked = {"lines": sheets.lines(table), "choices": sheets.choices(imports.COLUMNS)} if can_answer else {}
    return {"table": table, "kept": stored, **asked}


def _visible_lists(request: HttpRequest) -> Any:
    """Give the lists kept for the branches a person may follow."""
    return TheirList.objects.filter(unit__in=visible_units(person(request), "tracking.view")).select_related("unit", "round", "file")


@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show ours against theirs: only ours, only theirs, values that differ (kết quả đối chiếu)."""
    theirs = get_object_or_404(_visible_lists(request), pk=list_id)
    answers = sheets.asked_of(request.POST, theirs.unit, PURPOSE)
    table = table_of(theirs, answers.reading)
    if request.method == "POST":
        sheets.remember(actor=person(request), unit=theirs.unit, purpose=PURPOSE, table=table, asked=answers)
        return redirect("reporting:comparison", theirs.pk)
    found = compare(theirs, table)
    context = {
        "theirs": theirs,
        "found": found,
        "limit": MOST_SHOWN,
        "fields": COMPARED,
        "rows": [(each, said(each.ours), said(each.theirs)) for each in found.differences[:MOST_SHOWN]],
        "table": table,
        "lines": sheets.lines(table),
        "doubts": found.doubts[:60],
        "choices": sheets.choices(imports.COLUMNS),
        "can_answer": can(request.user, "organization.read_sheets", theirs.unit),
    }
    return render(request, "reporting/comparison.html", context)


@require_safe
def comparison_file(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Hand out ours against theirs as a workbook (tải kết quả đối chiếu)."""
    theirs = get_object_or_404(_visible_lists(request), pk=list_id)
    reading = sheets.asked_of(request.GET, theirs.unit, PURPOSE).reading
    found = compare(theirs, table_of(theirs, reading))
    return handed(workbook(_sheets(theirs, found), theirs.recorded_at), "xlsx", f"doi-chieu-{theirs.unit.code}-{theirs.on:%Y%m%d}")


def _sheets(theirs: TheirList, found: Comparison) -> list[Sheet]:
    """Lay the three lists out, one sheet each."""
    title = _("Đối chiếu với {system}").format(system=theirs.system)
    note = _("{round}, tính đến ngày {on}; khớp {same} dòng").format(round=theirs.round, on=f"{theirs.on:%d/%m/%Y}", same=found.same)
    differing: list[list[Cell]] = [
        [each.row, each.code, each.name, str(COMPARED[each.field]), said(each.ours), said(each.theirs)] for each in found.differences
    ]
    ours: list[list[Cell]] = [[item.values["code"], item.values["name"], item.values["held"]] for item in found.only_ours]
    others: list[list[Cell]] = [[number, name] for number, name in found.only_theirs]
    head = [_("Dòng của họ"), _("Mã"), _("Đơn vị"), _("Cột"), _("Của ta"), _("Của họ")]
    return [
        Sheet(_("Khác nhau"), title, note, head, differing),
        Sheet(_("Chỉ ta có"), title, note, [_("Mã"), _("Đơn vị"), _("Ngày đại hội")], ours),
        Sheet(_("Chỉ họ có"), title, note, [_("Dòng của họ"), _("Đơn vị")], others),
    ]
