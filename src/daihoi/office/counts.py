"""What the papers of a count need to know (số liệu của một cuộc bầu): plain values, so that each paper can be made years later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from daihoi.office.formats import Format
from daihoi.office.wording import CALLINGS, Calling, first_lower


@dataclass(frozen=True)
class Sitting:
    """The congress as it stands at the head of its papers (đại hội)."""

    form: Format
    issuing: str
    congress: str
    upper: str = ""
    term: str = ""
    place: str = ""
    signed_on: date | None = None
    body_code: str = "ĐH"
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """One member of the counting committee (thành viên ban kiểm phiếu)."""

    name: str
    role: str = ""


@dataclass(frozen=True)
class Person:
    """One person of the list (người trong danh sách bầu cử)."""

    name: str
    born: str = ""
    sex: str = ""
    note: str = ""


@dataclass(frozen=True)
class Count:
    """One counted contest with everything its minutes record (EL-34)."""

    title: str
    base: int
    result: Mapping[str, object]
    round: int | str = 1
    purpose: str = "election"
    convened: int | None = None
    present: int | None = None
    voters: str = ""  # the new committee that voted in the congress's place
    members_off: tuple[tuple[str, int], ...] = ()  # its members who do not count in the base, with why
    printed: int | None = None
    spoiled: int | None = None
    left_over: int | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    voided: int = 0  # sheets of wrong print runs, out of the accounts
    machines: tuple[str, ...] = ()  # the machines as they were recorded before the vote and wiped after it
    second_checks: tuple[str, ...] | None = None  # each second check of the pile, in words; None: not known
    standing: str = ""  # why this result stands after an earlier one, or although a second check differs
    corrections: tuple[str, ...] = ()  # each number corrected by people, in words
    holds: tuple[str, ...] = ()  # each hold of the elections before this count, in words
    pages_read: int | None = None
    keyed: int = 0  # ballots keyed in by people where there was no scanner
    entries: int = 0  # how often each of them was entered at least, by different people
    readers_apart: int | None = None  # fields that the two readers did not see alike, of fields_read
    fields_read: int | None = None
    marks_decided: int | None = None
    third_votes: int | None = None
    read_again: tuple[str, ...] = ()  # ballots called out to be read again and sheets read row by row, each in words
    head: str = ""
    members: tuple[Member, ...] = ()
    presidium: tuple[Member, ...] = ()
    journal_head: str = ""
    number: int | None = None

    @property
    def body(self) -> str:
        """Who voted and decides (đại hội, hay hội nghị)."""
        return "hội nghị" if self.voters else "đại hội"

    @property
    def calling(self) -> Calling:
        """What its minutes call those who count and those who are chosen."""
        return CALLINGS[self.purpose]

    @property
    def abstract(self) -> str:
        """The title with the round it belongs to."""
        if self.round == "tie":
            return f"{first_lower(self.title)} (bầu lại giữa những người bằng phiếu)"
        return first_lower(self.title) if self.round == 1 else f"{first_lower(self.title)} (lần {self.round})"

    @property
    def votes(self) -> Sequence[Mapping[str, object]]:
        """The rows of votes in ballot order."""
        rows = self.result["votes"]
        return rows if isinstance(rows, Sequence) and not isinstance(rows, str) else ()

    def whole(self, key: str) -> int:
        """Give a number of the result."""
        value = self.result[key]
        if not isinstance(value, int):
            raise TypeError(key)
        return value

    def people(self, key: str) -> tuple[Mapping[str, object], ...]:
        """Give the rows of the people whom the result lists under a key, most votes first."""
        places = self.result.get(key)
        chosen = set(places) if isinstance(places, Sequence) else set()
        rows = [row for row in self.votes if row["candidate"] in chosen]
        return tuple(sorted(rows, key=lambda row: (-int(str(row["for"])), int(str(row["candidate"])))))

    @property
    def has_boxes(self) -> bool:
        """Whether the ballot asked agree or disagree."""
        return self.result["form"] in {"agree_disagree", "single"}


def term_suffix(sitting: Sitting) -> str:
    """Give the term as the end of an abstract."""
    return f", {sitting.term}" if sitting.term else ""
