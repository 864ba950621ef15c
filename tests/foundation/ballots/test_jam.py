"""After a jam the desk says which page was the last good one; at a foreign sheet the reading stops until people go on (PR-18)."""

import pytest
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import ScanBatch
from daihoi.foundation.ballots.queries.closing import closing_findings
from daihoi.foundation.ballots.queries.desk import desk_of
from daihoi.foundation.ballots.queries.questions import questions_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.ballots.tasks import take_up
from daihoi.foundation.journal.models import Entry
from daihoi.rules.errors import RuleViolation
from tests.foundation.ballots.pile import answer, counting_vote, scanned, sheet
from tests.make import make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db


def test_the_last_good_page_and_a_reason_in_the_journal():
    vote = counting_vote(returned=6)
    jammed = scanned(vote, *(sheet(vote.poll, struck=(1, 2), half=(3,), seed=seed) for seed in (1, 2)), hand_count=3)
    client, desk = signed_in(vote.members[0]), reverse("ballots:desk", args=[vote.poll.pk])
    assert "Tờ tốt cuối cùng là tờ 2. Tìm tờ ấy" in client.get(desk).content.decode()
    assert {found.code for found in closing_findings(vote.again())} >= {"ballots.hand_count_differs"}
    withdraw = reverse("ballots:withdraw", args=[vote.poll.pk, jammed.pk])
    act = desk_of(vote.members[0], vote.again()).next_act  # before the doubts of that bundle: what is decided on it would be lost
    assert (act.code, act.title, act.batch) == ("jam", "Lô 1 thiếu 1 trang", jammed.pk)
    assert f'btn-lg" href="{withdraw}"' in client.get(desk).content.decode()
    assert client.post(withdraw, {"why": "", "reason": "kẹt ở tờ thứ ba"}).status_code == 422
    assert client.post(withdraw, {"why": "jam", "reason": "kẹt ở tờ thứ ba"}).status_code == 302
    assert Entry.objects.get(act="ballots.batch_withdrawn").facts["why"] == "jam"
    assert ScanBatch.objects.get(pk=jammed.pk).reason == "kẹt ở tờ thứ ba"
    assert "Tờ tốt cuối cùng" not in client.get(desk).content.decode()


@pytest.fixture
def mixed():
    """A vote with a bundle of four sheets whose third is of another vote."""
    vote = counting_vote(returned=3)
    sheets = [sheet(vote.poll, struck=(1, 2), seed=seed, cause="wrong_ballot" if seed == 3 else "") for seed in (1, 2, 3, 4)]
    return vote, scanned(vote, *sheets, hand_count=4)


def test_the_reading_stops_at_the_first_foreign_sheet(mixed):
    vote, batch = mixed
    assert (batch.state, batch.held_at, batch.held_sheet, batch.pages_read) == ("held", 3, 3, 3)
    assert batch.scans.count() == 3
    assert not read_whole(batch.pk)
    assert take_up(is_fresh=True) == 0
    assert {found.code for found in closing_findings(vote.again())} == {"ballots.batch_held", "ballots.unread"}
    assert Entry.objects.get(act="ballots.batch_held").facts["page"] == 3
    text = signed_in(vote.members[0]).get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()
    assert "Lô 1 dừng ở tờ thứ 3" in text


def test_people_see_the_sheet_take_it_out_and_go_on(mixed):
    vote, batch = mixed
    client, page = signed_in(vote.members[0]), reverse("ballots:foreign", args=[vote.poll.pk, batch.pk])
    assert client.get(reverse("ballots:held", args=[vote.poll.pk])).url == page
    text = client.get(page).content.decode()
    assert "Lô 1: máy dừng ở tờ thứ 3" in text
    assert "phiếu của cuộc bầu khác, hoặc phiếu mẫu" in text
    assert "ngay sau tờ tốt cuối cùng, tờ thứ 2" in text
    picture = reverse("ballots:foreign_picture", args=[vote.poll.pk, batch.pk])
    assert client.get(picture).content.startswith(b"\x89PNG")
    assert client.post(page, {"hand_count": "0", "page": "3"}).status_code == 422
    assert client.post(page, {"hand_count": "3", "page": "3"}).status_code == 302
    assert read_whole(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.hand_count, batch.pages_read, batch.ballots) == ("read", 3, 4, 3)
    facts = Entry.objects.get(act="ballots.foreign_sheet_passed").facts
    assert (facts["page"], facts["before"], facts["hand_count"]) == (3, 4, 3)
    assert client.get(picture).status_code == 404
    assert client.post(page, {"hand_count": "3", "page": "3"}).url == reverse("ballots:desk", args=[vote.poll.pk])
    assert {found.code for found in closing_findings(vote.again())} == {
        "ballots.hand_count_differs",
        "ballots.open_page",
        "ballots.too_many_read",
    }
    assert "Đủ, khi 1 trang lạ đã ghi không tính" in client.get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()
    question = questions_of(vote.again())[0]
    for member in vote.members[:2]:
        answer(vote, member, question.key, "discard:not_a_ballot")
    assert closing_findings(vote.again()) == []


def test_a_second_foreign_sheet_stops_it_again_and_the_bundle_can_be_withdrawn(mixed):
    vote, _batch = mixed
    more = [sheet(vote.poll, struck=(1, 2), seed=seed, cause="no_marks_found" if seed < 7 else "") for seed in (5, 6, 7)]
    other = scanned(vote, *more, hand_count=3)
    assert other.held_at == 1
    services.pass_foreign_sheet(actor=vote.members[0], batch=other, page=1, hand_count=2)
    read_whole(other.pk)
    other.refresh_from_db()
    assert (other.state, other.held_at) == ("held", 2)
    services.withdraw_batch(actor=vote.members[0], batch=other, reason="nhầm xấp", why="foreign_sheet")
    with pytest.raises(RuleViolation, match="không còn dừng"):
        services.pass_foreign_sheet(actor=vote.members[0], batch=other, page=2, hand_count=2)


def test_both_sides_of_a_foreign_sheet_stop_the_reading_once():
    names = tuple(f"Nguyễn Văn {first} {second}" for first in ("An", "Bình", "Châu") for second in "ABCDEFGHIJKLMNOPQRSTUVWX")
    vote = counting_vote(returned=2, issued=2, copies=2, names=names, seats=70)
    pages = [
        sheet(vote.poll, struck=(1, 2), seed=seed, page=1 + seed % 2, cause="wrong_ballot" if seed in {2, 3} else "") for seed in range(6)
    ]
    batch = scanned(vote, *pages, hand_count=3)
    assert (batch.held_at, batch.held_sheet) == (3, 2)
    services.pass_foreign_sheet(actor=vote.members[0], batch=batch, page=3, hand_count=2)
    read_whole(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.ballots, batch.pages_read) == ("read", 2, 6)


def test_a_stranger_neither_sees_nor_passes_the_foreign_sheet(mixed):
    vote, batch = mixed
    stranger = make_user(role="counting_committee", unit=make_unit())
    assert signed_in(stranger).get(reverse("ballots:foreign_picture", args=[vote.poll.pk, batch.pk])).status_code == 404
    assert signed_in(stranger).get(reverse("ballots:foreign", args=[vote.poll.pk, batch.pk])).status_code == 404
    with pytest.raises(RuleViolation):
        services.pass_foreign_sheet(actor=stranger, batch=batch, page=3, hand_count=3)
