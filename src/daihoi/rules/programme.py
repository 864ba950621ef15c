"""The order of a congress (DR-10, DR-17: chương trình đại hội) and what its number of contents means (DR-01 to DR-03, DR-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.errors import Finding, _, warning

FILE = "programme.toml"
PREPARATORY, OFFICIAL = "preparatory", "official"
DELEGATES = "delegate_congress"
ALL, NO_COMMITTEE = 4, 3


@dataclass(frozen=True)
class Item:
    """One item of the order of a congress (mục chương trình)."""

    code: str
    session: str
    title: str
    rule: str
    needs: str = ""
    moves: bool = False


@cache
def items() -> tuple[Item, ...]:
    """Read the data file once."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    return tuple(_item(shapes.mapping(row, "item")) for row in shapes.sequence(data, "item", FILE))


def _item(row: Mapping[str, object]) -> Item:
    """Read one item."""
    code, session, title, rule = (shapes.text(row, name, "item") for name in ("code", "session", "title", "rule"))
    return Item(code, session, title, rule, shapes.text(row, "needs", code, ""), row.get("moves") is True)


def programme(form: str, contents: int, *, has_preparatory: bool) -> tuple[Item, ...]:
    """Give the order of one congress: without elections where it has two contents, without a preparatory session where none is held."""
    has = {"", "delegates" if form == DELEGATES else "members", PREPARATORY if has_preparatory else "one_session"}
    has |= {"elections"} if contents >= NO_COMMITTEE else set()
    has |= {"committee"} if contents >= ALL else set()
    return tuple(item for item in items() if item.needs in has and (has_preparatory or item.session != PREPARATORY))


@dataclass(frozen=True)
class Hours:
    """What is said of the time of one item: a fixed hour, a length, when it really began and ended (giờ của mục)."""

    at: time | None = None
    minutes: int | None = None
    began: time | None = None
    ended: time | None = None


@dataclass(frozen=True)
class Timed:
    """One item with the moment at which it is planned to begin, where that is known (mục có giờ)."""

    item: Item
    starts: datetime | None
    told: Hours

    @property
    def late(self) -> int | None:
        """Give by how many minutes it began after its hour, less than nought when it began before."""
        if self.starts is None or self.told.began is None:
            return None
        return (self.told.began.hour - self.starts.hour) * 60 + self.told.began.minute - self.starts.minute


def timed(listed: Sequence[Item], openings: Mapping[str, datetime], told: Mapping[str, Hours]) -> tuple[Timed, ...]:
    """Build the hours of a programme: each session from its opening on, item after item by its length (DR-17).

    A fixed hour goes before the sum; one earlier than the sum belongs to the next day, as after a night's rest.
    """
    clock: dict[str, datetime | None] = dict(openings)
    found = []
    for item in listed:
        known, now = told.get(item.code, Hours()), clock.get(item.session)
        if known.at is not None and (begin := now or openings.get(item.session)):
            now = begin.replace(hour=known.at.hour, minute=known.at.minute)
            now += timedelta(days=1) if now < begin else timedelta()
        found.append(Timed(item, now, known))
        clock[item.session] = now + timedelta(minutes=known.minutes or 0) if now else None
    return tuple(found)


def consequences(contents: int) -> tuple[str, ...]:
    """Say what follows from three or two contents, one sentence each."""
    if contents >= ALL:
        return ()
    lead = _("Cấp ủy đương nhiệm tiếp tục lãnh đạo đến khi cấp trên chỉ định cấp ủy mới (DR-12).")
    if contents == NO_COMMITTEE:
        return (_("Không bầu cấp ủy; chỉ bầu đoàn đại biểu dự đại hội cấp trên (DR-02)."), lead)
    return (_("Không bầu cấp ủy, không bầu đoàn đại biểu (DR-03)."), lead)


def session_findings(half_days: Mapping[str, int], *, most: int | None, most_preparatory: int | None) -> list[Finding]:
    """Hold the length of the sessions against the caps of the directive (DR-04, DR-06, DR-14); the preparatory one counts inside."""
    total, early = sum(half_days.values()), half_days.get(PREPARATORY, 0)
    found = []
    if most is not None and total > most:
        text = _("Đại hội dài {total} buổi, chỉ thị cho tối đa {most} buổi, tính cả phiên trù bị.")
        found.append(warning("session.too_long", text, "", total=total, most=most))
    if most_preparatory is not None and early > most_preparatory:
        text = _("Phiên trù bị dài {early} buổi, chỉ thị cho tối đa {most} buổi.")
        found.append(warning("session.preparatory_too_long", text, "", early=early, most=most_preparatory))
    return found
