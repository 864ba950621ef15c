from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Committee, Headcount, Placement, Succession, Unit
from daihoi.foundation.organization.placing import step
from daihoi.foundation.organization.queries import branch, breadcrumb, children, members_on, placement_of, placements, unit_by_code
from daihoi.foundation.organization.services import (
    close_unit,
    consolidate_units,
    create_unit,
    enter_person,
    fill_post,
    merge_units,
    move_unit,
    open_committee,
    open_term,
    record_headcount,
    rename_unit,
    split_unit,
    vacate_post,
)
from daihoi.foundation.organization.services.reorganization import NewUnit
from daihoi.rules.errors import RuleViolation
from tests.make import make_cause, make_outsider, make_tree, make_unit, make_user

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2020, 4, 30), date(2020, 5, 1), date(2020, 5, 2)


def codes(rows):
    return [row.unit.code for row in rows]


def shape(on, known=None):
    """The whole tree of a day: code, name, kind, superior."""
    rows = placements(on, known).select_related("unit", "superior").order_by("path")
    return [(row.unit.code, row.name, row.kind, row.superior.code if row.superior else None) for row in rows]


def refused(expected, act, /, **arguments):
    with pytest.raises(RuleViolation) as refusal:
        act(cause=make_cause(), **arguments)
    assert refusal.value.code == expected
    return refusal.value


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


def test_branch_children_and_breadcrumb_of_a_day(tree):
    assert codes(branch(tree["A"], DAY)) == ["A", "A1", "A2"]
    assert codes(children(tree["P"], DAY)) == ["A", "B"]
    assert codes(breadcrumb(tree["A1"], DAY)) == ["P", "A", "A1"]
    assert codes(branch(tree["A"], date(2014, 12, 31))) == []


def test_a_new_unit_stands_in_the_tree_from_its_day(tree, officer):
    create_unit(actor=officer, code="A3", name="  Chi bộ  A3 ", kind="sub_cell", superior=tree["A"], opened=DAY)
    assert (codes(branch(tree["A"], BEFORE)), codes(branch(tree["A"], DAY))) == (["A", "A1", "A2"], ["A", "A1", "A2", "A3"])
    assert placement_of(unit_by_code("A3"), DAY).name == "Chi bộ A3"
    entry = Entry.objects.get(act="organization.unit_created", object__endswith=str(unit_by_code("A3").pk))
    assert (entry.chain, entry.facts["opened"]) == (str(tree["A"].pk), "2020-05-01")
    assert "Chi bộ" not in entry.line


def test_a_new_unit_is_refused_with_a_taken_or_bad_code_an_unknown_kind_no_name_or_a_closed_superior(tree):
    base = {"code": "N", "name": "Mới", "kind": "sub_cell", "superior": tree["A"], "opened": DAY}
    refused("organization.code_taken", create_unit, **{**base, "code": "B"})
    refused("organization.bad_code", create_unit, **{**base, "code": "35/CT"})
    refused("organization.unknown_kind", create_unit, **{**base, "kind": "la"})
    refused("organization.no_name", create_unit, **{**base, "name": "  "})
    refused("organization.before_last_change", create_unit, **{**base, "opened": date(2014, 1, 1)})
    close_unit(cause=make_cause(), unit=tree["A1"], on=DAY)
    refused("organization.closed", create_unit, **{**base, "superior": tree["A1"]})


def test_a_rename_leaves_the_day_before_its_name(tree, officer):
    rename_unit(actor=officer, unit=tree["A"], name="Đảng bộ Mới", kind="sectional_org", on=DAY)
    names = [(placement_of(tree["A"], day).name, placement_of(tree["A"], day).kind) for day in (BEFORE, DAY)]
    assert names == [("Đảng bộ cơ sở A", "grassroots_committee"), ("Đảng bộ Mới", "sectional_org")]
    refused("organization.before_last_change", rename_unit, unit=tree["A"], name="X", on=BEFORE)


def test_a_move_takes_the_whole_branch_and_leaves_the_day_before(tree, officer):
    before = shape(BEFORE)
    move_unit(actor=officer, unit=tree["A"], superior=tree["B"], on=DAY)
    assert shape(BEFORE) == before
    assert codes(branch(tree["B"], DAY)) == ["B", "B1", "B2", "A", "A1", "A2"]
    assert codes(breadcrumb(tree["A1"], DAY)) == ["P", "B", "A", "A1"]
    assert [row.depth for row in branch(tree["B"], DAY)] == [2, 3, 3, 3, 4, 4]


def test_a_unit_is_not_moved_into_its_own_branch(tree):
    for inside in ("A", "A1"):
        refused("organization.below_itself", move_unit, unit=tree["A"], superior=tree[inside], on=DAY)


def test_a_unit_that_opens_later_moves_with_its_branch_from_its_own_day(tree):
    later = make_unit("A9", superior=tree["A"], opened=date(2021, 1, 1))
    move_unit(cause=make_cause(), unit=tree["A"], superior=tree["B"], on=DAY)
    assert placement_of(later, date(2020, 12, 31)) is None
    assert codes(breadcrumb(later, date(2021, 1, 1))) == ["P", "B", "A", "A9"]


def test_a_path_once_used_is_never_given_to_another(tree):
    move_unit(cause=make_cause(), unit=tree["A1"], superior=tree["B"], on=DAY)
    new = make_unit("A9", superior=tree["A"], opened=DAY)
    close_unit(cause=make_cause(), unit=new, on=AFTER)
    make_unit("A10", superior=tree["A"], opened=AFTER)
    paths = Placement.objects.values_list("path", "unit")
    assert len({path for path, _unit in paths}) == len(paths)


def test_a_unit_closes_once_nothing_stands_below_it(tree, officer):
    refusal = refused("organization.has_children", close_unit, unit=tree["A"], on=DAY)
    assert refusal.facts["below"] == 2
    for code in ("A1", "A2", "A"):
        close_unit(actor=officer, unit=tree[code], on=DAY)
    assert (codes(branch(tree["P"], BEFORE)), codes(branch(tree["P"], DAY))) == (
        ["P", "A", "A1", "A2", "B", "B1", "B2"],
        ["P", "B", "B1", "B2"],
    )
    assert Unit.objects.get(code="A").closed == DAY
    refused("organization.closed", close_unit, unit=tree["A"], on=AFTER)


def test_a_consolidation_makes_a_new_unit_and_closes_the_old(tree, officer):
    before = shape(BEFORE)
    new = consolidate_units(
        actor=officer, units=[tree["A"], tree["B"]], new=NewUnit("C", "Đảng bộ C", "grassroots_committee"), superior=tree["P"], on=DAY
    )
    assert shape(BEFORE) == before
    assert codes(branch(tree["P"], DAY)) == ["P", "C", "A1", "A2", "B1", "B2"]
    assert [(row.predecessor.code, row.form) for row in new.successions_in.order_by("predecessor__code")] == [
        ("A", "consolidation"),
        ("B", "consolidation"),
    ]
    assert {unit.closed for unit in Unit.objects.filter(code__in="AB")} == {DAY}


def test_a_merger_keeps_the_absorbing_unit(tree, officer):
    before = shape(BEFORE)
    merge_units(actor=officer, absorbing=tree["A"], absorbed=[tree["B"]], on=DAY)
    assert shape(BEFORE) == before
    assert codes(branch(tree["P"], DAY)) == ["P", "A", "A1", "A2", "B1", "B2"]
    assert (Unit.objects.get(code="A").closed, Unit.objects.get(code="B").closed) == (None, DAY)
    assert Succession.objects.get().form == "merger"


def test_a_split_closes_the_old_unit_and_gives_every_part_away(tree, officer):
    before = shape(BEFORE)
    parts = [NewUnit("C", "C", "grassroots_committee", (tree["A1"],)), NewUnit("D", "D", "grassroots_committee", (tree["A2"],))]
    split_unit(actor=officer, unit=tree["A"], into=parts, on=DAY)
    assert shape(BEFORE) == before
    assert codes(branch(tree["P"], DAY)) == ["P", "B", "B1", "B2", "C", "A1", "D", "A2"]
    assert Unit.objects.get(code="A").closed == DAY


def test_every_act_of_a_reorganization_follows_from_one_entry(tree, officer):
    merge_units(actor=officer, absorbing=tree["A"], absorbed=[tree["B"]], on=DAY)
    cause = Entry.objects.get(act="organization.units_merged")
    assert cause.actor == str(officer.pk)
    acts = sorted(cause.effects.values_list("act", flat=True))
    assert acts == ["organization.unit_closed", "organization.unit_moved", "organization.unit_moved"]


def test_a_reorganization_of_one_unit_or_with_a_part_left_over_is_refused(tree):
    refused("organization.needs_two", merge_units, absorbing=tree["A"], absorbed=[tree["A"]], on=DAY)
    refused(
        "organization.needs_two",
        consolidate_units,
        units=[tree["A"]],
        new=NewUnit("C", "C", "grassroots_committee"),
        superior=tree["P"],
        on=DAY,
    )
    parts = [NewUnit("C", "C", "grassroots_committee", (tree["A1"],)), NewUnit("D", "D", "grassroots_committee")]
    refused("organization.children_left", split_unit, unit=tree["A"], into=parts, on=DAY)


def test_what_was_known_then_is_answered_alike_for_ever(tree):
    """PR-01: a change that happened on the 1st and was known on the 10th."""
    known_on = {day: datetime(2020, 5, day, 12, tzinfo=UTC) for day in (5, 10, 15)}
    Placement.objects.update(recorded_at=datetime(2015, 1, 1, tzinfo=UTC))
    before = shape(DAY, known_on[5])
    move_unit(cause=make_cause(), unit=tree["A1"], superior=tree["B"], on=DAY, recorded_at=known_on[10])
    assert shape(DAY, known_on[5]) == before
    assert ("A1", "Chi bộ A1", "sub_cell", "B") in shape(DAY, known_on[10])
    assert shape(BEFORE, known_on[15]) == shape(BEFORE, known_on[5])


def test_members_are_the_newest_count_up_to_a_day_as_known_then(tree, officer):
    at = {day: datetime(2020, 6, day, tzinfo=UTC) for day in (1, 20)}
    record_headcount(actor=officer, unit=tree["A1"], on=DAY, official=10, probationary=2, recorded_at=at[1])
    record_headcount(actor=officer, unit=tree["A1"], on=AFTER, official=20, recorded_at=at[1])
    record_headcount(actor=officer, unit=tree["A1"], on=AFTER, official=19, recorded_at=at[20])
    here = placements(AFTER).filter(unit=tree["A1"])
    answers = [
        members_on(here, day, known).get(tree["A1"].pk) for day, known in ((BEFORE, None), (DAY, None), (AFTER, at[1]), (AFTER, at[20]))
    ]
    assert answers == [None, 12, 20, 19]
    assert Headcount.objects.first().members == 12


def test_members_are_not_negative_and_not_of_a_day_without_the_unit(tree):
    refused("organization.negative", record_headcount, unit=tree["A1"], on=DAY, official=-1)
    refused("organization.not_open_then", record_headcount, unit=tree["A1"], on=date(2014, 1, 1), official=1)


def test_terms_committees_persons_and_posts(tree, officer):
    first = open_term(actor=officer, unit=tree["A"], title="2015-2020", began=date(2015, 6, 1), tenure_no=5)
    second = open_term(actor=officer, unit=tree["A"], title="2020-2025", began=DAY)
    first.refresh_from_db()
    assert (first.ended, second.ended) == (DAY, None)
    refused("organization.term_order", open_term, unit=tree["A"], title="2010-2015", began=BEFORE)
    committee = open_committee(actor=officer, term=second, body=Committee.Body.EXECUTIVE)
    person = enter_person(actor=officer, unit=tree["A"], full_name=" Trần  Văn Mẫu ", is_demonstration=True)
    post = fill_post(actor=officer, person=person, committee=committee, office="secretary", since=DAY)
    assert (person.full_name, str(post), str(committee)) == ("Trần Văn Mẫu", "bí thư", "ban chấp hành")
    refused("organization.post_ended", vacate_post, post=post, on=BEFORE)
    vacate_post(actor=officer, post=post, on=AFTER)
    refused("organization.post_ended", vacate_post, post=post, on=AFTER)
    refused("organization.no_name", enter_person, unit=tree["A"], full_name=" ")
    assert "Trần" not in "".join(Entry.objects.values_list("line", flat=True))


OUTSIDE = {
    create_unit: lambda t: {"code": "X", "name": "X", "kind": "sub_cell", "superior": t["A"], "opened": DAY},
    rename_unit: lambda t: {"unit": t["A"], "name": "X", "on": DAY},
    move_unit: lambda t: {"unit": t["A1"], "superior": t["B"], "on": DAY},
    close_unit: lambda t: {"unit": t["A1"], "on": DAY},
    merge_units: lambda t: {"absorbing": t["A"], "absorbed": [t["B"]], "on": DAY},
    consolidate_units: lambda t: {"units": [t["A"], t["B"]], "new": NewUnit("C", "C", "sub_cell"), "superior": t["P"], "on": DAY},
    split_unit: lambda t: {"unit": t["A"], "into": [NewUnit("C", "C", "sub_cell"), NewUnit("D", "D", "sub_cell")], "on": DAY},
    record_headcount: lambda t: {"unit": t["A1"], "on": DAY, "official": 3},
    open_term: lambda t: {"unit": t["A"], "title": "2020-2025", "began": DAY},
    enter_person: lambda t: {"unit": t["A"], "full_name": "An"},
}


@pytest.mark.parametrize("act", OUTSIDE, ids=lambda act: act.__name__)
def test_outsider_changes_nothing(tree, act):
    before, entries = shape(AFTER), Entry.objects.count()
    outsider = make_outsider()
    added = Entry.objects.count() - entries
    with pytest.raises(Forbidden):
        act(actor=outsider, **OUTSIDE[act](tree))
    tree_after = [row for row in shape(AFTER) if not row[0].startswith("NGOAI")]
    assert (tree_after, Entry.objects.count() - entries) == (before, added)


def test_an_officer_of_one_branch_moves_nothing_into_or_out_of_another(tree):
    officer = make_user(role="organization_officer", unit=tree["A"])
    for unit, superior in (("A1", "B"), ("B1", "A")):
        with pytest.raises(Forbidden):
            move_unit(actor=officer, unit=tree[unit], superior=tree[superior], on=DAY)


def test_the_database_holds_one_open_place_per_unit_and_one_unit_per_path(tree):
    place = placement_of(tree["A1"], DAY)
    for change in ({"unit": tree["A1"], "path": "zzzz"}, {"unit": make_unit("X"), "path": place.path}):
        fields = {"name": "X", "kind": "sub_cell", "depth": 1, "valid_from": DAY, **change}
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.create(**fields)


@pytest.mark.parametrize(("number", "text"), [(1, "0001"), (35, "000z"), (36, "0010"), (36**4 - 1, "zzzz")])
def test_steps_of_a_path_stand_in_byte_order(number, text):
    assert step(number) == text


@pytest.mark.parametrize("number", [0, 36**4])
def test_a_unit_has_at_most_as_many_children_as_steps(number):
    with pytest.raises(RuleViolation):
        step(number)


class History(TestCase):
    """Whatever is done to the tree, every earlier (day, known) pair answers as it answered then."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.sampled_from(["create", "rename", "move", "close", "merge"]), st.integers(0, 9), st.integers(0, 9)), max_size=8
        )
    )
    def test_no_act_changes_an_earlier_answer(self, acts):
        start = datetime(2020, 1, 1, tzinfo=UTC)
        make_tree()
        Placement.objects.update(recorded_at=start - timedelta(days=1))
        asked = {}
        for number, (verb, one, two) in enumerate(acts):
            known = start + timedelta(days=number)
            on = date(2020, 1, 1) + timedelta(days=10 * number)
            for day in (on - timedelta(days=1), on, on + timedelta(days=400)):
                asked[day, known - timedelta(hours=1)] = shape(day, known - timedelta(hours=1))
            with_refusal(verb, one, two, number, on, known)
            for (day, then), answer in asked.items():
                assert shape(day, then) == answer
        for day in {day for day, _known in asked}:
            rows = codes(placements(day).select_related("unit"))
            assert len(rows) == len(set(rows))


def with_refusal(verb, one, two, number, on, known):
    """Do one act on some open units; a refusal is an answer too."""
    units = list(Unit.objects.filter(closed__isnull=True).order_by("code"))
    unit, other = units[one % len(units)], units[two % len(units)]
    common = {"cause": make_cause(), "recorded_at": known}
    try:
        with transaction.atomic():
            if verb == "create":
                create_unit(code=f"N{number}", name=f"Mới {number}", kind="sub_cell", superior=unit, opened=on, **common)
            elif verb == "rename":
                rename_unit(unit=unit, name=f"Tên {number}", on=on, **common)
            elif verb == "move":
                move_unit(unit=unit, superior=other, on=on, **common)
            elif verb == "close":
                close_unit(unit=unit, on=on, **common)
            else:
                merge_units(absorbing=unit, absorbed=[other], on=on, **common)
    except RuleViolation:
        pass
