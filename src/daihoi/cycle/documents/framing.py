"""The head and the signature of a paper that comes as a file (phần đầu, phần ký): the format prints them anew, so the text goes without them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from daihoi.office.reading import Read, Reading
from daihoi.office.word_text import Loss

NEAR = 14  # paragraphs from either end in which head and signature are looked for
LONGEST = 300
STATE = re.compile(r"đảng cộng sản việt nam|cộng h[oò][àa] xã hội chủ nghĩa việt nam")
NUMBERED = re.compile(r"^(phần|chương|mục|[ivxlc]+|\d+|[a-zđ])\b[\s.):]", re.IGNORECASE)
RULE = re.compile(r"^[\s*_=–—-]+$")
SIGNED = re.compile(r"^\s*(nơi nhận\b|t/m\b|tm\.)")


def unframed(reading: Reading, titles: Collection[str]) -> Reading:
    """Take head and signature off a paper, and tell what was taken off; `titles` are the names of kinds of papers."""
    body = reading.paragraphs[: len(reading.paragraphs) - reading.tail]
    start = _head(body, {title.casefold() for title in titles})
    end = max(start, _signature(body))
    losses = [replace(each, places=[max(1, place - start) for place in each.places]) for each in reading.losses]
    told = (("head", body[:start]), ("signature", body[end:]))
    losses += [Loss(code, len(gone), [], " ".join(" ".join(each.text for each in gone).split())[:160]) for code, gone in told if gone]
    return Reading([*body[start:end], *reading.paragraphs[len(body) :]], losses, reading.tail)


def _head(body: Sequence[Read], titles: Collection[str]) -> int:
    """Count the paragraphs before the text: letterhead, name of the kind, abstract, rule."""
    at = next((place for place, each in enumerate(body[:NEAR]) if each.text.casefold().strip(" :.") in titles), None)
    if at is None:
        return 1 if body and len(body) > 1 and STATE.search(body[0].text.casefold()) else 0
    if any(_is_text(each) for each in body[:at]):
        return 0
    at += 1
    while at < len(body) and at < NEAR and _is_abstract(body, at):
        at += 1
    return at if at < len(body) else 0


def _is_text(each: Read) -> bool:
    """Tell whether a paragraph is a sentence, or heads a numbered section, so that no letterhead can stand behind it."""
    return len(each.text) > LONGEST or each.text.endswith((".", ";")) or (each.style != "table" and bool(NUMBERED.match(each.text)))


def _is_abstract(body: Sequence[Read], at: int) -> bool:
    """Tell whether a paragraph behind the name of the kind belongs to it: a rule, words that go on in small letters, or bold words over a rule."""
    text = body[at].text
    if RULE.match(text):
        return True
    if _is_text(body[at]) or body[at].style == "table":
        return False
    follows = at + 1 < len(body) and bool(RULE.match(body[at + 1].text))
    return text[:1].islower() or (body[at].style != "body" and (follows or text.casefold().startswith(("về ", "trình "))))


def _signature(body: Sequence[Read]) -> int:
    """Give where the text ends: at the table or lines of recipients and signature."""
    first = max(0, len(body) - NEAR)
    for place in range(first, len(body)):
        lines = [cell for line in body[place].text.casefold().split("\n") for cell in line.split(" | ")]
        if len(body[place].text) <= 2 * LONGEST and any(SIGNED.match(line) for line in lines):
            return place
    return len(body)
