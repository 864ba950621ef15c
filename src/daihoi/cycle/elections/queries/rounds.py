"""All rounds of one election together, and whether elections of the congress stand still (các lần bầu, tạm dừng bầu cử)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.elections.models import CongressDecision, Contest, HoldStep, Result
from daihoi.cycle.elections.queries.contests import charter_of, of_rules
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import newest
from daihoi.foundation.organization.models import Placement
from daihoi.rules.contests import Candidate
from daihoi.rules.rounds import Appointment, appointment_due

Step = HoldStep.Step
ORDER = (Step.STOPPED, Step.REPORTED, Step.ANSWERED, Step.RESUMED)


@dataclass(frozen=True)
class Round:
    """One round with what came of it and what was decided after it (một lần bầu)."""

    contest: Contest
    result: Result | None
    listed: int
    elected: tuple[str, ...]
    decisions: tuple[CongressDecision, ...]

    @property
    def unfilled(self) -> int:
        """Places left after this round."""
        return int(self.result.outcome["unfilled"]) if self.result else 0


@dataclass(frozen=True)
class Rounds:
    """All rounds of one election, the first first (các lần bầu)."""

    rows: tuple[Round, ...]
    appointment: Appointment | None

    @property
    def seats(self) -> int:
        """Places of the first round."""
        return self.rows[0].contest.seats

    @property
    def elected(self) -> int:
        """Persons elected over all rounds."""
        return sum(len(row.elected) for row in self.rows)

    @property
    def last(self) -> Round:
        """The newest round."""
        return self.rows[-1]

    @property
    def is_stopped(self) -> bool:
        """The electing body decided to leave places empty."""
        return any(decision.is_adopted and decision.kind == CongressDecision.Kind.STOP for decision in self.last.decisions)

    @property
    def is_open(self) -> bool:
        """Something is to be decided now: the newest result left places, and nobody has decided."""
        return bool(self.last.unfilled) and not any(decision.is_adopted for decision in self.last.decisions)


def rounds_of(contest: Contest) -> Rounds:
    """Give all rounds of the election a contest belongs to, whichever round it is (các lần bầu)."""
    rows = [_round(each) for each in chain_of(contest)]
    elected = sum(len(row.elected) for row in rows)
    held = sum(row.result is not None and not row.contest.is_tie for row in rows)
    due = appointment_due(
        charter=charter_of(contest).name, kind=kind_of(contest), elects=contest.elects, rounds=held, elected=elected
    )  # fmt: skip
    return Rounds(tuple(rows), due)


def chain_of(contest: Contest) -> list[Contest]:
    """Give the rounds from the first to the last; each round is followed by one at most."""
    every = {each.pk: each for each in Contest.objects.filter(congress=contest.congress_id).select_related("result", "congress__unit")}
    first: UUID = contest.pk
    while every[first].earlier_id:
        first = every[first].earlier_id  # type: ignore[assignment]  # just seen that there is one
    follows = {each.earlier_id: each for each in every.values() if each.earlier_id}
    found = [every[first]]
    while found[-1].pk in follows:
        found.append(follows[found[-1].pk])
    return found


def _round(contest: Contest) -> Round:
    """Gather one round."""
    result = contest.result
    people = list(contest.candidates.all())
    chosen = set(result.outcome["elected"]) if result else set()
    names = tuple(row.name for row in people if row.place in chosen)
    return Round(contest, result, len(people), names, tuple(contest.decisions.select_related("opened")))


def elected_in(contest: Contest) -> list[Candidate]:
    """Give everybody elected in the rounds of an election so far."""
    found: list[Candidate] = []
    for each in chain_of(contest):
        if each.result is not None:
            found += [of_rules(row) for row in each.candidates.filter(place__in=each.result.outcome["elected"])]
    return found


def elected_before(contest: Contest) -> list[Candidate]:
    """Give everybody elected in the rounds before this one."""
    return elected_in(contest.earlier) if contest.earlier else []


def committees_of(congress: Congress) -> list[Contest]:
    """Give the elections of committees whose first result is certified: posts are filled from among their elected (EL-14, EL-55)."""
    kinds = ("executive_committee", "standing_committee", "inspection_committee")
    rows = Contest.objects.filter(congress=congress, elects__in=kinds, purpose="election", earlier__isnull=True, result__isnull=False)
    return list(rows)


def kind_of(contest: Contest) -> str:
    """Give the kind of the unit whose congress votes."""
    return newest(Placement.objects.filter(unit=contest.congress.unit_id)).values_list("kind", flat=True).first() or ""


def open_hold(congress: Congress) -> Sequence[HoldStep]:
    """Give the steps of the hold that stands, or nothing (đang tạm dừng)."""
    rows = list(HoldStep.objects.filter(congress=congress).select_related("contest", "recorded_by").order_by("hold", "recorded_at"))
    last = [row for row in rows if row.hold == rows[-1].hold] if rows else []
    if any(row.step == Step.RESUMED for row in last):
        return []
    for row in last:
        row.recorded_by = row.recorded_by or _writer_of(row)
    return last


def _writer_of(row: HoldStep) -> User | None:
    """Find in the journal who recorded a step that was written before its row named anybody."""
    told = Entry.objects.filter(
        act="elections.hold_step_recorded", object=f"elections.contest:{row.contest_id}", facts__hold=row.hold, facts__step=row.step
    )
    actor = told.values_list("actor", flat=True).first()
    return User.objects.get(pk=actor) if actor else None


def next_step(steps: Sequence[HoldStep]) -> Step:
    """Say which step of a hold comes next: stop, report, the superior's reply, resume (PR-16)."""
    done = {row.step for row in steps}
    return next(step for step in ORDER if step not in done)
