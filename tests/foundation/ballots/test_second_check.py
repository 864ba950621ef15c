"""The second check of a closed count: the seed first, then sheets held against their record, then its minutes."""

from datetime import timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import FullCheck, Poll, PublicSeed, SecondCheck, Tally
from daihoi.foundation.ballots.queries.checking import comparison_of, differed_before
from daihoi.foundation.ballots.queries.comparing import bundles_of, numbers
from daihoi.foundation.ballots.queries.polls import earlier_tallies, tally_of
from daihoi.foundation.ballots.services import Entry, Order, Sealing, Withdrawal
from daihoi.foundation.journal.models import Entry as Line
from daihoi.rules import second_check
from tests.foundation.ballots.pile import counting_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_cause, make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
SEED = {"seed": "3 1 4", "origin": "ba xúc xắc"}


def closed(returned=12, **options):
    """A closed vote of two bundles with a clear result."""
    vote = counting_vote(returned=returned, **options)
    for first in (0, returned // 2):
        scanned(vote, *(sheet(vote.poll, struck=(5, 6), seed=first + place + 1) for place in range(returned // 2)))
    services.close_count(actor=vote.head, poll=vote.again())
    return vote


@pytest.fixture
def sampled(monkeypatch):
    """A closed vote of twelve ballots of which a sample is drawn."""
    monkeypatch.setattr(second_check, "setting", lambda: second_check.Setting(10, 20, "x", confirmed=False))
    return closed()


def plan_of(vote):
    return comparison_of(vote.again()).plan


def compare(vote, *differing):
    """Every sheet that waits is held against its record; some differ."""
    equal = {number: number not in differing for number in plan_of(vote).sheets if number not in comparison_of(vote.again()).recorded}
    services.compare_sheets(actor=vote.members[0], poll=vote.again(), equal=equal)


def test_all_ballots_are_compared_and_the_head_records_it():
    vote, open_vote = closed(), counting_vote()
    refused("ballots.check_after_closing", services.record_second_check, actor=open_vote.head, poll=open_vote.again())
    early = reverse("ballots:second_check", args=[open_vote.poll.pk])
    assert signed_in(open_vote.head).get(early).url == reverse("ballots:desk", args=[open_vote.poll.pk])
    facts = {"actor": vote.head, "poll": vote.again()}
    refused("ballots.no_seed_needed", services.record_seed, **facts, **SEED)
    refused("ballots.sheets_left", services.record_second_check, **facts)
    refused("ballots.sheet_not_drawn", services.compare_sheets, **facts, equal={13: True})
    compare(vote, 4)
    refused("ballots.difference_unexplained", services.record_second_check, **facts, words=" ")
    services.compare_sheets(actor=vote.members[1], poll=vote.again(), equal={4: True})
    row = services.record_second_check(**facts)
    assert (row.size, row.pile, row.seed, row.is_full, row.differing, row.turn) == (12, 12, "", True, 0, 1)
    refused("ballots.check_recorded_once", services.record_second_check, **facts)
    refused("ballots.check_recorded", services.compare_sheets, **facts, equal={4: False})
    told = Line.objects.get(act="ballots.second_check_recorded").facts
    assert told == {"check": str(row.pk), "seed": "", "turn": 1, "pile": 12, "size": 12, "risk_percent": 5, "differing": 0}
    for stranger in (vote.members[0], make_outsider("counting_head")):
        refused("authority.forbidden", services.record_second_check, actor=stranger, poll=vote.again())
    refused("authority.forbidden", services.compare_sheets, actor=make_outsider("counting_head"), poll=vote.again(), equal={})
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondCheck.objects.create(poll=vote.poll, pile=12, size=3, risk_percent=5, least_wrong=2, differing=0)


def test_the_journal_says_how_many_sheets_were_compared_and_never_which():
    vote = closed()
    compare(vote, 4, 9)
    services.print_comparison(actor=vote.members[0], poll=vote.again())
    facts = {line.act: line.facts for line in Line.objects.filter(act__in=["ballots.sheets_compared", "ballots.comparison_printed"])}
    assert facts == {
        "ballots.sheets_compared": {"turn": 1, "sheets": 12},
        "ballots.comparison_printed": {"turn": 1, "sheets": 12},
    }


def test_the_seed_is_recorded_once_with_its_origin_and_no_address_shows_sheets_before(sampled):
    head, page = signed_in(sampled.head), reverse("ballots:second_check", args=[sampled.poll.pk])
    bundle, sheets = (
        reverse(f"ballots:{name}", args=[sampled.poll.pk, *more]) for name, more in (("compare_bundle", [1]), ("compare_sheets", []))
    )
    for address in (page, f"{page}?seed=3+1+4"):
        text = head.get(address).content.decode()
        assert ("Gieo số trước mọi người" in text, "tờ " in text.lower().partition("<main")[2].partition("</main")[0]) == (True, False)
    assert (head.get(f"{bundle}?seed=3+1+4").status_code, head.post(sheets).status_code) == (404, 404)
    facts = {"actor": sampled.head, "poll": sampled.again()}
    refused("ballots.seed_first", services.record_second_check, **facts)
    refused("ballots.seed_first", services.compare_sheets, **facts, equal={1: True})
    refused("ballots.seed_empty", services.record_seed, **facts, seed=" ", origin="x")
    refused("ballots.seed_origin", services.record_seed, **facts, seed="1", origin=" ")
    refused("authority.forbidden", services.record_seed, actor=sampled.members[0], poll=sampled.again(), **SEED)
    assert head.post(page, {"seed": "3  1 4", "origin": ""}).status_code == 422
    assert head.post(page, {"seed": " 3  1 4", "origin": "ba xúc xắc"}).status_code == 302
    assert Line.objects.get(act="ballots.seed_recorded").facts == {"turn": 1, "seed": "3 1 4"}
    refused("ballots.seed_recorded", services.record_seed, **facts, seed="9", origin="x")
    assert 0 < len(plan_of(sampled).sheets) < 12
    text = head.get(f"{page}?seed=9+9").content.decode()
    assert ("<code>3 1 4</code>, ba xúc xắc" in text, "không quá 20%" in text) == (True, True)
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicSeed.objects.update(seed="9")


def test_a_sample_that_differs_leads_to_the_whole_pile_and_its_sheets_stand(sampled):
    services.record_seed(actor=sampled.head, poll=sampled.again(), **SEED)
    drawn = plan_of(sampled).sheets
    compare(sampled, drawn[0])
    first = services.record_second_check(actor=sampled.head, poll=sampled.again(), words="gạch người số 4")
    assert (first.size, first.differing, first.seed, first.is_full) == (len(drawn), 1, "3 1 4", False)
    assert plan_of(sampled).sheets == tuple(range(1, 13))
    facts = {"actor": sampled.head, "poll": sampled.again()}
    refused("ballots.sheet_recorded", services.compare_sheets, **facts, equal={drawn[0]: True})
    compare(sampled)
    second = services.record_second_check(**facts, words="gạch người số 4")
    assert (second.size, second.differing, second.seed) == (12, 1, "")
    refused("ballots.check_recorded_once", services.record_second_check, **facts)


def test_a_clean_sample_is_recorded_on_screen_and_its_minutes_say_so(sampled):
    services.record_seed(actor=sampled.head, poll=sampled.again(), **SEED)
    head, page = signed_in(sampled.head), reverse("ballots:second_check", args=[sampled.poll.pk])
    assert head.post(page, {"words": ""}).status_code == 422
    compare(sampled)
    assert head.post(page, {"words": ""}).status_code == 302
    assert "Không phiếu nào khác bản ghi." in head.get(page).content.decode()
    paper = head.get(reverse("ballots:second_check_paper", args=[sampled.poll.pk, "docx"]))
    words = " ".join(paragraph.text for paragraph in docx.Document(BytesIO(paper.content)).paragraphs)
    assert ("Số gieo công khai: “3 1 4”, ba xúc xắc." in words, "Không phiếu nào khác bản ghi." in words) == (True, True)
    assert head.get(reverse("ballots:second_check_paper", args=[sampled.poll.pk, "pdf"])).content.startswith(b"%PDF")
    assert signed_in(sampled.members[0]).get(reverse("ballots:second_check_paper", args=[sampled.poll.pk, "pdf"])).status_code == 404


def test_the_head_chooses_the_whole_pile_before_any_seed(sampled):
    facts = {"actor": sampled.head, "poll": sampled.again()}
    refused("authority.forbidden", services.choose_full_check, actor=sampled.members[0], poll=sampled.again())
    head, member = signed_in(sampled.head), signed_in(sampled.members[0])
    page, act = (reverse(f"ballots:{name}", args=[sampled.poll.pk]) for name in ("second_check", "full_check"))
    assert (act in head.get(page).content.decode(), act in member.get(page).content.decode()) == (True, False)
    assert (member.post(act).status_code, head.post(act).url) == (403, page)
    assert Line.objects.get(act="ballots.full_check_chosen").facts == {"turn": 1}
    assert (plan_of(sampled).sheets, plan_of(sampled).is_full) == (tuple(range(1, 13)), True)
    refused("ballots.full_check_already", services.choose_full_check, **facts)
    refused("ballots.no_seed_needed", services.record_seed, **facts, **SEED)
    compare(sampled)
    row = services.record_second_check(**facts)
    assert (row.size, row.seed, row.differing) == (12, "", 0)
    assert "Trưởng ban chọn kiểm cả chồng lúc" in member.get(page).content.decode()
    paper = head.get(reverse("ballots:second_check_paper", args=[sampled.poll.pk, "docx"]))
    words = " ".join(paragraph.text for paragraph in docx.Document(BytesIO(paper.content)).paragraphs)
    assert "Kiểm lại cả 12 phiếu, trưởng ban kiểm phiếu chọn kiểm cả chồng lúc " in words
    with pytest.raises(DatabaseError), transaction.atomic():
        FullCheck.objects.all().delete()


def test_the_head_goes_on_to_the_whole_pile_after_a_clean_sample_whose_sheets_stand(sampled):
    services.record_seed(actor=sampled.head, poll=sampled.again(), **SEED)
    drawn = plan_of(sampled).sheets
    compare(sampled)
    facts = {"actor": sampled.head, "poll": sampled.again()}
    services.record_second_check(**facts)
    services.choose_full_check(**facts)
    found = comparison_of(sampled.again())
    assert (found.plan.is_full, found.check, found.recorded, found.left) == (True, None, frozenset(drawn), 12 - len(drawn))
    compare(sampled)
    assert [(row.size, row.is_full) for row in (*SecondCheck.objects.all()[:1], services.record_second_check(**facts))] == [
        (len(drawn), False),
        (12, True),
    ]


def test_the_whole_pile_is_chosen_anew_for_each_closing_and_only_where_a_sample_would_do(sampled):
    services.choose_full_check(actor=sampled.head, poll=sampled.again())
    services.reopen_count(cause=make_cause(sampled.unit), poll=sampled.again())
    services.close_count(actor=sampled.head, poll=sampled.again())
    assert comparison_of(sampled.again()) is None
    services.choose_full_check(actor=sampled.head, poll=sampled.again())
    assert plan_of(sampled).is_full


def test_a_small_pile_is_compared_whole_without_a_choice():
    vote = closed()
    refused("ballots.full_check_already", services.choose_full_check, actor=vote.head, poll=vote.again())
    assert (
        reverse("ballots:full_check", args=[vote.poll.pk])
        not in signed_in(vote.head).get(reverse("ballots:second_check", args=[vote.poll.pk])).content.decode()
    )


def test_the_committee_sees_the_record_of_each_sheet_by_bundle_and_place_and_ticks_it():
    vote = counting_vote(returned=4)
    scanned(vote, sheet(vote.poll, struck=(5, 6), seed=1), sheet(vote.poll, struck=(1, 2, 3, 5), seed=2), label="Xấp A")
    scanned(vote, sheet(vote.poll, seed=3), sheet(vote.poll, struck=(1, 2, 3, 4, 5, 6), seed=4), label="Xấp B")
    services.close_count(actor=vote.head, poll=vote.again())
    found = [
        (each.label, row.place.sheet, row.place.place, row.words)
        for each in bundles_of(vote.again(), comparison_of(vote.again()))
        for row in each.sheets
    ]
    assert found == [
        ("Xấp A", 1, 1, "Gạch 5, 6"),
        ("Xấp A", 2, 2, "Gạch 1-3, 5"),
        ("Xấp B", 3, 1, "Không hợp lệ: bầu quá số lượng. Không gạch ai"),
        ("Xấp B", 4, 2, "Không hợp lệ: không bầu ai. Gạch 1-6"),
    ]
    member, page = signed_in(vote.members[0]), reverse("ballots:compare_bundle", args=[vote.poll.pk, 2])
    answer = member.get(page)
    assert ("Không gạch ai" in answer.content.decode(), answer["Cache-Control"]) == (True, "no-store, private")
    assert member.post(page, {"s3": "differs", "s1": "differs"}).status_code == 302
    assert comparison_of(vote.again()).sheets == {3: False}
    assert member.post(page, {"s3": "differs", "rest_is_equal": "on"}).status_code == 302
    assert comparison_of(vote.again()).sheets == {3: False, 4: True}
    main = member.get(reverse("ballots:second_check", args=[vote.poll.pk])).content.decode()
    assert ("Xấp B, tờ 1: khác bản ghi" in main, "Ghi kiểm lần hai" in main, "đã so 2/4" in main) == (True, False, True)
    assert member.get(reverse("ballots:compare_bundle", args=[vote.poll.pk, 3])).status_code == 404


def test_keyed_sheets_are_compared_too_and_those_never_there_take_no_place():
    vote = counting_vote(returned=2)
    batch = services.open_keyed_bundle(actor=vote.head, poll=vote.again(), sheets=3)
    entries = (Entry(is_missing=True), Entry(frozenset({(5, "strike"), (6, "strike")})), Entry(invalid="writing"))
    for person in vote.members[:2]:
        for number, entry in enumerate(entries, 1):
            services.key_sheet(actor=person, batch=batch, number=number, entry=entry)
    services.close_count(actor=vote.head, poll=vote.again())
    bundle = bundles_of(vote.again(), comparison_of(vote.again()))[0]
    assert [(row.place.place, row.words) for row in bundle.sheets] == [(1, "Gạch 5, 6"), (2, "Không hợp lệ: có ký tên hoặc viết thêm")]


def test_the_sheets_to_compare_are_printed_by_the_committee_only():
    vote = closed()
    address = reverse("ballots:compare_sheets", args=[vote.poll.pk])
    answer = signed_in(vote.members[0]).post(address)
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert ("Gạch 5, 6" in text, "Khác" in text, answer["Cache-Control"]) == (True, True, "no-store, private")
    candidate = make_user(role="counting_committee", unit=vote.unit)
    User.objects.filter(pk=candidate.pk).update(full_name="Trần Văn An")
    others = [make_user(role=role, unit=vote.unit) for role in ("secretariat", "presidium", "administrator")]
    for person in (candidate, *others, make_outsider("counting_head")):
        client = signed_in(person)
        pages = [reverse(f"ballots:{name}", args=[vote.poll.pk, *more]) for name, more in (("second_check", []), ("compare_bundle", [1]))]
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert client.post(address).status_code == 404


@pytest.mark.parametrize(("given", "said"), [([], ""), ([3], "3"), ([2, 1], "1, 2"), ([5, 1, 2, 3, 7, 8], "1-3, 5, 7, 8")])
def test_numbers_are_written_shortly(given, said):
    assert numbers(given) == said


def test_a_count_opened_again_gets_a_second_tally_beside_the_first():
    vote = closed()
    compare(vote, 7)
    services.record_second_check(actor=vote.head, poll=vote.again(), words="gạch người số 4")
    services.reopen_count(cause=make_cause(vote.unit), poll=vote.again())
    assert (vote.again().state, tally_of(vote.again()), [each.turn for each in earlier_tallies(vote.again())]) == (
        Poll.State.COUNTING,
        None,
        [1],
    )
    assert [(row.bundle, row.place) for row in differed_before(vote.again())] == [("Lô 2", 1)]
    page = reverse("ballots:second_check", args=[vote.poll.pk])
    assert "Lô 2, tờ 1" in signed_in(vote.members[0]).get(page).content.decode()
    batch = vote.again().batches.last()
    services.withdraw_batch(actor=vote.head, batch=batch, reason="đọc lại", why=Withdrawal.UNREADABLE)
    scanned(vote, *(sheet(vote.poll, struck=(4, 6), seed=20 + place) for place in range(6)))
    second = services.close_count(actor=vote.head, poll=vote.again())
    first = Tally.objects.get(turn=1)
    assert (second.turn, tally_of(vote.again()), first.digest == second.digest) == (2, second, False)
    assert [row["for"] for row in first.result["votes"]] == [12, 12, 12, 12, 0, 0]
    assert [row["for"] for row in second.result["votes"]] == [12, 12, 12, 6, 6, 0]
    assert (comparison_of(vote.again()).done, comparison_of(vote.again()).check) == ([], None)
    assert [line.facts["turn"] for line in Line.objects.filter(act__in=["ballots.count_closed", "ballots.count_reopened"])] == [1, 1, 2]


def test_a_new_count_draws_by_a_new_seed(sampled):
    services.record_seed(actor=sampled.head, poll=sampled.again(), **SEED)
    services.reopen_count(cause=make_cause(sampled.unit), poll=sampled.again())
    services.close_count(actor=sampled.head, poll=sampled.again())
    assert comparison_of(sampled.again()) is None
    facts = {"actor": sampled.head, "poll": sampled.again()}
    refused("ballots.seed_used", services.record_seed, **facts, seed="3 1  4", origin="ba xúc xắc")
    services.record_seed(**facts, seed="2 7 1", origin="ba xúc xắc")
    assert [each.turn for each in PublicSeed.objects.all()] == [1, 2]


def test_what_cannot_be_opened_again_says_why():
    vote = counting_vote()
    cause = make_cause(vote.unit)
    refused("ballots.not_closed", services.reopen_count, cause=cause, poll=vote.again())
    vote = closed()
    day = timezone.localdate()
    sealing = Sealing(
        "A1", paper="voted", contents="", sheets=12, seal="0001", holder="Văn phòng", kept_until=day + timedelta(days=400), happened_on=day
    )
    services.seal_envelope(actor=vote.head, poll=vote.again(), sealing=sealing)
    facts = {"cause": make_cause(vote.unit), "poll": vote.again()}
    refused("ballots.still_sealed", services.reopen_count, **facts)
    services.open_envelope(actor=vote.head, poll=vote.again(), envelope="A1", order=Order("12-QĐ/ĐCT", day), on=day)
    assert services.reopen_count(**facts).turn == 1
