"""The answer of `daihoi figures`: every stated share and sum of a text with its verdict (kiểm tra số liệu)."""

from daihoi.rules.errors import _, error
from daihoi.rules.figures.pairs import RIGHT, TRUNCATED, Pair, pairs_of
from daihoi.rules.figures.sums import Sum, sums_of
from daihoi.rules.figures.tokens import read


def check_text(text: str) -> dict[str, object]:
    """Find every share and sum of a text and check the arithmetic."""
    reading = read(text)
    pairs, sums = pairs_of(reading), sums_of(reading)
    findings = [pair_finding(pair) for pair in pairs if pair.verdict != RIGHT] + [sum_finding(each) for each in sums if not each.is_right]
    return {
        "pairs": [pair.as_dict() for pair in pairs],
        "sums": [each.as_dict() for each in sums],
        "findings": sorted(findings, key=lambda found: int(str(found["line"]))),
    }


def pair_finding(pair: Pair) -> dict[str, object]:
    """Say what is wrong with a share, and what it should be."""
    facts = {"part": pair.part, "whole": pair.whole, "printed": comma(pair.printed), "computed": comma(pair.computed), "line": pair.line}
    if pair.verdict == TRUNCATED:
        message = _("Dòng {line}: {part}/{whole} ghi {printed}% là cắt bớt số lẻ, làm tròn phải là {computed}%.")
        found = error("truncated_share", message, "", **facts)
    else:
        message = _("Dòng {line}: {part}/{whole} ghi {printed}%, tính được {computed}%. Hãy kiểm lại ba số này.")
        found = error("wrong_share", message, "", **facts)
    return {**found.as_dict(), "line": pair.line, "text": pair.text}


def sum_finding(found_sum: Sum) -> dict[str, object]:
    """Say what is wrong with a sum."""
    parts = " + ".join(str(part) for part in found_sum.parts)
    message = _("Dòng {line}: {parts} = {sum}, văn bản ghi {total}. Hãy kiểm lại các số này.")
    found = error("sums_differ", message, "", parts=parts, sum=sum(found_sum.parts), total=found_sum.total, line=found_sum.line)
    return {**found.as_dict(), "line": found_sum.line, "text": found_sum.text}


def comma(number: str) -> str:
    """Write a decimal as Vietnamese does."""
    return number.replace(".", ",")
