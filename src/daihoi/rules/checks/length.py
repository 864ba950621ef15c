"""Sentences, paragraphs and documents that are too long to be heard (DO-07: dàn trải)."""

import re
from collections.abc import Iterator
from itertools import groupby

from daihoi.rules.checks.lexicon import Lexicon
from daihoi.rules.checks.outline import Outline, Sentence
from daihoi.rules.checks.report import Remark, remark
from daihoi.rules.errors import _

STRETCH = re.compile(r"[;:]\s")


def length_remarks(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at what is too long."""
    for sentence in outline.sentences:
        yield from sentence_remark(sentence, lexicon)
    for _number, group in groupby(outline.sentences, key=lambda sentence: sentence.paragraph):
        sentences = list(group)
        words, most = sum(sentence.words for sentence in sentences), lexicon.limit("length.paragraph")
        if words > most and len(sentences) > 1:
            message = _("Đoạn này có {words} chữ, nhiều hơn {most}. Hãy tách theo ý, mỗi đoạn một ý có câu nêu ý chính.")
            lines = (sentences[0].line, sentences[-1].end_line)
            yield remark("too_long", lines, sentences[0].text, message, "DO-07", words=words, most=most)
    yield from document_remark(outline, lexicon)


def sentence_remark(sentence: Sentence, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at one sentence that is too long, in one go or with its clauses."""
    longest = max(len(piece.split()) for piece in re.split(STRETCH, sentence.text))
    stretch, most = lexicon.limit("length.stretch"), lexicon.limit("length.sentence")
    lines = (sentence.line, sentence.end_line)
    if longest > stretch:
        message = _("Câu này có {words} chữ, riêng một vế có {longest} chữ, nhiều hơn {most}. Hãy tách thành những câu ngắn hơn.")
        yield remark("too_long", lines, sentence.text, message, "DO-07", words=sentence.words, longest=longest, most=stretch)
    elif sentence.words > most:
        message = _("Câu này có {words} chữ, nhiều hơn {most}. Hãy tách thành những câu ngắn hơn hoặc thành danh sách.")
        yield remark("too_long", lines, sentence.text, message, "DO-07", words=sentence.words, most=most)


def document_remark(outline: Outline, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at a document that takes too long to be read aloud."""
    words = sum(sentence.words for sentence in outline.sentences)
    kind = outline.kind or lexicon.kinds["report"]
    if words > kind.words:
        minutes = words // lexicon.limit("length.read_aloud")
        message = _(
            "Văn bản có {words} chữ, đọc hết khoảng {minutes} phút; loại “{kind}” nên trong {most} chữ. Hãy rút gọn hoặc chuyển số liệu vào phụ lục."
        )
        facts = {"words": words, "minutes": minutes, "kind": kind.title, "most": kind.words}
        yield remark("too_long", (1, outline.last_line), outline.title or outline.sentences[0].text, message, "DO-07", **facts)
