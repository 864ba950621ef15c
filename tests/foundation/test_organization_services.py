from datetime import date

import pytest

from daihoi.foundation.organization.authority import Forbidden, can, visible_units
from daihoi.foundation.organization.queries import branch, breadcrumb, placements
from daihoi.foundation.organization.services import create_unit, move_unit
from tests.make import make_outsider, make_tree, make_user

pytestmark = pytest.mark.django_db


def codes(rows):
    return [row.unit.code for row in rows]


def test_branch_of_a_day():
    tree = make_tree()
    assert codes(branch(tree["A"], date(2020, 1, 1))) == ["A", "A1", "A2"]
    assert codes(breadcrumb(tree["A1"], date(2020, 1, 1))) == ["P", "A", "A1"]


def test_move_leaves_the_day_before_answerable():
    tree = make_tree()
    officer = make_user(role="organization_officer", unit=tree["P"])
    move_unit(actor=officer, unit=tree["A"], superior=tree["B"], on=date(2020, 5, 1))
    assert codes(branch(tree["B"], date(2020, 4, 30))) == ["B", "B1", "B2"]
    assert codes(branch(tree["B"], date(2020, 5, 1))) == ["B", "B1", "B2", "A", "A1", "A2"]
    assert placements(date(2020, 5, 1)).count() == 7


def test_outsider_may_not_open_a_unit():
    tree = make_tree()
    outsider = make_outsider()
    assert not can(outsider, "organization.view", tree["A"])
    assert tree["A"] not in visible_units(outsider)
    with pytest.raises(Forbidden):
        create_unit(actor=outsider, code="X", name="X", kind="sub_cell", superior=tree["A"], opened=date(2020, 1, 1))
