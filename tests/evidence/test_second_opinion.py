"""Two programs written apart must say the same of every pile of ballots (rules/counting.py and recount.py)."""

import io
import json
import unicodedata
import zipfile
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.recount import Unreadable, recount
from daihoi.rules.canonical import canonical
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Candidate, Contest, charter_of, form_of
from daihoi.rules.counting import count
from daihoi.rules.errors import RuleViolation

# One name with two spaces, one in decomposed letters: the digest covers texts as they are meant.
PEOPLE = [
    "Nguyễn Văn An",
    unicodedata.normalize("NFD", "Trần  Thị Bình"),
    "Lê Đức Cường",
    "Phạm Minh Dũng",
    "Hoàng Ngọc Hạnh",
    "Vũ Thị Quỳnh",
]
STATES = st.sampled_from(["marked"] * 8 + ["clear"] * 8 + ["doubtful"])
INVALID = ["not_issued", "added_name", "foreign_mark", "writing", "several_inks"]
FORMS = {
    "ballot.form_surplus": ["strike_out", "choose", "agree_disagree"],
    "ballot.form_no_surplus": ["agree_disagree", "choose", "strike_out"],
    "ballot.form_one_name": ["single", "choose", "strike_out"],
    "introduction.form": ["by_numbers", "choose", "agree_disagree", "strike_out"],
    "poll.form": ["by_numbers", "choose", "agree_disagree"],
}
SHARES = {
    "majority.base": ["valid_ballots", "convened"],
    "election.over_percent": [50, 33, 66],
    "introduction.over_percent": [50, 30],
    "outside.agree_over_percent": [50, 25],
}


@st.composite
def contests(draw):
    name = draw(st.sampled_from(["dcsvn-2020", "dcsvn-2025", "association"]))
    names = draw(st.integers(1, 6))
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
    )


def switched(charter, changes):
    """The rule set with other values, also of rules that no congress may change: another charter, as plain text."""
    text = charter.to_toml()
    for key, value in changes.items():
        assert f'[rule."{key}"]\nvalue = ' in text
        head, tail = text.split(f'[rule."{key}"]\nvalue = ', 1)
        text = f'{head}[rule."{key}"]\nvalue = {json.dumps(value)}\n{tail.partition(chr(10))[2]}'
    return Charter.from_toml(text)


@st.composite
def charters(draw, contest):
    changes = {key: draw(st.sampled_from(values)) for key, values in FORMS.items() if draw(st.integers(0, 4)) == 0}
    changes |= {key: draw(st.booleans()) for key in ("strike_out.against_counted", "tie.majority_needed") if draw(st.integers(0, 3)) == 0}
    changes |= {
        f"invalid.{code}": False for code in (*INVALID, "nobody", "no_box", "both_boxes", "too_many") if draw(st.integers(0, 5)) == 0
    }
    changes |= {key: draw(st.sampled_from(values)) for key, values in SHARES.items() if draw(st.integers(0, 4)) == 0}
    plain = charter_of(contest)
    return switched(plain, {key: value for key, value in changes.items() if key in plain.rules})


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
    charter = draw(charters(contest))
    kinds = form_of(contest, charter).kinds
    readings, decisions = [], []
    leaves = draw(st.sampled_from([1, 1, 2])) if len(contest.candidates) > 1 else 1
    ballots = draw(st.integers(0, 7))
    for ballot in range(1, ballots + 1):
        for leaf in range(leaves):
            add_page(draw, contest, kinds, readings, decisions, ballot, leaf, None if leaves == 1 else leaf)
        add_decisions(draw, charter, readings, decisions, ballot)
    discard_late(draw, readings, decisions)
    loose = draw(st.sampled_from([0, 0, 0, 1]))
    for _ in range(loose):
        add_loose(draw, readings, decisions)
    returned = (
        len({*(reading["ballot"] for reading in readings if reading["source"] not in discarded(decisions)), None})
        - 1
        + loose
        + draw(st.sampled_from([0] * 8 + [1, -1]))
    )
    numbers = {"returned": max(returned, 0), "issued": max(returned + draw(st.sampled_from([0, 0, 1, -1])), 0)}
    return replace(contest, **numbers), charter, readings, decisions


def discarded(decisions):
    return {decision["source"] for decision in decisions if "discard" in decision}


def discard_late(draw, readings, decisions):
    """Discard pages after marks on them were decided: now and then one, now and then all of a ballot."""
    read_by_people = {decision["source"] for decision in decisions if "fields" in decision or "belongs_to" in decision}
    for ballot in sorted({reading["ballot"] for reading in readings if reading["ballot"]}):
        if draw(st.integers(0, 9)):
            continue
        pages = [reading["source"] for reading in readings if reading["ballot"] == ballot and reading["source"] not in read_by_people]
        for source in pages if draw(st.booleans()) else pages[:1]:
            decisions.append({"source": source, "discard": draw(st.sampled_from(["not_a_ballot", "blank_page", "duplicate"]))})


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
    if fate == 5:
        page = line(readings, status="set_aside", ballot=ballot, page=leaf + 1, fields=fields, sheet_marks=marks(draw, contest))
        page["cause"] = draw(st.sampled_from(["leaves_apart", "likely_duplicate"]))
        if draw(st.booleans()):
            decisions.append({"source": page["source"], "belongs_to": draw(st.sampled_from([ballot, ballot, max(1, ballot - 1)]))})
        return
    page = line(readings, status="read", ballot=ballot, page=leaf + 1, fields=fields, sheet_marks=marks(draw, contest))
    if fate == 3:
        line(readings, status="duplicate", duplicate_of=page["source"], ballot=None, page=None, fields=[], sheet_marks=[])
    if fate == 4:
        line(readings, status="read", ballot=ballot, page=leaf + 1, fields=fields, sheet_marks=[])


def add_decisions(draw, charter, readings, decisions, ballot):
    pages = [reading for reading in readings if reading.get("ballot") == ballot]
    if not pages:
        return
    for field in sorted({(f["candidate"], f["kind"]) for page in pages for f in page["fields"] if f["state"] == "doubtful"}):
        if draw(st.integers(0, 2)):
            decisions.append(
                {"ballot": ballot, "candidate": field[0], "kind": field[1], "state": draw(st.sampled_from(["marked", "clear"]))}
            )
    reasons = [reason for reason in INVALID if charter.flag(f"invalid.{reason}")]
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


@st.composite
def calm_piles(draw):
    """Ballots without any doubt and accounts that balance, so that people are elected, tie and become alternates."""
    contest = draw(contests())
    charter = draw(charters(contest))
    kinds = form_of(contest, charter).kinds
    habit = draw(st.lists(st.integers(0, 4), min_size=len(PEOPLE), max_size=len(PEOPLE)))
    readings = []
    ballots = draw(st.integers(1, 9))
    for ballot in range(1, ballots + 1):
        fields = [
            {"candidate": person, "kind": kind, "state": "marked" if draw(st.integers(0, 4)) < habit[person - 1] else "clear", "score": 0.9}
            for person in range(1, len(contest.candidates) + 1)
            for kind in kinds
        ]
        stamp = [{"kind": "stamp", "state": "present", "box_mm": [1, 1, 9, 9]}]
        line(readings, status="read", ballot=ballot, page=1, fields=fields, sheet_marks=stamp)
    return replace(contest, issued=ballots, returned=ballots, base=draw(st.integers(1, ballots + 1))), charter, readings, []


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
@given(piles() | calm_piles())
def test_recount_confirms_every_count_of_the_sealed_edition(pile):
    contest, charter, readings, decisions = pile
    result = count(contest, charter, readings, decisions)
    assert recount(archive(contest, charter, readings, decisions, result, sealed=True))[0] == []


@settings(max_examples=100, deadline=None)
@given(piles() | calm_piles())
def test_recount_confirms_every_count_of_the_public_edition(pile):
    contest, charter, readings, decisions = pile
    result = count(contest, charter, readings, decisions)
    assert recount(archive(contest, charter, readings, decisions, result, sealed=False))[0] == []


@settings(max_examples=100, deadline=None)
@given(piles(), st.data())
def test_recount_sees_any_vote_that_was_changed(pile, data):
    contest, charter, readings, decisions = pile
    result = count(contest, charter, readings, decisions)
    result["votes"][data.draw(st.integers(0, len(result["votes"]) - 1))]["for"] += 1
    for sealed in (True, False):
        assert recount(archive(contest, charter, readings, decisions, result, sealed=sealed))[0] != []


def a_pile(**changes):
    contest = Contest(
        charter="dcsvn-2025",
        title="Bầu",
        seats=1,
        candidates=(Candidate("An"), Candidate("Bình")),
        **{"base": 3, "issued": 2, "returned": 2, **changes},
    )
    readings = []
    for ballot in (1, 2):
        states = {1: "clear", 2: "doubtful" if ballot == 2 else "marked"}
        fields = [{"candidate": person, "kind": "strike", "state": state} for person, state in states.items()]
        line(readings, status="read", ballot=ballot, page=1, fields=fields, sheet_marks=[])
    return contest, readings


def test_decisions_about_a_ballot_that_lost_all_its_pages_are_void():
    """0002, step 1: people first decided a mark, then found that the page is no ballot."""
    contest, readings = a_pile(issued=1, returned=1)
    decisions = [
        {"ballot": 2, "candidate": 2, "kind": "strike", "state": "marked"},
        {"ballot": 2, "invalid": "writing"},
        {"ballot": 2, "sheet_mark": "foreign_ink", "state": "absent", "source": "scan.pdf#2"},
        {"source": "scan.pdf#2", "discard": "not_a_ballot"},
    ]
    charter = charter_of(contest)
    result = count(contest, charter, readings, decisions)
    assert (result["valid"], result["invalid"], result["pending"]) == (1, 0, 0)
    assert recount(archive(contest, charter, readings, decisions, result, sealed=True))[0] == []


@pytest.mark.parametrize(
    "decisions",
    [
        [{"ballot": 3, "invalid": "writing"}],
        [{"ballot": 1, "candidate": 3, "kind": "strike", "state": "clear"}],
        [{"ballot": 1, "candidate": 1, "kind": "agree", "state": "clear"}],
        [{"source": "scan.pdf#1", "discard": "duplicate"}, {"source": "scan.pdf#1", "ballot": 1, "page": 1, "fields": []}],
        [{"source": "scan.pdf#9", "discard": "duplicate"}],
        [{"source": "scan.pdf#1", "belongs_to": 2}],
        [{"source": "scan.pdf#9", "belongs_to": 1}],
    ],
)
def test_both_refuse_a_decision_about_nothing_and_two_that_contradict(decisions):
    """0001, last part."""
    contest, readings = a_pile()
    charter = charter_of(contest)
    result = count(contest, charter, readings, [])
    with pytest.raises(RuleViolation):
        count(contest, charter, readings, decisions)
    with pytest.raises(Unreadable):
        recount(archive(contest, charter, readings, decisions, result, sealed=True))


@pytest.mark.parametrize(("switched_off", "pending"), [(False, 1), (True, 0)])
@pytest.mark.parametrize("listed", [None, [{"kind": "foreign_ink", "state": "absent", "box_mm": [1, 1, 2, 2]}]])
def test_the_stamp_where_people_list_none_and_where_the_rules_do_not_ask_for_it(switched_off, pending, listed):
    """0001: what people do not list is in order; a stamp without `not_issued` touches nothing."""
    contest, readings = a_pile(stamp="check")
    page = {"source": "scan.pdf#2", "ballot": 2, "page": 1, "fields": readings[0]["fields"]}
    decisions = [page | ({"sheet_marks": listed} if listed else {})]
    charter = switched(charter_of(contest), {"invalid.not_issued": not switched_off})
    result = count(contest, charter, readings, decisions)
    assert (result["valid"], result["pending"]) == (2 - pending, pending)  # ballot 1: the machine reported no stamp
    assert recount(archive(contest, charter, readings, decisions, result, sealed=True))[0] == []
