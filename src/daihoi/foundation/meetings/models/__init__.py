"""One conference of one body: what was called, who came, what happened, what was decided (hội nghị).

What happens in the hall is a row of events, written once and replayed; `Meeting.version` counts them, and whoever watches asks for it.
Names stand only in rows that can be erased (who is convened, who asks to speak); events and results hold keys and numbers.
"""

from daihoi.foundation.meetings.models.deciding import (
    Adoption,
    Amendment,
    CardUse,
    Conclusion,
    DeviceCount,
    OpenVote,
    VoteResult,
    VotingCard,
)
from daihoi.foundation.meetings.models.meeting import Event, Invitee, Item, ItemWords, LateDraft, Meeting, Minutes, Paper, Speaker

__all__ = [
    "Adoption",
    "Amendment",
    "CardUse",
    "Conclusion",
    "DeviceCount",
    "Event",
    "Invitee",
    "Item",
    "ItemWords",
    "LateDraft",
    "Meeting",
    "Minutes",
    "OpenVote",
    "Paper",
    "Speaker",
    "VoteResult",
    "VotingCard",
]
