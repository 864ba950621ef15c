"""Further rounds of one election: what the congress may decide, and when it ends in an appointment (EL-15, EL-45, EL-46, EL-52)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.contests import Candidate
from daihoi.rules.names import nfc

FILE = "rounds.toml"


@dataclass(frozen=True)
class Appointment:
    """After so many rounds without anybody elected, the superior appoints (chỉ định sau nhiều lần bầu)."""

    charters: tuple[str, ...]
    kinds: tuple[str, ...]
    elects: str
    rounds: int
    rule: str
    source: str
    confirmed: bool


@cache
def appointments() -> tuple[Appointment, ...]:
    """Read the data file."""
    text = (resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8")
    rows = shapes.sequence(toml.parsed(text, FILE), "appointment", FILE)
    return tuple(_appointment(shapes.mapping(row, FILE)) for row in rows)


def _appointment(row: Mapping[str, object]) -> Appointment:
    return Appointment(
        charters=tuple(str(each) for each in shapes.sequence(row, "charters", FILE)),
        kinds=tuple(str(each) for each in shapes.sequence(row, "kinds", FILE)),
        elects=shapes.text(row, "elects", FILE),
        rounds=shapes.whole(row, "rounds", FILE, least=1),
        rule=shapes.text(row, "rule", FILE),
        source=shapes.text(row, "source", FILE),
        confirmed=bool(row.get("confirmed", False)),
    )


def appointment_due(*, charter: str, kind: str, elects: str, rounds: int, elected: int) -> Appointment | None:
    """Say by which rule the superior appoints now: so many rounds were held and nobody was elected, EL-15."""
    for each in appointments():
        if charter in each.charters and kind in each.kinds and elects == each.elects and rounds >= each.rounds and not elected:
            return each
    return None


def is_adopted(in_favour: int, base: int) -> bool:
    """Tell whether a vote of the electing body carries: more than half of the one base of elections and votes by hand, EL-52."""
    return 2 * in_favour > base


def strangers(candidates: Sequence[Candidate], elected: Sequence[Candidate]) -> list[str]:
    """Name the candidates who are not among those elected before, by name and, where both are known, date of birth (EL-14, EL-55)."""
    return [one.name for one in candidates if not any(_same(one, other) for other in elected)]


def elected_again(candidates: Sequence[Candidate], elected: Sequence[Candidate]) -> list[str]:
    """Name the candidates of a further round who were elected in an earlier one: a round has fewer names, EL-46."""
    return [one.name for one in candidates if any(_same(one, other) for other in elected)]


def _same(one: Candidate, other: Candidate) -> bool:
    """Tell whether two rows of lists are one person."""
    same_day = not one.born or not other.born or one.born == other.born
    return same_day and " ".join(nfc(one.name).casefold().split()) == " ".join(nfc(other.name).casefold().split())
