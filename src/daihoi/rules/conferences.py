"""Conferences of leading bodies (hội nghị; EL-52, PE-02, DR-17, RP-11): quorum, base, order of steps, time, outcome of an open vote."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from daihoi.rules.base import Base, base_from, committee_base, delegates_base, members_base
from daihoi.rules.errors import Finding, _, error, warning

CLOSING = "closing"
DATA = resources.files("daihoi.rules") / "data" / "conferences.toml"


@dataclass(frozen=True)
class Share:
    """A part of a base that must be reached (tỷ lệ cần đạt)."""

    code: str
    title: str
    over: int
    under: int
    strictly: bool

    def needed(self, base: int) -> int:
        """Give the smallest number that reaches the share of a base."""
        return self.over * base // self.under + 1 if self.strictly else -(-self.over * base // self.under)


@dataclass(frozen=True)
class Body:
    """A body that meets, with its base and its quorum (chủ thể hội nghị)."""

    code: str
    title: str
    base: str
    base_rule: str
    quorum: str
    quorum_rule: str
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Step:
    """A kind of step of a programme (bước)."""

    code: str
    title: str
    minutes: int
    order: int | None = None
    papers: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Planned:
    """One line of a programme as it is planned (việc trong chương trình)."""

    step: str
    title: str
    minutes: int
    words: int = 0
    has_paper: bool = False


@dataclass(frozen=True)
class Heads:
    """How many of the voting heads are where (số có quyền biểu quyết)."""

    convened: int
    present: int = 0
    excused: int = 0
    elsewhere: int = 0
    suspended: int = 0


@cache
def data() -> dict[str, Any]:
    """Read conferences.toml."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@cache
def bodies() -> dict[str, Body]:
    """Give the bodies that meet."""
    return {row["code"]: Body(**row) for row in data()["body"]}


@cache
def shares() -> dict[str, Share]:
    """Give the shares a quorum or a vote may ask for."""
    return {row["code"]: Share(row["code"], row["title"], row["over"], row["under"], row["strictly"]) for row in data()["share"]}


@cache
def steps() -> dict[str, Step]:
    """Give the kinds of steps."""
    return {
        row["code"]: Step(
            row["code"], row["title"], row["minutes"], row.get("order"), row.get("papers", False), row.get("confirmed", False)
        )
        for row in data()["step"]
    }


def base_of(body: str, heads: Heads) -> Base:
    """Give the base of every decision of a conference (EL-41, EL-42, EL-52, PE-06: số để tính)."""
    kind = bodies()[body].base
    if kind == "incumbents":
        return committee_base(heads.convened, temporarily_elsewhere=heads.elsewhere, suspended=heads.suspended)
    if kind == "members":
        return members_base(
            heads.convened,
            temporarily_elsewhere=heads.elsewhere,
            suspended=heads.suspended,
            absent_throughout_with_leave=heads.excused,
        )
    if kind == "delegates":
        return delegates_base(heads.convened, delegates_absent_without_alternate=heads.elsewhere + heads.suspended + heads.excused)
    return base_from(heads.convened)


@dataclass(frozen=True)
class Quorum:
    """Whether enough are present (điều kiện tiến hành)."""

    present: int
    convened: int
    needed: int
    share: str
    rule: str
    source: str
    confirmed: bool

    @property
    def is_met(self) -> bool:
        """Enough are present."""
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.present)


def quorum_of(body: str, heads: Heads, share: str = "") -> Quorum:
    """Ask whether a conference may be held: the rule of its body, or the share the body set itself (PE-02; số người cần có mặt)."""
    rule = bodies()[body]
    asked = shares()[share or rule.quorum]
    return Quorum(heads.present, heads.convened, asked.needed(heads.convened), asked.code, rule.quorum_rule, rule.source, rule.confirmed)


@dataclass(frozen=True)
class Outcome:
    """The one form in which every open vote ends (kết quả biểu quyết)."""

    agree: int
    disagree: int
    other: int
    not_voted: int
    base: int
    needed: int

    @property
    def is_carried(self) -> bool:
        """Enough agreed."""
        return self.agree >= self.needed > 0


def outcome_of(*, agree: int, disagree: int, other: int, present: int, base: int, share: str) -> Outcome:
    """Conclude an open vote on the base of the body; who is present and raised no hand did not vote (EL-52)."""
    return Outcome(agree, disagree, other, max(0, present - agree - disagree - other), base, shares()[share].needed(base))


def reading_minutes(words: int, per_minute: int = 0) -> int:
    """Give the minutes that a text of so many words takes to read aloud (thời gian đọc)."""
    return -(-words // (per_minute or int(data()["pace"]["words_per_minute"])))


def programme_findings(kind: str, programme: Sequence[Planned]) -> list[Finding]:
    """Check a programme before the day: order, missing papers, reading time, whole length (DR-17, DR-14)."""
    return [*_order(programme), *_papers(programme), *_length(kind, programme)]


def _order(programme: Sequence[Planned]) -> list[Finding]:
    """Find steps that stand after one they must precede; a kind that began in its place may come again, but nothing after the closing."""
    found: list[Finding] = []
    before: tuple[Step, str] | None = None
    begun: set[str] = set()
    for place, item in enumerate(programme, start=1):
        step = steps().get(item.step)
        if step is None or step.order is None:
            continue
        is_again = step.code in begun and before is not None and before[0].code != CLOSING
        begun.add(step.code)
        if before is None or before[0].order is None or step.order >= before[0].order:
            before = (step, item.title)
        elif not is_again:
            said = error if step.confirmed and before[0].confirmed else warning
            text = _("“{item}” phải đứng trước “{before}”. Hãy đổi chỗ hai việc.")
            found.append(said("conference.order", text, str(place), item=item.title, before=before[1]))
    return found


def _papers(programme: Sequence[Planned]) -> list[Finding]:
    """Name steps that need a paper and have none, and texts longer than their time."""
    found: list[Finding] = []
    for place, item in enumerate(programme, start=1):
        if item.step in steps() and steps()[item.step].papers and not item.has_paper:
            found.append(warning("conference.paper_missing", _("“{item}” chưa có tài liệu."), str(place), item=item.title))
        reading = reading_minutes(item.words)
        if reading > item.minutes:
            text = _("“{item}” dự kiến {minutes} phút, riêng đọc {words} từ cần {reading} phút.")
            found.append(
                warning(
                    "conference.too_long_to_read",
                    text,
                    str(place),
                    item=item.title,
                    minutes=item.minutes,
                    words=item.words,
                    reading=reading,
                )
            )
    return found


def _length(kind: str, programme: Sequence[Planned]) -> list[Finding]:
    """Warn of a programme longer than its kind may take."""
    whole = sum(item.minutes for item in programme)
    caps = [row["minutes"] for row in data()["cap"] if row["kind"] == kind]
    if not caps or whole <= caps[0]:
        return []
    text = _("Chương trình dài {whole} phút, quá mức {cap} phút. Bớt việc, hoặc họp thêm buổi.")
    return [warning("conference.too_long", text, "", whole=whole, cap=caps[0])]
