"""Lists of acts and of figures without a judgement (DO-07: dàn trải, liệt kê, nặng về số liệu)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from daihoi.rules.checks.evidence import figure_count, has_figure, without_mark
from daihoi.rules.checks.lexicon import Lexicon, folded
from daihoi.rules.checks.outline import Outline, Section, Sentence
from daihoi.rules.checks.report import Remark, remark
from daihoi.rules.errors import _

# In these parts a list of acts is what is asked for.
PLANS = ("tasks", "proposals", "lessons", "context")
BREAK = re.compile(r"[;,:]\s+|\s+và\s+(?=đã\s)")
SHORTEST = 3


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
    for clause in [each for sentence in section.sentences for each in clauses_of(sentence, lexicon)] + [None]:
        if clause and clause.is_act and (not run or clause.sentence.paragraph - run[-1].sentence.paragraph <= 1):
            run.append(clause)
            continue
        yield from run_remark(run, lexicon)
        run = [clause] if clause and clause.is_act else []


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
    """Cut a sentence into clauses; a verb that only joins the next one ("chỉ đạo, hướng dẫn việc …") is no clause."""
    if sentence.part in PLANS:
        return
    figures = has_figure(sentence, lexicon)
    for text in (piece.strip() for piece in re.split(BREAK, without_mark(sentence))):
        small = folded(text).rstrip(".;,")
        count = len(small.split())
        if count < SHORTEST and not small.startswith("đã "):
            continue
        proved = (figures and bool(re.search(r"\d", text))) or bool(lexicon.pattern("outcomes").search(small))
        yield Clause(sentence, text.rstrip(".;,"), is_act(small, lexicon), proved)


def is_act(text: str, lexicon: Lexicon) -> bool:
    """Say whether a clause begins with what was done."""
    words = text
    before = lexicon.pattern("before_acts")
    while (match := before.match(words)) and match.end() < len(words):
        words = words[match.end() :].lstrip()
    return bool(lexicon.pattern("acts").match(words))


def heaps(section: Section, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at a paragraph or a list full of figures without a word on what they mean."""
    sentences = [sentence for sentence in section.sentences if sentence.part not in PLANS]
    figures = sum(figure_count(sentence) for sentence in sentences)
    if figures < lexicon.limit("list.figures") or any(lexicon.pattern("judgements").search(each.folded) for each in sentences):
        return
    message = _(
        "Mục này có {figures} số liệu mà không có nhận định nào. Hãy nói các số đó cho thấy điều gì: tăng hay giảm, đạt hay chưa, vì sao."
    )
    lines = (sentences[0].line, sentences[-1].end_line)
    yield remark("list_like", lines, sentences[0].text, message, "DO-07", figures=figures)
