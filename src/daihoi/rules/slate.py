"""The list before the vote (EL-07, EL-09, EL-10, EL-13, EL-16, PE-08, PR-17; Điều 14 Quy chế 190-QĐ/TW: danh sách bầu cử)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from daihoi.rules.charter import Charter
from daihoi.rules.contests import Candidate, Contest, over_percent
from daihoi.rules.errors import Finding, _, error, warning
from daihoi.rules.majority import highest, ranked
from daihoi.rules.names import NameKey, nfc, sort_key


@dataclass(frozen=True)
class Surplus:
    """How many names more than seats (số dư): the cap, and what the convening committee prepares."""

    cap: int
    prepared_least: int | None = None
    prepared_most: int | None = None


class Admission(StrEnum):
    """How people outside the prepared list come onto it (EL-10)."""

    congress_decides = "congress_decides"
    poll = "poll"


def rounded(percent: int, seats: int, rounding: str) -> int:
    """Take a percentage of the seats, rounded as the charter says (EL-16)."""
    hundredths = percent * seats
    return {"down": hundredths // 100, "up": -(-hundredths // 100), "half_up": (hundredths + 50) // 100}[rounding]


def surplus_of(seats: int, charter: Charter) -> Surplus:
    """Give the bounds of the surplus for a number of seats (EL-09, EL-16, PE-08)."""
    cap = rounded(charter.number("list.surplus_cap_percent"), seats, charter.text("list.surplus_rounding"))
    if is_small(seats, charter):
        cap = charter.number("list.small_surplus_max")
    if "list.surplus_prepared_percent" not in charter:
        return Surplus(cap)
    least, most = bounds(charter, "list.surplus_prepared_percent")
    prepared_least = rounded(least, seats, "up")
    # Where no whole number lies between the two, the next one above is prepared, within the cap.
    prepared_most = max(rounded(most, seats, "down"), prepared_least)
    return Surplus(cap, min(prepared_least, cap), min(prepared_most, cap))


def is_small(seats: int, charter: Charter) -> bool:
    """Say whether so few are elected that the small cap holds (PE-08)."""
    if "list.small_seats" not in charter:
        return False
    least, most = bounds(charter, "list.small_seats")
    return least <= seats <= most


def bounds(charter: Charter, key: str) -> tuple[int, int]:
    """Give a value that is a range."""
    value = charter[key]
    if not isinstance(value, tuple) or len(value) != len(("least", "most")):
        raise TypeError(key)
    least, most = (int(each) for each in value)
    return least, most


def outside_accepted(agree: int, attending: int, charter: Charter) -> bool:
    """Say whether enough of those attending agree to a person outside the prepared list (EL-07)."""
    return agree >= over_percent(charter.number("outside.agree_over_percent"), attending)


def outside_step(listed: int, outside: int, seats: int, charter: Charter) -> Admission:
    """Say what happens with people outside the prepared list: the congress decides, or a poll is taken (EL-10)."""
    return Admission.poll if listed + outside - seats > surplus_of(seats, charter).cap else Admission.congress_decides


def taken_from_poll(votes: Mapping[int, int], room: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Take people from the top until the cap is reached; those equal across the cap are left to the congress (EL-10)."""
    return highest(ranked(votes), votes, room)


def list_findings(contest: Contest, charter: Charter) -> list[Finding]:
    """Check a list before it is printed: errors cannot be printed, for warnings the congress answers."""
    return [*number_findings(contest, charter), *person_findings(contest), *order_findings(contest)]


def number_findings(contest: Contest, charter: Charter) -> list[Finding]:
    """Check the number of names (EL-09, EL-16, PE-08)."""
    listed, seats = len(contest.candidates), contest.seats
    facts = {"listed": listed, "seats": seats}
    if contest.is_tie_round:
        message = _("Bầu lại giữa những người bằng phiếu: {listed} người cho {seats} chỗ, không cần bầu lại. Hãy kiểm lại danh sách.")
        return [warning("slate.no_tie", message, "candidates", **facts)] if listed <= seats else []
    if listed < seats:
        message = _("Danh sách có {listed} người, ít hơn {seats} người cần bầu. Hãy bổ sung {missing} người hoặc để đại hội quyết định.")
        return [warning("slate.too_few", message, "candidates", missing=seats - listed, **facts)]
    if contest.purpose != "election" or contest.round != 1 or contest.elects not in charter.words("list.surplus_for"):
        return []
    return surplus_findings(listed, seats, charter)


def surplus_findings(listed: int, seats: int, charter: Charter) -> list[Finding]:
    """Check that there is a surplus and that it stays under the cap."""
    surplus = listed - seats
    cap = surplus_of(seats, charter).cap
    if not surplus:
        message = _("Danh sách có {listed} người cho {seats} chỗ, quy chế đòi có số dư. Hãy bổ sung ít nhất một người.")
        return [warning("slate.no_surplus", message, "candidates", listed=listed, seats=seats)]
    if surplus > max(cap, 1):
        code = "slate.over_small_cap" if is_small(seats, charter) else "slate.over_cap"
        message = _("Số dư {surplus} người, nhiều nhất là {cap} khi bầu {seats} người. Hãy lấy phiếu xin ý kiến hoặc rút bớt {over} người.")
        return [warning(code, message, "candidates", surplus=surplus, cap=max(cap, 1), seats=seats, over=surplus - max(cap, 1))]
    return []


def person_findings(contest: Contest) -> list[Finding]:
    """Check that every person can be told from every other by name and birth (PR-17)."""
    groups: dict[str, list[tuple[int, Candidate]]] = {}
    for number, candidate in enumerate(contest.candidates, 1):
        groups.setdefault(nfc(candidate.name).casefold(), []).append((number, candidate))
    found = []
    for same in groups.values():
        births = [candidate.born for _number, candidate in same if candidate.born]
        numbers = ", ".join(str(number) for number, _candidate in same)
        facts = {"name": same[0][1].name, "numbers": numbers}
        if len(set(births)) < len(births):
            message = _("{name} có trong danh sách hai lần (số {numbers}). Hãy bỏ bớt hoặc ghi đúng ngày sinh.")
            found.append(error("slate.same_person", message, "candidates", **facts))
        elif len(same) > 1 and len(births) < len(same):
            message = _("Trùng họ tên {name} (số {numbers}). Hãy ghi ngày sinh của từng người để in trên phiếu.")
            found.append(error("slate.namesakes", message, "candidates", **facts))
    return found


def order_findings(contest: Contest) -> list[Finding]:
    """Check that names stand in A-B-C order of the given name (EL-13)."""
    if contest.candidates == in_ballot_order(contest.candidates):
        return []
    return [warning("slate.order", _("Danh sách chưa xếp theo vần A, B, C của tên. Hãy xếp lại trước khi in."), "candidates")]


def in_ballot_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Put persons in the order of the ballot: given name, family name, middle name, then the earlier birth (EL-13, EL-60)."""
    return tuple(sorted(candidates, key=ballot_key))


def ballot_key(candidate: Candidate) -> tuple[NameKey, tuple[str, ...]]:
    """Order by name, then by date of birth written as day/month/year, month/year, year or ISO."""
    parts = [part.rjust(4, "0") for part in candidate.born.replace("-", "/").replace(".", "/").split("/")]
    return sort_key(candidate.name), tuple(parts if "-" in candidate.born else reversed(parts))
