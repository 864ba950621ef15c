"""The second check of a closed count: by whom, of which sheets, with what minutes."""

from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import SecondCheck
from daihoi.foundation.ballots.queries.checking import places_of, plan_for
from daihoi.foundation.ballots.services import Recheck
from daihoi.foundation.journal.models import Entry
from daihoi.rules import second_check
from tests.foundation.ballots.pile import counting_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, signed_in

pytestmark = pytest.mark.django_db


def closed(returned=12):
    """A closed vote of two bundles with a clear result."""
    vote = counting_vote(returned=returned)
    for first in (0, returned // 2):
        scanned(vote, *(sheet(vote.poll, struck=(5, 6), seed=first + place + 1) for place in range(returned // 2)))
    services.close_count(actor=vote.head, poll=vote.again())
    return vote


def test_all_ballots_are_counted_again_and_the_head_records_it():
    vote = closed()
    open_vote = counting_vote()
    refused("ballots.check_after_closing", services.record_second_check, actor=open_vote.head, poll=open_vote.again(), found=Recheck(0))
    early = reverse("ballots:second_check", args=[open_vote.poll.pk])
    assert signed_in(open_vote.head).get(early).url == reverse("ballots:desk", args=[open_vote.poll.pk])
    facts = {"actor": vote.head, "poll": vote.again()}
    refused("ballots.differing_over_size", services.record_second_check, **facts, found=Recheck(13, words="x"))
    refused("ballots.difference_unexplained", services.record_second_check, **facts, found=Recheck(1, words=" "))
    row = services.record_second_check(**facts, found=Recheck(0, seed="bỏ qua"))
    assert (row.size, row.pile, row.seed, row.is_full) == (12, 12, "", True)
    told = Entry.objects.get(act="ballots.second_check_recorded").facts
    assert told == {"check": str(row.pk), "seed": "", "pile": 12, "size": 12, "risk_percent": 5, "differing": 0}
    for stranger in (vote.members[0], make_outsider("counting_head")):
        refused("authority.forbidden", services.record_second_check, actor=stranger, poll=vote.again(), found=Recheck(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondCheck.objects.create(poll=vote.poll, pile=12, size=3, risk_percent=5, least_wrong=2, differing=0)


def test_a_sample_is_drawn_on_screen_from_the_seed_and_its_minutes_say_so(monkeypatch):
    monkeypatch.setattr(second_check, "setting", lambda: second_check.Setting(10, 20, "x", confirmed=False))
    vote = closed()
    head, page = signed_in(vote.head), reverse("ballots:second_check", args=[vote.poll.pk])
    assert "Gieo số trước mọi người" in head.get(page).content.decode()
    plan = plan_for(vote.again(), "3 1 4")
    assert 0 < len(plan.sheets) < 12
    text = head.get(page, {"seed": "3 1 4"}).content.decode()
    label, place = places_of(vote.again(), plan)[0]
    assert (f"{label}, tờ {place}" in text, "không quá 20%" in text) == (True, True)
    assert head.post(page, {"seed": "3 1 4", "differing": "1", "words": ""}).status_code == 422
    assert head.post(page, {"seed": "3 1 4", "differing": "0", "words": ""}).status_code == 302
    row = SecondCheck.objects.get()
    assert (row.seed, row.size, row.is_full) == ("3 1 4", len(plan.sheets), False)
    paper = head.get(reverse("ballots:second_check_paper", args=[vote.poll.pk, "docx"]))
    words = " ".join(paragraph.text for paragraph in docx.Document(BytesIO(paper.content)).paragraphs)
    assert ("Số gieo công khai: 3 1 4" in words, "Không phiếu nào khác bản ghi." in words) == (True, True)
    assert head.get(reverse("ballots:second_check_paper", args=[vote.poll.pk, "pdf"])).content.startswith(b"%PDF")
    for other in (vote.members[0], make_outsider("counting_head")):
        assert signed_in(other).get(page).status_code == 404
