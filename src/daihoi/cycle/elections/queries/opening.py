"""Who sees the result of a personnel step: sealed until the presidium opens it by signing its minutes, PR-21 (mở kết quả bước nhân sự)."""

from daihoi.cycle.elections.models import Contest, MinutesSignature
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.queries.access import is_member

KEEPERS = ("elections.certify_result", "elections.sign_as_presidium")


def is_opened(contest: Contest) -> bool:
    """Tell whether a certified result is open to all who see the contest: an election always, a personnel step once the presidium signed."""
    if contest.is_election:
        return True
    return MinutesSignature.objects.filter(result=contest.result_id, place=MinutesSignature.Place.PRESIDIUM).exists()


def sees_result(user: User, contest: Contest) -> bool:
    """Tell whether a person may see a certified result (được xem kết quả)."""
    return is_opened(contest) or (contest.poll is not None and any(is_member(user, contest.poll, act) for act in KEEPERS))
