"""A list of people for one committee: its columns, and a dry run by the very act that will write it (bảng chức vụ)."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Committee, Post
from daihoi.foundation.organization.services.posts import PostRow, Who, appoint
from daihoi.foundation.organization.sheets.words import heading_key
from daihoi.foundation.organization.tables import CellFinding, Column, Reading, Row, Table, read_table
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import said

MOST = 500
NAMES = ("họ và tên", "họ tên", "họ và tên cấp ủy viên", "tên")
COLUMNS = (
    Column("no", headings=("số thứ tự", "stt", "tt", "số tt")),
    Column("name", headings=NAMES, required=True),
    Column("office", headings=("chức danh", "chức vụ"), required=True),
    Column("since", "date", ("từ ngày", "ngày nhận", "ngày bắt đầu")),
    Column("until", "date", ("đến trước ngày", "đến ngày", "ngày thôi")),
    Column("born", "date", ("ngày sinh", "ngày tháng năm sinh")),
    Column("sex", headings=("giới tính", "nam nữ")),
)
UNTITLED = ("họ và tên", "chức danh", "từ ngày", "ngày sinh", "giới tính")  # the order of a list without a head
OFFICES = (
    (re.compile(r"phó bí thư|pbt"), Post.Office.DEPUTY_SECRETARY),
    (re.compile(r"bí thư|bt\b"), Post.Office.SECRETARY),
    (re.compile(r"(?:chủ nhiệm|cn)(?: ủy ban kiểm tra| ubkt)?$"), Post.Office.INSPECTION_HEAD),
    (re.compile(r"(?:\w+ )?ủy viên\b|(?:[cđth]|th)?uv"), Post.Office.MEMBER),
)
SEXES = {"nữ": True, "nu": True, "x": True, "f": True, "nam": False, "m": False, "": None}


@dataclass
class Tried:
    """What a dry run of a list found (kết quả xem thử)."""

    rows: list[PostRow] = field(default_factory=list)
    findings: list[CellFinding] = field(default_factory=list)

    @property
    def errors(self) -> list[CellFinding]:
        """Findings that keep the list from being written."""
        return [found for found in self.findings if found.level == "error"]


def office_of(text: str) -> str | None:
    """Read an office as people write it: “Bí thư”, “Phó Bí thư Thường trực”, “UVBTV” (chức danh)."""
    key = heading_key(text).replace("uỷ", "ủy")
    exact = {heading_key(str(word)): value for value, label in Post.Office.choices for word in (value, label)}
    return exact.get(key) or next((office for pattern, office in OFFICES if pattern.match(key)), None)


def pasted(text: str) -> tuple[bytes, int]:
    """Make a file of a pasted list; where it has no head, put one over it and tell how many rows that adds."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    mark = next((mark for mark in ("\t", ";", ",") if any(mark in line for line in lines)), "\t")
    cells = [[cell.strip() for cell in line] for line in csv.reader(lines, delimiter=mark)]
    has_head = any(heading_key(cell) in NAMES for line in cells[:10] for cell in line)
    widest = max((len(line) for line in cells), default=0)
    numbered = not has_head and all(line[0].rstrip(".").isdigit() for line in cells if line and line[0])
    head = [*(("stt",) if numbered else ()), *UNTITLED][:widest]
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(cells if has_head else [head, *cells])
    return out.getvalue().encode(), 0 if has_head else 1


def as_pasted(table: Table) -> str:
    """Give the rows of a file as text to paste, so that the file itself is not kept."""
    out = io.StringIO()
    names = [column for column in COLUMNS if column.name in table.headings and column.name != "no"]
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([column.headings[0].capitalize() for column in names])
    writer.writerows([row.raw.get(column.name, "") for column in names] for row in table.rows)
    return out.getvalue()


def read_posts(name: str, data: bytes) -> Table:
    """Read a list of people."""
    return read_table(name, data, COLUMNS, Reading(is_plain=True))


def try_posts(table: Table, *, actor: User, committee: Committee, since: date | None, shift: int = 0) -> Tried:
    """Do every row for trial and take all back, so that trial and writing follow the same rules (xem thử)."""
    if len(table.rows) > MOST:
        table.find("error", 0, "", len(table.rows), "too_many_rows", _("Bảng có hơn {n} người. Chia thành nhiều bảng.").format(n=MOST))
    rows = [] if table.errors and not table.rows else [(row, _read(table, row, since or committee.term.began)) for row in table.rows[:MOST]]
    with transaction.atomic():
        for row, wanted in rows:
            if wanted is not None:
                _try(table, row, wanted, actor, committee)
        transaction.set_rollback(True)
    moved = [CellFinding(f.level, max(f.row - shift, 0), f.column, f.value, f.code, f.message) for f in table.findings]
    return Tried([wanted for _row, wanted in rows if wanted], sorted(moved, key=lambda found: (found.level != "error", found.row)))


def _try(table: Table, row: Row, wanted: PostRow, actor: User, committee: Committee) -> None:
    """Do one row; a refusal becomes a finding of that row."""
    try:
        with transaction.atomic():
            appoint(committee=committee, office=wanted.office, who=wanted.who, since=wanted.since, until=wanted.until, actor=actor)
    except RuleViolation as violation:
        table.error(row, "name", violation.code, said(violation))


def _read(table: Table, row: Row, since: date) -> PostRow | None:
    """Turn a row into a post; what is unclear becomes a finding."""
    before = len(table.errors)
    office = office_of(row.text("office"))
    if row.text("office") and office is None:
        names = ", ".join(str(label) for label in Post.Office.labels)
        message = _("Không biết chức danh “{value}”. Dùng một trong: {names}.").format(value=row.text("office"), names=names)
        table.error(row, "office", "unknown_choice", message)
    sex = heading_key(row.text("sex"))
    if sex not in SEXES:
        table.error(row, "sex", "unknown_choice", _("Giới tính ghi “nam” hoặc “nữ”, hoặc để trống."))
    if any(found.row == row.number and found.level == "error" for found in table.findings) or len(table.errors) > before:
        return None
    starts, until, born = (row.values.get(name) for name in ("since", "until", "born"))
    who = Who(row.text("name"), born if isinstance(born, date) else None, SEXES[sex])
    begins = starts if isinstance(starts, date) else since
    return PostRow(who, office or Post.Office.MEMBER, begins, until if isinstance(until, date) else None)
