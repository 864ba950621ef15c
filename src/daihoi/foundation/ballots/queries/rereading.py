"""A ballot read again line by line: what stands on it now, and the decision when people say how it reads (đọc lại từng dòng)."""

from collections.abc import Collection, Mapping
from typing import Any

from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.foundation.ballots.queries.readings import BOARD, Line, decisions_of, lines_of, standings
from daihoi.rules.readings import DECIDED_STATES, was_read

Place = tuple[int, str]
STAMP = "stamp"


def states_on(line: Line, ballot: int | None, decisions: list[dict[str, Any]]) -> dict[Place, str]:
    """Give the state of every mark of one page as it counts now: what the machine read, and what people decided since."""
    states = says(next((each for each in decisions if "fields" in each and each["source"] == line["source"]), line))
    marks = {
        (each["candidate"], each["kind"]): str(each["state"]) for each in decisions if "candidate" in each and each["ballot"] == ballot
    }
    return states | {place: state for place, state in marks.items() if place in states}


def unsure(states: Mapping[Place, str]) -> list[int]:
    """Name the rows of which nobody said yet whether they bear a mark."""
    return sorted({candidate for (candidate, _kind), state in states.items() if state not in DECIDED_STATES})


def marked(states: Mapping[Place, str]) -> list[str]:
    """Name the marks that count now, as the form writes them: "5-strike"."""
    return [f"{candidate}-{kind}" for (candidate, kind), state in states.items() if state == "marked"]


def reading_of(poll: Poll, line: Line, ballot: int, page: int, marks: Collection[str], *, answers_stamp: bool = False) -> dict[str, Any]:
    """Build the decision that a page reads as people say; the stamp stays a question of its own unless they were asked for it."""
    places = [(int(field["candidate"]), str(field["kind"])) for field in fields_of(poll, page)]
    read = [{"candidate": c, "kind": k, "state": "marked" if f"{c}-{k}" in marks else "clear", "score": 1.0} for c, k in places]
    found: dict[str, Any] = {"source": line["source"], "ballot": ballot, "page": page, "fields": read}
    if answers_stamp or contest_of(poll).stamp != "check" or not was_read(line):
        return found
    seen = [str(each["state"]) for each in line["sheet_marks"] if each["kind"] == STAMP] or ["doubtful"] * _has_stamp(poll, page)
    return found | ({"sheet_marks": [{"kind": STAMP, "state": state} for state in seen]} if seen else {})


def _has_stamp(poll: Poll, page: int) -> bool:
    """Tell whether the stamp has its place on a page."""
    return any(each["number"] == page and each.get("stamp_mm") for each in poll.layout["pages"])


def fields_of(poll: Poll, page: int) -> list[dict[str, Any]]:
    """Give the fields printed on a page of the ballot."""
    return list(next((each["fields"] for each in poll.layout["pages"] if each["number"] == page), ()))


def says(decision: Mapping[str, Any]) -> dict[Place, str]:
    """Give the states that a reading, of the machine or of people, speaks of."""
    return {(field["candidate"], field["kind"]): str(field["state"]) for field in decision["fields"]}


def is_against_board(poll: Poll, verdict: dict[str, Any]) -> bool:
    """Tell whether a ballot read again would change what the whole committee concluded on it: two people do not, EL-26."""
    if verdict == BOARD or not {"fields", "called"} & set(verdict):
        return False
    concluded = [line for each in standings(poll).values() if each.board for line in lines_of(each.board.verdict or {})]
    stands = [line for line in decisions_of(poll) if line in concluded and line.get("ballot") == verdict["ballot"]]
    said = list(lines_of(verdict))
    reads = {place: state for line in said if "fields" in line for place, state in says(line).items()}
    invalid = {line["invalid"] for line in said if "invalid" in line}
    held = {place: state for line in stands if "fields" in line for place, state in says(line).items()}
    held |= {(line["candidate"], line["kind"]): line["state"] for line in stands if "candidate" in line}
    is_other = any(reads.get(place, state) != state for place, state in held.items())
    return is_other or ("called" in verdict and any(line["invalid"] not in invalid for line in stands if "invalid" in line))
