"""Acts of elections: accepted, refused by each rule, refused to outsiders, recorded without names."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest, MinutesSignature, Result
from daihoi.cycle.elections.queries.contests import Phase, contests_for, phase_of, visible_contests
from daihoi.cycle.elections.services import Proposal
from daihoi.cycle.elections.services.certifying import refuse_over_the_base
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.queries import contest_of
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.queries import newest_place
from daihoi.rules.contests import Candidate
from daihoi.rules.errors import RuleViolation
from tests.cycle.elections.facts import (
    CLEAR,
    NAMES,
    TIE,
    make_certified,
    make_contest,
    make_counted,
    make_fixed,
    make_hall,
    make_printed,
    make_terms,
)
from tests.make import make_user, signed_in

pytestmark = pytest.mark.django_db
Place = MinutesSignature.Place


def refused(act, **arguments) -> str:
    """The code with which an act refuses."""
    with pytest.raises(RuleViolation) as caught:
        act(**arguments)
    return caught.value.code


def test_list_stands_in_the_order_of_given_names():  # EL-13
    hall = make_hall()
    contest = make_contest(hall, ["Trần Thị Bình", "Phạm Thu Dung", "Nguyễn  Văn An", "Lê Hoàng Cường"])
    assert list(contest.candidates.values_list("place", "name")) == [
        (1, "Nguyễn Văn An"), (2, "Trần Thị Bình"), (3, "Lê Hoàng Cường"), (4, "Phạm Thu Dung"),
    ]  # fmt: skip


def test_setting_the_list_again_replaces_it():
    hall = make_hall()
    contest = make_contest(hall)
    services.set_candidates(actor=hall.secretary, contest=contest, candidates=[Candidate("Vũ Thị Xuân", "02/03/1980", "nữ")])
    assert list(contest.candidates.values_list("place", "name", "born", "sex")) == [(1, "Vũ Thị Xuân", "02/03/1980", "nữ")]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"seats": 0}, "elections.no_seats"),
        ({"base": 0}, "elections.no_base"),
        ({"base": 11}, "elections.base_over_convened"),
        ({"present": 11}, "elections.present_over_convened"),
        ({"present": 10}, "elections.present_over_base"),
    ],
)
def test_impossible_numbers_are_refused(terms, code):
    hall = make_hall()
    assert refused(services.open_contest, actor=hall.secretary, congress=hall.congress, terms=make_terms(**terms)) == code


def test_fixing_the_list_opens_the_vote_with_the_frozen_rules():
    hall = make_hall()
    contest = make_fixed(hall)
    assert (contest.poll.title, contest.poll.letter, contest.poll.unit, phase_of(contest)) == (
        "Bầu Ban Chấp hành",
        "A",
        hall.unit,
        Phase.PROOF,
    )
    assert contest.poll.charter_toml == hall.congress.charter_toml
    opened = Entry.objects.get(act="ballots.poll_opened")
    assert opened.cause.act == "elections.list_fixed"


def test_empty_list_is_not_fixed():
    hall = make_hall()
    contest = make_contest(hall, [])
    assert refused(services.fix_list, actor=hall.secretary, contest=contest) == "slate.empty"


def test_namesakes_need_birth_dates_before_the_list_is_fixed():  # PR-17
    hall = make_hall()
    contest = make_contest(hall, [*NAMES[1:], "Nguyễn Văn An", "Nguyễn Văn An"])
    assert refused(services.fix_list, actor=hall.secretary, contest=contest) == "slate.namesakes"
    born = [Candidate("Nguyễn Văn An", "05/06/1970"), Candidate("Nguyễn Văn An", "01/02/1982")]
    services.set_candidates(actor=hall.secretary, contest=contest, candidates=[*map(Candidate, NAMES[1:]), *born])
    fixed = services.fix_list(actor=hall.secretary, contest=contest)
    assert [row.born for row in fixed.candidates.all()][:2] == ["05/06/1970", "01/02/1982"]


def test_too_large_a_surplus_is_shown_and_does_not_block():  # EL-09
    hall = make_hall()
    contest = make_fixed(hall, [*NAMES, "Vũ Thị Xuân", "Đỗ Thị Yến"])
    assert contest.is_fixed


def test_fixed_list_is_closed():
    hall = make_hall()
    contest = make_fixed(hall)
    assert (
        refused(services.set_candidates, actor=hall.secretary, contest=contest, candidates=[Candidate("Vũ Thị Xuân")]) == "elections.fixed"
    )
    assert refused(services.change_terms, actor=hall.secretary, contest=contest, terms=make_terms()) == "elections.fixed"
    assert refused(services.fix_list, actor=hall.secretary, contest=contest) == "elections.fixed"


def test_each_contest_of_a_congress_has_its_letter():
    hall = make_hall()
    assert [make_contest(hall).letter for _each in range(3)] == ["A", "B", "C"]


def test_certified_result_holds_its_inputs():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    result, tally = contest.result, contest.poll.tallies.get()
    assert (result.outcome["elected"], result.digest, result.readings_digest) == ([1, 2, 3], tally.digest, tally.readings_digest)
    assert [(vote["name"], vote["for"]) for vote in result.outcome["votes"]] == list(zip(NAMES, [9, 9, 7, 2, 0], strict=True))
    assert (result.charter_toml, result.contest_toml, result.certified_by) == (contest.poll.charter_toml, tally.contest_toml, hall.head)
    assert phase_of(contest) == Phase.CERTIFIED


def test_nothing_is_certified_before_the_count_is_closed():
    hall = make_hall()
    assert refused(services.certify_result, actor=hall.head, contest=make_fixed(hall)) == "elections.not_counted"


def test_result_is_certified_once():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    assert refused(services.certify_result, actor=hall.head, contest=contest) == "elections.certified"


def test_result_cannot_be_changed_or_deleted():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    for change in (
        lambda: Result.objects.filter(contest=contest).update(digest="X"),
        lambda: Result.objects.filter(contest=contest)._raw_delete("default"),  # the contest that points at it refuses first
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_certification_seals_the_journal():
    hall = make_hall()
    make_certified(hall, CLEAR)
    certified = Entry.objects.get(act="elections.result_certified")
    assert certified.seals.count() == 1


def test_minutes_are_signed_by_the_head_and_for_the_presidium():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    services.sign_minutes(actor=hall.head, result=contest.result, place=Place.HEAD)
    services.sign_minutes(actor=hall.presidium, result=contest.result, place=Place.PRESIDIUM)
    contest = Contest.objects.get(pk=contest.pk)
    assert [(row.place, row.signer) for row in contest.result.signatures.all()] == [("head", hall.head), ("presidium", hall.presidium)]
    assert phase_of(contest) == Phase.SIGNED


def test_minutes_take_one_signature_a_place_and_a_person():
    hall = make_hall()
    result = make_certified(hall, CLEAR).result
    services.sign_minutes(actor=hall.head, result=result, place=Place.HEAD)
    result = Result.objects.get()
    second = make_user(role="counting_head", unit=hall.unit)
    assert refused(services.sign_minutes, actor=second, result=result, place=Place.HEAD) == "elections.place_signed"
    assert refused(services.sign_minutes, actor=hall.member, result=result, place=Place.PRESIDIUM) == "authority.forbidden"


@pytest.mark.parametrize("who", ["outsider", "administrator", "viewer", "officer"])
def test_others_may_do_nothing(who):
    hall = make_hall()
    actor = getattr(hall, who)
    contest = make_contest(hall)
    acts = [
        (services.open_contest, {"congress": hall.congress, "terms": make_terms()}),
        (services.change_terms, {"contest": contest, "terms": make_terms()}),
        (services.set_candidates, {"contest": contest, "candidates": []}),
        (services.fix_list, {"contest": contest}),
        (services.certify_result, {"contest": contest}),
        (services.decide_further, {"contest": contest, "proposal": Proposal("next", 9, seats=1)}),
    ]
    for act, arguments in acts:
        with pytest.raises(Forbidden):
            act(actor=actor, **arguments)


def test_journal_names_nobody():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    services.sign_minutes(actor=hall.head, result=contest.result, place=Place.HEAD)
    mine = Entry.objects.filter(act__startswith="elections.").order_by("chain", "seq")
    assert list(mine.values_list("act", flat=True)) == [
        "elections.contest_opened", "elections.candidates_set", "elections.list_fixed", "elections.result_certified", "elections.minutes_signed",
    ]  # fmt: skip
    text = json.dumps(list(mine.values_list("facts", flat=True)), ensure_ascii=False)
    assert [name for name in [*NAMES, "Bầu", "Sa Đéc"] if name in text] == []


def test_tie_at_the_last_seat_elects_nobody_to_it():  # EL-45, TX-26
    hall = make_hall()
    outcome = make_certified(hall, TIE, base=12, convened=12, present=12).result.outcome
    assert (outcome["elected"], outcome["tied"], outcome["unfilled"]) == ([1, 2], [3, 4], 1)


def test_half_of_the_base_elects_nobody():  # EL-40, TX-03
    hall = make_hall()
    outcome = make_certified(hall, [{1, 2, 3}] * 6 + [{1, 2, 4}] * 6, base=12, convened=12, present=12).result.outcome
    assert (outcome["elected"], outcome["tied"], outcome["unfilled"]) == ([1, 2], [], 1)


def test_unfinished_contests_stand_on_the_first_page_of_those_who_see_them():
    hall = make_hall()
    make_contest(hall)
    make_counted(hall, make_fixed(hall), CLEAR)
    assert [(one.contest.letter, one.phase, one.unit_name) for one in contests_for(hall.secretary)] == [
        ("A", Phase.LIST, "Đảng bộ phường Một"),
        ("B", Phase.COUNTED, "Đảng bộ phường Một"),
    ]
    assert (contests_for(hall.outsider), contests_for(hall.administrator)) == ([], [])


@pytest.mark.parametrize("who", ["member", "secretary", "presidium", "inspector"])
def test_only_the_head_of_the_counting_committee_certifies_el_31(who):
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    assert refused(services.certify_result, actor=getattr(hall, who), contest=contest) == "authority.forbidden"


def test_a_head_of_the_unit_above_neither_certifies_nor_signs_nor_takes_the_sealed_edition_el_33(tmp_path):
    hall = make_hall()
    above = [make_user(role=role, unit=newest_place(hall.unit).superior) for role in ("counting_head", "presidium")]
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    assert refused(services.certify_result, actor=above[0], contest=contest) == "authority.forbidden"
    services.certify_result(actor=hall.head, contest=contest)
    result = Result.objects.get()
    for who, place in zip(above, (Place.HEAD, Place.PRESIDIUM), strict=True):
        assert refused(services.sign_minutes, actor=who, result=result, place=place) == "authority.forbidden"
    facts = {"contest_id": contest.pk, "edition": "sealed", "out": tmp_path / "x.zip"}
    assert refused(services.evidence_bundle, actor=above[0], **facts) == "authority.forbidden"
    assert refused(services.evidence_bundle, actor=hall.member, **facts) == "authority.forbidden"
    services.evidence_bundle(actor=hall.inspector, **facts)


def test_a_second_click_on_sign_is_refused_in_words_even_with_an_old_page():
    hall = make_hall()
    make_certified(hall, CLEAR)
    page = Result.objects.prefetch_related("signatures").get()
    services.sign_minutes(actor=hall.head, result=page, place=Place.HEAD)
    assert refused(services.sign_minutes, actor=hall.head, result=page, place=Place.HEAD) == "elections.place_signed"


@pytest.mark.parametrize("role", ["member", "presidium"])
def test_others_do_not_sign_as_head(role):
    hall = make_hall()
    result = make_certified(hall, CLEAR).result
    assert refused(services.sign_minutes, actor=getattr(hall, role), result=result, place=Place.HEAD) == "authority.forbidden"


def test_a_candidate_neither_certifies_nor_signs_as_head_el_30():
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    person = make_user(role="counting_head", unit=hall.unit)
    person.full_name = NAMES[0]
    person.save()
    assert refused(services.certify_result, actor=person, contest=contest) == "ballots.is_candidate"
    services.certify_result(actor=hall.head, contest=contest)
    assert refused(services.sign_minutes, actor=person, result=Result.objects.get(), place=Place.HEAD) == "ballots.is_candidate"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+84 Nam", "-An", "@An", "\t=An"])
def test_what_a_spreadsheet_would_run_is_no_name(name):
    hall = make_hall()
    contest = make_contest(hall)
    assert refused(services.set_candidates, actor=hall.secretary, contest=contest, candidates=[Candidate(name)]) == "elections.not_a_name"


def test_a_ballot_voided_for_a_wrong_list_opens_the_list_and_a_new_one_is_proofed_pr_17():
    hall = make_hall()
    contest = make_printed(hall, make_fixed(hall), 8)
    wrong = contest.poll
    destruction = ballots.Destruction("sai giới tính một người", 9, "counting_head", "presidium", is_list_wrong=True)
    ballots.void_run(actor=hall.head, run=wrong.print_runs.get(), destruction=destruction)
    contest = visible_contests(hall.secretary).get(pk=contest.pk)
    assert (contest.is_fixed, phase_of(contest)) == (False, Phase.LIST)
    services.set_candidates(actor=hall.secretary, contest=contest, candidates=[Candidate(name) for name in NAMES[:4]])
    again = services.fix_list(actor=hall.secretary, contest=contest)
    assert (again.poll.replaces, again.poll.state, again.poll.code != wrong.code) == (wrong, "draft", True)
    assert len(contest_of(again.poll).candidates) == 4
    ballots.sign_proof(actor=hall.head, poll=again.poll)
    client = signed_in(hall.head)
    address = reverse("elections:of_poll", args=[wrong.pk])
    assert client.get(address)["Location"] == reverse("elections:result", args=[contest.pk])
    page = client.get(reverse("ballots:desk", args=[wrong.pk])).content.decode()
    assert "Phiếu này đã hủy" in page
    proof = client.get(reverse("ballots:proof", args=[again.poll.pk])).content.decode()
    assert reverse("ballots:proof", args=[wrong.pk]) in proof


def test_the_vote_knows_how_many_are_present_and_the_minutes_say_how_many_were_there_el_43():
    hall = make_hall()
    contest = make_fixed(hall)
    poll = contest.poll
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=poll)
    ballots.print_batch(actor=hall.head, poll=poll, copies=10)
    ballots.release_poll(actor=hall.head, poll=poll, opening=ballots.Opening(reason="máy đã thử ở cuộc bầu trước"))
    issue = {"actor": hall.head, "poll": poll, "spoiled": 0, "left_over": 0}
    assert refused(ballots.record_issue, **issue, issued=10) == "ballots.issued_over_present"
    ballots.record_issue(**issue, issued=8, present=8, reason="một người ra về")
    assert newest_counts(poll)["present"] == (8, 2)


def test_a_share_over_a_hundred_percent_is_never_certified_el_40():
    votes = [{"candidate": 1, "for": 5, "against": 0}, {"candidate": 2, "for": 1, "against": 6}]
    refuse_over_the_base({"base": 6, "votes": votes})
    assert refused(refuse_over_the_base, outcome={"base": 5, "votes": votes}) == "elections.more_votes_than_people"
