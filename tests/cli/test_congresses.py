"""`daihoi congresses import`, `daihoi rounds list`, `daihoi progress` as in the contract."""

import json

import pytest
from tests.cycle.congresses.facts import make_old_unit, make_round

from daihoi.cli.congresses import run
from daihoi.cycle.congresses.models import Congress
from daihoi.rules.errors import RuleViolation

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    top = make_old_unit("P", kind="central_sub")
    for code in "AB":
        make_old_unit(code, superior=top)
    return make_round(top)


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "dot.csv"
    path.write_text("unit,planned,held,pilot,contents,recorded_at\nA,2020-06-01,2020-06-02,1,4,2020-06-03\nB,2020-06-20,,,,2020-03-02\n")
    return path


def answer(capsys):
    """The one JSON value on standard output."""
    return json.loads(capsys.readouterr().out)


def test_rounds_are_listed(round_, capsys):
    assert run("rounds", ["list", "--json"]) == 0
    assert answer(capsys) == [
        {
            "code": "co-so-2020",
            "directive": "35-CT/TW",
            "level": "grassroots",
            "term": "2020-2025",
            "deadline": "2020-06-30",
            "directive_date": "2019-05-30",
            "kinds": ["grassroots_committee", "grassroots_cell"],
            "starts": "2020-03-02",
        }
    ]
    assert run("rounds", ["list"]) == 0
    assert capsys.readouterr().out == "co-so-2020\t35-CT/TW, 2019-05-30\tgrassroots\t2020-2025\t2020-06-30\n"


def test_a_dry_run_writes_nothing_and_a_run_writes_all(round_, listed, capsys):
    assert run("congresses", ["import", str(listed), "--round", "co-so-2020", "--dry-run", "--json"]) == 0
    assert (answer(capsys), Congress.objects.count()) == ({"findings": [], "rows": 2, "would_write": 2}, 0)
    assert run("congresses", ["import", str(listed), "--round", "co-so-2020"]) == 0
    assert (capsys.readouterr().out, Congress.objects.count()) == ("2 đại hội đã ghi.\n", 2)


def test_errors_end_in_one_line_and_write_nothing(round_, tmp_path, capsys):
    path = tmp_path / "dot.csv"
    path.write_text("unit,held\nA,2020-06-02\nKHONG,\n")
    assert run("congresses", ["import", str(path), "--round", "co-so-2020", "--json"]) == 1
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["rows"], found["would_write"], [each["code"] for each in found["findings"]]) == (2, 0, ["unit_unknown"])
    assert said.err.startswith("dot.csv: 1 lỗi, chưa ghi gì. Dòng 3, cột unit:")
    assert Congress.objects.count() == 0


def test_a_cell_of_two_facts_is_split_as_told(round_, tmp_path, capsys):
    path = tmp_path / "dot.csv"
    path.write_text("unit,planned,reason\nA,hoãn đến 15/6,mưa lũ\n", encoding="utf-8")
    asked = ["import", str(path), "--round", "co-so-2020", "--json"]
    assert (run("congresses", asked), [each["code"] for each in answer(capsys)["findings"]]) == (1, ["two_facts"])
    with pytest.raises(RuleViolation, match="--split"):
        run("congresses", [*asked, "--split", "hoãn đến 15/6=mai"])
    assert run("congresses", [*asked, "--split", "hoãn đến 15/6=2020-06-15"]) == 0
    assert str(Congress.objects.get().planned_dates.get().planned) == "2020-06-15"


def test_progress_answers_for_a_day_and_a_moment(round_, listed, capsys):
    run("congresses", ["import", str(listed), "--round", "co-so-2020"])
    capsys.readouterr()
    question = ["--unit", "P", "--round", "co-so-2020", "--on", "2020-06-25", "--json"]
    held = []
    for known in ("2020-06-02", "2020-06-03", "2020-06-03T10:00+07:00"):
        assert run("progress", [*question, "--known", known]) == 0
        found = answer(capsys)
        held.append((found["held"], found["total"], found["percent"], found["overdue"]))
    assert held == [(0, 2, "0.00", 1), (1, 2, "50.00", 1), (0, 2, "0.00", 1)]
    assert list(found) == [
        "unit", "round", "on", "known", "kind", "total", "held", "percent",
        "by_kind", "children", "children_total", "children_finished", "planned", "overdue",
    ]  # fmt: skip


def test_progress_for_people(round_, listed, capsys):
    run("congresses", ["import", str(listed), "--round", "co-so-2020"])
    capsys.readouterr()
    run("progress", ["--unit", "P", "--round", "co-so-2020", "--on", "2020-06-25"])
    assert capsys.readouterr().out.splitlines()[0] == "P · co-so-2020 · 2020-06-25: 1/2, 50.00 %"


@pytest.mark.parametrize(
    ("unit", "round_code", "known", "code"),
    [
        ("KHONG", "co-so-2020", None, "organization.unknown_unit"),
        ("P", "khac", None, "round.unknown"),
        ("P", "co-so-2020", "hôm qua", "address.known"),
    ],
)
def test_an_unknown_name_is_refused_with_the_way_out(round_, unit, round_code, known, code):
    question = ["--unit", unit, "--round", round_code, "--on", "2020-06-25", *(["--known", known] if known else [])]
    with pytest.raises(RuleViolation) as refusal:
        run("progress", question)
    assert refusal.value.code == code


def test_wrong_usage_ends_with_2(round_):
    with pytest.raises(SystemExit) as wrong:
        run("progress", ["--unit", "P"])
    assert wrong.value.code == 2


OPEN = ["open", "CS", "--directive", "35-CT/TW", "--directive-date", "2019-05-30", "--term", "2020-2025", "--starts", "2020-03-01"]


def test_a_round_is_opened_for_the_top_of_the_tree(capsys):
    make_old_unit("P", kind="central_sub")
    assert run("rounds", [*OPEN, "--deadline", "2020-06-30", "--level", "grassroots", "--charter", "dcsvn-2020"]) == 0
    capsys.readouterr()
    run("rounds", ["list", "--json"])
    assert answer(capsys) == [
        {
            "code": "CS",
            "directive": "35-CT/TW",
            "level": "grassroots",
            "term": "2020-2025",
            "deadline": "2020-06-30",
            "directive_date": "2019-05-30",
            "kinds": ["grassroots_committee", "grassroots_cell"],
            "starts": "2020-03-01",
        }
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--level", "village"], "round.level"),
        (["--level", "sub_cell", "--kind", "village"], "round.kind"),
        (["--level", "sub_cell", "--charter", "none"], "charter.unknown"),
    ],
)
def test_a_round_of_unknown_level_kind_or_charter_is_refused(more, code):
    make_old_unit("P", kind="central_sub")
    with pytest.raises(RuleViolation) as refusal:
        run("rounds", [*OPEN, "--deadline", "2020-06-30", *more])
    assert refusal.value.code == code
