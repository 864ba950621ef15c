"""A certified or closed result as it is shown: rows, summary, structure (kết quả bầu cử)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.cycle.elections.models import Contest, Purpose

ELECTED, ALTERNATE, TIED, OVER, UNDER = "elected", "alternate", "tied", "over", "under"
CODES = {OVER: "over_number", UNDER: "not_over_half"}
WORDS = {
    ELECTED: gettext_lazy("Trúng cử"),
    ALTERNATE: gettext_lazy("Dự khuyết"),
    TIED: gettext_lazy("Bằng phiếu"),
    OVER: gettext_lazy("Ngoài số"),
    UNDER: gettext_lazy("Không quá nửa"),
}
CHOSEN = {Purpose.INTRODUCTION: gettext_lazy("Được giới thiệu"), Purpose.POLL: gettext_lazy("Đủ số phiếu")}
LOOKS = {  # class of the word, icon, kind of the bar
    ELECTED: ("t-brass", "check", ""),
    ALTERNATE: ("t-brass", "plus", "soon"),
    TIED: ("t-soon", "warning", "soon"),
    OVER: ("t-soon", "minus", "soon"),
    UNDER: ("t-none", "cross", "late"),
}


@dataclass(frozen=True)
class Row:
    """One person with votes and what they mean."""

    rank: int
    number: int
    name: str
    votes: int
    against: int
    percent: str
    kind: str
    purpose: str = Purpose.ELECTION

    @property
    def word(self) -> str:
        """What the votes mean, in a word."""
        return str(CHOSEN.get(Purpose(self.purpose), WORDS[self.kind]) if self.kind == ELECTED else WORDS[self.kind])

    @property
    def css(self) -> str:
        """The class of that word."""
        return LOOKS[self.kind][0]

    @property
    def icon(self) -> str:
        """The sign of that word."""
        return LOOKS[self.kind][1]

    @property
    def bar(self) -> str:
        """The kind of bar."""
        return LOOKS[self.kind][2]


def rows_of(outcome: Mapping[str, Any], purpose: str = Purpose.ELECTION) -> list[Row]:
    """Order everybody by votes, each with what they mean."""
    ordered = sorted(outcome["votes"], key=lambda vote: (-vote["for"], vote["candidate"]))
    return [
        Row(rank, vote["candidate"], vote["name"], vote["for"], vote["against"], vote["percent_of_base"], kind_of(vote, outcome), purpose)
        for rank, vote in enumerate(ordered, 1)
    ]


def kind_of(vote: Mapping[str, Any], outcome: Mapping[str, Any]) -> str:
    """Say what the votes of one person mean."""
    for kind, key in ((ELECTED, "elected"), (ALTERNATE, "alternates"), (TIED, "tied")):
        if vote["candidate"] in outcome[key]:
            return kind
    return OVER if vote["for"] >= outcome["needed"] else UNDER


def summary_of(outcome: Mapping[str, Any], body: str, purpose: str = Purpose.ELECTION) -> str:
    """Say the result in one sentence, and who decides on going on."""
    if purpose != Purpose.ELECTION:
        return _("Bước nhân sự, không phải bầu cử.")
    if outcome["tied"]:
        return _("{tied} người bằng phiếu ở chỗ cuối, chưa ai trong số này trúng cử.").format(tied=len(outcome["tied"]))
    if outcome["unfilled"]:
        return _("Còn thiếu {unfilled} người; bầu tiếp hay không do {body} quyết định.").format(unfilled=outcome["unfilled"], body=body)
    return _("Đủ số lượng cần bầu; không có bằng phiếu ở chỗ cuối.")


@dataclass(frozen=True)
class Share:
    """One figure on those elected."""

    title: str
    part: int
    whole: int


def structure_of(contest: Contest, outcome: Mapping[str, Any]) -> list[Share]:
    """Give the structure of those elected, only where the list says it of everybody (cơ cấu)."""
    elected = [row for row in contest.candidates.all() if row.place in outcome["elected"]]
    if not elected or not all(row.sex for row in elected):
        return []
    women = sum(row.sex.casefold() in {"nữ", "nu", "female", "f"} for row in elected)
    return [Share(_("Nữ"), women, len(elected))]


def table_of(rows: Sequence[Row], *, has_boxes: bool) -> tuple[list[str], list[list[str | int]]]:
    """Give head and rows for export, numbers as numbers."""
    head = ["rank", "candidate", "name", "for", *(["against"] if has_boxes else []), "percent_of_base", "result"]
    body: list[list[str | int]] = []
    for row in rows:
        against: list[str | int] = [row.against] if has_boxes else []
        body.append([row.rank, row.number, row.name, row.votes, *against, row.percent, CODES.get(row.kind, row.kind)])
    return head, body
