"""Contests a person may see, how far each has come, and what its rules say (cuộc bầu)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.elections.models import Contest, ContestCandidate, MinutesSignature
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.organization.authority import Actor, newest, visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.paper.words import words_findings
from daihoi.rules import contests as rules
from daihoi.rules import slate
from daihoi.rules.charter import Charter
from daihoi.rules.errors import ERROR, Finding, error, warning
from daihoi.rules.rounds import strangers

VIEW = "elections.view"
EMPTY = gettext_noop("Danh sách chưa có ai nên chưa chốt được. Hãy nhập họ và tên, mỗi người một dòng.")


class Phase(StrEnum):
    """How far a contest has come; computed, never stored (giai đoạn)."""

    LIST = "list"
    PROOF = "proof"
    PRINT = "print"
    ISSUE = "issue"
    VOTE = "vote"
    COUNT = "count"
    COUNTED = "counted"
    CERTIFIED = "certified"
    SIGNED = "signed"

    @property
    def is_settled(self) -> bool:
        """The result may be shown."""
        return self in {Phase.CERTIFIED, Phase.SIGNED}

    @property
    def is_counting(self) -> bool:
        """Ballots are out or being counted."""
        return self in {Phase.VOTE, Phase.COUNT, Phase.COUNTED}


TITLES = {
    Phase.LIST: _("Đang lập danh sách"),
    Phase.PROOF: _("Chờ soát bản in"),
    Phase.PRINT: _("Chờ in phiếu"),
    Phase.ISSUE: _("Chờ phát phiếu"),
    Phase.VOTE: _("Đang bỏ phiếu"),
    Phase.COUNT: _("Đang kiểm phiếu"),
    Phase.COUNTED: _("Đã khóa, chờ công bố"),
    Phase.CERTIFIED: _("Đã công bố, chờ ký biên bản"),
    Phase.SIGNED: _("Đã ký biên bản"),
}
CHIPS = {Phase.LIST: "none", Phase.COUNT: "info", Phase.VOTE: "info", Phase.SIGNED: "ok", Phase.CERTIFIED: "brass", Phase.COUNTED: "soon"}
OF_POLL = {
    Poll.State.DRAFT: Phase.PROOF,
    Poll.State.PROOFED: Phase.PRINT,
    Poll.State.PRINTED: Phase.ISSUE,
    Poll.State.ISSUED: Phase.VOTE,
    Poll.State.COUNTING: Phase.COUNT,
    Poll.State.CLOSED: Phase.COUNTED,
    Poll.State.VOIDED: Phase.LIST,
}


def visible_contests(user: Actor) -> "QuerySet[Contest]":
    """Give the contests of the units in which a person may see elections, with all that tells how far they are."""
    mine = Contest.objects.filter(congress__unit__in=visible_units(user, VIEW))
    signatures = Prefetch("result__signatures", MinutesSignature.objects.select_related("signer"))
    return mine.select_related(
        "congress__unit", "congress__round", "congress__charter", "poll", "result__tally", "among", "voters"
    ).prefetch_related(signatures)


def contests_of(congress: Congress, user: Actor) -> list["Standing"]:
    """Give the contests of one congress as far as a person may see them."""
    return [standing(contest) for contest in visible_contests(user).filter(congress=congress)]


@dataclass(frozen=True)
class Standing:
    """A contest with how far it has come."""

    contest: Contest
    phase: Phase
    unit_name: str = ""

    @property
    def title(self) -> str:
        """The phase in words."""
        return str(TITLES[self.phase])

    @property
    def chip(self) -> str:
        """The kind of chip that shows the phase."""
        return CHIPS.get(self.phase, "none")


def standing(contest: Contest, unit_name: str = "") -> Standing:
    """Tell how far a contest has come."""
    return Standing(contest, phase_of(contest), unit_name)


def phase_of(contest: Contest) -> Phase:
    """Compute how far a contest has come from what was written."""
    if contest.poll is None:
        return Phase.LIST
    result = contest.result
    if result is None:
        return OF_POLL[Poll.State(contest.poll.state)]
    return Phase.SIGNED if result.is_signed else Phase.CERTIFIED


def contests_for(user: Actor) -> list[Standing]:
    """Give the contests that are not finished, for the first page: two queries, and one for the names of the units."""
    open_ones = [found for found in map(standing, visible_contests(user)) if found.phase != Phase.SIGNED]
    names = unit_names([found.contest.unit for found in open_ones])
    return [Standing(found.contest, found.phase, names.get(found.contest.unit.pk, "")) for found in open_ones]


def unit_names(units: Sequence[Unit]) -> dict[object, str]:
    """Give the newest name of each unit."""
    if not units:
        return {}
    return dict(newest(Placement.objects.filter(unit__in=units)).values_list("unit_id", "name"))


@lru_cache(maxsize=64)
def _charter(text: str) -> Charter:
    """Read a frozen charter once."""
    return Charter.from_toml(text)


def charter_of(contest: Contest) -> Charter:
    """Give the rules frozen when the congress was called, with what it changed (quy chế đã chốt)."""
    return _charter(contest.congress.charter_toml)


def as_rules(contest: Contest, unit_name: str = "", people: Sequence[rules.Candidate] | None = None) -> rules.Contest:
    """Give a contest as the rules read it, with its list as it stands or as proposed."""
    listed = [of_rules(row) for row in contest.candidates.all()] if people is None else people
    return rules.Contest(
        charter=charter_of(contest).name,
        title=contest.title,
        unit=unit_name,
        elects=contest.elects,
        purpose=contest.purpose,
        round=contest.rules_round,
        seats=contest.seats,
        alternates=contest.alternates,
        base=contest.base,
        stamp="check" if contest.checks_stamp else "ignore",
        heading=contest.ballot_heading,
        instruction=contest.ballot_instruction,
        candidates=tuple(listed),
    )


def of_rules(row: ContestCandidate) -> rules.Candidate:
    """Give a person of the list as the rules read him."""
    return rules.Candidate(row.name, row.born, row.sex, row.note)


def findings_of(contest: Contest, people: Sequence[rules.Candidate] | None = None) -> list[Finding]:
    """Check the list as it stands: warnings the congress answers for, errors that cannot be printed (EL-09, PR-17)."""
    asked = as_rules(contest, people=people)
    if not asked.candidates:
        return [error("slate.empty", EMPTY)]
    charter = charter_of(contest)
    found = [*slate.list_findings(asked, charter), *words_findings(asked, rules.form_of(asked, charter)), *_dropped(contest, asked)]
    return sorted(found, key=lambda one: one.level != ERROR)


def _dropped(contest: Contest, asked: rules.Contest) -> list[Finding]:
    """Name who stood in the round before and stands no more: only who was let withdraw (EL-12)."""
    missing = strangers(left_of(contest.earlier), asked.candidates) if contest.earlier else []
    if not missing:
        return []
    message = gettext_noop("Lần trước có trong danh sách mà không trúng cử, lần này bỏ: {names}. Chỉ bỏ người được đại hội đồng ý cho rút.")
    return [warning("elections.dropped_names", message, "candidates", names=", ".join(missing))]


def left_of(earlier: Contest) -> list[rules.Candidate]:
    """Give who stood in a round and was not elected in it (người còn lại của lần trước)."""
    elected = earlier.result.outcome["elected"] if earlier.result else ()
    return [of_rules(row) for row in earlier.candidates.exclude(place__in=elected)]


def needed_votes(contest: Contest) -> int:
    """Say how many votes elect (EL-40)."""
    return rules.votes_needed(as_rules(contest), charter_of(contest))


def place_of(congress: Congress) -> str:
    """Give the place that the newest contest of a congress names, for the next one (địa danh)."""
    return congress.contests.exclude(place="").order_by("opened_at").values_list("place", flat=True).last() or ""


def today_name(unit: Unit) -> str:
    """Give the name of one unit as it stands today."""
    row = newest(Placement.objects.filter(unit=unit)).values_list("name", flat=True).first()
    return row or unit.code
