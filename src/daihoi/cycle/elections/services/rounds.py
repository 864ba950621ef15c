"""Go on voting after a result: among the tied, or for the places left (bầu lại, bầu tiếp), EL-45 and EL-46."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, Result
from daihoi.cycle.elections.queries.contests import of_rules
from daihoi.cycle.elections.services.listing import next_letter, write_list
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

CARRIED = ("congress", "elects", "title", "purpose", "convened", "present", "base", "checks_stamp", "page_size", "place")


@transaction.atomic
def open_tie_round(*, actor: User, contest: Contest, decision: str) -> Contest:
    """Open a vote among the tied only, as the congress decided, EL-45 (bầu lại giữa những người bằng phiếu)."""
    require(actor, "elections.open_tie_round", contest.unit)
    result = _certified(contest)
    tied = result.outcome["tied"]
    if not tied:
        raise RuleViolation("elections.nobody_tied", _("Kết quả này không có người bằng phiếu ở người cuối."))
    return _follow(actor, contest, decision, tied, is_tie=True)


@transaction.atomic
def open_next_round(*, actor: User, contest: Contest, decision: str) -> Contest:
    """Open a further vote for the places left, among those not elected, as the congress decided, EL-46 (bầu tiếp)."""
    require(actor, "elections.open_next_round", contest.unit)
    result = _certified(contest)
    if not result.outcome["unfilled"]:
        raise RuleViolation("elections.all_filled", _("Đã bầu đủ số lượng, không còn chỗ để bầu tiếp."))
    elected = set(result.outcome["elected"])
    rest = [place for place in contest.candidates.values_list("place", flat=True) if place not in elected]
    return _follow(actor, contest, decision, rest, is_tie=False)


def _certified(contest: Contest) -> Result:
    """Give the result on which a further vote stands, or refuse."""
    contest = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    result = Result.objects.filter(contest=contest).first()
    if result is None:
        raise RuleViolation("elections.not_certified", _("Kết quả chưa công bố nên chưa bầu tiếp được."))
    if contest.later.exists():
        raise RuleViolation("elections.already_follows", _("Đã có lần bầu tiếp theo cho cuộc bầu này."))
    return result


def _follow(actor: User, contest: Contest, decision: str, places: Collection[int], *, is_tie: bool) -> Contest:
    """Write the further contest with its list."""
    if not decision.strip():
        raise RuleViolation("elections.no_decision", _("Ghi quyết định của đại hội: hình thức biểu quyết và kết quả."), field="decision")
    result = contest.result
    further = Contest.objects.create(
        **{name: getattr(contest, name) for name in CARRIED},
        earlier=contest,
        decision=decision.strip(),
        round=contest.round if is_tie else contest.round + 1,
        is_tie=is_tie,
        seats=result.outcome["unfilled"],
        letter=next_letter(contest.congress),
    )
    people = [of_rules(row) for row in contest.candidates.filter(place__in=places)]
    record(actor, "elections.further_round_opened", further, earlier=str(contest.pk), is_tie=is_tie, seats=further.seats)
    write_list(actor, further, people)
    return further
