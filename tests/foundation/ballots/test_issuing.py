"""Ballots handed out per delegation or zone: an imbalance is found where it arose (EL-36)."""

from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import ZoneCount
from daihoi.foundation.ballots.queries.closing import closing_findings
from daihoi.foundation.ballots.queries.zones import Comparison, zones_of
from daihoi.foundation.ballots.services import ZoneNumbers
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import counting_vote, open_vote, printed_vote, released
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db


def give(vote, zone, people, *numbers, reason=""):
    """A member of the committee records one delegation."""
    return services.record_zone(actor=vote.members[0], poll=vote.again(), numbers=ZoneNumbers(zone, people, *numbers, reason=reason))


def give_refused(code, vote, *numbers, actor=None, **more):
    actor = actor or vote.members[0]
    return refused(code, services.record_zone, actor=actor, poll=vote.again(), numbers=ZoneNumbers(*numbers, **more))


def test_zones_are_planned_then_recorded_and_compared_with_the_accounts_el_36():
    vote = printed_vote(copies=20)
    give(vote, "Đoàn A", 8)
    give(vote, " Đoàn  B ", 6)
    assert (zones_of(vote.poll).waiting, zones_of(vote.poll).comparisons) == (2, [])
    give(vote, "Đoàn A", 8, 9, 1, 1)
    give(vote, "Đoàn B", 6, 7)
    assert zones_of(vote.poll).comparisons == [Comparison("Phát ra", 15, None), Comparison("Hỏng, đã đổi", 1, None)]
    released(vote)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=14, spoiled=1, left_over=5)
    zones = zones_of(vote.poll)
    assert [(row.zone, row.in_hands, row.difference) for row in zones.rows] == [("Đoàn A", 8, 0), ("Đoàn B", 7, 1)]
    assert [each.chip for each in zones.comparisons] == [("late", "Lệch 1"), ("ok", "Khớp")]
    assert zones.is_off
    give(vote, "Đoàn B", 6, 7, 0, 1, reason="trả lại một phiếu")
    assert (zones_of(vote.poll).is_off, ZoneCount.objects.count()) == (False, 5)
    entry = Entry.objects.filter(act="ballots.zone_recorded").last()
    row = ZoneCount.objects.get(zone="Đoàn B", turn=3)
    assert entry.facts == {"zone": str(row.pk), "turn": 3, "people": 6, "handed_out": 7, "exchanged": 0, "unused": 1}


def test_each_refusal_of_a_zone_names_the_way_out():
    vote = open_vote()
    give(vote, "Đoàn A", 8)
    give_refused("ballots.counts_too_early", vote, "Đoàn A", 8, 8)
    vote = printed_vote()
    give_refused("ballots.zone_unnamed", vote, "  ", 8)
    give_refused("ballots.zone_not_handed_out", vote, "Đoàn A", 8, None, 1)
    said = give_refused("ballots.unused_over_handed_out", vote, "Đoàn A", 8, 3, 0, 4)
    assert said == "Đoàn A: trả lại 4 nhiều hơn đã phát 3. Xem lại phiếu ký nhận."
    give(vote, "Đoàn A", 8, 8)
    give_refused("ballots.zone_unchanged", vote, "Đoàn A", 8, 8)
    give_refused("ballots.correction_needs_reason", vote, "Đoàn A", 8, 9)
    for actor in (make_outsider("counting_head"), make_user(role="secretariat", unit=vote.unit)):
        give_refused("authority.forbidden", vote, "Đoàn A", 8, 9, actor=actor)


def test_the_database_refuses_what_cannot_be_and_keeps_what_was_written():
    vote = printed_vote()
    for wrong in ({"zone": "", "handed_out": 1}, {"handed_out": 1, "unused": 2}, {"exchanged": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ZoneCount.objects.create(**({"poll": vote.poll, "zone": "Đoàn A", "people": 1} | wrong))
    give(vote, "Đoàn A", 8)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        ZoneCount.objects.update(people=1)


def test_zones_on_screen_and_the_sheet_to_sign():
    vote = counting_vote()
    member, address = signed_in(vote.members[0]), reverse("ballots:zones", args=[vote.poll.pk])
    sheet = reverse("ballots:zones_sheet", args=[vote.poll.pk, "docx"])
    assert "Chưa có đoàn nào" in member.get(address).content.decode()
    assert member.post(address, {"zone": "Đoàn A", "people": "8"}).status_code == 302
    typed = {"zone": "Đoàn A", "people": "8", "handed_out": "5", "exchanged": "", "unused": "6"}
    assert "trả lại 6 nhiều hơn đã phát 5" in member.post(address, typed).content.decode()
    assert member.post(address, typed | {"unused": "0"}).status_code == 302
    page = member.get(address + "?doan=Đoàn A").content.decode()
    assert all(words in page for words in ("Thiếu 3 phiếu so với số người", "Lệch 8", 'value="5"'))
    assert "Xem lệch ở đoàn nào" in member.get(reverse("ballots:accounts", args=[vote.poll.pk])).content.decode()
    rows = docx.Document(BytesIO(member.get(sheet).content)).tables
    cells = [[cell.text for cell in row.cells] for row in next(table for table in rows if table.cell(0, 0).text == "TT").rows]
    assert cells[1:] == [["1", "Đoàn A", "8", "5", "0", "0", ""], ["", "Cộng", "8", "5", "0", "0", ""]]
    assert member.get(sheet[:-4] + "pdf").content.startswith(b"%PDF")
    outsider = signed_in(make_outsider("counting_head"))
    assert [outsider.get(address).status_code, outsider.post(address, typed).status_code, outsider.get(sheet).status_code] == [404] * 3


@pytest.mark.parametrize("zones", [1, 3])
def test_the_page_of_zones_asks_the_same_number_of_questions(zones):
    vote = printed_vote()
    for number in range(zones):
        give(vote, f"Đoàn {number}", 4, 4)
    client = signed_in(vote.members[0])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(reverse("ballots:zones", args=[vote.poll.pk])).status_code == 200
    assert len(asked) == 10


def test_a_difference_between_delegations_and_accounts_keeps_the_count_open_el_36():
    vote = counting_vote()
    assert "ballots.zones_differ" not in [found.code for found in closing_findings(vote.again())]
    give(vote, "Đoàn A", 12, 12, 1)
    found = next(each for each in closing_findings(vote.again()) if each.code == "ballots.zones_differ")
    assert found.message == "Phát ra: các đoàn cộng lại 12, số chung 13. Ghi nốt đoàn còn thiếu, hoặc sửa số sai kèm lý do."
    give(vote, "Đoàn B", 1, 1)
    assert "ballots.zones_differ" not in [found.code for found in closing_findings(vote.again())]
