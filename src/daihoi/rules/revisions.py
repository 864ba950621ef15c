"""Revisions of a text (lần sửa): a version is the one before and its revisions in order, so it can be made again from its parts.

An accepted amendment is a revision too. Two people who changed different words of one paragraph are both heard;
where they changed the same words, the collision is named and a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from daihoi.rules.comparison import spans, words
from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.paragraphs import Paragraph, clean


class Deed(StrEnum):
    """What a revision does (việc sửa)."""

    CHANGE = "change"
    INSERT = "insert"
    REMOVE = "remove"
    MOVE = "move"


@dataclass(frozen=True)
class Revision:
    """One revision of one paragraph (lần sửa): `after` is the paragraph before the new place, empty for the beginning."""

    deed: str
    key: str
    text: str = ""
    style: str = ""
    after: str = ""
    base: str = ""  # digest of the paragraph it was written against


def applied(paragraphs: Sequence[Paragraph], revisions: Iterable[Revision]) -> tuple[Paragraph, ...]:
    """Make the text that a version and its revisions give, one after the other (áp dụng các lần sửa)."""
    found = list(paragraphs)
    for revision in revisions:
        places = {each.key: place for place, each in enumerate(found)}
        if revision.deed == Deed.INSERT:
            _put(found, Paragraph(revision.key, revision.text, revision.style), revision.after)
            continue
        place = places.get(revision.key)
        if place is None:
            raise RuleViolation("paragraphs.gone", _("Đoạn này đã bị bỏ. Mở lại bản mới nhất rồi sửa."), key=revision.key)
        if revision.base and revision.base != found[place].digest:
            raise RuleViolation("paragraphs.changed", _("Máy chủ có bản mới hơn của đoạn này. So hai bản rồi gửi lại."), key=revision.key)
        if revision.deed == Deed.CHANGE:
            found[place] = Paragraph(revision.key, revision.text, revision.style or found[place].style)
        elif revision.deed == Deed.REMOVE:
            del found[place]
        else:
            moved = found.pop(place)
            _put(found, moved, revision.after)
    return tuple(found)


def _put(found: list[Paragraph], paragraph: Paragraph, after: str) -> None:
    """Put a paragraph behind another one; behind one that is gone it stands at the end."""
    places = {each.key: place for place, each in enumerate(found)}
    found.insert(0 if not after else places.get(after, len(found)) + 1, paragraph)


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Merge two changes of one paragraph word by word; None where they touch the same words (trộn hai cách sửa)."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    origin = words(base)
    edits = sorted([*_edits(origin, mine), *_edits(origin, theirs)])
    if any(second[0] < first[1] or second[:2] == first[:2] for first, second in pairwise(edits)):
        return None
    text, at = [], 0
    for start, end, into in edits:
        text += [*origin[at:start], into]
        at = end
    return clean("".join([*text, *origin[at:]]))


def _edits(origin: Sequence[str], changed: str) -> list[tuple[int, int, str]]:
    """Give the places of a text that another one replaces, with what comes there."""
    tokens = words(changed)
    return [(i, j, "".join(tokens[k:m])) for _kept, (i, j), (k, m) in spans(origin, tokens) if (i, k) != (j, m)]
