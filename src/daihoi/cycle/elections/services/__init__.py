"""Acts of elections: lists, results, signatures, later rounds, evidence (bầu cử)."""

from daihoi.cycle.elections.services.certifying import certify_result, sign_minutes
from daihoi.cycle.elections.services.evidence import evidence_bundle
from daihoi.cycle.elections.services.holding import Letter, answer_hold, hold_elections, report_hold, resume_elections
from daihoi.cycle.elections.services.listing import Terms, change_terms, fix_list, open_contest, set_candidates
from daihoi.cycle.elections.services.numbering import number_paper
from daihoi.cycle.elections.services.rechecking import ask_recount, decide_recount, uphold_outcome
from daihoi.cycle.elections.services.reopening import (
    SuperiorDecision,
    ask_reopening,
    carry_out_order,
    decide_reopening,
    order_reopening,
)
from daihoi.cycle.elections.services.rounds import Proposal, decide_further
from daihoi.cycle.elections.services.wording import BallotWords, set_ballot_words

__all__ = [
    "BallotWords",
    "Letter",
    "Proposal",
    "SuperiorDecision",
    "Terms",
    "answer_hold",
    "ask_recount",
    "ask_reopening",
    "carry_out_order",
    "certify_result",
    "change_terms",
    "decide_further",
    "decide_recount",
    "decide_reopening",
    "evidence_bundle",
    "fix_list",
    "hold_elections",
    "number_paper",
    "open_contest",
    "order_reopening",
    "report_hold",
    "resume_elections",
    "set_ballot_words",
    "set_candidates",
    "sign_minutes",
    "uphold_outcome",
]
