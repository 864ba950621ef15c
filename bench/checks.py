"""How right the checks of a report are, on agreed examples: ./run bench checks.

The examples lie in tests/rules/cases/checks: sentences with what should be pointed at, written before the checks were tuned. Every second
one is held out: nobody looks at it while tuning. Long sentences and figures are made from seeds, the halves from different ones.
"""

import argparse
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tables import table
from daihoi.rules.checks import CODES, check, shipped
from daihoi.rules.checks.figures import dotted
from daihoi.rules.shares import decimal, share, share_units

CASES = Path(__file__).parents[1] / "tests" / "rules" / "cases"
PAGE = Path("docs/checks.md")
HALVES = ("tuning", "held out")
LETTERS = {
    "S": "shallow_limits",
    "C": "no_cause",
    "R": "no_remedy",
    "F": "no_figures",
    "E": "no_example",
    "L": "list_like",
}
RESULTS = "Đến nay 497/567 tổ chức cơ sở đảng đã đại hội, đạt 87,65%. Xã Tân Lập xong sớm nhất, hai tuần trước hạn."
LIMITS = "Còn 70 tổ chức chưa đại hội, chủ yếu do chờ sắp xếp bộ máy. Đảng ủy yêu cầu hoàn thành trước ngày 30/6."
TASKS = "Giao Ban Tổ chức theo dõi từng nơi, báo cáo hằng tuần, hoàn thành trước ngày 30/6."
FRAMES = {
    "limits": f"BÁO CÁO\nkết quả công tác năm\n\nI. Kết quả đạt được\n{RESULTS}\nII. Hạn chế\n{{text}}\n",
    "results": f"BÁO CÁO\nkết quả công tác năm\n\nI. Kết quả đạt được\n{{text}}\nII. Hạn chế\n{LIMITS}\nIII. Nhiệm vụ, giải pháp\n{TASKS}\n",
    "tasks": f"BÁO CÁO\nkết quả công tác năm\n\nI. Kết quả đạt được\n{RESULTS}\nII. Hạn chế\n{LIMITS}\nIII. Nhiệm vụ, giải pháp\n{{text}}\n",
}
ASKED = {"limits": "SCR", "results": "FEL", "tasks": "R"}
MADE = 60
SUMS = (
    "Đảng bộ có {total} tổ chức cơ sở đảng, gồm {a} đảng bộ cơ sở và {b} chi bộ cơ sở.",
    "Có {a} đảng bộ cơ sở và {b} chi bộ cơ sở, tổng cộng {total} tổ chức.",
    "Trong đó có {total} tổ chức (gồm {a} đảng bộ cơ sở, {b} chi bộ cơ sở) đã đại hội.",
    "Số đại biểu: {a} + {b} = {total}.",
    "Tái cử {a} đồng chí, tham gia lần đầu {b} đồng chí, cả thảy {total} đồng chí.",
)


@dataclass(frozen=True)
class Example:
    """One question to the checks: is this pointed at, and should it be."""

    code: str
    half: str
    text: str
    expected: bool
    more: tuple[tuple[str, Any], ...] = ()
    part: str = ""


def loaded(name: str) -> dict[str, Any]:
    """Read one file of examples."""
    return tomllib.loads((CASES / "checks" / f"{name}.toml").read_text(encoding="utf-8"))


def framed(name: str) -> Iterator[Example]:
    """The sentences of one part, each in its report."""
    for key, texts in loaded(name).items():
        for place, text in enumerate(texts):
            for letter in ASKED[name]:
                yield Example(
                    LETTERS[letter], HALVES[place % 2], FRAMES[name].format(text=text), not key.startswith("ok") and letter in key
                )


def outlines() -> Iterator[Example]:
    """Outlines, one question for each part that their kind owes."""
    lexicon = shipped()
    for place, case in enumerate(loaded("documents")["case"]):
        text = f"{case['title']}\n\n" + "\n".join(f"{heading}\nNội dung mục này xem bản đầy đủ." for heading in case["headings"])
        kind = check(text).kind
        for part in lexicon.kinds[kind].required if kind else ("results",):
            yield Example("missing_section", HALVES[place % 2], text, part in case.get("missing", ()), part=lexicon.parts[part].title)


def repeated() -> Iterator[Example]:
    """Sentences against another text."""
    for place, case in enumerate(loaded("overlap")["case"]):
        yield Example("repeats_other", HALVES[place % 2], case["text"], case.get("repeats", False), (("against", case["other"]),))


def compared() -> Iterator[Example]:
    """Sentences against data, as they are and with one number changed."""
    for place, case in enumerate(loaded("facts")["case"]):
        fact, silent = case["fact"], case.get("agrees") == "never"
        name = "part" if "part" in fact else "value"
        for changed in (fact, fact | {name: fact[name] + 3 if fact[name] != fact.get("whole") else fact[name] - 1}):
            more = (("facts", {"figures": [changed]}),)
            yield Example("differs_from_data", HALVES[place % 2], case["text"], changed is not fact and not silent, more)


def long_ones() -> Iterator[Example]:
    """Sentences strung together, and the same as they were."""
    texts = [text.replace("\n", " ").rstrip(".") for name in ("results", "limits", "tasks") for text in loaded(name)["ok"]]
    for place, text in enumerate(texts):
        strung = ", ".join(texts[place : place + 6] + texts[: max(0, place + 6 - len(texts))])
        yield Example("too_long", HALVES[place % 2], f"{strung.replace('. ', ', ').replace(': ', ' ').replace('; ', ', ')}.", True)
        yield Example("too_long", HALVES[place % 2], f"{text}.", False)


def figures() -> Iterator[Example]:
    """Shares and sums with made numbers: right, one digit changed, cut off."""
    phrasings = tomllib.loads((CASES / "phrasings.toml").read_text(encoding="utf-8"))["phrasings"]
    for place, half in enumerate(HALVES):
        chance = random.Random(place)
        for _number in range(MADE):
            part, whole = sorted(chance.sample(range(40, 1800), 2))
            places = chance.choice((1, 2))
            right, cut = share_units(part, whole, places), part * 100 * 10**places // whole
            phrasing = chance.choice(phrasings)
            for value in {right, cut, right + chance.choice((7, -7, 30))}:
                text = phrasing.format(p=part, w=whole, s=decimal(value, places).replace(".", ","))
                yield Example("truncated_share", half, text, value == cut != right)
                yield Example("wrong_share", half, text, value not in (cut, right))
            for total in (part + whole, part + whole + chance.choice((-9, 1, 10))):
                text = chance.choice(SUMS).format(a=dotted(part), b=dotted(whole), total=dotted(total))
                yield Example("sums_differ", half, text, total != part + whole)


def examples() -> Iterator[Example]:
    """All questions."""
    for name in FRAMES:
        yield from framed(name)
    for more in (figures, compared, long_ones, repeated, outlines):
        yield from more()


def is_pointed_at(example: Example) -> bool:
    """Ask the checks."""
    found = [each for each in check(example.text, **dict(example.more)).findings if each.code == example.code]
    return any(not example.part or each.facts["part"] == example.part for each in found)


def measured() -> dict[tuple[str, str], Counter[str]]:
    """Count what was rightly and wrongly pointed at, by code and half."""
    counts: dict[tuple[str, str], Counter[str]] = {(code, half): Counter() for code in CODES for half in HALVES}
    for example in examples():
        pointed = is_pointed_at(example)
        counts[example.code, example.half][f"{'+' if example.expected else '-'}{'+' if pointed else '-'}"] += 1
    return counts


def row(code: str, half: str, found: Counter[str]) -> list[str]:
    """One line of the table."""
    hits, missed, false = found["++"], found["+-"], found["-+"]
    precision, recall = share(hits, hits + false, 1), share(hits, hits + missed, 1)
    return [code, half, str(hits + missed), str(false + found["--"]), str(false), str(missed), f"{precision} %", f"{recall} %"]


def page(counts: dict[tuple[str, str], Counter[str]]) -> str:
    """The table of the page."""
    head = ["Code", "Half", "Should be pointed at", "Should not", "False", "Missed", "Precision", "Recall"]
    return table(head, [row(code, half, counts[code, half]) for code in CODES for half in HALVES])


def main(_name: str, arguments: Sequence[str]) -> int:
    """Measure and print; --wrong shows the examples of the tuning half that are answered wrongly."""
    parser = argparse.ArgumentParser(prog="./run bench checks")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the table into docs/checks.md")
    given = parser.parse_args(arguments)
    if given.wrong:
        for example in examples():
            if example.half == HALVES[0] and is_pointed_at(example) != example.expected:
                print(f"{'missed' if example.expected else 'false'} {example.code} {example.part}: {example.text!r} {dict(example.more)}")
        return 0
    text = page(measured())
    print(text)
    if given.write:
        before, _old, after = PAGE.read_text(encoding="utf-8").partition("<!-- measured -->")[0], "", ""
        PAGE.write_text(f"{before}<!-- measured -->\n\n{text}\n{after}", encoding="utf-8")
    return 0
