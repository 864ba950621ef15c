"""`daihoi ballot practice|compare`: the loop test of printer and scanner on plain files (thử vòng máy; PR-18)."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from daihoi.cli.files import charter_beside, contest_of, rows_of, text_of, unwritten, written_whole
from daihoi.rules.errors import RuleViolation, _

PLAN = "plan.json"


def practice(options: argparse.Namespace) -> int:
    """Write practice.pdf, layout.json and plan.json."""
    from daihoi.paper.practice import practice_sheets
    from daihoi.paper.printing import election_code

    contest = contest_of(options.contest)
    charter = charter_beside(options.contest, contest)
    code = options.code or election_code(contest, charter)
    sheets = options.sheets or charter.number("loop_test.sheets")
    made = practice_sheets(contest, charter, page_size=options.page_size, code=code, letter=options.letter, sheets=sheets)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "practice.pdf").write_bytes(made.pdf)
    except OSError as fault:
        raise unwritten(options.out, fault) from fault
    with written_whole(options.out / "layout.json") as out:
        out.write(json.dumps(made.layout, ensure_ascii=False) + "\n")
    write_plan(options.out / PLAN, made.plan, charter.number("loop_test.doubtful_percent"))
    return 0


def write_plan(path: Path, plan: object, doubtful_percent: int) -> None:
    """Write what each sheet bears, and how many fields may be asked of people."""
    assert isinstance(plan, tuple)  # noqa: S101 — planned sheets, as practice and deck give them
    with written_whole(path) as out:
        out.write(
            json.dumps({"doubtful_percent": doubtful_percent, "sheets": [asdict(sheet) for sheet in plan]}, ensure_ascii=False) + "\n"
        )


def compare(options: argparse.Namespace) -> int:
    """Compare readings with the plan; code 1 where the machines did not pass."""
    from daihoi.paper.practice import PlannedSheet
    from daihoi.paper.practice import compare as compared

    plan, layout = (_object(options.kit / name) for name in (PLAN, "layout.json"))
    try:
        sheets = [PlannedSheet(each["number"], each["mark"], tuple((one, kind) for one, kind in each["fields"])) for each in plan["sheets"]]
        percent = int(plan["doubtful_percent"])
    except (KeyError, TypeError, ValueError) as fault:
        raise _broken(options.kit / PLAN) from fault
    outcome = compared(sheets, layout, rows_of(options.readings))
    passed = outcome.is_passed(percent)
    found = asdict(outcome) | {"passed": passed}
    print(json.dumps(found, ensure_ascii=False) if options.json else in_words(found))
    if not passed:
        raise RuleViolation("loop.failed", _("Thử máy không đạt. Xem các tờ nêu trên, sửa máy in hoặc máy quét rồi thử lại."))
    return 0


def _object(path: Path) -> dict[str, Any]:
    """One JSON object of a practice folder."""
    try:
        return dict(json.loads(text_of(path)))
    except (ValueError, TypeError) as fault:
        raise _broken(path) from fault


def _broken(path: Path) -> RuleViolation:
    """Refuse a folder that another command wrote."""
    return RuleViolation(
        "loop.kit", _("{path}: không phải tệp phiếu thử. Dùng thư mục do `daihoi ballot practice` hoặc `deck` viết."), path=path
    )


def in_words(found: Mapping[str, Any]) -> str:
    """The comparison as lines for people."""
    lines = [
        f"pages {found['pages_seen']}/{found['pages_expected']} · right {found['right']} · asked {found['asked']} · wrong {found['wrong']} · aside {found['aside']}"
    ]
    for page in found["pages"]:
        where = f"sheet {page['sheet']}, page {page['page']} ({page['source']})"
        lines += [f"{where}: {page['cause']}"] if page["cause"] else []
        lines += [f"{where}: {each['candidate']} {each['kind']}: {each['planned']}, read {each['state']}" for each in page["differences"]]
    return "\n".join(lines)
