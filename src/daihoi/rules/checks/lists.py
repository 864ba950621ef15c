"""Lists of acts and of figures without a judgement (DO-07: dàn trải, liệt kê, nặng về số liệu)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from daihoi.rules.checks.evidence import figure_count, without_mark
from daihoi.rules.checks.lexicon import Lexicon, folded
from daihoi.rules.checks.outline import Outline, Section, Sentence
from daihoi.rules.checks.report import Remark, remark
from daihoi.rules.errors import _

# In these parts a list of acts is what is asked for.
PLANS = ("tasks", "proposals", "lessons", "context")
# In these it is no list of what was done.
FAULTS = ("limits", "causes", "responsibility")
STRONG_BREAK = re.compile(r"[;:]\s+|\s+và\s+(?=đã\s)")
WEAK_BREAK = re.compile(r",\s+")
# "Hướng dẫn số 26" is a paper, no act.
NAMED = re.compile(r"(?:Hướng dẫn|Kế hoạch|Báo cáo|Thông báo|Công bố)\s+số\s+\d")
SUBJECT = re.compile(r"(?:\S+\s+){0,8}?đã\s+")
SHORTEST, RUN, SHORT_SENTENCE = 3, 3, 14


@dataclass(frozen=True)
class Clause:
    """One clause of a sentence (vế câu)."""

    sentence: Sentence
    text: str
    is_act: bool
    has_result: bool


def list_remarks(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at runs of acts, and at parts that are all figures."""
    if outline.kind and outline.kind.is_forward:
        return
    for section in outline.sections:
        if section.part in PLANS:
            continue
        yield from runs(section, lexicon)
        yield from heaps(section, lexicon)


def runs(section: Section, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at clauses that follow each other and only tell what was done."""
    run: list[Clause] = []
    for clause in [each for sentence in section.sentences for each in clauses_of(sentence, lexicon)]:
        if run and goes_on(run[-1].sentence, clause.sentence) and (clause.is_act or is_like_item(clause, run[-1], lexicon)):
            run.append(clause)
            continue
        yield from run_remark(run, lexicon)
        run = [clause] if clause.is_act else []
    yield from run_remark(run, lexicon)


def is_like_item(clause: Clause, last: Clause, lexicon: Lexicon) -> bool:
    """Say whether a short item among items of acts is one more, whatever its verb."""
    short = clause.sentence.words <= SHORT_SENTENCE and clause.sentence.is_item and last.sentence.is_item
    return short and not clause.has_result and not lexicon.pattern("claims").search(clause.sentence.folded)


def goes_on(last: Sentence, sentence: Sentence) -> bool:
    """Say whether a list goes on in the next sentence: item by item, or in short sentences one after the other."""
    if sentence is last:
        return True
    return sentence.paragraph - last.paragraph <= 1 and (sentence.is_item or max(last.words, sentence.words) <= SHORT_SENTENCE)


def run_remark(run: list[Clause], lexicon: Lexicon) -> Iterator[Remark]:
    """Point at one run that is long enough and says nothing of what came of it."""
    proved = sum(clause.has_result for clause in run)
    if len(run) < lexicon.limit("list.clauses") or proved * 100 >= len(run) * lexicon.limit("list.percent_with_figures"):
        return
    first, last = run[0].sentence, run[-1].sentence
    message = _(
        "{clauses} vế liền nhau chỉ kể việc đã làm, {proved} vế có số liệu hoặc kết quả. Hãy gộp lại thành một nhận định và thêm kết quả của ít nhất một việc."
    )
    yield remark(
        "list_like", (first.line, last.end_line), "; ".join(each.text for each in run), message, "DO-07", clauses=len(run), proved=proved
    )


def clauses_of(sentence: Sentence, lexicon: Lexicon) -> Iterator[Clause]:
    """Cut a sentence into clauses; what only goes on after a comma ("băng rôn, khẩu hiệu") belongs to the clause before it."""
    if sentence.part in (*PLANS, *FAULTS):
        return
    for stretch in re.split(STRONG_BREAK, without_mark(sentence)):
        pieces = [
            (piece, counts_as_act(piece, lexicon)) for piece in (each.strip(" .;,") for each in re.split(WEAK_BREAK, stretch)) if piece
        ]
        # Among several acts a piece of some words is one too, whatever its verb.
        is_run = sum(act for _piece, act in pieces) >= RUN
        found: list[tuple[str, bool]] = []
        for text, act in pieces:
            counts = act or (is_run and len(text.split()) >= SHORTEST)
            if found and not counts:
                found[-1] = (f"{found[-1][0]}, {text}", found[-1][1])
            else:
                found.append((text, counts))
        for text, act in found:
            yield Clause(sentence, text, act, has_result(text, lexicon))


def counts_as_act(text: str, lexicon: Lexicon) -> bool:
    """Say whether a piece of a sentence tells an act with its object."""
    small = folded(text)
    if NAMED.match(text):
        return False
    return is_act(small, lexicon) and (len(text.split()) >= SHORTEST or small.startswith("đã "))


def has_result(text: str, lexicon: Lexicon) -> bool:
    """Say whether a clause says how much, or what came of it."""
    return bool(re.search(r"\d", text) or lexicon.pattern("outcomes").search(folded(text)))


def is_act(text: str, lexicon: Lexicon) -> bool:
    """Say whether a clause begins with what was done, a subject before it or not: "đảng ủy đã triển khai …"."""
    begun = SUBJECT.match(text)
    words = text[begun.end() :] if begun else text
    if begun and not lexicon.pattern("states").match(words):
        return True
    if not begun:
        subject = lexicon.pattern("subjects").match(words)
        words = words[subject.end() :].lstrip() if subject else words
    before, acts = lexicon.pattern("before_acts"), lexicon.pattern("acts")
    while not acts.match(words) and (match := before.match(words)):
        words = words[match.end() :].lstrip()
    return bool(acts.match(words))


def heaps(section: Section, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at a paragraph or a list full of figures without a word in its part on what they mean; rows of a table stand alone and are none."""
    sentences = [sentence for sentence in section.sentences if sentence.part not in PLANS]
    if any(lexicon.pattern("judgements").search(each.folded) for each in sentences):
        return
    for _place, group in groupby(sentences, key=lambda each: "items" if each.is_item else each.paragraph):
        told = list(group)
        figures = sum(figure_count(sentence) for sentence in told)
        if figures >= lexicon.limit("list.figures"):
            message = _(
                "Đoạn này có {figures} số liệu mà cả mục không có nhận định nào. Hãy nói các số đó cho thấy điều gì: tăng hay giảm, đạt hay chưa, vì sao."
            )
            yield remark("list_like", (told[0].line, told[-1].end_line), told[0].text, message, "DO-07", figures=figures)
