"""Ballots of several leaves: which leaves of a pile are one ballot, by place in the pile and symbol (ghép các tờ của một phiếu).

Two sides that follow each other make a leaf; leaves that follow each other and bear one symbol make a ballot. Nothing is joined by a
guess: what does not come out whole makes a block, and a block goes to people (docs/decisions/0007-leaves.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from daihoi.paper.layout import SIDES
from daihoi.paper.shapes import ReadingLine
from daihoi.rules.readings import LEAVES_APART


@dataclass
class Leaf:
    """One sheet of paper with its one or two sides (một tờ)."""

    lines: list[ReadingLine]

    @property
    def number(self) -> int | None:
        """Which leaf of its ballot, from 1; nothing where no side could be read."""
        return next((_leaf_of(line["page"]) for line in self.lines if line["page"]), None)

    @property
    def symbols(self) -> set[int]:
        """The symbols seen on its sides."""
        return {symbol for line in self.lines for symbol in [line.get("symbol")] if symbol}

    @property
    def symbol(self) -> int | None:
        """Its symbol, where one side shows one and no side another."""
        return next(iter(self.symbols)) if len(self.symbols) == 1 else None

    def takes(self, line: ReadingLine) -> bool:
        """Whether a line may be the other side."""
        first = self.lines[0]["page"]
        if len(self.lines) == SIDES or first == line["page"] is not None:
            return False
        return first is None or line["page"] is None or _leaf_of(first) == _leaf_of(line["page"])


@dataclass
class Group:
    """Leaves that follow each other, bear one symbol and are each there once (nhóm tờ)."""

    leaves: list[Leaf]

    @property
    def lines(self) -> list[ReadingLine]:
        """All its sides in order."""
        return [line for leaf in self.leaves for line in leaf.lines]

    @property
    def numbers(self) -> list[int | None]:
        """Its leaves by number."""
        return [leaf.number for leaf in self.leaves]

    @property
    def symbol(self) -> int | None:
        """The symbol of its leaves."""
        return next((leaf.symbol for leaf in self.leaves if leaf.symbol), None)

    @property
    def is_full(self) -> bool:
        """Every page of a ballot is there, read or not."""
        return len(self.lines) == self.lines[0]["pages"]

    @property
    def is_whole(self) -> bool:
        """Every page is there, and every symbol is sure."""
        return self.is_full and all(leaf.symbol for leaf in self.leaves)

    @property
    def order(self) -> int:
        """1 where the leaves lie in the order 1, 2, 3, -1 where they lie in reverse, 0 where neither holds."""
        known = [number for number in self.numbers if number]
        return 1 if known == sorted(known) else -1 if known == sorted(known, reverse=True) else 0

    def takes(self, leaf: Leaf) -> bool:
        """Whether a leaf may belong here: there is room, its number has not come yet, its symbol is not another."""
        if len(self.lines) >= self.lines[0]["pages"] or (leaf.number and leaf.number in self.numbers):
            return False
        return not (leaf.symbol and self.symbol) or leaf.symbol == self.symbol

    def may_end_before(self, leaf: Leaf | None) -> bool:
        """Whether the leaf behind a whole ballot surely begins another: other symbol, or the leaf that begins ballots in this order."""
        if leaf is None or leaf.number is None or (leaf.symbol and leaf.symbol != self.symbol):
            return True
        return leaf.number == {1: 1, -1: self.lines[0]["pages"] // SIDES, 0: 0}[self.order]


@dataclass
class Leaves:
    """The pile as it comes, ballot by ballot; holds one ballot, or one block, at a time (chồng tờ)."""

    ballot: int
    leaf: Leaf | None = None
    group: Group | None = None
    block: list[Group] = field(default_factory=list)
    order: int = 1  # of the leaves in the last ballot that had one

    def add(self, line: ReadingLine) -> None:
        """Take the next side."""
        if self.leaf and self.leaf.takes(line):
            self.leaf.lines.append(line)
            return
        self._push()
        self.leaf = Leaf([line])

    def end(self) -> None:
        """Nothing comes any more."""
        self._push()
        if self.group:
            self._close(self.group, None)
        self._settle()

    @property
    def open(self) -> Iterator[ReadingLine]:
        """The sides whose ballot is not known yet."""
        for group in self.block:
            yield from group.lines
        yield from self.group.lines if self.group else ()
        yield from self.leaf.lines if self.leaf else ()

    def _push(self) -> None:
        """The leaf is whole: it goes to the ballot begun, or begins the next."""
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        if self.group and self.group.takes(leaf):
            self.group.leaves.append(leaf)
            return
        if self.group:
            self._close(self.group, leaf)
        self.group = Group([leaf])

    def _close(self, group: Group, behind: Leaf | None) -> None:
        """A group ends: a ballot that is beyond doubt gets its number, anything else waits in the block."""
        is_sure = group.is_whole and group.may_end_before(behind) and self._may_begin(group)
        self.order = group.order if group.is_full and group.order else self.order
        if is_sure:
            self._settle()
            self._number(group.lines, self.ballot)
        else:
            self.block.append(group)

    def _may_begin(self, group: Group) -> bool:
        """Whether a whole ballot has nothing to do with the block before it: another symbol, and the order of the ballots before."""
        return not self.block or (self.block[-1].symbol not in {None, group.symbol} and group.order == self.order)

    def _settle(self) -> None:
        """The block ends: a ballot without a leaf, a leaf twice, or leaves of several ballots among each other."""
        block, self.block = self.block, []
        if not block:
            return
        lines = [line for group in block for line in group.lines]
        leaves = [leaf for group in block for leaf in group.leaves]
        if len(block) == 1 or _is_one_leaf_twice(leaves):
            for leaf in leaves:
                if leaf.symbol is None:
                    _set_apart(leaf.lines, self.ballot)
            self._number(lines, self.ballot)
            return
        first = self.ballot
        for place, line in enumerate(lines):
            _set_apart([line], first + place // line["pages"])
        self.ballot = first + (len(lines) - 1) // lines[0]["pages"] + 1

    def _number(self, lines: list[ReadingLine], ballot: int) -> None:
        """Give the pages read of one ballot its number."""
        for line in lines:
            if line["status"] == "read":
                line["ballot"] = ballot
        self.ballot = ballot + 1 if any(line["ballot"] == ballot for line in lines) else ballot


def _leaf_of(page: int) -> int:
    return (page + 1) // SIDES


def _set_apart(lines: list[ReadingLine], ballot: int) -> None:
    """What was read stays in the line, and counts only when people say to which ballot it belongs."""
    for line in lines:
        if line["status"] == "read":
            line["status"], line["cause"], line["ballot"] = "set_aside", LEAVES_APART, ballot


def _is_one_leaf_twice(leaves: list[Leaf]) -> bool:
    """Whether the leaves are those of one ballot and one of them again."""
    wanted = leaves[0].lines[0]["pages"] // SIDES
    symbols = {leaf.symbol for leaf in leaves}
    return (
        len(leaves) == wanted + 1 and len(symbols) == 1 and None not in symbols and len({leaf.number for leaf in leaves} - {None}) == wanted
    )
