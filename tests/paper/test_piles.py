"""Pages in scanning order become ballots; nothing is joined that may not belong together."""

from daihoi.paper.reading import assemble


def line(number, page, pages=2, cause=None, digest=None):
    status = "set_aside" if cause else "read"
    return {
        "source": f"s#{number}",
        "digest": digest or f"d{number}",
        "status": status,
        "cause": cause,
        "duplicate_of": None,
        "ballot": None,
        "page": page,
        "pages": pages,
    }


def ballots(*pages, count=2):
    lines = [line(i, None if isinstance(p, str) else p, count, p if isinstance(p, str) else None) for i, p in enumerate(pages, start=1)]
    return [each["ballot"] for each in assemble(lines)]


def test_single_pages_are_ballots_of_their_own():
    assert ballots(1, 1, 1, count=1) == [1, 2, 3]


def test_both_sides_lie_together_in_either_order():
    assert ballots(1, 2, 1, 2) == [1, 1, 2, 2]
    assert ballots(2, 1, 1, 2, 2, 1) == [1, 1, 2, 2, 3, 3]


def test_a_missing_side_does_not_take_the_next_ballots_side():
    assert ballots(1, 1, 2) == [1, 2, 2]


def test_an_unread_side_keeps_its_place():
    assert ballots(1, "torn", "torn", 2) == [1, None, None, 2]
    assert ballots("too_dark", 2, 1, 2) == [None, 1, 2, 2]


def test_a_foreign_sheet_takes_no_place():
    assert ballots(1, 2, "wrong_ballot", "blank_page", 1, 2) == [1, 1, None, None, 2, 2]
    assert ballots(1, "wrong_ballot", 2) == [1, None, 1]


def test_three_pages_and_the_blank_back_of_the_second_leaf():
    assert ballots(1, 2, 3, "blank_page", 1, 2, 3, "blank_page", count=3) == [1, 1, 1, None, 2, 2, 2, None]


def test_equal_bytes_are_a_duplicate_and_nothing_else_is():
    lines = [line(1, 1, 1), line(2, 1, 1), line(3, 1, 1, digest="d1")]
    found = assemble(lines)
    assert [(each["status"], each["ballot"], each["duplicate_of"]) for each in found] == [
        ("read", 1, None),
        ("read", 2, None),
        ("duplicate", None, "s#1"),
    ]


def test_numbers_go_on_from_the_batch_before():
    assert [each["ballot"] for each in assemble([line(1, 1), line(2, 2), line(3, 1)], first_ballot=51)] == [51, 51, 52]


def test_the_lines_given_are_left_as_they_were():
    given = [line(1, 1, 1)]
    assemble(given)
    assert given[0]["ballot"] is None
