"""How long ballots are kept: the least time of a rule set, and the longer one proposed where no text fixes it (thời hạn giữ phiếu)."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.charter import Charter

FILE = "keeping.toml"
LEAST = "keeping.ballots_months"


@cache
def months_of_state_elections() -> int:
    """Give the months for which state elections keep ballots, EL-62 (bầu cử Quốc hội, HĐND)."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    return shapes.whole(shapes.mapping(data["state_elections"], FILE), "ballots_months", FILE, least=1)


def least_day(charter: Charter, day: date) -> date:
    """Give the day before which ballots sealed on a day are not destroyed, EL-47 (không hủy trước)."""
    return months_later(day, charter.number(LEAST))


def proposed_day(charter: Charter, day: date) -> date:
    """Propose that day: as the rules say where a text or the congress fixed it, else no shorter than in state elections, EL-62."""
    rule, least = charter.rule(LEAST), charter.number(LEAST)
    is_fixed = rule.confirmed or rule.is_changed
    return months_later(day, least if is_fixed else max(least, months_of_state_elections()))


def months_later(day: date, months: int) -> date:
    """Give the same day some months later; where that month has no such day, the first of the next, so that a least time is never shorter."""
    months += day.month - 1
    first = date(day.year + months // 12, months % 12 + 1, 1)
    return first + timedelta(min(day.day - 1, monthrange(first.year, first.month)[1]))
