"""A small counted contest for the tests of evidence, as the contract's plain data."""

import json
from hashlib import sha256

from daihoi.rules.canonical import canonical
from daihoi.rules.contests import Contest, charter_of
from daihoi.rules.counting import count

CONTEST = """charter = "dcsvn-2025"
title = "Bầu Ban Chấp hành"
unit = "Đảng bộ xã Tân Bình (mẫu)"
elects = "executive_committee"
seats = 2
base = 5
issued = 4
returned = 4
candidates = ["Nguyễn Văn An", {name = "Trần Thị Bình", born = "1980-01-02", sex = "female"}, "Lê Đức Cường"]
"""
# Struck persons of each ballot, and what people decided about the doubtful one of ballot 3.
STRUCK = [{3}, {3}, {2}, {1}]


def image(ballot):
    return f"scan of ballot {ballot}".encode()


def reading(ballot, struck):
    states = {p: "marked" if p in struck else "clear" for p in (1, 2, 3)}
    if ballot == 3:
        states[2] = "doubtful"
    fields = [{"candidate": p, "kind": "strike", "state": state, "score": 0.9} for p, state in states.items()]
    return {
        "source": f"{ballot:03}.jpg#1",
        "digest": sha256(image(ballot)).hexdigest(),
        "status": "read",
        "cause": None,
        "duplicate_of": None,
        "ballot": ballot,
        "page": 1,
        "fields": fields,
        "sheet_marks": [],
        "readers_agree": True,
    }


def journal(count_of_lines=3, chain="018f", act="ballots.read", facts=None):
    lines, prev = [], ""
    for seq in range(1, count_of_lines + 1):
        entry = {
            "v": 1,
            "chain": chain,
            "seq": seq,
            "at": "2026-11-22T08:00:00+07:00",
            "act": act,
            "actor": "u1",
            "object": "ballots.poll:1",
        }
        line = canonical({**entry, "facts": facts or {"n": seq}, "cause": None, "prev": prev}).decode()
        prev = sha256(line.encode()).hexdigest()
        lines.append(line)
    return lines


def parts():
    contest = Contest.from_toml(CONTEST)
    charter = charter_of(contest)
    readings = [reading(ballot, struck) for ballot, struck in enumerate(STRUCK, 1)]
    decisions = [{"ballot": 3, "candidate": 2, "kind": "strike", "state": "marked"}]
    fields = [{"candidate": p, "kind": "strike", "box_mm": [20, 50 + 9 * p, 60, 55 + 9 * p]} for p in (1, 2, 3)]
    return {
        "contest": CONTEST,
        "charter": charter.to_toml(),
        "layout": {
            "form": "strike_out",
            "page_mm": [210, 297],
            "pages": [{"number": 1, "fields": fields, "print": "iVBORw0=", "stamp_mm": [10, 10, 40, 40]}],
        },
        "readings": readings,
        "decisions": decisions,
        "result": count(contest, charter, readings, decisions),
        "journal": journal(),
        "images": [(f"{ballot:03}.jpg", image(ballot)) for ballot in (1, 2, 3, 4)],
    }


def as_jsonl(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
