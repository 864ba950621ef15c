"""Screens of rounds and congresses, one function each (màn hình đại hội)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.address import asked_view, crumbs, home_unit
from daihoi.cycle.congresses.forms import CallForm, CorrectionForm, KindForm, PlanForm, RoundForm, StageForm
from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, StageEvent
from daihoi.cycle.congresses.models import Form as Attendance
from daihoi.cycle.congresses.queries import planned_history, rows, track, visible_congresses, visible_rounds
from daihoi.cycle.congresses.services.calling import Call, Directive, Span
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden, can
from daihoi.foundation.organization.models import Kind, Unit
from daihoi.foundation.organization.queries import newest, visible_units
from daihoi.rules import charter as charters
from daihoi.rules.adoption import sheet_of_rules
from daihoi.web.errors import form_page, refusals

PAGE = 40
STATES = {
    "all": gettext_lazy("Tất cả"),
    "open": gettext_lazy("Chưa đại hội"),
    "held": gettext_lazy("Đã đại hội"),
    "overdue": gettext_lazy("Quá hạn"),
    "upcoming": gettext_lazy("Đến hạn trong 7 ngày"),
    "unplanned": gettext_lazy("Chưa có ngày dự kiến"),
}
KEPT = ("unit", "round", "on", "known", "kind", "state", "q")


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def kind_titles() -> dict[str, str]:
    """Name the kinds of units."""
    return dict(Kind.objects.values_list("code", "title")) | {"grassroots": _("tổ chức cơ sở đảng")}


def query_of(request: HttpRequest, *names: str) -> str:
    """Write the kept part of the address, ready for one more name."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in names:
            del kept[name]
    text = kept.urlencode()
    return f"{text}&" if text else ""


@require_safe
def congress_list(request: HttpRequest) -> HttpResponse:
    """List the units that owe a congress in a round, with their days and state (danh sách đại hội)."""
    asked = asked_view(request, person(request))
    if asked is None:
        can_open = can(request.user, "congresses.open_round", home_unit(person(request), "congresses.open_round"))
        return render(request, "congresses/list.html", {"asked": None, "can_open": can_open})
    state = request.GET.get("state") if request.GET.get("state") in STATES else "all"
    found = rows(asked, state)  # type: ignore[arg-type]  # one of the names of STATES
    text = request.GET.get("q", "").strip()
    if text:
        found = found.filter(name__icontains=text)
    is_all = request.GET.get("page") == "all"
    paginator = Paginator(found, 5000 if is_all else PAGE)
    page = paginator.get_page(1 if is_all else request.GET.get("page"))
    return render(
        request,
        "congresses/list.html",
        {
            "asked": asked,
            "page": page,
            "state": state,
            "states": STATES,
            "text": text,
            "rounds": visible_rounds(person(request)),
            "titles": kind_titles(),
            "crumbs": crumbs(person(request), asked.unit, asked.on, asked.known),
            "query": query_of(request, *KEPT),
            "keep": {name: request.GET.get(name) for name in ("unit", "round", "kind", "state", "q")},
            "can_call": can(request.user, "congresses.call", asked.unit),
            "can_import": can(request.user, "congresses.import", asked.unit),
        },
    )


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """List the rounds (các đợt đại hội)."""
    user = person(request)
    context = {
        "rounds": visible_rounds(user),
        "titles": kind_titles(),
        "can_open": can(user, "congresses.open_round", home_unit(user, "congresses.open_round")),
    }
    return render(request, "congresses/rounds.html", context)


@require_http_methods(["GET", "POST"])
def open_round_(request: HttpRequest) -> HttpResponse:
    """Open a round (mở đợt)."""
    user = person(request)
    unit = home_unit(user, "congresses.open_round")
    if unit is None:
        raise Forbidden("authority.forbidden", _("Bạn không có quyền mở đợt đại hội."))
    form = RoundForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            try_again(
                services.open_round,
                actor=user,
                unit=unit,
                code=typed["code"],
                directive=Directive(typed["directive"], typed["directive_date"]),
                level=typed["level"],
                kinds=typed["kinds"],
                term=typed["term"],
                span=Span(typed["starts"], typed["deadline"]),
                charter=typed["charter"],
            )
            messages.success(request, _("Đã mở đợt {code}.").format(code=typed["code"]))
            return redirect("congresses:rounds")
    return _act_page(request, form, _("Mở đợt đại hội"), _("Mở đợt"), "congresses:rounds")


def _act_page(
    request: HttpRequest, form: Any, heading: str, button: str, back: str, congress: Congress | None = None, **more: Any
) -> HttpResponse:
    """Show the form of one act on a page of its own."""
    title = title_of(congress) if congress else ""
    context = {"heading": heading, "button": button, "back": back, "congress": congress, "congress_title": title, **more}
    return form_page(request, "congresses/act.html", form, **context)


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, round_code: str, unit_id: UUID) -> HttpResponse:
    """Call the congress of a unit (triệu tập)."""
    user = person(request)
    unit = get_object_or_404(visible_units(user), pk=unit_id)
    round_ = get_object_or_404(visible_rounds(user), code=round_code)
    _allowed(user, "congresses.call", unit)
    form = CallForm(request.POST or None, charter=charters.load(round_.charter))
    if form.is_valid():
        typed = form.cleaned_data
        decided = Call(
            called_on=typed["called_on"],
            form=typed["form"],
            ordinal=typed["ordinal"],
            contents=typed["contents"],
            settings=form.settings(),
            reason=typed["reason"],
            document=typed["document"],
        )
        with refusals(form):
            congress = try_again(services.call_congress, actor=user, unit=unit, round_=round_, call=decided)
            messages.success(request, _("Đã triệu tập. Quy chế được chốt từ bây giờ."))
            return redirect("congresses:detail", congress.pk)
    name = _name(unit)
    return _act_page(request, form, _("Triệu tập đại hội: {unit}").format(unit=name), _("Triệu tập"), "congresses:list")


def _name(unit: Unit) -> str:
    """Give the newest name of a unit."""
    place = newest(unit.placements.all()).first()
    return place.name if place else unit.code


def _allowed(user: User, act: str, unit: Unit) -> None:
    """Refuse a page whose act the person may not do there."""
    if not can(user, act, unit):
        raise Forbidden("authority.forbidden", _("Bạn không có quyền làm việc này ở đơn vị {unit}.").format(unit=unit.code))


def _congress(request: HttpRequest, congress_id: UUID) -> Congress:
    """Find a congress the person may see."""
    return get_object_or_404(visible_congresses(person(request)).select_related("charter"), pk=congress_id)


@require_safe
def detail(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Show one congress: its stages, its dates with their changes, its kind (một đại hội)."""
    congress = _congress(request, congress_id)
    today = timezone.localdate()
    steps = track(congress)
    plans = planned_history(congress)
    acts = ("call", "plan", "record_stage", "correct_stage", "mark_pilot")
    charter = charters.Charter.from_toml(congress.charter.text)
    return render(
        request,
        "congresses/detail.html",
        {
            "congress": congress,
            "heading": title_of(congress),
            "crumbs": crumbs(person(request), congress.unit, today),
            "name": _name(congress.unit),
            "steps": steps,
            "titles": STAGE_TITLES,
            "now": next((step for step in steps if step.state == "now"), None),
            "missing": [step for step in steps if step.state == "skipped"],
            "recorded": [step for step in steps if step.state == "done"],
            "held": next((step.happened_on for step in steps if step.stage == "held"), None),
            "plan": plans[0] if plans else None,
            "plans": plans,
            "changes": [event for step in steps for event in step.history if event.withdraws_id],
            "members": congress.unit.headcounts.order_by("-on", "-recorded_at").first(),
            "charter_title": charter.title,
            "to_adopt": len(sheet_of_rules(charter)),
            "may": {act: can(request.user, f"congresses.{act}", congress.unit) for act in acts},
            "sees_elections": can(request.user, "elections.view", congress.unit),
            "today": today,
        },
    )


def title_of(congress: Congress) -> str:
    """Name a congress as people do: form, unit, ordinal."""
    form = Attendance(congress.form).label
    base = f"{form} {_name(congress.unit)}"
    return _("{base} lần thứ {ordinal}").format(base=base, ordinal=roman(congress.ordinal)) if congress.ordinal else base


def roman(number: int) -> str:
    """Write a small ordinal in Roman figures."""
    found = ""
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        found += letters * (number // value)
        number %= value
    return found


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Plan or move the opening (đặt, dời ngày)."""
    congress = _congress(request, congress_id)
    _allowed(person(request), "congresses.plan", congress.unit)
    form = PlanForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.plan_date, actor=person(request), congress=congress, **form.cleaned_data)
            messages.success(request, _("Đã ghi ngày dự kiến."))
            return redirect("congresses:detail", congress.pk)
    return _act_page(
        request, form, _("Đặt hoặc dời ngày đại hội"), _("Ghi ngày dự kiến"), "congresses:detail", congress, plans=planned_history(congress)
    )


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Record what happened (ghi mốc)."""
    congress = _congress(request, congress_id)
    _allowed(person(request), "congresses.record_stage", congress.unit)
    expected = next((step.stage for step in track(congress) if step.state == "now"), None)
    form = StageForm(request.POST or None, initial={"stage": request.GET.get("stage") or expected})
    if form.is_valid():
        with refusals(form):
            try_again(services.record_stage, actor=person(request), congress=congress, **form.cleaned_data)
            skipped = [str(STAGE_TITLES[step.stage]) for step in track(congress) if step.state == "skipped"]
            messages.success(request, _("Đã ghi mốc."))
            if skipped:
                messages.warning(
                    request, _("Còn nợ các mốc trước: {stages}. Việc đã xảy ra vẫn được ghi.").format(stages=", ".join(skipped))
                )
            return redirect("congresses:detail", congress.pk)
    return _act_page(request, form, _("Ghi mốc đã diễn ra"), _("Ghi mốc"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, congress_id: UUID, event_id: UUID) -> HttpResponse:
    """Correct or withdraw a recorded stage (đính chính)."""
    congress = _congress(request, congress_id)
    event = get_object_or_404(StageEvent.objects.select_related("congress__unit"), pk=event_id, congress=congress)
    _allowed(person(request), "congresses.correct_stage", congress.unit)
    form = CorrectionForm(request.POST or None, initial={"happened_on": event.happened_on})
    if form.is_valid():
        with refusals(form):
            try_again(services.correct_stage, actor=person(request), event=event, **form.cleaned_data)
            messages.success(request, _("Đã đính chính; dòng cũ vẫn còn trong lịch sử."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Đính chính mốc “{stage}”").format(stage=STAGE_TITLES[event.stage])  # type: ignore[index]  # a stage is its own text
    return _act_page(request, form, heading, _("Đính chính"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Fix whether it is a pilot and how many contents it has (loại đại hội)."""
    congress = _congress(request, congress_id)
    _allowed(person(request), "congresses.mark_pilot", congress.unit)
    form = KindForm(request.POST or None, initial={"pilot": congress.pilot, "contents": congress.contents})
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            if typed["contents"] != congress.contents:
                try_again(
                    services.set_contents,
                    actor=person(request),
                    congress=congress,
                    contents=typed["contents"],
                    reason=typed["reason"],
                    document=typed["document"],
                )
            if typed["pilot"] != congress.pilot:
                try_again(services.mark_pilot, actor=person(request), congress=congress, pilot=typed["pilot"])
            messages.success(request, _("Đã ghi loại đại hội."))
            return redirect("congresses:detail", congress.pk)
    return _act_page(request, form, _("Đại hội điểm và số nội dung"), _("Ghi"), "congresses:detail", congress)


@require_safe
def rules(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Print the sheet of rules that the congress itself must adopt (phiếu thông qua quy chế; PR-27)."""
    congress = _congress(request, congress_id)
    charter = charters.Charter.from_toml(congress.charter.text)
    context = {"congress": congress, "heading": title_of(congress), "charter_title": charter.title, "sheet": sheet_of_rules(charter)}
    return render(request, "congresses/rules.html", context)
