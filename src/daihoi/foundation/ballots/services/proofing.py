"""Compare the proof with the list, two people (ký bản in thử)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, ProofSignature
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def sign_proof(*, actor: User, poll: Poll) -> ProofSignature:
    """Sign that the proof agrees with the list; the second signature frees the print, PR-17 (ký bản in thử)."""
    require(actor, "ballots.sign_proof", poll.unit)
    require_member(actor, poll)
    poll = locked(poll)
    require_no_candidate(actor, poll)
    signed = list(poll.proof_signatures.values_list("signer_id", flat=True))
    if actor.pk in signed:
        raise RuleViolation("ballots.proof_signed", _("Bạn đã ký bản in thử này. Người thứ hai phải là người khác."))
    if poll.state != Poll.State.DRAFT:
        raise RuleViolation("ballots.proof_done", _("Bản in thử đã đủ hai chữ ký."))
    signature = ProofSignature.objects.create(poll=poll, signer=actor, place=len(signed) + 1)
    if signature.place == 2:
        poll.state = Poll.State.PROOFED
        poll.save(update_fields=["state"])
    record(actor, "ballots.proof_signed", poll, place=signature.place, digest=poll.digest)
    return signature
