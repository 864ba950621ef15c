"""Format of official papers (thể thức văn bản) as dated data, FM-01 to FM-20: each value with its rule, the unconfirmed ones as settings."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

Value = str | bool | int | float | tuple[int, ...]
Family = Literal["party", "neutral"]


class UnknownFormatValue(ValueError):
    """A setting names a value that does not exist or that the source has confirmed."""


@dataclass(frozen=True)
class FormatValue:
    """One value of the format with the rule it comes from."""

    value: Value
    rule: str
    is_confirmed: bool = True
    note: str = ""


@dataclass(frozen=True)
class Format:
    """One edition of the format, valid from `since` until the day before `until`."""

    name: str
    family: str
    title: str
    since: date | None = None
    until: date | None = None
    values: Mapping[str, FormatValue] = field(default_factory=dict, hash=False)

    def text(self, key: str) -> str:
        """Give a value that is words."""
        return str(self.values[key].value)

    def number(self, key: str) -> float:
        """Give a value that is one length or size."""
        value = self.values[key].value
        if not isinstance(value, (int, float)):
            raise TypeError(key)
        return value

    def lengths(self, key: str) -> tuple[int, ...]:
        """Give a value that is several lengths."""
        value = self.values[key].value
        if not isinstance(value, tuple):
            raise TypeError(key)
        return value

    def is_on(self, key: str) -> bool:
        """Give a value that is yes or no."""
        return self.values[key].value is True

    def holds_on(self, day: date) -> bool:
        """Tell whether this edition was in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def _value(key: str, row: Mapping[str, object]) -> FormatValue:
    """Read one value of the data file."""
    value = row["value"]
    if isinstance(value, list):
        value = tuple(value)
    if not isinstance(value, (str, bool, int, float, tuple)):
        raise TypeError(key)
    return FormatValue(value, str(row["rule"]), row.get("confirmed", True) is True, str(row.get("note", "")))


@cache
def editions() -> tuple[Format, ...]:
    """Give every edition of the data file."""
    data = tomllib.loads((Path(__file__).parent / "formats.toml").read_text("utf-8"))
    return tuple(
        Format(
            row["name"],
            row["family"],
            row["title"],
            row.get("since"),
            row.get("until"),
            {key: _value(key, value) for key, value in row["values"].items()},
        )
        for row in data["format"]
    )


def format_on(day: date, family: Family = "party", settings: Mapping[str, Value] | None = None) -> Format:
    """Choose the edition in force on the day of a paper, with the installation's unconfirmed values."""
    edition = next(one for one in editions() if one.family == family and one.holds_on(day))
    if not settings:
        return edition
    values = dict(edition.values)
    for key, value in settings.items():
        if key not in values or values[key].is_confirmed:
            raise UnknownFormatValue(key)
        values[key] = replace(values[key], value=value)
    return replace(edition, values=values)
