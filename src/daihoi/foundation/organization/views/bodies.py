"""Terms, committees and posts of a unit on screen: who sits there, and one form page per act (cấp ủy, chức vụ)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization import services
from daihoi.foundation.organization.authority import acts_at
from daihoi.foundation.organization.forms import ActForm, CommitteeForm, HandOverForm, PostForm, TermForm, VacateForm
from daihoi.foundation.organization.holders import people_of, seats, shared_names
from daihoi.foundation.organization.models import Post, Unit
from daihoi.foundation.organization.queries import newest_name
from daihoi.foundation.organization.views.common import person, unit_for
from daihoi.web.errors import form_page, refusals

form_methods = require_http_methods(["GET", "HEAD", "POST"])
MAY = {
    "open_term": "organization.open_term",
    "open_committee": "organization.open_committee",
    "fill": "organization.fill_post",
    "vacate": "organization.vacate_post",
}


@require_safe
def bodies(request: HttpRequest, code: str) -> HttpResponse:
    """Show the terms of a unit, its committees, who sits in them and who sat there (cấp ủy, chức vụ)."""
    unit = unit_for(request, code, "organization.view_posts")
    today = timezone.localdate()
    terms = seats(unit, today)
    posts = [post for _term, opened in terms for each in opened for post in (*each.present, *each.past)]
    held = acts_at(person(request), unit)
    may = {name: act in held and unit.closed is None for name, act in MAY.items()}
    context = {
        "unit": unit,
        "name": newest_name(unit),
        "terms": terms,
        "committees": any(opened for _term, opened in terms),
        "people": len({post.person_id for post in posts if post.valid_from <= today and (post.valid_to is None or post.valid_to > today)}),
        "twins": shared_names(post.person for post in posts) if may["fill"] else frozenset(),
        "may": may,
        "today": today,
    }
    return render(request, "organization/bodies.html", context)


def _page(
    request: HttpRequest, unit: Unit, form: ActForm, words: tuple[str, str], done: Callable[[dict[str, Any]], str], lead: str = ""
) -> HttpResponse:
    """Show the form of an act, do the act, go back to the committees; `words` are title and button."""
    back = reverse("organization:bodies", args=[unit.code])
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            messages.success(request, done(form.cleaned_data))
            return redirect(back)
    title, button = words
    context = {"unit": unit, "name": newest_name(unit), "title": title, "button": button, "lead": lead, "back": back}
    return form_page(request, "organization/act.html", form, **context)


def _known(unit: Unit) -> dict[str, Any]:
    """Give the people a form may offer: those of this unit, and who among them shares a name."""
    people = people_of(unit)
    return {"people": people, "twins": shared_names(people)}


def _post_of(unit: Unit, post_id: UUID) -> Post:
    """Find a post that still runs in this unit."""
    found = Post.objects.select_related("person", "committee__term__unit")
    return get_object_or_404(found, pk=post_id, committee__term__unit=unit, valid_to__isnull=True)


@form_methods
def term(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a term (mở nhiệm kỳ)."""
    unit = unit_for(request, code, "organization.open_term")

    def done(data: dict[str, Any]) -> str:
        made = try_again(services.open_term, actor=person(request), unit=unit, **data)
        return _("Đã mở nhiệm kỳ {title}. Tiếp theo lập cấp ủy.").format(title=made.title)

    lead = _("Nhiệm kỳ trước và mọi chức vụ trong đó kết thúc cùng ngày.") if unit.terms.exists() else ""
    return _page(request, unit, TermForm(request.POST or None), (_("Mở nhiệm kỳ"), _("Mở nhiệm kỳ")), done, lead)


@form_methods
def committee(request: HttpRequest, code: str) -> HttpResponse:
    """Open a committee in a term (lập cấp ủy)."""
    unit = unit_for(request, code, "organization.open_committee")

    def done(data: dict[str, Any]) -> str:
        made = try_again(services.open_committee, actor=person(request), **data)
        return _("Đã lập {body}. Tiếp theo ghi người.").format(body=made.get_body_display())

    return _page(request, unit, CommitteeForm(request.POST or None, unit=unit), (_("Lập cấp ủy"), _("Lập cấp ủy")), done)


@form_methods
def post(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a person where he is new, and give him a post (giao chức vụ)."""
    unit = unit_for(request, code, "organization.fill_post")
    form = PostForm(request.POST or None, unit=unit, initial={"committee": request.GET.get("committee", "")}, **_known(unit))

    def done(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("committee", "office", "since", "until")}
        made = try_again(services.appoint, actor=person(request), who=form.who(), **given)
        was_known = made.person.pk in {known.pk for known in form.people.values()}
        words = _("Đã giao chức vụ {office} cho {name}, người đã có ở đơn vị.") if was_known else _("Đã ghi {name}, {office}.")
        return words.format(name=made.person.full_name, office=made.get_office_display())

    return _page(request, unit, form, (_("Giao chức vụ"), _("Giao chức vụ")), done)


@form_methods
def vacate(request: HttpRequest, code: str, post_id: UUID) -> HttpResponse:
    """End a post on a day (thôi chức vụ)."""
    unit = unit_for(request, code, "organization.vacate_post")
    found = _post_of(unit, post_id)

    def done(data: dict[str, Any]) -> str:
        try_again(services.vacate_post, actor=person(request), post=found, on=data["on"])
        return _("Đã ghi {name} thôi {office}.").format(name=found.person.full_name, office=found.get_office_display())

    who = {"name": found.person.full_name, "office": found.get_office_display(), "day": f"{found.valid_from:%d/%m/%Y}"}
    lead = _("{name}, {office} từ {day}. Ghi nhầm thì ghi ngày thôi bằng ngày nhận: chức vụ coi như chưa có.").format(**who)
    return _page(request, unit, VacateForm(request.POST or None), (_("Thôi chức vụ"), _("Ghi thôi chức vụ")), done, lead)


@form_methods
def hand_over(request: HttpRequest, code: str, post_id: UUID) -> HttpResponse:
    """Give a post to another person from a day on (bàn giao chức vụ)."""
    unit = unit_for(request, code, "organization.vacate_post")
    found = _post_of(unit, post_id)
    form = HandOverForm(request.POST or None, **_known(unit))

    def done(data: dict[str, Any]) -> str:
        made = try_again(services.hand_over_post, actor=person(request), post=found, who=form.who(), on=data["on"])
        return _("Từ {day} {name} là {office}.").format(
            day=f"{made.valid_from:%d/%m/%Y}", name=made.person.full_name, office=made.get_office_display()
        )

    who = {"name": found.person.full_name, "office": found.get_office_display(), "day": f"{found.valid_from:%d/%m/%Y}"}
    lead = _("{name}, {office} từ {day}. Người nhận thôi chức vụ khác của mình trong cùng cấp ủy cùng ngày.").format(**who)
    return _page(request, unit, form, (_("Bàn giao chức vụ"), _("Bàn giao")), done, lead)
