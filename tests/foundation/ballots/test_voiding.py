"""Wrong print runs: out of the accounts, with minutes, and back to a new proof where the list was wrong (PR-17)."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import CountRecord, Poll, VoidedRun
from daihoi.foundation.ballots.queries.closing import accounts_of
from daihoi.foundation.ballots.services import Destruction
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import NAMES, counting_vote, printed_vote, released
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
WRONG = Destruction("chữ mờ", 14, "counting_head", "presidium")


def void(vote, destruction=WRONG, run=None, actor=None):
    """The head voids the first run."""
    run = run or vote.poll.print_runs.first()
    return services.void_run(actor=actor or vote.head, run=run, destruction=destruction)


def void_refused(code, vote, destruction=WRONG, run=None, actor=None):
    run = run or vote.poll.print_runs.first()
    return refused(code, services.void_run, actor=actor or vote.head, run=run, destruction=destruction)


def test_a_voided_run_leaves_the_printed_account_and_is_printed_again_from_the_signed_proof_pr_17():
    vote = printed_vote(copies=14)
    void(vote)
    assert vote.again().state == Poll.State.PROOFED
    assert list(CountRecord.objects.values_list("turn", "count", "reason")) == [(1, 14, ""), (2, 0, "Hủy đợt in 14 phiếu")]
    entry = Entry.objects.get(act="ballots.run_voided")
    run = vote.poll.print_runs.get()
    assert entry.facts == {
        "run": str(run.pk), "digest": run.digest, "copies": 14, "destroyed": 14, "printed": 0, "list_wrong": False
    }  # fmt: skip
    services.print_batch(actor=vote.members[0], poll=vote.again(), copies=15)
    released(vote)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=13, spoiled=1, left_over=1)
    held = accounts_of(vote.again())
    assert (held.printed, held.print_difference, held.equations[0].note) == (15, 0, "Khớp")


def test_one_of_two_runs_is_voided_and_the_other_stands():
    vote = printed_vote(copies=14)
    second = services.print_batch(actor=vote.members[0], poll=vote.again(), copies=3)
    void(vote, replace(WRONG, destroyed=3), run=second)
    assert (vote.again().state, accounts_of(vote.again()).printed) == (Poll.State.PRINTED, 14)


def test_a_wrong_list_voids_the_vote_even_after_the_box_was_opened_pr_17():
    vote = counting_vote()
    void_refused("ballots.void_too_late", vote)
    void(vote, replace(WRONG, reason="sai giới tính một người", is_list_wrong=True))
    assert vote.again().state == Poll.State.VOIDED
    refused("ballots.poll_voided", services.print_batch, actor=vote.members[0], poll=vote.again(), copies=1)
    refused("ballots.return_first", services.register_scans, actor=vote.members[0], poll=vote.again(), files=[], label="", hand_count=1)
    refused("ballots.not_counting", services.close_count, actor=vote.head, poll=vote.again())


def test_once_ballots_are_handed_out_only_the_head_voids_the_vote_pr_17():
    vote = counting_vote()
    wrong = replace(WRONG, reason="sai giới tính một người", is_list_wrong=True)
    said = void_refused("authority.forbidden", vote, wrong, actor=make_user(role="secretariat", unit=vote.unit))
    assert said.startswith("Phiếu đã phát ra.")
    assert vote.again().state == Poll.State.COUNTING
    void(vote, wrong)


def test_sheets_that_were_not_destroyed_stay_in_the_number_printed_pr_17():
    vote = printed_vote(copies=14)
    void(vote, replace(WRONG, destroyed=12, missing_note="2 tờ không tìm thấy"))
    services.print_batch(actor=vote.members[0], poll=vote.again(), copies=15)
    released(vote)
    assert accounts_of(vote.again()).printed == 17
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=13, spoiled=3, left_over=1)
    assert accounts_of(vote.again()).print_difference == 0


def test_each_sheet_is_accounted_for_and_each_refusal_says_the_way_out():
    vote = printed_vote(copies=14)
    void_refused("ballots.void_needs_reason", vote, replace(WRONG, reason=" "))
    void_refused("ballots.destroyed_over_copies", vote, replace(WRONG, destroyed=15))
    said = void_refused("ballots.missing_unexplained", vote, replace(WRONG, destroyed=12))
    assert said == "Còn 2 tờ của đợt in chưa hủy. Ghi những tờ ấy ở đâu, ai giữ."
    second = services.print_batch(actor=vote.members[0], poll=vote.again(), copies=3)
    void_refused("ballots.other_runs_first", vote, replace(WRONG, is_list_wrong=True))
    void(vote, replace(WRONG, destroyed=1, missing_note="2 tờ đoàn thư ký giữ làm chứng"), run=second)
    void_refused("ballots.run_voided", vote, replace(WRONG, destroyed=3), run=second)
    released(vote)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=13, spoiled=3, left_over=0)
    said = void_refused("ballots.void_issued", vote)
    assert said == "Đã ghi phát ra 13 phiếu, hủy đợt này chỉ còn 2. Thu lại phiếu của đợt này và sửa số phát ra trước."


def test_only_the_head_and_the_secretariat_of_this_very_congress_void():
    vote = printed_vote()
    for actor in (vote.members[0], make_outsider("counting_head"), make_user(role="presidium", unit=vote.unit)):
        void_refused("authority.forbidden", vote, actor=actor)
    vote.head.full_name = NAMES[0]
    vote.head.save()
    void_refused("ballots.is_candidate", vote)
    void(vote, actor=make_user(role="secretariat", unit=vote.unit))


def test_the_database_keeps_minutes_whole_and_unchanged():
    vote = printed_vote()
    facts = {"run": vote.poll.print_runs.get(), "reason": "x", "copies": 14, "first_witness": "archive", "second_witness": "archive"}
    for wrong in ({"destroyed": 15}, {"destroyed": 13}, {"destroyed": 14, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VoidedRun.objects.create(**(facts | wrong))
    void(vote)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        VoidedRun.objects.update(destroyed=1)


def test_void_on_screen_and_print_the_minutes():
    vote = printed_vote()
    run = vote.poll.print_runs.get()
    head, address = signed_in(vote.head), reverse("ballots:void", args=[vote.poll.pk, run.pk])
    assert 'value="14"' in head.get(address).content.decode()
    minutes = reverse("ballots:void_minutes", args=[vote.poll.pk, run.pk, "docx"])
    assert head.get(minutes).status_code == 404
    typed = {"reason": "chữ mờ", "destroyed": "12", "first_witness": "counting_head", "second_witness": "presidium"}
    answer = head.post(address, typed)
    assert (answer.status_code, "Còn 2 tờ của đợt in chưa hủy." in answer.content.decode()) == (422, True)
    assert head.post(address, typed | {"missing_note": "2 tờ lưu làm chứng"}).status_code == 302
    page = head.get(reverse("ballots:proof", args=[vote.poll.pk])).content.decode()
    assert all(words in page for words in ("Đã hủy", "chữ mờ", "đã hủy 12 tờ", minutes))
    lines = [one.text for one in docx.Document(BytesIO(head.get(minutes).content)).paragraphs]
    assert any(line.endswith(f": 14 tờ, mã trên phiếu {vote.poll.code}. Đã hủy 12 tờ.") for line in lines)
    assert "Chưa hủy 2 tờ: 2 tờ lưu làm chứng." in lines
    assert head.get(minutes[:-4] + "pdf").content.startswith(b"%PDF")
    assert head.get(minutes[:-4] + "odt").status_code == 404
    outsider = signed_in(make_outsider("counting_head"))
    assert [outsider.get(address).status_code, outsider.post(address, typed).status_code, outsider.get(minutes).status_code] == [404] * 3
