"""One form page per act on a unit (thay đổi đơn vị)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization import services
from daihoi.foundation.organization.forms import (
    ActForm,
    CloseForm,
    ConsolidateForm,
    HeadcountForm,
    MergeForm,
    MoveForm,
    NewUnitForm,
    RenameForm,
    SplitForm,
    code_matches,
)
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name, newest_place
from daihoi.foundation.organization.services.reorganization import NewUnit
from daihoi.foundation.organization.views.common import person, unit_for
from daihoi.web.errors import form_page, refusals

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest,
    unit: Unit,
    form: ActForm,
    title: str,
    button: str,
    done: Callable[[dict[str, Any]], tuple[Unit, str]],
    lead: str = "",
) -> HttpResponse:
    """Show the form of an act, do the act, go to the unit it leads to."""
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            goal, said = done(form.cleaned_data)
            messages.success(request, said)
            return redirect("organization:unit", goal.code)
    return form_page(request, "organization/act.html", form, unit=unit, name=newest_name(unit), title=title, button=button, lead=lead)


@form_methods
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Open a unit below this one (lập đơn vị)."""
    above = unit_for(request, code, "organization.create_unit")

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        made = try_again(
            services.create_unit,
            actor=person(request),
            code=data["code"],
            name=data["name"],
            kind=data["kind"],
            superior=above,
            opened=data["on"],
        )
        return made, _("Đã lập {name}.").format(name=data["name"])

    return _page(request, above, NewUnitForm(request.POST or None), _("Lập đơn vị trực thuộc"), _("Lập đơn vị"), done)


@form_methods
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit another name or kind (đổi tên)."""
    unit = unit_for(request, code, "organization.rename_unit")
    place = newest_place(unit)
    form = RenameForm(request.POST or None, initial={"name": place.name, "kind": place.kind} if place else {})

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        try_again(services.rename_unit, actor=person(request), unit=unit, name=data["name"], kind=data["kind"], on=data["on"])
        return unit, _("Đã đổi tên. Các ngày trước vẫn mang tên cũ.")

    return _page(request, unit, form, _("Đổi tên hoặc loại"), _("Đổi tên"), done, _("Mọi ngày trước ngày đổi vẫn hiện tên cũ."))


@form_methods
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a unit with its branch below another superior (chuyển)."""
    unit = unit_for(request, code, "organization.move_unit")

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        try_again(services.move_unit, actor=person(request), unit=unit, superior=data["superior"], on=data["on"])
        return unit, _("Đã chuyển cả nhánh về {code}.").format(code=data["superior"].code)

    form = MoveForm(request.POST or None, user=person(request))
    return _page(
        request,
        unit,
        form,
        _("Chuyển cấp trên"),
        _("Chuyển cả nhánh"),
        done,
        _("Mọi đơn vị trong nhánh cùng chuyển; các ngày trước không đổi."),
    )


@form_methods
def close(request: HttpRequest, code: str) -> HttpResponse:
    """End a unit (kết thúc hoạt động)."""
    unit = unit_for(request, code, "organization.close_unit")
    form = CloseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        code_matches(form, unit)

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        return try_again(services.close_unit, actor=person(request), unit=unit, on=data["on"]), _("Đã kết thúc hoạt động của đơn vị.")

    return _page(
        request, unit, form, _("Kết thúc hoạt động"), _("Kết thúc đơn vị"), done, _("Không lấy lại được: muốn mở lại phải lập đơn vị mới.")
    )


@form_methods
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Take other units into this one (sáp nhập)."""
    unit = unit_for(request, code, "organization.merge_units")

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        found = try_again(services.merge_units, actor=person(request), absorbing=unit, absorbed=data["absorbed"], on=data["on"])
        return found, _("Đã sáp nhập {n} đơn vị.").format(n=len(data["absorbed"]))

    form = MergeForm(request.POST or None, user=person(request))
    return _page(
        request,
        unit,
        form,
        _("Sáp nhập đơn vị khác"),
        _("Sáp nhập"),
        done,
        _("Đơn vị này tiếp tục; các đơn vị nhập vào kết thúc và giao lại nhánh."),
    )


@form_methods
def consolidate(request: HttpRequest, code: str) -> HttpResponse:
    """Make one new unit below this one of several (hợp nhất)."""
    unit = unit_for(request, code, "organization.consolidate_units")

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        new = NewUnit(data["code"], data["name"], data["kind"])
        made = try_again(services.consolidate_units, actor=person(request), units=data["units"], new=new, superior=unit, on=data["on"])
        return made, _("Đã hợp nhất {n} đơn vị.").format(n=len(data["units"]))

    form = ConsolidateForm(request.POST or None, user=person(request))
    return _page(
        request,
        unit,
        form,
        _("Hợp nhất các đơn vị trực thuộc"),
        _("Hợp nhất"),
        done,
        _("Các đơn vị cũ kết thúc; đơn vị mới nhận toàn bộ nhánh của chúng."),
    )


@form_methods
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Make two new units of one (chia tách)."""
    unit = unit_for(request, code, "organization.split_unit")

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        into = [NewUnit(data[f"{n}_code"], data[f"{n}_name"], data["kind"], tuple(data[f"{n}_takes"])) for n in ("first", "second")]
        made = try_again(services.split_unit, actor=person(request), unit=unit, into=into, on=data["on"])
        return made[0], _("Đã chia thành {n} đơn vị.").format(n=len(made))

    place = newest_place(unit)
    form = SplitForm(request.POST or None, user=person(request), initial={"kind": place.kind if place else ""})
    return _page(request, unit, form, _("Chia tách"), _("Chia tách"), done, _("Mỗi đơn vị trực thuộc phải về đúng một đơn vị mới."))


@form_methods
def headcount(request: HttpRequest, code: str) -> HttpResponse:
    """Write the members of a unit on a day (ghi số đảng viên)."""
    unit = unit_for(request, code, "organization.record_headcount")

    def done(data: dict[str, Any]) -> tuple[Unit, str]:
        try_again(
            services.record_headcount,
            actor=person(request),
            unit=unit,
            on=data["on"],
            official=data["official"],
            probationary=data["probationary"],
        )
        return unit, _("Đã ghi số đảng viên.")

    form = HeadcountForm(request.POST or None)
    return _page(
        request,
        unit,
        form,
        _("Ghi số đảng viên"),
        _("Ghi số đảng viên"),
        done,
        _("Số đã ghi không sửa được; ghi lại cùng ngày là đính chính."),
    )
