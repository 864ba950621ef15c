"""`daihoi pens print|report`: collect sheets marked by real hands, and measure the reader on them (nét bút thật)."""

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daihoi.cli.ballots import positive
from daihoi.cli.files import charter_beside, contest_of, rows_of, text_of, unwritten, written_whole
from daihoi.rules.errors import RuleViolation, _

if TYPE_CHECKING:
    from daihoi.office import Document

USUAL_SHEETS = 500


def run(_command: str, argv: Sequence[str]) -> int:
    """Run one of the two commands; wrong usage ends with code 2."""
    options = _parser().parse_args(argv)
    return {"print": print_, "report": report}[options.act](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("daihoi pens", description="sheets marked by real hands: print them, compare them with two keyings")
    acts = parser.add_subparsers(dest="act", required=True)
    made = acts.add_parser("print", help="sheets to mark, a sign-up sheet, a keying form")
    made.add_argument("contest", type=Path, metavar="CONTEST.toml", help="invented names")
    made.add_argument("--out", type=Path, required=True, metavar="DIR")
    made.add_argument("--sheets", type=positive, default=USUAL_SHEETS, metavar="N")
    made.add_argument("--page-size", choices=("A4", "A5"), default="A4")
    told = acts.add_parser("report", help="the reading of DIR/layout.json against what two people keyed apart")
    told.add_argument("kit", type=Path, metavar="DIR", help="what `pens print` wrote")
    told.add_argument(
        "readings", type=Path, metavar="READINGS.jsonl", help="`daihoi ballot read DIR/layout.json SCANS --out READINGS.jsonl`"
    )
    told.add_argument("first", type=Path, metavar="FIRST.csv")
    told.add_argument("second", type=Path, metavar="SECOND.csv")
    told.add_argument("--out", type=Path, metavar="REPORT.json")
    told.add_argument("--json", action="store_true")
    return parser


def print_(options: argparse.Namespace) -> int:
    """Write sheets.pdf, sign-up.pdf, keying.csv, layout.json and kit.json."""
    from daihoi import __version__
    from daihoi.office import to_pdf
    from daihoi.paper.pens import keying_form, print_kit

    contest = contest_of(options.contest)
    pdf, layout = print_kit(contest, charter_beside(options.contest, contest), page_size=options.page_size, sheets=options.sheets)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "sheets.pdf").write_bytes(pdf)
        (options.out / "sign-up.pdf").write_bytes(to_pdf(sign_up_sheet(date.today())))  # noqa: DTZ011 — the day as the paper says it
    except OSError as fault:
        raise unwritten(options.out, fault) from fault
    texts = {
        "keying.csv": "\ufeff" + keying_form(layout, options.sheets),
        "layout.json": json.dumps(layout, ensure_ascii=False) + "\n",
        "kit.json": json.dumps({"sheets": options.sheets, "program": __version__}) + "\n",
    }
    for name, text in texts.items():
        with written_whole(options.out / name) as out:
            out.write(text)
    return 0


def sign_up_sheet(day: date) -> "Document":
    """Write the sheet on which people agree to take part; it never says who marked which sheet (giấy đồng ý tham gia)."""
    from daihoi.office import Document, format_on
    from daihoi.office.document import Align, Column, Paragraph, Table

    columns = (Column("TT", 0.6, Align.CENTER), Column("Họ và tên", 3), Column("Ngày", 1.2), Column("Đồng ý, ký tên", 2))
    return Document(
        form=format_on(day, "neutral"),
        issuing="Bộ nét bút thật",
        name="Giấy đồng ý tham gia",
        abstract="đánh dấu phiếu thử để đo máy đọc phiếu",
        signed_on=day,
        blocks=(
            Paragraph(
                "Tên trên phiếu là tên đặt ra. Mỗi người lấy vài tờ bất kỳ, đánh dấu như khi bỏ phiếu thật, bằng bút được phát, rồi bỏ vào hộp."
            ),
            Paragraph(
                "Phiếu được quét để đo máy đọc đúng bao nhiêu; không dùng để dạy máy. Không ai ghi tờ nào của ai: không ký, không viết gì khác lên phiếu. "
                "Ảnh có thể được công bố. Ai đổi ý thì báo trước khi bỏ phiếu vào hộp; bỏ rồi thì không tìm lại được tờ của mình."
            ),
            Table(columns, tuple((str(number), "", "", "") for number in range(1, 21))),
        ),
    )


def report(options: argparse.Namespace) -> int:
    """Compare and print; these figures stand apart from those of simulated marks."""
    from daihoi.paper.pens import keyed_from, measured
    from daihoi.paper.reading import READER_VERSION

    layout, kit = (_object(options.kit / name) for name in ("layout.json", "kit.json"))
    first, second = (keyed_from(text_of(path), layout, str(path)) for path in (options.first, options.second))
    if options.first.resolve() == options.second.resolve():
        raise RuleViolation("pens.same_keying", _("Hai biểu nhập là một tệp. Hai người phải nhập riêng, không xem của nhau."))
    found = measured(layout, rows_of(options.readings), first, second, sheets=int(kit["sheets"])).as_dict() | {"reader": READER_VERSION}
    if options.out:
        with written_whole(options.out) as out:
            out.write(json.dumps(found, ensure_ascii=False) + "\n")
    print(json.dumps(found, ensure_ascii=False) if options.json else in_words(found))
    return 0


def _object(path: Path) -> dict[str, Any]:
    """One JSON object of the kit."""
    try:
        return dict(json.loads(text_of(path)))
    except (ValueError, TypeError) as fault:
        raise RuleViolation(
            "pens.kit", _("{path}: không phải tệp của bộ nét bút thật. Dùng thư mục do `daihoi pens print` viết."), path=path
        ) from fault


def in_words(found: Mapping[str, Any]) -> str:
    """The report as a table for people."""
    head = f"{'':<28}{'positions':>11}{'right':>9}{'to people':>11}{'wrong':>8}{'settled':>9}{'differ':>8}"
    rows = [("", found), *((f"{row['what']}: {row['name']}", row) for row in found["by"])]
    lines = [
        f"{name:<28}{row['positions']:>11}{row['right']:>9}{row['to_people']:>11}{row['wrong']:>8}{row['settled']:>9}{row['keyers_differ']:>8}"
        for name, row in rows
    ]
    tail = (
        f"{found['keyed_sheets']} of {found['sheets']} sheets keyed by two people, {found['refused_sheets']} refused; wrong below "
        f"{found['bound95']:.2e} (95 %). Marks by real hands; never add these figures to simulated ones."
    )
    return "\n".join([head, *lines, tail])
