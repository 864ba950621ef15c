"""Whether one person can be at two places on one day, with the way between them weighed (PR-11: lịch dự đại hội).

No text read so far fixes how long a half day lasts or a way takes: both are settings of the installation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise


@dataclass(frozen=True)
class Stay:
    """One place on one day: when it begins and how many half days it takes there; unknown hours take the day (lượt dự)."""

    opens_at: time | None = None
    half_days: int | None = None


class Day(StrEnum):
    """How the places of one day go together (kết quả)."""

    FREE = "free"
    TIGHT = "tight"  # one after the other, with time for the way
    CLASH = "clash"


def day_of(stays: Sequence[Stay], *, half_day: int, travel: int) -> Day:
    """Say whether a person can be at all these places, `half_day` and `travel` in hours."""
    if len(stays) < 2:
        return Day.FREE
    spans = []
    for stay in stays:
        if stay.opens_at is None or stay.half_days is None:
            return Day.CLASH
        begin = stay.opens_at.hour * 60 + stay.opens_at.minute
        spans.append((begin, begin + stay.half_days * half_day * 60))
    fits = all(end + travel * 60 <= begin for (_first, end), (begin, _last) in pairwise(sorted(spans)))
    return Day.TIGHT if fits else Day.CLASH
