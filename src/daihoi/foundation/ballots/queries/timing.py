"""How long the rest of a count takes at the pace of this very scanner (kế hoạch thời gian; PR-19)."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from daihoi.foundation.ballots.models import CountRecord, Poll, ScanBatch
from daihoi.foundation.ballots.queries.accounts import Accounts
from daihoi.foundation.ballots.queries.loops import loop_pages_a_minute
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.rules.time_plan import Pace, Pile, TimePlan, time_plan

USUAL_PAGES_A_MINUTE = 30  # PR-19, until a bundle was scanned
LONGEST_BUNDLE = timedelta(minutes=20)  # a longer gap is a pause, not a pace
LEAST_BUNDLES = 3  # of fewer, one that waited for people would pass for the scanner's pace


@dataclass(frozen=True)
class Timing:
    """The plan with what it stands on (kế hoạch thời gian)."""

    pile: Pile
    pace: Pace
    plan: TimePlan
    is_measured: bool
    is_tried: bool = False


def timing_of(poll: Poll, accounts: Accounts, pace: Pace | None = None) -> Timing:
    """Plan the time of what is not read yet; the pace is typed, measured here, or the usual one."""
    contest = contest_of(poll)
    candidates = (accounts.unread, accounts.issued, accounts.printed, contest.base)
    left = next((number for number in candidates if number is not None), 0)
    pile = Pile(max(left, 0), poll.pages_a_ballot, len(contest.candidates))
    measured, tried = measured_pages_a_minute(poll), loop_pages_a_minute(poll)
    chosen = pace or Pace(measured or tried or USUAL_PAGES_A_MINUTE)
    is_measured = measured == chosen.pages_a_minute
    is_tried = not is_measured and tried == chosen.pages_a_minute
    return Timing(pile, chosen, time_plan(pile, chosen), is_measured=is_measured, is_tried=is_tried)


def measured_pages_a_minute(poll: Poll) -> int | None:
    """Measure pages a minute from box to file, hand count included: the middle bundle of at least three, each from the one before it."""
    start = CountRecord.objects.filter(poll=poll, kind=CountRecord.Kind.RETURNED, turn=1).values_list("recorded_at", flat=True).first()
    scanned = poll.batches.filter(entries=0).exclude(state=ScanBatch.State.WITHDRAWN)
    bundles = scanned.order_by("registered_at").values_list("registered_at", "pages_expected")
    paces = []
    for at, number in bundles:
        if start is not None and timedelta() < at - start <= LONGEST_BUNDLE:
            paces.append(number / ((at - start) / timedelta(minutes=1)))
        start = at
    return max(round(median(paces)), 1) if len(paces) >= LEAST_BUNDLES else None
