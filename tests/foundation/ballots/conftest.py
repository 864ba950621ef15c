"""Paper without paper: prints are made once, planned sheets are read from their plan; `real_paper` uses printer and reader."""

import pytest

from daihoi.foundation.ballots import reader
from daihoi.paper.reading import PageReader
from tests.foundation.ballots.pile import PLANNED, planned_line
from tests.printing import use_one_printing


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


@pytest.fixture(autouse=True)
def _quick_paper(request, monkeypatch):
    if use_one_printing(request, monkeypatch):
        monkeypatch.setattr(reader, "PageReader", PlannedReader)
