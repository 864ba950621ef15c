"""Results without figures or examples (DO-07: thiếu số liệu và dẫn chứng tiêu biểu)."""

from collections.abc import Iterator

from daihoi.rules.checks.evidence import has_example, has_figure
from daihoi.rules.checks.lexicon import Lexicon
from daihoi.rules.checks.outline import Outline, Section, Sentence
from daihoi.rules.checks.report import Remark, remark, span
from daihoi.rules.errors import _


def result_remarks(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at results that praise and do not prove."""
    for block in blocks_of(outline):
        yield from block_remarks(block, outline, lexicon)


def block_remarks(block: list[Sentence], outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at one part of results: no figure, no example."""
    claims = [sentence for sentence in block if is_claim(sentence, lexicon)]
    words = sum(sentence.words for sentence in block)
    is_told = outline.has_headings and words >= lexicon.limit("results.words_without_claim")
    lines, text = (block[0].line, block[-1].end_line), (claims or block)[0].text
    enough = words >= lexicon.limit("results.words") and bool(claims)
    if (enough or is_told) and not any(has_figure(sentence, lexicon) for sentence in block):
        message = _(
            "Phần kết quả ở dòng {lines} có {words} chữ, {claims} câu nhận định mà không có số liệu nào. Hãy ghi số đã làm trên tổng số và tỷ lệ của ít nhất một việc."
        )
        yield remark("no_figures", lines, text, message, "DO-07, RP-01", lines=span(lines), words=words, claims=len(claims))
    enough = words >= lexicon.limit("results.words") and len(claims) >= lexicon.limit("results.claims_for_example")
    if enough and not any(has_example(sentence, lexicon) for sentence in block):
        message = _(
            "Phần kết quả ở dòng {lines} có {claims} câu nhận định mà không nêu tên đơn vị, mô hình hay việc cụ thể nào. Hãy thêm một dẫn chứng tiêu biểu: đơn vị nào, làm gì, được gì."
        )
        yield remark("no_example", lines, text, message, "DO-07", lines=span(lines), claims=len(claims))


def is_claim(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence praises."""
    return bool(lexicon.pattern("claims").search(sentence.folded))


def blocks_of(outline: Outline) -> Iterator[list[Sentence]]:
    """Give the results of each part of the report that tells results; a text without headings is one block."""
    if outline.kind and outline.kind.is_forward:
        return
    if not outline.has_headings:
        yield from filter(None, [outline.of("results", "")])
        return
    blocks: dict[int, list[Sentence]] = {}
    tells = any("results" in section.parts for section in outline.sections)
    for section in outline.sections:
        root = root_of(section, tells)
        if root is not None:
            blocks.setdefault(id(root), []).extend(sentence for sentence in section.sentences if sentence.part in ("results", ""))
    yield from filter(None, blocks.values())


def root_of(section: Section, tells: bool) -> Section | None:
    """Give the highest heading of results over a section; where no heading says results, every heading without a part."""
    root, here = None, section
    while here is not None and here.level:
        if "results" in here.parts or (not tells and not here.parts):
            root = here
        here = here.parent  # type: ignore[assignment]  # None ends the walk
    return root if section.level and section.part in ("results", "") else None
