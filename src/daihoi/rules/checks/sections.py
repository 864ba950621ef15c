"""Parts that a kind of document owes (DO-01, RP-11: bố cục theo loại văn kiện)."""

from collections.abc import Iterator

from daihoi.rules.checks.lexicon import Lexicon
from daihoi.rules.checks.outline import Outline
from daihoi.rules.checks.report import Remark, remark
from daihoi.rules.errors import _


def section_remarks(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at each part that is missing; a text without headings, or of no known kind, owes none."""
    kind = outline.kind
    if kind is None or not outline.has_headings:
        return
    for key in kind.required:
        if not is_there(outline, key, lexicon):
            part = lexicon.parts[key]
            message = _("{kind} chưa có phần “{part}”. Hãy thêm mục này, hoặc ghi rõ nội dung đó nằm ở mục nào.")
            text = outline.title.replace(" · ", " ") or outline.sections[1].title
            yield remark("missing_section", (1, outline.last_line), text, message, kind.rule, kind=kind.title, part=part.title)


def is_there(outline: Outline, key: str, lexicon: Lexicon) -> bool:
    """Say whether a part has a heading, a sentence of its own, or is spoken of inside another part."""
    if outline.has(key):
        return True
    inside = lexicon.parts[key].inside
    return any(words in sentence.folded for sentence in outline.sentences for words in inside)
