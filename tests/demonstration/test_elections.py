"""The three elections of the demonstration stand in three states, for four kinds of people."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.queries import planned_history, track
from daihoi.cycle.elections.models import Contest
from daihoi.demonstration import accounts, elections
from daihoi.demonstration.people import PEOPLE
from daihoi.foundation.organization.models import Person
from daihoi.paper.pages import pages


@pytest.fixture
def small(monkeypatch, settings, tmp_path):
    """A hall of twelve ballots instead of 195."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(elections, "RETURNED", 12)
    for name in ("COMMITTEE_HALL", "DELEGATES_HALL"):
        monkeypatch.setattr(elections, name, dataclasses.replace(getattr(elections, name), returned=12))
    return tmp_path


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db
def test_one_is_certified_one_waits_for_scans_one_list_is_open(small):
    accounts.build(lambda _text: None)
    elections.build(lambda _text: None)
    found = {contest.letter: contest for contest in Contest.objects.select_related("poll")}
    states = {letter: contest.poll.state if contest.poll else "open" for letter, contest in found.items()}
    assert states == {"A": "closed", "B": "counting", "C": "open"}
    assert [(contest.candidates.count(), contest.seats, contest.base) for _letter, contest in sorted(found.items())] == [
        (31, 27, 197),
        (15, 15, 197),
        (1, 1, 197),
    ]
    result = found["A"].result
    assert (result.outcome["valid"] + result.outcome["invalid"], result.outcome["pending"], result.signatures.count()) == (12, 0, 2)
    scans = [scan for path in sorted(Path(small).rglob("*.pdf")) for scan in pages(path.name, path.read_bytes())]
    assert len(scans) == 12
    before = Contest.objects.count()
    elections.build(lambda _text: None)
    assert Contest.objects.count() == before


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db
def test_the_congress_of_sa_dec_was_moved_twice_with_reasons():
    accounts.build(lambda _text: None)
    congress = elections.ensure_congress()
    assert [(plan.planned, bool(plan.reason)) for plan in planned_history(congress)] == [
        (date(2020, 7, 29), True),
        (date(2020, 7, 15), True),
        (date(2020, 6, 10), False),
    ]
    assert [str(step.stage) for step in track(congress) if step.state == "done"] == ["called", "prepared", "contents_approved", "held"]
    assert (congress.pilot, congress.ordinal, Congress.objects.filter(unit__code="DT-SD").count()) == (True, 12, 1)


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db
def test_every_account_is_marked_as_demonstration():
    accounts.build(lambda _text: None)
    made = [accounts.ensure(account) for account in accounts.ACCOUNTS]
    assert {user.is_demonstration for user in made} == {True}
    assert set(PEOPLE.values()) == {account.username for account in accounts.ACCOUNTS}
    assert not Person.objects.filter(is_demonstration=False).exists()
