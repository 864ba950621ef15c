"""Remarks on the arithmetic of a report (RP-01, RP-12: số liệu trong văn bản)."""

from collections.abc import Iterator

from daihoi.rules.checks.report import Remark, remark
from daihoi.rules.errors import _
from daihoi.rules.figures.checks import comma
from daihoi.rules.figures.pairs import RIGHT, TRUNCATED, Pair
from daihoi.rules.figures.sums import Sum


def figure_remarks(pairs: tuple[Pair, ...], sums: tuple[Sum, ...]) -> Iterator[Remark]:
    """Point at every share and sum that is not right."""
    yield from (share_remark(pair) for pair in pairs if pair.verdict != RIGHT)
    yield from (sum_remark(each) for each in sums if not each.is_right)


def share_remark(pair: Pair) -> Remark:
    """Say what is wrong with a share, and what it should be."""
    facts = {"part": dotted(pair.part), "whole": dotted(pair.whole), "printed": comma(pair.printed), "computed": comma(pair.computed)}
    if pair.verdict == TRUNCATED:
        message = _("{part}/{whole} là {computed}%, văn bản ghi {printed}% vì cắt bớt số lẻ. Hãy làm tròn thành {computed}%.")
        return remark("truncated_share", (pair.line, pair.end_line), pair.text, message, "RP-12", **facts)
    message = _(
        "{part}/{whole} là {computed}%, văn bản ghi {printed}%. Hãy đối chiếu ba số này với bảng gốc, rồi sửa số sai; nếu hai số đếm đúng thì ghi {computed}%."
    )
    return remark("wrong_share", (pair.line, pair.end_line), pair.text, message, "RP-01, RP-12", **facts)


def sum_remark(found: Sum) -> Remark:
    """Say what the parts of a list come to."""
    parts, added = " + ".join(map(dotted, found.parts)), sum(found.parts)
    message = _("{parts} = {added}, văn bản ghi {total}, lệch {gap}. Hãy đối chiếu từng số với bảng gốc và sửa phần sai hoặc tổng sai.")
    facts = {"parts": parts, "added": dotted(added), "total": dotted(found.total), "gap": dotted(abs(added - found.total))}
    return remark("sums_differ", (found.line, found.end_line), found.text, message, "RP-01", **facts)


def dotted(number: int) -> str:
    """Write a count with dots between thousands."""
    return f"{number:,}".replace(",", ".")
