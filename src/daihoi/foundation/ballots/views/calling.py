"""Call a ballot out to be read again (gọi phiếu ra đọc lại)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.counting import CallForm
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.access import may_decide
from daihoi.foundation.ballots.queries.readings import read_batches
from daihoi.foundation.ballots.views.deciding import take_question
from daihoi.foundation.ballots.views.desk import frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Ask for bundle, place and reason; POST calls the ballot and brings its card to who called it."""
    poll = poll_of(request, poll_id)
    if not may_decide(request.user, poll) or poll.state != Poll.State.COUNTING:  # type: ignore[arg-type]
        raise Http404
    form = CallForm(request.POST or None, batches=read_batches(poll))
    if request.method == "POST" and form.is_valid():
        try:
            with refusals(form):
                called = try_again(services.call_ballot, actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
                return take_question(request, poll, called.key)
        except RuleViolation as violation:
            return refusal_page(request, violation)
    return form_page(request, "ballots/call.html", form, **frame(request, poll))
