"""Ballots of several leaves in the counting hall: leaves that do not come out whole go to people, and count as they say (0007)."""

import pytest
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.pictures import picture_of
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.questions import pile_of, questions_of
from daihoi.foundation.ballots.queries.readings import decisions_of
from daihoi.rules.contests import charter_of
from daihoi.rules.counting import count
from tests.foundation.ballots.pile import answer, counting_vote, scanned, sheet
from tests.make import signed_in

pytestmark = pytest.mark.django_db

NAMES = tuple(
    f"Nguyễn Văn {first} {second}" for first in ("An", "Bình", "Châu", "Dung", "Hải", "Lan") for second in "ABCDEFGHIJKLMNOPQRSTUVWX"
)


@pytest.fixture
def vote():
    """A vote on 144 names: two leaves a ballot, two ballots in the box."""
    return counting_vote(returned=2, issued=2, copies=2, names=NAMES, seats=140)


def leaf(vote, number, symbol, *struck, seed=0):
    """The two sides of a leaf."""
    return [sheet(vote.poll, struck=struck, seed=seed * 10 + page, page=page, symbol=symbol) for page in (2 * number - 1, 2 * number)]


def both(vote, key, said):
    for member in vote.members[:2]:
        answer(vote, member, key, said)


def counted(vote):
    """Valid ballots and for how many people each name below stands."""
    from daihoi.foundation.ballots.queries.polls import contest_of

    contest = contest_of(vote.again())
    pile = pile_of(vote.again())
    result = count(contest, charter_of(contest), pile.readings, pile.decisions)
    return result["valid"], result["pending"], {row["candidate"]: row["for"] for row in result["votes"]}


def test_two_whole_ballots_in_reverse_order_need_nobody(vote):
    assert (vote.poll.pages_a_ballot, vote.poll.leaves_a_ballot) == (4, 2)
    scanned(
        vote,
        *leaf(vote, 2, 1, 144),
        *leaf(vote, 1, 1, 1, 2, 3),
        *leaf(vote, 2, 2, 144, seed=1),
        *leaf(vote, 1, 2, 1, 2, 3, seed=1),
        hand_count=2,
    )
    assert (questions_of(vote.again()), closing_findings(vote.again())) == ([], [])


def test_swapped_leaves_are_given_to_their_ballots_by_two_people(vote):
    first, second = leaf(vote, 1, 1, 1, 2, 3, 4), leaf(vote, 1, 2, 1, 2, 3, 5, seed=1)
    scanned(vote, *first, *leaf(vote, 2, 2, 144, seed=1), *second, *leaf(vote, 2, 1, 143), hand_count=2)
    asked = questions_of(vote.again())
    assert [(each.ballot, len(each.mates), len(each.beside), each.ballots) for each in asked] == [
        (1, 1, 3, (1, 2)),
        (1, 1, 3, (1, 2)),
        (2, 1, 3, (2, 1)),
        (2, 1, 3, (2, 1)),
    ]
    assert accounts_of(vote.again()).unread == 0
    for each, ballot in zip(asked, (1, 2, 2, 1), strict=True):
        both(vote, each.key, f"belongs:{ballot}")
    assert questions_of(vote.again()) == []
    assert len(decisions_of(vote.again())) == 8
    valid, pending, votes = counted(vote)
    assert (valid, pending, votes[1], votes[4], votes[5], votes[143], votes[144]) == (2, 0, 0, 1, 1, 1, 1)


def test_a_missing_leaf_keeps_its_ballot_open(vote):
    scanned(vote, *leaf(vote, 1, 1, 1, 2, 3), *leaf(vote, 1, 2, 1, 2, 3, seed=1), *leaf(vote, 2, 2, 144, seed=1), hand_count=2)
    assert [(each.ballot, each.why) for each in questions_of(vote.again())] == [(1, "missing_page")]
    assert "ballots.hand_count_differs" in {found.code for found in closing_findings(vote.again())}


def test_a_leaf_twice_is_chosen_by_people(vote):
    twice = leaf(vote, 1, 1, 1, 2, 3, seed=5)
    scanned(
        vote,
        *leaf(vote, 1, 1, 1, 2, 3),
        *twice,
        *leaf(vote, 2, 1, 144),
        *leaf(vote, 1, 2, 1, 2, 3, seed=1),
        *leaf(vote, 2, 2, 144, seed=1),
        hand_count=2,
    )
    asked = questions_of(vote.again())
    assert [(each.ballot, each.page, each.why) for each in asked] == [
        (1, 1, "page_twice"),
        (1, 1, "page_twice"),
        (1, 2, "page_twice"),
        (1, 2, "page_twice"),
    ]
    for each in (asked[1], asked[3]):
        both(vote, each.key, "discard:duplicate")
    assert (questions_of(vote.again()), closing_findings(vote.again())) == ([], [])


def test_the_card_of_a_leaf_shows_the_leaves_beside_it(vote):
    scanned(
        vote,
        *leaf(vote, 1, 1, 1, 2, 3),
        *leaf(vote, 2, 2, 144, seed=1),
        *leaf(vote, 1, 2, 1, 2, 3, seed=1),
        *leaf(vote, 2, 1, 144),
        hand_count=2,
    )
    asked = questions_of(vote.again())[0]
    services.claim(actor=vote.members[0], poll=vote.again(), question=asked.key)
    client = signed_in(vote.members[0])
    text = client.get(reverse("ballots:doubt", args=[vote.poll.pk, asked.key])).content.decode()
    assert "Tờ này thuộc phiếu nào?" in text
    assert "Thuộc phiếu 2" in text
    assert "Phiếu 1, tờ 1/2, ký hiệu tròn" in text
    assert "Phiếu 1, tờ 2/2, ký hiệu khung vuông" in text
    picture = reverse("ballots:picture", args=[vote.poll.pk, asked.key, "ben-0"])
    assert client.get(picture)["Content-Type"] == "image/png"
    assert client.get(reverse("ballots:picture", args=[vote.poll.pk, asked.key, "ben-9"])).status_code == 404
    assert signed_in(vote.members[1]).get(picture).status_code == 404
    assert picture_of(vote.again(), asked, "ben-2").startswith(b"\x89PNG")
