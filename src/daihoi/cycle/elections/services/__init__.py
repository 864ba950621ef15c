"""Acts of elections: lists, results, signatures, later rounds, evidence (bầu cử)."""

from daihoi.cycle.elections.services.certifying import certify_result, sign_minutes
from daihoi.cycle.elections.services.evidence import evidence_bundle
from daihoi.cycle.elections.services.listing import Terms, change_terms, fix_list, open_contest, set_candidates
from daihoi.cycle.elections.services.numbering import number_paper
from daihoi.cycle.elections.services.rounds import open_next_round, open_tie_round

__all__ = [
    "Terms",
    "certify_result",
    "change_terms",
    "evidence_bundle",
    "fix_list",
    "number_paper",
    "open_contest",
    "open_next_round",
    "open_tie_round",
    "set_candidates",
    "sign_minutes",
]
