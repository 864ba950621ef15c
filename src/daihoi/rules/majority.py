"""Who is elected (EL-40, EL-44 to EL-46, DE-08; Quy chế bầu cử 190-QĐ/TW Điều 18, Điều 30: tính kết quả bầu cử)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """The answer of a vote (kết quả bầu cử); a tie and a shortage are answers too."""

    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    alternates: tuple[int, ...] = ()
    unfilled: int = 0
    passed: int = 0
    alternates_tied: tuple[int, ...] = ()


def outcome(votes: Mapping[int, int], *, needed: int, seats: int, alternates: int = 0) -> Outcome:
    """Say who is elected: those who reached what is needed, the highest first, no one by chance."""
    passed = ranked({candidate: number for candidate, number in votes.items() if number and number >= needed})
    elected, tied = highest(passed, votes, seats)
    rest = [candidate for candidate in passed if candidate not in elected]
    seconds, seconds_tied = highest(rest, votes, alternates) if len(elected) == seats and alternates else ((), ())
    return Outcome(elected, tied, seconds, seats - len(elected), len(passed), seconds_tied)


def ranked(votes: Mapping[int, int]) -> list[int]:
    """Order by votes, highest first; equal votes by number, which decides nothing."""
    return sorted(votes, key=lambda candidate: (-votes[candidate], candidate))


def highest(order: list[int], votes: Mapping[int, int], places: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Fill the places from the top; equal votes across the last place leave all of that number out, as tied."""
    if len(order) <= places:
        return tuple(order), ()
    first_out = votes[order[places]]
    taken = tuple(candidate for candidate in order[:places] if votes[candidate] > first_out)
    if len(taken) == places:
        return taken, ()
    return taken, tuple(sorted(candidate for candidate in order if votes[candidate] == first_out))
