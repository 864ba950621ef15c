"""Lists of contests and the list of one contest, until it is fixed (lập danh sách)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.queries import visible_congresses
from daihoi.cycle.elections import services
from daihoi.cycle.elections.forms import ContestForm, FixForm, MembersForm, PeopleForm, PostForm, list_form, terms_form
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.contests import (
    VIEW,
    as_rules,
    charter_of,
    contests_for,
    contests_of,
    findings_of,
    needed_votes,
    place_of,
    today_name,
)
from daihoi.cycle.elections.queries.papers import congress_title
from daihoi.cycle.elections.queries.rounds import committees_of, elected_in
from daihoi.cycle.elections.services.carrying import terms_decided
from daihoi.cycle.elections.views.base import allowed, frame, person, visible
from daihoi.foundation.journal.services import try_again
from daihoi.rules import contests as rules
from daihoi.web.errors import form_page, refusals

FORMS = {
    "strike_out": gettext_noop("gạch tên người không bầu"),
    "agree_disagree": gettext_noop("ô đồng ý, không đồng ý cho từng người"),
    "single": gettext_noop("một người, ô đồng ý, không đồng ý"),
    "choose": gettext_noop("đánh dấu X cạnh người được chọn"),
}


@require_safe
def contest_list(request: HttpRequest) -> HttpResponse:
    """List the contests that are not finished (các cuộc bầu)."""
    return render(request, "elections/list.html", {"standings": contests_for(person(request))})


@require_safe
def panel(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Draw the contests of one congress as a part of its page (phần bầu cử trên trang đại hội)."""
    congress = _congress(request, congress_id)
    standings = contests_of(congress, person(request))
    may = allowed(request, congress.unit, "elections.open_contest")
    return render(request, "elections/panel.html", {"congress": congress, "standings": standings, "may": may})


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Open a contest of a congress (lập cuộc bầu)."""
    congress = _congress(request, congress_id)
    form = ContestForm(request.POST or None, congress=congress, initial={"place": place_of(congress)})
    if form.is_valid():
        with refusals(form):
            opened = try_again(services.open_contest, actor=person(request), congress=congress, terms=form.terms())
            return redirect("elections:contest", opened.pk)
    title = congress_title(congress, today_name(congress.unit))
    return form_page(request, "elections/open.html", form, congress=congress, congress_title=title, committees=committees_of(congress))


@require_http_methods(["GET", "POST"])
def open_post(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Open a contest in which a new committee votes (ban mới bầu chức danh)."""
    voters = visible(request, contest_id)
    if voters not in committees_of(voters.congress):
        raise Http404
    form = PostForm(
        request.POST or None, voters=voters, initial={"elects": "secretary", "place": voters.place, "seats": 1, "among": voters.pk}
    )
    if form.is_valid():
        with refusals(form):
            opened = try_again(services.open_contest, actor=person(request), congress=voters.congress, terms=form.terms())
            return redirect("elections:contest", opened.pk)
    members = len(elected_in(voters))
    return form_page(
        request, "elections/open.html", form, congress=voters.congress, congress_title=voters.title, voters=voters, members=members
    )


@require_safe
def contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show one contest: its list with checks, what comes next (cuộc bầu)."""
    return render(request, "elections/contest.html", contest_page(request, visible(request, contest_id)))


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Change what is elected while the list is open (sửa nội dung cuộc bầu)."""
    found = visible(request, contest_id)
    form = terms_form(found, request.POST or None, decided=terms_decided(found))
    if form.is_valid():
        with refusals(form):
            try_again(services.change_terms, actor=person(request), contest=found, terms=form.terms())
            return redirect("elections:contest", found.pk)
    context = {"contest": found, "congress": found.congress, "congress_title": found.title, "voters": found.voters}
    return form_page(request, "elections/open.html", form, **context, members=len(elected_in(found.voters)) if found.voters else 0)


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Set the whole list (lập danh sách bầu cử)."""
    found = visible(request, contest_id)
    if request.method == "GET":
        return redirect("elections:contest", found.pk)
    form = list_form(found, request.POST)
    if form.is_valid():
        with refusals(form):
            rows = try_again(services.set_candidates, actor=person(request), contest=found, candidates=form.cleaned_data["people"])
            messages.success(request, _("Đã ghi danh sách {n} người, xếp theo tên.").format(n=len(rows)))
            return redirect("elections:contest", found.pk)
    return form_page(request, "elections/contest.html", form, **contest_page(request, found, people=form))


@require_http_methods(["GET", "POST"])
def fix(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Close the list and make the ballot (chốt danh sách)."""
    found = visible(request, contest_id)
    if request.method == "GET":
        return redirect("elections:contest", found.pk)
    form = FixForm(request.POST, listed=found.candidates.count())
    if form.is_valid():
        with refusals(form):
            try_again(services.fix_list, actor=person(request), contest=found)
            messages.success(request, _("Đã chốt danh sách và làm phiếu. Hai người soát bản in rồi mới in."))
            return redirect("elections:contest", found.pk)
    return form_page(request, "elections/contest.html", form, **contest_page(request, found, fix=form))


def contest_page(
    request: HttpRequest, found: Contest, people: MembersForm | PeopleForm | None = None, fix: FixForm | None = None
) -> dict[str, Any]:
    """Gather what the page of one contest shows."""
    rows = list(found.candidates.all())
    asked = as_rules(found)
    charter = charter_of(found)
    acts = ("elections.set_candidates", "elections.fix_list", "elections.change_terms")
    return frame(request, found) | {
        "rows": rows,
        "findings": findings_of(found),
        "needed": needed_votes(found) if rows else None,
        "ballot_form": FORMS[rules.form_of(asked, charter)] if rows else "",
        "surplus": len(rows) - found.seats,
        "charter_title": charter.title,
        "open_rules": [rule for rule in charter.rules.values() if not rule.confirmed],
        "has_born": any(row.born for row in rows),
        "has_sex": any(row.sex for row in rows),
        "has_note": any(row.note for row in rows),
        "people": people or list_form(found),
        "fix": fix or FixForm(listed=len(rows)),
        "is_list": not found.is_fixed,
        "may": allowed(request, found.unit, *acts),
    }


def _congress(request: HttpRequest, congress_id: UUID) -> Congress:
    """Find a congress of a unit whose elections the person may see."""
    mine = visible_congresses(person(request), VIEW)
    return get_object_or_404(mine.select_related("charter"), pk=congress_id)
