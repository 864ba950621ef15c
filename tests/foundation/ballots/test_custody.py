"""Sealed paper: one row an event, opened and destroyed by decision only and by two people, the key of the scans gone with the last voted ballot (PR-26, EL-47)."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import CustodyEvent, Poll, Tally
from daihoi.foundation.ballots.queries.custody import Voted, kept_by, least_kept, propose_kept, voted_of
from daihoi.foundation.ballots.queries.papers import opening_paper
from daihoi.foundation.ballots.queries.polls import charter_of
from daihoi.foundation.ballots.services import Order, Presence, Resealing, Sealing
from daihoi.foundation.files.models import ContentKey
from daihoi.foundation.journal.models import Entry
from daihoi.rules.keeping import proposed_day
from tests.foundation.ballots.pile import counting_vote, open_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_cause, make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
SEALED, KEPT, TODAY = date(2025, 1, 10), date(2025, 7, 10), date(2025, 8, 1)
ORDER = Order("12-QĐ/ĐU", date(2025, 7, 20))
TWO = (Presence("Lê Thị Hoa", "archive"), Presence("Phạm Văn Tám", "inspection"))


@pytest.fixture
def vote():
    """A vote whose list was wrong, so that its paper is there to be sealed without a count."""
    made = open_vote()
    Poll.objects.filter(pk=made.poll.pk).update(state=Poll.State.VOIDED)
    return made


def counted_vote(*, returned, closed_at=datetime(2025, 1, 10, tzinfo=UTC)):
    """A vote whose count was closed long ago."""
    made = counting_vote(returned=returned)
    Poll.objects.filter(pk=made.poll.pk).update(state=Poll.State.CLOSED)
    facts = {"contest_toml": made.poll.contest_toml, "readings_digest": "", "decisions_digest": "", "program_digest": "", "digest": ""}
    numbers = {"issued": returned, "returned": returned, "valid": returned, "invalid": 0}
    Tally.objects.create(poll=made.poll, result={}, closed_at=closed_at, **facts, **numbers)
    return made


def seal(vote, name="A1", number="0001", actor=None, **changes):
    paper = "unused" if vote.again().is_voided else "voted"
    facts = {"envelope": name, "paper": paper, "contents": "phiếu hợp lệ", "sheets": 12, "seal": number, "holder": "Văn phòng Đảng ủy"}
    sealing = Sealing(**(facts | {"kept_until": KEPT, "happened_on": SEALED} | changes))
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
    do(made, services.reseal_envelope, resealing=Resealing("0002", 11, "một tờ rách đôi, đếm nhầm hai"))
    rows = list(CustodyEvent.objects.values_list("sequence", "kind", "seal", "sheets", "holder", "decision"))
    assert rows == [
        (1, "sealed", "0001", 12, "Văn phòng Đảng ủy", ""),
        (2, "handed", "0001", 12, "Ủy ban Kiểm tra", ""),
        (3, "opened", "0001", 12, "Ủy ban Kiểm tra", "12-QĐ/ĐU"),
        (4, "resealed", "0002", 11, "Ủy ban Kiểm tra", ""),
    ]
    acts = list(Entry.objects.filter(act__startswith="ballots.envelope").order_by("pk").values_list("act", flat=True))
    assert acts == [f"ballots.envelope_{what}" for what in ("sealed", "handed_over", "opened", "resealed")]


def order_and_destroy(vote, name="A1", *, first=None, second=None, on=TODAY, witnesses=TWO):
    """One person orders, another confirms."""
    do(vote, services.order_destruction, name, order=ORDER, actor=first, on=on)
    return do(vote, services.destroy_envelope, name, actor=second or clerk_of(vote), on=on, witnesses=witnesses)


def clerk_of(vote):
    """The clerk of the unit, who keeps the paper after the congress."""
    return make_user(role="unit_clerk", unit=vote.unit)


def key_of(vote):
    """Whether the key of the scans lives."""
    return ContentKey.objects.get(poll=vote.poll).wrapped is not None


def test_the_key_of_the_scans_goes_with_the_last_of_all_voted_ballots_and_with_nothing_less_el_47():
    vote = counted_vote(returned=10)
    seal(vote, "thừa", "0001", paper="unused", sheets=4)
    seal(vote, "A1", "0002", sheets=6)
    order_and_destroy(vote, "thừa")
    order_and_destroy(vote, "A1")
    assert (voted_of(vote.again()), key_of(vote)) == (Voted(10, 6, 6), True)
    seal(vote, "A2", "0003", sheets=3)
    refused("ballots.more_than_returned", seal, vote=vote, name="A3", number="0004", sheets=2)
    order_and_destroy(vote, "A2")
    assert key_of(vote)
    seal(vote, "A3", "0004", sheets=1)
    assert key_of(vote)
    order_and_destroy(vote, "A3")
    assert (voted_of(vote.again()), key_of(vote)) == (Voted(10, 10, 10), False)
    facts = [entry.facts["key_destroyed"] for entry in Entry.objects.filter(act="ballots.envelope_destroyed").order_by("pk")]
    assert facts == [False, False, False, True]


def test_sheets_that_went_missing_at_an_opening_keep_the_key_and_stand_in_the_minutes():
    vote = counted_vote(returned=10)
    seal(vote, sheets=10)
    do(vote, services.open_envelope, order=ORDER)
    do_refused("ballots.sheets_changed", vote, services.reseal_envelope, resealing=Resealing("0002", 1))
    do_refused("ballots.more_than_returned", vote, services.reseal_envelope, resealing=Resealing("0002", 11, "đếm nhầm"))
    do(vote, services.reseal_envelope, resealing=Resealing("0002", 9, "Ủy ban Kiểm tra giữ 1 tờ để giám định"))
    order_and_destroy(vote)
    assert key_of(vote)
    opened, after = CustodyEvent.objects.filter(envelope="A1", sequence__in=[2, 3])
    words = " ".join(str(block) for block in opening_paper(opened, after).blocks)
    assert "đếm lại 9 tờ, thiếu 1 tờ so với trước khi mở. Lý do: Ủy ban Kiểm tra giữ 1 tờ để giám định." in words
    address = reverse("ballots:custody_paper", args=[vote.poll.pk, "pdf"]) + "?phong-bi=A1&mo=2"
    assert signed_in(vote.head).get(address).content.startswith(b"%PDF")


def test_ballots_of_a_count_opened_again_are_sealed_over_the_night_and_opened_for_the_next_close():
    vote = counting_vote(returned=6)
    scanned(vote, *(sheet(vote.poll, struck=(5, 6), seed=place) for place in range(6)))
    services.close_count(actor=vote.head, poll=vote.again())
    seal(vote, sheets=6, kept_until=date(2099, 1, 1))
    do(vote, services.open_envelope, order=ORDER)
    services.reopen_count(cause=make_cause(vote.unit), poll=vote.again())
    do_refused("ballots.more_than_returned", vote, services.reseal_envelope, resealing=Resealing("0002", 7, "đếm nhầm"))
    do(vote, services.reseal_envelope, resealing=Resealing("0002", 6))
    assert [(poll.state, [each.name for each in held]) for poll, held in kept_by(vote.head, TODAY)] == [("counting", ["A1"])]
    assert voted_of(vote.again()) == Voted(6, 6, 0)
    do_refused("ballots.counted_again", vote, services.order_destruction, order=ORDER)
    do(vote, services.open_envelope, order=ORDER)
    assert services.close_count(actor=vote.head, poll=vote.again()).turn == 2
    do(vote, services.reseal_envelope, resealing=Resealing("0003", 6))
    do_refused("ballots.still_kept", vote, services.order_destruction, order=ORDER)


def test_nobody_orders_and_confirms_and_nobody_is_two_witnesses(vote):
    clerk = clerk_of(vote)
    seal(vote)
    do_refused("ballots.destruction_not_ordered", vote, services.destroy_envelope, witnesses=TWO)
    do(vote, services.order_destruction, order=ORDER)
    do_refused("ballots.destruction_ordered", vote, services.order_destruction, order=ORDER, actor=clerk)
    do_refused("ballots.destruction_needs_two", vote, services.destroy_envelope, witnesses=TWO)
    for names in (("Lê Thị Hoa", "lê thị  hoa"), ("Lê Thị Hoa", " ")):
        two = tuple(Presence(name, capacity) for name, capacity in zip(names, ("archive", "presidium"), strict=True))
        do_refused("ballots.two_witnesses", vote, services.destroy_envelope, witnesses=two, actor=clerk)
    do(vote, services.hand_over_envelope, holder="Kho")
    do_refused("ballots.destruction_not_ordered", vote, services.destroy_envelope, witnesses=TWO, actor=clerk)
    made = order_and_destroy(vote, first=vote.head, second=clerk)
    assert (made.ordered_by, made.done_by, made.first_name) == (vote.head, clerk, "Lê Thị Hoa")


def test_the_least_keeping_time_counts_from_the_close_of_the_count_whatever_was_typed_el_47():
    vote = counted_vote(returned=10, closed_at=datetime(2025, 2, 1, tzinfo=UTC))
    said = refused("ballots.keeping_too_short", seal, vote=vote, sheets=10)
    assert "ít nhất đến ngày 01/08/2025" in said
    seal(vote, sheets=10, kept_until=date(2025, 8, 1))
    early = {"order": ORDER, "on": date(2025, 7, 31)}
    assert "01/08/2025" in do_refused("ballots.still_kept", vote, services.order_destruction, **early)
    order_and_destroy(vote)


def test_an_envelope_sealed_before_its_paper_was_asked_says_it_when_it_is_sealed_again():
    vote = counted_vote(returned=10)
    seal(vote, sheets=10, paper="")
    assert voted_of(vote.again()) == Voted(10, 0, 0)
    do(vote, services.open_envelope, order=ORDER)
    do(vote, services.reseal_envelope, resealing=Resealing("0002", 10, paper="voted"))
    order_and_destroy(vote)
    assert not key_of(vote)


def test_each_refusal_keeps_the_paper_under_its_seal(vote):
    seal(vote)
    refused("ballots.envelope_known", seal, vote=vote, number="0009")
    refused("ballots.seal_used", seal, vote=vote, name="A2")
    refused("ballots.keeping_too_short", seal, vote=vote, name="A2", kept_until=SEALED)
    refused(
        "ballots.custody_in_future",
        seal,
        vote=vote,
        name="A2",
        happened_on=timezone.localdate() + timedelta(1),
        kept_until=date(2099, 1, 1),
    )
    do_refused("ballots.same_holder", vote, services.hand_over_envelope, holder="Văn phòng Đảng ủy")
    do_refused("ballots.custody_out_of_order", vote, services.hand_over_envelope, holder="Kho", on=date(2025, 1, 9))
    do_refused("ballots.custody_needs_decision", vote, services.open_envelope, order=Order(" ", SEALED))
    do_refused("ballots.decision_later", vote, services.open_envelope, order=Order("1", date(2025, 8, 2)))
    do_refused("ballots.envelope_not_open", vote, services.reseal_envelope, resealing=Resealing("0002", 1))
    early = Order("1", date(2025, 7, 1))
    said = do_refused("ballots.still_kept", vote, services.order_destruction, order=early, on=date(2025, 7, 9))
    assert said == "Phong bì A1 còn giữ đến ngày 10/07/2025."
    do(vote, services.open_envelope, order=ORDER)
    do_refused("ballots.envelope_open", vote, services.order_destruction, order=ORDER)
    do_refused("ballots.no_envelope", vote, services.open_envelope, "B1", order=ORDER)


def test_who_keeps_and_who_destroys(vote):
    clerk, secretary = (make_user(role=role, unit=vote.unit) for role in ("unit_clerk", "secretariat"))
    seal(vote, actor=secretary)
    for actor in (vote.members[0], make_outsider("counting_head")):
        do_refused("authority.forbidden", vote, services.hand_over_envelope, holder="Kho", actor=actor)
    do_refused("authority.forbidden", vote, services.order_destruction, order=ORDER, actor=secretary)
    do_refused("authority.forbidden", vote, services.destroy_envelope, witnesses=TWO, actor=secretary)
    order_and_destroy(vote, second=clerk)
    do_refused("ballots.no_envelope", vote, services.hand_over_envelope, holder="Kho")


def test_the_database_opens_and_destroys_by_decision_only(vote):
    facts = {"poll": vote.poll, "envelope": "A1", "sequence": 2, "happened_on": TODAY, "sheets": 1, "holder": "Kho", "kept_until": KEPT}
    witnessed = {"decision": "1", "decision_on": TODAY, "first_witness": "archive", "second_witness": "presidium", "first_name": "Hoa"}
    for wrong in (
        {"kind": "opened"},
        {"kind": "resealed"},
        {"kind": "destroyed", "decision": "1", "decision_on": TODAY},
        {"kind": "sealed", "seal": "1"},
        {"kind": "ordered", "decision": "1", "decision_on": TODAY},
        {"kind": "destroyed", **witnessed, "ordered_by": vote.head, "done_by": vote.head},
        {"kind": "destroyed", **witnessed, "ordered_by": vote.head, "done_by": vote.members[0], "second_name": "Hoa"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CustodyEvent.objects.create(**(facts | wrong))
    seal(vote)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        CustodyEvent.objects.update(seal="0003")


def test_the_least_keeping_time_is_of_the_rules_and_that_of_state_elections_is_proposed_el_47_el_62(vote):
    assert (least_kept(vote.poll, date(2025, 8, 31)), least_kept(vote.poll, SEALED)) == (date(2026, 3, 1), KEPT)
    assert propose_kept(vote.poll, SEALED) == date(2030, 1, 10)
    charter = charter_of(vote.poll).change("keeping.ballots_months", 12)
    assert proposed_day(charter, SEALED) == date(2026, 1, 10)


def test_custody_on_screen_with_its_papers():
    vote = counted_vote(returned=12)
    head, clerk, address = signed_in(vote.head), signed_in(clerk_of(vote)), reverse("ballots:custody", args=[vote.poll.pk])
    assert "Chưa có phong bì nào" in head.get(address).content.decode()
    typed = {"envelope": "A1", "paper": "voted", "contents": "cả hai loại", "sheets": "12", "seal": "0001", "holder": "Văn phòng"}
    typed |= {"happened_on": "2025-01-10", "kept_until": "2025-07-10"}
    assert head.post(address, typed | {"kept_until": "2025-07-09"}).status_code == 422
    assert head.post(address, typed).status_code == 302
    assert head.post(address, typed).status_code == 422
    assert "Hết hạn giữ từ 10/07/2025" in head.get(address).content.decode()
    assert "1 phong bì hết hạn giữ" in head.get(reverse("ballots:custody_all")).content.decode()
    ordering, deed = (reverse("ballots:custody_deed", args=[vote.poll.pk, what]) + "?phong-bi=A1" for what in ("quyet-dinh-huy", "huy"))
    paper = reverse("ballots:custody_paper", args=[vote.poll.pk, "docx"])
    assert (head.get(ordering).status_code, head.get(paper + "?phong-bi=A1").status_code) == (200, 404)
    order = {"decision": "12-QĐ/ĐU", "decision_on": "2025-07-20", "on": "2025-08-01"}
    assert head.post(ordering, order | {"on": "2025-07-01", "decision_on": "2025-06-20"}).status_code == 422
    assert head.post(ordering, order).status_code == 302
    assert [(deed in page, "Chờ xác nhận hủy" in page) for page in (who.get(address).content.decode() for who in (head, clerk))] == [
        (False, True),
        (True, True),
    ]
    done = {"on": "2025-08-01", "first_name": "Lê Thị Hoa", "first_witness": "archive", "second_witness": "presidium"}
    assert head.post(deed, done | {"second_name": "Phạm Văn Tám"}).status_code == 422
    assert clerk.post(deed, done | {"second_name": "Lê Thị Hoa"}).status_code == 422
    assert clerk.post(deed, done | {"second_name": "Phạm Văn Tám"}).status_code == 302
    assert "Cùng lúc hủy khóa của ảnh quét, kết quả đọc" in head.get(address).content.decode()
    lines = [one.text for one in docx.Document(BytesIO(head.get(paper + "?phong-bi=A1").content)).paragraphs]
    (told,) = (line for line in lines if line.startswith("Phong bì A1, phiếu đã bầu, cả hai loại: 12 tờ, niêm phong số 0001"))
    assert "ghi quyết định hủy" in told
    assert "Khóa của ảnh quét, kết quả đọc, ý kiến và lần nhập của từng phiếu đã hủy cùng phiếu đã bầu cuối cùng" in told
    assert head.get(paper[:-4] + "pdf").content.startswith(b"%PDF")
    outsider = signed_in(make_outsider("counting_head"))
    answers = [outsider.get(address), outsider.post(address, typed), outsider.get(ordering), outsider.get(deed), outsider.get(paper)]
    assert [answer.status_code for answer in answers] == [404] * 5


@pytest.mark.parametrize("envelopes", [1, 3])
def test_pages_of_custody_ask_the_same_number_of_questions(vote, envelopes):
    for number in range(envelopes):
        seal(vote, f"A{number}", f"{number:04d}")
        do(vote, services.order_destruction, f"A{number}", order=ORDER)
    client, asked = signed_in(vote.head), []
    for address in (reverse("ballots:custody", args=[vote.poll.pk]), reverse("ballots:custody_all")):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked == [8, 6]
