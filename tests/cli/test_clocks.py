"""What the installation does by the clock goes on after a round that failed."""

import threading

import pytest

from daihoi.cli import serving

CLOCKS = {
    "remind_by_the_clock": "daihoi.foundation.assignments.clock.remind_when_due",
    "seal_by_the_clock": "daihoi.foundation.journal.services.seal_daily",
    "book_by_the_clock": "daihoi.cycle.tracking.services.is_worth_a_book",
    "freeze_by_the_clock": "daihoi.cycle.reporting.services.freeze_due",
}


@pytest.mark.parametrize(("clock", "work"), CLOCKS.items())
def test_a_round_that_fails_ends_no_clock(monkeypatch, capsys, clock, work):
    stopping, rounds = threading.Event(), []

    def fails():
        rounds.append(1)
        if len(rounds) == 2:
            stopping.set()
        raise ValueError("a letter that cannot be written")

    monkeypatch.setattr(work, fails)
    for name in ("REMIND_EVERY", "SEAL_EVERY", "BOOK_EVERY", "FREEZE_EVERY"):
        monkeypatch.setattr(serving, name, 0)
    getattr(serving, clock)(stopping)
    assert (len(rounds), capsys.readouterr().err.count("ValueError")) == (2, 2)
