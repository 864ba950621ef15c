"""Edit the chair's words for this conference, with the figures of this moment beside them (sửa kịch bản; PR-15)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.figures import FIGURES, places_in, shown
from daihoi.foundation.meetings.forms import WordsForm
from daihoi.foundation.meetings.models import Item
from daihoi.foundation.meetings.queries.script import facts_of, own_words, sample_words
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.views.base import frame, in_charge, person
from daihoi.web.errors import form_page, refusals


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Edit the words of one item and of its branches (sửa lời điều hành)."""
    meeting = in_charge(request, meeting_id)
    item = get_object_or_404(Item.objects.select_related("meeting__unit"), pk=item_id, meeting=meeting)
    own, sample = own_words(meeting).get(item.pk, {}), {branch: "\n".join(lines) for branch, lines in sample_words(item).items()}
    kept = {branch: own.get(branch, text) for branch, text in sample.items()}
    form = WordsForm(request.POST or None, branches={branch: shown(text) for branch, text in kept.items()})
    if "sample" in request.POST:
        form = WordsForm({f"b{n}": "" for n in range(len(sample))}, branches=kept)
    if form.is_valid():
        with refusals(form):
            try_again(services.set_words, actor=person(request), item=item, words=form.words())
            messages.success(request, _("Đã ghi lời điều hành."))
            _warn_of_missing(request, item, sample)
            return redirect("meetings:script", meeting.pk)
    facts = facts_of(standing_of(meeting), item)
    context = {
        "item": item,
        "figures": [(f"{{{title}}}", facts[code]) for code, title in FIGURES.items()],
        "is_edited": bool(own),
        "samples": [(title, shown(text)) for title, text in sample.items()],
    }
    return form_page(request, "meetings/words.html", form, **frame(request, meeting), **context)


def _warn_of_missing(request: HttpRequest, item: Item, sample: dict[str, str]) -> None:
    """Name the figures that the sample says and the edited words no longer do."""
    own = own_words(item.meeting).get(item.pk, {})
    gone = {name for branch, text in own.items() for name in places_in(sample[branch]) - places_in(text)}
    if gone:
        names = ", ".join(f"{{{FIGURES[name]}}}" for name in FIGURES if name in gone)
        messages.warning(request, _("Lời đã sửa không còn nêu {names} như lời mẫu. Xem lại nếu quy định cần nêu.").format(names=names))
