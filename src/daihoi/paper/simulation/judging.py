"""Compare a reading with the truth of a simulated page (so bản đọc với sự thật).

`right` the machine read what was drawn · `to_people` it asked · `wrong` it read something else ·
`settled` it decided alone about a mark that no rule covers · `refused` the page was set aside.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daihoi.paper.simulation.pile import Picture

NEAR_MM = 3.0


@dataclass(frozen=True)
class Verdict:
    """The outcome of one field (kết quả so một ô)."""

    candidate: int
    kind: str
    mark: str
    outcome: str
    state: str
    score: float | None
    truth: Mapping[str, Any]


def judge(page_truth: Mapping[str, Any], reading: Mapping[str, Any]) -> list[Verdict]:
    """The outcome of every field of one page."""
    if reading["status"] != "read":
        return [_verdict(field, "refused", "", None) for field in page_truth["fields"]]
    read = {(field["candidate"], field["kind"]): field for field in reading.get("fields", ())}
    other_page = reading.get("page") != page_truth["page"]
    noticed = [
        mark["box_mm"]
        for mark in reading.get("sheet_marks", ())
        if mark["state"] != "absent" and mark["kind"] == "foreign_ink" and mark.get("box_mm")
    ]
    verdicts = []
    for field in page_truth["fields"]:
        found = read.get((field["candidate"], field["kind"]))
        if found is None or other_page:
            verdicts.append(_verdict(field, "wrong", "missing", None))
        else:
            verdicts.append(_verdict(field, _outcome(field, found["state"], noticed), found["state"], found.get("score")))
    return verdicts


def _outcome(field: Mapping[str, Any], state: str, noticed: list[Sequence[float]]) -> str:
    if state == "doubtful":
        return "to_people"
    if field["board"]:
        return "to_people" if any(touches(field["ink_mm"], box) for box in noticed) else "settled"
    return "right" if state in field["accepts"] else "wrong"


def touches(one: Sequence[float], other: Sequence[float], near: float = NEAR_MM) -> bool:
    """Whether two boxes meet or nearly meet."""
    return one[0] <= other[2] + near and other[0] <= one[2] + near and one[1] <= other[3] + near and other[1] <= one[3] + near


def _verdict(field: Mapping[str, Any], outcome: str, state: str, score: float | None) -> Verdict:
    return Verdict(field["candidate"], field["kind"], field["mark"], outcome, state, score, field)


def judge_pile(pictures: Sequence[Picture], lines: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """What became of a pile, by its assembled readings.

    Of ballots: `whole` one number, all pages read; `to_people` a page of it waits for people; `lost` nothing in the readings hints at it;
    `mixed` its number holds a page of another; `counted_twice` it stands under two numbers.
    Of other pictures: `kept_out`, or `taken_in` as a ballot.
    """
    found: Counter[str] = Counter()
    numbers: dict[int, set[int]] = defaultdict(set)
    waiting: set[int] = set()
    owners: dict[int, set[int]] = defaultdict(set)
    for picture, line in zip(pictures, lines, strict=True):
        read = line["status"] == "read"
        if picture.sheet is None:
            found["taken_in" if read else "kept_out"] += 1
            continue
        hidden = {picture.sheet + 1} if picture.what == "two_sheets" else set()
        if read:
            numbers[picture.sheet].add(line["ballot"])
            owners[line["ballot"]].add(picture.sheet)
            for sheet in hidden:
                numbers.setdefault(sheet, set())
        elif line["status"] == "set_aside":
            waiting |= {picture.sheet, *hidden}
    for sheet in sorted(set(numbers) | waiting):
        found[_fate(numbers.get(sheet, set()), sheet in waiting, owners)] += 1
    return found


def _fate(numbers: set[int], waits: bool, owners: Mapping[int, set[int]]) -> str:
    if any(len(owners[number]) > 1 for number in numbers):
        return "mixed"
    if len(numbers) > 1:
        return "counted_twice"
    if waits:
        return "to_people"
    return "whole" if numbers else "lost"
