"""Contests, readings and cases for the tests of the rules."""

import tomllib
from pathlib import Path

from daihoi.rules.contests import Candidate, Contest, charter_of, form_of

STATES = {"x": "marked", ".": "clear", "?": "doubtful"}


def cases(name):
    """Read one table of golden cases."""
    return tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]


def case_id(case):
    """Name a case by its rule."""
    return f"{case.get('rule', '')}: {case.get('text', case.get('name', case.get('seats')))}"


def contest_of(people, *, seats=1, charter="dcsvn-2025", **more):
    """Make a contest of so many people; all accounts at 10 unless said."""
    names = [Candidate(f"Nguyễn Văn {chr(65 + number // 26)}{chr(97 + number % 26)}") for number in range(people)]
    facts = {"base": 10, "issued": 10, "returned": 10} | more
    return Contest(charter=charter, title="Bầu Ban Chấp hành", seats=seats, candidates=tuple(names), **facts)


def page(contest, ballot, marks, *, sheet=None, source=None, number=1):
    """Write one line of READINGS.jsonl from marks such as "x . ?" or "x. .x"."""
    kinds = form_of(contest, charter_of(contest)).kinds
    fields = [
        {"candidate": candidate, "kind": kind, "state": STATES[mark], "score": 1.0}
        for candidate, word in enumerate(marks.split(), 1)
        for kind, mark in zip(kinds, word, strict=False)
        if mark != "-"
    ]
    sheet_marks = [{"kind": kind, "state": state, "box_mm": [0, 0, 1, 1]} for kind, state in (sheet or {}).items()]
    source = source or f"scan.pdf#{ballot}"
    return {
        "source": source,
        "digest": f"digest of {source}",
        "status": "read",
        "cause": None,
        "duplicate_of": None,
        "ballot": ballot,
        "page": number,
        "fields": fields,
        "sheet_marks": sheet_marks,
        "readers_agree": True,
    }


def aside(source="scan.pdf#99", ballot=None, cause="torn", status="set_aside"):
    """Write a line for a page that was not read."""
    return {
        "source": source,
        "digest": f"digest of {source}",
        "status": status,
        "cause": cause,
        "ballot": ballot,
        "page": None,
        "fields": [],
        "sheet_marks": [],
    }


def with_votes(contest, votes):
    """Write strike-out or choosing ballots that give each person so many votes, one vote a ballot where seats allow no more."""
    form = form_of(contest, charter_of(contest))
    kept, struck = (".", "x") if form == "strike_out" else ("x", ".")
    left, lines = list(votes), []
    while any(left):
        chosen = sorted(range(len(left)), key=lambda person: (-left[person], person))[: contest.seats]
        chosen = [person for person in chosen if left[person]]
        for person in chosen:
            left[person] -= 1
        lines.append(page(contest, len(lines) + 1, " ".join(kept if person in chosen else struck for person in range(len(left)))))
    return lines
