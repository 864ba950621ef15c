"""Screens of rounds and congresses, one function each (màn hình đại hội)."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.address import asked_view, crumbs, home_unit
from daihoi.cycle.congresses.forms import CallForm, ExtraordinaryForm, RoundForm
from daihoi.cycle.congresses.models import Congress, Contents
from daihoi.cycle.congresses.queries import View, as_it_was, postponed_units, rows, visible_rounds
from daihoi.cycle.congresses.services.calling import Call, Directive, Span
from daihoi.cycle.congresses.views.base import act_page, allowed, confirmable, kind_titles, name_of, person, query_of
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden, acts_at, can
from daihoi.foundation.organization.models import Placement, Succession
from daihoi.foundation.organization.queries import in_branch, newest, visible_units
from daihoi.rules import charter as charters
from daihoi.web.errors import refusals

PAGE = 40
STATES = {
    "all": gettext_lazy("Tất cả"),
    "open": gettext_lazy("Chưa đại hội"),
    "held": gettext_lazy("Đã đại hội"),
    "overdue": gettext_lazy("Quá hạn"),
    "upcoming": gettext_lazy("Đến hạn trong 7 ngày"),
    "unplanned": gettext_lazy("Chưa có ngày dự kiến"),
    "postponed": gettext_lazy("Hoãn, chưa có ngày mới"),
    "gone": gettext_lazy("Sáp nhập, giải thể trong đợt"),
}
KEPT = ("unit", "round", "on", "known", "kind", "state", "q", "pilot", "contents")


@require_safe
def congress_list(request: HttpRequest) -> HttpResponse:
    """List the units that owe a congress in a round, with their days and state (danh sách đại hội)."""
    asked = asked_view(request, person(request))
    if asked is None:
        can_open = can(request.user, "congresses.open_round", home_unit(person(request), "congresses.open_round"))
        return render(request, "congresses/list.html", {"asked": None, "can_open": can_open})
    state = request.GET.get("state") if request.GET.get("state") in STATES else "all"
    if state == "gone":
        return _gone(request, asked)
    found = rows(asked, state)  # type: ignore[arg-type]  # one of the names of STATES
    found, text = _filtered(request, asked, found)
    held = acts_at(person(request), asked.unit)
    is_all = request.GET.get("page") == "all"
    paginator = Paginator(found, 5000 if is_all else PAGE)
    page = paginator.get_page(1 if is_all else request.GET.get("page"))
    return render(
        request,
        "congresses/list.html",
        {
            "asked": asked,
            "page": page,
            "postponed": postponed_units(asked, (row.unit_id for row in page)),
            "state": state,
            "states": STATES,
            "text": text,
            "rounds": visible_rounds(person(request)),
            "titles": kind_titles(),
            "crumbs": crumbs(person(request), asked.unit, asked.on, asked.known),
            "query": query_of(request, *KEPT),
            "keep": {name: request.GET.get(name) for name in KEPT if name not in ("on", "known")},
            "is_pilot": request.GET.get("pilot") == "1",
            "contents": _contents(request),
            "contents_titles": Contents.choices,
            "can_call": "congresses.call" in held,
            "can_import": "congresses.import" in held,
            "can_decide": "congresses.decide" in held,
        },
    )


def _filtered(request: HttpRequest, asked: View, found: "QuerySet[Placement]") -> tuple["QuerySet[Placement]", str]:
    """Keep the units whose name and congress match the filters of the address."""
    text = request.GET.get("q", "").strip()
    if text:
        found = found.filter(name__icontains=text)
    pilot, contents = request.GET.get("pilot") == "1", _contents(request)
    if pilot or contents:
        mine = as_it_was(asked, Congress.objects.all()).filter(pilot_then__in=[True] if pilot else [True, False])
        found = found.filter(unit__in=(mine.filter(contents_then=contents) if contents else mine).values("unit"))
    return found, text


def _contents(request: HttpRequest) -> int | None:
    """Read which number of contents is asked for."""
    text = request.GET.get("contents", "")
    return int(text) if text in {str(value) for value in Contents.values} else None


def _gone(request: HttpRequest, asked: View) -> HttpResponse:
    """List the units of the round that went on the way, with where they went (sáp nhập, giải thể; PR-13)."""
    paths = in_branch(asked.place.path) if asked.place else in_branch("~")
    ended = newest(Placement.objects.filter(paths, unit__closed__isnull=False, unit__closed__lte=asked.on, kind__in=asked.round.kinds))
    ended = ended.filter(unit__closed__gte=asked.round.starts).select_related("unit").order_by("unit__closed", "path")
    page = Paginator(ended, PAGE).get_page(request.GET.get("page"))
    units = [place.unit_id for place in page]
    into = {row.predecessor_id: row for row in Succession.objects.filter(predecessor__in=units).select_related("successor")}
    names = {place.unit_id: place.name for place in newest(Placement.objects.filter(unit__in=[row.successor_id for row in into.values()]))}
    congresses = dict(Congress.objects.filter(round=asked.round, unit__in=units).values_list("unit_id", "pk"))
    gone = [(place, into.get(place.unit_id), congresses.get(place.unit_id)) for place in page]
    listed = [(place, row, names.get(row.successor_id) if row else "", congress) for place, row, congress in gone]
    return render(
        request,
        "congresses/list.html",
        {
            "asked": asked,
            "page": page,
            "gone": listed,
            "state": "gone",
            "states": STATES,
            "text": "",
            "rounds": visible_rounds(person(request)),
            "titles": kind_titles(),
            "crumbs": crumbs(person(request), asked.unit, asked.on, asked.known),
            "query": query_of(request, *KEPT),
            "keep": {name: request.GET.get(name) for name in ("unit", "round", "state")},
            "contents_titles": Contents.choices,
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
    return act_page(request, form, _("Mở đợt đại hội"), _("Mở đợt"), "congresses:rounds")


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, round_code: str, unit_id: UUID) -> HttpResponse:
    """Call the congress of a unit (triệu tập)."""
    user = person(request)
    unit = get_object_or_404(visible_units(user), pk=unit_id)
    round_ = get_object_or_404(visible_rounds(user), code=round_code)
    allowed(user, "congresses.call", unit)
    form = CallForm(request.POST or None, charter=charters.load(round_.charter))
    if form.is_valid():
        typed = form.cleaned_data
        decided = Call(
            called_on=typed["called_on"],
            form=typed["form"],
            ordinal=typed["ordinal"],
            ordinal_basis=typed["ordinal_basis"],
            contents=typed["contents"],
            settings=form.settings(),
            reason=typed["reason"],
            document=typed["document"],
        )
        with confirmable(request, form, "called_on", "called", typed["called_on"]) as is_confirmed:
            decided = replace(decided, is_confirmed=is_confirmed)
            congress = try_again(services.call_congress, actor=user, unit=unit, round_=round_, call=decided)
            messages.success(request, _("Đã triệu tập. Quy chế được chốt từ bây giờ."))
            return redirect("congresses:detail", congress.pk)
    name = name_of(unit)
    return act_page(request, form, _("Triệu tập đại hội: {unit}").format(unit=name), _("Triệu tập"), "congresses:list")


@require_http_methods(["GET", "POST"])
def extraordinary(request: HttpRequest, round_code: str, unit_id: UUID) -> HttpResponse:
    """Call an extraordinary congress (đại hội bất thường; DR-18)."""
    user = person(request)
    unit = get_object_or_404(visible_units(user), pk=unit_id)
    like = get_object_or_404(visible_rounds(user), code=round_code)
    allowed(user, "congresses.call", unit)
    form = ExtraordinaryForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        names = ("ground", "asked_by", "in_favour", "of_all", "consent", "consented_on")
        grounds = services.Grounds(**{name: typed[name] for name in names})
        call_ = Call(called_on=typed["called_on"], form=typed["form"], contents=typed["contents"], document=typed["document"])
        with refusals(form):
            congress = try_again(services.call_extraordinary, actor=user, unit=unit, like=like, grounds=grounds, call=call_)
            messages.success(request, _("Đã triệu tập đại hội bất thường."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Triệu tập đại hội bất thường: {unit}").format(unit=name_of(unit))
    return act_page(request, form, heading, _("Triệu tập"), "congresses:list")
