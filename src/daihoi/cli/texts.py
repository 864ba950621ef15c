"""`daihoi charters`, `figures` and `check`: rule sets with their sources, figures and faults of a text (bộ quy tắc, kiểm tra văn bản)."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from daihoi.cli.files import unreadable
from daihoi.rules import charter as charters
from daihoi.rules.adoption import rule_words
from daihoi.rules.errors import ERROR, RuleViolation, _

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

    from daihoi.rules.checks import Report


def run(command: str, argv: Sequence[str]) -> int:
    """Run one command; wrong usage ends with code 2."""
    handlers = {"charters": show_charters, "figures": check_figures, "check": check_report}
    return handlers[command](argv)


def show_charters(argv: Sequence[str]) -> int:
    """List the rule sets, or every value of one with its source."""
    parser = argparse.ArgumentParser("daihoi charters", description="list the rule sets, or one with every value and its source")
    parser.add_argument("name", nargs="?", help="a rule set, such as dcsvn-2025")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if options.name is None:
        rows: list[dict[str, object]] = [charter_row(charters.load(name)) for name in charters.names()]
        text = "\n".join(f"{row['name']:<14}{row['title']}" for row in rows)
        print(json.dumps(rows, ensure_ascii=False) if options.json else text)
        return 0
    charter = charters.load(options.name)
    if options.json:
        print(json.dumps(charter_row(charter) | {"rules": [rule_row(rule) for rule in charter.rules.values()]}, ensure_ascii=False))
        return 0
    print(f"{charter.name}: {charter.title}\n")
    for rule in charter.rules.values():
        mark = " " if rule.confirmed else "?"
        print(
            f"{mark} {rule.title}: {rule_words(rule)}\n    {rule.key} · {rule.rule} · {rule.source}"
            + (f" · {rule.note}" if rule.note else "")
        )
    print(_("\n? chưa xác nhận: đại hội tự thông qua giá trị này và được đổi, có ghi lý do."))
    return 0


def charter_row(charter: charters.Charter) -> dict[str, object]:
    """Give one rule set as plain data."""
    documents = [
        {"number": each.number, "date": each.date.isoformat(), "body": each.body, "title": each.title}
        for each in charter.documents.values()
    ]
    return {"name": charter.name, "title": charter.title, "digest": charter.digest, "documents": documents}


def rule_row(rule: charters.RuleValue) -> dict[str, object]:
    """Give one value with its source as plain data."""
    return {
        "key": rule.key,
        "value": list(rule.value) if isinstance(rule.value, tuple) else rule.value,
        "title": rule.title,
        "rule": rule.rule,
        "source": rule.source,
        "confirmed": rule.confirmed,
        "choices": list(rule.choices),
        "note": rule.note,
    }


def check_figures(argv: Sequence[str]) -> int:
    """Check every share and sum of a text; code 1 where one is wrong."""
    from daihoi.rules.figures import check_text

    parser = argparse.ArgumentParser("daihoi figures", description="check every share and sum of a text")
    parser.add_argument("file", type=Path, metavar="FILE.txt|FILE.docx|FILE.pdf")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    answer = check_text(text_of(options.file))
    print(json.dumps(answer, ensure_ascii=False) if options.json else in_words(answer))
    return 1 if answer["findings"] else 0


def check_report(argv: Sequence[str]) -> int:
    """Point at the places of a report that should be looked at again; code 1 where there is one."""
    from daihoi.rules.checks import check, shipped

    parser = argparse.ArgumentParser("daihoi check", description="point at figures, lists, limits and repetitions to look at again")
    parser.add_argument("report", type=Path, metavar="REPORT.txt|.docx|.pdf")
    parser.add_argument("--against", type=Path, metavar="OTHER", help="another text, to find what is repeated")
    parser.add_argument("--facts", type=Path, metavar="FACTS.json", help="figures of the data, or an answer of `daihoi progress --json`")
    parser.add_argument("--kind", choices=sorted(shipped().kinds), help="the kind of document; told by its title without it")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    against = text_of(options.against) if options.against else None
    report = check(text_of(options.report), against, facts_of(options.facts) if options.facts else None, options.kind)
    print(json.dumps(report.as_dict(), ensure_ascii=False) if options.json else remarks_in_words(report))
    return 1 if report.findings else 0


def facts_of(path: Path) -> object:
    """Read FACTS.json, or refuse with the way out."""
    if not path.is_file():
        raise RuleViolation("check.no_facts", _("{file}: không có tệp này. Hãy kiểm lại đường dẫn."), file=str(path))
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as fault:
        raise broken(path, ".json") from fault


def remarks_in_words(report: "Report") -> str:
    """Write the remarks for people, the place first."""
    from daihoi.rules.checks.report import span

    lines = []
    for found in report.findings:
        lines.append(
            f"{'✗' if found.level == ERROR else '?'} dòng {span((found.line, found.end_line))} [{found.code}, {found.rule}] {found.why}\n    {found.text}"
        )
    if report.overlap.passages:
        share = report.overlap.share.replace(".", ",") + "%"
        lines.append(_("Trùng với văn bản đối chiếu: {share} số chữ.").format(share=share))
    minutes, seconds = divmod(report.seconds, 60)
    read = _("{words} chữ, đọc hết khoảng {minutes} phút {seconds} giây.").format(words=report.words, minutes=minutes, seconds=seconds)
    return "\n".join([*(lines or [_("Không thấy chỗ nào cần xem lại.")]), read])


def in_words(answer: dict[str, object]) -> str:
    """Write the answer for people."""
    lines = []
    for pair in rows_of(answer, "pairs"):
        ok = "✓" if pair["ok"] else "✗"
        computed, printed = (str(pair[name]).replace(".", ",") for name in ("computed", "printed"))
        lines.append(f"{ok} dòng {pair['line']}: {pair['part']}/{pair['whole']} = {computed}% (ghi {printed}%)  {pair['text']}")
    for found in rows_of(answer, "sums"):
        parts = found["parts"]
        added = " + ".join(str(part) for part in parts) if isinstance(parts, list) else ""
        lines.append(f"{'✓' if found['ok'] else '✗'} dòng {found['line']}: {added} = {found['total']}  {found['text']}")
    findings = [str(found["message"]) for found in rows_of(answer, "findings")]
    return "\n".join([*lines, *findings]) or _("Không thấy tỷ lệ hoặc tổng nào có đủ số để kiểm tra.")


def rows_of(answer: dict[str, object], name: str) -> list[dict[str, object]]:
    """Take one list of the answer."""
    rows = answer[name]
    return rows if isinstance(rows, list) else []


def text_of(path: Path) -> str:
    """Read the text of a file by its kind, or refuse with the way out."""
    readers = {".txt": plain_text, ".md": plain_text, ".docx": docx_text, ".pdf": pdf_text}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise RuleViolation(
            "figures.kind", _("{file}: chỉ đọc được .txt, .docx và .pdf. Hãy lưu văn bản thành một trong các loại này."), file=str(path)
        )
    if not path.is_file():
        raise RuleViolation("figures.no_file", _("{file}: không có tệp này. Hãy kiểm lại đường dẫn."), file=str(path))
    try:
        text = reader(path)
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if not text.strip():
        raise RuleViolation("figures.empty", _("{file}: không có chữ nào để kiểm tra. Hãy chọn tệp có nội dung văn bản."), file=str(path))
    return text


BROKEN = {
    ".txt": _("{file}: không phải văn bản mã hóa UTF-8. Hãy mở tệp, chọn lưu lại với bảng mã UTF-8 rồi chạy lại."),
    ".docx": _("{file}: không phải tệp Word, hoặc tệp hỏng. Hãy mở bằng Word hay LibreOffice, lưu lại thành .docx rồi chạy lại."),
    ".pdf": _("{file}: không phải tệp PDF, tệp hỏng hoặc có mật khẩu. Hãy xuất lại PDF không đặt mật khẩu rồi chạy lại."),
    ".json": _("{file}: không phải tệp JSON đúng cú pháp. Hãy lấy lại tệp, ví dụ bằng `daihoi progress --json`."),
}


def broken(path: Path, kind: str) -> RuleViolation:
    """Refuse a file that cannot be read as what its name promises."""
    return RuleViolation("figures.broken", BROKEN[kind], file=str(path))


def plain_text(path: Path) -> str:
    """Read a text in UTF-8, with or without a mark at its beginning."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise broken(path, ".txt") from fault


def docx_text(path: Path) -> str:
    """Read paragraphs and table rows of a Word file, one a line, in their order."""
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    from daihoi.office.word_text import WordText

    try:
        document = Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as fault:
        raise broken(path, ".docx") from fault
    lines, words = [], WordText(document)
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += ["; ".join(dict.fromkeys("\n".join(map(words.lines_of, cell._tc.p_lst)) for cell in row.cells)) for row in part.rows]
        else:
            text = words.lines_of(part._p)
            lines.append(f"- {text}" if is_item(part) and text else text)
    return "\n".join(lines)


def is_item(paragraph: "Paragraph") -> bool:
    """Say whether Word draws the mark of a list before a paragraph; the text itself has none."""
    style, properties = str(paragraph.style and paragraph.style.name), paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    return style.startswith("List") or (numbered and not style.startswith("Heading"))


def pdf_text(path: Path) -> str:
    """Read the text layer of a PDF file; a picture of a text has none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as fault:
        raise broken(path, ".pdf") from fault
    text = "\n".join(pages)
    if not text.strip():
        raise RuleViolation("figures.no_text", _("{file}: bản quét không có chữ. Hãy dùng bản gốc có chữ."), file=str(path))
    return text
