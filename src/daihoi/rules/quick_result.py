"""The quick result of a congress and the structure of the new committee (RP-07: kết quả nhanh): fields as data, checks, derived figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.errors import Finding, _, error, warning
from daihoi.rules.shares import decimal, share

FILE = "quick_result.toml"
MOST_SURPLUS = 30  # percent of the seats (EL-09)
COUNTED = ("results", "short", "short_units", "further_rounds", "surplus")
Facts = Mapping[str, object]


@dataclass(frozen=True)
class Field:
    """One field of the form (ô của biểu)."""

    code: str
    title: str
    group: str
    kind: str
    contents: int = 2
    choices: tuple[str, ...] = ()
    of: str = ""
    is_needed: bool = False


@cache
def groups() -> tuple[tuple[str, str], ...]:
    """List the cards of the form."""
    return tuple((shapes.text(row, "code", "group"), shapes.text(row, "title", "group")) for row in _rows("group"))


@cache
def fields() -> Mapping[str, Field]:
    """List the fields of the form."""
    found = [
        Field(
            code=shapes.text(row, "code", "field"),
            title=shapes.text(row, "title", "field"),
            group=shapes.text(row, "group", "field"),
            kind=shapes.text(row, "kind", "field"),
            contents=shapes.whole(row, "contents", "field", default=2),
            choices=tuple(map(str, shapes.sequence(row, "choices", "field"))),
            of=shapes.text(row, "of", "field", ""),
            is_needed=row.get("needed") is True,
        )
        for row in _rows("field")
    ]
    return {field.code: field for field in found}


def _rows(name: str) -> list[Mapping[str, object]]:
    """Read the rows of one table of the file."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    return [shapes.mapping(row, name) for row in shapes.sequence(data, name, FILE)]


def fields_for(contents: int) -> tuple[Field, ...]:
    """List the fields a congress with so many contents answers."""
    return tuple(field for field in fields().values() if contents >= field.contents)


def whole(facts: Facts, code: str) -> int | None:
    """Give a number of the form, or nothing where it was not answered."""
    value = facts.get(code)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def findings(facts: Facts, contents: int) -> list[Finding]:
    """Hold the figures against each other: what is missing or cannot be is an error, what is unusual a warning."""
    found = [
        error("quick.missing", _("Chưa có: {field}."), field.code, field=field.title)
        for field in fields_for(contents)
        if field.is_needed and facts.get(field.code) in (None, "")
    ]
    return [*found, *_impossible(facts), *_unusual(facts)]


def _impossible(facts: Facts) -> Iterable[Finding]:
    """Find parts larger than their whole."""
    pairs = [("present", "convened"), ("elected", "candidates"), ("elected", "seats"), ("seats", "candidates")]
    pairs += [(field.code, field.of) for field in fields().values() if field.of]
    for part, limit in pairs:
        small, large = whole(facts, part), whole(facts, limit)
        if small is not None and large is not None and small > large:
            text = _("{part} {small} nhiều hơn {whole} {large}.")
            names = fields()[part].title, fields()[limit].title
            yield error("quick.part_over_whole", text, part, part=names[0], small=small, whole=names[1], large=large)
    old, new, elected = (whole(facts, code) for code in ("reelected", "first_time", "elected"))
    if old is not None and new is not None and elected is not None and old + new != elected:
        text = _("Tái cử {old} cộng lần đầu {new} là {sum}, khác số trúng cử {elected}.")
        yield error("quick.sum", text, "reelected", old=old, new=new, sum=old + new, elected=elected)


def _unusual(facts: Facts) -> Iterable[Finding]:
    """Find what is possible but must be explained (EL-09)."""
    seats, candidates = whole(facts, "seats"), whole(facts, "candidates")
    if seats and candidates is not None and 100 * (candidates - seats) > MOST_SURPLUS * seats:
        text = _("Số dư {surplus} % vượt {most} % số lượng cần bầu.")
        yield warning("quick.surplus", text, "candidates", surplus=share(candidates - seats, seats), most=MOST_SURPLUS)
    if seats is not None and candidates is not None and seats == candidates:
        yield warning("quick.no_surplus", _("Danh sách bầu không có số dư."), "candidates")


def derived(facts: Facts) -> dict[str, object]:
    """Give what follows and is never asked: how many are short, the surplus in percent."""
    seats, candidates, elected = (whole(facts, code) for code in ("seats", "candidates", "elected"))
    return {
        "short": seats - elected if seats is not None and elected is not None else None,
        "surplus": share(candidates - seats, seats) if seats and candidates is not None and candidates >= seats else None,
    }


def structure(rows: Iterable[Facts]) -> dict[str, int]:
    """Add up the numbers of many results (RP-07)."""
    sums: dict[str, int] = {}
    for facts in rows:
        for code, value in facts.items():
            if isinstance(value, int) and not isinstance(value, bool):
                sums[code] = sums.get(code, 0) + value
        for code in ("secretary", "secretary_directly"):
            if facts.get(code):
                key = f"{code}:{facts[code]}"
                sums[key] = sums.get(key, 0) + 1
        seats, elected = whole(facts, "seats"), whole(facts, "elected")
        if seats is not None and elected is not None:
            sums["short"] = sums.get("short", 0) + seats - elected
            sums["short_units"] = sums.get("short_units", 0) + (seats > elected)
        candidates = whole(facts, "candidates")
        if seats is not None and candidates is not None:
            sums["surplus"] = sums.get("surplus", 0) + max(0, candidates - seats)
        sums["further_rounds"] = sums.get("further_rounds", 0) + ((whole(facts, "rounds") or 1) > 1)
        sums["results"] = sums.get("results", 0) + 1
    return sums


def average_age(rows: Iterable[Facts]) -> str:
    """Give the average age of all elected, each unit weighed by its number, or nothing where no unit told it."""
    tenths = people = 0
    for facts in rows:
        elected, age = whole(facts, "elected"), str(facts.get("average_age") or "")
        if elected and age:
            years, _dot, part = age.partition(".")
            tenths += elected * (10 * int(years) + int(part or 0))
            people += elected
    return decimal((2 * tenths + people) // (2 * people), 1) if people else ""
