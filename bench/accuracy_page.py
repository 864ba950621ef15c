"""docs/accuracy.md by parts: each measurement writes its own part, and leaves the others as they are."""

import datetime
from pathlib import Path

from bench.report import machine, version

PAGE = Path("docs/accuracy.md")


def put(part: str, command: str, text: str) -> None:
    """Write one part of the page: what was measured, by which command, when and where."""
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    page = PAGE.read_text(encoding="utf-8")
    if begin not in page or end not in page:
        raise ValueError(f"{PAGE} has no part named {part}: it needs the lines {begin} and {end}.")
    before, _begin, rest = page.partition(begin)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    head = f"- Command: `{command}`\n- Date: {today}. Version: {version()}. Machine: {machine()}.\n"
    PAGE.write_text(f"{before}{begin}\n\n{head}\n{text.strip()}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")
