"""Loop tests of a vote, the sheets they are made with, and whether the vote may be held (thử vòng máy, cho bầu; PR-18)."""

from dataclasses import asdict
from functools import lru_cache

from daihoi.foundation.ballots.models import LoopTest, Poll, Release
from daihoi.foundation.ballots.queries.polls import charter_of
from daihoi.paper.decks import practice_deck
from daihoi.paper.practice import PlannedSheet, Practice, practice_sheets
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest

ALWAYS, OR_REASON, NEVER = "always", "or_reason", "never"
USUAL_SHEETS, USUAL_DOUBTFUL_PERCENT = 10, 1  # of votes frozen before the rule stood in the rule sets
DECK_SEED = 18


def loop_rule(poll: Poll) -> str:
    """Say whether this vote needs a passed loop test: always, a test or a reason, never; older votes have no such rule."""
    return str(charter_of(poll).get("loop_test.needed", NEVER))


def doubtful_percent(poll: Poll) -> int:
    """Give the share of fields that may be asked of people."""
    return int(str(charter_of(poll).get("loop_test.doubtful_percent", USUAL_DOUBTFUL_PERCENT)))


def sheets_needed(poll: Poll) -> int:
    """Give the number of practice sheets."""
    return int(str(charter_of(poll).get("loop_test.sheets", USUAL_SHEETS)))


def practice_of(poll: Poll, kind: str) -> Practice:
    """Give the practice sheets of a vote, or its deck with printed marks; they follow from the frozen list alone (phiếu thử máy)."""
    return _practice(poll.contest_toml, poll.charter_toml, poll.page_size, poll.code, poll.letter, kind)


@lru_cache(maxsize=6)
def _practice(contest_toml: str, charter_toml: str, page_size: str, code: str, letter: str, kind: str) -> Practice:
    """Print once what is asked for several times."""
    contest, charter = Contest.from_toml(contest_toml), Charter.from_toml(charter_toml)
    sheets = int(str(charter.get("loop_test.sheets", USUAL_SHEETS)))
    if kind == LoopTest.Kind.DECK:
        deck = practice_deck(contest, charter, page_size=page_size, code=code, letter=letter, sheets=sheets, seed=DECK_SEED, specimen=True)
        return Practice(deck.pdf, deck.layout, deck.plan)
    return practice_sheets(contest, charter, page_size=page_size, code=code, letter=letter, sheets=sheets)


def as_data(plan: tuple[PlannedSheet, ...]) -> list[dict[str, object]]:
    """Give a plan as plain data."""
    return [asdict(sheet) for sheet in plan]


def loop_tests_of(poll: Poll) -> list[LoopTest]:
    """Give the loop tests of a vote, newest first (các lần thử máy)."""
    return list(LoopTest.objects.filter(poll=poll).select_related("tester").order_by("-tested_at"))


def passed_test(poll: Poll, program: str) -> LoopTest | None:
    """Give the newest loop test, if it passed and the program is still the same, PR-18."""
    newest = LoopTest.objects.filter(poll=poll).order_by("-tested_at").first()
    return newest if newest and newest.is_passed and newest.program_digest == program else None


def release_of(poll: Poll) -> Release | None:
    """Give what the vote was released on, the newest (lần cho bầu)."""
    return Release.objects.filter(poll=poll).select_related("loop_test", "released_by").order_by("-turn").first()


def is_keyed(poll: Poll) -> bool:
    """Tell whether the vote was let be held for keying in, without a scanner (nhập tay)."""
    release = release_of(poll)
    return release is not None and release.way == Release.Way.KEYED


def loop_pages_a_minute(poll: Poll) -> int | None:
    """Give the pace of the scanner in the newest loop test that was timed, never above what the reader reads (PR-19)."""
    test = LoopTest.objects.filter(poll=poll, scan_seconds__gt=0).order_by("-tested_at").first()
    if test is None or not test.scan_seconds:
        return None
    scanned = test.pages_seen * 60 / test.scan_seconds
    return max(1, round(min(scanned, 60_000 / max(test.page_ms, 1))))
