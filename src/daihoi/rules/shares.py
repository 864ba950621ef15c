"""Shares in per cent, half up, with integers inside (RP-12: tỷ lệ phần trăm)."""

from collections.abc import Sequence


def decimal(units: int, places: int) -> str:
    """Write a number of the last decimal place with a dot: 8765 with two places is "87.65"."""
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def share_units(part: int, whole: int, places: int) -> int:
    """Give a share in units of the last decimal place, half up; a whole of nothing has a share of nothing."""
    if whole <= 0:
        return 0
    scaled: int = abs(part) * 100 * 10**places
    rounded = (2 * scaled + whole) // (2 * whole)
    return rounded if part >= 0 else -rounded


def share(part: int, whole: int, places: int = 2) -> str:
    """Give a share in per cent as text (tỷ lệ)."""
    return decimal(share_units(part, whole, places), places)


def shares_to_100(parts: Sequence[int], places: int = 2) -> list[tuple[str, bool]]:
    """Give the shares of a whole so that they add up to 100, each with whether it was adjusted (làm tròn cho đủ 100%).

    The adjustment, one unit of the last place each, goes to the parts whose rounding erred most.
    """
    whole, full = sum(parts), 100 * 10**places
    if whole <= 0 or min(parts) < 0:
        return [(decimal(0, places), False) for _part in parts]
    units = [share_units(part, whole, places) for part in parts]
    missing = full - sum(units)
    step = 1 if missing > 0 else -1
    # How far each share was rounded against the step, in exact integers; first by place where equal.
    order = sorted(range(len(parts)), key=lambda place: (-step * (parts[place] * full - units[place] * whole), place))
    adjusted = set(order[: abs(missing)])
    return [(decimal(unit + (step if place in adjusted else 0), places), place in adjusted) for place, unit in enumerate(units)]
