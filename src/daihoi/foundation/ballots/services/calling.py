"""Call a ballot of an open count out to be read again (gọi phiếu ra đọc lại)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import sealed, token
from daihoi.foundation.ballots.models import BallotCall, Poll, ScanBatch
from daihoi.foundation.ballots.queries.calling import Call, open_calls, pages_of
from daihoi.foundation.ballots.queries.places import Places
from daihoi.foundation.ballots.queries.readings import decisions_of, read_batches, readings_of
from daihoi.foundation.ballots.services.adjudicating import at_work
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def call_ballot(*, actor: User, poll: Poll, batch: ScanBatch, sheet: int, reason: str) -> Call:
    """Call the ballot at a place of a bundle; two people then read it apart, whatever was read or concluded before, EL-26 (gọi phiếu)."""
    require(actor, "ballots.adjudicate", poll.unit)
    poll = at_work(actor, poll)
    if reason not in BallotCall.Reason.values:
        raise RuleViolation("ballots.no_such_reason_to_call", _("Chọn một lý do đang hiện."), field="reason")
    ballot = _ballot(poll, batch, sheet)
    if any(call.ballot == ballot for call in open_calls(poll)):
        message = _("Phiếu này đã được gọi ra và đang chờ kết luận. Quyết ở mục Chỗ nghi ngờ.")
        raise RuleViolation("ballots.called_already", message, field="sheet")
    name, content = token(poll, ballot), sealed(poll, {"ballot": ballot, "sheet": sheet})
    turn = BallotCall.objects.filter(poll=poll, ballot=name).count() + 1
    row = BallotCall.objects.create(poll=poll, ballot=name, turn=turn, batch=batch, content=content, reason=reason, caller=actor)
    record(actor, "ballots.ballot_called", poll, call=row.pk, why=reason)
    return Call(ballot, sheet, turn, batch, reason)


def _ballot(poll: Poll, batch: ScanBatch, sheet: int) -> int:
    """Find the whole ballot at a place of a bundle that stands, or say why there is none."""
    if batch not in read_batches(poll):
        raise RuleViolation("ballots.batch_withdrawn", _("Lô này đã rút."), field="batch")
    readings, decisions = readings_of(poll), decisions_of(poll)
    places = Places(poll, readings, decisions).of_bundle(batch)
    if not 1 <= sheet <= len(places):
        message = _("{label} có {n} tờ đã đọc. Ghi số từ 1 đến {n}.")
        raise RuleViolation("ballots.no_such_place", message, label=batch.label, n=len(places), field="sheet")
    ballot = places[sheet - 1].ballot
    if ballot is None or not places[sheet - 1].is_settled or not pages_of(poll, readings, decisions, ballot):
        message = _("Tờ {n} còn để riêng, thiếu trang hoặc chưa nhập xong. Quyết hoặc nhập xong tờ ấy trước, rồi mới gọi.")
        raise RuleViolation("ballots.place_unsettled", message, n=sheet, field="sheet")
    return ballot
