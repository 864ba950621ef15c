"""Names of persons: one spelling, and the A-B-C order of the given name (EL-13, EL-60: vần A, B, C theo tên)."""

import unicodedata

# Letters in dictionary order: ă, â, đ, ê, ô, ơ, ư are letters of their own.
LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# Tones in dictionary order: none, grave (huyền), hook (hỏi), tilde (ngã), acute (sắc), dot (nặng).
TONES = {tone: place for place, tone in enumerate(("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"))}

WordKey = tuple[tuple[int, ...], tuple[int, ...]]
NameKey = tuple[WordKey, WordKey, tuple[WordKey, ...], str]


def nfc(text: str) -> str:
    """Give the one spelling in which texts are kept and compared: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def given_name(name: str) -> str:
    """Give the given name (tên gọi): the last word."""
    return nfc(name).split(" ")[-1]


def letter_key(letter: str) -> tuple[int, int]:
    """Give the place of one letter and of its tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts[1:] if part in TONES), "")
    bare = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else letter
    place = LETTERS.get(bare, LETTERS.get(parts[0], len(LETTERS) + ord(parts[0])))
    return place, TONES[tone]


def word_key(word: str) -> WordKey:
    """Order one syllable: its letters first, then its tone."""
    keys = [letter_key(letter) for letter in nfc(word).lower() if letter.isalpha()]
    return tuple(place for place, _tone in keys), tuple(tone for _place, tone in keys)


def sort_key(name: str) -> NameKey:
    """Order persons by given name, then family name, then middle names (EL-60)."""
    words = nfc(name).split(" ")
    family = words[0] if len(words) > 1 else ""
    return word_key(words[-1]), word_key(family), tuple(word_key(word) for word in words[1:-1]), nfc(name).casefold()
