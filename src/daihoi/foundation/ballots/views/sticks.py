"""The stick of the counting laptop: choose one, see how it stands, go on without (USB dự phòng)."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.machines import LeaveStickForm, StickForm
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.sticks import stick_state
from daihoi.foundation.ballots.stick import sticks_here
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of
from daihoi.foundation.files.sealing import sealed, unsealed
from daihoi.foundation.files.vault import plain_code
from daihoi.foundation.journal.services import try_again
from daihoi.web.errors import form_page, refusals


@require_http_methods(["GET", "POST"])
def stick(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show how the stick stands; begin one and show its code once, or go on without."""
    poll = poll_of(request, poll_id)
    held = stick_state()
    if held is None:
        raise Http404
    is_leaving = request.POST.get("what") == "leave"
    data = request.POST if request.method == "POST" else None
    begin = StickForm(None if is_leaving else data, folders=sticks_here(settings.STICK))
    leave = LeaveStickForm(data if is_leaving else None)
    form = leave if is_leaving else begin
    context = frame(request, poll) | {"stick": held, "begin": begin, "leave": leave}
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            if is_leaving:
                try_again(services.leave_stick, actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
                messages.success(request, _("Đã ghi: tiếp tục không có USB."))
                return redirect("ballots:desk", poll.pk)
            code = services.begin_stick(actor=request.user, poll=poll, folder=Path(form.cleaned_data["folder"]))  # type: ignore[arg-type]
            return _half(request, poll, code, "first")
    return form_page(request, "ballots/stick.html", form, **context)


@require_POST
def code(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Hide the first half of a code, and show the second once the first was typed back from paper (chép mã USB)."""
    poll = poll_of(request, poll_id)
    try:
        whole = unsealed(request.POST.get("sealed", ""), f"{poll.pk} {request.user.pk}")
    except ValueError:
        return redirect("ballots:stick", poll.pk)
    if "typed" not in request.POST:
        return _half(request, poll, whole, "hidden")
    is_right = plain_code(request.POST["typed"]) == plain_code(halves_of(whole)[0])
    return _half(request, poll, whole, "second") if is_right else _half(request, poll, whole, "first", is_wrong=True)


def _half(request: HttpRequest, poll: Poll, code: str, step: str, *, is_wrong: bool = False) -> HttpResponse:
    """Show one step: the first half, none of both, or the second half; the page carries the rest sealed."""
    shown = dict(zip(("first", "second"), halves_of(code), strict=True)).get(step, "")
    rest = "" if step == "second" else sealed(code, f"{poll.pk} {request.user.pk}")
    context = frame(request, poll) | {"step": step, "half": shown, "sealed": rest, "is_wrong": is_wrong}
    response = render(request, "ballots/stick_code.html", context)
    response["Cache-Control"] = NO_STORE
    return response


@require_GET
def state(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Draw the stick's card of the desk again; asked every few seconds."""
    poll = poll_of(request, poll_id)
    return render(request, "ballots/stick_card.html", frame(request, poll) | {"stick": stick_state()})


def halves_of(code: str) -> tuple[str, str]:
    """Cut a code into the halves that two people keep."""
    groups = code.split("-")
    middle = len(groups) // 2
    return " ".join(groups[:middle]), " ".join(groups[middle:])
