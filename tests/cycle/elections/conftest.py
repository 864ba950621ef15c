"""Ballots of these tests are printed once for all of them: what is counted is given, not read from paper."""

import pytest

from tests.printing import use_one_printing


@pytest.fixture(autouse=True)
def _one_printing(request, monkeypatch):
    use_one_printing(request, monkeypatch)
