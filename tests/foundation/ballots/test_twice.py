"""A paper scanned twice in the hall: named, shown beside the first picture, decided by two people; its ink lies under the key of the vote (0008)."""

import pytest
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.contents import opened, opened_inks
from daihoi.foundation.ballots.models import Reading
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.questions import questions_of
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.files.services import destroy_key
from daihoi.foundation.journal.models import Entry
from daihoi.paper.printing import PrintedBallot
from daihoi.paper.simulation import simulate_sheet
from daihoi.rules.errors import RuleViolation
from tests.foundation.ballots.pile import answer, counting_vote, scanned
from tests.make import signed_in

pytestmark = pytest.mark.django_db

NAMES = tuple(f"Nguyễn Văn {given}" for given in ("An", "Bình", "Châu", "Dung", "Giang", "Hải", "Lan", "Minh", "Nga", "Oanh"))
HABITS = ("level", "slanted", "wavy", "double", "zigzag")


@pytest.fixture
def vote(real_paper):
    """A vote on ten names; seven ballots in the box, all with the same five names struck."""
    return counting_vote(returned=7, issued=7, copies=7, names=NAMES, seats=6)


def paper(vote, voter, again=None):
    """The scan of one voter's paper, the first time or another time."""
    printed = PrintedBallot(vote.poll.ballot.read(), vote.poll.layout)
    return simulate_sheet(printed, dict.fromkeys(range(1, 6), HABITS[voter % 5]), seed=[voter, 4], again=again, damages={}).pages[0]


@pytest.fixture
def doubled(vote):
    """Two bundles: the second holds the third paper of the first once more."""
    first = scanned(vote, *(paper(vote, voter) for voter in range(5)))
    second = scanned(vote, paper(vote, 5), paper(vote, 6), paper(vote, 2, again=1), hand_count=2)
    return vote, first, second


def test_two_people_find_that_it_is_one_paper(doubled):
    vote, _first, second = doubled
    asked = next(each for each in questions_of(vote.again()) if each.why == "likely_duplicate")
    assert (asked.why, asked.ballot, asked.beside) == ("likely_duplicate", 8, ("L01-003#1",))
    assert second.repeats == {"L02-003#1": "L01-003#1"}
    assert Entry.objects.filter(act="ballots.batch_read").latest("seq").facts["repeats"] == 1
    assert accounts_of(vote.again()).unread == -1
    services.claim(actor=vote.members[0], poll=vote.again(), question=asked.key)
    client = signed_in(vote.members[0])
    text = client.get(reverse("ballots:doubt", args=[vote.poll.pk, asked.key])).content.decode()
    for words in (
        "một tờ giấy quét hai lần, hay hai tờ khác nhau?",
        "Tờ đã quét trước",
        "Phiếu 3 · Lô 1, tờ 3 · scan-003.jpg#1",
        "Phiếu 8 · Lô 2, tờ 3 · scan-003.jpg#1",
    ):
        assert words in text
    assert client.get(reverse("ballots:picture", args=[vote.poll.pk, asked.key, "ben-0"]))["Content-Type"] == "image/png"
    for member in vote.members[:2]:
        answer(vote, member, asked.key, "discard:duplicate")
    assert decisions_of(vote.again()) == [{"source": "L02-003#1", "discard": "duplicate"}]
    assert {found.code for found in closing_findings(vote.again())} <= {"ballots.open_mark", "ballots.open_sheet"}


def test_two_people_find_that_they_are_two_papers(doubled):
    vote, first, _second = doubled
    asked = next(each for each in questions_of(vote.again()) if each.why == "likely_duplicate")
    for member in vote.members[:2]:
        answer(vote, member, asked.key, "belongs:8")
    assert "likely_duplicate" not in {each.why for each in questions_of(vote.again())}
    assert decisions_of(vote.again()) == [{"source": asked.source, "belongs_to": 8}]
    services.withdraw_batch(actor=vote.members[0], batch=first, reason="quét lại")
    assert {line["status"] for line in readings_of(vote.again())} == {"read"}
    assert decisions_of(vote.again()) == []


def test_the_ink_lies_under_the_key_of_the_vote_and_in_no_reading(doubled):
    vote, first, _second = doubled
    row = Reading.objects.filter(scan__batch=first).first()
    assert "ink" not in opened(vote.poll, [row.content])[0]
    assert opened_inks(vote.poll, [row.ink])[0].isascii()
    assert all("ink" not in line for line in readings_of(vote.again()))
    destroy_key(vote.poll.key)
    with pytest.raises(RuleViolation):
        opened_inks(vote.poll, [row.ink])
