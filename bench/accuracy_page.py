"""docs/accuracy.md by parts: each measurement writes its own part, and leaves the others as they are."""

import datetime
from pathlib import Path

from bench.report import machine, version
from bench.tables import put_part

PAGE = Path("docs/accuracy.md")


def put(part: str, command: str, text: str) -> None:
    """Write one part of the page: what was measured, by which command, when and where."""
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    head = f"- Command: `{command}`\n- Date: {today}. Version: {version()}. Machine: {machine()}.\n"
    put_part(PAGE, part, f"\n{head}\n{text.strip()}\n")
