"""Put together contributions that say the same of one passage (xếp nhóm ý kiến).

Contributions are sorted on disk by passage and kind, and each such lot is grouped alone, so that memory holds a few lots whatever their number.
Within a lot the commonest wording leads: a wording joins the leader it is most like, or becomes a leader itself. The order in which
contributions came plays no part. What differs in a number, or in a word that turns the sense ("không", "tăng", "giảm") is never put together.
"""

import re
import sqlite3
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby, islice
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from daihoi.rules.checks.lexicon import folded
from daihoi.rules.syllables import is_syllable

# Two wordings say the same from this likeness on (0 to 100), measured by ./run bench grouping.
LIKE = 82
# Up to so many leaders are compared one by one; beyond, a hash of their letters names the ones worth comparing.
FEW_LEADERS = 1500
PERMUTATIONS, LIKELY, LETTERS = 64, 0.4, 4
NEAREST = 5
# Words that differ count as slips while so much of their letters differs (0 to 1), measured likewise.
SLIPS = 0.4
# A word that is used so many times less than another, nearly like it, is taken for a slip.
HARDLY = 20
BATCH = 10_000
# Fewer contributions than this are grouped without a second process.
SMALL = 5_000
WORKERS = 2
# Words that turn the sense round: a wording that has one more of them is another opinion.
TURNS = frozenset(["không", "chưa", "chẳng", "đừng", "bỏ", "bớt", "tăng", "giảm", "nâng", "hạ"])
# Polite words at the beginning and the end say nothing of the matter.
POLITE = re.compile(
    r"^(?:(?:kính|xin|tôi|chúng tôi|chi bộ|đảng bộ|em|cá nhân tôi|theo tôi|ý kiến|đề nghị|kiến nghị|đề xuất|góp ý|cho rằng|thấy rằng|mong|ban soạn thảo|tiểu ban văn kiện|tổ biên tập|xem xét|nghiên cứu|cần|nên)\s+)+"
    r"|(?:\s+(?:xin|trân trọng|cảm ơn|cám ơn|ạ|xin cảm ơn|cho phù hợp|cho đầy đủ))+$"
)
POLITE_WORDS = frozenset(
    [
        "kính",
        "xin",
        "tôi",
        "chúng",
        "em",
        "đề",
        "nghị",
        "kiến",
        "xuất",
        "góp",
        "ý",
        "ban",
        "soạn",
        "thảo",
        "tiểu",
        "tổ",
        "biên",
        "tập",
        "xem",
        "xét",
        "nghiên",
        "cứu",
        "trân",
        "trọng",
        "cảm",
        "cám",
        "ơn",
        "ạ",
    ]
)
WORD, NUMBER = re.compile(r"[^\W_]+"), re.compile(r"\d+")
TABLE = "CREATE TABLE item (passage TEXT, kind TEXT, numbers TEXT, words TEXT, text TEXT, key TEXT)"
ORDERED = "SELECT passage, kind, numbers, words, text, key FROM item ORDER BY passage, kind, numbers, words, text, key"

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

Row = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Item:
    """One contribution as the grouping sees it: nobody's name, only passage, kind and words."""

    key: str
    passage: str
    kind: str
    text: str


@dataclass(frozen=True)
class Group:
    """Contributions that belong together, with the words of one of them."""

    passage: str
    kind: str
    text: str
    keys: tuple[str, ...]


def group(contributions: Iterable[Item], workers: int = WORKERS) -> Iterator[Group]:
    """Give groups of like words on one passage, by passage and kind, the largest first."""
    with tempfile.TemporaryDirectory(prefix="daihoi-grouping-") as folder:
        disk = sqlite3.connect(Path(folder) / "items.sqlite3")
        try:
            count = spill(disk, contributions)
            lots = (list(lot) for _lot, lot in groupby(disk.execute(ORDERED), key=itemgetter(0, 1)))
            if workers > 1 and count > SMALL:
                yield from side_by_side(lots, workers)
            else:
                for lot in lots:
                    yield from grouped(lot)
        finally:
            disk.close()


def spill(disk: sqlite3.Connection, contributions: Iterable[Item]) -> int:
    """Write contributions to disk as they come; memory holds one batch."""
    for order in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA temp_store = FILE", TABLE):
        disk.execute(order)
    rows, count = map(row_of, contributions), 0
    while batch := list(islice(rows, BATCH)):
        disk.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", batch)
        count += len(batch)
    return count


def row_of(item: Item) -> Row:
    """Give a contribution with its bare words and its numbers, which must be the same in a group."""
    words = WORD.findall(folded(item.text))
    whole = " ".join(words)
    numbers = " ".join(NUMBER.findall(whole))
    return item.passage, item.kind, numbers, POLITE.sub("", whole) or whole, item.text, item.key


def side_by_side(lots: Iterable[list[Row]], workers: int) -> Iterator[Group]:
    """Group lots in several processes, a few ahead and answered in their order."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        ahead: deque[Future[list[Group]]] = deque()
        for lot in lots:
            ahead.append(pool.submit(grouped, lot))
            if len(ahead) > 2 * workers:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def grouped(lot: Sequence[Row]) -> list[Group]:
    """Group the contributions of one kind on one passage."""
    groups: list[list[tuple[str, str]]] = []
    usage = Counter(word for row in lot for word in row[3].split())
    for _numbers, rows in groupby(lot, key=itemgetter(2)):
        wordings = [(words, [(row[4], row[5]) for row in same]) for words, same in groupby(rows, key=itemgetter(3))]
        leaders = Leaders(usage)
        # The commonest wording first; among equals the first in the alphabet.
        for words, members in sorted(wordings, key=lambda each: (-len(each[1]), each[0])):
            leaders.take(words, members)
        groups += leaders.groups.values()
    passage, kind = lot[0][0], lot[0][1]
    answers = [Group(passage, kind, members[0][0], tuple(sorted(key for _text, key in members))) for members in groups]
    return sorted(answers, key=lambda each: (-len(each.keys), each.text, each.keys))


class Leaders:
    """The wordings that lead a group so far, and who joined them (nhóm và câu đại diện)."""

    def __init__(self, usage: Counter[str]) -> None:
        self.usage = usage
        self.groups: dict[str, list[tuple[str, str]]] = {}
        self.index: MinHashLSH | None = None

    def take(self, words: str, members: list[tuple[str, str]]) -> None:
        """Put a wording into the group it is most like, or let it lead one."""
        for leader, _likeness, _place in process.extract(words, self.near(words), scorer=fuzz.ratio, score_cutoff=LIKE, limit=NEAREST):
            if same_sense(words, leader, self.usage):
                self.groups[leader] += members
                return
        self.groups[words] = members
        if self.index is not None:
            self.index.insert(words, signature(words))

    def near(self, words: str) -> list[str]:
        """Name the leaders worth comparing, in an order that is always the same."""
        if len(self.groups) <= FEW_LEADERS:
            return list(self.groups)
        if self.index is None:
            self.index = hash_index()
            for leader in self.groups:
                self.index.insert(leader, signature(leader))
        return sorted(self.index.query(signature(words)))


def same_sense(one: str, other: str, usage: Counter[str]) -> bool:
    """Say whether two wordings differ by slips of the pen or by harmless additions only."""
    mine, theirs = one.split(), other.split()
    left, right = left_over(mine, Counter(theirs)), left_over(theirs, Counter(mine))
    for word in tuple(left):
        slip = next((each for each in right if is_slip(word, each, usage)), None)
        if slip is not None:
            left.remove(word)
            right.remove(slip)
    if not left or not right:
        return TURNS.isdisjoint(left) and TURNS.isdisjoint(right)
    return is_near("".join(left), "".join(right)) and not all(map(is_syllable, (*left, *right)))


def left_over(words: Sequence[str], others: Counter[str]) -> list[str]:
    """List the words that the other wording lacks, in their order; polite ones do not count."""
    return [word for word in words if word not in POLITE_WORDS and (not others[word] or others.subtract([word]))]


def is_slip(word: str, other: str, usage: Counter[str]) -> bool:
    """Say whether one of two words is the other mistyped: it is no syllable, or hardly anybody uses it ("công" for "nông" may be meant)."""
    if not is_near(word, other):
        return False
    rare, usual = sorted((usage[word], usage[other]))
    return rare * HARDLY <= usual or not (is_syllable(word) and is_syllable(other))


def is_near(one: str, other: str) -> bool:
    """Say whether two stretches have nearly the same letters."""
    return Levenshtein.distance(one, other) <= max(1, round(SLIPS * max(len(one), len(other))))


def hash_index() -> "MinHashLSH":
    """Make an empty index of hashes; the library is large and few passages need it, so it is loaded here."""
    from datasketch import MinHashLSH

    return MinHashLSH(threshold=LIKELY, num_perm=PERMUTATIONS)


def signature(words: str) -> "MinHash":
    """Give the hash of all runs of a few letters; its seed is fixed, so it is the same everywhere."""
    from datasketch import MinHash

    mark = MinHash(num_perm=PERMUTATIONS, seed=1)
    mark.update_batch([words[place : place + LETTERS].encode() for place in range(max(1, len(words) - LETTERS + 1))])
    return mark
