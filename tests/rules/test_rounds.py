"""What a body may decide after a result (EL-14, EL-15, EL-46, EL-52)."""

import pytest

from daihoi.rules.contests import Candidate
from daihoi.rules.rounds import appointment_due, elected_again, is_adopted, strangers


@pytest.mark.parametrize(
    ("in_favour", "base", "adopted"), [(16, 31, True), (15, 31, False), (98, 196, False), (99, 196, True), (0, 1, False)]
)
def test_more_than_half_of_the_one_base_carries_el_52(in_favour, base, adopted):  # TX-32
    assert is_adopted(in_favour, base) is adopted


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({}, True),
        ({"kind": "sub_cell"}, True),
        ({"rounds": 2}, False),
        ({"elected": 1}, False),
        ({"elects": "deputy_secretary"}, False),
        ({"kind": "grassroots_committee"}, False),
        ({"charter": "association"}, False),
    ],
)
def test_a_cell_after_three_rounds_without_a_secretary_goes_to_appointment_el_15(facts, due):
    known = {"charter": "dcsvn-2025", "kind": "grassroots_cell", "elects": "secretary", "rounds": 3, "elected": 0}
    assert (appointment_due(**known | facts) is not None) is due


def test_people_are_compared_by_name_and_known_day_of_birth():
    elected = [Candidate("Nguyễn Văn An", "01/02/1970"), Candidate("Trần Thị Bình")]
    listed = [Candidate("nguyễn  văn an", "01/02/1970"), Candidate("Nguyễn Văn An", "03/04/1980"), Candidate("Lê Cường")]
    assert strangers(listed, elected) == ["Nguyễn Văn An", "Lê Cường"]
    assert elected_again(listed, elected) == ["nguyễn văn an"]
