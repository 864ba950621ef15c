"""Text from before Unicode: TCVN3 (ABC), VNI and CP1258, told apart by what reads as Vietnamese (bảng mã cũ).

A word counts as Vietnamese when its letters make a syllable: a beginning, a core with at most one tone, an end. Of several
readings of a cell the one with most syllables and fewest broken words is taken; a cell that says nothing follows its file.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

# One byte each, in the order of the letters beside it. Capitals with a tone do not exist: their fonts draw small codes as capitals.
TCVN3_BYTES = bytes.fromhex(
    "a8a9aaabacadaea1a2a3a4a5a6a7b5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
)
TCVN3_LETTERS = "ăâêôơưđĂÂÊÔƠƯĐàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3 = str.maketrans(TCVN3_BYTES.decode("latin-1"), TCVN3_LETTERS)

# VNI writes a mark behind its vowel; a few letters stand alone.
VNI_ALONE = str.maketrans("ñÑíÍìÌæÆóÓòÒôÔöÖîÎ", "đĐíÍìÌỉỈĩĨịỊơƠưƯỵỴ")
VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
VNI_MARKED = re.compile(f"([aeouyAEOUYôöÔÖ])([{''.join(VNI_MARKS)}{''.join(VNI_MARKS).upper()}])")

TONES = re.compile("[\u0301\u0300\u0309\u0303\u0323]")
BEGIN = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
CORE = (
    "uyê|uyu|uya|iêu|yêu|ươi|ươu|uôi|oai|oao|oay|oeo|uây|uao|uêu|[aeou]o|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|yê|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uă|uê|ui|uo|uô|uơ|"
    "uy|ưa|ưi|ươ|ưu|[aăâeêioôơuưy]"
)
SYLLABLE = re.compile(f"(?:{BEGIN})?(?:{CORE})(?:ch|ng|nh|[cmnpt])?")
WORD = re.compile(r"[^\W\d_]+[^\s\d.,;:()/\[\]\"“”'’!?+–-]*")
STRAY = re.compile(r"[^\w\s\x00-\x7f“”„\u2018\u2019–—…•·°²«»×\u00a0\u0300-\u036f]")
LATIN = re.compile("[\u0080-\u00ff]")
ENCODINGS = ("unicode", "tcvn3", "vni")


def from_tcvn3(text: str) -> str:
    """Read letters that stand for TCVN3 codes; in a text of capitals the small codes are capitals too."""
    is_capital = not re.search("[a-z]", text) and len(re.findall("[A-Z]", text)) > 2
    return text.translate(TCVN3).upper() if is_capital else text.translate(TCVN3)


def from_vni(text: str) -> str:
    """Read letters that stand for VNI codes: base letters first, then their marks."""

    def joined(found: re.Match[str]) -> str:
        base = found[1].translate(VNI_ALONE)
        return unicodedata.normalize("NFC", base + VNI_MARKS[found[2].lower()])

    pieces, at = [], 0
    for found in VNI_MARKED.finditer(text):
        pieces += [text[at : found.start()].translate(VNI_ALONE), joined(found)]
        at = found.end()
    return "".join([*pieces, text[at:].translate(VNI_ALONE)])


READERS = {"unicode": lambda text: unicodedata.normalize("NFC", text), "tcvn3": from_tcvn3, "vni": from_vni}


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Tell whether letters make one syllable with at most one tone."""
    spread = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", TONES.sub("", spread))
    return len(TONES.findall(spread)) <= 1 and SYLLABLE.fullmatch(bare) is not None


def score(text: str) -> int:
    """Count words with marks that are syllables, less twice those that are none and the signs no text uses."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    sound = sum(len(word) > 1 and is_syllable(word) for word in words)
    broken = sum(len(word) > 1 and not is_syllable(word) for word in words)
    return sound - 2 * broken - 2 * len(STRAY.findall(text))


def encoding_of(text: str) -> str | None:
    """Tell in which encoding one text reads best; nothing where it may be any."""
    if text.isascii() or any(ord(letter) > 0x17F and letter.isalpha() and ord(letter) != 0x192 for letter in text):
        return "unicode" if not text.isascii() else None
    found = {name: score(READERS[name](text)) for name in ENCODINGS}
    best = max(found.values())
    names = [name for name in ENCODINGS if found[name] == best]
    return names[0] if len(names) == 1 else None


def usual_encoding(texts: Iterable[str]) -> str:
    """Tell the encoding of most cells that say one."""
    told = Counter(name for text in texts if (name := encoding_of(text)))
    return told.most_common(1)[0][0] if told else "unicode"


def to_unicode(text: str, usual: str = "unicode") -> str:
    """Read one cell in its own encoding, or in that of its file where it may be any."""
    if text.isascii():
        return text
    own = encoding_of(text) or usual
    if own != "unicode" and not LATIN.search(text):
        own = "unicode"
    return unicodedata.normalize("NFC", READERS[own](text))


def decoded(data: bytes) -> tuple[str, str]:
    """Turn the bytes of a text file into letters, with the name of the encoding found (bảng mã của tệp)."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace"), "utf-16"
    half = data[:4096]
    if half.count(0) > len(half) // 4:
        name = "utf-16-le" if half[1::2].count(0) > half[::2].count(0) else "utf-16-be"
        return data.decode(name, errors="replace"), name
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    latin, sample = data.decode("latin-1"), data[:65536]
    readings = {
        "tcvn3": score(from_tcvn3(sample.decode("latin-1"))),
        "vni": score(from_vni(sample.decode("latin-1"))),
        "cp1258": score(unicodedata.normalize("NFC", sample.decode("cp1258", errors="replace"))),
    }
    best = max(readings, key=readings.__getitem__)
    if readings[best] <= 0:
        raise UnicodeError(best)
    if best == "cp1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")), best
    return latin, best
