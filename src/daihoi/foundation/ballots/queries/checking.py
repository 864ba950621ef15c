"""Which sheets of a closed count people count again (kiểm phiếu lần hai)."""

from daihoi.foundation.ballots.models import Poll, SecondCheck, Tally
from daihoi.foundation.ballots.queries.readings import read_batches
from daihoi.rules.errors import RuleViolation
from daihoi.rules.second_check import Plan, plan_of


def plan_for(poll: Poll, seed: str) -> Plan:
    """Plan the second check of a closed count; a sample needs its seed."""
    return plan_of(Tally.objects.get(poll=poll).result, seed)


def places_of(poll: Poll, plan: Plan) -> list[tuple[str, int]]:
    """Say in which bundle each sheet lies and at which place; nothing where bundles and pile do not add up."""
    batches = read_batches(poll)
    try:
        places = plan.places([batch.hand_count for batch in batches])
    except RuleViolation:
        return []
    return [(batches[bundle - 1].label, place) for bundle, place in places]


def checks_of(poll: Poll) -> list[SecondCheck]:
    """Give the second checks of a vote, oldest first."""
    return list(SecondCheck.objects.filter(poll=poll))
