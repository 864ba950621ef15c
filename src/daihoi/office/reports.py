"""Progress, six-month and mid-campaign reports as official papers, from their figures alone (báo cáo; RP-01 to RP-07, DR-16)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from daihoi.office.document import Align, Block, Column, Document, Paragraph, Picture, Rich, Section, Table, bold
from daihoi.office.drawings import bars, lines
from daihoi.office.weekly import KINDS, LEVELS, ROUNDING, Letterhead, day_text, paper_of, share_text
from daihoi.office.wording import decimal, number
from daihoi.rules.shares import share, shares_to_100

ADDED_TO_100 = (
    "Tỷ lệ lấy hai chữ số thập phân, chữ số thứ ba từ 5 trở lên thì làm tròn lên; các tỷ lệ của một tổng cộng lại đủ 100 %, "
    "tỷ lệ đánh dấu * đã chỉnh một đơn vị ở chữ số cuối."
)
ELECTS: Mapping[str, str] = {
    "executive_committee": "Ban chấp hành",
    "standing_committee": "Ban thường vụ",
    "secretary": "Bí thư",
    "deputy_secretary": "Phó bí thư",
    "inspection_committee": "Ủy ban kiểm tra",
    "inspection_head": "Chủ nhiệm ủy ban kiểm tra",
    "delegates": "Đại biểu dự đại hội cấp trên",
    "other": "Nội dung khác",
}
NAMES: Mapping[str, str] = {
    "progress": "tiến độ đại hội {level} nhiệm kỳ {term}",
    "six_month": "sơ kết sáu tháng thực hiện Chỉ thị {directive}, tính đến ngày {on}",
    "mid_campaign": "kết quả đại hội các cấp theo Chỉ thị {directive}, tính đến ngày {on}",
}
RIGHT = Align.RIGHT
MOST_BARS = 61


def report_paper(figures: Mapping[str, Any], digest: str, head: Letterhead) -> Document:
    """Write a report as an official paper (báo cáo)."""
    levels: Sequence[Mapping[str, Any]] = figures["levels"]
    blocks: list[Block] = [Paragraph(_opening(figures))]
    if len(levels) > 1:
        blocks += [Section("I. Kết quả theo cấp"), *_by_level(levels)]
    for place, level in enumerate(levels, 2 if len(levels) > 1 else 1):
        blocks += _one_level(f"{_roman(place)}. Đại hội {LEVELS[level['level']]}", level, figures)
    if figures["elections"]:
        blocks += [Section(f"{_roman(len(levels) + (2 if len(levels) > 1 else 1))}. Bầu cử"), *_elections(figures["elections"])]
    blocks += _ahead(levels)
    known = datetime.fromisoformat(figures["known"])
    code = ("Số liệu theo những gì đã ghi đến ", f"{known:%H:%M} ngày {known:%d/%m/%Y}", "; mã số liệu ", bold(digest), ".")
    blocks.append(Paragraph(code, Align.LEFT))
    first = LEVELS[levels[0]["level"]] if levels else "các cấp"
    abstract = NAMES[figures["kind"]].format(level=first, term=figures["term"], directive=figures["directive"], on=day_text(figures["on"]))
    return paper_of(head, "Báo cáo", abstract, blocks, f"Mã số liệu {digest}")


def _opening(figures: Mapping[str, Any]) -> str:
    """Say what was carried out, and how far it is."""
    text = f"Thực hiện Chỉ thị {figures['directive']} ngày {day_text(figures['directive_date'])}, "
    if not figures["levels"]:
        return text + f"{figures['unit_name']} chưa có đơn vị nào phải đại hội tính đến ngày {day_text(figures['on'])}."
    told = [
        f"{number(level['held'])}/{number(level['total'])} {LEVELS[level['level']]} ({share_text(level['percent'])})"
        for level in figures["levels"]
    ]
    return f"{text}tính đến ngày {day_text(figures['on'])}, {figures['unit_name']} đã có {'; '.join(told)} tổ chức xong đại hội."


def _by_level(levels: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Lay the levels side by side (DR-16)."""
    columns = (Column("Cấp", 4), *(Column(title, 1.3, RIGHT) for title in ("Tổng số", "Đã xong", "Tỷ lệ (%)", "Điểm", "Đã dời", "Quá hạn")))
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (
            LEVELS[level["level"]],
            number(level["total"]),
            bold(number(level["held"])),
            decimal(level["percent"]),
            number(level["pilots"]),
            number(level["moved"]["units"]),
            number(level["overdue"]),
        )
        for level in levels
    )
    return [Table(columns, rows, note=ROUNDING)]


def _one_level(title: str, level: Mapping[str, Any], figures: Mapping[str, Any]) -> list[Block]:
    """Tell one level: sentence, kinds, months, contents, branches, charts."""
    blocks: list[Block] = [Section(title), Paragraph(_state(level))]
    kinds = {kind: count for kind, count in level["by_kind"].items() if count["total"]}
    if len(kinds) > 1:
        blocks.append(_kinds(kinds, level))
    if level["held"]:
        blocks += _months(level, figures)
    if not level["held"]:
        return blocks + _hindrances(level)
    if level["branches"]:
        blocks += [Paragraph("Kết quả ở các đơn vị trực thuộc:", leads=True), _branches(level)]
    if len(level["done"]) > 1:
        blocks.append(Picture(lines(_points(level["done"]), _points(level["plan"])), "Số đã đại hội so với kế hoạch, cộng dồn theo tuần"))
    if 1 < len(level["branches"]) <= MOST_BARS:
        names = [(row["name"], row["held"], row["total"]) for row in level["branches"]]
        blocks.append(Picture(bars(names), "Tỷ lệ đã đại hội của từng đơn vị trực thuộc"))
    return blocks + _hindrances(level)


def _state(level: Mapping[str, Any]) -> str:
    """Say done, plan and finished branches of a level (RP-01)."""
    behind = level["planned"] - level["held"]
    text = f"Đã đại hội {number(level['held'])}/{number(level['total'])}, đạt {share_text(level['percent'])}; "
    text += f"kế hoạch đến cùng ngày là {number(level['planned'])}, "
    text += f"chậm {number(behind)} đơn vị." if behind > 0 else "bảo đảm tiến độ."
    if level["children_total"]:
        text += f" {number(level['children_finished'])}/{number(level['children_total'])} đơn vị trực thuộc đã hoàn thành."
    if len(level["contents"]) > 1:
        parts = "; ".join(f"{number(n)} đại hội {contents} nội dung" for contents, n in level["contents"].items())
        text += f" Trong số đã họp có {parts}."
    return text


def _kinds(kinds: Mapping[str, Mapping[str, Any]], level: Mapping[str, Any]) -> Table:
    """Split a level by kind; the shares of the whole add up to 100 (RP-12)."""
    columns = (
        Column("Loại hình", 4),
        *(Column(title, 1.6, RIGHT) for title in ("Tổng số", "Đã xong", "Tỷ lệ (%)", "Trong số đã xong (%)")),
    )
    parts = _shares([count["held"] for count in kinds.values()])
    rows: list[tuple[Rich, ...]] = [
        (KINDS.get(kind, kind), number(count["total"]), bold(number(count["held"])), decimal(count["percent"]), part)
        for (kind, count), part in zip(kinds.items(), parts, strict=True)
    ]
    whole = (number(level["total"]), number(level["held"]), decimal(level["percent"]), "100,00" if level["held"] else "–")
    return Table(columns, (*rows, tuple(map(bold, ("Cộng", *whole)))), note=ADDED_TO_100)


def _shares(parts: Sequence[int]) -> list[str]:
    """Write shares that add up to 100, the adjusted ones marked."""
    if not sum(parts):
        return ["–" for _part in parts]
    return [decimal(text) + ("*" if is_adjusted else "") for text, is_adjusted in shares_to_100(parts)]


def _months(level: Mapping[str, Any], figures: Mapping[str, Any]) -> list[Block]:
    """Count by month; what lies before the time reported on is one line."""
    since = date.fromisoformat(figures["since"]).replace(day=1)
    months = [(date.fromisoformat(month), n) for month, n in level["months"]]
    early = sum(n for month, n in months if month < since)
    listed = ([("Trước đó", early)] if early else []) + [(f"Tháng {month:%m/%Y}", n) for month, n in months if month >= since]
    if len(listed) < 2:
        return []
    columns = (Column("Thời gian", 3), Column("Số đại hội", 2, RIGHT), Column("Lũy kế", 2, RIGHT), Column("Tỷ lệ (%)", 2, RIGHT))
    sums, rows = 0, list[tuple[Rich, ...]]()
    for (title, n), part in zip(listed, _shares([n for _title, n in listed]), strict=True):
        sums += n
        rows.append((title, number(n), number(sums), part))
    rows.append(tuple(map(bold, ("Cộng", number(sums), number(sums), "100,00"))))
    return [Paragraph("Đại hội chia theo tháng:", leads=True), Table(columns, tuple(rows), note=ADDED_TO_100)]


def _branches(level: Mapping[str, Any]) -> Table:
    """Lay out the direct children of a branch."""
    columns = (Column("TT", 0.8, Align.CENTER), Column("Đơn vị", 5), *(Column(title, 1.3, RIGHT) for title in HEADS))
    rows: list[tuple[Rich, ...]] = [_branch(str(place), row) for place, row in enumerate(level["branches"], 1)]
    rows.append(tuple(map(bold, _branch("", {**level, "name": "Tổng cộng"}))))
    return Table(columns, tuple(rows), note=ROUNDING, is_small=True)


HEADS = ("Tổng số", "Kế hoạch", "Đã xong", "Tỷ lệ (%)", "Quá hạn")


def _branch(place: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Lay out one line of the table of branches."""
    counts = (row["total"], row["planned"], row["held"])
    return (place, str(row["name"]), *map(number, counts), decimal(str(row["percent"])), number(row["overdue"]))


def _hindrances(level: Mapping[str, Any]) -> list[Block]:
    """Say what was moved and why, who is late and slowest."""
    told = []
    if moved := level["moved"]["units"]:
        reasons = "; ".join(f"{reason.rstrip('.')} ({number(n)})" for reason, n in level["moved"]["reasons"])
        told.append(f"{number(moved)} đơn vị đã dời ngày đại hội ít nhất một lần. Lý do nêu trong hồ sơ: {reasons}.")
    late = sorted((row for row in level["branches"] if row["overdue"]), key=lambda row: -row["overdue"])
    if level["overdue"]:
        where = ", ".join(f"{row['name']} ({number(row['overdue'])})" for row in late[:8])
        told.append(f"{number(level['overdue'])} đơn vị quá ngày dự kiến chưa báo kết quả{f', nhiều nhất ở {where}' if where else ''}.")
    slow = [row for row in sorted(level["branches"], key=lambda row: row["held"] / row["total"]) if not row["finished"]][:3]
    if slow and level["held"] and len(level["branches"]) > 3:
        named = ", ".join(f"{row['name']} ({number(row['held'])}/{number(row['total'])})" for row in slow)
        told.append(f"Tỷ lệ thấp nhất: {named}.")
    return [Paragraph(text) for text in told]


def _elections(rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Lay out the certified elections (RP-07): seats, names and surplus, elected, women, short."""
    titles = ("Cuộc bầu", "Cần bầu", "Danh sách", "Số dư (%)", "Trúng cử", "Nữ", "Thiếu")
    columns = (Column("Bầu", 3.4), *(Column(title, 1.3, RIGHT) for title in titles))
    lines_: tuple[tuple[Rich, ...], ...] = tuple(
        (
            ELECTS.get(row["elects"], row["elects"]),
            number(row["contests"]),
            number(row["seats"]),
            number(row["names"]),
            decimal(share(row["names"] - row["seats"], row["seats"])),
            bold(number(row["elected"])),
            number(row["women"]),
            number(max(0, row["seats"] - row["elected"])),
        )
        for row in rows
    )
    further = sum(row["further"] for row in rows)
    text = (
        f"Tính các cuộc bầu đã công bố kết quả; có {number(further)} lần bầu thêm hoặc bầu lại."
        if further
        else "Tính các cuộc bầu đã công bố kết quả."
    )
    return [Paragraph(text, leads=True), Table(columns, lines_, note=ROUNDING, is_small=True)]


def _ahead(levels: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Say what is left to do until the deadline."""
    told = [
        f"{number(level['total'] - level['held'])} {LEVELS[level['level']]} trước ngày {day_text(level['deadline'])}"
        for level in levels
        if level["held"] < level["total"]
    ]
    return [Paragraph(f"Còn phải tổ chức đại hội: {'; '.join(told)}.")] if told else []


def _points(listed: Sequence[Sequence[Any]]) -> list[tuple[date, int]]:
    """Read the points of a line."""
    return [(date.fromisoformat(day), n) for day, n in listed]


def _roman(place: int) -> str:
    """Number a part."""
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[place - 1]
