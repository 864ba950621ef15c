"""Limits without depth, causes or remedies (DO-07: hạn chế chưa đề cập sâu, giải pháp chưa cụ thể)."""

import re
from collections.abc import Iterator
from itertools import groupby

from daihoi.rules.checks.evidence import is_concrete, is_specific
from daihoi.rules.checks.lexicon import Lexicon
from daihoi.rules.checks.outline import Outline, Sentence
from daihoi.rules.checks.report import Remark, remark, span
from daihoi.rules.errors import _

# "do Phó Bí thư chủ trì" says by whom, not why.
AGENT = re.compile(r"[^,.;]{0,60}\b(?:chủ trì|phụ trách|ban hành|triệu tập|quản lý|đề ra|soạn thảo|biên soạn|lãnh đạo|chỉ đạo|phát động)\b")


def limit_remarks(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at limits that are shallow, without cause, without remedy."""
    blocks = list(blocks_of(outline, lexicon))
    if outline.kind and outline.kind.is_forward:
        blocks = []
    for block in blocks:
        lines, text = (block[0].line, block[-1].end_line), block[0].text
        if not has_causes(outline, block, lexicon):
            message = _(
                "Hạn chế ở dòng {lines} không nêu nguyên nhân. Hãy ghi vì sao có hạn chế đó, chủ quan hay khách quan, và thuộc trách nhiệm ở khâu nào."
            )
            yield remark("no_cause", lines, text, message, "DO-07", lines=span(lines))
        if not has_remedies(outline, block, lexicon):
            message = _("Hạn chế ở dòng {lines} không có giải pháp khắc phục. Hãy ghi việc sẽ làm, ai làm và làm xong khi nào.")
            yield remark("no_remedy", lines, text, message, "DO-07", lines=span(lines))
        yield from depth(outline, block, lexicon)
    yield from vague_remedies(outline, lexicon)


def blocks_of(outline: Outline, lexicon: Lexicon) -> Iterator[list[Sentence]]:
    """Give the limits of each heading; in running text, of each paragraph that states one."""
    for section in outline.sections:
        limits = [sentence for sentence in section.sentences if sentence.part == "limits"]
        if "limits" in section.parts:
            yield from filter(None, [limits])
            continue
        for _paragraph, group in groupby(limits, key=lambda sentence: sentence.paragraph):
            block = list(group)
            if is_limit(block, lexicon):
                yield block


def is_limit(block: list[Sentence], lexicon: Lexicon) -> bool:
    """Say whether a block states a limit at all; "tuy nhiên" may lead to something else."""
    return any(lexicon.pattern("shortfalls").search(sentence.folded) for sentence in block)


def has_causes(outline: Outline, block: list[Sentence], lexicon: Lexicon) -> bool:
    """Say whether a cause stands in the block or in a part of its own."""
    return any(sentence.words > 5 for sentence in outline.of("causes", "responsibility")) or any(
        states_cause(each, lexicon) for each in block
    )


def states_cause(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence says why."""
    text = lexicon.pattern("not_causes").sub("…", sentence.folded)
    if lexicon.pattern("causes").search(text):
        return True
    starters = lexicon.words["cause_starters"]
    return any(not AGENT.match(text, match.end()) for match in re.finditer(rf"(?<!\w)(?:{'|'.join(starters)})\s", text))


def has_remedies(outline: Outline, block: list[Sentence], lexicon: Lexicon) -> bool:
    """Say whether a remedy stands in the block or in a part of its own."""
    parts = outline.kind.remedies if outline.kind else ("tasks",)
    if any(sentence.words > 5 for sentence in outline.of(*parts)):
        return True
    return any(lexicon.pattern("remedies").search(lexicon.pattern("not_remedies").sub("…", sentence.folded)) for sentence in block)


def depth(outline: Outline, block: list[Sentence], lexicon: Lexicon) -> Iterator[Remark]:
    """Point at limits that name nobody, nothing and no number, or that are a line beside pages of results."""
    lines, text = (block[0].line, block[-1].end_line), block[0].text
    words = sum(sentence.words for sentence in outline.of("limits"))
    results = sum(sentence.words for sentence in outline.of("results", ""))
    if not any(is_concrete(sentence, lexicon) for sentence in block):
        found = dict.fromkeys(each for sentence in block for each in lexicon.pattern("vague").findall(sentence.folded))
        if found:
            message = _(
                "Hạn chế ở dòng {lines} nói chung chung ({vague}), không có đơn vị, vụ việc hay con số nào. Hãy nêu hạn chế ở đâu, bao nhiêu, mức nào."
            )
        else:
            message = _("Hạn chế ở dòng {lines} không có đơn vị, vụ việc hay con số nào. Hãy nêu hạn chế ở đâu, bao nhiêu, mức nào.")
        facts = {"lines": span(lines), "vague": ", ".join(list(found)[:4])}
        yield remark("shallow_limits", lines, text, message, "DO-07", **facts)
    elif results >= lexicon.limit("limits.results_words") and words * 1000 < results * lexicon.limit("limits.permille_of_results"):
        message = _("Phần hạn chế có {words} chữ, phần kết quả có {results} chữ. Hãy phân tích hạn chế sâu hơn, hoặc rút gọn phần kết quả.")
        yield remark("shallow_limits", lines, text, message, "DO-07", words=words, results=results)


def vague_remedies(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at tasks that nobody could check: no date, no owner, no measure."""
    tasks = [
        sentence for section in outline.sections if "tasks" in section.parts for sentence in section.sentences if sentence.part == "tasks"
    ]
    if sum(sentence.words for sentence in tasks) < lexicon.limit("remedies.words"):
        return
    if not any(is_specific(sentence, lexicon) for sentence in tasks):
        lines = (tasks[0].line, tasks[-1].end_line)
        message = _(
            "Nhiệm vụ, giải pháp ở dòng {lines} chưa cụ thể: không có thời hạn, nơi chịu trách nhiệm hay chỉ tiêu. Hãy ghi ai làm, xong khi nào, đến mức nào."
        )
        yield remark("no_remedy", lines, tasks[0].text, message, "DO-07", lines=span(lines))
