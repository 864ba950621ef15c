"""Paper without paper: prints are made once, planned sheets are read from their plan; `real_paper` uses printer and reader."""

from functools import lru_cache

import pytest

from daihoi.foundation.ballots import reader
from daihoi.foundation.ballots.services import opening
from daihoi.paper.printing import print_ballot
from daihoi.paper.reading import PageReader
from tests.foundation.ballots.pile import PLANNED, planned_line


@lru_cache(maxsize=16)
def _print_once(contest, charter_name, page_size, specimen):
    from daihoi.rules import charter

    return print_ballot(contest, charter.load(charter_name), page_size=page_size, code="THUNGHIE", letter="A", specimen=specimen)


class PlannedReader:
    """Reads planned sheets from their plan, and every other page as the real reader does."""

    def __init__(self, layout):
        self.layout, self.real = layout, None

    def read(self, page, *, with_ink=False):
        """The line of one page."""
        if page.digest in PLANNED:
            return planned_line(self.layout, page.source, page.digest)
        self.real = self.real or PageReader(self.layout)
        return self.real.read(page, with_ink=with_ink)


@pytest.fixture
def real_paper():
    """Use the real printer and the real reader."""


@pytest.fixture(autouse=True)
def _quick_paper(request, monkeypatch):
    if "real_paper" in request.fixturenames:
        return
    monkeypatch.setattr(reader, "PageReader", PlannedReader)

    def quick(contest, charter, *, page_size, code, letter, specimen=False):
        return _print_once(contest, charter.name, page_size, specimen)

    monkeypatch.setattr(opening, "print_ballot", quick)
