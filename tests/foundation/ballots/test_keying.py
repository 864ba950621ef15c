"""Ballots keyed in where there is no scanner: two or three people apart, the same result as from a scanner (EL-26, EL-31, EL-36)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.keying import read_numbers
from daihoi.foundation.ballots.models import Adjudication, Scan, ScanBatch
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.keying import keyed_bundles
from daihoi.foundation.ballots.queries.questions import questions_of, work_for
from daihoi.foundation.ballots.queries.readings import decisions_of
from daihoi.foundation.ballots.services import Entry
from daihoi.foundation.journal.models import Entry as Line
from tests.foundation.ballots.pile import counting_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db


def bundle(vote, sheets, entries=2):
    """A keyed bundle, opened by the first member."""
    return services.open_keyed_bundle(actor=vote.members[0], poll=vote.again(), sheets=sheets, entries=entries)


def key(who, batch, number, *struck, invalid="", **said):
    """One person enters one sheet."""
    entry = Entry(frozenset((each, "strike") for each in struck), invalid, **said)
    return services.key_sheet(actor=who, batch=ScanBatch.objects.get(pk=batch.pk), number=number, entry=entry)


def waits_for(who, vote):
    """The sheets of the first bundle that wait for a person."""
    return [each.number for each in keyed_bundles(who, vote.again())[0].for_me]


def test_two_people_apart_a_third_where_they_differ_and_the_count_closes():
    vote = counting_vote(returned=3)
    a, b, c = vote.members
    batch = bundle(vote, 3)
    assert (batch.state, batch.first_ballot, batch.hand_count, batch.entries) == ("read", 1, 3, 2)
    held = accounts_of(vote.again())
    assert (held.settled, held.doubtful, held.set_aside, held.keying, held.unread) == (0, 0, 0, 3, 0)
    for number, struck in ((1, (1, 4)), (2, (2, 5)), (3, (3, 6))):
        key(a, batch, number, *struck)
    assert (decisions_of(vote.again()), waits_for(a, vote), waits_for(b, vote)) == ([], [], [1, 2, 3])
    key(b, batch, 1, 1, 4)
    key(b, batch, 2, 2, 6)
    key(b, batch, 3, invalid="foreign_mark")
    assert (waits_for(b, vote), waits_for(c, vote)) == ([], [2, 3])
    assert [finding.code for finding in closing_findings(vote.again())] == ["ballots.open_keyed"]
    key(c, batch, 2, 2, 5)
    key(c, batch, 3, invalid="foreign_mark")
    assert closing_findings(vote.again()) == []
    assert [(each["ballot"], each.get("invalid", "")) for each in decisions_of(vote.again())] == [
        (1, ""),
        (2, ""),
        (3, "foreign_mark"),
        (3, ""),
    ]
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert (tally.valid, tally.invalid, tally.result["invalid_reasons"]) == (2, 1, {"foreign_mark": 1})
    assert [row["for"] for row in tally.result["votes"]] == [1, 1, 2, 1, 1, 2]
    told = [line.facts for line in Line.objects.filter(act="ballots.sheet_keyed")]
    assert len(told) == 8
    assert {frozenset(facts) for facts in told} == {frozenset({"turn", "commitment"})}


def test_three_entries_must_all_agree_else_the_board_looks_at_the_paper():
    vote = counting_vote(returned=2)
    a, b, c = vote.members
    batch = bundle(vote, 2, entries=3)
    for who in (a, b, c):
        key(who, batch, 1, 1, 2)
    key(a, batch, 2, 1, 2)
    key(b, batch, 2, 1, 2)
    assert [each.is_keyed for each in questions_of(vote.again())] == [True]
    key(c, batch, 2, 1, 3)
    work = work_for(vote.head, vote.again())
    assert [(each.stage, each.is_for_me) for each in work] == [("board", False)]
    question = work[0].question.key
    refused(
        "ballots.no_such_answer",
        services.decide_for_board,
        actor=vote.head,
        poll=vote.again(),
        question=question,
        answer="discard:duplicate",
        reason="x",
    )
    client = signed_in(vote.head)
    page = client.get(reverse("ballots:board", args=[vote.poll.pk, question]))
    text = page.content.decode()
    assert ("dòng 2, gạch" in text, "dòng 3, gạch" in text, "dòng 1, gạch" in text) == (True, True, False)
    answer = client.post(
        reverse("ballots:board", args=[vote.poll.pk, question]),
        {"answer": "read", "reason": "xem tờ giấy", "trang-page": "1", "trang-marked": ["1-strike", "2-strike"]},
    )
    assert (answer.status_code, closing_findings(vote.again())) == (302, [])
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert [row["for"] for row in tally.result["votes"]] == [0, 0, 2, 2, 2, 2]


def test_one_may_enter_a_sheet_anew_until_another_entered_it():
    vote = counting_vote(returned=1)
    a, b, _c = vote.members
    batch = bundle(vote, 1)
    key(a, batch, 1, 1, 3)
    services.take_back_sheet(actor=a, batch=batch, number=1)
    key(a, batch, 1, 1, 2)
    assert (waits_for(a, vote), waits_for(b, vote)) == ([], [1])
    key(b, batch, 1, 1, 2)
    assert (closing_findings(vote.again()), Adjudication.objects.filter(decider=a).count()) == ([], 3)
    for who in (a, b):
        refused("ballots.entered_by_others", services.take_back_sheet, actor=who, batch=batch, number=1)
    refused("ballots.nothing_to_take_back", services.take_back_sheet, actor=vote.head, batch=batch, number=1)


def test_keyed_and_scanned_bundles_are_one_count_and_a_keyed_one_can_be_withdrawn():
    vote = counting_vote(returned=3)
    a, b, _c = vote.members
    scanned(vote, sheet(vote.poll, struck=(1, 2), seed=1), hand_count=1)
    wrong = bundle(vote, 2)
    key(a, wrong, 1, 5, 6)
    services.withdraw_batch(actor=a, batch=wrong, reason="xấp bị xáo thứ tự")
    refused("ballots.batch_withdrawn", services.key_sheet, actor=b, batch=wrong, number=1, entry=Entry())
    right = bundle(vote, 3)
    for who in (a, b):
        key(who, right, 1, 1, 2)
        key(who, right, 2, 1, 2)
        key(who, right, 3, is_missing=True)
    assert (right.first_ballot, closing_findings(vote.again())) == (4, [])
    tally = services.close_count(actor=vote.head, poll=vote.again())
    assert ([row["for"] for row in tally.result["votes"]], tally.valid) == ([0, 0, 3, 3, 3, 3], 3)


def test_refusals_say_what_is_wrong_and_keep_nothing():
    vote = counting_vote(returned=1)
    a = vote.members[0]
    early = counting_vote(returned=1)
    batch = bundle(vote, 1)
    facts = {"actor": a, "poll": vote.again()}
    refused("ballots.keyed_sheets", services.open_keyed_bundle, **facts, sheets=0)
    refused("ballots.keyed_entries", services.open_keyed_bundle, **facts, sheets=1, entries=1)
    sentence = refused(
        "ballots.not_on_sheet", services.key_sheet, actor=a, batch=batch, number=1, entry=Entry(frozenset({(9, "strike"), (7, "strike")}))
    )
    assert sentence == "Tờ này không có số 7, 9. Xem lại số đã gõ."
    refused("ballots.no_such_reason", services.key_sheet, actor=a, batch=batch, number=1, entry=Entry(invalid="too_many"))
    refused("ballots.no_such_sheet", services.key_sheet, actor=a, batch=batch, number=2, entry=Entry())
    key(a, batch, 1, 1, 2)
    refused("ballots.sheet_not_yours", services.key_sheet, actor=a, batch=batch, number=1, entry=Entry())
    for stranger in (make_outsider("counting_committee"), make_user(role="secretariat", unit=vote.unit), early.members[0]):
        refused("authority.forbidden", services.key_sheet, actor=stranger, batch=batch, number=1, entry=Entry())
        refused("authority.forbidden", services.open_keyed_bundle, actor=stranger, poll=vote.again(), sheets=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScanBatch.objects.filter(pk=batch.pk).update(entries=1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1 4-6", {1, 4, 5, 6}), ("0", set()), ("*", {1, 2, 3}), ("2, 3;5", {2, 3, 5}), ("", set()), ("1 x", "x"), ("6-4", "6-4")],
)
def test_numbers_as_people_type_them(typed, read):
    try:
        found = read_numbers(typed, [1, 2, 3])
    except ValueError as fault:
        found = str(fault)
    assert found == read


def test_two_people_key_at_the_screen_one_sheet_after_the_other():
    vote = counting_vote(returned=2)
    clients = [signed_in(each) for each in vote.members]
    page = reverse("ballots:keying", args=[vote.poll.pk])
    assert "Chưa có xấp nào" in clients[0].get(page).content.decode()
    assert clients[0].post(page, {"sheets": "2", "entries": "2", "label": "Thùng trái"}).status_code == 302
    batch = ScanBatch.objects.get()
    start = reverse("ballots:key_next", args=[vote.poll.pk, batch.pk])
    for client, second in zip(clients[:2], ("2 5", "2 4"), strict=True):
        first = client.get(start)["Location"]
        refusal = client.post(first, {"strike": "", "invalid": "", "answer": "entry"})
        assert (refusal.status_code, "Chưa gõ số nào" in refusal.content.decode()) == (422, True)
        assert client.post(first, {"strike": "1 z", "invalid": "", "answer": "entry"}).status_code == 422
        after = client.post(first, {"strike": "1-2", "invalid": "", "answer": "entry"})["Location"]
        assert after == reverse("ballots:key_sheet", args=[vote.poll.pk, batch.pk, 2])
        assert client.post(after, {"strike": second, "invalid": "", "answer": "entry"})["Location"] == page
    done, open_to_third = (client.get(page).content.decode() for client in (clients[0], clients[2]))
    assert ("Tờ 2: các lần nhập khác nhau" in done, "dòng 4, gạch; dòng 5, gạch" in done) == (True, True)
    assert "Tờ 2: các lần nhập khác nhau" not in open_to_third
    for client in clients:
        assert 'name="strike" value' not in client.get(reverse("ballots:key_sheet", args=[vote.poll.pk, batch.pk, 2])).content.decode()
    desk = clients[2].get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()
    assert ("Nhập 1 tờ phiếu" in desk, "chờ nhập" in desk) == (True, True)
    back = reverse("ballots:key_back", args=[vote.poll.pk, batch.pk, 2])
    assert (clients[1].post(back).status_code, clients[2].post(back).status_code) == (422, 422)
    assert signed_in(make_user(role="secretariat", unit=vote.unit)).get(back.removesuffix("lay-lai/")).status_code == 404
    assert signed_in(make_outsider("counting_committee")).get(page).status_code == 404


def test_the_list_of_bundles_asks_as_often_for_three_as_for_one():
    vote = counting_vote(returned=12)
    client, page = signed_in(vote.head), reverse("ballots:keying", args=[vote.poll.pk])
    asked = []
    for wanted in (1, 2):
        for _each in range(wanted):
            key(vote.members[0], bundle(vote, 2), 1, 1, 2)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        asked.append(len(queries))
    assert (asked[0] == asked[1], Scan.objects.count()) == (True, 6)
