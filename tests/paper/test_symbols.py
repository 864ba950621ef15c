"""The symbol on the leaves of a ballot: printed in turn, read for sure or not at all (docs/decisions/0007)."""

import io
from collections import Counter

import cv2
import numpy as np
import pypdfium2
import pytest
from tests.paper.ballots import contest

from daihoi.paper.pages import pages
from daihoi.paper.printing import PrintedBallot, print_ballot
from daihoi.paper.reading import PageReader, assemble, read_files
from daihoi.paper.registration import Levels, Registrar
from daihoi.paper.simulation import random_choices, simulate_sheet
from daihoi.paper.symbols import NAMES, SymbolReader
from daihoi.rules.contests import charter_of
from daihoi.rules.counting import count


@pytest.fixture(scope="module")
def printed():
    """A ballot of 130 names on two leaves."""
    made = contest(130)
    return print_ballot(made, charter_of(made), code="LEAVES")


def with_symbol(printed, number):
    """The ballot of the print run that bears one symbol."""
    count = len(printed.layout["pages"])
    run, one, out = pypdfium2.PdfDocument(printed.run), pypdfium2.PdfDocument.new(), io.BytesIO()
    one.import_pages(run, list(range((number - 1) * count, number * count)))
    one.save(out)
    return PrintedBallot(out.getvalue(), printed.layout)


def looks(printed, data):
    """One page image: where it lies, and what the reader of symbols sees."""
    page = next(pages("scan.jpg", data))
    levels = Levels(page.image)
    return SymbolReader(printed.layout).read(levels, Registrar(printed.layout).locate(page.image))


def test_a_print_run_holds_one_ballot_of_each_symbol_in_turn_and_one_leaf_needs_none(printed):
    pages_a_ballot = len(printed.layout["pages"])
    assert (pages_a_ballot, printed.layout["symbols"], len(set(NAMES))) == (4, list(NAMES), 8)
    assert len(pypdfium2.PdfDocument(printed.pdf)) == pages_a_ballot
    assert len(pypdfium2.PdfDocument(printed.for_printer)) == 8 * pages_a_ballot
    small = print_ballot(contest(20), charter_of(contest(20)), code="LEAF")
    assert (small.run, small.for_printer, "symbols" in small.layout) == (b"", small.pdf, False)


@pytest.mark.parametrize("names", [127, 300])
def test_every_side_of_several_leaves_bears_names(names):
    made = contest(names)
    sides = [len(page["fields"]) for page in print_ballot(made, charter_of(made), code="LEAVES").layout["pages"]]
    assert (len(sides) % 2, min(sides) > 20, sum(sides)) == (0, True, names)


@pytest.mark.parametrize("number", range(1, 9))
def test_each_symbol_is_read_on_every_side(printed, number):
    sheet = simulate_sheet(
        with_symbol(printed, number), random_choices(printed.layout, np.random.default_rng(number), odd=0.0), seed=number
    )
    assert [looks(printed, data) for data in sheet.pages] == [number] * 4


def drawn_over(data, layout, hidden):
    """A clean page with some of its symbols covered by ink."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    for x0, y0, x1, y1 in layout["pages"][0]["symbols_mm"][:hidden]:
        scale = image.shape[1] / layout["page_mm"][0]
        image[round(y0 * scale) : round(y1 * scale), round(x0 * scale) : round(x1 * scale)] = 40
    return bytes(cv2.imencode(".png", image)[1].tobytes())


def test_a_symbol_that_cannot_be_seen_is_not_guessed(printed):
    clean = simulate_sheet(with_symbol(printed, 3), {}, seed=1, profile="clean").pages[0]
    assert [looks(printed, drawn_over(clean, printed.layout, hidden)) for hidden in (0, 1, 2)] == [3, 3, None]


def test_two_symbols_on_one_side_are_none(printed):
    one, other = (
        cv2.imdecode(np.frombuffer(simulate_sheet(with_symbol(printed, n), {}, seed=1, profile="clean").pages[0], np.uint8), 0)
        for n in (1, 4)
    )
    one[one.shape[0] // 2 :] = other[one.shape[0] // 2 :]
    assert looks(printed, bytes(cv2.imencode(".png", one)[1].tobytes())) is None


def test_the_layout_shows_no_symbol_of_its_own_and_its_ink_is_not_foreign(printed):
    sheet = simulate_sheet(with_symbol(printed, 8), {}, seed=2, profile="clean")
    reader = PageReader(printed.layout)
    lines = [reader.line(next(pages("scan.jpg", data))) for data in sheet.pages]
    assert [(line["status"], line["symbol"]) for line in lines] == [("read", 8)] * 4
    assert [mark for line in lines for mark in line["sheet_marks"] if mark["kind"] == "foreign_ink"] == []


def test_a_pile_of_leaves_is_read_and_counted_whatever_way_it_lies(printed, tmp_path):
    """Three ballots, the whole pile turned over."""
    scans = []
    for place, number in enumerate((1, 2, 3)):
        sheet = simulate_sheet(with_symbol(printed, number), {}, seed=place, profile="clean")
        scans.append(sheet.pages)
    pile = [*reversed([page for ballot in scans for page in ballot])]
    for place, data in enumerate(pile):
        (tmp_path / f"{place:03d}.jpg").write_bytes(data)
    lines = list(read_files(printed.layout, [tmp_path], both=False))
    assert [line["ballot"] for line in lines] == [1] * 4 + [2] * 4 + [3] * 4
    assert [line["symbol"] for line in lines] == [3] * 4 + [2] * 4 + [1] * 4


@pytest.fixture(scope="module")
def congress():
    """300 names, 200 seats: three ballots of three leaves, each of another symbol, scanned; the contest, and the marks."""
    made = contest(300, seats=200, returned=3, issued=3)
    printed = print_ballot(made, charter_of(made), code="GREAT")
    struck = [dict.fromkeys(range(1 + ballot, 151 + ballot), "level") for ballot in range(3)]
    sheets = [simulate_sheet(with_symbol(printed, ballot + 1), struck[ballot], seed=ballot, damages={}).pages for ballot in range(3)]
    reader = PageReader(printed.layout, both=False)
    lines = [
        [reader.line(next(pages(f"{ballot}-{side}", data))) for side, data in enumerate(sheet, 1)] for ballot, sheet in enumerate(sheets)
    ]
    return made, [[ballot[side : side + 2] for side in (0, 2, 4)] for ballot in lines]


def count_of(made, leaves):
    """Valid and pending ballots, and the votes of four people, of a pile of leaves whose few doubtful strokes people found to be strikes."""
    taken = Counter()
    lines = []
    for line in (line for leaf in leaves for line in leaf):
        taken[line["source"]] += 1
        times = taken[line["source"]]
        lines.append(line | ({"source": f"{line['source']} lần {times}", "digest": f"{times}"} if times > 1 else {}))
    read = list(assemble(lines))
    doubts = {(line["ballot"], each["candidate"]) for line in read for each in line["fields"] if each["state"] == "doubtful"}
    settled = [{"ballot": ballot, "candidate": candidate, "kind": "strike", "state": "marked"} for ballot, candidate in sorted(doubts)]
    result = count(made, charter_of(made), read, settled)
    votes = {row["candidate"]: row["for"] for row in result["votes"]}
    return result["valid"], result["pending"], [votes[number] for number in (1, 2, 152, 300)]


def test_300_names_and_200_seats_from_paper_to_result(congress):
    made, (first, second, third) = congress
    right = (3, 0, [2, 1, 2, 3])
    assert count_of(made, [*first, *second, *third]) == right
    assert count_of(made, [*reversed([*first, *second, *third])]) == right
    assert count_of(made, [*third, *reversed(first), *second]) == right


def test_300_names_with_a_leaf_missing_doubled_or_swapped_count_nothing_by_guess(congress):
    made, (first, second, third) = congress
    assert count_of(made, [*first, second[0], second[2], *third])[:2] == (2, 1)
    assert count_of(made, [*first, second[0], second[1], second[1], second[2], *third])[:2] == (2, 1)
    for place in range(3):
        one, other = [*first], [*second]
        one[place], other[place] = other[place], one[place]
        assert count_of(made, [*one, *other, *third])[:2] == (1, 2)
