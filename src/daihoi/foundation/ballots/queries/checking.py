"""Which sheets of a closed count people count again, and how far they have come (kiểm phiếu lần hai)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import ComparedSheet, FullCheck, Poll, PublicSeed, SecondCheck, Tally
from daihoi.foundation.ballots.queries.access import is_member, may_decide
from daihoi.foundation.ballots.queries.polls import earlier_tallies, tally_of
from daihoi.rules.errors import RuleViolation
from daihoi.rules.second_check import Plan, draw, least_wrong, plan_of, sample_size, setting

COMPARE = "ballots.compare_sheets"


def may_compare(user: User, poll: Poll) -> bool:
    """Tell whether a person may see what the record says of single ballots: of the committee, no candidate, no administrator."""
    return is_member(user, poll, COMPARE) and may_decide(user, poll)


def seed_of(tally: Tally) -> PublicSeed | None:
    """Give the seed recorded for one closing of a count (số gieo công khai)."""
    return PublicSeed.objects.filter(poll_id=tally.poll_id, turn=tally.turn).first()


def full_check_of(tally: Tally) -> FullCheck | None:
    """Give the head's choice to compare all ballots of one closing (chọn kiểm cả chồng)."""
    return FullCheck.objects.filter(poll_id=tally.poll_id, turn=tally.turn).first()


def plan_for(tally: Tally) -> Plan | None:
    """Plan the second check of one closing: all its ballots, or those its recorded seed draws; nothing while that is not recorded."""
    if full_check_of(tally):
        return whole_pile(tally)
    seed = seed_of(tally)
    try:
        return plan_of(tally.result, seed.seed if seed else "")
    except RuleViolation:
        return None


def sample_needed(tally: Tally) -> int:
    """Say how many ballots a sample of one closing takes, before its seed is drawn (cỡ mẫu)."""
    return sample_size(tally.returned, least_wrong(tally.result), setting().risk_percent)


def whole_pile(tally: Tally) -> Plan:
    """Plan to compare all ballots of one closing (kiểm cả chồng)."""
    return plan_of(tally.result, "", full_up_to=tally.returned)


def checks_of(poll: Poll, turn: int | None = None) -> list[SecondCheck]:
    """Give the second checks of a vote, oldest first, or those of one closing of its count."""
    rows = SecondCheck.objects.filter(poll=poll)
    return list(rows if turn is None else rows.filter(turn=turn))


def compared(tally: Tally) -> dict[int, bool]:
    """Say of each sheet that was compared whether it equals its record, by its place in the pile (tờ đã so)."""
    rows = ComparedSheet.objects.filter(poll_id=tally.poll_id, turn=tally.turn).order_by("sheet", "take")
    return dict(rows.values_list("sheet", "is_equal"))


@dataclass(frozen=True)
class Comparison:
    """The second check that is under way, or was recorded last (lượt so phiếu)."""

    tally: Tally
    plan: Plan
    sheets: dict[int, bool]
    check: SecondCheck | None
    recorded: frozenset[int] = frozenset()  # sheets of a sample that differed: they stand as they were recorded

    @cached_property
    def done(self) -> Sequence[int]:
        """The sheets of the plan that were compared."""
        return [sheet for sheet in self.plan.sheets if sheet in self.sheets]

    @cached_property
    def differing(self) -> Sequence[int]:
        """Those that differ from their record."""
        return [sheet for sheet in self.done if not self.sheets[sheet]]

    @property
    def left(self) -> int:
        """Sheets still to compare."""
        return len(self.plan.sheets) - len(self.done)


def comparison_of(poll: Poll) -> Comparison | None:
    """Give the comparison of a closed count: its sample, and the whole pile once a recorded sample differed or the head chose it (lượt so phiếu)."""
    tally = tally_of(poll)
    plan = plan_for(tally) if tally else None
    if tally is None or plan is None:
        return None
    checks, sheets = checks_of(poll, tally.turn), compared(tally)
    last = checks[-1] if checks else None
    if last is None or (last.size == len(plan.sheets) and not last.differing):
        return Comparison(tally, plan, sheets, last)
    drawn = frozenset(sheet for check in checks if not check.is_full for sheet in draw(check.seed, check.pile, check.size))
    return Comparison(tally, whole_pile(tally), sheets, last if last.is_full else None, drawn)


def differed_before(poll: Poll) -> list[ComparedSheet]:
    """Give the sheets that differed when the count was closed last, for who counts it anew (những tờ lần trước khác)."""
    before = earlier_tallies(poll)
    if not before:
        return []
    newest: dict[int, ComparedSheet] = {row.sheet: row for row in ComparedSheet.objects.filter(poll=poll, turn=before[-1].turn)}
    return [row for row in newest.values() if not row.is_equal]
