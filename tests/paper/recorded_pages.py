"""Pages that were kept as they were read once, each with what was drawn on it: no change of the simulation changes them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from daihoi.paper.accuracy.forms import printed
from daihoi.paper.pages import Page, pages
from daihoi.paper.reading import PageReader
from daihoi.paper.simulation import Verdict, judge

FOLDER = Path(__file__).parent / "recorded"


@cache
def truths() -> dict[str, Any]:
    """Form, page number and marks of every kept page, by its name."""
    found: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return found


def picture(name: str) -> Page:
    """The kept picture of a page."""
    (path,) = FOLDER.glob(f"{name}.*")
    return next(iter(pages(path.name, path.read_bytes())))


def read(name: str, *, both: bool) -> tuple[dict[str, Any], list[Verdict]]:
    """The reading of a kept page, by one reader or by both, and what became of its fields."""
    truth = truths()[name]
    line = PageReader(printed(truth["form"]).layout, both=both).read(picture(name))
    return line, judge(truth, line)
