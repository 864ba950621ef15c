"""Certify a counted contest and sign its minutes (công bố kết quả bầu cử, ký biên bản)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.services import prefill_result
from daihoi.cycle.elections.models import Contest, MinutesSignature, Result
from daihoi.cycle.elections.queries.handing import quick_facts
from daihoi.cycle.elections.services.holding import refuse_held
from daihoi.cycle.elections.services.rechecking import refuse_differing
from daihoi.cycle.elections.services.reopening import refuse_recounted
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Tally
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.polls import charter_of, tally_of
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.ballots.services import forget_file_names
from daihoi.foundation.journal.services import head, record, seal_chains
from daihoi.foundation.organization.authority import require
from daihoi.rules import contests as rules
from daihoi.rules.counting import count
from daihoi.rules.errors import RuleViolation

Place = MinutesSignature.Place


@transaction.atomic
def certify_result(*, actor: User, contest: Contest) -> Result:
    """Fix the result of a counted contest: the head of the counting committee announces, EL-31 (công bố kết quả bầu cử)."""
    require(actor, "elections.certify_result", contest.unit)
    contest = Contest.objects.select_for_update(of=("self",)).select_related("congress__unit", "poll").get(pk=contest.pk)
    if contest.result_id is not None:
        raise RuleViolation("elections.certified", _("Kết quả cuộc bầu này đã công bố."))
    refuse_held(contest.congress)
    refuse_recounted(contest)
    tally = closed_tally(contest)
    require_member(actor, tally.poll, "elections.certify_result")
    require_no_candidate(actor, tally.poll)
    refuse_differing(contest)
    outcome = counted_again(tally)
    refuse_over_the_base(outcome)
    entry = record(
        actor, "elections.result_certified", contest, tally=tally.digest, readings=tally.readings_digest, decisions=tally.decisions_digest
    )
    seal_chains(cause=entry)
    result = Result.objects.create(
        contest=contest,
        tally=tally,
        outcome=outcome,
        contest_toml=tally.contest_toml,
        charter_toml=tally.poll.charter_toml,
        readings_digest=tally.readings_digest,
        decisions_digest=tally.decisions_digest,
        digest=tally.digest,
        journal_head=head(contest),
        certified_by=actor,
    )
    forget_file_names(cause=entry, poll=tally.poll)
    contest.result = result
    contest.save(update_fields=["result"])
    facts = quick_facts(contest, outcome)
    if facts:
        prefill_result(cause=entry, congress=contest.congress, facts=facts)
    return result


def closed_tally(contest: Contest) -> Tally:
    """Give the closed count of a contest, or refuse."""
    tally = None if contest.poll is None else tally_of(contest.poll)
    if tally is None:
        raise RuleViolation("elections.not_counted", _("Kiểm phiếu chưa khóa nên chưa có kết quả để công bố. Hãy khóa kiểm phiếu trước."))
    return tally


def counted_again(tally: Tally) -> dict[str, Any]:
    """Count once more from readings and decisions; a result that differs from the closed count is never certified."""
    poll = tally.poll
    outcome = count(rules.Contest.from_toml(tally.contest_toml), charter_of(poll), readings_of(poll), decisions_of(poll))
    if outcome["digest"] != tally.digest:
        raise RuleViolation(
            "elections.count_differs",
            _("Đếm lại ra mã {now}, khác mã {then} khi khóa. Không công bố; hãy dừng và kiểm tra nhật ký."),
            now=outcome["digest"],
            then=tally.digest,
        )
    return outcome


def refuse_over_the_base(outcome: Mapping[str, Any]) -> None:
    """Refuse a result in which somebody has more votes than there are people to vote: no share over 100 % is certified (EL-40 to EL-43)."""
    over = next((vote for vote in outcome["votes"] if outcome["base"] and max(vote["for"], vote["against"]) > outcome["base"]), None)
    if over is not None:
        raise RuleViolation(
            "elections.more_votes_than_people",
            _("Số {number} có {votes} phiếu, nhiều hơn cơ sở tính {base}. Không công bố; kiểm lại số phát ra và số thu về."),
            number=over["candidate"],
            votes=max(over["for"], over["against"]),
            base=outcome["base"],
        )


@transaction.atomic
def sign_minutes(*, actor: User, result: Result, place: str) -> MinutesSignature:
    """Sign the minutes of a certified count, as head of the counting committee or for the presidium (ký biên bản kiểm phiếu)."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("congress__unit").get(pk=result.contest_id)
    if place == Place.PRESIDIUM:
        require(actor, "elections.sign_as_presidium", contest.unit)
        require_member(actor, result.tally.poll, "elections.sign_as_presidium")
    else:
        require(actor, "elections.sign_as_head", contest.unit)
        require_member(actor, result.tally.poll, "elections.sign_as_head")
        require_no_candidate(actor, result.tally.poll)
    if contest.result_id != result.pk:
        raise RuleViolation("elections.result_reopened", _("Kết quả này đã mở lại để kiểm lại. Ký biên bản của kết quả mới."))
    refuse_differing(contest)
    signed = dict(MinutesSignature.objects.filter(result=result).values_list("place", "signer_id"))
    if place in signed:
        raise RuleViolation("elections.place_signed", _("Biên bản đã có chữ ký này."))
    if actor.pk in signed.values():
        raise RuleViolation("elections.signed_twice", _("Bạn đã ký biên bản này. Chữ ký thứ hai phải của người khác."))
    signature = MinutesSignature.objects.create(result=result, place=place, signer=actor, digest=result.digest)
    record(actor, "elections.minutes_signed", contest, place=str(place), digest=result.digest)
    return signature
