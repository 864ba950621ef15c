"""The words printed on a ballot, with the real page beside them (lời trên phiếu)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.elections import services
from daihoi.cycle.elections.forms import WordsForm
from daihoi.cycle.elections.queries.contests import as_rules, charter_of, findings_of, today_name
from daihoi.cycle.elections.views.base import allowed, frame, person, visible
from daihoi.foundation.journal.services import try_again
from daihoi.paper.printing import first_page_png
from daihoi.paper.words import default_heading, default_instruction, parts
from daihoi.rules import contests as rules
from daihoi.web.errors import form_page, refusals


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Change the words of a ballot while its list is open; the page as it will be printed stands beside them (sửa lời trên phiếu)."""
    found = visible(request, contest_id)
    asked = as_rules(found)
    has_names = bool(asked.candidates)
    instruction = default_instruction(rules.form_of(asked, charter_of(found))) if has_names else ""
    default = services.BallotWords(default_heading(asked), instruction)
    form = WordsForm(request.POST or None, default=default, own=services.BallotWords(found.ballot_heading, found.ballot_instruction))
    if form.is_valid():
        with refusals(form):
            try_again(services.set_ballot_words, actor=person(request), contest=found, words=form.words())
            messages.success(request, _("Đã ghi lời trên phiếu. Xem trang phiếu bên cạnh."))
            return redirect("elections:words", found.pk)
    context = {
        "heading": default.heading,
        "instruction": parts(instruction),
        "has_names": has_names,
        "findings": [one for one in findings_of(found) if one.code.startswith("ballot.")],
        "is_list": not found.is_fixed,
        "may": allowed(request, found.unit, "elections.set_ballot_words"),
    }
    return form_page(request, "elections/words.html", form, **frame(request, found), **context)


@require_safe
def preview(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Draw the first page of the ballot as it would be printed now, as a specimen (xem trước phiếu)."""
    found = visible(request, contest_id)
    asked = as_rules(found, today_name(found.unit))
    if not asked.candidates:
        raise Http404
    picture = first_page_png(asked, charter_of(found), page_size=found.page_size, letter=found.letter)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "no-store, private"})
