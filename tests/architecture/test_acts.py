"""The shape of an act, the table of roles, the words of the journal."""

import ast

import pytest

from daihoi.foundation.organization.diary.titles import acts
from daihoi.foundation.organization.roles import roles
from tests.architecture.source import SRC, acts_asked, acts_recorded, modules, name_of, tree_of

FOLDERS = (
    "foundation/organization",
    "foundation/registers",
    "foundation/assignments",
    "foundation/ballots",
    "foundation/meetings",
    "cycle",
)
WRITES = {"create", "bulk_create", "save", "delete", "bulk_update", "get_or_create", "update_or_create"}
ISSUE_ROLES = {
    "administrator",
    "organization_officer",
    "unit_clerk",
    "secretariat",
    "presidium",
    "counting_head",
    "counting_committee",
    "credentials_board",
    "personnel_secretary",
    "complaint_handler",
    "inspector",
    "door_steward",
    "viewer",
}


def service_modules():
    found = [path for path in modules(*FOLDERS) if path.name == "services.py" or path.parent.name == "services"]
    return [path for path in found if path.name != "__init__.py"]


def public_functions(path):
    return [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def calls(function):
    return {name_of(node) for node in ast.walk(function) if isinstance(node, ast.Call)}


def helpers(path):
    """Functions of the same module, so that an act may share its opening with its neighbours."""
    return {node.name: node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)}


def reach(path, function):
    """Names called by a function and by the private helpers it calls."""
    own, found, waiting = helpers(path), set(), [function]
    seen = set()
    while waiting:
        node = waiting.pop()
        names = calls(node)
        found |= names
        for name in names & set(own) - seen:
            seen.add(name)
            waiting.append(own[name])
    return found


def is_atomic(function):
    return any(ast.unparse(decorator).endswith("transaction.atomic") for decorator in function.decorator_list)


ACTS = [(path, function) for path in service_modules() for function in public_functions(path) if is_atomic(function)]
OTHERS = [(path, function) for path in service_modules() for function in public_functions(path) if not is_atomic(function)]


def names(pair):
    return f"{pair[0].relative_to(SRC)}:{pair[1].name}"


def test_there_are_acts_in_every_package():
    assert len(ACTS) > 30


@pytest.mark.parametrize("pair", ACTS, ids=map(names, ACTS))
def test_an_act_reads_like_minutes(pair):
    path, function = pair
    arguments = {argument.arg for argument in function.args.kwonlyargs}
    positional = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    reached = reach(path, function)
    assert positional == [], "an act takes keywords only"
    assert arguments & {"actor", "cause", "origin"}, "an act names its actor, its cause or its origin"
    assert "record" in reached, "an act is recorded"
    if "actor" in arguments:
        assert reached & {"require", "unit_for"}, "an act of a person asks for authority"


def used_outside_acts(name):
    """Modules other than services that name a function."""
    services = set(service_modules())
    return [
        str(path.relative_to(SRC))
        for path in modules("foundation", "cycle", "cli", "demonstration")
        if path not in services and path.name != "__init__.py"
        if any(
            (isinstance(n, ast.Name) and n.id == name) or (isinstance(n, ast.Attribute) and n.attr == name) for n in ast.walk(tree_of(path))
        )
    ]


@pytest.mark.parametrize("pair", OTHERS, ids=map(names, OTHERS))
def test_what_writes_but_is_no_act_is_a_part_of_acts_only(pair):
    _path, function = pair
    if calls(function) & WRITES:
        assert used_outside_acts(function.name) == [], "only acts may call it: @transaction.atomic, keywords only, recorded"
    else:
        assert "record" not in calls(function), "what is recorded is an act"


def test_the_table_of_roles_names_every_act_asked_for_in_the_code():
    held = frozenset().union(*(role.acts for role in roles().values()))
    assert {act: where for act, where in acts_asked().items() if act not in held} == {}


def test_the_table_of_roles_names_no_act_that_the_code_does_not_ask_for():
    held = frozenset().union(*(role.acts for role in roles().values()))
    assert held - set(acts_asked()) == set()


def test_the_table_holds_all_roles_and_each_has_a_title_and_acts():
    assert set(roles()) == ISSUE_ROLES | {"console"}
    assert all(role.title and role.acts for role in roles().values())


def test_acts_are_named_after_their_app():
    wrong = {act: where for act, where in acts_asked().items() if act.split(".")[0] not in where and "organization" not in where}
    assert {
        act
        for act in wrong
        if act.split(".")[0]
        not in {"organization", "assignments", "directives", "congresses", "elections", "ballots", "tracking", "journal"}
    } == set()


def test_the_journal_has_words_for_every_act_that_is_recorded():
    assert {act: where for act, where in acts_recorded().items() if act not in acts()} == {}
    assert set(acts()) - set(acts_recorded()) == set()
