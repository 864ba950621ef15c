"""`daihoi accuracy`: ranges of sheets add up, nothing is read wrong, every position is accounted for."""

import json

import pytest

from daihoi.cli.main import main
from daihoi.paper.accuracy import upper_bound

RUN = ("accuracy", "--positions", "240", "--seed", "3")
ADD_UP = ("positions", "right", "to_people", "wrong", "on_refused_sheets", "refused_sheets", "refused_good_sheets", "sheets")


def counts(capsys, *more):
    assert main([*RUN, *more, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_ranges_add_up_to_the_whole_run(capsys, tmp_path):
    whole = counts(capsys)
    half = whole["sheets"] // 2
    first = counts(capsys, "--range", f"0:{half}", "--keep", str(tmp_path))
    second = counts(capsys, "--range", f"{half}:{whole['sheets']}")
    assert {name: first[name] + second[name] for name in ADD_UP} == {name: whole[name] for name in ADD_UP}
    assert counts(capsys, "--range", f"0:{half}", "--keep", str(tmp_path)) == first
    assert whole["positions"] >= 240
    assert whole["positions"] == whole["right"] + whole["to_people"] + whole["wrong"] + whole["on_refused_sheets"]
    assert whole["wrong"] == 0
    assert whole["bound95"] == 3 / whole["right"]
    by_form = [row for row in whole["by"] if row["what"] == "form"]
    assert sum(row["positions"] for row in by_form) == whole["positions"]


def test_one_form_alone_and_a_range_beyond_the_run(capsys):
    found = counts(capsys, "--form", "one name", "--range", "2:100000")
    assert [(row["name"], row["positions"]) for row in found["by"] if row["what"] == "form"] == [("one name", found["positions"])]
    assert counts(capsys, "--range", "90000:100000")["positions"] == 0


def test_an_unknown_form_is_refused_with_those_there_are(capsys):
    assert main([*RUN, "--form", "crossword"]) == 1
    assert "strike-out, 70 names" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["5", "5:2", "a:b", ":"])
def test_a_range_that_is_none_is_wrong_usage(text):
    with pytest.raises(SystemExit) as ended:
        main([*RUN, "--range", text])
    assert ended.value.code == 2


@pytest.mark.parametrize(("wrong", "decided", "bound"), [(0, 3000, 0.001), (0, 0, 1.0), (1, 1000, 0.004744), (10, 10000, 0.001696)])
def test_the_bound_is_three_over_n_or_that_of_poisson(wrong, decided, bound):
    assert round(upper_bound(wrong, decided), 6) == bound
