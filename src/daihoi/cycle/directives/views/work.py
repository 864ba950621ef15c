"""What the pages of a person's work ask of texts: receive all, read the work on a clause (việc theo văn bản)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from daihoi.cycle.directives import services
from daihoi.cycle.directives.address import allowed, person
from daihoi.foundation.assignments.queries.people import own_units
from daihoi.foundation.assignments.views.common import seen_item
from daihoi.foundation.assignments.views.mine import worker
from daihoi.foundation.journal.services import try_again
from daihoi.web.formats import thousands


@require_POST
def receive_all(request: HttpRequest) -> HttpResponse:
    """Confirm that everything sent to a person's units arrived: work, and the texts it comes from (xác nhận đã nhận hết)."""
    user = worker(request)
    n = sum(try_again(services.receive_all, actor=user, unit=unit) for unit in own_units(user, timezone.localdate()))
    messages.success(request, ngettext("Đã xác nhận nhận {n} việc.", "Đã xác nhận nhận {n} việc.", n).format(n=thousands(n)))
    return redirect("assignments:mine")


@require_POST
def read_clause(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Note that a person of the unit opened the work on a clause; his browser says so, that of a superior does not (đã đọc việc)."""
    found, user = seen_item(request, assignment_id), person(request)
    if own_units(user, timezone.localdate()).filter(pk=found.unit_id).exists():
        allowed(user, "directives.receive", found.unit)
        try_again(services.read_clause, actor=user, assignment=found)
    return redirect("assignments:item", found.pk) if not request.headers.get("HX-Request") else HttpResponse(status=204)
