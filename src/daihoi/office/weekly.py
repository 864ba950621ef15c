"""The weekly report on the progress of congresses from its frozen figures: narrative, text to copy, paper (báo cáo tuần; PR-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from daihoi.office.document import Align, Block, Column, Document, Paragraph, Picture, Rich, Section, Signature, Symbol, Table, bold
from daihoi.office.drawings import bars
from daihoi.office.formats import Format
from daihoi.office.wording import decimal, number

LEVELS: Mapping[str, str] = {
    "sub_cell": "chi bộ trực thuộc",
    "grassroots": "tổ chức cơ sở đảng",
    "upper_grassroots": "đảng bộ cấp trên trực tiếp cơ sở",
    "central_sub": "đảng bộ trực thuộc Trung ương",
    "central": "Trung ương",
}
KINDS: Mapping[str, str] = {
    "grassroots_committee": "đảng bộ cơ sở",
    "grassroots_cell": "chi bộ cơ sở",
    "sub_cell": "chi bộ trực thuộc",
    "upper_grassroots": "đảng bộ cấp trên trực tiếp cơ sở",
    "commune_org": "đảng bộ xã, phường, đặc khu",
    "central_sub": "đảng bộ trực thuộc Trung ương",
}
ROUNDING = "Tỷ lệ phần trăm lấy hai chữ số thập phân, chữ số thứ ba từ 5 trở lên thì làm tròn lên."
MOST_NAMED = 12
APPENDIX = {
    "next": "Dự kiến đại hội trong bảy ngày tới",
    "postponed": "Dời ngày trong tuần",
    "undated": "Hoãn, chưa có ngày mới",
    "overdue": "Quá ngày dự kiến chưa báo kết quả",
}


@dataclass(frozen=True)
class Letterhead:
    """Who issues a report, where, signed by whom (đầu và cuối văn bản)."""

    form: Format
    issuing: str
    upper: str = ""
    body: str = "ĐU"
    place: str = ""
    signer: str = ""
    signer_title: str = ""
    power: str = ""
    recipients: tuple[str, ...] = ()
    signed_on: date | None = None


def day_text(text: str) -> str:
    """Write an ISO day as people do."""
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def share_text(percent: str) -> str:
    """Write a share of the contract with its sign, which stays on the line of the number."""
    return f"{decimal(percent)}\u00a0%"


def narrative(figures: Mapping[str, Any]) -> list[str]:
    """Tell the week in sentences that can be sent as they are (lời báo cáo)."""
    told = [_progress(figures), _week(figures)]
    told += [text for text in (_kinds(figures), _finished(figures), _cells(figures), _postponed(figures), _overdue(figures)) if text]
    return [*told, _nil(figures), _next(figures)]


def _progress(figures: Mapping[str, Any]) -> str:
    """Say done, total and share (RP-01)."""
    level = LEVELS[figures["level"]]
    return (
        f"Tính đến ngày {day_text(figures['on'])}, {figures['unit_name']} có {number(figures['held'])}/{number(figures['total'])} {level} "
        f"đã tổ chức đại hội, đạt {share_text(figures['percent'])}."
    )


def _week(figures: Mapping[str, Any]) -> str:
    """Say what the week brought, and what came in late for weeks before."""
    text = f"Từ sau ngày {day_text(figures['since'])} có {number(figures['week'])} đơn vị đại hội"
    previous = figures["previous"]
    if previous is None:
        return text + "."
    text += f"; so với số đã báo cáo ngày {day_text(previous['on'])} ({number(previous['held'])}) {_change(figures['change'])}"
    late = figures["change"] - figures["week"]
    if late > 0:
        text += f", trong đó {number(late)} đơn vị họp trong các tuần trước nay mới báo về"
    elif late < 0:
        text += f", đã trừ {number(-late)} đơn vị được đính chính"
    return text + "."


def _change(change: int) -> str:
    """Say a change in words."""
    return f"tăng {number(change)}" if change > 0 else f"giảm {number(-change)}" if change < 0 else "không thay đổi"


def _kinds(figures: Mapping[str, Any]) -> str:
    """Split the figure by kind, where there are several."""
    order = list(KINDS)
    listed = sorted(figures["by_kind"].items(), key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[0]))
    kinds = {kind: count for kind, count in listed if count["total"]}  # a database may keep keys in an order of its own
    if len(kinds) < 2:
        return ""
    parts = [
        f"{number(count['held'])}/{number(count['total'])} {KINDS.get(kind, kind)} ({share_text(count['percent'])})"
        for kind, count in kinds.items()
    ]
    return f"Chia theo loại hình: {'; '.join(parts)}."


def _finished(figures: Mapping[str, Any]) -> str:
    """Say how many direct children are through."""
    if not figures["children_total"]:
        return ""
    names = [row["name"] for row in figures["branches"] if row["finished"]]
    text = f"Đã hoàn thành ở {number(len(names))}/{number(figures['children_total'])} đơn vị trực thuộc"
    return text + (f", gồm {_listed(names)}." if names and len(names) <= MOST_NAMED else ".")


def _cells(figures: Mapping[str, Any]) -> str:
    """Say how far the cells are."""
    cells = figures["cells"]
    return f"Ở chi bộ trực thuộc: {number(cells['held'])}/{number(cells['total'])} chi bộ đã đại hội." if cells and cells["total"] else ""


def _postponed(figures: Mapping[str, Any]) -> str:
    """Name who was put off, and why."""
    moved, left = figures["lists"]["postponed"], figures.get("undated", 0)
    waiting = f" Còn {number(left)} đơn vị hoãn, chưa có ngày mới." if left else ""
    if not moved:
        return f"Trong tuần không có đơn vị nào dời ngày đại hội.{waiting}"
    why: dict[str, int] = {}
    for each in moved:
        why[each["reason"]] = why.get(each["reason"], 0) + 1
    reasons = "; ".join(
        f"{reason.rstrip('.')} ({number(n)})" for reason, n in sorted(why.items(), key=lambda pair: (-pair[1], pair[0]))[:4]
    )
    return f"Có {number(figures['postponed'])} đơn vị dời ngày đại hội. Lý do: {reasons}.{waiting}"


def _overdue(figures: Mapping[str, Any]) -> str:
    """Say who is late and where."""
    if not figures["overdue"]:
        return "Không có đơn vị nào quá ngày dự kiến mà chưa báo kết quả."
    places = [
        f"{row['name']} ({number(row['overdue'])})"
        for row in sorted(figures["branches"], key=lambda row: -row["overdue"])
        if row["overdue"]
    ]
    where = f", ở {_listed(places[:MOST_NAMED])}" if places else ""
    return f"Còn {number(figures['overdue'])} đơn vị quá ngày dự kiến chưa báo kết quả{where}."


def _nil(figures: Mapping[str, Any]) -> str:
    """Name who sent nothing."""
    names = figures["nil"]
    if not names:
        return "Mọi đơn vị trực thuộc còn việc đều có báo cáo trong tuần."
    return f"{number(len(names))} đơn vị không có báo cáo mới trong tuần: {_listed(names)}."


def _next(figures: Mapping[str, Any]) -> str:
    """Say what the next seven days bring."""
    left = figures["total"] - figures["held"]
    if not left:
        return f"Toàn bộ {LEVELS[figures['level']]} đã hoàn thành đại hội."
    coming = (
        f"Bảy ngày tới có {number(figures['next'])} đơn vị dự kiến đại hội"
        if figures["next"]
        else "Bảy ngày tới chưa có đơn vị nào định ngày đại hội"
    )
    return f"{coming}; còn {number(left)} đơn vị chưa đại hội, hạn chung {day_text(figures['deadline'])}."


def _listed(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def text_to_copy(figures: Mapping[str, Any], digest: str) -> str:
    """Write the week as plain text for a message."""
    known = datetime.fromisoformat(figures["known"])
    head = f"TIẾN ĐỘ ĐẠI HỘI {LEVELS[figures['level']].upper()} NGÀY {day_text(figures['on'])}"
    return "\n".join([head, *(f"- {line}" for line in narrative(figures)), f"Số chốt lúc {known:%H:%M, %d/%m/%Y}. Mã số liệu {digest}."])


def weekly_report(figures: Mapping[str, Any], digest: str, head: Letterhead) -> Document:
    """Write the weekly report as an official paper (báo cáo tuần)."""
    blocks: list[Block] = [Paragraph(text) for text in narrative(figures)]
    if figures["branches"]:
        blocks += [Section("1. Số liệu theo đơn vị trực thuộc"), _branches(figures)]
        if len(figures["branches"]) <= 40:
            names = [(row["name"], row["held"], row["total"]) for row in figures["branches"]]
            blocks.append(Picture(bars(names), "Tỷ lệ đã đại hội của từng đơn vị trực thuộc"))
    blocks += _appendix(figures)
    known = datetime.fromisoformat(figures["known"])
    blocks.append(Paragraph(("Số liệu chốt lúc ", f"{known:%H:%M} ngày {known:%d/%m/%Y}", "; mã số liệu ", bold(digest), "."), Align.LEFT))
    return paper_of(
        head,
        "Báo cáo",
        f"tiến độ đại hội {LEVELS[figures['level']]}, tuần đến ngày {day_text(figures['on'])}",
        blocks,
        f"Mã số liệu {digest}",
    )


def paper_of(head: Letterhead, name: str, abstract: str, blocks: Sequence[Block], foot: str) -> Document:
    """Put a report between its head and its signature (FM-01)."""
    return Document(
        form=head.form,
        issuing=head.issuing,
        upper=head.upper,
        symbol=Symbol("BC", head.body),
        place=head.place,
        signed_on=head.signed_on,
        name=name,
        abstract=abstract,
        blocks=tuple(blocks),
        signature=Signature(title=head.signer_title, power=head.power, name=head.signer),
        recipients=head.recipients,
        foot=foot,
    )


def _branches(figures: Mapping[str, Any]) -> Table:
    """Lay out the weekly table of a province."""
    right, has_cells = Align.RIGHT, bool(figures["cells"])
    columns = [Column("TT", 0.8, Align.CENTER), Column("Đơn vị", 4.6), Column("Tổng số", 1.1, right), Column("Trong tuần", 1.1, right)]
    columns += [Column("Lũy kế", 1.1, right), Column("Tỷ lệ (%)", 1.2, right)]
    columns += [Column("Chi bộ", 1.7, right)] if has_cells else []
    columns += [Column(title, 1.1, right) for title in ("Tuần tới", "Dời", "Quá hạn", "Tăng, giảm")]
    rows: list[tuple[Rich, ...]] = [_row(str(place), row, has_cells=has_cells) for place, row in enumerate(figures["branches"], 1)]
    whole = {**figures, "name": "Tổng cộng"} | {f"cells_{name}": n for name, n in (figures["cells"] or {}).items()}
    rows.append(tuple(bold(cell) for cell in _row("", whole, has_cells=has_cells)))
    return Table(tuple(columns), tuple(rows), note=ROUNDING, is_small=True)


def _row(place: str, row: Mapping[str, Any], *, has_cells: bool) -> tuple[str, ...]:
    """Lay out one line of the weekly table."""
    change = row["change"]
    cells = (f"{number(row['cells_held'])}/{number(row['cells_total'])}" if row["cells_total"] else "–",) if has_cells else ()
    counts = (row["total"], row["week"], row["held"])
    after = (row["next"], row["postponed"], row["overdue"])
    moved = "–" if change is None else f"+{number(change)}" if change > 0 else number(change)
    return (place, row["name"], *map(number, counts), decimal(row["percent"]), *cells, *map(number, after), moved)


def _appendix(figures: Mapping[str, Any]) -> list[Block]:
    """List the units of the next week, the postponed and the overdue."""
    blocks: list[Block] = []
    for key, title in APPENDIX.items():
        listed = figures["lists"].get(key)  # a week frozen by an earlier version lists less
        if listed:
            columns, rows = _listing(key, listed)
            left = figures[key] - len(listed)
            note = f"Còn {number(left)} đơn vị nữa không liệt kê." if left > 0 else ""
            blocks += [Section(f"{len(blocks) // 2 + 2}. {title}"), Table(columns, rows, note=note, is_small=True)]
    return blocks


def _listing(key: str, listed: Sequence[Mapping[str, Any]]) -> tuple[tuple[Column, ...], tuple[tuple[Rich, ...], ...]]:
    """Lay out one list of units, each with the branch it belongs to."""
    first, day = (Column("Đơn vị", 4), Column("Thuộc", 4)), Column("Ngày", 1.6, Align.CENTER)
    rows: list[tuple[Rich, ...]] = [(each["name"], each["branch"], *_told(key, each)) for each in listed]
    after = {
        "postponed": (Column("Từ ngày", 1.6, Align.CENTER), Column("Sang ngày", 1.6, Align.CENTER), Column("Lý do", 3.4)),
        "undated": (Column("Ngày cũ", 1.6, Align.CENTER), Column("Lý do", 3.4)),
        "overdue": (day, Column("Số ngày", 1.2, Align.RIGHT)),
    }
    return (*first, *after.get(key, (day,))), tuple(rows)


def _told(key: str, each: Mapping[str, Any]) -> tuple[str, ...]:
    """Write the days of one unit of a list."""
    if key == "postponed":
        return day_text(each["before"]), day_text(each["day"]) if each["day"] else "chưa có", each["reason"]
    if key == "undated":
        return day_text(each["before"]), each["reason"]
    return (day_text(each["day"]), number(each["days"])) if key == "overdue" else (day_text(each["day"]),)
