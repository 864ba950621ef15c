from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from daihoi.foundation.organization.authority import ROLES, Forbidden, acts_at, can, require, visible_units
from daihoi.foundation.organization.services import close_unit, create_operator, grant_role, move_unit, revoke_role
from daihoi.rules.errors import RuleViolation
from tests.make import make_cause, make_grant, make_tree, make_user

pytestmark = pytest.mark.django_db
ACT = "organization.rename_unit"


def where(user, tree, act=ACT):
    return "".join(sorted(code for code, unit in tree.items() if can(user, act, unit)))


@pytest.mark.parametrize(("at", "reaches"), [("P", "AA1A2BB1B2P"), ("A", "AA1A2"), ("A1", "A1"), (None, "AA1A2BB1B2P")])
def test_a_grant_holds_for_the_branch_of_its_unit(at, reaches):
    tree = make_tree()
    user = make_user(role="organization_officer", unit=tree.get(at))
    assert where(user, tree) == reaches
    assert "".join(sorted(unit.code for unit in visible_units(user))) == reaches
    assert can(user, ACT, None) == (at is None)


def test_a_role_holds_only_its_acts():
    tree = make_tree()
    user = make_user(role="viewer", unit=tree["P"])
    assert (where(user, tree), can(user, "organization.view", tree["A"])) == ("", True)
    assert acts_at(user, tree["A"]) == ROLES["viewer"].acts


def test_acts_at_a_unit_agree_with_can():
    tree = make_tree()
    user = make_user(role="viewer", unit=tree["P"])
    make_grant(user, "unit_clerk", tree["A"])
    every = frozenset().union(*(role.acts for role in ROLES.values()))
    for unit in tree.values():
        assert acts_at(user, unit) == {act for act in every if can(user, act, unit)}


def test_nobody_without_a_grant_may_anything():
    tree = make_tree()
    gone = make_user(role="organization_officer", unit=tree["P"])
    gone.is_active = False
    for user in (make_user(), AnonymousUser(), None, gone):
        assert (where(user, tree), list(visible_units(user))) == ("", [])


@pytest.mark.parametrize(("since", "until", "holds"), [(-1, None, True), (0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True)])
def test_a_grant_holds_from_its_first_day_to_the_day_before_its_end(since, until, holds):
    tree = make_tree()
    user = make_user()
    today = timezone.localdate()
    grant = make_grant(user, "organization_officer", tree["P"], since=today + timedelta(days=since))
    grant.valid_to = None if until is None else today + timedelta(days=until)
    grant.save()
    assert can(user, ACT, tree["A"]) is holds


def test_authority_follows_a_unit_that_moves():
    tree = make_tree()
    of_a, of_b = (make_user(role="organization_officer", unit=tree[code]) for code in "AB")
    move_unit(cause=make_cause(), unit=tree["A1"], superior=tree["B"], on=date(2020, 1, 1))
    assert (can(of_a, ACT, tree["A1"]), can(of_b, ACT, tree["A1"])) == (False, True)
    assert tree["A1"] not in visible_units(of_a)


def test_a_closed_unit_stays_in_the_branch_it_stood_in_last():
    tree = make_tree()
    close_unit(cause=make_cause(), unit=tree["A1"], on=date(2020, 1, 1))
    user = make_user(role="organization_officer", unit=tree["A"])
    assert can(user, ACT, tree["A1"])
    assert tree["A1"] in visible_units(user)


def test_a_refusal_names_the_place_and_the_way_out():
    tree = make_tree()
    with pytest.raises(Forbidden) as refusal:
        require(make_user(), ACT, tree["A"])
    assert (refusal.value.code, refusal.value.facts) == ("authority.forbidden", {"unit": "A", "act": ACT})
    assert "Hãy nhờ quản trị" in refusal.value.message


def test_what_follows_from_another_act_needs_no_second_permission():
    tree = make_tree()
    require(None, ACT, tree["A"], cause=make_cause())


def test_roles_are_given_and_taken_back_by_who_may():
    tree = make_tree()
    admin, user = make_user(role="administrator", unit=tree["A"]), make_user()
    grant = grant_role(actor=admin, user=user, role="viewer", unit=tree["A1"])
    assert can(user, "organization.view", tree["A1"])
    revoke_role(actor=admin, grant=grant)
    assert not can(user, "organization.view", tree["A1"])


@pytest.mark.parametrize("case", ["elsewhere", "everywhere", "by_officer"])
def test_roles_are_not_given_beyond_the_own_branch(case):
    tree = make_tree()
    actor = make_user(role="organization_officer" if case == "by_officer" else "administrator", unit=tree["A"])
    unit = {"elsewhere": tree["B"], "everywhere": None, "by_officer": tree["A"]}[case]
    with pytest.raises(Forbidden):
        grant_role(actor=actor, user=make_user(), role="viewer", unit=unit)


@pytest.mark.parametrize(("role", "code"), [("khong_co", "organization.unknown_role"), ("viewer", "organization.granted_already")])
def test_an_unknown_role_and_a_second_grant_are_refused(role, code):
    tree = make_tree()
    user = make_user(role="viewer", unit=tree["A"])
    with pytest.raises(RuleViolation) as refusal:
        grant_role(cause=make_cause(), user=user, role=role, unit=tree["A"])
    assert refusal.value.code == code


def test_a_role_is_taken_back_once():
    tree = make_tree()
    grant = grant_role(cause=make_cause(), user=make_user(), role="viewer", unit=tree["A"])
    revoke_role(cause=make_cause(), grant=grant)
    with pytest.raises(RuleViolation) as refusal:
        revoke_role(cause=make_cause(), grant=grant)
    assert refusal.value.code == "organization.revoked_already"


def test_a_username_is_taken_once():
    make_user("an")
    with pytest.raises(RuleViolation) as refusal:
        create_operator(cause=make_cause(), username="an", password=None, full_name="An", role="viewer", unit=None)
    assert refusal.value.code == "organization.username_taken"


def test_who_administers_sees_no_content():
    content = {act for act in ROLES["administrator"].acts if act.split(".")[0] in {"ballots", "elections"}}
    assert (content, ROLES["console"].acts & {"ballots.view", "elections.view"}) == (set(), set())
