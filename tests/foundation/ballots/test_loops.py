"""The loop test of printer and scanner, and the vote let be held on it (PR-18)."""

from io import BytesIO

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihoi.demonstration.scans import as_pdf, practice_pages
from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import LoopTest, Poll, Release
from daihoi.foundation.ballots.queries.desk import desk_of
from daihoi.foundation.ballots.queries.loops import loop_pages_a_minute, passed_test, practice_of
from daihoi.foundation.ballots.queries.timing import timing_of
from daihoi.foundation.ballots.services import Opening, Trial, loops, releasing
from daihoi.foundation.ballots.services.loops import Seen
from daihoi.foundation.journal.models import Entry
from daihoi.rules import charter
from tests.foundation.ballots.pile import files, open_vote, printed_vote, released, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
MACHINES = Trial("máy in 1", "máy quét 1")
DIGEST = "ab" * 32


@pytest.fixture(autouse=True)
def _this_program(monkeypatch):
    monkeypatch.setattr(loops, "program_digest", lambda: DIGEST)
    monkeypatch.setattr(releasing, "program_digest", lambda: DIGEST)


def lines_as_planned(poll):
    """What a perfect reader sees on the practice pile."""
    practice = practice_of(poll, "hand")
    return [
        {
            "source": f"thu.pdf#{at}",
            "digest": f"{at:064x}",
            "status": "read",
            "cause": None,
            "page": page["number"],
            "fields": [
                {"candidate": each["candidate"], "kind": each["kind"], "state": state, "score": 0.5}
                for each in page["fields"]
                for state in ["marked" if (each["candidate"], each["kind"]) in planned.fields else "clear"]
            ],
        }
        for at, (planned, page) in enumerate(((each, page) for each in practice.plan for page in practice.layout["pages"]), 1)
    ]


def tried(vote, *, wrong=False, actor=None):
    """A loop test written down from what a reader saw; one field wrong if asked for."""
    lines = lines_as_planned(vote.again())
    if wrong:
        lines[2]["fields"][0]["state"] = {"marked": "clear", "clear": "marked"}[lines[2]["fields"][0]["state"]]
    seen = [Seen(line, None) for line in lines]
    return services.record_loop_test(actor=actor or vote.members[0], poll=vote.again(), trial=MACHINES, seen=seen, page_ms=20)


def vote_with(rule):
    """A printed vote whose congress set the rule of the loop test."""
    vote = printed_vote()
    text = charter.load("dcsvn-2025", {"loop_test.needed": rule}).to_toml()
    Poll.objects.filter(pk=vote.poll.pk).update(charter_toml=text)
    return vote


def test_a_pile_marked_after_its_plan_passes_and_frees_the_vote_pr_18():
    vote = printed_vote()
    test = tried(vote)
    assert (test.is_passed, test.pages_expected, test.pages_seen, test.right, test.wrong, test.program_digest) == (
        True,
        10,
        10,
        60,
        0,
        DIGEST,
    )
    entry = Entry.objects.get(act="ballots.loop_tested")
    assert {name: entry.facts[name] for name in ("test", "passed", "program", "pages_seen", "wrong")} == {
        "test": str(test.pk), "passed": True, "program": DIGEST, "pages_seen": 10, "wrong": 0,
    }  # fmt: skip
    made = services.release_poll(actor=vote.head, poll=vote.again(), opening=Opening(reason="không cần đến"))
    assert (made.loop_test, made.reason, made.way, made.turn) == (test, "", "scanned", 1)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=13, spoiled=1, left_over=0)
    assert vote.again().state == Poll.State.ISSUED
    refused("ballots.released", services.release_poll, actor=vote.head, poll=vote.again(), opening=Opening())


def test_no_ballot_is_handed_out_before_the_vote_is_released():
    vote = printed_vote()
    facts = {"issued": 13, "spoiled": 1, "left_over": 0}
    refused("ballots.not_released", services.record_issue, actor=vote.members[0], poll=vote.again(), **facts)
    act = services.release_poll
    said = refused("ballots.loop_test_needed", act, actor=vote.head, poll=vote.again(), opening=Opening())
    assert said == "Chưa thử vòng máy in và máy quét. Thử lại, hoặc ghi lý do cho bầu mà không thử."
    tried(vote)
    tried(vote, wrong=True)
    said = refused("ballots.loop_test_needed", act, actor=vote.head, poll=vote.again(), opening=Opening(reason=" "))
    assert said.startswith("Lần thử máy mới nhất không đạt.")
    made = act(actor=vote.head, poll=vote.again(), opening=Opening(reason="máy quét đến muộn"))
    assert (made.loop_test, made.reason) == (None, "máy quét đến muộn")


def test_a_program_changed_since_the_test_wants_another_one(monkeypatch):
    vote = printed_vote()
    tried(vote)
    monkeypatch.setattr(releasing, "program_digest", lambda: "cd" * 32)
    said = refused("ballots.loop_test_needed", services.release_poll, actor=vote.head, poll=vote.again(), opening=Opening())
    assert said.startswith("Chương trình đã thay đổi từ lần thử máy đạt: abababababababab, bây giờ cdcdcdcdcdcdcdcd.")


def test_what_the_congress_decided_about_the_test_holds():
    strict = vote_with("always")
    act = services.release_poll
    refused("ballots.loop_test_needed", act, actor=strict.head, poll=strict.again(), opening=Opening(reason="máy quét đến muộn"))
    free = vote_with("never")
    assert act(actor=free.head, poll=free.again(), opening=Opening()).needed == "never"


def test_keyed_ballots_need_no_test_and_are_not_scanned_before_another_release():
    vote = vote_with("always")
    released(vote, "keyed")
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=13, spoiled=1, left_over=0)
    services.record_return(actor=vote.members[0], poll=vote.again(), returned=12)
    sent = {"files": files(sheet(vote.poll)), "label": "", "hand_count": 1}
    refused("ballots.released_for_keying", services.register_scans, actor=vote.members[0], poll=vote.again(), **sent)
    tried(vote)
    again = services.release_poll(actor=vote.head, poll=vote.again(), opening=Opening())
    assert (again.turn, again.way) == (2, "scanned")
    services.register_scans(actor=vote.members[0], poll=vote.again(), files=files(sheet(vote.poll)), label="", hand_count=1)


def test_only_the_head_releases_and_only_the_committee_tries():
    vote = printed_vote()
    for actor in (vote.members[0], make_outsider("counting_head"), make_user(role="secretariat", unit=vote.unit)):
        refused("authority.forbidden", services.release_poll, actor=actor, poll=vote.again(), opening=Opening("keyed"))
    facts = {"trial": MACHINES, "seen": [], "page_ms": 1}
    for actor in (make_outsider("counting_head"), make_user(role="secretariat", unit=vote.unit)):
        refused("authority.forbidden", services.record_loop_test, actor=actor, poll=vote.again(), **facts)
    act = services.record_loop_test
    refused("ballots.loop_machine_unnamed", act, actor=vote.head, poll=vote.again(), **facts | {"trial": Trial(" ", "máy quét 1")})
    draft = open_vote()
    refused("ballots.loop_before_proof", act, actor=draft.head, poll=draft.again(), **facts)
    refused("ballots.release_out_of_time", services.release_poll, actor=draft.head, poll=draft.again(), opening=Opening("keyed"))
    Poll.objects.filter(pk=vote.poll.pk).update(state=Poll.State.VOIDED)
    refused("ballots.loop_too_late", act, actor=vote.head, poll=vote.again(), **facts)


def test_files_that_are_no_practice_pile_are_refused():
    vote = printed_vote()
    facts = {"actor": vote.head, "poll": vote.again(), "trial": MACHINES}
    refused("ballots.no_files", services.run_loop_test, files=[], **facts)
    many = [ContentFile(sheet(vote.poll), name=f"{n}.jpg") for n in range(31)]
    refused("ballots.not_a_practice_pile", services.run_loop_test, files=many, **facts)


def test_the_database_keeps_a_failed_test_from_passing_and_a_scanned_release_from_standing_on_nothing():
    vote = printed_vote()
    test = tried(vote, wrong=True)
    copy = {name: value for name, value in vars(test).items() if not name.startswith("_") and name != "id"}
    for wrong in ({"is_passed": True}, {"printer": ""}, {"kind": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LoopTest.objects.create(**copy | wrong)
    facts = {"poll": vote.poll, "turn": 1, "way": "scanned", "needed": "or_reason", "program_digest": DIGEST, "released_by": vote.head}
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(**facts)
    Release.objects.create(**facts | {"reason": "x"})
    for model in (LoopTest, Release):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            model.objects.filter(poll=vote.poll).update(program_digest="x")


def test_the_pace_of_the_tried_scanner_plans_the_time_pr_19():
    vote = printed_vote()
    tried(vote)
    assert loop_pages_a_minute(vote.poll) is None
    seen = [Seen(line, None) for line in lines_as_planned(vote.again())]
    trial = Trial("máy in 1", "máy quét 1", scan_seconds=15)
    services.record_loop_test(actor=vote.head, poll=vote.again(), trial=trial, seen=seen, page_ms=20)
    timing = timing_of(vote.again(), desk_of(vote.head, vote.again()).accounts)
    assert (timing.pace.pages_a_minute, timing.is_measured, timing.is_tried) == (40, False, True)
    services.record_loop_test(actor=vote.head, poll=vote.again(), trial=trial, seen=seen, page_ms=6000)
    assert loop_pages_a_minute(vote.poll) == 10


def test_the_desk_names_the_test_as_the_next_act_until_the_vote_is_released():
    vote = printed_vote()
    desk = desk_of(vote.head, vote.again())
    assert (desk.next_act.code, [step.state for step in desk.steps][:4]) == ("release", ["ok", "ok", "now", ""])
    released(vote)
    desk = desk_of(vote.head, vote.again())
    assert (desk.next_act.code, [step.state for step in desk.steps][:4]) == ("issue", ["ok", "ok", "ok", "now"])
    assert desk.steps[2].note == "không thử máy, có lý do"


def test_the_whole_loop_on_screen_with_real_sheets_and_a_sheet_that_went_wrong():
    vote = printed_vote()
    member, head = signed_in(vote.members[0]), signed_in(vote.head)
    page, poll = reverse("ballots:loop", args=[vote.poll.pk]), vote.again()
    assert "Gạch một nét xiên qua cả họ và tên" in member.get(page).content.decode()
    assert member.get(reverse("ballots:loop_sheets", args=[poll.pk, "phieu-thu"])).content.startswith(b"%PDF")
    assert member.get(reverse("ballots:loop_sheets", args=[poll.pk, "khac"])).status_code == 404
    plan = docx.Document(BytesIO(member.get(reverse("ballots:loop_plan", args=[poll.pk, "docx"])).content))
    assert [cell.text for cell in next(table for table in plan.tables if len(table.rows) > 10).rows[2].cells][:3] == [
        "2",
        "Gạch một nét ngang qua cả họ và tên, bút mảnh nhất sẽ phát trong hội trường",
        "tất cả các số",
    ]
    scans, names = practice_pages(poll), {"kind": "hand", "printer": "máy in 1", "scanner": "máy quét 1", "scan_seconds": "20"}
    assert member.post(page, names).status_code == 422
    swapped = [*scans[:2], scans[4], scans[3], scans[2], *scans[5:]]
    answer = member.post(page, names | {"files": ContentFile(as_pdf(swapped), name="thu.pdf")}, follow=True)
    shown = answer.content.decode()
    assert "Thử máy: không đạt" in shown
    assert "không có dấu mà máy đọc là có" in shown
    answer = member.post(page, names | {"files": ContentFile(as_pdf(scans), name="thu.pdf")}, follow=True)
    assert "Thử máy: đạt" in answer.content.decode()
    test = passed_test(poll, DIGEST)
    assert (test.kind, test.right, test.scan_seconds) == ("hand", 60, 20)
    picture = reverse("ballots:loop_picture", args=[poll.pk, test.pk, 2])
    assert member.get(picture).content.startswith(b"\x89PNG")
    assert "máy in 1 · máy quét 1" in head.get(page).content.decode()
    assert head.post(reverse("ballots:release", args=[poll.pk]), {"way": "scanned"}).status_code == 302
    assert "Theo lần thử đạt" in head.get(page).content.decode()
    assert member.post(reverse("ballots:release", args=[poll.pk]), {"way": "keyed"}).status_code == 403
    outsider = signed_in(make_outsider("counting_head"))
    assert [outsider.get(address).status_code for address in (page, picture)] == [404, 404]


def test_the_page_of_tests_asks_as_often_for_three_as_for_one():
    vote = printed_vote()
    client, page = signed_in(vote.head), reverse("ballots:loop", args=[vote.poll.pk])
    asked = []
    for more in (1, 2):
        for _each in range(more):
            test = tried(vote)
        for address in (page, reverse("ballots:loop_result", args=[vote.poll.pk, test.pk])):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
