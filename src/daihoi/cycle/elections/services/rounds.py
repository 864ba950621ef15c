"""Go on voting after a result, or stop: what the electing body decided, by which vote (bầu lại, bầu tiếp, thôi bầu), EL-45 and EL-46."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import CongressDecision, Contest, Method, Result
from daihoi.cycle.elections.queries.contests import of_rules
from daihoi.cycle.elections.queries.rounds import rounds_of
from daihoi.cycle.elections.services.holding import refuse_held
from daihoi.cycle.elections.services.listing import next_chain, next_letter, write_list
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.rounds import is_adopted

Kind = CongressDecision.Kind
CARRIED = (
    *("congress", "elects", "title", "purpose", "convened", "present", "base", "checks_stamp", "page_size", "place"),
    *("ballot_heading", "ballot_instruction"),
    *("among", "voters", "moved_away", "suspended"),
)


@dataclass(frozen=True)
class Proposal:
    """What was put to the vote after a result, and how people voted (biểu quyết về lần bầu)."""

    kind: str
    in_favour: int
    against: int = 0
    abstained: int = 0
    seats: int = 0
    method: str = Method.HANDS
    takes_new_names: bool = False


@transaction.atomic
def decide_further(*, actor: User, contest: Contest, proposal: Proposal) -> CongressDecision:
    """Record what the electing body decided after a result; what it adopted opens the further round (quyết định về lần bầu)."""
    require(actor, "elections.decide_further", contest.unit)
    contest = Contest.objects.select_for_update(of=("self",)).select_related("congress__unit", "congress__charter").get(pk=contest.pk)
    refuse_held(contest.congress)
    places = _places(contest, _certified(contest), proposal)
    seats = 0 if proposal.kind == Kind.STOP else proposal.seats
    _refuse_votes(contest, proposal)
    adopted = is_adopted(proposal.in_favour, contest.base)
    facts = vars(proposal) | {"seats": seats, "takes_new_names": proposal.takes_new_names and proposal.kind == Kind.NEXT}
    record(actor, "elections.congress_decided", contest, base=contest.base, is_adopted=adopted, **facts)
    opens = adopted and proposal.kind != Kind.STOP
    further = _follow(actor, contest, proposal, places) if opens else None
    return CongressDecision.objects.create(contest=contest, opened=further, base=contest.base, is_adopted=adopted, **facts)


def _certified(contest: Contest) -> Result:
    """Give the result on which a decision stands, or refuse."""
    result = contest.result
    if result is None:
        raise RuleViolation("elections.not_certified", _("Kết quả chưa công bố nên chưa bầu tiếp được."))
    if contest.later.exists():
        raise RuleViolation("elections.already_follows", _("Đã có lần bầu tiếp theo cho cuộc bầu này."))
    if contest.decisions.filter(is_adopted=True).exists():
        raise RuleViolation("elections.already_decided", _("Đã quyết định thôi bầu; không quyết định lại ở đây được."))
    return result


def _places(contest: Contest, result: Result, proposal: Proposal) -> Collection[int]:
    """Give the numbers of those who stand in the further round, or refuse a decision that the result does not leave open."""
    tied, unfilled, elected = (result.outcome[key] for key in ("tied", "unfilled", "elected"))
    if proposal.kind == Kind.TIE and not tied:
        raise RuleViolation("elections.nobody_tied", _("Kết quả này không có người bằng phiếu ở người cuối."))
    if not unfilled:
        raise RuleViolation("elections.all_filled", _("Đã bầu đủ số lượng, không còn chỗ để bầu tiếp."))
    if proposal.kind == Kind.STOP:
        return ()
    due = rounds_of(contest).appointment
    if due is not None:
        raise RuleViolation(
            "elections.appointment_due",
            _("Đã bầu {n} lần mà chưa có người trúng cử: báo cáo cấp trên chỉ định, không bầu thêm ({source})."),
            n=due.rounds,
            source=due.source,
        )
    if not 1 <= proposal.seats <= unfilled:
        message = _("Còn thiếu {unfilled} người; số lượng bầu tiếp phải từ 1 đến {unfilled}.")
        raise RuleViolation("elections.seats_over_unfilled", message, unfilled=unfilled, field="seats")
    return tied if proposal.kind == Kind.TIE else [place for place in _all(contest) if place not in elected]


def _all(contest: Contest) -> list[int]:
    """Give the numbers of everybody on the list."""
    return list(contest.candidates.values_list("place", flat=True))


def _refuse_votes(contest: Contest, proposal: Proposal) -> None:
    """Refuse more votes than the base of the congress, and none at all."""
    voted = proposal.in_favour + proposal.against + proposal.abstained
    if voted > contest.base:
        raise RuleViolation(
            "elections.votes_over_base",
            _("Cộng {voted} người biểu quyết, nhiều hơn cơ sở tính {base}. Đếm lại."),
            voted=voted,
            base=contest.base,
            field="in_favour",
        )
    if not voted:
        raise RuleViolation("elections.no_votes", _("Ghi số người đồng ý, không đồng ý, không biểu quyết."), field="in_favour")


def _follow(actor: User, contest: Contest, proposal: Proposal, places: Collection[int]) -> Contest:
    """Write the further contest with its list."""
    is_tie = proposal.kind == Kind.TIE
    decision = f"{Method(proposal.method).label}: {proposal.in_favour} đồng ý, {proposal.against} không đồng ý, {proposal.abstained} không biểu quyết, trên {contest.base}"
    decision += ", cho giới thiệu thêm người" if proposal.takes_new_names and not is_tie else ""
    further = Contest.objects.create(
        **{name: getattr(contest, name) for name in CARRIED},
        earlier=contest,
        decision=decision[:1].upper() + decision[1:],
        round=contest.round if is_tie else contest.round + 1,
        is_tie=is_tie,
        seats=proposal.seats,
        letter=next_letter(contest.congress),
        journal_chain=next_chain(contest.congress),
    )
    people = [of_rules(row) for row in contest.candidates.filter(place__in=places)]
    record(actor, "elections.further_round_opened", further, earlier=str(contest.pk), is_tie=is_tie, seats=further.seats)
    write_list(actor, further, people)
    return further
