"""What the committee concludes on a sheet, line by line, against what the machine read (EL-25, EL-26)."""

import pytest

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.queries.closing import closing_findings
from daihoi.foundation.ballots.queries.questions import questions_of
from daihoi.foundation.ballots.queries.readings import decisions_of, last_words
from tests.foundation.ballots.pile import NAMES, answer, counting_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.foundation.ballots.test_screens import text, url
from tests.make import signed_in

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
