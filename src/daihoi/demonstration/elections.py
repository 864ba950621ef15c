"""Three elections at the congress of Sa Đéc, each in another state (bầu cử trình diễn)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, Round
from daihoi.cycle.congresses.services import call_congress, mark_pilot, plan_date, record_stage
from daihoi.cycle.congresses.services.calling import Call
from daihoi.cycle.elections.models import Contest, Elects
from daihoi.cycle.elections.services import certify_result, fix_list, open_contest, set_candidates, sign_minutes
from daihoi.cycle.elections.services.listing import Terms
from daihoi.demonstration import names, scans
from daihoi.demonstration.people import PEOPLE
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries import work_for
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.ballots.services import (
    Opening,
    Statement,
    Trial,
    adjudicate,
    claim,
    close_count,
    print_batch,
    record_issue,
    record_machine,
    record_return,
    register_scans,
    release_poll,
    run_loop_test,
    sign_proof,
)
from daihoi.foundation.organization.models import Unit
from daihoi.rules.contests import Candidate
from daihoi.rules.stages import Stage

BASE, ISSUED, RETURNED, PRINTED = 197, 196, 195, 200
COMMITTEE = Terms("Bầu Ban Chấp hành", 27, BASE, Elects.EXECUTIVE_COMMITTEE, convened=200, present=BASE, place="Sa Đéc")
DELEGATES = Terms("Bầu đoàn đại biểu dự Đại hội cấp trên", 15, BASE, Elects.DELEGATES, convened=200, present=BASE, place="Sa Đéc")
SECRETARY = Terms("Bầu Bí thư", 1, BASE, Elects.SECRETARY, convened=200, present=BASE, place="Sa Đéc")
COMMITTEE_HALL = scans.Hall(RETURNED, 2020, "clean")
DELEGATES_HALL = scans.Hall(RETURNED, 2021, "normal", odd=4)


def build(progress: Callable[[str], object]) -> None:
    """Set up the congress and its three contests: one certified, one ready to scan, one with an open list."""
    congress = ensure_congress()
    steps = ((COMMITTEE, 31, _certified), (DELEGATES, 15, _ready_to_scan), (SECRETARY, 1, None))
    for terms, count, advance in steps:
        if Contest.objects.filter(congress=congress, title=terms.title).exists():
            continue
        progress(_("Bầu cử: {title}").format(title=terms.title))
        with transaction.atomic():
            contest = _with_list(congress, terms, count)
            if advance:
                advance(contest, progress)


def user(key: str) -> User:
    """Give a person of the demonstration."""
    return User.objects.get(username=PEOPLE[key])


def ensure_congress() -> Congress:
    """Call the delegates' congress of Sa Đéc, move its date twice, hold it on 29/7/2020 (đại hội điểm)."""
    unit = Unit.objects.get(code="DT-SD")
    round_ = Round.objects.get(code="tren-co-so-2020")
    standing = Congress.objects.filter(unit=unit, round=round_).first()
    if standing:
        return standing
    officer = user("officer")
    call = Call(date(2020, 2, 12), form="delegate_congress", ordinal=12, ordinal_basis=1, document="QĐ triệu tập số 41 (minh họa)")
    congress = call_congress(actor=officer, unit=unit, round_=round_, call=call)
    mark_pilot(actor=officer, congress=congress, pilot=True)
    plan_date(actor=officer, congress=congress, planned=date(2020, 6, 10))
    plan_date(actor=officer, congress=congress, planned=date(2020, 7, 15), reason="Dời do dịch bệnh", document="CV số 87 (minh họa)")
    plan_date(actor=officer, congress=congress, planned=date(2020, 7, 29), reason="Chờ duyệt nội dung")
    happened = ((Stage.prepared, date(2020, 5, 30)), (Stage.contents_approved, date(2020, 6, 30)), (Stage.held, date(2020, 7, 29)))
    for stage, day in happened:
        record_stage(actor=officer, congress=congress, stage=stage, happened_on=day)
    return congress


def _with_list(congress: Congress, terms: Terms, count: int) -> Contest:
    """Open a contest with invented candidates."""
    rng = Random(terms.title)  # noqa: S311 (invented people, not a secret)
    contest = open_contest(actor=user("secretary"), congress=congress, terms=terms)
    people = names.people(rng, count)
    listed = [
        Candidate(name, f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1965, 1988)}", "nữ" if female else "nam")
        for name, female in people
    ]
    set_candidates(actor=user("secretary"), contest=contest, candidates=listed)
    return contest


def _to_the_box(contest: Contest) -> Poll:
    """Fix the list, sign the proof twice, print, hand out and empty the box."""
    poll = fix_list(actor=user("secretary"), contest=contest).poll
    assert poll is not None  # noqa: S101 (a fixed list has its poll)
    for key in ("secretary", "counting_head"):
        sign_proof(actor=user(key), poll=poll)
    print_batch(actor=user("counting_head"), poll=poll, copies=PRINTED)
    _tried_and_released(poll)
    record_issue(actor=user("counting_head"), poll=poll, issued=ISSUED, spoiled=1, left_over=PRINTED - ISSUED - 1)
    record_return(actor=user("counting_head"), poll=poll, returned=RETURNED)
    contest.refresh_from_db()
    poll.refresh_from_db()
    return poll


def _tried_and_released(poll: Poll) -> None:
    """Record the machine, scan ten simulated practice sheets, let the vote be held on the passed loop test (PR-18)."""
    head = user("counting_head")
    poll.refresh_from_db()
    record_machine(actor=head, poll=poll, statement=Statement(_("Máy tính 1"), 2, is_network_stated_off=True))
    pile = ContentFile(scans.as_pdf(scans.practice_pages(poll)), name="phieu-thu.pdf")
    trial = Trial(_("Máy in 1"), _("Máy quét 1"), scan_seconds=20)
    run_loop_test(actor=head, poll=poll, files=[pile], trial=trial)
    release_poll(actor=head, poll=poll, opening=Opening())


def _certified(contest: Contest, progress: Callable[[str], object]) -> None:
    """Scan, read, settle doubts by two people, close, certify and sign."""
    poll = _to_the_box(contest)
    votes = list(scans.strike_votes(31, contest.seats, COMMITTEE_HALL))
    pages = scans.sheets(poll, votes, COMMITTEE_HALL)
    progress(_("  {n} phiếu quét mô phỏng, đang đọc").format(n=len(pages)))
    for number, first in enumerate(range(0, len(pages), 50), start=1):
        bundle = ContentFile(scans.as_pdf(pages[first : first + 50]), name=f"lo-{number}.pdf")
        count = len(pages[first : first + 50])
        batch = register_scans(actor=user("counting_head"), poll=poll, files=[bundle], label=_("Lô {n}").format(n=number), hand_count=count)
        read_whole(batch.pk)
    _settle(poll, votes)
    close_count(actor=user("counting_head"), poll=poll)
    result = certify_result(actor=user("counting_head"), contest=contest)
    for key, place in (("counting_head", "head"), ("presidium", "presidium")):
        sign_minutes(actor=user(key), result=result, place=place)


def _settle(poll: Poll, votes: list[dict[tuple[int, str], str]]) -> None:
    """Let two people answer what the reader left open, apart from each other, as the voters meant it."""
    for key in ("counter_1", "counter_2"):
        for work in work_for(user(key), poll):
            question = work.question
            answer = "harmless"
            if question.candidate and question.ballot:
                answer = "marked" if (question.candidate, question.mark) in votes[question.ballot - 1] else "clear"
            claim(actor=user(key), poll=poll, question=question.key)
            adjudicate(actor=user(key), poll=poll, question=question.key, answer=answer)


def _ready_to_scan(contest: Contest, progress: Callable[[str], object]) -> None:
    """Empty the box and leave the scans in a folder, ready to be uploaded."""
    poll = _to_the_box(contest)
    pages = scans.sheets(poll, scans.box_votes(contest.seats, DELEGATES_HALL), DELEGATES_HALL)
    folder = Path(settings.DATA_DIR) / "phieu-trinh-dien"
    folder.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(range(0, len(pages), 65), start=1):
        (folder / f"cuoc-{poll.letter}-lo-{number}.pdf").write_bytes(scans.as_pdf(pages[first : first + 65]))
    progress(_("  Phiếu quét để thử tải lên: {folder}").format(folder=folder))
