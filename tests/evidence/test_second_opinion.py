"""Two programs written apart must say the same of every pile of ballots (rules/counting.py and recount.py)."""

import io
import json
import zipfile
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.recount import recount
from daihoi.rules.canonical import canonical
from daihoi.rules.contests import Candidate, Contest, charter_of, form_of
from daihoi.rules.counting import count

PEOPLE = ["Nguyễn Văn An", "Trần  Thị Bình", "Lê Đức Cường", "Phạm Minh Dũng", "Hoàng Ngọc Hạnh", "Vũ Thị Quỳnh"]
STATES = st.sampled_from(["marked"] * 8 + ["clear"] * 8 + ["doubtful"])
INVALID = ["not_issued", "added_name", "foreign_mark", "writing", "several_inks"]
FORMS = {
    "ballot.form_surplus": ["strike_out", "choose", "agree_disagree"],
    "ballot.form_no_surplus": ["agree_disagree", "choose", "strike_out"],
    "ballot.form_one_name": ["single", "choose", "strike_out"],
}


@st.composite
def contests(draw):
    name = draw(st.sampled_from(["dcsvn-2020", "dcsvn-2025", "association"]))
    names = draw(st.integers(1, 6))
    changes = {key: draw(st.sampled_from(values)) for key, values in FORMS.items() if draw(st.integers(0, 4)) == 0}
    changes |= {key: draw(st.booleans()) for key in ("strike_out.against_counted", "tie.majority_needed") if draw(st.integers(0, 3)) == 0}
    changes |= {
        f"invalid.{code}": False for code in (*INVALID, "nobody", "no_box", "both_boxes", "too_many") if draw(st.integers(0, 5)) == 0
    }
    plain = Contest(charter=name, title="Bầu", seats=1, candidates=(Candidate("An"),))
    confirmed = {key for key, rule in charter_of(plain).rules.items() if rule.confirmed}
    return Contest(
        charter=name,
        title=draw(st.sampled_from(["Bầu Ban Chấp hành", "Bầu   bí thư"])),
        seats=draw(st.integers(1, 4)),
        candidates=tuple(
            Candidate(person, draw(st.sampled_from(["", "1970"])), note=draw(st.sampled_from(["", "tái cử"]))) for person in PEOPLE[:names]
        ),
        unit=draw(st.sampled_from(["", "Đảng bộ xã An Bình"])),
        purpose=draw(st.sampled_from(["election"] * 6 + ["introduction", "poll"])),
        round=draw(st.sampled_from([1, 1, 1, 2, "tie"])),
        alternates=draw(st.sampled_from([0, 0, 1, 2])),
        base=draw(st.integers(0, 12)),
        stamp=draw(st.sampled_from(["ignore", "ignore", "check"])),
        settings={key: value for key, value in changes.items() if key not in confirmed},
    )


def marks(draw, contest):
    found = (
        [{"kind": "stamp", "state": draw(st.sampled_from(["present"] * 12 + ["absent", "doubtful"])), "box_mm": [1, 1, 9, 9]}]
        if draw(st.integers(0, 9))
        else []
    )
    if contest.stamp == "ignore":
        found = found[: draw(st.integers(0, 1))]
    for kind in ("foreign_ink", "fold", "streak"):
        if draw(st.integers(0, 11)) == 0:
            found.append({"kind": kind, "state": draw(st.sampled_from(["present", "doubtful", "absent"])), "box_mm": [1, 1, 2, 2]})
    return found


def page_fields(draw, contest, kinds, part):
    people = [p for p in range(1, len(contest.candidates) + 1) if part is None or p % 2 == part]
    return [{"candidate": p, "kind": kind, "state": draw(STATES), "score": 0.9} for p in people for kind in kinds]


@st.composite
def piles(draw):
    """A contest with readings and decisions that fit it."""
    contest = draw(contests())
    kinds = form_of(contest, charter_of(contest)).kinds
    readings, decisions = [], []
    leaves = draw(st.sampled_from([1, 1, 2])) if len(contest.candidates) > 1 else 1
    ballots = draw(st.integers(0, 7))
    for ballot in range(1, ballots + 1):
        for leaf in range(leaves):
            add_page(draw, contest, kinds, readings, decisions, ballot, leaf, None if leaves == 1 else leaf)
        add_decisions(draw, contest, kinds, readings, decisions, ballot)
    loose = draw(st.sampled_from([0, 0, 0, 1]))
    for _ in range(loose):
        add_loose(draw, readings, decisions)
    returned = ballots + loose + draw(st.sampled_from([0] * 8 + [1, -1]))
    numbers = {"returned": max(returned, 0), "issued": max(returned + draw(st.sampled_from([0, 0, 1, -1])), 0)}
    return Contest.from_toml(Contest(**{**vars(contest), **numbers}).to_toml()), readings, decisions


def line(readings, **facts):
    source = f"scan.pdf#{len(readings) + 1}"
    readings.append(
        {
            "source": source,
            "digest": sha256(source.encode()).hexdigest(),
            "cause": None,
            "duplicate_of": None,
            "readers_agree": True,
            **facts,
        }
    )
    return readings[-1]


def add_page(draw, contest, kinds, readings, decisions, ballot, leaf, part):
    fields = page_fields(draw, contest, kinds, part)
    fate = draw(st.integers(0, 19))
    if fate == 0:
        return
    if fate == 1:
        line(readings, status="set_aside", cause="torn", ballot=ballot, page=None, fields=[], sheet_marks=[])
        return
    if fate == 2:
        page = line(readings, status="set_aside", cause="torn", ballot=None, page=None, fields=[], sheet_marks=[])
        decisions.append({"source": page["source"], "ballot": ballot, "page": leaf + 1, "fields": fields})
        if draw(st.booleans()):
            decisions[-1]["sheet_marks"] = marks(draw, contest)
        return
    page = line(readings, status="read", ballot=ballot, page=leaf + 1, fields=fields, sheet_marks=marks(draw, contest))
    if fate == 3:
        line(readings, status="duplicate", duplicate_of=page["source"], ballot=None, page=None, fields=[], sheet_marks=[])
    if fate == 4:
        line(readings, status="read", ballot=ballot, page=leaf + 1, fields=fields, sheet_marks=[])


def add_decisions(draw, contest, kinds, readings, decisions, ballot):
    pages = [reading for reading in readings if reading.get("ballot") == ballot]
    if not pages:
        return
    for field in sorted({(f["candidate"], f["kind"]) for page in pages for f in page["fields"] if f["state"] == "doubtful"}):
        if draw(st.integers(0, 2)):
            decisions.append(
                {"ballot": ballot, "candidate": field[0], "kind": field[1], "state": draw(st.sampled_from(["marked", "clear"]))}
            )
    reasons = [reason for reason in INVALID if charter_of(contest).flag(f"invalid.{reason}")]
    if reasons and draw(st.integers(0, 9)) == 0:
        decisions.append({"ballot": ballot, "invalid": draw(st.sampled_from(reasons))})
    for kind, settled in (("foreign_ink", "absent"), ("stamp", "present")):
        if draw(st.integers(0, 2)) == 0 and any(page["status"] == "read" for page in pages):
            decisions.append({"ballot": ballot, "sheet_mark": kind, "state": settled})
            if draw(st.booleans()):
                decisions[-1]["source"] = next(page["source"] for page in pages if page["status"] == "read")


def add_loose(draw, readings, decisions):
    page = line(readings, status="set_aside", cause="blank_page", ballot=None, page=None, fields=[], sheet_marks=[])
    if draw(st.booleans()):
        decisions.append({"source": page["source"], "discard": draw(st.sampled_from(["not_a_ballot", "blank_page", "duplicate"]))})


def archive(contest, charter, readings, decisions, result, *, sealed):
    files = {"contest.toml": contest.to_toml().encode(), "charter.toml": charter.to_toml().encode(), "result.json": canonical(result)}
    if sealed:
        files |= {
            name: b"".join(canonical(row) + b"\n" for row in rows)
            for name, rows in (("readings.jsonl", readings), ("decisions.jsonl", decisions))
        }
    files["manifest.json"] = json.dumps({name: sha256(data).hexdigest() for name, data in files.items()}).encode()
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as writer:
        for name, data in files.items():
            writer.writestr(name, data)
    return memory


@settings(max_examples=300, deadline=None)
@given(piles())
def test_recount_confirms_every_count_of_the_sealed_edition(pile):
    contest, readings, decisions = pile
    charter = charter_of(contest)
    result = count(contest, charter, readings, decisions)
    assert recount(archive(contest, charter, readings, decisions, result, sealed=True))[0] == []


@settings(max_examples=100, deadline=None)
@given(piles())
def test_recount_confirms_every_count_of_the_public_edition(pile):
    contest, readings, decisions = pile
    charter = charter_of(contest)
    result = count(contest, charter, readings, decisions)
    assert recount(archive(contest, charter, readings, decisions, result, sealed=False))[0] == []


@settings(max_examples=100, deadline=None)
@given(piles(), st.data())
def test_recount_sees_any_vote_that_was_changed(pile, data):
    contest, readings, decisions = pile
    charter = charter_of(contest)
    result = count(contest, charter, readings, decisions)
    result["votes"][data.draw(st.integers(0, len(result["votes"]) - 1))]["for"] += 1
    for sealed in (True, False):
        assert recount(archive(contest, charter, readings, decisions, result, sealed=sealed))[0] != []
