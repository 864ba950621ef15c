"""Choose the words printed on a ballot besides the names (lời trên phiếu)."""

from dataclasses import dataclass, replace

from django.db import transaction

from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.contests import as_rules, charter_of
from daihoi.cycle.elections.services.listing import open_list
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.paper.words import check_words, fitted_words
from daihoi.rules.names import nfc


@dataclass(frozen=True)
class BallotWords:
    """The name of the ballot and how to vote; empty means the words of the charter's form (lời trên phiếu)."""

    heading: str = ""
    instruction: str = ""


@transaction.atomic
def set_ballot_words(*, actor: User, contest: Contest, words: BallotWords) -> Contest:
    """Set the words of a ballot while its list is open; they are frozen with the proof that two people sign, PR-17 (sửa lời trên phiếu)."""
    require(actor, "elections.set_ballot_words", contest.unit)
    contest = open_list(contest)
    asked = replace(as_rules(contest), heading=nfc(words.heading), instruction=nfc(words.instruction))
    check_words(asked)
    if asked.candidates:
        fitted_words(asked, charter_of(contest), contest.page_size)
    contest.ballot_heading, contest.ballot_instruction = asked.heading, asked.instruction
    contest.save(update_fields=["ballot_heading", "ballot_instruction"])
    record(actor, "elections.ballot_words_set", contest, heading=asked.heading, instruction=asked.instruction)
    return contest
