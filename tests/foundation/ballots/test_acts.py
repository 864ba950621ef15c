"""Acts before the count: proof, print, numbers of ballots (PR-17, EL-36)."""

import unicodedata
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import CountRecord, Poll
from daihoi.foundation.ballots.queries.access import same_name
from daihoi.foundation.ballots.queries.accounts import Kind, newest_counts
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.journal.models import Entry
from daihoi.rules.errors import RuleViolation
from tests.foundation.ballots.pile import NAMES, counting_vote, open_vote, printed_vote, released
from tests.make import make_grant, make_outsider, make_person, make_user, signed_in

pytestmark = pytest.mark.django_db


def refused(code, act, **arguments):
    """The act is refused with this code and writes nothing into the journal; its sentence comes back."""
    before = Entry.objects.count()
    with pytest.raises(RuleViolation) as refusal, transaction.atomic():
        act(**arguments)
    assert refusal.value.code == code
    assert Entry.objects.count() == before
    return refusal.value.message


def acts():
    """All acts in the journal, oldest first."""
    return list(Entry.objects.order_by("pk").filter(act__startswith="ballots.").values_list("act", flat=True))


def test_open_poll_freezes_list_and_rules_and_prints_the_ballot():
    vote = open_vote()
    poll = vote.again()
    assert (poll.state, poll.letter, poll.page_size, poll.title) == ("draft", "A", "A4", "Bầu Ban Chấp hành")
    assert [field["candidate"] for field in poll.layout["pages"][0]["fields"]] == [1, 2, 3, 4, 5, 6]
    assert poll.ballot.read().startswith(b"%PDF")
    assert poll.ballot.digest != poll.specimen.digest
    entry = Entry.objects.get(act="ballots.poll_opened")
    assert entry.facts == {"names": 6, "seats": 4, "digest": poll.digest}
    assert entry.cause.act == "tests.cause"
    assert not any(name in entry.line for name in NAMES)


def test_two_different_people_sign_the_proof_pr_17():
    vote = open_vote()
    services.sign_proof(actor=vote.members[0], poll=vote.again())
    assert vote.again().state == Poll.State.DRAFT
    refused("ballots.proof_signed", services.sign_proof, actor=vote.members[0], poll=vote.again())
    services.sign_proof(actor=vote.members[1], poll=vote.again())
    assert vote.again().state == Poll.State.PROOFED
    refused("ballots.proof_done", services.sign_proof, actor=vote.members[2], poll=vote.again())
    assert acts() == ["ballots.poll_opened", "ballots.proof_signed", "ballots.proof_signed"]


def test_candidate_does_not_sign_the_proof_el_30():
    vote = open_vote()
    person = make_user(role="counting_committee", unit=vote.unit)
    person.full_name = NAMES[2]
    person.save()
    refused("ballots.is_candidate", services.sign_proof, actor=person, poll=vote.again())


@pytest.mark.parametrize("role", ["organization_officer", "administrator", "inspector", "viewer"])
def test_other_roles_of_the_unit_are_refused(role):
    vote = open_vote()
    refused("authority.forbidden", services.sign_proof, actor=make_user(role=role, unit=vote.unit), poll=vote.again())


def test_committee_of_the_unit_above_is_refused_el_33():
    vote = open_vote()
    refused("authority.forbidden", services.sign_proof, actor=make_outsider("counting_committee"), poll=vote.again())
    everywhere = make_user()
    make_grant(everywhere, "counting_committee", None)
    refused("authority.forbidden", services.sign_proof, actor=everywhere, poll=vote.again())


def test_nothing_is_printed_before_two_signatures_pr_17():
    vote = open_vote()
    services.sign_proof(actor=vote.members[0], poll=vote.again())
    sentence = refused("ballots.proof_not_signed", services.print_batch, actor=vote.members[0], poll=vote.again(), copies=14)
    assert sentence == "Bản in thử còn thiếu 1 chữ ký. Hai người đối chiếu và ký trước khi in."


def test_a_second_run_adds_to_the_number_printed():
    vote = printed_vote(copies=14)
    services.print_batch(actor=vote.members[1], poll=vote.again(), copies=3)
    rows = list(CountRecord.objects.filter(poll=vote.poll).order_by("turn").values_list("kind", "turn", "count", "reason"))
    assert rows == [("printed", 1, 14, ""), ("printed", 2, 17, "In thêm 3 phiếu")]
    assert [run.copies for run in vote.poll.print_runs.all()] == [14, 3]


def test_no_copies_are_refused():
    vote = printed_vote()
    refused("ballots.no_copies", services.print_batch, actor=vote.members[1], poll=vote.again(), copies=0)


def test_numbers_of_ballots_move_the_vote_on():
    vote = printed_vote(copies=14)
    released(vote)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=12, spoiled=1, left_over=1)
    assert vote.again().state == Poll.State.ISSUED
    services.record_return(actor=vote.members[0], poll=vote.again(), returned=11)
    poll = vote.again()
    assert poll.state == Poll.State.COUNTING
    held = accounts_of(poll)
    assert (held.printed, held.issued, held.spoiled, held.left_over, held.returned, held.missing) == (14, 12, 1, 1, 11, 1)
    assert [(line.state, line.note) for line in held.equations] == [("ok", "Khớp"), ("ok", "Khớp"), ("soon", "Còn 11")]


def test_more_issued_than_printed_is_refused_with_both_numbers():
    vote = printed_vote(copies=14)
    released(vote)
    sentence = refused(
        "ballots.issued_over_printed", services.record_issue, actor=vote.members[0], poll=vote.again(), issued=15, spoiled=0, left_over=0
    )
    assert sentence == "Phát ra 15 nhiều hơn in 14. Đếm lại phiếu đã phát, hoặc sửa số in kèm lý do."


def test_no_more_ballots_are_issued_than_people_may_vote_el_41_to_el_43():
    vote = printed_vote(copies=20)
    released(vote)

    def issued(number, **more):
        facts = {"issued": number, "spoiled": 0, "left_over": 20 - number} | more
        return services.record_issue(actor=vote.members[0], poll=vote.again(), **facts)

    assert refused("ballots.issued_over_base", issued, number=15).startswith("Phát ra 15 phiếu mà cơ sở tính chỉ có 14 người.")
    refused("ballots.present_over_base", issued, number=14, present=15)
    refused("ballots.issued_over_present", issued, number=14, present=13)
    issued(13, present=13)
    refused("ballots.issued_over_present", issued, number=14, reason="đếm lại")
    refused("ballots.correction_needs_reason", issued, number=13, present=14)
    issued(14, present=14, reason="một người đến muộn")
    assert newest_counts(vote.poll)[Kind.PRESENT] == (14, 2)


def test_a_box_with_more_ballots_than_people_is_not_closed_el_41_to_el_43():
    vote = counting_vote(issued=13, returned=12)
    CountRecord.objects.create(poll=vote.poll, kind="present", count=11)  # as an older program left it: issued without asking
    found = closing_findings(vote.again())
    assert "ballots.issued_over_present" in [each.code for each in found]
    refused("ballots.cannot_close", services.close_count, actor=vote.head, poll=vote.again())


def test_more_returned_than_issued_is_refused_el_36():
    vote = counting_vote()
    sentence = refused(
        "ballots.returned_over_issued", services.record_return, actor=vote.members[0], poll=vote.again(), returned=14, reason="đếm lại"
    )
    assert sentence == "Thu về 14 nhiều hơn phát ra 13. Xem lại biên bản, sửa một trong hai ô."


def test_numbers_come_in_their_order():
    vote = open_vote()
    refused("ballots.counts_too_early", services.record_issue, actor=vote.members[0], poll=vote.again(), issued=1, spoiled=0, left_over=0)
    vote = printed_vote()
    refused("ballots.counts_too_early", services.record_return, actor=vote.members[0], poll=vote.again(), returned=1)


def test_a_correction_before_the_box_is_open_needs_a_reason_and_keeps_the_old_number():
    vote = printed_vote(copies=14)
    released(vote)
    issue = {"actor": vote.members[0], "spoiled": 0, "left_over": 1}
    services.record_issue(**issue, poll=vote.again(), issued=13)
    refused("ballots.correction_needs_reason", services.record_issue, **issue, poll=vote.again(), issued=12)
    services.record_issue(**issue, poll=vote.again(), issued=12, reason="đếm nhầm một tờ")
    rows = CountRecord.objects.filter(poll=vote.poll, kind=Kind.ISSUED).order_by("turn")
    assert list(rows.values_list("count", "reason", "recorded_by", "confirmed_by")) == [
        (13, "", vote.members[0].pk, None), (12, "đếm nhầm một tờ", vote.members[0].pk, None),
    ]  # fmt: skip
    facts = Entry.objects.filter(act="ballots.issue_recorded").order_by("pk").last().facts
    assert (facts["before"], facts["issued"], facts["reason"]) == ({"issued": 13}, 12, "đếm nhầm một tờ")


def proposed(vote, returned=11):
    """A number of ballots out of the box that one member wants corrected after counting began."""
    services.record_return(actor=vote.members[0], poll=vote.again(), returned=returned, reason="đếm nhầm một tờ")
    return vote.again().corrections.get(state="waiting")


def test_a_number_used_by_the_count_is_corrected_by_two_people_el_36():
    vote = counting_vote(returned=12)
    refused("ballots.correction_needs_reason", services.record_return, actor=vote.members[0], poll=vote.again(), returned=11)
    correction = proposed(vote)
    assert (newest_counts(vote.poll)[Kind.RETURNED], correction.before, correction.after) == ((12, 1), {"returned": 12}, {"returned": 11})
    found = closing_findings(vote.again())[0]
    assert (found.code, found.message.split(". ")[0]) == (
        "ballots.correction_waiting", f"{vote.members[0].full_name} đề nghị sửa thu về 12 → 11",
    )  # fmt: skip
    act = {"poll": vote.again(), "returned": 10, "reason": "đếm lại"}
    refused("ballots.correction_waiting", services.record_return, actor=vote.members[1], **act)
    refused("ballots.own_correction", services.confirm_correction, actor=vote.members[0], correction=correction)
    stranger = make_user(role="secretariat", unit=vote.unit)
    for who in (stranger, make_outsider("counting_committee")):
        refused("authority.forbidden", services.confirm_correction, actor=who, correction=correction)
        refused("authority.forbidden", services.decline_correction, actor=who, correction=correction)
    services.confirm_correction(actor=vote.head, correction=correction)
    row = CountRecord.objects.get(poll=vote.poll, kind=Kind.RETURNED, turn=2)
    assert (row.count, row.reason, row.recorded_by, row.confirmed_by) == (11, "đếm nhầm một tờ", vote.members[0], vote.head)
    refused("ballots.correction_answered", services.confirm_correction, actor=vote.members[1], correction=correction)
    told = list(Entry.objects.filter(act__startswith="ballots.correction_").order_by("pk").values_list("act", "facts"))
    assert [act for act, _facts in told] == ["ballots.correction_proposed", "ballots.correction_confirmed"]
    for _act, facts in told:
        assert (facts["before"], facts["after"], facts["reason"]) == ({"returned": 12}, {"returned": 11}, "đếm nhầm một tờ")
    assert "ballots.correction_waiting" not in [found.code for found in closing_findings(vote.again())]


def test_a_declined_correction_leaves_the_number_and_another_may_be_proposed():
    vote = counting_vote(returned=12)
    services.decline_correction(actor=vote.members[0], correction=proposed(vote))
    assert newest_counts(vote.poll)[Kind.RETURNED] == (12, 1)
    services.confirm_correction(actor=vote.members[1], correction=proposed(vote, returned=10))
    assert newest_counts(vote.poll)[Kind.RETURNED] == (10, 2)


def test_a_candidate_confirms_no_number_el_30():
    vote = counting_vote(returned=12)
    correction = proposed(vote)
    vote.head.full_name = NAMES[0]
    vote.head.save()
    refused("ballots.is_candidate", services.confirm_correction, actor=vote.head, correction=correction)


def test_the_database_itself_wants_two_people_for_a_correction():
    vote = counting_vote(returned=12)
    correction = proposed(vote)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(correction).objects.filter(pk=correction.pk).update(state="confirmed", answered_by=vote.members[0])


def test_the_second_person_confirms_on_the_screen():
    vote = counting_vote(returned=12)
    client = {who: signed_in(who) for who in (vote.members[0], vote.head)}
    page = reverse("ballots:accounts", args=[vote.poll.pk])
    answer = client[vote.members[0]].post(page, {"what": "return", "thu-returned": "11", "thu-reason": "đếm nhầm một tờ"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    correction = vote.again().corrections.get()
    own, other = (client[who].get(page).content.decode() for who in (vote.members[0], vote.head))
    assert ("thu về 12 → 11" in own, "Xác nhận số mới" in own, "Xác nhận số mới" in other) == (True, False, True)
    confirm, typed = reverse("ballots:correct", args=[vote.poll.pk, "xac-nhan"]), {"correction": str(correction.pk)}
    assert client[vote.members[0]].post(confirm, typed).status_code == 422
    assert client[vote.head].post(confirm, typed).status_code == 302
    assert client[vote.head].post(reverse("ballots:correct", args=[vote.poll.pk, "khac"]), typed).status_code == 404
    shown = client[vote.head].get(page).content.decode()
    assert all(word in shown for word in ("đếm nhầm một tờ", vote.members[0].full_name, vote.head.full_name))


def test_the_same_number_again_writes_no_row():
    vote = counting_vote(returned=12)
    assert services.record_return(actor=vote.members[0], poll=vote.again(), returned=12) == []


def test_an_unbalanced_print_is_shown_as_it_is():
    vote = printed_vote(copies=14)
    released(vote)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=12, spoiled=0, left_over=1)
    first = accounts_of(vote.again()).equations[0]
    assert (first.state, first.note) == ("late", "Lệch 1")


@pytest.mark.parametrize("model", ["proof_signatures", "print_runs", "count_records"])
def test_written_rows_are_never_changed(model):
    vote = counting_vote()
    row = getattr(vote.poll, model).first()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).delete()


def test_the_database_itself_wants_a_reason_for_a_correction():
    vote = counting_vote()
    with pytest.raises(IntegrityError), transaction.atomic():
        CountRecord.objects.create(poll=vote.poll, kind="returned", turn=2, count=3)


@pytest.mark.parametrize("act", [services.close_count, services.decide_for_board])
def test_members_do_not_conclude_for_the_committee_el_30(act):
    vote = counting_vote()
    facts = {"question": "b1-c1-strike", "answer": "clear", "reason": "x"} if act is services.decide_for_board else {}
    for who in (vote.members[0], make_user(role="presidium", unit=vote.unit), make_user(role="secretariat", unit=vote.unit)):
        refused("authority.forbidden", act, actor=who, poll=vote.again(), **facts)


TYPED = ["Phạm Minh Châu", "PHẠM  MINH CHÂU ", "Phạm Minh Châu", "Phạm\u00a0Minh Châu"]


@pytest.mark.parametrize("typed", [*TYPED, "Phạm Minh Châu".encode().decode()])
def test_a_candidate_is_known_however_the_name_is_typed(typed):
    vote = open_vote()
    person = make_user(role="counting_head", unit=vote.unit)
    person.full_name = unicodedata.normalize("NFD", typed)
    person.save()
    refused("ballots.is_candidate", services.sign_proof, actor=person, poll=vote.again())


def test_a_tone_on_another_letter_is_the_same_name():
    assert same_name("Lê Hoà Thuý") == same_name("lê hòa THÚY") != same_name("Lê Hóa Thuý")


def test_a_candidate_is_known_by_the_register_though_the_account_has_another_name():
    vote = open_vote()
    person = make_user(role="counting_head", unit=vote.unit)
    make_person(NAMES[2], account=person, born=date(1970, 1, 1))
    refused("ballots.is_candidate", services.sign_proof, actor=person, poll=vote.again())


def test_a_candidate_serves_the_count_in_no_act_el_30():
    vote = counting_vote()
    person = make_user(role="counting_head", unit=vote.unit)
    person.full_name = NAMES[2]
    person.save()
    poll = vote.again()
    acts = [
        (services.print_batch, {"copies": 1}),
        (services.record_issue, {"issued": 1, "spoiled": 0, "left_over": 0}),
        (services.record_return, {"returned": 1}),
        (services.register_scans, {"files": [], "label": "", "hand_count": 1}),
        (services.claim, {"question": "x"}),
        (services.decide_for_board, {"question": "x", "answer": "clear", "reason": "x"}),
        (services.close_count, {}),
    ]
    for act, facts in acts:
        refused("ballots.is_candidate", act, actor=person, poll=poll, **facts)
