"""Questions to one secret paper vote, one module per subject (tra cứu cuộc bỏ phiếu)."""

from daihoi.foundation.ballots.queries.access import visible_polls
from daihoi.foundation.ballots.queries.accounts import Accounts
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.desk import progress_of
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of, tally_of
from daihoi.foundation.ballots.queries.questions import work_for
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of

__all__ = [
    "Accounts",
    "accounts_of",
    "charter_of",
    "closing_findings",
    "contest_of",
    "decisions_of",
    "progress_of",
    "readings_of",
    "tally_of",
    "visible_polls",
    "work_for",
]
