"""`daihoi second-check`: which ballots people count a second time, drawn from a public seed (kiểm phiếu lần hai)."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from daihoi.cli.files import text_of
from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.second_check import Plan, plan_of


def run(_command: str, argv: Sequence[str]) -> int:
    """Print the plan of the second check of one result."""
    parser = argparse.ArgumentParser("daihoi second-check", description="Which ballots are counted a second time (kiểm phiếu lần hai).")
    parser.add_argument("result", type=Path, metavar="RESULT.json")
    parser.add_argument("--seed", default="", help="what was drawn before all eyes, such as digits of dice read aloud")
    parser.add_argument("--risk", type=int, metavar="PERCENT", help="with what risk a sample may miss a wrong outcome")
    parser.add_argument("--full-up-to", type=int, metavar="N", help="up to so many ballots all are counted again")
    parser.add_argument("--bundles", default="", help="sheets of each bundle in the order of the pile: 50,50,37")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    try:
        result = json.loads(text_of(given.result))
        plan = plan_of(result, given.seed, full_up_to=given.full_up_to, risk_percent=given.risk)
        bundles = [int(each) for each in given.bundles.split(",")] if given.bundles else []
    except (ValueError, KeyError, TypeError) as fault:
        message = _(
            "{path}: không phải RESULT.json, hoặc --bundles không phải các số cách nhau bằng dấu phẩy, như 50,50,37. Hãy kiểm lại hai thứ này."
        )
        raise RuleViolation("second_check.unreadable", message, path=given.result) from fault
    print(json.dumps(told(plan, bundles), ensure_ascii=False) if given.json else in_words(plan, bundles))
    return 0


def told(plan: Plan, bundles: Sequence[int]) -> dict[str, object]:
    """Give the plan as JSON writes it."""
    facts: dict[str, object] = {"pile": plan.pile, "full": plan.is_full, "risk_percent": 0 if plan.is_full else plan.risk_percent}
    places = [list(place) for place in plan.places(bundles)] if bundles else []
    return facts | {"least_wrong": plan.least_wrong, "sheets": list(plan.sheets), "places": places}


def in_words(plan: Plan, bundles: Sequence[int]) -> str:
    """Say the plan for people at the table."""
    if plan.is_full:
        return f"Kiểm lại cả {plan.pile} phiếu."
    head = (
        f"Kiểm lại {len(plan.sheets)} trong {plan.pile} phiếu. Phải ghi sai ít nhất {plan.least_wrong} phiếu thì kết quả mới khác; "
        f"nếu sai đến mức ấy, mẫu này bỏ sót với xác suất không quá {plan.risk_percent}%."
    )
    if not bundles:
        return head + "\n" + " ".join(map(str, plan.sheets))
    return head + "\n" + "\n".join(f"xấp {bundle}, tờ {place}" for bundle, place in plan.places(bundles))
