"""After a jam or at a foreign sheet the desk says which page was the last good one (PR-18)."""

import pytest
from django.urls import reverse

from daihoi.foundation.ballots.models import ScanBatch
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import counting_vote, scanned, sheet
from tests.make import signed_in

pytestmark = pytest.mark.django_db


def test_the_last_good_page_the_first_foreign_one_and_a_reason_in_the_journal():
    vote = counting_vote(returned=6)
    jammed = scanned(vote, *(sheet(vote.poll, struck=(1, 2), seed=seed) for seed in (1, 2)), hand_count=3)
    mixed = [
        sheet(vote.poll, struck=(1, 2), seed=3),
        sheet(vote.poll, seed=4, cause="wrong_ballot"),
        sheet(vote.poll, struck=(1, 2), seed=5),
    ]
    scanned(vote, *mixed, hand_count=3)
    client, desk = signed_in(vote.members[0]), reverse("ballots:desk", args=[vote.poll.pk])
    text = client.get(desk).content.decode()
    assert "Trang tốt cuối cùng là 2. Tìm tờ ấy" in text
    assert "Trang 2 là phiếu của cuộc khác." in text
    withdraw = reverse("ballots:withdraw", args=[vote.poll.pk, jammed.pk])
    assert client.post(withdraw, {"why": "", "reason": "kẹt ở tờ thứ ba"}).status_code == 422
    assert client.post(withdraw, {"why": "jam", "reason": "kẹt ở tờ thứ ba"}).status_code == 302
    assert Entry.objects.get(act="ballots.batch_withdrawn").facts["why"] == "jam"
    assert ScanBatch.objects.get(pk=jammed.pk).reason == "kẹt ở tờ thứ ba"
    assert "Trang tốt cuối cùng" not in client.get(desk).content.decode()
