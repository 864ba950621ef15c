"""Every kind of mark a voter may leave, and what a reader may make of it (các kiểu dấu trên phiếu).

`accepts` are the automatic readings that are right. A doubt is never wrong, it only costs people time.
`board` marks are covered by no rule (EL-26, EL-59, decision table row 11): a reader that settles one
without people, in either direction, is wrong.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MarkKind:
    """One way to mark, or to leave alone, a name or a box (một kiểu dấu)."""

    name: str
    accepts: tuple[str, ...]
    board: bool = False
    usual: float = 0.0
    source: str = ""


MARKED = ("marked",)
CLEAR = ("clear",)

STRIKE_MARKS = {
    kind.name: kind
    for kind in (
        MarkKind("none", CLEAR, usual=0, source="EL-21"),
        MarkKind("level", MARKED, usual=50, source="EL-21"),
        MarkKind("slanted", MARKED, usual=16, source="EL-59"),
        MarkKind("wavy", MARKED, usual=9, source="EL-21"),
        MarkKind("double", MARKED, usual=8, source="EL-21"),
        MarkKind("zigzag", MARKED, usual=5, source="EL-21"),
        MarkKind("cross", MARKED, usual=4, source="EL-59"),
        MarkKind("short_ends", MARKED, usual=5, source="EL-21"),
        MarkKind("high", MARKED, source="EL-21"),
        MarkKind("low", MARKED, source="EL-21"),
        MarkKind("dot", CLEAR, source="EL-26"),
        MarkKind("family_only", (), board=True, source="EL-21, row 11"),
        MarkKind("between_lines", (), board=True, source="row 11"),
        # EL-59 counts them in state elections; the rules of congresses speak of a stroke through the middle of both names (EL-21)
        MarkKind("upright", (), board=True, source="EL-21, EL-59, row 11"),
        MarkKind("ring", (), board=True, source="EL-59"),
        MarkKind("underline", (), board=True, source="EL-59"),
        MarkKind("overline", (), board=True, source="EL-59"),
        MarkKind("drifting", (), board=True, source="row 11"),
        MarkKind("withdrawn", (), board=True, source="EL-26"),
        MarkKind("short_dash", (), board=True, source="row 11"),
        MarkKind("note_beside", (), board=True, source="EL-25 g"),
    )
}

BOX_MARKS = {
    kind.name: kind
    for kind in (
        MarkKind("none", CLEAR, usual=0, source="EL-22"),
        MarkKind("x", MARKED, usual=80, source="EL-22"),
        MarkKind("x_large", MARKED, usual=12, source="EL-22"),
        MarkKind("x_small", MARKED, usual=4, source="EL-22"),
        MarkKind("tick", MARKED, usual=2, source="EL-26"),
        MarkKind("filled", MARKED, usual=1, source="EL-26"),
        MarkKind("slash", MARKED, source="EL-26"),
        MarkKind("dot", CLEAR, source="EL-26"),
        MarkKind("x_outside", (), board=True, source="EL-26"),
        MarkKind("between_rows", (), board=True, source="EL-26"),
        MarkKind("scratched", (), board=True, source="EL-26"),
        MarkKind("box_ring", (), board=True, source="EL-26"),
    )
}


def marks_of(kind: str) -> dict[str, MarkKind]:
    """The marks that fit a field: a name to strike or a box to cross."""
    return STRIKE_MARKS if kind == "strike" else BOX_MARKS
