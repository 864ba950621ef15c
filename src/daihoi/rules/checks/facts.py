"""What a text says against what the data say (RP-01: đối chiếu văn bản với dữ liệu)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from daihoi.rules import shapes
from daihoi.rules.checks.lexicon import folded
from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.shares import share_units

# The kinds of units that answers of `daihoi progress` speak of, in the words of reports.
KIND_NAMES = {
    "grassroots": "tổ chức cơ sở đảng",
    "grassroots_committee": "đảng bộ cơ sở",
    "grassroots_cell": "chi bộ cơ sở",
    "sub_cell": "chi bộ trực thuộc",
    "sub_committee": "đảng bộ bộ phận",
    "upper_grassroots": "đảng bộ cấp trên trực tiếp cơ sở",
}
HELD = "tổ chức đại hội"
EMPTY_WORDS = frozenset(
    [
        "đã",
        "được",
        "các",
        "số",
        "tổng",
        "của",
        "và",
        "có",
        "là",
        "tỷ",
        "tỉ",
        "lệ",
        "trong",
        "theo",
        "những",
        "tính",
        "đến",
        "về",
        "cho",
        "tại",
    ]
)
LISTS = ("figures", "facts")


@dataclass(frozen=True)
class Fact:
    """One named figure of the data (số liệu gốc)."""

    name: str
    part: int | None = None
    whole: int | None = None
    value: int | None = None
    on: date | None = None
    unit: str = ""
    percent: Decimal | None = None

    def share_of(self, places: int) -> int | None:
        """Give the share in units of the last of so many places, half up; nothing where the data have none."""
        if self.part is not None and self.whole:
            return share_units(self.part, self.whole, places)
        if self.percent is None or -int(self.percent.as_tuple().exponent) < places:
            return None
        return int(self.percent.scaleb(places).to_integral_value(ROUND_HALF_UP))

    @property
    def words(self) -> frozenset[str]:
        """Give the words by which a sentence is known to speak of this figure."""
        return frozenset(re.findall(r"[^\W\d_]+", folded(self.name))) - EMPTY_WORDS

    @property
    def head(self) -> tuple[str, ...]:
        """Give the two words with which the name of what is counted begins."""
        return tuple([word for word in re.findall(r"[^\W\d_]+", folded(self.name)) if word not in EMPTY_WORDS][:2])


def facts_from(raw: object) -> tuple[Fact, ...]:
    """Read facts: a list of figures, a mapping of names, or an answer of `daihoi progress --json`."""
    if isinstance(raw, Mapping):
        raw = next((raw[field] for field in LISTS if isinstance(raw.get(field), Sequence | Mapping)), raw)
    if isinstance(raw, Mapping) and "held" in raw and "total" in raw:
        return tuple(progress_facts(raw))
    if isinstance(raw, Mapping):
        return tuple(named(str(name), value) for name, value in raw.items())
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return tuple(fact_from(shapes.mapping(each, _("Dữ liệu"))) for each in raw)
    raise RuleViolation(
        "checks.facts", _("Dữ liệu đối chiếu phải là danh sách “figures” hoặc các số có tên. Hãy sửa theo docs/commands.md.")
    )


def progress_facts(raw: Mapping[str, object]) -> Iterator[Fact]:
    """Read an answer about progress: all units, and each kind."""
    kind = str(raw.get("kind") or "")
    by_kind = shapes.mapping(raw.get("by_kind") or {}, "by_kind")
    rows = {kind: raw} | {str(name): shapes.mapping(row, str(name)) for name, row in by_kind.items() if name != kind}
    for name, row in rows.items():
        # All kinds together have no name of their own where they are told apart.
        if name in KIND_NAMES or not by_kind:
            words = f"{KIND_NAMES.get(name, '')} {HELD}".strip()
            yield Fact(
                words, count(row, "held", name), count(row, "total", name), on=day_of(raw.get("on"), "on"), unit=str(raw.get("name") or "")
            )


def named(name: str, value: object) -> Fact:
    """Read one entry of a mapping: a number, "497/567", or an object."""
    if isinstance(value, Mapping):
        return fact_from({"name": name} | dict(value))
    if isinstance(value, str) and (match := re.fullmatch(r"\s*([\d.]+)\s*/\s*([\d.]+)\s*", value)):
        return Fact(name, int(match[1].replace(".", "")), int(match[2].replace(".", "")))
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        return fact_from({"name": name, "part": value[0], "whole": value[1]})
    return fact_from({"name": name, "value": value})


def fact_from(raw: Mapping[str, object]) -> Fact:
    """Read one figure."""
    name = shapes.text(raw, "name", _("Dữ liệu"))
    part, whole = (count(raw, first if first in raw else other, name) for first, other in (("part", "held"), ("whole", "total")))
    value, percent = count(raw, "value", name), share_from(raw, name)
    if part is None and whole is None and value is None and percent is None:
        raise RuleViolation("checks.fact_empty", _("Dữ liệu “{name}” không có số. Hãy ghi part và whole, hoặc value."), name=name)
    if part is None or whole is None:
        value = next((each for each in (value, part, whole) if each is not None), None)
        part = whole = None
    else:
        value = None
    return Fact(name, part, whole, value, day_of(raw.get("on"), name), shapes.text(raw, "unit", name, ""), percent)


def share_from(raw: Mapping[str, object], where: str) -> Decimal | None:
    """Take a share such as "87.65" or 87.65."""
    if raw.get("percent") is None:
        return None
    try:
        return Decimal(str(raw["percent"]).strip(" %").replace(",", "."))
    except InvalidOperation as fault:
        raise RuleViolation(
            "checks.share", _("{where}: “{share}” không phải là tỷ lệ. Hãy ghi như 87.65."), where=where, share=str(raw["percent"])
        ) from fault


def count(raw: Mapping[str, object], field: str, where: str) -> int | None:
    """Take a count, or nothing where the field is missing."""
    if raw.get(field) is None:
        return None
    return shapes.whole(raw, field, where)


def day_of(value: object, where: str) -> date | None:
    """Take a day in ISO form."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as fault:
        raise RuleViolation(
            "checks.day", _("{where}: “{day}” không phải là ngày. Hãy ghi NĂM-THÁNG-NGÀY."), where=where, day=str(value)
        ) from fault
