"""What the committee concludes on a sheet, line by line, against what the machine read (EL-25, EL-26)."""

import pytest

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import BallotCall
from daihoi.foundation.ballots.queries.calling import read_again
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.questions import questions_of
from daihoi.foundation.ballots.queries.readings import decisions_of, last_words
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import NAMES, answer, counting_vote, drawn, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.foundation.ballots.test_screens import text, url
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
INK = "b1-foreign_ink-p1"


def with_ink(struck=(1, 4), half=(), **options):
    """A vote with one ballot that bears a stroke between the names."""
    vote = counting_vote(returned=1, **options)
    scanned(vote, sheet(vote.poll, struck=struck, half=half, ink=True))
    return vote


def read(vote, who, question, *struck):
    """One person reads a sheet line by line."""
    services.claim(actor=who, poll=vote.again(), question=question)
    fields = {"page": 1, "marked": [f"{each}-strike" for each in struck]}
    return services.adjudicate(actor=who, poll=vote.again(), question=question, answer="read", fields=fields)


def struck_by(decision):
    """The names a decision calls struck."""
    return [field["candidate"] for field in decision["fields"] if field["state"] == "marked"]


def test_two_people_say_that_a_stroke_between_the_names_strikes_one_of_them_el_26():
    vote = with_ink()
    a, b, _c = vote.members
    read(vote, a, INK, 1, 4, 5)
    assert decisions_of(vote.again()) == []
    read(vote, b, INK, 1, 4, 5)
    (decision,) = decisions_of(vote.again())
    assert (decision["ballot"], decision["page"], struck_by(decision)) == (1, 1, [1, 4, 5])
    assert closing_findings(vote.again()) == []
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert {row["name"]: row["for"] for row in tally.result["votes"]} == dict(zip(NAMES, (0, 1, 1, 0, 0, 1), strict=True))


def test_two_who_read_different_lines_need_a_third():
    vote = with_ink()
    a, b, c = vote.members
    read(vote, a, INK, 1, 4, 5)
    read(vote, b, INK, 1, 4, 6)
    assert decisions_of(vote.again()) == []
    read(vote, c, INK, 1, 4, 5)
    assert [struck_by(each) for each in decisions_of(vote.again())] == [[1, 4, 5]]


def test_who_changes_no_line_says_that_the_stroke_is_harmless():
    vote = with_ink()
    read(vote, vote.members[0], INK, 1, 4)
    answer(vote, vote.members[1], INK, "harmless")
    assert [(each["sheet_mark"], each["state"]) for each in decisions_of(vote.again())] == [("foreign_ink", "absent")]
    assert closing_findings(vote.again()) == []


def test_reading_the_sheet_settles_its_doubtful_lines_too_and_has_the_last_word():
    vote = with_ink(half=(2,))
    a, b, _c = vote.members
    for who in (a, b):
        answer(vote, who, "b1-c2-strike", "clear")
    for who in (a, b):
        read(vote, who, INK, 1, 2, 4)
    assert [struck_by(each) for each in decisions_of(vote.again())] == [[1, 2, 4]]
    services.take_back(actor=b, poll=vote.again(), question=INK)
    assert [(each["candidate"], each["state"]) for each in decisions_of(vote.again())] == [(2, "clear")]


def test_a_sheet_is_not_read_where_only_a_mark_is_asked_for():
    vote = counting_vote(returned=1)
    scanned(vote, sheet(vote.poll, struck=(1,), half=(2,)))
    services.claim(actor=vote.members[0], poll=vote.again(), question="b1-c2-strike")
    said = {"question": "b1-c2-strike", "answer": "read", "fields": {"page": 1, "marked": []}}
    refused("ballots.no_such_answer", services.adjudicate, actor=vote.members[0], poll=vote.again(), **said)


def test_the_stamp_stays_a_question_when_the_sheet_is_read_for_its_ink():
    vote = with_ink(stamp="check")
    keys = [question.key for question in questions_of(vote.again())]
    assert keys == [INK, "b1-stamp-p1"]
    for who in vote.members[:2]:
        read(vote, who, INK, 1, 4, 5)
    assert [question.key for question in questions_of(vote.again())] == ["b1-stamp-p1"]
    for who in vote.members[:2]:
        read(vote, who, "b1-stamp-p1", 1, 4, 5, 6)
    assert [struck_by(each) for each in decisions_of(vote.again())] == [[1, 4, 5, 6]]
    assert closing_findings(vote.again()) == []


def test_last_words_keep_what_speaks_of_something_else():
    mark, other = ({"ballot": number, "candidate": 2, "kind": "strike", "state": "clear"} for number in (1, 2))
    page = {"source": "a#1", "ballot": 1, "page": 1, "fields": [{"candidate": 2, "kind": "strike", "state": "marked"}]}
    reasons = [{"ballot": 1, "invalid": reason} for reason in ("writing", "foreign_mark")]
    assert last_words([mark, other, *reasons, page]) == [other, *reasons, page]
    assert last_words([{"source": "a#1", "discard": "not_a_ballot"}, page]) == [page]


def test_the_form_opens_with_the_lines_as_they_count_now():
    vote = with_ink(half=(2,))
    client = signed_in(vote.members[0])
    client.post(url("take", vote, INK))
    page = client.get(url("doubt", vote, INK))
    assert (page.context["page_form"]["marked"].value(), page.context["unsure"]) == (["1-strike", "4-strike"], [2])
    assert "Chưa ai kết luận dòng 2." in text(page)
    said = {"answer": "read", "trang-page": "1", "trang-marked": ["1-strike", "2-strike", "4-strike"]}
    assert client.post(url("doubt", vote, INK), said).status_code == 302
    services.claim(actor=vote.members[1], poll=vote.again(), question=INK)
    second = signed_in(vote.members[1]).get(url("doubt", vote, INK))
    assert second.context["page_form"]["marked"].value() == ["1-strike", "4-strike"]


def test_the_board_reads_a_sheet_too():
    vote = with_ink()
    answer(vote, vote.members[0], INK, "board")
    client = signed_in(vote.head)
    assert "Đọc lại từng dòng" in text(client.get(url("board", vote, INK)))
    said = {"answer": "read", "reason": "nét gạch dòng 5", "trang-page": "1", "trang-marked": ["1-strike", "4-strike", "5-strike"]}
    assert client.post(url("board", vote, INK), said).status_code == 302
    assert [struck_by(each) for each in decisions_of(vote.again())] == [[1, 4, 5]]


def called(vote, batch, place, reason="complaint", who=0):
    """One person calls the ballot at a place of a bundle; gives the name of its question."""
    caller = vote.members[who]
    return services.call_ballot(actor=caller, poll=vote.again(), batch=batch, sheet=place, reason=reason).key


def plain_vote(*sheets):
    """A vote whose ballots the machine read without a doubt."""
    vote = counting_vote(returned=len(sheets))
    batch = scanned(vote, *(sheet(vote.poll, struck=struck, seed=seed) for seed, struck in enumerate(sheets, 1)))
    return vote, batch


def test_a_ballot_called_by_its_place_is_read_by_two_people_and_the_count_waits():
    vote, batch = plain_vote((1, 4), (2, 5), (3, 6))
    assert closing_findings(vote.again()) == []
    key = called(vote, batch, 2)
    assert key == "g2-1"
    assert [finding.code for finding in closing_findings(vote.again())] == ["ballots.open_called"]
    assert accounts_of(vote.again()).doubtful == 1
    read(vote, vote.members[0], key, 2, 6)
    assert decisions_of(vote.again()) == []
    read(vote, vote.members[1], key, 2, 6)
    (decision,) = decisions_of(vote.again())
    assert (decision["ballot"], struck_by(decision), decision["called"]) == (2, [2, 6], "complaint")
    again = read_again(vote.again())
    assert (again.called, again.called_rows, again.overturned, again.sheets) == ({"complaint": 1}, 2, 0, 0)
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert [row["for"] for row in tally.result["votes"]] == [2, 2, 2, 2, 3, 1]
    refused("ballots.not_counting", called, vote=vote, batch=batch, place=1)


def test_the_journal_says_that_a_ballot_was_called_and_neither_which_nor_what_was_found():
    vote, batch = plain_vote((1, 4))
    key = called(vote, batch, 1, "misread")
    for who in vote.members[:2]:
        read(vote, who, key, 1, 5)
    entry = Entry.objects.get(act="ballots.ballot_called")
    assert entry.facts == {"call": str(BallotCall.objects.get().pk), "why": "misread"}
    said = Entry.objects.filter(act="ballots.adjudicated").values_list("line", flat=True)
    assert len(said) == 2
    assert not any("strike" in line or "marked" in line for line in said)


def test_a_called_ballot_may_be_concluded_invalid_and_called_again():
    vote, batch = plain_vote((1, 4))
    a, b, c = vote.members
    key = called(vote, batch, 1)
    for who in (a, b):
        answer(vote, who, key, "invalid:writing")
    assert decisions_of(vote.again()) == [{"ballot": 1, "invalid": "writing", "called": "complaint"}]
    assert read_again(vote.again()).overturned == 1
    again = called(vote, batch, 1, "second_check")
    assert again == "g1-2"
    for who in (b, c):
        read(vote, who, again, 1, 4)
    (decision,) = decisions_of(vote.again())
    assert (struck_by(decision), decision["called"]) == ([1, 4], "second_check")
    assert services.close_count(actor=vote.head, poll=vote.again()).valid == 1


def test_what_the_board_concluded_only_the_board_changes_el_26():
    vote = counting_vote(returned=1)
    batch = scanned(vote, sheet(vote.poll, struck=(1, 4), half=(2,)))
    a, b, _c = vote.members
    answer(vote, a, "b1-c2-strike", "board")
    conclusion = {"answer": "clear", "reason": "cả ban đã xem"}
    services.decide_for_board(actor=vote.head, poll=vote.again(), question="b1-c2-strike", **conclusion)
    key = called(vote, batch, 1)
    services.claim(actor=a, poll=vote.again(), question=key)
    marks = {"page": 1, "marked": ["1-strike", "2-strike", "4-strike"]}
    refused("ballots.board_concluded", services.adjudicate, actor=a, poll=vote.again(), question=key, answer="read", fields=marks)
    answer(vote, a, key, "board")
    services.decide_for_board(actor=vote.head, poll=vote.again(), question=key, answer="read", reason="xem lại tờ phiếu", fields=marks)
    assert [struck_by(each) for each in decisions_of(vote.again())] == [[1, 2, 4]]
    third = called(vote, batch, 1)
    for who in (a, b):
        read(vote, who, third, 1, 2, 4)
    assert closing_findings(vote.again()) == []


def test_who_may_call_and_what_can_be_called():
    vote = counting_vote(returned=3)
    batch = scanned(vote, sheet(vote.poll, struck=(1, 4), seed=1), sheet(vote.poll, cause="torn"), sheet(vote.poll, struck=(2, 5), seed=2))
    facts = {"poll": vote.again(), "batch": batch, "reason": "complaint"}
    for stranger in (make_outsider("counting_committee"), make_user(role="secretariat", unit=vote.unit)):
        refused("authority.forbidden", services.call_ballot, actor=stranger, sheet=1, **facts)
    named = make_user(role="counting_committee", unit=vote.unit)
    named.full_name = NAMES[0]
    named.save()
    refused("ballots.is_candidate", services.call_ballot, actor=named, sheet=1, **facts)
    refused("ballots.no_such_place", called, vote=vote, batch=batch, place=4)
    refused("ballots.place_unsettled", called, vote=vote, batch=batch, place=2)
    refused("ballots.no_such_reason_to_call", called, vote=vote, batch=batch, place=1, reason="thích thế")
    assert called(vote, batch, 3) == "g2-1"
    refused("ballots.called_already", called, vote=vote, batch=batch, place=3)
    services.withdraw_batch(actor=vote.members[0], batch=batch, reason="quét lại")
    refused("ballots.batch_withdrawn", called, vote=vote, batch=batch, place=1)
    assert [question.form for question in questions_of(vote.again())] == []


def test_a_keyed_ballot_is_called_too_and_its_paper_looked_at():
    vote = counting_vote(returned=2)
    batch = services.open_keyed_bundle(actor=vote.members[0], poll=vote.again(), sheets=2)
    for who in vote.members[:2]:
        services.key_sheet(actor=who, batch=batch, number=1, entry=services.Entry(frozenset({(1, "strike"), (4, "strike")})))
    refused("ballots.place_unsettled", called, vote=vote, batch=batch, place=2)
    for who in vote.members[:2]:
        services.key_sheet(actor=who, batch=batch, number=2, entry=services.Entry(invalid="writing"))
    first, second = called(vote, batch, 1), called(vote, batch, 2)
    client = signed_in(vote.members[0])
    client.post(url("take", vote, first))
    page = client.get(url("doubt", vote, first))
    assert "Xem tờ phiếu thật" in text(page)
    assert page.context["page_form"]["marked"].value() == ["1-strike", "4-strike"]
    for who in vote.members[:2]:
        read(vote, who, first, 1, 5)
        read(vote, who, second, 2, 6)
    assert [(each["ballot"], struck_by(each)) for each in decisions_of(vote.again())] == [(1, [1, 5]), (2, [2, 6])]
    again = read_again(vote.again())
    assert (again.called, again.called_rows, again.overturned) == ({"complaint": 2}, 2, 1)
    assert services.close_count(actor=vote.head, poll=vote.again()).valid == 2


def test_a_ballot_of_two_pages_is_read_as_a_whole():
    vote = counting_vote(returned=1, names=tuple(f"Người {number}" for number in range(1, 61)), seats=58)
    pages = [sheet(vote.poll, struck=(1,), page=1), sheet(vote.poll, struck=(60,), page=2)]
    batch = scanned(vote, *pages, hand_count=1)
    key = called(vote, batch, 1)
    client = signed_in(vote.members[0])
    client.post(url("take", vote, key))
    shown = client.get(url("doubt", vote, key))
    assert shown.context["page_form"]["marked"].value() == ["1-strike", "60-strike"]
    assert "Các trang khác của phiếu này" in text(shown)
    for who in vote.members[:2]:
        read(vote, who, key, 1, 2, 60)
    assert [(each["page"], struck_by(each)) for each in decisions_of(vote.again())] == [(1, [1, 2]), (2, [60])]
    assert services.close_count(actor=vote.head, poll=vote.again()).valid == 1


def test_calling_on_screen_brings_the_card_with_its_picture(real_paper):
    vote = counting_vote(returned=1)
    batch = scanned(vote, drawn(vote.poll, struck=(1, 4)))
    client = signed_in(vote.members[0])
    assert url("call", vote) in text(client.get(url("doubts", vote)))
    assert client.post(url("call", vote), {"batch": batch.pk, "sheet": "9", "reason": "complaint"}).status_code == 422
    response = client.post(url("call", vote), {"batch": batch.pk, "sheet": "1", "reason": "complaint"})
    assert response["Location"] == url("doubt", vote, "g1-1")
    page = text(client.get(url("doubt", vote, "g1-1")))
    assert "Phiếu 1, gọi ra đọc lại" in page
    assert "Lô 1, tờ 1" in page
    assert client.get(url("picture", vote, "g1-1", "to")).content.startswith(b"\x89PNG")
    assert signed_in(vote.members[1]).get(url("picture", vote, "g1-1", "to")).status_code == 404
    assert "khiếu nại trong hội trường" in text(signed_in(vote.members[1]).get(url("doubts", vote)))
    for stranger in (make_outsider("counting_committee"), make_user(role="secretariat", unit=vote.unit)):
        assert signed_in(stranger).get(url("call", vote)).status_code == 404
