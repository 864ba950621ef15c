"""The second person's answer to a correction of the numbers of ballots (xác nhận sửa số phiếu)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.papers import CorrectionForm
from daihoi.foundation.ballots.views.desk import poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import refusal_page

ACTS = {"xac-nhan": services.confirm_correction, "bo": services.decline_correction}
SAID = {
    "xac-nhan": gettext_lazy("Đã xác nhận; số mới có hiệu lực và ghi vào biên bản."),
    "bo": gettext_lazy("Đã bỏ đề nghị sửa; số cũ giữ nguyên."),
}


@require_POST
def answer(request: HttpRequest, poll_id: UUID, what: str) -> HttpResponse:
    """Confirm or decline the correction that was on the page, no other."""
    poll, form = poll_of(request, poll_id), CorrectionForm(request.POST)
    if what not in ACTS or not form.is_valid():
        raise Http404
    correction = get_object_or_404(poll.corrections.select_related("poll__unit"), pk=form.cleaned_data["correction"])
    try:
        try_again(ACTS[what], actor=request.user, correction=correction)  # type: ignore[arg-type]
    except RuleViolation as violation:
        return refusal_page(request, violation)
    messages.success(request, _(str(SAID[what])))
    return redirect("ballots:accounts", poll.pk)
