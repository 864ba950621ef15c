"""The chair's script with live figures and its branches (kịch bản điều hành; PR-15)."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from daihoi.foundation.meetings.figures import filled
from daihoi.foundation.meetings.models import Item, ItemWords, Meeting
from daihoi.foundation.meetings.queries.standing import Standing
from daihoi.office.wording import number
from daihoi.rules.conferences import data


@dataclass(frozen=True)
class Branch:
    """What is read when a case arises (nhánh)."""

    title: str
    lines: tuple[str, ...]
    case: bool | None = None  # whether its case has arisen; None where only the hall can tell

    @property
    def is_now(self) -> bool:
        """Its case has arisen."""
        return self.case is True


@dataclass(frozen=True)
class Part:
    """The words of one item (lời điều hành một việc)."""

    item: Item
    place: int
    lines: tuple[str, ...]
    branches: tuple[Branch, ...]
    is_now: bool
    is_edited: bool = False

    @property
    def open_branches(self) -> tuple[Branch, ...]:
        """The branches that may be read at this moment, without those whose case has not arisen."""
        return tuple(branch for branch in self.branches if branch.case is not False)

    @property
    def is_done(self) -> bool:
        """The item has ended."""
        return self.item.ended_at is not None


@cache
def templates() -> dict[str, Any]:
    """Read script.toml."""
    return tomllib.loads((Path(__file__).parents[1] / "script.toml").read_text(encoding="utf-8"))


def script_of(standing: Standing) -> list[Part]:
    """Write the words of every item with the figures of this moment (kịch bản điều hành)."""
    now, own = standing.item or standing.next_item, own_words(standing.meeting)
    return [_part(standing, item, place, own.get(item.pk, {}), is_now=item == now) for place, item in enumerate(standing.items, start=1)]


def own_words(meeting: Meeting) -> dict[UUID, dict[str, str]]:
    """Give what was edited for this conference: by item, then by the title of the branch (lời đã sửa)."""
    found: dict[UUID, dict[str, str]] = {}
    for row in ItemWords.objects.filter(item__meeting=meeting):
        found.setdefault(row.item_id, {})[row.branch] = row.text
    return found


def sample_words(item: Item) -> dict[str, list[str]]:
    """Give the words of the data file for an item: the main ones under no title, then each branch (lời mẫu)."""
    words = templates().get(item.step, templates()["other"])
    return {"": words["say"], **{row["title"]: row["say"] for row in words.get("branch", [])}}


def _part(standing: Standing, item: Item, place: int, own: dict[str, str], *, is_now: bool) -> Part:
    """Fill the sentences of one item: its own words where they were edited, else those of the data file."""
    facts, cases = facts_of(standing, item), _cases(standing)
    whens = {row["title"]: row.get("when", "") for row in templates().get(item.step, {}).get("branch", [])}
    lines = {
        branch: tuple(filled(line, facts) for line in (own[branch].splitlines() if branch in own else sample))
        for branch, sample in sample_words(item).items()
    }
    branches = tuple(Branch(title, said, cases.get(whens[title])) for title, said in lines.items() if title)
    return Part(item, place, lines[""], branches, is_now, bool(own))


def _cases(standing: Standing) -> dict[str, bool | None]:
    """Tell which cases hold at this moment; before a result nobody knows."""
    result = standing.result
    return {
        "quorum": standing.quorum.is_met,
        "short": not standing.quorum.is_met,
        "carried": None if result is None else result.is_carried,
        "lost": None if result is None else not result.is_carried,
    }


def facts_of(standing: Standing, item: Item) -> dict[str, str]:
    """Give the figures a sentence may name; what is not known stands as a gap to fill in by voice."""
    meeting, quorum, speaking = standing.meeting, standing.quorum, data()["speaking"]
    place = standing.items.index(item) + 1
    following = standing.items[place] if place < len(standing.items) else None
    facts: defaultdict[str, str] = defaultdict(lambda: "…")
    facts |= {
        "unit": standing.unit_name,
        "title": meeting.title,
        "chair": meeting.chair or "…",
        "place": meeting.place,
        "item": item.title,
        "speaker": item.speaker or "…",
        "minutes": str(item.minutes),
        "convened": number(quorum.convened),
        "present": number(quorum.present),
        "absent": number(max(0, quorum.convened - quorum.present)),
        "needed": number(quorum.needed),
        "missing": number(quorum.missing) if quorum.missing else "…",
        "base": number(standing.base.number),
        "waiting": str(len(standing.waiting)),
        "next": following.title if following else "bế mạc",
        "turn_minutes": str(speaking["minutes_a_turn"]),
        "speech_minutes": str(speaking["minutes_a_speech"]),
    }
    if standing.result is not None:
        result = standing.result
        facts |= {
            "agree": number(result.agree),
            "base": number(result.base),
            "vote_needed": number(result.needed),
            "result_of": result.vote.question,
        }
    return facts
