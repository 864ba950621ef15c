"""One numbering of the sheets of a bundle: doubts, calls, second check, keyed sheets and foreign sheets name the same paper alike."""

import pytest
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.queries.checking import comparison_of
from daihoi.foundation.ballots.queries.comparing import bundles_of
from daihoi.foundation.ballots.queries.desk import desk_of
from daihoi.foundation.ballots.queries.places import Placed, papers_in
from daihoi.foundation.ballots.queries.questions import questions_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.ballots.services import Entry
from tests.foundation.ballots.pile import answer, counting_vote, scanned, sheet
from tests.make import signed_in


def line(source, ballot=None, *, status="", cause=None):
    return {"source": source, "ballot": ballot, "status": status or ("read" if ballot else "set_aside"), "cause": cause, "page": 1}


TORN = {"cause": "torn"}
CASES = {
    "each page a ballot": ([line("a", 1), line("b", **TORN), line("c", 2)], [], 1, ["a", "b", "c"]),
    "an unread back lies with its front": ([line("a", 1), line("b", **TORN), line("c", 2), line("d", 2)], [], 2, ["ab", "cd"]),
    "an unread front lies with its back": ([line("a", 1), line("b", 1), line("c", **TORN), line("d", 2)], [], 2, ["ab", "cd"]),
    "a sheet unread on both sides": ([line("a", **TORN), line("b", **TORN), line("c", 1), line("d", 1)], [], 2, ["ab", "cd"]),
    "a page scanned twice": ([line("a", 1), line("b", status="duplicate"), line("c", 2)], [], 1, ["a", "c"]),
    "a white back": ([line("a", 1), line("b", cause="blank_page"), line("c", 2)], [], 1, ["a", "c"]),
    "a sheet of another vote": ([line("a", cause="wrong_ballot"), line("b", 1)], [], 1, ["b"]),
    "left out by people": ([line("a", **TORN), line("b", 1)], [{"source": "a", "discard": "duplicate"}], 1, ["b"]),
    "read by people": (
        [line("a", cause="no_marks_found"), line("b", 1)],
        [{"source": "a", "ballot": 9, "page": 1, "fields": []}],
        1,
        ["a", "b"],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_which_pages_are_one_paper(case):
    lines, decisions, pages, papers = case
    assert ["".join(each["source"] for each in paper.lines) for paper in papers_in(lines, Placed(decisions), pages)] == papers


@pytest.mark.django_db
def test_a_doubt_a_call_and_the_second_check_name_one_sheet_alike():
    vote = counting_vote(returned=5)
    scanned(vote, *(sheet(vote.poll, struck=(5, 6), seed=seed) for seed in (1, 2)), label="Bó 1")
    second = scanned(
        vote,
        sheet(vote.poll, seed=3, cause="torn"),
        sheet(vote.poll, struck=(5,), half=(6,), seed=4),
        sheet(vote.poll, struck=(1, 2), seed=5),
        label="Bó 2",
    )
    doubt = next(each for each in questions_of(vote.again()) if each.candidate == 6)
    assert str(doubt.lies) == "Bó 2, tờ 2"
    member = signed_in(vote.members[0])
    listed = member.get(reverse("ballots:doubts", args=[vote.poll.pk])).content.decode()
    assert ("Bó 2, tờ 1" in listed, "Bó 2, tờ 2" in listed) == (True, True)
    services.claim(actor=vote.members[0], poll=vote.again(), question=doubt.key)
    assert "<small>· Bó 2, tờ 2</small>" in member.get(reverse("ballots:doubt", args=[vote.poll.pk, doubt.key])).content.decode()
    for person in vote.members[:2]:
        answer(vote, person, doubt.key, "marked")
    assert services.call_ballot(actor=vote.members[0], poll=vote.again(), batch=second, sheet=2, reason="complaint").ballot == doubt.ballot
    called = next(each for each in questions_of(vote.again()) if each.form == "called")
    assert str(called.lies) == "Bó 2, tờ 2"


@pytest.mark.django_db
def test_a_sheet_left_out_moves_those_behind_it_everywhere():
    vote = counting_vote(returned=2)
    scanned(vote, sheet(vote.poll, struck=(5, 6), seed=1), sheet(vote.poll, seed=2, cause="torn"), sheet(vote.poll, struck=(4, 6), seed=3))
    aside = questions_of(vote.again())[0]
    assert str(aside.lies) == "Lô 1, tờ 2"
    for person in vote.members[:2]:
        answer(vote, person, aside.key, "discard:duplicate")
    batch = vote.again().batches.get()
    batch.hand_count = 2
    batch.save()
    services.close_count(actor=vote.head, poll=vote.again())
    rows = bundles_of(vote.again(), comparison_of(vote.again()))[0].sheets
    assert [(str(row.place), row.words) for row in rows] == [("Lô 1, tờ 1", "Gạch 5, 6"), ("Lô 1, tờ 2", "Gạch 4, 6")]


@pytest.mark.django_db
def test_the_second_foreign_sheet_is_counted_without_the_one_taken_out():
    vote = counting_vote(returned=3)
    causes = {2: "wrong_ballot", 4: "wrong_ballot"}
    batch = scanned(vote, *(sheet(vote.poll, struck=(1, 2), seed=seed, cause=causes.get(seed, "")) for seed in range(1, 6)), hand_count=5)
    services.pass_foreign_sheet(actor=vote.members[0], batch=batch, page=2, hand_count=4)
    read_whole(batch.pk)
    member = signed_in(vote.members[0])
    text = member.get(reverse("ballots:foreign", args=[vote.poll.pk, batch.pk])).content.decode()
    assert ("Lô 1: máy dừng ở tờ thứ 3" in text, "tờ tốt cuối cùng, tờ thứ 2" in text) == (True, True)
    assert "Lô 1 dừng ở tờ thứ 3" in member.get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()


@pytest.mark.django_db
def test_a_keyed_sheet_of_two_sides_is_one_sheet_and_leads_the_head_to_the_conclusion():
    names = tuple(f"Nguyễn Văn {first} {second}" for first in ("An", "Bình", "Châu") for second in "ABCDEFGHIJKLMNOPQRSTUVWX")
    vote = counting_vote(returned=2, issued=2, copies=2, names=names, seats=70)
    batch = services.open_keyed_bundle(actor=vote.members[0], poll=vote.again(), sheets=2, label="Bó 7")
    for person, said in zip(vote.members[:2], (Entry(), Entry(is_for_board=True)), strict=True):
        for number in (1, 2, 3):
            services.key_sheet(actor=person, batch=batch, number=number, entry=Entry())
        services.key_sheet(actor=person, batch=batch, number=4, entry=said)
    third = signed_in(vote.members[2]).get(reverse("ballots:key_sheet", args=[vote.poll.pk, batch.pk, 1])).content.decode()
    assert ("Bó 7, tờ 1, trang 1" in third, "trong 2" in third) == (True, True)
    board = next(each for each in questions_of(vote.again()) if each.is_keyed)
    page = reverse("ballots:board", args=[vote.poll.pk, board.key])
    head, member = (
        signed_in(each).get(reverse("ballots:keying", args=[vote.poll.pk])).content.decode() for each in (vote.head, vote.members[0])
    )
    assert ("Tờ 2, trang 2: các lần nhập khác nhau" in head, page in head, page in member) == (True, True, False)
    assert ("trưởng ban ghi kết luận" in member, "Chờ cả ban" in member) == (True, True)
    assert [desk_of(each, vote.again()).next_act.code for each in (vote.head, vote.members[0])] == ["board", "wait"]
    shown = signed_in(vote.head).get(page).content.decode()
    assert "Bó 7, tờ 2, trang 2" in shown
    done = signed_in(vote.head).post(page, {"answer": "invalid:writing", "reason": "cả ban xem tờ phiếu"})
    assert done.url == reverse("ballots:keying", args=[vote.poll.pk])
