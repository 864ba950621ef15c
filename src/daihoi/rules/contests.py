"""One contest: who may be elected to how many seats, on which form of ballot (EL-20 to EL-23: cuộc bầu, mẫu phiếu)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType

from daihoi.rules import shapes, toml
from daihoi.rules.charter import Charter, load, names
from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.names import nfc

ELECTS = (
    "executive_committee",
    "standing_committee",
    "secretary",
    "deputy_secretary",
    "inspection_committee",
    "inspection_head",
    "delegates",
    "other",
)
PURPOSES = ("election", "introduction", "poll")
STAMPS = ("ignore", "check")
ORDER = (
    "charter",
    "title",
    "unit",
    "elects",
    "purpose",
    "round",
    "seats",
    "alternates",
    "base",
    "issued",
    "returned",
    "stamp",
)
WORDING = ("heading", "instruction")  # words of the printed ballot that the congress chose; empty: the words of the charter's form
TIE_ROUND = "tie"
FILE = "CONTEST.toml"


class Form(StrEnum):
    """A form of ballot (mẫu phiếu)."""

    strike_out = "strike_out"
    agree_disagree = "agree_disagree"
    single = "single"
    choose = "choose"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Name the marks that each person has on this form."""
        return {"strike_out": ("strike",), "choose": ("choose",)}.get(self.value, ("agree", "disagree"))


def normalise(made: object, names_of_texts: tuple[str, ...]) -> None:
    """Bring texts of a frozen record to NFC with single spaces while it is being made."""
    for name in names_of_texts:
        object.__setattr__(made, name, nfc(getattr(made, name)))


@dataclass(frozen=True)
class Candidate:
    """A person on the list (người trong danh sách bầu cử)."""

    name: str
    born: str = ""
    sex: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Keep texts in the one spelling that the digest covers (0002-digest.md), however the person was made."""
        normalise(self, ("name", "born", "sex", "note"))


@dataclass(frozen=True)
class Contest:
    """One vote on one list (cuộc bầu), as CONTEST.toml writes it."""

    charter: str
    title: str
    seats: int
    candidates: tuple[Candidate, ...]
    unit: str = ""
    elects: str = "other"
    purpose: str = "election"
    round: int | str = 1
    alternates: int = 0
    base: int = 0
    issued: int = 0
    returned: int = 0
    stamp: str = "ignore"
    heading: str = ""
    instruction: str = ""
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def __post_init__(self) -> None:
        """Keep texts in the one spelling that the digest covers (0002-digest.md), however the contest was made."""
        normalise(self, ("title", "unit", "heading", "instruction"))

    @property
    def is_tie_round(self) -> bool:
        """Say whether only tied persons stand (bầu lại giữa những người bằng phiếu)."""
        return self.round == TIE_ROUND

    def as_dict(self) -> dict[str, object]:
        """Give the contest as plain data, without empty details of persons."""
        data: dict[str, object] = {
            each.name: getattr(self, each.name) for each in fields(self) if each.name not in ("candidates", "settings", *WORDING)
        }
        data |= {name: getattr(self, name) for name in WORDING if getattr(self, name)}
        data["candidates"] = [candidate_data(candidate) for candidate in self.candidates]
        return data | ({"settings": dict(self.settings)} if self.settings else {})

    def to_toml(self) -> str:
        """Write CONTEST.toml, which reads back exactly."""
        data = self.as_dict()
        settings = shapes.mapping(data.pop("settings", {}), "settings")
        return toml.lines(data) + (f"\n[settings]\n{toml.lines(settings)}" if settings else "")

    @classmethod
    def from_toml(cls, text: str) -> "Contest":
        """Read CONTEST.toml, or refuse with the field and the remedy."""
        return cls.from_dict(toml.parsed(text, FILE))

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Contest":
        """Read a contest from plain data."""
        shapes.only(data, [each.name for each in fields(cls)], FILE)
        return cls(
            charter=shapes.choice(data, "charter", FILE, names()),
            title=filled_text(data, "title"),
            seats=shapes.whole(data, "seats", FILE, least=1),
            candidates=candidates_from(data),
            unit=shapes.text(data, "unit", FILE, ""),
            elects=shapes.choice(data, "elects", FILE, ELECTS, "other"),
            purpose=shapes.choice(data, "purpose", FILE, PURPOSES, "election"),
            round=round_from(data),
            stamp=shapes.choice(data, "stamp", FILE, STAMPS, "ignore"),
            heading=shapes.text(data, "heading", FILE, ""),
            instruction=shapes.text(data, "instruction", FILE, ""),
            settings=MappingProxyType(flat(shapes.mapping(data.get("settings", {}), "settings"))),
            **{name: shapes.whole(data, name, FILE, default=0) for name in ("alternates", "base", "issued", "returned")},
        )


def candidate_data(candidate: Candidate) -> str | dict[str, str]:
    """Give a person as a name, or as a table where more is known."""
    details = {name: value for name, value in vars(candidate).items() if value}
    return candidate.name if len(details) == 1 else details


def filled_text(data: Mapping[str, object], name: str, where: str = FILE) -> str:
    """Take a text that may not be empty."""
    value = shapes.text(data, name, where)
    if not value:
        raise RuleViolation("contest.empty", _("{where}: “{field}” đang trống. Hãy ghi {field}."), where=where, field=name)
    return value


def candidates_from(data: Mapping[str, object]) -> tuple[Candidate, ...]:
    """Read the list, names or tables, in printed order."""
    raw = shapes.sequence(data, "candidates", FILE)
    if not raw:
        raise RuleViolation("contest.no_candidates", _("{where}: “candidates” đang trống. Hãy ghi ít nhất một người."), where=FILE)
    return tuple(candidate_from(entry, f"{FILE}, candidates[{place}]") for place, entry in enumerate(raw, 1))


def candidate_from(entry: object, where: str) -> Candidate:
    """Read one person."""
    data = {"name": entry} if isinstance(entry, str) else shapes.mapping(entry, where)
    names_of_fields = [each.name for each in fields(Candidate)]
    shapes.only(data, names_of_fields, where)
    filled_text(data, "name", where)
    return Candidate(**{name: shapes.text(data, name, where, "") for name in names_of_fields})


def round_from(data: Mapping[str, object]) -> int | str:
    """Read the round: 1, 2, … or "tie"."""
    if data.get("round") == TIE_ROUND:
        return TIE_ROUND
    return shapes.whole(data, "round", FILE + _(" (1, 2, … hoặc “tie”)"), least=1, default=1)


def flat(settings: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """Read settings written as "a.b" = v or as nested tables; {value, reason} stays one setting."""
    found: dict[str, object] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping) and "value" not in value:
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def charter_of(contest: Contest) -> Charter:
    """Give the contest's rule set with the values its congress set."""
    return load(contest.charter, contest.settings)


def form_of(contest: Contest, charter: Charter) -> Form:
    """Choose the form of ballot from the charter and the numbers (EL-21 to EL-23)."""
    fixed = charter.text(f"{contest.purpose}.form")
    if len(contest.candidates) == 1:
        return Form(charter.text("ballot.form_one_name"))
    if fixed != "by_numbers":
        return Form(fixed)
    return Form(charter.text("ballot.form_surplus" if len(contest.candidates) > contest.seats else "ballot.form_no_surplus"))


def over_percent(percent: int, base: int) -> int:
    """Give the least whole number that is strictly over a percentage of the base."""
    return base * percent // 100 + 1


def votes_needed(contest: Contest, charter: Charter, *, valid: int | None = None) -> int:
    """Say how many votes elect (EL-40): strictly over the share of the base; none fixed in a tie round (EL-45)."""
    if contest.is_tie_round and not charter.flag("tie.majority_needed"):
        return 0
    if contest.purpose == "poll":
        return over_percent(charter.number("outside.agree_over_percent"), contest.base) if "outside.agree_over_percent" in charter else 0
    return over_percent(charter.number(f"{contest.purpose}.over_percent"), base_of(contest, charter, valid=valid))


def base_of(contest: Contest, charter: Charter, *, valid: int | None = None) -> int:
    """Give the number of which the share is taken (EL-40 to EL-43); before the count, the most it can be."""
    if takes_valid_ballots(contest, charter):
        return contest.returned if valid is None else valid
    return contest.base


def takes_valid_ballots(contest: Contest, charter: Charter) -> bool:
    """Say whether the share is taken of the valid ballots instead of those convened."""
    return contest.purpose == "election" and charter.text("majority.base") == "valid_ballots"
