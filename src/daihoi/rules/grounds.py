"""Which rules decided a result, each with its source, so that nobody has to believe the program (căn cứ của kết quả)."""

from collections.abc import Collection, Iterator, Mapping

from daihoi.rules.adoption import rule_words
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest
from daihoi.rules.majority import Outcome

# A finding about the list stands on these values.
OF_FINDING = {
    "slate.no_surplus": ("list.surplus_for",),
    "slate.over_cap": ("list.surplus_cap_percent", "list.surplus_rounding"),
    "outcome.appointment": ("secretary.rounds_before_appointment",),
    "slate.over_small_cap": ("list.small_seats", "list.small_surplus_max"),
}


def grounds(
    contest: Contest, charter: Charter, reasons: Mapping[str, int], found: Outcome, findings: Collection[str]
) -> list[dict[str, object]]:
    """List the values that decided this result and only those."""
    rows = []
    for key in dict.fromkeys(keys(contest, charter, reasons, found, findings)):
        if key in charter:
            rule = charter.rule(key)
            value = rule_words(rule)
            rows.append(
                {
                    "what": f"{rule.title}: {value}",
                    "source": rule.source,
                    "confirmed": rule.confirmed,
                    "key": key,
                    "rule": rule.rule,
                    "title": rule.title,
                    "value": value,
                }
            )
    return rows


def keys(contest: Contest, charter: Charter, reasons: Mapping[str, int], found: Outcome, findings: Collection[str]) -> Iterator[str]:
    """Name the values in the order in which the count uses them."""
    yield from form_keys(contest, charter)
    yield from (f"invalid.{reason}" for reason in reasons)
    yield from majority_keys(contest)
    if found.passed > contest.seats:
        yield "more_winners.rule"
    if found.tied:
        yield "tie.still_tied" if contest.is_tie_round else "tie.rule"
    elif found.unfilled and not any(code.startswith("count.") for code in findings):
        yield "shortage.rule"
    if found.alternates:
        yield "alternates.order"
    for code in findings:
        yield from OF_FINDING.get(code, ())


def form_keys(contest: Contest, charter: Charter) -> Iterator[str]:
    """Name the value that chose the form of the ballot."""
    if len(contest.candidates) == 1:
        yield "ballot.form_one_name"
    elif charter.text(f"{contest.purpose}.form") != "by_numbers":
        yield f"{contest.purpose}.form"
    else:
        yield "ballot.form_surplus" if len(contest.candidates) > contest.seats else "ballot.form_no_surplus"


def majority_keys(contest: Contest) -> Iterator[str]:
    """Name the values that say how many votes elect."""
    if contest.is_tie_round:
        yield "tie.majority_needed"
    elif contest.purpose == "poll":
        yield "outside.agree_over_percent"
    else:
        yield f"{contest.purpose}.over_percent"
        if contest.purpose == "election":
            yield "majority.base"
