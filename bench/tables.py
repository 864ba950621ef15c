"""Tables in Markdown, and the parts of a page that measurements write."""

from pathlib import Path


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" if i == 0 else "---:" for i in range(len(head))), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines) + "\n"


def put_part(page: Path, name: str, text: str) -> None:
    """Write one part of a page anew, between its two marks; the rest stays. Refuses a page without that part."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = page.read_text(encoding="utf-8")
    if begin not in whole or end not in whole:
        raise ValueError(f"{page} has no part named {name}: it needs the lines {begin} and {end}.")
    before, _begin, rest = whole.partition(begin)
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
