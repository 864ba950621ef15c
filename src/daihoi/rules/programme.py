"""The order of a congress (DR-10, DR-17: chương trình đại hội) and what its number of contents means (DR-01 to DR-03, DR-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
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
