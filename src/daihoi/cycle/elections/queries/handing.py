"""What a certified election tells the quick result of its congress, so that nothing is asked twice (số liệu giao xuống)."""

from collections.abc import Mapping
from typing import Any

from daihoi.cycle.elections.models import Contest, Elects, Purpose
from daihoi.cycle.elections.queries.outcomes import structure_of


def quick_facts(contest: Contest, outcome: Mapping[str, Any]) -> dict[str, object]:
    """Give the fields of the quick result that a certified election answers (kết quả nhanh)."""
    if contest.purpose != Purpose.ELECTION:
        return {}
    facts: dict[str, object] = {"convened": contest.convened, "present": contest.present}
    elected = sum(len(each) for each in (outcome["elected"], *_elected_before(contest)))
    if contest.elects == Elects.EXECUTIVE_COMMITTEE:
        first = _first(contest)
        facts |= {"seats": first.seats, "candidates": first.candidates.count(), "elected": elected, "rounds": contest.round}
        women = structure_of(contest, outcome)
        if women and contest == first:
            facts["women"] = women[0].part
    elif contest.elects == Elects.DELEGATES:
        facts |= {"delegates": elected, "alternates": len(outcome.get("alternates", ()))}
    elif contest.elects == Elects.STANDING_COMMITTEE:
        facts["standing"] = elected
    elif contest.elects == Elects.SECRETARY and elected:
        facts["secretary_directly"] = "yes"
    return facts


def _first(contest: Contest) -> Contest:
    """Give the first vote of which this one is a later round."""
    while contest.earlier:
        contest = contest.earlier
    return contest


def _elected_before(contest: Contest) -> list[list[int]]:
    """Give who was elected in the earlier rounds."""
    found = []
    while contest.earlier:
        contest = contest.earlier
        if contest.result is not None:
            found.append(list(contest.result.outcome["elected"]))
    return found
