"""Sealed paper: one row an event, opened and destroyed by decision only, the key of the scans gone with the last envelope (PR-26, EL-47)."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import CustodyEvent, Poll
from daihoi.foundation.ballots.queries.custody import envelope_of, keep_until
from daihoi.foundation.ballots.services import Order, Sealing
from daihoi.foundation.files.models import ContentKey
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import open_vote
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
SEALED, KEPT, TODAY = date(2025, 1, 10), date(2025, 7, 10), date(2025, 8, 1)
ORDER = Order("12-QĐ/ĐU", date(2025, 7, 20))
TWO = ("counting_head", "archive")


@pytest.fixture
def vote():
    """A vote whose list was wrong, so that its paper is there to be sealed without a count."""
    made = open_vote()
    Poll.objects.filter(pk=made.poll.pk).update(state=Poll.State.VOIDED)
    return made


def seal(vote, name="A1", number="0001", actor=None, **changes):
    facts = {"envelope": name, "contents": "phiếu hợp lệ", "sheets": 12, "seal": number, "holder": "Văn phòng Đảng ủy"}
    sealing = Sealing(**(facts | {"destroy_by": KEPT, "happened_on": SEALED} | changes))
    return services.seal_envelope(actor=actor or vote.head, poll=vote.again(), sealing=sealing)


def do(vote, act, name="A1", actor=None, on=TODAY, **facts):
    return act(actor=actor or vote.head, poll=vote.again(), envelope=name, on=on, **facts)


def do_refused(code, vote, act, name="A1", actor=None, on=TODAY, **facts):
    return refused(code, act, actor=actor or vote.head, poll=vote.again(), envelope=name, on=on, **facts)


def test_an_envelope_is_sealed_handed_over_opened_and_sealed_again_one_row_each():
    made = open_vote()
    refused("ballots.seal_after_closing", seal, vote=made)
    Poll.objects.filter(pk=made.poll.pk).update(state=Poll.State.VOIDED)
    seal(made)
    do(made, services.hand_over_envelope, holder="Ủy ban Kiểm tra")
    do(made, services.open_envelope, order=ORDER)
    do(made, services.reseal_envelope, seal="0002", sheets=11)
    rows = list(CustodyEvent.objects.values_list("sequence", "kind", "seal", "sheets", "holder", "decision"))
    assert rows == [
        (1, "sealed", "0001", 12, "Văn phòng Đảng ủy", ""),
        (2, "handed", "0001", 12, "Ủy ban Kiểm tra", ""),
        (3, "opened", "0001", 12, "Ủy ban Kiểm tra", "12-QĐ/ĐU"),
        (4, "resealed", "0002", 11, "Ủy ban Kiểm tra", ""),
    ]
    acts = list(Entry.objects.filter(act__startswith="ballots.envelope").order_by("pk").values_list("act", flat=True))
    assert acts == [f"ballots.envelope_{what}" for what in ("sealed", "handed_over", "opened", "resealed")]


def test_the_last_envelope_takes_the_key_of_the_scans_with_it_el_47(vote):
    seal(vote)
    seal(vote, "A2", "0002")
    do(vote, services.destroy_envelope, order=ORDER, witnesses=TWO)
    key = ContentKey.objects.get(poll=vote.poll)
    assert (key.wrapped is not None, envelope_of(vote.poll, "A1").is_destroyed) == (True, True)
    do(vote, services.destroy_envelope, "A2", order=ORDER, witnesses=TWO)
    key.refresh_from_db()
    assert (key.wrapped, key.destroyed_at is None) == (None, False)
    facts = [entry.facts["key_destroyed"] for entry in Entry.objects.filter(act="ballots.envelope_destroyed").order_by("pk")]
    assert facts == [False, True]


def test_each_refusal_keeps_the_paper_under_its_seal(vote):
    seal(vote)
    refused("ballots.envelope_known", seal, vote=vote, number="0009")
    refused("ballots.seal_used", seal, vote=vote, name="A2")
    refused("ballots.keeping_too_short", seal, vote=vote, name="A2", destroy_by=SEALED)
    refused(
        "ballots.custody_in_future",
        seal,
        vote=vote,
        name="A2",
        happened_on=timezone.localdate() + timedelta(1),
        destroy_by=date(2099, 1, 1),
    )
    do_refused("ballots.same_holder", vote, services.hand_over_envelope, holder="Văn phòng Đảng ủy")
    do_refused("ballots.custody_out_of_order", vote, services.hand_over_envelope, holder="Kho", on=date(2025, 1, 9))
    do_refused("ballots.custody_needs_decision", vote, services.open_envelope, order=Order(" ", SEALED))
    do_refused("ballots.decision_later", vote, services.open_envelope, order=Order("1", date(2025, 8, 2)))
    do_refused("ballots.envelope_not_open", vote, services.reseal_envelope, seal="0002", sheets=1)
    early = Order("1", date(2025, 7, 1))
    said = do_refused("ballots.still_kept", vote, services.destroy_envelope, order=early, witnesses=TWO, on=date(2025, 7, 9))
    assert said == "Phong bì A1 còn giữ đến ngày 10/07/2025."
    do(vote, services.open_envelope, order=ORDER)
    do_refused("ballots.envelope_open", vote, services.destroy_envelope, order=ORDER, witnesses=TWO)
    do_refused("ballots.no_envelope", vote, services.open_envelope, "B1", order=ORDER)


def test_who_keeps_and_who_destroys(vote):
    clerk, secretary = (make_user(role=role, unit=vote.unit) for role in ("unit_clerk", "secretariat"))
    seal(vote, actor=secretary)
    for actor in (vote.members[0], make_outsider("counting_head")):
        do_refused("authority.forbidden", vote, services.hand_over_envelope, holder="Kho", actor=actor)
    do_refused("authority.forbidden", vote, services.destroy_envelope, order=ORDER, witnesses=TWO, actor=secretary)
    do(vote, services.destroy_envelope, order=ORDER, witnesses=TWO, actor=clerk)
    do_refused("ballots.no_envelope", vote, services.hand_over_envelope, holder="Kho")


def test_the_database_opens_and_destroys_by_decision_only(vote):
    facts = {"poll": vote.poll, "envelope": "A1", "sequence": 2, "happened_on": TODAY, "sheets": 1, "holder": "Kho", "destroy_by": KEPT}
    for wrong in (
        {"kind": "opened"},
        {"kind": "resealed"},
        {"kind": "destroyed", "decision": "1", "decision_on": TODAY},
        {"kind": "sealed", "seal": "1"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CustodyEvent.objects.create(**(facts | wrong))
    seal(vote)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        CustodyEvent.objects.update(seal="0003")


def test_the_keeping_time_is_proposed_from_the_rules_el_47(vote):
    assert (keep_until(vote.poll, date(2025, 8, 31)), keep_until(vote.poll, SEALED)) == (date(2026, 2, 28), KEPT)


def test_custody_on_screen_with_its_papers(vote):
    head, address = signed_in(vote.head), reverse("ballots:custody", args=[vote.poll.pk])
    assert "Chưa có phong bì nào" in head.get(address).content.decode()
    typed = {"envelope": "A1", "contents": "phiếu hợp lệ", "sheets": "12", "seal": "0001", "holder": "Văn phòng"}
    typed |= {"happened_on": "2025-01-10", "destroy_by": "2025-07-10"}
    assert head.post(address, typed).status_code == 302
    assert head.post(address, typed).status_code == 422
    assert "Quá hạn hủy" in head.get(address).content.decode()
    assert "1 phong bì quá hạn hủy" in head.get(reverse("ballots:custody_all")).content.decode()
    deed = reverse("ballots:custody_deed", args=[vote.poll.pk, "huy"]) + "?phong-bi=A1"
    paper = reverse("ballots:custody_paper", args=[vote.poll.pk, "docx"])
    assert (head.get(deed).status_code, head.get(paper + "?phong-bi=A1").status_code) == (200, 404)
    order = {
        "decision": "12-QĐ/ĐU",
        "decision_on": "2025-07-20",
        "on": "2025-08-01",
        "first_witness": "archive",
        "second_witness": "presidium",
    }
    assert head.post(deed, order | {"on": "2025-07-01", "decision_on": "2025-06-20"}).status_code == 422
    assert head.post(deed, order).status_code == 302
    assert "khóa của ảnh quét đã hủy" in head.get(address).content.decode()
    lines = [one.text for one in docx.Document(BytesIO(head.get(paper + "?phong-bi=A1").content)).paragraphs]
    assert any(line.startswith("Phong bì A1, đựng phiếu hợp lệ: 12 tờ, niêm phong số 0001") for line in lines)
    assert head.get(paper[:-4] + "pdf").content.startswith(b"%PDF")
    outsider = signed_in(make_outsider("counting_head"))
    answers = [outsider.get(address), outsider.post(address, typed), outsider.get(deed), outsider.get(paper)]
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize("envelopes", [1, 3])
def test_pages_of_custody_ask_the_same_number_of_questions(vote, envelopes):
    for number in range(envelopes):
        seal(vote, f"A{number}", f"{number:04d}")
    client, asked = signed_in(vote.head), []
    for address in (reverse("ballots:custody", args=[vote.poll.pk]), reverse("ballots:custody_all")):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked == [7, 6]
