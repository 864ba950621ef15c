"""What a further round keeps as the congress decided it: places, base, title, names (bầu tiếp theo quyết định), DE-10, EL-45 and EL-46."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.contests import left_of
from daihoi.rules.contests import Candidate
from daihoi.rules.errors import RuleViolation
from daihoi.rules.rounds import strangers

KEPT = ("title", "elects", "purpose", "seats", "alternates", "base", "convened", "among", "voters", "moved_away", "suspended")


def refuse_other_terms(contest: Contest, terms: Mapping[str, Any]) -> None:
    """Refuse a further round that is not the one the congress decided on; people, paper and place may still change."""
    decided = terms_decided(contest)
    other = [name for name in decided if terms[name] != decided[name]]
    if other:
        raise RuleViolation(
            "elections.not_as_decided",
            _("Lần bầu này theo quyết định của đại hội: {decision}. Không đổi: {fields}."),
            decision=contest.decision,
            fields="; ".join(f"{Contest._meta.get_field(name).verbose_name} ({_shown(decided[name])})" for name in other),  # type: ignore[union-attr]
            field=other[0],
        )


def terms_decided(contest: Contest) -> dict[str, Any]:
    """Give what the decision fixed of a further round; nothing for a first round (nội dung đã quyết định)."""
    if contest.earlier is None:
        return {}
    return {name: getattr(contest.earlier, name) for name in KEPT} | {"seats": contest.decided_by.seats, "alternates": 0}


def refuse_new_names(contest: Contest, candidates: Sequence[Candidate]) -> None:
    """Refuse who did not stand in the round before, unless the congress decided that new names may enter (DE-10)."""
    if contest.earlier is None or contest.decided_by.takes_new_names:
        return
    new = strangers(candidates, left_of(contest.earlier))
    if new:
        raise RuleViolation(
            "elections.new_names_undecided",
            _("Không có trong danh sách lần trước: {names}. Đại hội chưa quyết định cho giới thiệu thêm người; bỏ khỏi danh sách lần này."),
            names=", ".join(new),
            field="people",
        )


def _shown(value: object) -> str:
    """Write a value that was decided as people read it."""
    return "–" if value is None else str(value)
