"""Leaves of one ballot are taken together by place and symbol; a mix-up goes to people and is never counted by guess."""

import pytest

from daihoi.paper.reading import assemble

PAGES = 6


def line(number, page, symbol, cause=None):
    return {
        "source": f"s#{number}",
        "digest": f"d{number}",
        "status": "set_aside" if cause else "read",
        "cause": cause,
        "duplicate_of": None,
        "ballot": None,
        "page": None if cause else page,
        "pages": PAGES,
        "symbol": None if cause else symbol,
    }


def pile(text):
    """A pile from leaves such as `1a`: leaf number and symbol; `?` where it cannot be read, `-` a side not read, `x` a foreign page."""
    lines = []
    for leaf in text.split():
        number, symbol = int(leaf[0]), {"a": 1, "b": 2, "c": 3, "?": None}[leaf[1]]
        for side in (0, 1):
            cause = "torn" if leaf.endswith("--") or (leaf.endswith("-") and side) else None
            lines.append(line(len(lines) + 1, 2 * number - 1 + side, symbol, cause))
        if "x" in leaf:
            lines.append(line(len(lines) + 1, 1, None, "wrong_ballot"))
    return lines


def joined(text):
    """For each leaf the ballot and whether it was set apart."""
    found = [each for each in assemble(pile(text)) if each["cause"] != "wrong_ballot"]
    return [
        (one["ballot"], "apart" if one["cause"] == "leaves_apart" else other["status"])
        for one, other in zip(found[::2], found[1::2], strict=True)
    ]


def read(*ballots):
    return [(ballot, "read") for ballot in ballots]


def apart(*ballots):
    return [(ballot, "apart") for ballot in ballots]


def test_ballots_lie_one_after_the_other():
    assert joined("1a 2a 3a 1b 2b 3b 1c 2c 3c") == read(1, 1, 1, 2, 2, 2, 3, 3, 3)


def test_leaves_may_lie_in_reverse_and_in_any_order_within_their_ballot():
    assert joined("3a 2a 1a 3b 2b 1b") == read(1, 1, 1, 2, 2, 2)
    assert joined("2a 1a 3a 1b 3b 2b") == read(1, 1, 1, 2, 2, 2)


def test_the_sides_of_a_leaf_may_lie_in_reverse():
    backwards = list(reversed(pile("1a 2a 3a 1b 2b 3b")))
    assert [each["ballot"] for each in assemble(backwards)] == [1] * 6 + [2] * 6


def test_ballots_of_one_symbol_that_follow_each_other_are_told_apart_by_the_order_of_their_leaves():
    assert joined("1a 2a 3a 1a 2a 3a 1a 2a 3a") == read(1, 1, 1, 2, 2, 2, 3, 3, 3)
    assert joined("3a 2a 1a 3a 2a 1a") == read(1, 1, 1, 2, 2, 2)


@pytest.mark.parametrize("missing", ["2a 3a", "1a 3a", "1a 2a", "3a 1a", "2a"])
def test_a_missing_leaf_leaves_its_ballot_without_it(missing):
    # Among leaves of one ballot the whole ones beside it keep the order of the pile, so they have nothing to do with the gap.
    leaves = len(missing.split())
    assert joined(f"1c 2c 3c {missing} 1b 2b 3b") == read(1, 1, 1, *[2] * leaves, 3, 3, 3)


def test_a_leaf_of_another_ballot_never_fills_the_gap():
    assert joined("1c 2c 3c 1a 2a 1b 2b 3b") == read(1, 1, 1, 2, 2, 3, 3, 3)
    assert joined("1c 2c 3c 2a 3a 1b 2b 3b") == read(1, 1, 1, 2, 2, 3, 3, 3)


def test_where_both_ballots_bear_one_symbol_the_gap_goes_to_people():
    assert joined("1b 2b 3b 2a 3a 1a 2a 3a 1c 2c 3c") == read(1, 1, 1) + apart(2, 2, 2, 3, 3) + read(4, 4, 4)


@pytest.mark.parametrize("pages", ["1a 1a 2a 3a", "1a 2a 2a 3a", "1a 2a 3a 3a", "1a 2a 3a 2a", "2a 1a 2a 3a"])
def test_a_leaf_twice_stays_with_its_ballot_for_people_to_choose(pages):
    assert joined(f"1c 2c 3c {pages} 1b 2b 3b") == read(1, 1, 1, 2, 2, 2, 2, 3, 3, 3)


def test_swapped_leaves_of_two_ballots_are_all_set_apart():
    assert joined("1c 2c 3c 1a 2b 3a 1b 2a 3b 1c 2c 3c") == read(1, 1, 1) + apart(2, 2, 2, 3, 3, 3) + read(4, 4, 4)


@pytest.mark.parametrize("swapped", ["1b 2a 3a 1a 2b 3b", "1a 2a 3b 1b 2b 3a", "1a 2a 1b 3a 2b 3b"])
def test_leaves_swapped_at_the_edge_of_two_ballots_are_all_set_apart(swapped):
    assert joined(f"1c 2c 3c {swapped} 1c 2c 3c") == read(1, 1, 1) + apart(2, 2, 2, 3, 3, 3) + read(4, 4, 4)


def test_a_leaf_that_strayed_into_another_ballot_sets_apart_that_ballot():
    assert joined("1a 2a 3a 1b 2a 2b 3b 1c 2c 3c") == read(1, 1, 1) + apart(2, 2, 2, 3) + read(4, 4, 4)


def test_a_leaf_whose_symbol_cannot_be_read_is_asked_for_alone():
    assert joined("1a 2? 3a 1b 2b 3b") == [(1, "read"), (1, "apart"), (1, "read"), *read(2, 2, 2)]
    assert joined("1a 2a 3? 1b 2b 3b") == [(1, "read"), (1, "read"), (1, "apart"), *read(2, 2, 2)]
    assert joined("1a 2a 3? 1? 2b 3b") == [*apart(1, 1, 1, 2, 2, 2)]


def test_two_symbols_on_one_leaf_are_no_symbol():
    lines = pile("1a 2a 3a 1b 2b 3b")
    lines[3]["symbol"] = 2
    assert [(each["ballot"], each["cause"]) for each in assemble(lines)][:6] == [
        (1, None),
        (1, None),
        (1, "leaves_apart"),
        (1, "leaves_apart"),
        (1, None),
        (1, None),
    ]


def test_an_unread_side_and_a_foreign_page_keep_their_place():
    assert joined("1a 2a- 3a 1bx 2b 3b") == [(1, "read"), (1, "set_aside"), (1, "read"), *read(2, 2, 2)]
    assert joined("1a 2a-- 3a 1b 2b 3b") == [(1, "read"), (None, "set_aside"), (1, "read"), *read(2, 2, 2)]


def test_what_was_read_stays_in_the_line_and_the_order_of_lines_is_kept():
    lines = pile("1a 2b 3a 1b 2a 3b 1c 2c 3c")
    found = list(assemble(lines))
    assert [each["source"] for each in found] == [each["source"] for each in lines]
    assert [each["page"] for each in found] == [each["page"] for each in lines]
    assert {each["status"] for each in found[:12]} == {"set_aside"}


def test_memory_holds_one_ballot_at_a_time():
    from daihoi.paper.piles import joined as stream

    taken = []

    def source():
        for each in pile("1a 2a 3a " * 30):
            taken.append(each)
            yield each

    ahead = max(len(taken) - place for place, _line in enumerate(stream(source())))
    assert ahead <= PAGES + 3
