"""`daihoi ballot make|read|count|deck`: paper ballots on plain files, without server or database (phiếu giấy)."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import ascii_uppercase
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from daihoi.cli.files import LEVELS, charter_beside, contest_of, named, rows_of, text_of, unwritten, written_whole
from daihoi.cli.practice import PLAN, compare, practice, write_plan
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest, charter_of
from daihoi.rules.errors import RuleViolation, _

if TYPE_CHECKING:
    from daihoi.paper.twice import Kept

DEFAULT_SHEETS = 20


def run(_command: str, argv: Sequence[str]) -> int:
    """Run one of the commands; wrong usage ends with code 2."""
    options = _parser().parse_args(argv)
    handlers = {"make": make, "read": read, "count": count, "deck": deck, "practice": practice, "compare": compare}
    return handlers[options.act](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("daihoi ballot", description="make, read, count paper ballots, print practice decks")
    acts = parser.add_subparsers(dest="act", required=True)
    made = acts.add_parser("make", help="print the ballot of a contest")
    decks = acts.add_parser("deck", help="print a practice deck with its known result")
    trial = acts.add_parser("practice", help="print sheets to mark by hand, with their plan: the loop test of printer and scanner")
    for each in (made, decks, trial):
        each.add_argument("contest", type=Path, metavar="CONTEST.toml")
        each.add_argument("--out", type=Path, required=True, metavar="DIR")
        each.add_argument("--page-size", choices=("A4", "A5"), default="A4")
        each.add_argument("--letter", choices=tuple(ascii_uppercase), default="A")
        each.add_argument("--code", help="the election's code; by default it follows from list and rules")
    made.add_argument("--specimen", action="store_true", help="a sheet that says MẪU and that the reader refuses")
    decks.add_argument("--sheets", type=positive, metavar="N")
    trial.add_argument("--sheets", type=positive, metavar="N")
    against = acts.add_parser("compare", help="compare a scanned practice pile or deck with its plan")
    against.add_argument("kit", type=Path, metavar="DIR")
    against.add_argument("readings", type=Path, metavar="READINGS.jsonl")
    against.add_argument("--json", action="store_true")
    decks.add_argument("--seed", type=int, default=1, metavar="S")
    _add_reading(acts.add_parser("read", help="read scans into READINGS.jsonl"))
    counting = acts.add_parser("count", help="count readings and decisions")
    counting.add_argument("contest", type=Path, metavar="CONTEST.toml")
    counting.add_argument("readings", type=Path, metavar="READINGS.jsonl")
    counting.add_argument("--decisions", type=Path, metavar="DECISIONS.jsonl")
    counting.add_argument("--out", type=Path, metavar="RESULT.json")
    counting.add_argument("--json", action="store_true")
    return parser


def _add_reading(reading: argparse.ArgumentParser) -> None:
    """What the reading of scans asks for."""
    reading.add_argument("layout", type=Path, metavar="layout.json")
    reading.add_argument("images", type=Path, nargs="+", metavar="IMAGES")
    reading.add_argument("--out", type=Path, required=True, metavar="READINGS.jsonl")
    reading.add_argument("--workers", type=positive, default=1, metavar="N")
    reading.add_argument(
        "--reader", choices=("first", "both"), default="both", help="the first reader alone, or two unlike ones that must agree"
    )
    reading.add_argument("--cluster", metavar="ADDRESS", help="scheduler of Dask distributed whose workers read")
    reading.add_argument(
        "--keep", type=Path, metavar="DIR", help="with --cluster: folder of finished portions; a stopped run goes on from there"
    )
    reading.add_argument("--debug-dir", type=Path, metavar="D", help="pictures of doubtful marks and of pages set aside")


def positive(text: str) -> int:
    """Read a number from one on."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def make(options: argparse.Namespace) -> int:
    """Write ballot.pdf, layout.json, contest.toml and charter.toml; for ballots of several leaves print-run.pdf too."""
    from daihoi.paper.printing import election_code, print_ballot

    contest = contest_of(options.contest)
    charter = charter_of(contest)
    _tell_findings(contest, charter)
    code = options.code or election_code(contest, charter)
    printed = print_ballot(contest, charter, page_size=options.page_size, code=code, letter=options.letter, specimen=options.specimen)
    folder = _folder(options.out)
    (folder / "ballot.pdf").write_bytes(printed.pdf)
    if printed.run:
        (folder / "print-run.pdf").write_bytes(printed.run)
        message = _("Phiếu có nhiều tờ: in từ print-run.pdf, mỗi lượt 8 phiếu mang 8 ký hiệu khác nhau.")
        print(message, file=sys.stderr)
    _write(folder / "layout.json", _json(printed.layout))
    _write(folder / "contest.toml", contest.to_toml())
    _write(folder / "charter.toml", charter.to_toml())
    return 0


def read(options: argparse.Namespace) -> int:
    """Read every page image into one line."""
    from daihoi.paper.pages import scan_files

    layout = _layout(options.layout)
    missing = [path for path in options.images if not path.exists()]
    if missing:
        raise RuleViolation("file.missing", _("{path}: không có tệp hay thư mục này. Hãy xem lại đường dẫn."), path=missing[0])
    files = scan_files(options.images)
    if not files:
        raise RuleViolation(
            "scan.none",
            _("{path}: không có tệp quét nào (PDF, TIFF, PNG, JPEG). Hãy chỉ tới tệp quét hoặc thư mục chứa chúng."),
            path=options.images[0],
        )
    with written_whole(options.out) as out, TemporaryFile("w+", encoding="utf-8") as lines:
        kept: list[Kept] = []
        for line in _lines(options, layout, files, kept):
            lines.write(_json(line) + "\n")
        lines.seek(0)
        out.writelines(_with_repeats(lines, kept))
    print(file=sys.stderr)
    if options.debug_dir:
        from daihoi.paper.debugging import write_pictures

        write_pictures(layout, files, rows_of(options.out), _folder(options.debug_dir))
    return 0


def _with_repeats(lines: Iterable[str], kept: list["Kept"]) -> Iterator[str]:
    """The lines as they were read, pages of a paper that was likely scanned twice set aside (docs/decisions/0008-twice.md)."""
    from daihoi.paper.twice import repeated, set_aside_again

    repeats = repeated(kept)
    if not repeats:
        yield from lines
        return
    print(_("{n} trang có nét bút giống hệt trang đã quét trước, để riêng chờ người xét.").format(n=len(repeats)), file=sys.stderr)
    yield from (_json(line) + "\n" for line in set_aside_again(map(json.loads, lines), repeats))


def _lines(options: argparse.Namespace, layout: dict[str, object], files: list[Path], kept: list["Kept"]) -> Iterator[dict[str, object]]:
    """The readings, made on this machine or by the workers of a scheduler."""
    from daihoi.paper.reading import read_files

    both = options.reader == "both"
    if not options.cluster:
        return read_files(layout, files, workers=options.workers, both=both, progress=_progress, kept=kept)
    from daihoi.paper.cluster import read_on

    keep = options.keep or options.out.with_name(f"{options.out.name}.portions")
    return read_on(options.cluster, layout, files, keep=keep, both=both, progress=_progress, kept=kept)


def count(options: argparse.Namespace) -> int:
    """Count readings and decisions into RESULT.json."""
    from daihoi.rules.counting import count as counted

    contest = contest_of(options.contest)
    charter = charter_beside(options.contest, contest)
    readings = rows_of(options.readings)
    decisions = rows_of(options.decisions) if options.decisions else []
    files = {"READINGS": options.readings, "DECISIONS": options.decisions}
    result = named(files, lambda: counted(contest, charter, readings, decisions))
    if options.out:
        _write(options.out, _json(result))
    print(_json(result) if options.json else _in_words(contest, result))
    return 0


def deck(options: argparse.Namespace) -> int:
    """Write deck.pdf, layout.json and expected.json."""
    from daihoi.paper.decks import DECK_NAME, practice_deck
    from daihoi.paper.printing import election_code
    from daihoi.rules.counting import count as counted

    contest = contest_of(options.contest)
    charter = charter_beside(options.contest, contest)
    _tell_findings(contest, charter)
    made = practice_deck(
        contest,
        charter,
        page_size=options.page_size,
        code=options.code or election_code(contest, charter),
        letter=options.letter,
        sheets=options.sheets or contest.returned or DEFAULT_SHEETS,
        seed=options.seed,
    )
    expected = counted(contest, charter, made.readings, [])
    folder = _folder(options.out)
    (folder / DECK_NAME).write_bytes(made.pdf)
    _write(folder / "layout.json", _json(made.layout))
    _write(folder / "expected.json", _json(expected))
    write_plan(folder / PLAN, made.plan, charter.number("loop_test.doubtful_percent") if "loop_test.doubtful_percent" in charter else 0)
    return 0


def _tell_findings(contest: Contest, charter: Charter) -> None:
    """Breaches of a list rule are told and never refused: the congress answers for its list."""
    from daihoi.paper.words import words_findings
    from daihoi.rules.contests import form_of
    from daihoi.rules.slate import list_findings

    for finding in (*list_findings(contest, charter), *words_findings(contest, form_of(contest, charter))):
        print(f"{LEVELS[finding.level]}: {finding.message}", file=sys.stderr)


def _layout(path: Path) -> dict[str, object]:
    """The layout of a file, with what the reader needs of it."""
    try:
        layout = json.loads(text_of(path))
        missing = [name for name in ("form", "page_mm", "code", "pages") if name not in layout]
        missing += [name for page in layout.get("pages", []) for name in ("print", "marks", "payload") if name not in page]
    except (ValueError, AttributeError, TypeError) as fault:
        message = _("{path}: không phải tệp bố cục phiếu. Hãy dùng layout.json do `daihoi ballot make` viết.")
        raise RuleViolation("layout.broken", message, path=path) from fault
    if missing:
        raise RuleViolation(
            "layout.incomplete", _("{path}: thiếu «{name}». Hãy dùng layout.json do `daihoi ballot make` viết."), path=path, name=missing[0]
        )
    return dict(layout)


def _folder(path: Path) -> Path:
    """A folder to write to."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise unwritten(path, fault) from fault
    return path


def _write(path: Path, text: str) -> None:
    with written_whole(path) as out:
        out.write(text if text.endswith("\n") else text + "\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _progress(pages: int) -> None:
    """How many pages are read, on standard error."""
    print("\r" + _("Đã đọc {n} trang").format(n=pages), end="", file=sys.stderr, flush=True)


def _in_words(contest: Contest, result: Mapping[str, object]) -> str:
    """The result as a table for people."""
    with_against = result["form"] in {"agree_disagree", "single"}
    reasons = result["invalid_reasons"]
    head = [
        ", ".join(text for text in (contest.unit, contest.title) if text),
        f"Phát ra {result['issued']}, thu về {result['returned']}; "
        f"hợp lệ {result['valid']}, không hợp lệ {result['invalid']}, còn phải xét {result['pending']}.",
        *(f"  không hợp lệ vì {reason}: {number}" for reason, number in (reasons.items() if isinstance(reasons, Mapping) else ())),
        f"Cần {result['needed']} phiếu trên {result['base']}.",
    ]
    rows = [_row(vote, result, with_against=with_against) for vote in _mappings(result["votes"])]
    notes = [f"{LEVELS[str(finding['level'])]}: {finding['message']}" for finding in _mappings(result["findings"])]
    return "\n".join([*head, *rows, *notes, f"Mã kết quả: {result['digest']}"])


def _row(vote: Mapping[str, object], result: Mapping[str, object], *, with_against: bool) -> str:
    """One person: elected ✓, alternate +, tied =."""
    mark = "✓" if vote["elected"] else " "
    for name, sign in (("alternates", "+"), ("tied", "=")):
        numbers = result[name]
        mark = sign if isinstance(numbers, list) and vote["candidate"] in numbers else mark
    against = f" {vote['against']:>6}" if with_against else ""
    percent = str(vote["percent_of_base"]).replace(".", ",")
    return f"{mark} {vote['candidate']:>3}  {vote['name']!s:<34} {vote['for']:>6}{against}  {percent:>7} %"


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
