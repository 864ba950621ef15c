"""`daihoi weeks`: what is frozen, and a pack that comes out the same again."""

import json

import pytest
from tests.cycle.reporting.facts import make_province

from daihoi.cli import weeks
from daihoi.cycle.reporting.models import Cutoff
from daihoi.rules.errors import RuleViolation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _opened(monkeypatch):
    monkeypatch.setattr(weeks, "open_installation", lambda: None)


def test_a_week_is_frozen_listed_and_handed_out_twice_alike(tmp_path, capsys):
    province = make_province()
    where = ["--unit", "P", "--round", province.round.code]
    day = ["--on", "2020-06-25"]
    assert weeks.run("weeks", ["freeze", *where, *day, "--as", province.officer.username]) == 0
    digest = Cutoff.objects.get().digest
    assert capsys.readouterr().out == f"Đã chốt 3/5, mã số liệu {digest}.\n"
    assert weeks.run("weeks", ["list", *where, "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["on"], row["held"], row["total"], row["percent"], row["digest"]) == ("2020-06-25", 3, 5, "60.00", digest)
    told = []
    for _turn in range(2):
        assert weeks.run("weeks", ["pack", *where, *day, "--out", str(tmp_path), "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert sorted(told[0]["files"]) == [f"tuan-P-20200625.{form}" for form in ("docx", "pdf", "txt", "xlsx")]


def test_a_week_that_was_not_frozen_has_no_pack(tmp_path):
    province = make_province()
    with pytest.raises(RuleViolation) as refused:
        weeks.run("weeks", ["pack", "--unit", "P", "--round", province.round.code, "--on", "2020-06-18", "--out", str(tmp_path)])
    assert refused.value.code == "reporting.not_frozen"
