"""Charts drawn by the server as inline SVG (biểu đồ): no script, no style; one drawing for each width of the place they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from daihoi.web import formats
from daihoi.web.squares import Square, squarify
from daihoi.web.templatetags.dh import bar

NARROW, MIDDLE, WIDE = (296, 220, "narrow"), (480, 245, "middle"), (680, 265, "wide")  # width, height, class; text is 12 px in each
LEFT, RIGHT, TOP, FOOT = 54, 14, 24, 30  # room for six figures at the left
KEYS = {"done": 'stroke="#1d4a7a" stroke-width="3"', "plan": 'stroke="#857e70" stroke-width="2" stroke-dasharray="6 5"'}
KEYS["forecast"] = 'stroke="#d4661a" stroke-width="2" stroke-dasharray="2 4"'
CSS = {"done": "done", "plan": "plan", "forecast": "fore", "band": "band"}
Point = tuple[date, int]


@dataclass(frozen=True)
class Series:
    """One line of a chart; the style says what it is: done, plan, forecast, or band, the ground of a range."""

    name: str
    points: Sequence[Point]
    style: str = "done"


@dataclass(frozen=True)
class Tile:
    """One unit of a tree map: its size, its share in percent as a machine decimal, and where it leads."""

    name: str
    size: int
    share: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Frame:
    """The ground of one drawing: its size and the days and numbers it spans."""

    width: int
    height: int
    first: date
    last: date
    top: int

    def x(self, on: date) -> float:
        """Place a day."""
        span = max(1, (self.last - self.first).days)
        return LEFT + (self.width - LEFT - RIGHT) * (on - self.first).days / span

    def y(self, number: int) -> float:
        """Place a number."""
        ground = self.height - FOOT
        return ground - (ground - TOP) * number / self.top


def line_chart(title: str, series: Sequence[Series], *, today: date | None = None) -> SafeString:
    """Draw lines over time, with a mark at the day asked for and a key below (đường theo thời gian)."""
    points = [point for line in series for point in line.points]
    if not points:
        return _nothing()
    days = [on for on, _n in points] + ([today] if today else [])
    step = _round_step(max(number for _on, number in points))
    top = step * max(1, -(-max(number for _on, number in points) // step))
    label = _sentence(title, series, today)
    drawings = [
        _lines(Frame(width, height, min(days), max(days), top), step, series, today, label, css)
        for width, height, css in (NARROW, MIDDLE, WIDE)
    ]
    return _drawing(drawings, _key(series))


def _drawing(drawings: Sequence[SafeString], key: SafeString) -> SafeString:
    """Stand the drawings of one chart together; the style sheet shows the one that fits its place."""
    return format_html('<div class="dh-drawing">{}</div>{}', mark_safe("".join(drawings)), key)  # noqa: S308 (each is escaped)


def _nothing() -> SafeString:
    """Say that there is nothing to draw yet."""
    return format_html('<p class="quiet small mb-0">{}</p>', _("Chưa có số liệu để vẽ."))


def _lines(frame: Frame, step: int, series: Sequence[Series], today: date | None, label: str, css: str) -> SafeString:
    """Draw one size of a line chart."""
    parts = [*_axis(frame, step), *_days(frame)]
    for line in sorted(series, key=lambda each: each.style == "done"):
        parts.append(_line(frame, line))
    if today:
        parts.append(_today(frame, series, today))
    return format_html(
        '<svg class="dh-chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        css,
        frame.width,
        frame.height,
        label,
        mark_safe("".join(parts)),  # noqa: S308 (each part is escaped above)
    )


def _axis(frame: Frame, step: int) -> list[SafeString]:
    """Draw the lines of round numbers."""
    return [
        format_html(
            '<line class="{}" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text class="n" x="{}" y="{}" text-anchor="end">{}</text>',
            "axis" if number else "base",
            LEFT,
            frame.width - RIGHT,
            LEFT - 6,
            _f(frame.y(number) + 4),
            formats.thousands(number),
            y=_f(frame.y(number)),
        )
        for number in range(0, frame.top + 1, step)
    ]


def _days(frame: Frame) -> list[SafeString]:
    """Write the first and the last day and some first days of months between, as far as there is room."""
    room, at_ends = 78, 96  # the labels of the ends run into the chart, so the first between needs more room
    marks = [(frame.x(frame.first), frame.first, "start")]
    last = (frame.x(frame.last), frame.last, "end")
    month = (frame.first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while month < frame.last:
        x = frame.x(month)
        if x - marks[-1][0] >= (room if len(marks) > 1 else at_ends) and last[0] - x >= at_ends:
            marks.append((x, month, "middle"))
        month = (month + timedelta(days=32)).replace(day=1)
    if frame.last > frame.first:
        marks.append(last)
    return [
        format_html(
            '<text class="n" x="{}" y="{}" text-anchor="{}">{}</text>', _f(x), frame.height - 8, anchor, f"{on:%d/%m}" + _year(on, frame)
        )
        for x, on, anchor in marks
    ]


def _year(on: date, frame: Frame) -> str:
    """Say the year where the chart begins and ends, and at every day of a chart over several years."""
    is_said = on in (frame.first, frame.last) or frame.first.year != frame.last.year
    return f"/{on:%y}" if is_said else ""


def _line(frame: Frame, line: Series) -> SafeString:
    """Draw one line, and the ground under what is done."""
    points = " ".join(f"{_f(frame.x(on))},{_f(frame.y(number))}" for on, number in line.points)
    if line.style == "band":
        return format_html('<polygon class="band" points="{}"/>', points)
    drawn = format_html('<polyline class="{}" points="{}"/>', CSS[line.style], points)
    if line.style != "done" or not line.points:
        return drawn
    ground = _f(frame.y(0))
    first, last = _f(frame.x(line.points[0][0])), _f(frame.x(line.points[-1][0]))
    return format_html('<polygon class="area" points="{},{} {} {},{}"/>{}', first, ground, points, last, ground, drawn)


def _today(frame: Frame, series: Sequence[Series], today: date) -> SafeString:
    """Mark the day asked for with what was done by then."""
    x = frame.x(today)
    done = _value(series, "done", today)
    text = f"{today:%d/%m}" + (f": {formats.thousands(done)}" if done is not None else "")
    at_end = x > frame.width / 2
    dot = format_html('<circle class="dot" cx="{}" cy="{}" r="5"/>', _f(x), _f(frame.y(done))) if done is not None else ""
    return format_html(
        '<line class="now" x1="{x}" x2="{x}" y1="8" y2="{}"/>{}<text class="n b" x="{}" y="16" text-anchor="{}">{}</text>',
        frame.height - FOOT,
        dot,
        _f(x - 8 if at_end else x + 8),
        "end" if at_end else "start",
        text,
        x=_f(x),
    )


def _value(series: Sequence[Series], style: str, on: date) -> int | None:
    """Give the last number of a line up to a day."""
    known = [number for line in series if line.style == style for at, number in line.points if at <= on]
    return known[-1] if known else None


def _sentence(title: str, series: Sequence[Series], today: date | None) -> str:
    """Say the chart in words; the table beside it has the rest."""
    parts = []
    for line in series:
        if not line.points or line.style == "band":
            continue
        on, number = line.points[-1]
        if today and line.style != "forecast":
            on, number = today, _value([line], line.style, today) or 0
        parts.append(_("{name} {number} ngày {day}").format(name=line.name, number=formats.thousands(number), day=formats.day(on)))
    return f"{title}: " + "; ".join(parts)


def _key(series: Sequence[Series]) -> SafeString:
    """Draw the key: one stroke and one name a line."""
    strokes = {style: mark_safe(f'<path d="M0 6h24" {attributes}/>') for style, attributes in KEYS.items()}  # noqa: S308 (constants)
    rows = format_html_join(
        "",
        '<li><svg viewBox="0 0 24 12" aria-hidden="true">{}</svg>{}</li>',
        ((strokes[s.style], s.name) for s in series if s.style != "band"),
    )
    return format_html('<ul class="dh-key">{}</ul>', rows)


def tree_map(tiles: Sequence[Tile], *, title: str = "") -> SafeString:
    """Draw units as tiles: the surface is the size, the shade one of five steps of the share (khung diện tích)."""
    shown = sorted((tile for tile in tiles if tile.size > 0), key=lambda tile: (-tile.size, tile.name))
    if not shown:
        return _nothing()
    label = title or _("{n} đơn vị: diện tích là số lượng, màu là tỷ lệ đã xong; cùng số với bảng").format(n=len(shown))
    common = _common_words([tile.name for tile in shown])
    drawings = []
    for width, height, css in ((296, 240, "narrow"), (480, 245, "middle"), (680, 300, "wide")):
        squares = squarify([tile.size for tile in shown], width, height)
        inside = format_html_join("", "{}", ((_tile(tile, square, common),) for tile, square in zip(shown, squares, strict=True)))
        drawings.append(
            format_html(
                '<svg class="dh-chart {}" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>', css, width, height, label, inside
            )
        )
    return _drawing(drawings, _steps())


def _common_words(names: Sequence[str]) -> str:
    """Give the first words that most names share ("Đảng bộ "): a small tile shows what tells them apart."""
    firsts = [" ".join(name.split()[:2]) + " " for name in names]
    most = max(firsts, key=firsts.count)
    return most if 4 * firsts.count(most) >= 3 * len(names) > 3 else ""


def _tile(tile: Tile, square: Square, common: str) -> SafeString:
    """Draw one tile with as much text as it can hold; the whole name stands in its title."""
    step = share_step(tile.share)
    inverse = " inv" if step >= 4 else " b"
    texts: list[SafeString] = []
    if square.width >= 40 and square.height >= 24:
        texts.append(_text(square.x + 6, square.y + square.height - 7, f"n{inverse}", formats.percent(tile.share.partition(".")[0])))
    letters = int((square.width - 12) / 7)
    if letters >= 8 and square.height >= 44:
        name = tile.name.removeprefix(common)
        name = name[:1].upper() + name[1:]
        name = name if len(name) <= letters else name[: letters - 1].rstrip() + "…"
        texts.append(_text(square.x + 6, square.y + 17, inverse.strip(), name))
    title = f"{tile.name}: {tile.note or formats.thousands(tile.size)}, {formats.percent(tile.share)}"
    body = format_html(
        '<title>{}</title><rect class="tile q{}" x="{}" y="{}" width="{}" height="{}"/>{}',
        title,
        step,
        _f(square.x),
        _f(square.y),
        _f(square.width),
        _f(square.height),
        mark_safe("".join(texts)),  # noqa: S308 (escaped in _text)
    )
    return format_html('<a href="{}">{}</a>', tile.url, body) if tile.url else format_html("<g>{}</g>", body)


def _text(x: float, y: float, css: str, text: str) -> SafeString:
    """Write one line in a drawing."""
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', css, _f(x), _f(y), text)


def share_step(share: str) -> int:
    """Tell which of the five shades a share has; only all of all is the darkest."""
    hundredths = round(float(share) * 100)
    return 5 if hundredths >= 10000 else 4 if hundredths >= 8000 else 3 if hundredths >= 6000 else 2 if hundredths >= 4000 else 1


def _steps() -> SafeString:
    """Draw the key of the five shades."""
    names = (_("dưới 40 %"), _("40 đến dưới 60 %"), _("60 đến dưới 80 %"), _("80 đến dưới 100 %"), _("xong"))
    rows = format_html_join(
        "",
        '<li><svg viewBox="0 0 24 12" aria-hidden="true"><rect class="q{}" width="24" height="12" stroke="#857e70"/></svg>{}</li>',
        enumerate(names, start=1),
    )
    return format_html('<ul class="dh-key">{}</ul>', rows)


def bars(rows: Sequence[tuple[str, int, int, str]]) -> SafeString:
    """Draw shares of many units under one another: (name, part, whole, url), in the order given (thanh tỷ lệ)."""
    items = format_html_join(
        "",
        '<li>{}<span class="num">{}/{}</span>{}</li>',
        (
            (
                format_html('<a href="{}">{}</a>', url, name) if url else format_html("<span>{}</span>", name),
                formats.thousands(part),
                formats.thousands(whole),
                bar(part, whole, kind="ok" if part == whole else ""),
            )
            for name, part, whole, url in rows
        ),
    )
    return format_html('<ol class="dh-bars">{}</ol>', items)


def _round_step(number: int) -> int:
    """Choose a round step so that three to five lines stand under a number."""
    base = 1
    while True:
        for factor in (1, 2, 5):
            if number <= 5 * factor * base:
                return factor * base
        base *= 10


def _f(value: float) -> str:
    """Write a coordinate short."""
    return f"{value:.1f}".removesuffix(".0")
