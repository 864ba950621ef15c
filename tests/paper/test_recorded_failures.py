"""Every wrong reading that a measurement found, kept as a named case: the page is read again, and nothing on it is wrong any more."""

import pytest
from tests.paper.recorded_pages import picture, read

from daihoi.paper.accuracy.forms import printed
from daihoi.paper.reading import PageReader

# Seed of the sheet, its page, the candidate, and what was taken for what. Both readers agreed on each of them.
READ_WRONG = {
    "a fold that hides a part of the letters, clear, taken for a strike": (720543, 1, 20),
    "a thick coffee ring across a name, taken for a slanted strike": (720759, 2, 53),
    "a strike under a fold that hides 3 mm, overlooked": (720800, 1, 26),
    "a pale coffee ring through a square, taken for an X": (720902, 1, 32),
    "pencil on a scan of black and white, overlooked": (720909, 1, 8),
    "a coffee ring along a name on bent paper, taken for a strike": (720963, 1, 6),
    "the edge of a coffee ring over a square, taken for an X": (721069, 1, 27),
    "a coffee ring that leaves a name at one end, taken for a strike": (721175, 2, 49),
    "a strike of a thin pencil hidden by the shadow of a fold, overlooked": (730000, 2, 64),
    "print of the back that shines through, taken for a strike": (730063, 1, 1),
    "a coffee ring over a name, taken for a great X": (730151, 1, 18),
    "print of the back on a dim scan, taken for a strike": (730207, 1, 1),
    "the rim of a coffee ring along a name, taken for a strike": (3000430, 2, 46),
    "a thick coffee ring over the heads of the letters, bent with them, taken for a strike": (701009, 1, 3),
    "a coffee ring through a square under a shadow, taken for an X": (6000029, 1, 11),
    "a weak fold through squares of a dim page, taken for an X": (720169, 1, 8),
    "specks of a shadow on a scan of black and white, taken for an X": (750221, 1, 36),
}
NORMAL = {
    "a blot of a thick pen that rested in a square, taken for an X": (6166, 1, 37),
    "an interrupted fold through a name, darker at one side, taken for a strike": (19295, 1, 17),
    "two folds that cross in a square, one too weak to be seen on the page, taken for an X": (3000166, 1, 6),
    "a weak fold through a square, taken for a stroke": (745145, 1, 8),
    "a weak fold with its shadow through a square, taken for a stroke": (746121, 1, 23),
}
SETTLED_ALONE = {
    "an X between two rows, taken for the arm of an X": (720580, 1, 23),
    "an X of a thin pen, scratched out, taken for an X": (720980, 1, 9),
}
BLEACHED = (694, 8282, 9394)  # JPEG files whose altered tables turn pale strokes into white


def verdicts(case):
    """Every field of a kept page, read by the first reader alone: it must not need the second; and those of the candidate."""
    seed, page, candidate = case
    _line, found = read(f"{seed}-{page}", both=False)
    return found, [verdict for verdict in found if verdict.candidate == candidate]


@pytest.mark.parametrize("case", READ_WRONG, ids=str)
def test_what_was_once_read_wrong_goes_to_people(case):
    page, own = verdicts(READ_WRONG[case])
    assert "wrong" not in {verdict.outcome for verdict in page}
    assert {verdict.outcome for verdict in own} <= {"right", "to_people", "refused"}


@pytest.mark.parametrize("case", NORMAL, ids=str)
def test_what_was_once_read_wrong_on_a_normal_scan_goes_to_people(case):
    page, own = verdicts(NORMAL[case])
    assert "wrong" not in {verdict.outcome for verdict in page}
    assert "to_people" in {verdict.outcome for verdict in own}


@pytest.mark.parametrize("case", SETTLED_ALONE, ids=str)
def test_what_was_once_settled_alone_goes_to_people(case):
    _page, own = verdicts(SETTLED_ALONE[case])
    assert {verdict.outcome for verdict in own if verdict.truth["board"]} == {"to_people"}


@pytest.mark.parametrize("number", BLEACHED)
def test_a_picture_that_altered_bytes_made_too_light_is_set_aside(number):
    reading = PageReader(printed("one name").layout).read(picture(f"bleached-{number}"))
    assert (reading["status"], reading["cause"]) == ("set_aside", "too_light")
