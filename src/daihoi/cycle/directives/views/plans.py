"""Screens of a unit's own plan: issue it, link it clause by clause (màn hình kế hoạch)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from daihoi.cycle.directives import services
from daihoi.cycle.directives.address import allowed, person, unit_name, visible_text
from daihoi.cycle.directives.forms import PlanForm
from daihoi.cycle.directives.models import Clause, Text
from daihoi.cycle.directives.queries.texts import VIEW, ended_by, links_between, proposed_links, visible_texts
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import visible_units
from daihoi.web.errors import form_page, refusals


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, text_id: UUID, code: str) -> HttpResponse:
    """Record the plan by which a unit carries out a text (ban hành kế hoạch)."""
    text = visible_text(request, text_id)
    user = person(request)
    unit = get_object_or_404(visible_units(user, VIEW), code=code)
    allowed(user, "directives.issue_plan", unit)
    name = unit_name(unit)
    start = {
        "kind": "plan",
        "body": name,
        "grade": text.grade,
        "abstract": _("thực hiện {text} ngày {day:%d/%m/%Y}").format(text=text, day=text.dated),
    }
    form = PlanForm(request.POST or None, request.FILES or None, initial=start)
    if form.is_valid():
        with refusals(form):
            try:
                pieces = form.pieces()
            except ValidationError as wrong:
                form.add_error("file", wrong)
            else:
                sent = form.cleaned_data.get("file")
                if sent is not None:
                    sent.seek(0)
                kept = store(sent.read(), kind="plan", name=sent.name or "") if sent else None
                plan = try_again(services.issue_plan, actor=user, unit=unit, heading=form.heading(), pieces=pieces, file=kept)
                messages.success(request, _("Đã ghi kế hoạch. Nối từng điều khoản của cấp trên với kế hoạch."))
                return redirect("directives:link_plan", text.pk, plan.pk)
    context = {"text": text, "unit": unit, "name": name, "ended": ended_by(text, timezone.localdate())}
    return form_page(request, "directives/plan.html", form, **context)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, text_id: UUID, plan_id: UUID) -> HttpResponse:
    """Say which clause of the plan carries out which superior clause; likely ones are proposed (nối kế hoạch)."""
    text = visible_text(request, text_id)
    user = person(request)
    plan = get_object_or_404(visible_texts(user).select_related("unit"), pk=plan_id)
    allowed(user, "directives.issue_plan", plan.unit)
    superior, own = list(text.clauses.all()), list(plan.clauses.all())
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with refusals(form):
            pairs = _typed(request, superior, own)
            if not pairs:
                form.add_error(None, _("Chưa nối điều khoản nào. Chọn ít nhất một dòng."))
            else:
                try_again(services.link_plan, actor=user, plan=plan, pairs=pairs)
                n = len({upper.pk for upper, _own in pairs})
                words = ngettext("Kế hoạch đáp ứng {n} trên {of} điều khoản.", "Kế hoạch đáp ứng {n} trên {of} điều khoản.", n)
                messages.success(request, words.format(n=n, of=len(superior)))
                return redirect("directives:unit", text.pk, plan.unit.code)
    context = {"text": text, "plan": plan, "rows": _proposal(text, plan, superior, own), "own": own, "name": unit_name(plan.unit)}
    return form_page(request, "directives/link.html", form, **context)


def _typed(request: HttpRequest, superior: list[Clause], own: list[Clause]) -> list[tuple[Clause, Clause]]:
    """Read which clauses were joined."""
    by_key = {str(clause.pk): clause for clause in own}
    found = []
    for upper in superior:
        found += [(upper, by_key[key]) for key in dict.fromkeys(request.POST.getlist(f"link-{upper.pk}")) if key in by_key]
    return found


def _proposal(text: Text, plan: Text, superior: list[Clause], own: list[Clause]) -> list[dict[str, Any]]:
    """Give each superior clause with the links that stand, or the likeliest one."""
    standing = links_between(plan, text)
    proposed = {} if standing else proposed_links(superior, own)
    return [
        {
            "clause": clause,
            "chosen": standing.get(clause.pk) or ({proposed[clause.pk]} if clause.pk in proposed else set()),
            "is_proposed": clause.pk in proposed,
        }
        for clause in superior
    ]
