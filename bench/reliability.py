"""The reliability of the scores as a picture: docs/pictures/reliability-PROFILE.svg."""

from collections.abc import Iterator
from math import log, sqrt
from pathlib import Path

from daihoi.paper.accuracy.counts import BUCKETS, Measured

PICTURES = Path("docs/pictures")
LEAST, MOST = 1e-6, 1 - 1e-6  # both axes end here: beyond lies what no sample of a million fields can tell
TICKS = (1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999)
SIDE, LEFT, TOP = 420, 84, 16  # px
SURE = 1.96  # standard deviations of a 95 % interval


def odds(share: float) -> float:
    """Place a share between 0 and 1 where both ends have room."""
    share = min(max(share, LEAST), MOST)
    return (log(share / (1 - share)) - log(LEAST / MOST)) / (2 * log(MOST / LEAST))


def interval(marked: int, fields: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % confidence (Wilson 1927)."""
    share, spread = marked / fields, SURE**2 / fields
    middle = (share + spread / 2) / (1 + spread)
    half = SURE * sqrt(share * (1 - share) / fields + spread / fields / 4) / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def rows(run: Measured) -> Iterator[tuple[float, float, int, int]]:
    """Each bucket that holds fields: least and most score, fields, and how many of them bore a mark."""
    for number, (least, most) in enumerate(zip(BUCKETS, (*BUCKETS[1:], 1.0), strict=True)):
        marked, clear = run.by_score[number, "marked"], run.by_score[number, "clear"]
        if marked + clear:
            yield least, most, marked + clear, marked


def drawing(run: Measured) -> str:
    """The scores of one run against truth: a bar for each bucket at the share that bore a mark, with its 95 % interval; on the line, all is as promised."""

    def x(share: float) -> float:
        return round(LEFT + SIDE * odds(share), 1)

    def y(share: float) -> float:
        return round(TOP + SIDE * (1 - odds(share)), 1)

    right, foot = LEFT + SIDE, TOP + SIDE
    parts = [f'<path d="M{LEFT} {foot}L{right} {TOP}" stroke="#857e70" stroke-dasharray="6 5"/>']
    for tick in TICKS:
        parts.append(f'<path d="M{LEFT} {y(tick)}H{right}M{x(tick)} {TOP}V{foot}" stroke="#e4ded2"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>')
        parts.append(f'<text transform="translate({x(tick) + 4} {foot + 10}) rotate(-60)" text-anchor="end">{tick:g}</text>')
    for least, most, fields, marked in rows(run):
        low, high = interval(marked, fields)
        middle = (x(least) + x(most)) / 2
        parts.append(f'<path d="M{middle} {y(low)}V{y(high)}" stroke="#1d4a7a" stroke-width="1.5"/>')
        parts.append(f'<path d="M{x(least)} {y(marked / fields)}H{x(most)}" stroke="#1d4a7a" stroke-width="4"/>')
    parts.append(f'<text x="{LEFT + SIDE / 2}" y="{foot + 70}" text-anchor="middle">score that the reader gave</text>')
    parts.append(f'<text transform="translate(16 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">share that bore a mark</text>')
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{right + 20}" height="{foot + 84}" viewBox="0 0 {right + 20} {foot + 84}" fill="none"'
        f' font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="#fffdf8"/>\n<g fill="none">\n'
        + body.replace("<text ", '<text fill="#2b2620" ')
        + "\n</g>\n</svg>\n"
    )


def draw(run: Measured) -> Path:
    """Write the picture of one run."""
    path = PICTURES / f"reliability-{run.profile}.svg"
    path.write_text(drawing(run), encoding="utf-8")
    return path
