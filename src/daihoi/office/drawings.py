"""Charts of official papers as SVG in black and grey, and as PNG for DOCX (biểu đồ trong văn bản)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path

import typst

from daihoi import paper
from daihoi.office.wording import decimal, number
from daihoi.rules.shares import share

FONT = Path(paper.__file__).parent / "fonts"
WIDTH, ROW, LEFT, RIGHT = 660, 22, 230, 110
HEIGHT, FOOT = 220, 26
PAGE = Path(__file__).parent / "drawing.typ"
DOTS_PER_INCH = 200.0


@lru_cache(maxsize=64)
def to_png(svg: str) -> bytes:
    """Draw an SVG as PNG with our own fonts."""
    compiler = typst.Compiler(str(PAGE), font_paths=[str(FONT)], ignore_system_fonts=True)
    content = compiler.compile(format="png", ppi=DOTS_PER_INCH, sys_inputs={"svg": svg})
    if not isinstance(content, bytes):
        raise TypeError(type(content))
    return content


def bars(rows: Sequence[tuple[str, int, int]]) -> str:
    """Draw one bar a row: done of total, with the share beside it (biểu đồ thanh)."""
    height = ROW * len(rows) + 8
    drawn = []
    for place, (name, part, whole) in enumerate(rows):
        y = 4 + place * ROW
        room = WIDTH - LEFT - RIGHT
        done = room * part / whole if whole else 0
        drawn.append(_text(LEFT - 8, y + 15, _cut(name), "end"))
        drawn.append(f'<rect x="{LEFT}" y="{y + 4}" width="{room}" height="13" fill="#e4e4e4"/>')
        drawn.append(f'<rect x="{LEFT}" y="{y + 4}" width="{done:.1f}" height="13" fill="#555"/>')
        said = f"{number(part)}/{number(whole)}, {decimal(share(part, whole))} %"
        drawn.append(_text(WIDTH - RIGHT + 6, y + 15, said, "start", 11))
    return _svg(height, drawn)


def lines(done: Sequence[tuple[date, int]], plan: Sequence[tuple[date, int]]) -> str:
    """Draw what was done against the plan, cumulated by week (biểu đồ đường)."""
    days = [day for day, _n in (*done, *plan)]
    if not days:
        return _svg(HEIGHT, [])
    first, last = min(days), max(days)
    top = max(n for _day, n in (*done, *plan)) or 1
    span = max(1, (last - first).days)

    def at(day: date, n: int) -> str:
        return f"{50 + (WIDTH - 70) * (day - first).days / span:.1f},{HEIGHT - FOOT - (HEIGHT - FOOT - 16) * n / top:.1f}"

    drawn = [f'<line x1="50" y1="{HEIGHT - FOOT}" x2="{WIDTH - 20}" y2="{HEIGHT - FOOT}" stroke="#000"/>']
    drawn += [_text(44, HEIGHT - FOOT + 4, "0", "end", 11), _text(44, 20, number(top), "end", 11)]
    drawn += [_text(50, HEIGHT - 8, f"{first:%d/%m/%Y}", "start", 11), _text(WIDTH - 20, HEIGHT - 8, f"{last:%d/%m/%Y}", "end", 11)]
    for place, (points, dash, word) in enumerate(((done, "", "đã đại hội"), (plan, ' stroke-dasharray="5 4"', "kế hoạch"))):
        if points:
            way = " ".join(at(day, n) for day, n in points)
            look = f'fill="none" stroke="#000" stroke-width="{1.4 if dash else 2.4}"{dash}'
            drawn.append(f'<polyline points="{way}" {look}/><line x1="64" y1="{24 + 18 * place}" x2="100" y2="{24 + 18 * place}" {look}/>')
            drawn.append(_text(106, 28 + 18 * place, f"{word}: {number(points[-1][1])} ngày {points[-1][0]:%d/%m/%Y}", "start", 12))
    return _svg(HEIGHT, drawn)


def _cut(name: str) -> str:
    """Shorten a long name at a word."""
    return name if len(name) <= 38 else name[:37].rsplit(" ", 1)[0] + "…"


def _text(x: float, y: float, words: str, anchor: str, size: int = 12) -> str:
    """Write words at a place."""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-family="Tinos" font-size="{size}">{escape(words)}</text>'


def _svg(height: int, drawn: Sequence[str]) -> str:
    """Put a drawing together."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">{"".join(drawn)}</svg>'
    )
