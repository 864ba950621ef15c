"""A congress with its people, a contest, and a count reached through the acts of all who take part."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import cv2
import numpy as np
from django.core.files.base import ContentFile

from daihoi.cycle.congresses.models import Congress, Form
from daihoi.cycle.congresses.services import call_congress, open_round
from daihoi.cycle.congresses.services.calling import Call, Directive, Span
from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest, Elects
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.models import ScanBatch
from daihoi.foundation.ballots.queries.checking import comparison_of
from daihoi.foundation.ballots.services.reading import PageRead
from daihoi.foundation.organization.models import Unit
from daihoi.rules.contests import Candidate
from tests.make import make_outsider, make_unit, make_user

NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thu Dung", "Công Tằng Tôn Nữ Diệu Huyền")
PAGE = cv2.imencode(".png", np.full((1700, 1200), 255, np.uint8))[1].tobytes()


@dataclass(frozen=True)
class Hall:
    """Everybody who takes part in one congress."""

    congress: Congress
    unit: Unit
    officer: User
    secretary: User
    head: User
    member: User
    presidium: User
    inspector: User
    viewer: User
    administrator: User
    outsider: User


def make_hall(charter: str = "dcsvn-2020", *, ordinal: int | None = 12) -> Hall:
    """A congress of a grassroots committee, called, with its people."""
    province = make_unit(name="Đảng bộ tỉnh Đồng Tháp", kind="central_sub")
    unit = make_unit(name="Đảng bộ phường Một", kind="grassroots_committee", superior=province)
    officer = make_user(role="organization_officer", unit=province)
    round_ = open_round(
        actor=officer, unit=province, code=f"R-{unit.code}", directive=Directive("35-CT/TW", date(2019, 5, 30)), level="grassroots",
        kinds=["grassroots_committee"], term="2020-2025", span=Span(date(2020, 1, 1), date(2020, 6, 30)), charter=charter,
    )  # fmt: skip
    congress = call_congress(actor=officer, unit=unit, round_=round_, call=Call(date(2020, 2, 1), form=Form.DELEGATES, ordinal=ordinal))
    roles = {"secretary": "secretariat", "head": "counting_head", "member": "counting_committee", "presidium": "presidium"}
    people = {name: make_user(role=role, unit=unit) for name, role in roles.items()}
    return Hall(
        congress=congress, unit=unit, officer=officer, **people, inspector=make_user(role="inspector", unit=province),
        viewer=make_user(role="organization_officer", unit=unit), administrator=make_user(role="administrator", unit=province),
        outsider=make_outsider(),
    )  # fmt: skip


def make_terms(**changes) -> services.Terms:
    """Three seats on a base of 9."""
    values = {
        "title": "Bầu Ban Chấp hành",
        "elects": Elects.EXECUTIVE_COMMITTEE,
        "seats": 3,
        "base": 9,
        "convened": 10,
        "present": 9,
        "place": "Sa Đéc",
    }
    return services.Terms(**values | changes)


def make_contest(hall: Hall, names=NAMES, **terms) -> Contest:
    """A contest with its list, still open."""
    contest = services.open_contest(actor=hall.secretary, congress=hall.congress, terms=make_terms(**terms))
    people = [name if isinstance(name, Candidate) else Candidate(name) for name in names]
    services.set_candidates(actor=hall.secretary, contest=contest, candidates=people)
    return contest


def make_fixed(hall: Hall, names=NAMES, **terms) -> Contest:
    """A contest whose list is fixed and whose ballot is made."""
    return services.fix_list(actor=hall.secretary, contest=make_contest(hall, names, **terms))


def make_printed(hall: Hall, contest: Contest, ballots_issued: int, returned: int | None = None) -> Contest:
    """Ballots proofed, printed, issued, and taken out of the box."""
    poll = contest.poll
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=poll)
    ballots.print_batch(actor=hall.head, poll=poll, copies=ballots_issued + 1)
    ballots.release_poll(actor=hall.head, poll=poll, opening=ballots.Opening(reason="máy đã thử ở cuộc bầu trước"))
    ballots.record_issue(actor=hall.head, poll=poll, issued=ballots_issued, spoiled=0, left_over=1)
    ballots.record_return(actor=hall.head, poll=poll, returned=ballots_issued if returned is None else returned)
    poll.refresh_from_db()
    return contest


def line_of(contest: Contest, number: int, chosen: set[int], image: bytes, take: int = 1) -> dict:
    """What the reader would see on one ballot on which just these people are chosen."""
    fields = []
    for field in contest.poll.layout["pages"][0]["fields"]:
        is_chosen = field["candidate"] in chosen
        marked = {"strike": not is_chosen, "choose": is_chosen, "agree": is_chosen, "disagree": not is_chosen}[field["kind"]]
        fields.append(
            {
                "candidate": field["candidate"],
                "kind": field["kind"],
                "state": "marked" if marked else "clear",
                "score": 0.999 if marked else 0.001,
            }
        )
    return {
        "source": f"L{take:02d}-001#{number}", "digest": sha256(image).hexdigest(), "status": "read", "cause": None, "duplicate_of": None,
        "ballot": None, "page": 1, "fields": fields, "sheet_marks": [], "readers_agree": True,
    }  # fmt: skip


def make_read(hall: Hall, contest: Contest, choices: list[set[int]]) -> ScanBatch:
    """An open count whose one bundle is read: one ballot for each set of chosen people."""
    make_printed(hall, contest, len(choices))
    return read_bundle(hall, contest, choices)


def read_bundle(hall: Hall, contest: Contest, choices: list[set[int]], take: int = 1) -> ScanBatch:
    """One bundle read, one ballot for each set of chosen people; each take has pictures of its own."""
    poll = contest.poll
    file = ContentFile(PAGE + bytes([take]), name="to.png")
    batch = ballots.register_scans(actor=hall.member, poll=poll, files=[file], label="Lô 1", hand_count=len(choices))
    ScanBatch.objects.filter(pk=batch.pk).update(state=ScanBatch.State.READING)
    images = [PAGE + bytes([take, number]) for number in range(1, len(choices) + 1)]
    pages = [
        PageRead(number, line_of(contest, number, chosen, image, take), image)
        for number, (chosen, image) in enumerate(zip(choices, images, strict=True), 1)
    ]
    ballots.record_portion(cause=batch.entry, batch=batch, pages=pages, reader="test")
    ballots.finish_reading(cause=batch.entry, batch=batch)
    return ScanBatch.objects.get(pk=batch.pk)


def make_counted(hall: Hall, contest: Contest, choices: list[set[int]]) -> Contest:
    """A closed count: one ballot for each set of chosen people."""
    make_read(hall, contest, choices)
    ballots.close_count(actor=hall.head, poll=contest.poll)
    return Contest.objects.get(pk=contest.pk)


def make_rechecked(hall: Hall, contest: Contest, *differing: int) -> Contest:
    """A second check of a closed count, all its ballots, of which some differ from their record."""
    poll = Contest.objects.get(pk=contest.pk).poll
    equal = {sheet: sheet not in differing for sheet in comparison_of(poll).plan.sheets}
    ballots.compare_sheets(actor=hall.member, poll=poll, equal=equal)
    ballots.record_second_check(actor=hall.head, poll=poll, words="gạch người số 4" if differing else "")
    return Contest.objects.get(pk=contest.pk)


def make_certified(hall: Hall, choices: list[set[int]], names=NAMES, **terms) -> Contest:
    """A contest with its certified result."""
    return certified(hall, make_fixed(hall, names, **terms), choices)


def certified(hall: Hall, fixed: Contest, choices: list[set[int]]) -> Contest:
    """A contest whose list was fixed, with its certified result."""
    contest = make_counted(hall, fixed, choices)
    services.certify_result(actor=hall.head, contest=contest)
    return Contest.objects.get(pk=contest.pk)


CLEAR = [{1, 2, 3}] * 7 + [{1, 2, 4}] * 2  # An 9, Bình 9, Cường 7, Dung 2, Huyền 0
TIE = [{1, 2, 3}] * 5 + [{1, 2, 4}] * 5 + [{1, 3, 4}] * 2  # An 12, Bình 10, Cường 7, Dung 7: with base 12 the last two are tied
