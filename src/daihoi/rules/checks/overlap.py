"""What stands in two texts (DO-07: báo cáo kiểm điểm trùng lặp với báo cáo chính trị)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from daihoi.rules.checks.lexicon import Lexicon, folded
from daihoi.rules.checks.outline import Outline, Sentence
from daihoi.rules.checks.report import Overlap, Passage, Remark, remark, span
from daihoi.rules.errors import _
from daihoi.rules.shares import share

SHINGLE = 3
# So many sentences of the other text are compared word by word with one sentence.
NEAREST = 4


@dataclass(frozen=True)
class Match:
    """A sentence with the sentence of the other text that says the same (câu trùng)."""

    place: int
    other_place: int
    words: int


def overlap_of(outline: Outline, other: Outline | None, lexicon: Lexicon) -> tuple[Overlap, list[Remark]]:
    """Compare two texts sentence by sentence and join neighbours to passages."""
    mine = outline.sentences
    total = sum(sentence.words for sentence in mine)
    if other is None:
        return Overlap("0.00", ()), []
    theirs = other.sentences
    matches = list(matches_of(mine, theirs, lexicon))
    passages = [passage_of(run, mine, theirs) for run in joined(matches)]
    repeated = sum(match.words for match in matches)
    remarks = [passage_remark(passage) for passage in passages if passage.words >= lexicon.limit("overlap.words")]
    return Overlap(share(repeated, total), tuple(passages)), remarks


def passage_remark(passage: Passage) -> Remark:
    """Point at one repeated passage."""
    message = _(
        "{words} chữ ở dòng {lines} trùng với văn bản đối chiếu (dòng {other_lines}). Hãy dẫn chiếu thay cho chép lại, hoặc viết lại theo mục đích của văn bản này."
    )
    facts = {
        "words": passage.words,
        "lines": span((passage.line, passage.end_line)),
        "other_lines": span((passage.other_line, passage.other_end_line)),
    }
    return remark("repeats_other", (passage.line, passage.end_line), passage.text, message, "DO-07", **facts)


def matches_of(mine: Sequence[Sentence], theirs: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Match]:
    """Find for each sentence the one that says the same."""
    other_words = [words_of(sentence, lexicon) for sentence in theirs]
    index: dict[tuple[str, ...], list[int]] = {}
    for place, words in enumerate(other_words):
        for shingle in set(shingles(words)):
            index.setdefault(shingle, []).append(place)
    least, enough = lexicon.limit("overlap.words"), lexicon.limit("overlap.likeness")
    for place, sentence in enumerate(mine):
        words = words_of(sentence, lexicon)
        if len(words) < least // 2:
            continue
        near = Counter(other for shingle in set(shingles(words)) for other in index.get(shingle, ()))
        ways = sorted(((*common(words, other_words[other]), -other) for other, _count in near.most_common(NEAREST)), reverse=True)
        if not ways:
            continue
        alike, longest, other = ways[0]
        if alike * 100 >= len(words) * enough:
            yield Match(place, -other, sentence.words)
        elif longest >= lexicon.limit("overlap.run"):
            yield Match(place, -other, longest)


def words_of(sentence: Sentence, lexicon: Lexicon) -> list[str]:
    """Give the words of a sentence without usual titles."""
    bare = lexicon.pattern("formulas").sub(" ", folded(sentence.text))
    return re.findall(r"[^\W_]+(?:[./,]\d+)*", bare)


def shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Give all runs of a few words."""
    return [tuple(words[place : place + SHINGLE]) for place in range(max(0, len(words) - SHINGLE + 1))]


def common(words: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Count the words that stand in both in the same order, in runs of at least two, and the longest run."""
    sizes = [block.size for block in SequenceMatcher(None, words, other, autojunk=False).get_matching_blocks()]
    return sum(size for size in sizes if size > 1), max(sizes)


def joined(matches: Sequence[Match]) -> Iterator[list[Match]]:
    """Join matches that follow each other in both texts."""
    run: list[Match] = []
    for match in matches:
        if run and (match.place - run[-1].place != 1 or not 0 <= match.other_place - run[-1].other_place <= 1):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def passage_of(run: Sequence[Match], mine: Sequence[Sentence], theirs: Sequence[Sentence]) -> Passage:
    """Write a passage down."""
    first, last = run[0], run[-1]
    return Passage(
        line=mine[first.place].line,
        end_line=mine[last.place].end_line,
        other_line=theirs[first.other_place].line,
        other_end_line=theirs[last.other_place].end_line,
        words=sum(match.words for match in run),
        text=" ".join(sentence.text for sentence in mine[first.place : last.place + 1]),
        other_text=" ".join(sentence.text for sentence in theirs[first.other_place : last.other_place + 1]),
    )
