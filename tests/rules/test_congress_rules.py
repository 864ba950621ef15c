"""Rules of congresses as data: preparations, programme, sessions, quick result, registers."""

import pytest

from daihoi.rules import preparations, programme, quick_result, registers
from daihoi.rules.stages import Stage

FULL = {
    "held_on": "2020-05-10", "convened": 200, "present": 198, "seats": 27, "candidates": 31, "elected": 27, "rounds": 1, "reelected": 20,
    "first_time": 7, "women": 6,
}  # fmt: skip


def codes(kind, form, contents):
    return [task.code for task in preparations.tasks_for(kind, form, contents)]


def test_a_delegates_congress_of_four_contents_prepares_everything():
    assert codes("upper_grassroots", "delegate_congress", 4) == list(preparations.table().tasks)


def test_a_cell_prepares_what_concerns_it_and_two_contents_need_no_personnel():
    assert codes("sub_cell", "member_congress", 4) == ["plan", "reports", "personnel_scheme", "presidium_papers"]
    assert codes("grassroots_committee", "member_congress", 2) == ["plan", "reports", "announcement", "presidium_papers"]


def test_every_task_names_a_stage_that_can_still_come():
    assert {task.stage for task in preparations.table().tasks.values()} == {Stage.prepared, Stage.contents_approved, Stage.held}


@pytest.mark.parametrize(
    ("form", "contents", "has_preparatory", "there", "absent"),
    [
        ("delegate_congress", 4, True, {"organs", "credentials", "committee", "upper_delegates"}, {"attendance", "organs_elected"}),
        ("member_congress", 4, False, {"organs_elected", "attendance", "committee"}, {"organs", "credentials", "credentials_board"}),
        ("member_congress", 3, False, {"upper_delegates", "counting_committee"}, {"committee"}),
        ("delegate_congress", 2, True, {"credentials"}, {"committee", "upper_delegates", "counting_committee", "election_rules"}),
    ],
)
def test_the_order_of_a_congress_follows_its_form_and_contents(form, contents, has_preparatory, there, absent):
    found = {item.code for item in programme.programme(form, contents, has_preparatory=has_preparatory)}
    assert (there - found, absent & found) == (set(), set())


def test_only_the_speech_of_the_superior_may_move():
    assert [item.code for item in programme.items() if item.moves] == ["superior"]


def test_the_preparatory_session_counts_inside_the_cap():
    both = {"preparatory": 2, "official": 5}
    found = programme.session_findings(both, most=6, most_preparatory=1)
    assert [(each.code, each.facts) for each in found] == [
        ("session.too_long", {"total": 7, "most": 6}),
        ("session.preparatory_too_long", {"early": 2, "most": 1}),
    ]
    assert programme.session_findings({"preparatory": 1, "official": 5}, most=6, most_preparatory=1) == []
    assert programme.session_findings(both, most=None, most_preparatory=None) == []


def test_fewer_contents_have_consequences_in_words():
    assert [len(programme.consequences(contents)) for contents in (4, 3, 2)] == [0, 2, 2]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"present": 201}, [("quick.part_over_whole", "present")]),
        ({"elected": 28, "first_time": 8}, [("quick.part_over_whole", "elected")]),
        ({"women": 28}, [("quick.part_over_whole", "women")]),
        ({"reelected": 21}, [("quick.sum", "reelected")]),
        ({"candidates": 27}, [("quick.no_surplus", "candidates")]),
        ({"candidates": 36}, [("quick.surplus", "candidates")]),
        ({"candidates": 35}, []),
        ({"convened": ""}, [("quick.missing", "convened")]),
    ],
)
def test_the_figures_of_a_quick_result_are_held_against_each_other(changes, found):
    assert [(each.code, each.where) for each in quick_result.findings(FULL | changes, 4)] == found


def test_a_congress_of_two_contents_is_not_asked_for_elections():
    facts = {"held_on": "2020-05-10", "convened": 30, "present": 29}
    assert quick_result.findings(facts, 2) == []
    assert [field.code for field in quick_result.fields_for(2)] == ["held_on", "convened", "present", "incidents"]


def test_what_follows_is_computed_and_never_asked():
    assert quick_result.derived(FULL | {"elected": 25}) == {"short": 2, "surplus": "14.81"}
    assert quick_result.derived({}) == {"short": None, "surplus": None}


def test_structure_adds_up_many_results():
    one, two = FULL | {"secretary": "new", "rounds": 2, "elected": 26}, FULL | {"secretary": "reelected"}
    sums = quick_result.structure([one, two])
    keys = ("elected", "seats", "short", "short_units", "further_rounds", "secretary:new", "results", "women")
    assert [sums[key] for key in keys] == [53, 54, 1, 1, 1, 1, 2, 12]


def test_the_average_age_is_weighed_by_the_elected():
    assert (
        quick_result.average_age([{"elected": 10, "average_age": "40.0"}, {"elected": 30, "average_age": "44.5"}, {"elected": 5}]) == "43.4"
    )
    assert quick_result.average_age([{}]) == ""


def test_symbols_are_written_as_the_rule_says():
    pattern = registers.table().numbering.pattern
    assert [registers.symbol(pattern, number, "BC", "ĐU", 2020) for number in (3, 35, 567)] == ["03-BC/ĐU", "35-BC/ĐU", "567-BC/ĐU"]
    assert [registers.is_pattern(text) for text in (pattern, "{number}/{year}", "{kind}", "{number}{x}", "{number.real}")] == [
        True, True, False, False, False,
    ]  # fmt: skip
