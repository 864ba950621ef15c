"""Screens of texts: the list, one text with who did what, its relations (màn hình văn bản)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.directives import services
from daihoi.cycle.directives.address import (
    allowed,
    asked_day,
    asked_scope,
    figures_frame,
    home_unit,
    own_units,
    person,
    unit_name,
    visible_text,
)
from daihoi.cycle.directives.forms import ReasonForm, RelationForm, TextForm, words_of
from daihoi.cycle.directives.models import Clause, Delivery, Relation, Text, TextKind
from daihoi.cycle.directives.queries.changes import changes
from daihoi.cycle.directives.queries.coverage import assigned_clauses, reach, total
from daihoi.cycle.directives.queries.texts import VIEW, ended, ended_by, own_plan, relations_of, search, units_above_unit, visible_texts
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import acts_at, can, visible_units
from daihoi.foundation.organization.grades import Grade
from daihoi.foundation.organization.models import Unit
from daihoi.web.errors import form_page, refusals
from daihoi.web.formats import read_day

PAGE = 40
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def text_list(request: HttpRequest) -> HttpResponse:
    """List the texts a person sees, what waits for his unit and what changed this week (văn bản chỉ đạo)."""
    user = person(request)
    unit = home_unit(user)
    if unit is None:
        raise Http404
    on = asked_day(request)
    texts = visible_texts(user)
    found = search(_filtered(request, texts, unit), request.GET.get("q", "")).annotate(
        is_ended=Exists(ended(timezone.localdate()).filter(target=OuterRef("pk"))),
        sent=number_of(Delivery),
        n_clauses=number_of(Clause),
    )
    page = Paginator(found.order_by("-dated", "number"), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "query": f"{query.urlencode()}&" if query else "",
        "words": request.GET.get("q", ""),
        "kind": request.GET.get("kind", ""),
        "holds": request.GET.get("holds", ""),
        "whose": request.GET.get("whose", ""),
        "kinds": TextKind.choices,
        "waiting": waiting(user),
        "changes": changes(texts, unit, on),
        "unit": unit,
        "on": on,
        "may_record": can(user, "directives.record_text", unit),
        "may_plan": can(user, "directives.issue_plan", unit),
        "is_filtered": any(request.GET.get(name) for name in ("q", "kind", "holds", "whose")),
    }
    return render(request, "directives/list.html", context)


def number_of(rows: type[Delivery] | type[Clause]) -> Coalesce:
    """Count the rows of each text on the page by itself; joined, deliveries and clauses would be paired (số dòng của từng văn bản)."""
    mine = rows._default_manager.filter(text=OuterRef("pk")).order_by().values("text")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


def _filtered(request: HttpRequest, texts: Any, unit: Unit) -> Any:
    """Keep whose texts, which kind and which state were asked for; plans of the units below stand apart."""
    kind, holds, whose = (request.GET.get(name, "") for name in ("kind", "holds", "whose"))
    above = Q(unit=unit) | Q(unit__in=units_above_unit(unit))
    if whose == "below":
        texts = texts.exclude(above)
    elif whose != "all":
        texts = texts.filter(above)
    if kind in TextKind.values:
        texts = texts.filter(kind=kind)
    if holds in {"yes", "no"}:
        gone = Q(Exists(ended(timezone.localdate()).filter(target=OuterRef("pk"))))
        texts = texts.filter(gone if holds == "no" else ~gone)
    return texts


def waiting(user: User) -> list[Delivery]:
    """Give the texts that a person's own units have not received yet: one tap each (văn bản chờ nhận)."""
    units = own_units(user, "directives.receive")
    rows = Delivery.objects.filter(unit__in=units, received_on__isnull=True).select_related("text", "unit")
    return list(rows.order_by("sent_on", "id")[:10])


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Record a text (ghi văn bản)."""
    user = person(request)
    unit = home_unit(user, "directives.record_text")
    allowed(user, "directives.record_text", unit)
    form = TextForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": TextKind.DIRECTIVE, "body": unit_name(unit) if unit else "", "grade": Grade.INTERNAL},
    )
    if form.is_valid() and unit:
        with refusals(form):
            try:
                words = words_of(form.cleaned_data)
            except ValidationError as wrong:
                form.add_error("file", wrong)
            else:
                text = try_again(services.record_text, actor=user, unit=unit, heading=form.heading(), file=_kept(form), words=words)
                messages.success(request, _("Đã ghi {text}. Xem lại cách tách điều khoản.").format(text=text))
                return redirect("directives:clauses", text.pk)
    return act_page(request, form, _("Ghi văn bản chỉ đạo"), _("Ghi văn bản"))


def _kept(form: TextForm) -> StoredFile | None:
    """Keep the file that was sent."""
    file = form.cleaned_data.get("file")
    if file is None:
        return None
    file.seek(0)
    return store(file.read(), kind="directive", name=file.name or "")


def act_page(request: HttpRequest, form: Any, heading: str, button: str, text: Text | None = None, **more: Any) -> HttpResponse:
    """Show the form of one act on a page of its own."""
    return form_page(request, "directives/act.html", form, heading=heading, button=button, text=text, **more)


@require_safe
def text_page(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Show one text: what it says, whom it reached, who did what, how it stands to others (một văn bản)."""
    asked = asked_scope(request, text_id)
    user, text = person(request), asked.text
    rows = reach(asked)
    at_text = acts_at(user, text.unit)
    here = acts_at(user, asked.unit)
    context = figures_frame(request, asked) | {
        "rows": rows,
        "total": total(rows),
        "clauses": list(text.clauses.all()),
        "assigned": assigned_clauses(text),
        "relations": relations_of(text, visible_texts(user)),
        "ended": ended_by(text, timezone.localdate()),
        "changes": changes(visible_texts(user), asked.unit, asked.on, text),
        "own": own_state(text, asked.unit),
        "plan": own_plan(text, asked.unit, visible_texts(user)),
        "may_edit": "directives.set_clauses" in at_text,
        "may_relate": "directives.relate_texts" in at_text,
        "may_send": "directives.send" in here,
        "may_receive": "directives.receive" in here,
        "may_disseminate": "directives.disseminate" in here,
        "may_plan": "directives.issue_plan" in here and asked.unit.pk != text.unit_id,
        "issuer": unit_name(text.unit),
        "carries_out": visible_texts(user).filter(clauses__carried_out_by__clause__text=text).distinct(),
    }
    return render(request, "directives/text.html", context)


def own_state(text: Text, unit: Unit) -> Delivery | None:
    """Give how the branch's own unit stands to a text."""
    return Delivery.objects.filter(text=text, unit=unit).select_related("received_by", "read_by").first()


@require_safe
def file(request: HttpRequest, text_id: UUID) -> HttpResponseBase:
    """Hand out the file of a text (bản đã ký)."""
    text = visible_text(request, text_id)
    if text.file is None:
        raise Http404
    return FileResponse(iter([text.file.read()]), as_attachment=True, filename=text.file.name, content_type=DOCX)


@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Say what a text does to another (ghi quan hệ)."""
    text = visible_text(request, text_id)
    user = person(request)
    allowed(user, "directives.relate_texts", text.unit)
    plans_of_others = Q(kind=TextKind.PLAN) & ~Q(unit=text.unit)  # hundreds, and none is amended from here
    others = visible_texts(user).exclude(pk=text.pk).exclude(plans_of_others).order_by("-dated")
    form = RelationForm(request.POST or None, texts=others, initial={"on": text.dated})
    if form.is_valid():
        with refusals(form):
            try_again(services.relate_texts, actor=user, text=text, **form.cleaned_data)
            messages.success(request, _("Đã ghi quan hệ; trang của cả hai văn bản đều hiện."))
            return redirect("directives:text", text.pk)
    return act_page(request, form, _("Quan hệ với văn bản khác"), _("Ghi quan hệ"), text)


@require_http_methods(["GET", "POST"])
def withdraw_relation(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    """Take back a relation (rút quan hệ)."""
    user = person(request)
    relation = get_object_or_404(
        Relation.objects.select_related("text__unit").filter(text__in=visible_texts(user), withdrawn_at__isnull=True), pk=relation_id
    )
    allowed(user, "directives.relate_texts", relation.text.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.withdraw_relation, actor=user, relation=relation, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã rút quan hệ; dòng cũ và lý do vẫn còn."))
            return redirect("directives:text", relation.text_id)
    return act_page(request, form, _("Rút quan hệ văn bản"), _("Rút"), relation.text)


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Draw a text by number and date for the page of a round or a congress; a plain visit is led to its page (văn bản theo số và ngày)."""
    user = person(request)
    dated = read_day(request.GET.get("dated", ""))
    number = "".join(request.GET.get("number", "").split())
    found = visible_texts(user).filter(number=number, dated=dated).select_related("unit").first() if dated else None
    home = home_unit(user, VIEW)
    if not request.headers.get("HX-Request"):
        if home is None:
            messages.info(request, _("Bạn không được xem văn bản này."))
            return redirect(settings.LOGIN_REDIRECT_URL)
        return redirect("directives:text", found.pk) if found else redirect(f"{reverse('directives:list')}?{urlencode({'q': number})}")
    if home is None:
        return HttpResponse()
    unit = visible_units(user, VIEW).filter(code=request.GET.get("unit", "")).first() or home
    on = read_day(request.GET.get("on", "")) or timezone.localdate()
    context: dict[str, Any] = {"text": found, "number": number, "dated": dated, "may_record": can(user, "directives.record_text", home)}
    if found:
        context |= {
            "ended": ended_by(found, on),
            "plan": own_plan(found, unit, visible_texts(user)),
            "own": own_state(found, unit),
            "unit": unit,
        }
    return render(request, "directives/panel.html", context)
