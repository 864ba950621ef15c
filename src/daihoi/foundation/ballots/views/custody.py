"""Sealed paper: where it is, what may be done with it, its papers (phiếu niêm phong)."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.custody import DestroyForm, HandOverForm, OpenForm, ResealForm, SealForm
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.access import acts_here, visible_polls
from daihoi.foundation.ballots.queries.custody import (
    KEEP,
    Envelope,
    Kind,
    destruction_of,
    envelope_of,
    envelopes_of,
    kept_by,
    propose_kept,
    voted_of,
)
from daihoi.foundation.ballots.queries.papers import custody_paper, envelope_paper, opening_paper
from daihoi.foundation.ballots.views.printing import paper_response
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Actor
from daihoi.web.errors import form_page, refusals


@dataclass(frozen=True)
class Deed:
    """One thing to do with an envelope: its words, its form, its act (việc)."""

    title: Any
    form: type[Form]
    act: Callable[..., object]


DEEDS = {
    "ban-giao": Deed(gettext_lazy("Bàn giao"), HandOverForm, services.hand_over_envelope),
    "mo": Deed(gettext_lazy("Mở theo quyết định"), OpenForm, services.open_envelope),
    "niem-phong-lai": Deed(gettext_lazy("Niêm phong lại"), ResealForm, services.reseal_envelope),
    "quyet-dinh-huy": Deed(gettext_lazy("Ghi quyết định hủy"), OpenForm, services.order_destruction),
    "huy": Deed(gettext_lazy("Xác nhận đã hủy"), DestroyForm, services.destroy_envelope),
}

NEEDS = {"quyet-dinh-huy": "ballots.order_destruction", "huy": "ballots.destroy_envelope"}


def kept(request: HttpRequest, poll_id: UUID) -> Poll:
    """Find a vote whose sealed paper this person keeps."""
    return get_object_or_404(visible_polls(request.user, KEEP).select_related("unit", "key"), pk=poll_id)


@require_GET
def everywhere(request: HttpRequest) -> HttpResponse:
    """List the votes whose sealed paper this person keeps, those first whose keeping time is over."""
    today = timezone.localdate()
    rows = [
        {"poll": poll, "envelopes": len(envelopes), "kept": sum(not each.is_destroyed for each in envelopes),
         "due": sum(each.is_due(today) for each in envelopes)}
        for poll, envelopes in kept_by(request.user, today)
    ]  # fmt: skip
    return render(request, "ballots/custody_all.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def custody(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show the envelopes of one vote with all that happened to them; take a new one."""
    poll, today = kept(request, poll_id), timezone.localdate()
    form = SealForm(request.POST or None, initial={"happened_on": today, "kept_until": propose_kept(poll, today)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            event = try_again(services.seal_envelope, actor=request.user, poll=poll, sealing=form.sealing())  # type: ignore[arg-type]
            messages.success(request, _("Đã ghi phong bì {name}.").format(name=event.envelope))
            return redirect("ballots:custody", poll.pk)
    envelopes, may = envelopes_of(poll), acts_here(request.user, poll)
    rows = [
        {"envelope": each, "chip": each.chip(today), "acts": [(act, DEEDS[act].title) for act in acts_for(request.user, each, may)]}
        for each in envelopes
    ]
    sheets = sum(each.last.sheets for each in envelopes if not each.is_destroyed)
    context = {"poll": poll, "rows": rows, "sheets": sheets, "voted": voted_of(poll, envelopes), "destruction": destruction_of(poll)}
    return form_page(request, "ballots/custody.html", form, **context)


def acts_for(user: Actor, envelope: Envelope, may: Container[str]) -> list[str]:
    """Name what one person may do with an envelope now: who ordered a destruction does not confirm it."""
    acts = [act for act in envelope.acts if NEEDS.get(act, KEEP) in may]
    return [act for act in acts if act != "huy" or envelope.last.ordered_by != user]


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, poll_id: UUID, what: str) -> HttpResponse:
    """Do one thing with one envelope."""
    poll = kept(request, poll_id)
    envelope = envelope_of(poll, request.GET.get("phong-bi", ""))
    if what not in DEEDS or envelope is None:
        raise Http404
    chosen = DEEDS[what]
    form = chosen.form(
        request.POST or None, initial={"on": timezone.localdate(), "sheets": envelope.last.sheets, "paper": envelope.last.paper}
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            try_again(chosen.act, actor=request.user, poll=poll, envelope=envelope.name, **form.facts())  # type: ignore[attr-defined]
            messages.success(request, _("Đã ghi: {what}.").format(what=chosen.title))
            return redirect("ballots:custody", poll.pk)
    return form_page(request, "ballots/custody_deed.html", form, poll=poll, envelope=envelope, what=what, title=chosen.title)


@require_GET
def paper(request: HttpRequest, poll_id: UUID, form: str) -> HttpResponse:
    """Give the register of the envelopes, or of one the minutes of its destruction or of an opening, as DOCX or PDF."""
    poll = kept(request, poll_id)
    name = request.GET.get("phong-bi", "")
    if not name:
        return paper_response(custody_paper(poll), form, f"so-niem-phong-{poll.code}")
    envelope = envelope_of(poll, name)
    if envelope is None:
        raise Http404
    opened = next((each for each in envelope.events if each.kind == Kind.OPENED and str(each.sequence) == request.GET.get("mo")), None)
    if opened is not None:
        after = next((each for each in envelope.events if each.sequence == opened.sequence + 1), None)
        return paper_response(opening_paper(opened, after), form, f"bien-ban-mo-niem-phong-{poll.code}")
    if not envelope.is_destroyed:
        raise Http404
    return paper_response(envelope_paper(envelope.last), form, f"bien-ban-huy-niem-phong-{poll.code}")
