"""`daihoi directives`: record from a file, hand down in one act, coverage, list."""

import json
from datetime import date

import pytest
from tests.make import make_tree, make_user

from daihoi.cli.directives import run
from daihoi.cycle.directives.models import Text
from daihoi.foundation.assignments.models import Assignment
from daihoi.rules.errors import RuleViolation

pytestmark = pytest.mark.django_db
WORDS = "Yêu cầu:\n1. Quán triệt đến mọi chi bộ\n2. Lập kế hoạch đại hội\n"
KEY = ["35-CT/TW", "2019-05-30"]


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def recorded(tree, tmp_path, capsys):
    """The directive, recorded from a file of words by the officer."""
    user = make_user("canbo", role="organization_officer", unit=tree["P"])
    path = tmp_path / "chi-thi.txt"
    path.write_text(WORDS, encoding="utf-8")
    assert (
        run(
            "directives",
            ["record", *KEY, str(path), "--abstract", "đại hội đảng", "--body", "Bộ Chính trị", "--as", user.username, "--json"],
        )
        == 0
    )
    return json.loads(capsys.readouterr().out)


def test_a_text_is_recorded_with_its_clauses(recorded):
    clauses = [{"number": "1", "title": "Quán triệt đến mọi chi bộ"}, {"number": "2", "title": "Lập kế hoạch đại hội"}]
    assert recorded == {"number": "35-CT/TW", "date": "2019-05-30", "clauses": clauses}


def test_clauses_are_handed_down_and_covered(recorded, capsys):
    given = ["assign", *KEY, "--unit", "P", "--kind", "sub_cell", "--due", "2019-09-30", "--on", "2019-06-10", "--as", "canbo", "--json"]
    assert run("directives", given) == 0
    assert (json.loads(capsys.readouterr().out), Assignment.objects.count()) == ({"units": 4, "sent": 4, "clauses": 2}, 8)
    assert run("directives", ["coverage", *KEY, "--unit", "P", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    children = [{"unit": "A", "total": 2, "have": 0}, {"unit": "B", "total": 2, "have": 0}]
    assert told["clauses"][0] == {"clause": "1", "title": "Quán triệt đến mọi chi bộ", "total": 4, "have": 0, "children": children}
    assert run("directives", ["coverage", *KEY, "--unit", "P"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["1\t0/4\tQuán triệt đến mọi chi bộ", "  A\t0/2"]


def test_texts_are_listed(recorded, capsys):
    assert run("directives", ["list", "--json"]) == 0
    row = {
        "number": "35-CT/TW",
        "body": "Bộ Chính trị",
        "date": "2019-05-30",
        "kind": "directive",
        "unit": "P",
        "abstract": "đại hội đảng",
    } | {"grade": "internal"}
    assert json.loads(capsys.readouterr().out) == [row | {"clauses": 2, "units": 0}]
    assert run("directives", ["list"]) == 0
    assert capsys.readouterr().out == "35-CT/TW\t2019-05-30\tBộ Chính trị\tdirective\tP\t2\t0\tđại hội đảng\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["assign", *KEY, "--unit", "P", "--kind", "sub_cell"], "directives.no_due"),
        (["assign", *KEY, "--unit", "P", "--kind", "sub_cell", "--anchor", "congress:1"], "directives.no_days"),
        (
            ["assign", *KEY, "--unit", "P", "--kind", "sub_cell", "--due", "2019-05-30", "--on", "2019-06-10"],
            "assignments.due_before_giving",
        ),
        (["assign", *KEY, "--unit", "P", "--kind", "sub_cell", "--due", "2019-09-30", "--clause", "9"], "directives.no_such_clause"),
        (["assign", "1-CT/TW", "2019-05-30", "--unit", "P", "--kind", "sub_cell", "--due", "2019-09-30"], "directives.unknown_text"),
        (["record", "2-CT/TW", "2019-05-30", "/dev/null", "--abstract", "x", "--kind", "poem", "--unit", "P"], "directives.kind"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(recorded, words, code):
    with pytest.raises(RuleViolation, check=lambda wrong: wrong.code == code):
        run("directives", words)
    assert Text.objects.get().dated == date(2019, 5, 30)
