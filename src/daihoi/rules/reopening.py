"""Who may have an announced count opened again: until its minutes are signed, and once they are (mở lại kiểm phiếu đã công bố), EL-31, EL-50."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml

FILE = "reopening.toml"


class Way(StrEnum):
    """By whose decision (theo quyết định của ai)."""

    BOARD_AND_PRESIDIUM = "board_and_presidium"
    SUPERIOR = "superior"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Setting:
    """The way before the minutes are signed and the one after, with its source (mức mở lại)."""

    until_signed: Way
    once_signed: Way
    source: str
    confirmed: bool

    def way(self, *, is_signed: bool) -> Way:
        """Say by whose decision a count is opened again now."""
        return self.once_signed if is_signed else self.until_signed


@cache
def setting() -> Setting:
    """Read the data file."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    row = shapes.mapping(data["reopening"], FILE)
    ways = tuple(Way)
    before, after = (Way(shapes.choice(row, key, FILE, ways)) for key in ("until_signed", "once_signed"))
    return Setting(before, after, shapes.text(row, "source", FILE), row.get("confirmed") is True)
