"""Scans, reading, blind decisions and closing of a whole small vote (EL-24 to EL-26, EL-36, PR-18)."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import Adjudication, Claim, Poll, Reading, Scan, ScanBatch, Tally
from daihoi.foundation.ballots.queries.answers import answers_of
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of
from daihoi.foundation.ballots.queries.questions import questions_of, work_for
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.files.services import read_encrypted
from daihoi.foundation.journal.models import Entry
from daihoi.rules.counting import open_questions
from daihoi.rules.errors import RuleViolation
from tests.foundation.ballots.pile import NAMES, answer, counting_vote, drawn, files, printed_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_grant, make_outsider, make_user

pytestmark = pytest.mark.django_db


def small_pile(poll: Poll, whole: int = 11) -> list[bytes]:
    """Sheets with two names struck each, so that all are valid."""
    return [sheet(poll, struck=(1 + number % 3, 4 + number % 3), seed=number + 1) for number in range(whole)]


def keys(poll: Poll) -> list[str]:
    """The names of the open questions."""
    return [question.key for question in questions_of(poll)]


def test_a_whole_vote_from_scan_to_tally(real_paper):
    vote = counting_vote(returned=12)
    a, b, _c = vote.members
    whole = [drawn(vote.poll, struck=(1 + number % 3, 4 + number % 3), seed=number) for number in range(11)]
    batch = scanned(vote, *whole, drawn(vote.poll, struck=(1,), short=(6,), seed=99), hand_count=12)
    assert (batch.state, batch.pages_read, batch.ballots, batch.first_ballot) == ("read", 12, 12, 1)
    assert keys(vote.again()) == ["b12-c6-strike"]
    held = accounts_of(vote.again())
    assert (held.settled, held.doubtful, held.set_aside, held.unread) == (11, 1, 0, 0)
    refused("ballots.cannot_close", services.close_count, actor=vote.head, poll=vote.again())
    answer(vote, a, "b12-c6-strike", "marked")
    assert decisions_of(vote.again()) == []
    answer(vote, b, "b12-c6-strike", "marked")
    assert decisions_of(vote.again()) == [{"ballot": 12, "candidate": 6, "kind": "strike", "state": "marked"}]
    assert closing_findings(vote.again()) == []
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert (tally.issued, tally.returned, tally.valid, tally.invalid) == (13, 12, 12, 0)
    votes = {row["name"]: row["for"] for row in tally.result["votes"]}
    assert votes == {NAMES[0]: 7, NAMES[1]: 8, NAMES[2]: 9, NAMES[3]: 8, NAMES[4]: 8, NAMES[5]: 8}
    assert vote.again().state == Poll.State.CLOSED
    entry = Entry.objects.get(act="ballots.count_closed")
    assert entry.facts["digest"] == tally.digest
    refused("ballots.closed", services.close_count, actor=vote.head, poll=vote.again())
    refused("ballots.closed", services.record_return, actor=a, poll=vote.again(), returned=11, reason="muộn")


def test_scans_come_after_the_number_returned():
    vote = printed_vote()
    refused(
        "ballots.return_first", services.register_scans, actor=vote.members[0], poll=vote.poll, files=files(b"x"), label="", hand_count=1
    )


def test_outsiders_and_the_unit_above_send_no_scans():
    vote = counting_vote()
    facts = {"poll": vote.poll, "files": files(sheet(vote.poll)), "label": "", "hand_count": 1}
    refused("authority.forbidden", services.register_scans, actor=make_outsider("counting_committee"), **facts)
    refused("authority.forbidden", services.register_scans, actor=make_user(role="secretariat", unit=vote.unit), **facts)


def test_where_no_file_is_good_all_are_refused_together_with_name_and_remedy():
    vote = counting_vote()
    given = [
        ContentFile(b"PK\x03\x04 khong phai anh", name="bang.xlsx"),
        ContentFile(b"%PDF-1.4 hong", name="hong.pdf"),
    ]
    sentence = refused(
        "ballots.files_refused", services.register_scans, actor=vote.members[0], poll=vote.poll, files=given, label="", hand_count=1
    )
    first, second = sentence.split("\n")
    assert first.startswith("bang.xlsx: không phải tệp quét PDF, TIFF, PNG hay JPEG. Chọn đúng tệp quét")
    assert second.startswith("hong.pdf: tệp hỏng, bị cắt ngang hoặc có mật khẩu, không mở được. Chép lại tệp từ máy quét")
    assert ScanBatch.objects.count() == 0


def test_limits_of_bytes_and_pages(settings):
    vote = counting_vote()
    facts = {"actor": vote.members[0], "poll": vote.poll, "label": "", "hand_count": 2}
    settings.UPLOAD_MAX_PAGES = 1
    refused("ballots.too_many_pages", services.register_scans, files=files(sheet(vote.poll, seed=1), sheet(vote.poll, seed=2)), **facts)
    settings.UPLOAD_MAX_BYTES = 1000
    refused("ballots.too_large", services.register_scans, files=files(sheet(vote.poll)), **facts)


def test_a_hand_count_and_a_file_are_required():
    vote = counting_vote()
    facts = {"actor": vote.members[0], "poll": vote.poll, "label": ""}
    refused("ballots.no_hand_count", services.register_scans, files=files(sheet(vote.poll)), hand_count=0, **facts)
    refused("ballots.no_files", services.register_scans, files=[], hand_count=1, **facts)


def test_scans_lie_sealed_and_come_back_whole():
    vote = counting_vote(returned=1)
    picture = sheet(vote.poll, struck=(1, 2))
    batch = scanned(vote, picture)
    scan = Scan.objects.get(batch=batch)
    assert read_encrypted(scan.stored, vote.poll.key) == picture
    assert read_encrypted(batch.files.get().stored, vote.poll.key) == picture
    assert scan.stored.key == vote.poll.key
    assert scan.stored.stored_digest != scan.digest


def test_reading_twice_changes_nothing():
    vote = counting_vote(returned=3)
    batch = scanned(vote, *small_pile(vote.poll, 3))
    before = readings_of(vote.poll)
    assert read_whole(batch.pk) is False
    assert readings_of(vote.poll) == before
    assert Reading.objects.count() == 3


def test_a_killed_reader_loses_nothing_and_counts_nothing_twice(monkeypatch):
    vote = counting_vote(returned=4)
    batch = services.register_scans(actor=vote.members[0], poll=vote.poll, files=files(*small_pile(vote.poll, 4)), label="", hand_count=4)
    monkeypatch.setattr("daihoi.foundation.ballots.reader.PORTION_PAGES", 1)
    kept = services.record_portion

    def dies_after_two(**facts):
        if Reading.objects.count() == 2:
            raise KeyboardInterrupt
        return kept(**facts)

    monkeypatch.setattr("daihoi.foundation.ballots.reader.record_portion", dies_after_two)
    with pytest.raises(KeyboardInterrupt):
        read_whole(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.pages_read, readings_of(vote.poll)) == ("reading", 2, [])
    monkeypatch.setattr("daihoi.foundation.ballots.reader.record_portion", kept)
    assert read_whole(batch.pk) is False
    refused("ballots.being_read", services.resume_reading, actor=vote.members[0], batch=batch)
    ScanBatch.objects.update(leased_until=timezone.now())
    services.resume_reading(actor=vote.members[0], batch=batch)
    assert read_whole(batch.pk) is True
    assert [(line["source"], line["ballot"]) for line in readings_of(vote.poll)] == [(f"L01-{n:03d}#1", n) for n in range(1, 5)]


def test_the_same_bytes_in_a_second_bundle_are_duplicates():
    vote = counting_vote(returned=3)
    pages = small_pile(vote.poll, 3)
    first = scanned(vote, *pages[:2])
    second = scanned(vote, pages[0], pages[2], hand_count=1)
    lines = readings_of(vote.poll)
    assert [(line["status"], line["ballot"]) for line in lines] == [("read", 1), ("read", 2), ("duplicate", None), ("read", 3)]
    assert lines[2]["duplicate_of"] == "L01-001#1"
    assert accounts_of(vote.again()).unread == 0
    sentence = refused("ballots.batch_repeated", services.withdraw_batch, actor=vote.members[0], batch=first, reason="quét lại")
    assert sentence == "Lô 2 có trang trùng với lô này. Rút Lô 2 trước, rồi rút lô này."
    services.withdraw_batch(actor=vote.members[0], batch=second, reason="quét lại")
    services.withdraw_batch(actor=vote.members[0], batch=first, reason="quét lại")
    assert readings_of(vote.poll) == []


def test_a_bundle_sent_twice_is_refused_until_the_first_is_withdrawn():
    vote = counting_vote(returned=2)
    pages = small_pile(vote.poll, 2)
    first = scanned(vote, *pages, label="xấp 1")
    again = {"actor": vote.members[0], "poll": vote.again(), "files": files(*pages), "label": "gửi nhầm", "hand_count": 2}
    sentence = refused("ballots.file_sent_before", services.register_scans, **again)
    assert sentence.startswith("Tệp scan-001.jpg đã gửi rồi, nằm trong xấp 1.")
    services.withdraw_batch(actor=vote.members[0], batch=first, reason="quét lại")
    scanned(vote, *pages)
    assert accounts_of(vote.again()).unread == 0


def test_a_withdrawn_bundle_leaves_the_count_and_its_numbers_are_not_used_again():
    vote = counting_vote(returned=3)
    a, b, _c = vote.members
    pages = [sheet(vote.poll, struck=(1,), half=(2,), seed=5), *small_pile(vote.poll, 2)]
    first = scanned(vote, *pages)
    for who in (a, b):
        answer(vote, who, "b1-c2-strike", "clear")
    assert len(decisions_of(vote.again())) == 1
    refused("ballots.withdrawal_needs_reason", services.withdraw_batch, actor=a, batch=first, reason=" ")
    services.withdraw_batch(actor=a, batch=first, reason="kẹt giấy")
    assert decisions_of(vote.again()) == []
    scanned(vote, *pages)
    assert [line["ballot"] for line in readings_of(vote.poll)] == [4, 5, 6]
    assert keys(vote.again()) == ["b4-c2-strike"]
    refused("ballots.batch_withdrawn", services.withdraw_batch, actor=a, batch=first, reason="nữa")
    refused("authority.forbidden", services.withdraw_batch, actor=make_outsider("counting_committee"), batch=first, reason="nữa")


def test_a_torn_page_is_set_aside_with_its_picture():
    vote = counting_vote(returned=1)
    scanned(vote, sheet(vote.poll, cause="torn"), hand_count=1)
    (question,) = questions_of(vote.again())
    assert (question.form, question.why) == ("page", "torn")
    assert accounts_of(vote.again()).set_aside == 1
    for who in vote.members[:2]:
        answer(vote, who, question.key, "discard:not_a_ballot")
    assert decisions_of(vote.again()) == [{"source": question.source, "discard": "not_a_ballot"}]
    codes = [finding.code for finding in closing_findings(vote.again())]
    assert codes == ["ballots.hand_count_differs", "ballots.unread"]


def test_two_people_read_a_page_set_aside():
    vote = counting_vote(returned=2)
    scanned(vote, sheet(vote.poll, struck=(1, 2)), sheet(vote.poll, cause="torn"))
    (question,) = questions_of(vote.again())
    for who in vote.members[:2]:
        services.claim(actor=who, poll=vote.again(), question=question.key)
        fields = {"page": 1, "marked": ["1-strike", "5-strike"]}
        services.adjudicate(actor=who, poll=vote.again(), question=question.key, answer="read", fields=fields)
    (decision,) = decisions_of(vote.again())
    assert (decision["ballot"], decision["page"]) == (2, 1)
    assert [field["candidate"] for field in decision["fields"] if field["state"] == "marked"] == [1, 5]
    assert closing_findings(vote.again()) == []
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert (tally.valid, tally.invalid) == (2, 0)


def doubtful_vote():
    """A vote with one ballot whose second name is half struck."""
    vote = counting_vote(returned=1)
    scanned(vote, sheet(vote.poll, struck=(1,), half=(2,)))
    return vote


KEY = "b1-c2-strike"


def test_nobody_sees_an_answer_before_two_people_gave_theirs():
    vote = doubtful_vote()
    a, b, _c = vote.members
    answer(vote, a, KEY, "marked")
    (for_b,) = work_for(b, vote.again())
    assert (for_b.answered, for_b.is_for_me, for_b.is_mine_done, for_b.stage) == (1, True, False, "open")
    (for_a,) = work_for(a, vote.again())
    assert (for_a.is_for_me, for_a.is_mine_done) == (False, True)
    refused("ballots.not_yours", services.claim, actor=a, poll=vote.again(), question=KEY)
    assert decisions_of(vote.again()) == []


def test_the_journal_holds_a_commitment_and_no_verdict():
    vote = doubtful_vote()
    answer(vote, vote.members[0], KEY, "marked")
    row = Adjudication.objects.get()
    entry = Entry.objects.get(act="ballots.adjudicated")
    assert entry.facts == {"turn": 1, "commitment": row.commitment}
    assert KEY not in "".join(Entry.objects.values_list("line", flat=True))
    given = answers_of(vote.poll, [KEY])[0]
    said = json.dumps({"question": KEY, "salt": given.salt, "verdict": given.verdict}, sort_keys=True, separators=(",", ":"))
    from daihoi.foundation.journal.canonical import digest

    assert digest(said) == row.commitment


def test_a_third_person_decides_where_two_differ():
    vote = doubtful_vote()
    a, b, c = vote.members
    answer(vote, a, KEY, "marked")
    answer(vote, b, KEY, "clear")
    (work,) = work_for(c, vote.again())
    assert (work.stage, work.is_for_me) == ("third", True)
    refused("ballots.not_yours", services.claim, actor=a, poll=vote.again(), question=KEY)
    refused("ballots.answers_differ", services.take_back, actor=a, poll=vote.again(), question=KEY)
    answer(vote, c, KEY, "clear")
    assert decisions_of(vote.again()) == [{"ballot": 1, "candidate": 2, "kind": "strike", "state": "clear"}]


def test_three_different_answers_go_to_the_board_which_gives_a_reason_el_26():
    vote = doubtful_vote()
    a, b, c = vote.members
    answer(vote, a, KEY, "marked")
    answer(vote, b, KEY, "clear")
    answer(vote, c, KEY, "invalid:writing")
    (work,) = work_for(vote.head, vote.again())
    assert (work.stage, work.is_for_me) == ("board", False)
    facts = {"actor": vote.head, "poll": vote.again(), "question": KEY}
    refused("ballots.board_needs_reason", services.decide_for_board, answer="clear", reason="", **facts)
    refused("ballots.board_decides", services.decide_for_board, answer="board", reason="cả ban xem", **facts)
    services.decide_for_board(answer="invalid:writing", reason="cả ban xem, có chữ ký", **facts)
    assert decisions_of(vote.again()) == [{"ballot": 1, "invalid": "writing"}]
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert tally.result["invalid_reasons"] == {"writing": 1}


def test_one_person_may_bring_a_mark_before_the_board():
    vote = doubtful_vote()
    refused(
        "ballots.not_for_board", services.decide_for_board, actor=vote.head, poll=vote.again(), question=KEY, answer="clear", reason="x"
    )
    answer(vote, vote.members[0], KEY, "board")
    (work,) = work_for(vote.members[1], vote.again())
    assert (work.stage, work.is_for_me) == ("board", False)
    services.take_back(actor=vote.members[0], poll=vote.again(), question=KEY)
    (work,) = work_for(vote.members[1], vote.again())
    assert (work.stage, work.is_for_me) == ("open", True)


def test_an_answer_is_taken_back_by_a_new_row_and_given_again():
    vote = doubtful_vote()
    a, b, _c = vote.members
    refused("ballots.nothing_to_take_back", services.take_back, actor=a, poll=vote.again(), question=KEY)
    answer(vote, a, KEY, "marked")
    services.take_back(actor=a, poll=vote.again(), question=KEY)
    answer(vote, a, KEY, "clear")
    answer(vote, b, KEY, "clear")
    rows = [each for each in answers_of(vote.poll) if each.decider_id == a.pk]
    assert [(each.turn, each.verdict and each.verdict["state"]) for each in rows] == [(1, "marked"), (2, None), (3, "clear")]
    assert decisions_of(vote.again())[0]["state"] == "clear"


def test_a_hold_keeps_others_away_until_it_runs_out():
    vote = doubtful_vote()
    a, b, _c = vote.members
    services.claim(actor=a, poll=vote.again(), question=KEY)
    assert (
        refused("ballots.held_by_other", services.claim, actor=b, poll=vote.again(), question=KEY)
        == f"{a} đã nhận phiếu này. Nhận phiếu khác."
    )
    Claim.objects.update(held_until=timezone.now())
    refused("ballots.hold_ran_out", services.adjudicate, actor=a, poll=vote.again(), question=KEY, answer="clear")
    services.claim(actor=b, poll=vote.again(), question=KEY)
    services.release(actor=b, poll=vote.again(), question=KEY)
    assert Claim.objects.count() == 0


def test_candidates_administrators_and_outsiders_do_not_decide():
    vote = doubtful_vote()
    facts = {"poll": vote.again(), "question": KEY}
    refused("authority.forbidden", services.claim, actor=make_outsider("counting_committee"), **facts)
    candidate, administrator = (make_user(role="counting_committee", unit=vote.unit) for _each in range(2))
    candidate.full_name = NAMES[3]
    candidate.save()
    make_grant(administrator, "administrator", None)
    refused("ballots.is_candidate", services.claim, actor=candidate, **facts)
    refused("ballots.is_administrator", services.claim, actor=administrator, **facts)


def test_only_answers_of_the_question_are_taken():
    vote = doubtful_vote()
    services.claim(actor=vote.members[0], poll=vote.again(), question=KEY)
    for said in ("harmless", "discard:blank_page", "invalid:too_many", "invalid:", "read", ""):
        refused("ballots.no_such_answer", services.adjudicate, actor=vote.members[0], poll=vote.again(), question=KEY, answer=said)


def test_closing_names_everything_that_is_open_at_once():
    vote = counting_vote(returned=5)
    scanned(vote, sheet(vote.poll, struck=(1,), half=(2,)), sheet(vote.poll, cause="torn"), hand_count=3)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=13, spoiled=0, left_over=0, reason="đếm lại")
    services.confirm_correction(actor=vote.head, correction=vote.again().corrections.get())
    found = closing_findings(vote.again())
    assert [finding.code for finding in found] == [
        "ballots.print_unbalanced",
        "ballots.hand_count_differs",
        "ballots.open_mark",
        "ballots.open_page",
        "ballots.unread",
    ]
    assert found[1].message == "Lô 1: đếm tay 3 tờ thì phải có 3 trang, đã đọc 2. Đếm lại lô; nếu máy quét sai thì rút lô và quét lại."
    refused("ballots.cannot_close", services.close_count, actor=vote.head, poll=vote.again())
    refused("authority.forbidden", services.close_count, actor=make_outsider("counting_committee"), poll=vote.again())


def test_an_unread_bundle_keeps_the_count_open():
    vote = counting_vote(returned=1)
    services.register_scans(actor=vote.members[0], poll=vote.poll, files=files(sheet(vote.poll)), label="Thùng trái", hand_count=1)
    messages = [finding.message for finding in closing_findings(vote.again())]
    assert messages[0] == "Thùng trái: còn 1 trang chưa đọc. Chờ đọc xong, hoặc rút lô."


@pytest.mark.parametrize("model", [Scan, Reading, Adjudication, Tally])
def test_what_was_seen_and_decided_is_never_changed(model):
    vote = doubtful_vote()
    for who in vote.members[:2]:
        answer(vote, who, KEY, "clear")
    services.close_count(actor=vote.head, poll=vote.again())
    row = model.objects.first()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        row.save()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete(using="default")


def test_no_key_leads_from_a_ballot_to_a_person():
    person_keys = {
        field.name for field in Scan._meta.get_fields() + Reading._meta.get_fields() + ScanBatch._meta.get_fields() if field.is_relation
    }
    assert person_keys == {"batch", "stored", "reading", "scan", "poll", "entry", "files", "scans"}


@pytest.mark.parametrize(("said", "valid", "reasons"), [("harmless", 1, {}), ("invalid:foreign_mark", 0, {"foreign_mark": 1})])
def test_two_strokes_outside_the_names_are_one_question_on_the_whole_sheet_el_25(said, valid, reasons):
    vote = counting_vote(returned=1)
    scanned(vote, sheet(vote.poll, struck=(1, 2), ink=True))
    assert keys(vote.again()) == ["b1-foreign_ink-p1"]
    for who in vote.members[:2]:
        answer(vote, who, "b1-foreign_ink-p1", said)
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert (tally.valid, tally.result["invalid_reasons"]) == (valid, reasons)


@pytest.mark.parametrize(
    ("names", "seats", "form", "struck", "votes"),
    [(NAMES[:2], 2, "agree_disagree", {1: "agree", 2: "disagree"}, [1, 0]), (NAMES[:1], 1, "single", {1: "agree"}, [1])],
)
def test_the_forms_with_boxes_are_counted_too_el_22_el_23(names, seats, form, struck, votes, monkeypatch):
    vote = counting_vote(returned=1, names=names, seats=seats)
    planned = sheet(vote.poll)

    def line(layout, source, digest):
        fields = [
            {
                "candidate": field["candidate"],
                "kind": field["kind"],
                "state": "marked" if struck[field["candidate"]] == field["kind"] else "clear",
                "score": 0.9,
            }
            for field in layout["pages"][0]["fields"]
        ]
        nothing = {"cause": None, "duplicate_of": None, "ballot": None, "page": 1, "sheet_marks": [], "readers_agree": True}
        return {"source": source, "digest": digest, "status": "read", "pages": 1, "fields": fields, **nothing}

    monkeypatch.setattr("tests.foundation.ballots.conftest.planned_line", line)
    scanned(vote, planned)
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert tally.result["form"] == form
    assert [row["for"] for row in tally.result["votes"]] == votes


def test_leaving_out_plain_ballots_leaves_out_no_question():
    vote = counting_vote(returned=12)
    sheets = [
        *small_pile(vote.poll, 3),
        sheet(vote.poll, struck=(1,), half=(2,)),
        sheet(vote.poll, struck=(1, 2), ink=True),
        sheet(vote.poll, struck=()),
        sheet(vote.poll, half=(3, 4, 5)),
        sheet(vote.poll, cause="torn"),
        sheet(vote.poll, struck=(1, 2, 3, 4, 5, 6)),
    ]
    scanned(vote, *sheets)
    for who in vote.members[:2]:
        answer(vote, who, "b4-c2-strike", "marked")
    poll = vote.again()
    readings, decisions = readings_of(poll), decisions_of(poll)
    everything = open_questions(contest_of(poll), charter_of(poll), readings, decisions)
    strokes = [(each["ballot"], each.get("candidate"), each.get("sheet_mark")) for each in everything]
    places = list(dict.fromkeys(strokes))  # people are asked once about all strokes of one sheet
    assert places == [(5, None, "foreign_ink"), (7, 3, None), (7, 4, None), (7, 5, None), (None, None, None)]
    asked = questions_of(poll, readings, decisions)
    assert [(each.ballot, each.candidate, each.sheet_mark or None) for each in asked] == places


def test_blank_backs_are_answered_at_once_by_each_of_two_people():
    vote = counting_vote(returned=2)
    a, b, _c = vote.members
    backs = [sheet(vote.poll, cause="blank_page", seed=seed) for seed in range(2)]
    scanned(vote, sheet(vote.poll, struck=(1, 2)), backs[0], sheet(vote.poll, struck=(1, 2), seed=3), backs[1], hand_count=2)
    assert services.discard_blank_pages(actor=a, poll=vote.again()) == 2
    refused("ballots.no_blank_pages", services.discard_blank_pages, actor=a, poll=vote.again())
    refused("authority.forbidden", services.discard_blank_pages, actor=make_outsider("counting_committee"), poll=vote.again())
    assert decisions_of(vote.again()) == []
    services.discard_blank_pages(actor=b, poll=vote.again())
    assert [each["discard"] for each in decisions_of(vote.again())] == ["blank_page", "blank_page"]
    entry = Entry.objects.filter(act="ballots.blank_pages_discarded").last()
    assert entry.facts["pages"] == 2
    assert closing_findings(vote.again()) == []
    assert services.close_count(actor=vote.head, poll=vote.again()).valid == 2


def test_two_pages_make_one_ballot_and_a_torn_page_joins_its_other_half():
    names = [f"Nguyễn Văn {chr(65 + number % 26)}{number}" for number in range(70)]
    vote = counting_vote(returned=2, names=names, seats=69, base=80)
    assert vote.poll.pages_a_ballot == 2
    first = [sheet(vote.poll, struck=(1,), page=1, seed=1), sheet(vote.poll, struck=(70,), page=2, seed=1)]
    second = [sheet(vote.poll, struck=(2,), page=1, seed=2), sheet(vote.poll, cause="torn", seed=2)]
    scanned(vote, *first, *second, hand_count=2)
    asked = questions_of(vote.again())
    torn = next(each for each in asked if each.form == "page")
    assert [each.ballot for each in asked if each.ballot] == [2] * sum(each.ballot is not None for each in asked)
    for who in vote.members[:2]:
        services.claim(actor=who, poll=vote.again(), question=torn.key)
        fields = {"page": 2, "marked": ["69-strike"]}
        services.adjudicate(actor=who, poll=vote.again(), question=torn.key, answer="read", fields=fields)
    assert [(each["ballot"], each["page"]) for each in decisions_of(vote.again())] == [(2, 2)]
    assert closing_findings(vote.again()) == []
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert (tally.valid, tally.invalid) == (2, 0)
    assert [row["for"] for row in tally.result["votes"] if row["candidate"] in (1, 2, 69, 70)] == [1, 1, 1, 1]


def test_files_are_checked_and_sealed_before_the_transaction_begins(monkeypatch):
    from daihoi.foundation.ballots import intake
    from daihoi.foundation.ballots.services import scanning

    vote, depths = counting_vote(), []
    outside = len(connection.savepoint_ids)
    for module, name in ((intake, "count_pages"), (scanning, "seal")):
        real = getattr(module, name)

        def watched(*given, real=real, **named):
            depths.append(len(connection.savepoint_ids) - outside)
            return real(*given, **named)

        monkeypatch.setattr(module, name, watched)
    services.register_scans(actor=vote.members[0], poll=vote.again(), files=files(sheet(vote.poll)), label="", hand_count=1)
    assert depths == [0, 0]


def test_a_bundle_sent_while_the_head_closes_is_refused_and_leaves_no_row(monkeypatch):
    from daihoi.foundation.ballots.services import scanning

    vote = counting_vote(returned=1)
    scanned(vote, sheet(vote.poll, struck=(1, 2)))
    real = scanning.seal

    def closed_meanwhile(*given, **named):
        services.close_count(actor=vote.head, poll=vote.again())
        return real(*given, **named)

    monkeypatch.setattr(scanning, "seal", closed_meanwhile)
    facts = {"poll": vote.again(), "files": files(sheet(vote.poll, seed=5)), "label": "", "hand_count": 1}
    with pytest.raises(RuleViolation) as refusal:
        services.register_scans(actor=vote.members[0], **facts)
    assert (refusal.value.code, vote.poll.batches.count()) == ("ballots.closed", 1)


def test_the_digest_of_decisions_cannot_be_guessed_from_two_possible_verdicts():
    from daihoi.foundation.ballots.services.closing import json_line
    from daihoi.foundation.journal.services import merkle_root

    vote = counting_vote(returned=1)
    scanned(vote, sheet(vote.poll, struck=(1, 2), half=(3,)))
    for who in vote.members[:2]:
        answer(vote, who, "b1-c3-strike", "marked")
    tally = services.close_count(actor=vote.head, poll=vote.again())
    guesses = [{"ballot": 1, "candidate": 3, "kind": "strike", "state": state} for state in ("marked", "clear")]
    assert tally.decisions_digest not in {merkle_root([json_line(guess)]) for guess in guesses}
    commitments = list(Adjudication.objects.order_by("pk").values_list("commitment", flat=True))
    assert tally.decisions_digest == merkle_root(commitments)
