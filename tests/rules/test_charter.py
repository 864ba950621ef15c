"""Rule sets: sources, what a congress may change, freezing (docs/audit.md)."""

import tomllib
from importlib import resources

import pytest

from daihoi.rules.adoption import sheet_of_rules
from daihoi.rules.charter import Charter, load, names
from daihoi.rules.errors import RuleViolation
from daihoi.rules.readings import REASONS

FILES = resources.files("daihoi.rules") / "data" / "charters"


def test_three_rule_sets_ship():
    assert names() == ("association", "dcsvn-2020", "dcsvn-2025")


@pytest.mark.parametrize("name", names())
def test_a_frozen_rule_set_reads_back_exactly(name):
    charter = load(name)
    assert Charter.from_toml(charter.to_toml()) == charter
    assert charter.to_toml() == (FILES / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_every_value_has_a_rule_and_a_confirmed_one_has_number_date_and_body(name):
    charter = load(name)
    for rule in charter.rules.values():
        assert rule.title
        assert rule.rule
        if rule.confirmed:
            document = charter.documents[rule.document]
            assert document.number in rule.source
            assert document.body in rule.source
            assert str(document.date.year) in rule.source


@pytest.mark.parametrize("name", names())
def test_every_reason_of_an_invalid_ballot_is_a_switch(name):
    charter = load(name)
    assert [charter[f"invalid.{reason}"] for reason in REASONS] == [True] * len(REASONS)


@pytest.mark.parametrize(
    ("key", "older", "newer"),
    [
        ("outside.agree_over_percent", None, 30),
        ("list.surplus_prepared_percent", None, (10, 15)),
        ("list.surplus_cap_percent", 30, 30),
        ("majority.base", "convened", "convened"),
        ("election.over_percent", 50, 50),
        ("not_elected.wait_months", None, 12),
        ("report.working_days", 7, 7),
        ("approval.working_days", 15, 15),
        ("keeping.ballots_months", 6, 6),
        ("strike_out.against_counted", False, False),
        ("tie.rule", "re_vote", "re_vote"),
    ],
)
def test_244_against_190(key, older, newer):
    """Section 5.5 of the fact sheet."""
    found = [charter.rules[key].value if key in charter else None for charter in (load("dcsvn-2020"), load("dcsvn-2025"))]
    assert found == [older, newer]


@pytest.mark.parametrize(
    ("name", "key", "source", "confirmed"),
    [
        ("dcsvn-2025", "election.over_percent", "Điều 30, 190-QĐ/TW ngày 10/10/2024 của Ban Chấp hành Trung ương", True),
        ("dcsvn-2025", "outside.agree_over_percent", "Điều 14.3, 190-QĐ/TW ngày 10/10/2024 của Ban Chấp hành Trung ương", True),
        ("dcsvn-2020", "invalid.nobody", "Điều 17.2, 244-QĐ/TW ngày 9/6/2014 của Ban Chấp hành Trung ương", True),
        ("dcsvn-2025", "invalid.several_inks", "Điều 15.2, 190-QĐ/TW ngày 10/10/2024 của Ban Chấp hành Trung ương", False),
        ("dcsvn-2025", "list.surplus_rounding", "chưa tìm thấy văn bản", False),
        ("dcsvn-2025", "report.working_days", "khoản 16.1.1, 294-QĐ/TW ngày 26/5/2025 của Ban Chấp hành Trung ương", True),
    ],
)
def test_sources(name, key, source, confirmed):
    rule = load(name).rule(key)
    assert (rule.source, rule.confirmed) == (source, confirmed)


def test_a_congress_may_change_an_unconfirmed_value_with_its_reason():
    reason = "Đại hội biểu quyết ngày 20/6/2025"
    changed = load("dcsvn-2025", {"invalid.no_box": {"value": False, "reason": reason}, "list.surplus_rounding": "up"})
    rule = changed.rule("invalid.no_box")
    assert (rule.value, rule.changed_from, rule.reason, rule.is_changed) == (False, True, reason, True)
    assert (changed["list.surplus_rounding"], changed.rule("list.surplus_rounding").changed_from) == ("up", "down")
    assert Charter.from_toml(changed.to_toml()) == changed
    assert changed.digest != load("dcsvn-2025").digest


def test_a_change_to_the_same_value_is_no_change():
    assert load("dcsvn-2025", {"majority.base": "convened", "invalid.no_box": True}) == load("dcsvn-2025")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"majority.base": "valid_ballots"}, "charter.confirmed"),
        ({"election.over_percent": 40}, "charter.confirmed"),
        ({"invalid.too_many": False}, "charter.confirmed"),
        ({"list.surplus_rounding": "sideways"}, "charter.setting"),
        ({"invalid.no_box": "no"}, "charter.setting"),
        ({"invalid.no_box": 0}, "charter.setting"),
        ({"invalid.smudge": True}, "charter.no_rule"),
        ({"invalid.no_box": None}, "charter.value"),
    ],
)
def test_a_change_that_is_not_the_congress_to_make_is_refused(changes, code):
    with pytest.raises(RuleViolation) as refusal:
        load("dcsvn-2025", changes)
    assert refusal.value.code == code


def test_an_unknown_rule_set_is_refused_with_those_that_exist():
    with pytest.raises(RuleViolation) as refusal:
        load("dcsvn-2035")
    assert refusal.value.message == ("Không có bộ quy tắc “dcsvn-2035”. Hãy dùng một trong: association, dcsvn-2020, dcsvn-2025.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name = ", "toml.broken"),
        ('name = "x"\ntitle = "x"\n[rule.a]\nvalue = 1\ntitle = "a"\nconfirmed = true', "charter.confirmed_missing"),
        ('name = "x"\ntitle = "x"\n[rule.a]\nvalue = 1.5\ntitle = "a"\nconfirmed = false', "charter.value"),
        ('name = "x"\ntitle = "x"\n[rule.a]\nvalue = 1\ntitle = "a"\ndocument = "b"\nconfirmed = true', "charter.no_document"),
        ('name = "x"\ntitle = "x"\nfoot = 1', "shape.unknown"),
    ],
)
def test_a_broken_rule_set_is_refused(text, code):
    with pytest.raises(RuleViolation) as refusal:
        Charter.from_toml(text)
    assert refusal.value.code == code


def test_the_digest_covers_the_values_and_not_the_wording():
    """0002-digest.md."""
    text = load("dcsvn-2025").to_toml()
    assert Charter.from_toml(text.replace("Số dư tối đa", "Số dư nhiều nhất")).digest == load("dcsvn-2025").digest
    assert Charter.from_toml(text.replace("value = 30\n", "value = 31\n")).digest != load("dcsvn-2025").digest


@pytest.mark.parametrize("name", names())
def test_the_sheet_to_adopt_lists_every_unconfirmed_value_and_no_other(name):
    """PR-27."""
    raw = tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))["rule"]
    assert [row.key for row in sheet_of_rules(load(name))] == [key for key, rule in raw.items() if not rule["confirmed"]]


def test_the_sheet_to_adopt_says_what_else_may_be_chosen():
    """PR-27: ties, inks, private marks, 9.9 rounded."""
    rows = {row.key: row for row in sheet_of_rules(load("dcsvn-2025", {"list.surplus_rounding": {"value": "up", "reason": "biểu quyết"}}))}
    assert {"tie.rule", "invalid.several_inks", "invalid.foreign_mark", "list.surplus_rounding"} <= set(rows)
    assert (rows["invalid.several_inks"].value, rows["invalid.several_inks"].others) == ("có", ("không",))
    rounding = rows["list.surplus_rounding"]
    assert (rounding.value, rounding.changed_from, rounding.reason) == ("làm tròn lên", "làm tròn xuống", "biểu quyết")
    assert rounding.others == ("làm tròn xuống", "làm tròn đến số gần nhất, từ nửa trở lên thì lên")
