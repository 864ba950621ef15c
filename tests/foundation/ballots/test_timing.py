"""The time plan of a count, measured at its own scanner (PR-19)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daihoi.foundation.ballots.models import CountRecord, ScanBatch
from daihoi.foundation.ballots.queries.closing import accounts_of
from daihoi.foundation.ballots.queries.timing import measured_pages_a_minute, timing_of
from daihoi.rules.time_plan import Pace, Pile
from tests.foundation.ballots.pile import counting_vote, printed_vote
from tests.make import make_outsider, signed_in

pytestmark = pytest.mark.django_db


def bundle(vote, sequence, minutes, pages):
    """A bundle that came in some minutes after the opening of the box."""
    opened = CountRecord.objects.get(poll=vote.poll, kind="returned").recorded_at
    at = opened + timedelta(minutes=minutes)
    return ScanBatch.objects.create(
        poll=vote.poll, sequence=sequence, label=f"Lô {sequence}", hand_count=pages, pages_expected=pages, registered_at=at
    )


def test_the_pace_is_that_of_the_middle_bundle_and_neither_a_pause_nor_a_stop_counts_pr_19():
    vote = counting_vote()
    bundle(vote, 1, 2, 50)
    bundle(vote, 2, 3, 40)
    assert measured_pages_a_minute(vote.poll) is None, "two bundles are no pace yet"
    bundle(vote, 3, 90, 50)
    assert measured_pages_a_minute(vote.poll) is None, "87 minutes were a pause"
    wrong = bundle(vote, 4, 91, 50)
    assert measured_pages_a_minute(vote.poll) == 40
    bundle(vote, 5, 96, 10)
    assert measured_pages_a_minute(vote.poll) == 32, "ten sheets in five minutes, since people looked at a foreign sheet"
    ScanBatch.objects.filter(pk=wrong.pk).update(state=ScanBatch.State.WITHDRAWN, reason="kẹt giấy")
    assert measured_pages_a_minute(vote.poll) == 25


def test_before_the_box_the_plan_stands_on_what_was_printed_and_a_usual_pace():
    vote = printed_vote(copies=14)
    found = timing_of(vote.again(), accounts_of(vote.again()))
    assert (found.pile, found.pace, found.is_measured) == (Pile(14, 1, 6), Pace(30), False)


def test_the_plan_on_the_desk_and_typed_anew():
    vote = counting_vote(returned=12)
    member, address = signed_in(vote.members[0]), reverse("ballots:timing", args=[vote.poll.pk])
    assert "Khoảng 2 phút cho 12 phiếu" in member.get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()
    page = member.get(address, {"pages_a_minute": "4", "stations": "1", "second_check": "after"}).content.decode()
    assert "Khoảng 7 phút" in page
    page = member.get(address, {"pages_a_minute": "4", "stations": "1", "second_check": "parallel"}).content.decode()
    assert ("Khoảng 4 phút" in page, "song song, cần cả thảy 2 máy quét" in page) == (True, True)
    assert member.get(address, {"pages_a_minute": "0", "stations": "1", "second_check": "none"}).status_code == 422
    assert signed_in(make_outsider("counting_head")).get(address).status_code == 404
