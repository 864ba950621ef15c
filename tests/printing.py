"""One printing of a ballot for all tests that ask for the same one and do not read its code."""

from daihoi.foundation.ballots.services import opening
from daihoi.paper.printing import print_ballot

CODE = "THUNGHIE"
_printed = {}


def print_once(contest, charter, *, page_size, code, letter, specimen=False):
    """Give the ballot as the real printer made it the first time, under one code for all polls."""
    key = (contest, charter.to_toml(), page_size, letter, specimen)
    if key not in _printed:
        _printed[key] = print_ballot(contest, charter, page_size=page_size, code=CODE, letter=letter, specimen=specimen)
    return _printed[key]


def use_one_printing(request, monkeypatch):
    """Print so in this test, unless it asks for `real_paper`; tell whether."""
    if "real_paper" in request.fixturenames:
        return False
    monkeypatch.setattr(opening, "print_ballot", print_once)
    return True
