"""Sheets marked by real hands: print them, take what two people keyed, compare it with the reading (nét bút thật).

These sheets measure the reader and nothing else: no part of the program learns from them, and their figures are never
added to those of simulated marks.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import cast

from daihoi.paper.accuracy.summary import upper_bound
from daihoi.paper.practice import BLANK, Place, numbered_specimens
from daihoi.paper.shapes import LayoutShape
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest
from daihoi.rules.errors import RuleViolation, _

KIT_CODE = "NET-BUT-THAT"
SHEET, ODD, PEN, REMARK = "tờ", "khó nói", "bút", "ghi chú"
HEADS = {"strike": "gạch", "choose": "chọn", "agree": "đồng ý", "disagree": "không đồng ý"}
NUMBERS = re.compile(r"^(\d{1,3})(?:-(\d{1,3}))?$")


@dataclass(frozen=True)
class Keyed:
    """What one person saw on one sheet: marked fields, people whose mark nobody can name, the pen (một dòng nhập)."""

    sheet: int
    marked: frozenset[Place]
    odd: frozenset[int]
    pen: str = ""


@dataclass
class PensReport:
    """Readings of hand-marked sheets against what two people keyed (kết quả nét bút thật)."""

    sheets: int
    keyed: int
    fields: Counter[str] = field(default_factory=Counter)
    by_pen: dict[str, Counter[str]] = field(default_factory=dict)
    by_mark: dict[str, Counter[str]] = field(default_factory=dict)
    refused_sheets: int = 0
    failures: list[dict[str, object]] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """Give the report as plain data; positions on which the two people differ measure nobody."""
        decided = self.fields["right"] + self.fields["wrong"] + self.fields["settled"]
        wrong = self.fields["wrong"] + self.fields["settled"]
        rows = [("pen", name, found) for name, found in sorted(self.by_pen.items())]
        rows += [("mark", name, found) for name, found in sorted(self.by_mark.items())]
        return {
            "kind": "real_pens",
            "sheets": self.sheets,
            "keyed_sheets": self.keyed,
            "refused_sheets": self.refused_sheets,
            **_shares(self.fields),
            "bound95": upper_bound(wrong, decided),
            "by": [{"what": what, "name": name, **_shares(found)} for what, name, found in rows],
            "failures": self.failures,
        }


def _shares(found: Counter[str]) -> dict[str, int]:
    """Give the counts of one group; `settled` is a mark that no rule covers, decided without people."""
    names = ("right", "to_people", "wrong", "settled", "on_refused_sheets", "keyers_differ")
    return {"positions": sum(found[name] for name in names), **{name: found[name] for name in names}}


def print_kit(contest: Contest, charter: Charter, *, page_size: str, sheets: int) -> tuple[bytes, dict[str, object]]:
    """Print sheets to be marked by hand; they are specimens of no vote (in bộ nét bút thật)."""
    return numbered_specimens(contest, charter, page_size=page_size, code=KIT_CODE, letter="A", sheets=sheets, label="NÉT BÚT THẬT")


def kinds_of(layout: Mapping[str, object]) -> list[str]:
    """Name the kinds of fields on a sheet, in the order of the keying form."""
    shape = cast(LayoutShape, layout)
    found = {each["kind"] for page in shape["pages"] for each in page["fields"]}
    return [kind for kind in HEADS if kind in found]


def keying_form(layout: Mapping[str, object], sheets: int) -> str:
    """Write the empty form that each of two people fills in apart, one row a sheet (biểu nhập)."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([SHEET, *(HEADS[kind] for kind in kinds_of(layout)), ODD, PEN, REMARK])
    writer.writerows([number] for number in range(1, sheets + 1))
    return out.getvalue()


def keyed_from(text: str, layout: Mapping[str, object], name: str) -> dict[int, Keyed]:
    """Read a form that one person filled in; refuses with file, row, column and remedy. A row without any cell but its number was not keyed."""
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = max(",;\t", key=(lines[0] if lines else "").count)
    reader = csv.DictReader(lines, delimiter=delimiter)
    kinds = kinds_of(layout)
    missing = [head for head in (SHEET, *(HEADS[kind] for kind in kinds), ODD) if head not in (reader.fieldnames or ())]
    if missing:
        raise RuleViolation("pens.column", _("{name}: thiếu cột “{column}”. Dùng biểu nhập của bộ này."), name=name, column=missing[0])
    people = max(each["candidate"] for page in cast(LayoutShape, layout)["pages"] for each in page["fields"])
    found: dict[int, Keyed] = {}
    for row, cells in enumerate(reader, 2):
        values = {head: (cells.get(head) or "").strip() for head in (SHEET, *HEADS.values(), ODD, PEN)}
        if not any(value for head, value in values.items() if head != SHEET):
            continue
        sheet = next(_numbers(values[SHEET], 1_000_000, (name, row, SHEET)), 0)
        if not sheet or sheet in found:
            message = _("{name}, dòng {row}: số tờ trống hoặc lặp lại. Mỗi tờ một dòng.")
            raise RuleViolation("pens.sheet", message, name=name, row=row)
        marked = frozenset((number, kind) for kind in kinds for number in _numbers(values[HEADS[kind]], people, (name, row, HEADS[kind])))
        found[sheet] = Keyed(sheet, marked, frozenset(_numbers(values[ODD], people, (name, row, ODD))), values[PEN])
    return found


def _numbers(cell: str, most: int, where: tuple[str, int, str]) -> Iterator[int]:
    """Give the numbers of a cell such as "1, 4-6"; 0 stands for none."""
    for part in re.split(r"[,;\s]+", cell):
        if part in {"", "0"}:
            continue
        match = NUMBERS.match(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= most:
            name, row, column = where
            message = _("{name}, dòng {row}, cột “{column}”: “{part}” không phải số từ 1 đến {most}. Ghi như 1, 4-6; không có thì ghi 0.")
            raise RuleViolation("pens.number", message, name=name, row=row, column=column, part=part, most=most)
        yield from range(first, last + 1)


def measured(
    layout: Mapping[str, object],
    lines: Sequence[Mapping[str, object]],
    first: Mapping[int, Keyed],
    second: Mapping[int, Keyed],
    *,
    sheets: int,
) -> PensReport:
    """Compare readings with what two people keyed; only where both say the same is it the truth (so với hai người nhập)."""
    shape = cast(LayoutShape, layout)
    if not shape["specimen"] or shape["code"] != KIT_CODE:
        raise RuleViolation("pens.other_layout", _("Bố cục này không thuộc bộ nét bút thật. Dùng layout.json của bộ đã in."))
    seen = [line for line in lines if line["cause"] != BLANK]
    expected = sheets * len(shape["pages"])
    if len(seen) != expected:
        message = _("Quét được {seen} trang, bộ có {expected}. Xếp lại theo số tờ rồi quét lại cả xấp, không thừa không thiếu.")
        raise RuleViolation("pens.pages", message, seen=len(seen), expected=expected)
    report = PensReport(sheets, len(first.keys() & second.keys()))
    refused = set()
    for at, line in enumerate(seen):
        sheet, side = at // len(shape["pages"]) + 1, shape["pages"][at % len(shape["pages"])]
        if sheet not in first or sheet not in second:
            continue
        is_read = line["status"] == "read" and line["page"] == side["number"]
        refused |= set() if is_read else {sheet}
        fields = cast("list[dict[str, object]]", line["fields"]) if is_read else []
        states = {(each["candidate"], each["kind"]): str(each["state"]) for each in fields}
        for each in side["fields"]:
            place = (each["candidate"], each["kind"])
            _judge(report, (first[sheet], second[sheet]), place, states.get(place, ""))
    report.refused_sheets = len(refused)
    return report


def _judge(report: PensReport, keyed: tuple[Keyed, Keyed], place: Place, state: str) -> None:
    """Count one field."""
    said = {_said(each, place) for each in keyed}
    truth = said.pop() if len(said) == 1 else "differ"
    if truth == "differ":
        outcome = "keyers_differ"
    elif not state:
        outcome = "on_refused_sheets"
    elif state == "doubtful":
        outcome = "to_people"
    elif truth == "odd":
        outcome = "settled"
    else:
        outcome = "right" if state == truth else "wrong"
    report.fields[outcome] += 1
    report.by_mark.setdefault(truth, Counter())[outcome] += 1
    report.by_pen.setdefault(keyed[0].pen or "–", Counter())[outcome] += 1
    if outcome in {"wrong", "settled"}:
        report.failures.append({"sheet": keyed[0].sheet, "candidate": place[0], "kind": place[1], "keyed": truth, "read": state})


def _said(keyed: Keyed, place: Place) -> str:
    """What one person keyed of one field."""
    if place[0] in keyed.odd:
        return "odd"
    return "marked" if place in keyed.marked else "clear"
