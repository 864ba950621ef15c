"""All checks of a report in one call (DO-07: kiểm tra văn bản): they point and never judge."""

from collections.abc import Iterator, Sequence

from daihoi.rules.checks.against import data_remarks
from daihoi.rules.checks.facts import Fact, facts_from
from daihoi.rules.checks.figures import figure_remarks
from daihoi.rules.checks.length import length_remarks
from daihoi.rules.checks.lexicon import Lexicon, shipped
from daihoi.rules.checks.limits import limit_remarks
from daihoi.rules.checks.lists import list_remarks
from daihoi.rules.checks.outline import Outline, outline_of
from daihoi.rules.checks.overlap import overlap_of
from daihoi.rules.checks.report import CODES, Remark, Report
from daihoi.rules.checks.results import result_remarks
from daihoi.rules.checks.sections import section_remarks
from daihoi.rules.figures.pairs import pairs_of
from daihoi.rules.figures.sums import sums_of
from daihoi.rules.figures.tokens import read


def check(text: str, against: str | None = None, facts: object = None, kind: str | None = None, lexicon: Lexicon | None = None) -> Report:
    """Point at every place of a report that should be looked at again."""
    lexicon = lexicon or shipped()
    outline = outline_of(text, lexicon, lexicon.kind(kind) if kind else None)
    other = outline_of(against, lexicon, None) if against is not None else None
    reading = read(text)
    pairs, sums = tuple(pairs_of(reading)), tuple(sums_of(reading))
    overlap, repeated = overlap_of(outline, other, lexicon)
    known: Sequence[Fact] = facts_from(facts) if facts is not None else ()
    found = [*figure_remarks(pairs, sums), *data_remarks(reading, pairs, known, lexicon), *text_remarks(outline, lexicon), *repeated]
    words = sum(sentence.words for sentence in outline.sentences)
    return Report(
        findings=tuple(sorted(found, key=lambda each: (each.line, CODES.index(each.code), each.end_line))),
        overlap=overlap,
        kind=outline.kind.key if outline.kind else "",
        words=words,
        seconds=words * 60 // lexicon.limit("length.read_aloud"),
        pairs=pairs,
        sums=sums,
    )


def text_remarks(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Run the checks that read the outline."""
    for remarks in (list_remarks, result_remarks, limit_remarks, length_remarks, section_remarks):
        yield from remarks(outline, lexicon)
