"""The answer of `daihoi check`: what it points at and what it found repeated (kết quả kiểm tra văn bản)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from daihoi.rules.errors import ERROR, WARNING, filled
from daihoi.rules.figures.pairs import Pair
from daihoi.rules.figures.sums import Sum

CODES = (
    "wrong_share",
    "truncated_share",
    "sums_differ",
    "differs_from_data",
    "list_like",
    "no_figures",
    "no_example",
    "no_cause",
    "no_remedy",
    "shallow_limits",
    "too_long",
    "repeats_other",
    "missing_section",
)
# What is simply wrong; the rest is a matter of judgement, and judged by people.
ERRORS = frozenset(("wrong_share", "truncated_share", "sums_differ", "differs_from_data"))
QUOTED = 160


@dataclass(frozen=True)
class Remark:
    """One place to look at, why, and by which rule (điều cần xem)."""

    code: str
    line: int
    end_line: int
    text: str
    why: str
    rule: str
    template: str = field(default="", compare=False, repr=False)
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)

    @property
    def level(self) -> str:
        """Say whether it is an error of figures, or something to judge."""
        return ERROR if self.code in ERRORS else WARNING

    def as_dict(self) -> dict[str, object]:
        """Give the remark as plain data."""
        names = ("code", "line", "end_line", "text", "why", "rule", "level")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Passage:
    """A passage that stands in both texts (đoạn trùng)."""

    line: int
    end_line: int
    other_line: int
    other_end_line: int
    words: int
    text: str
    other_text: str

    def as_dict(self) -> dict[str, object]:
        """Give the passage as plain data."""
        return dict(vars(self))


@dataclass(frozen=True)
class Overlap:
    """How much of a report stands in the other one too (phần trùng)."""

    share: str
    passages: tuple[Passage, ...]

    def as_dict(self) -> dict[str, object]:
        """Give the overlap as plain data."""
        return {"share": self.share, "passages": [passage.as_dict() for passage in self.passages]}


@dataclass(frozen=True)
class Report:
    """What the checks say of one text (phiếu kiểm tra văn bản)."""

    findings: tuple[Remark, ...]
    overlap: Overlap
    kind: str
    words: int
    seconds: int
    pairs: tuple[Pair, ...]
    sums: tuple[Sum, ...]

    def as_dict(self) -> dict[str, object]:
        """Give the answer as the contract has it."""
        return {
            "findings": [found.as_dict() for found in self.findings],
            "overlap": self.overlap.as_dict(),
            "kind": self.kind or None,
            "words": self.words,
            "seconds": self.seconds,
        }


def remark(code: str, lines: tuple[int, int], text: str, template: str, rule: str, /, **facts: object) -> Remark:
    """Make a remark from a sentence and its facts, both kept for translation."""
    return Remark(code, *lines, quoted(text), filled(template, facts), rule, template, MappingProxyType(facts))


def span(lines: tuple[int, int]) -> str:
    """Write one line, or from which to which."""
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}–{lines[1]}"


def quoted(text: str) -> str:
    """Give a text on one line, its middle left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
