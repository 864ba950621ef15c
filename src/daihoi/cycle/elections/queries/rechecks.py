"""What a second check that differs asks for before a result is certified (sau kiểm lần hai)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, RecheckStep
from daihoi.foundation.ballots.models import SecondCheck, Tally
from daihoi.foundation.ballots.queries.checking import checks_of, comparison_of
from daihoi.foundation.ballots.queries.polls import earlier_tallies, tally_of
from daihoi.rules.errors import Finding, error

Step = RecheckStep.Step


@dataclass(frozen=True)
class Recheck:
    """One closing of a count with its second checks and what was decided on them (một lần khóa và kiểm lần hai)."""

    tally: Tally
    checks: tuple[SecondCheck, ...]
    steps: tuple[RecheckStep, ...]

    @property
    def last(self) -> SecondCheck | None:
        """The second check that holds."""
        return self.checks[-1] if self.checks else None

    @property
    def is_open(self) -> bool:
        """Sheets differ, and nobody has decided what follows."""
        return self.last is not None and self.last.differing > 0 and self.end is None

    @property
    def end(self) -> RecheckStep | None:
        """What the presidium decided."""
        return next((step for step in self.steps if step.step != Step.ASKED), None)

    @property
    def asked(self) -> RecheckStep | None:
        """What the whole board asked for."""
        return next((step for step in self.steps if step.step == Step.ASKED), None)

    @property
    def changes_nobody(self) -> bool:
        """All ballots were compared, and fewer differ than could elect another person; where alternates stand, that is not known."""
        if self.last is None or not self.last.is_full or self.tally.result["alternates"] or self.tally.result["tied"]:
            return False
        return self.last.differing < self.last.least_wrong


def rechecks_of(contest: Contest) -> list[Recheck]:
    """Give every closing of a contest's count, oldest first, with its second checks (các lần khóa)."""
    if contest.poll is None:
        return []
    standing = tally_of(contest.poll)
    tallies = [*earlier_tallies(contest.poll), *([standing] if standing else [])]
    steps = list(RecheckStep.objects.filter(contest=contest).select_related("check_row", "recorded_by"))
    return [
        Recheck(tally, tuple(checks_of(contest.poll, tally.turn)), tuple(step for step in steps if step.check_row.turn == tally.turn))
        for tally in tallies
    ]


def standing_recheck(contest: Contest) -> Recheck | None:
    """Give the closing that stands, or nothing while the count is open."""
    is_closed = contest.poll is not None and tally_of(contest.poll) is not None
    return rechecks_of(contest)[-1] if is_closed else None


def recheck_findings(contest: Contest) -> list[Finding]:
    """Name what a second check keeps from being certified or signed (kiểm lần hai còn gì)."""
    found = standing_recheck(contest)
    if found is None:
        return []
    if found.is_open and found.last:
        message = _("Kiểm lần hai thấy {n} phiếu khác bản ghi. Mở lại kiểm phiếu, hoặc đoàn chủ tịch quyết định vì sao kết quả vẫn đứng.")
        return [error("elections.check_differs", message, n=found.last.differing)]
    begun = comparison_of(found.tally.poll)
    if begun and not begun.check and begun.differing:
        message = _("Ban kiểm phiếu đã thấy {n} phiếu khác bản ghi mà kiểm lần hai chưa ghi xong. So nốt và ghi kiểm lần hai trước.")
        return [error("elections.check_unfinished", message, n=len(begun.differing))]
    if found.tally.turn > 1 and not found.checks:
        message = _("Cuộc kiểm này đã mở lại. Kiểm lần hai bản mới rồi mới công bố.")
        return [error("elections.recount_unchecked", message)]
    return []
