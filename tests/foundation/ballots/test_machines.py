"""Machines recorded before the vote and wiped after it; a changed program is said before the count is closed (PR-26)."""

from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.machine import UNSEEN, networks_up, program_digest
from daihoi.foundation.ballots.models import MachineRecord, Poll
from daihoi.foundation.ballots.queries.machines import machine_findings, programs_before, unwiped
from daihoi.foundation.ballots.services import Statement, machines, releasing
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import counting_vote, open_vote, printed_vote, released
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
DIGEST = "ab" * 32
STATED = Statement("máy tính 1", 2, is_network_stated_off=True)


@pytest.fixture(autouse=True)
def _this_machine(monkeypatch):
    monkeypatch.setattr(machines, "program_digest", lambda: DIGEST)
    monkeypatch.setattr(machines, "networks_up", lambda: ("wlan0",))


def test_the_digest_covers_names_and_bytes_of_the_program(tmp_path):
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    first = program_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert program_digest(tmp_path) == first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    second = program_digest(tmp_path)
    (tmp_path / "b.py").write_text("2", encoding="utf-8")
    assert len({first, second, program_digest(tmp_path)}) == 3
    assert len(program_digest()) == 64


def test_a_machine_sees_its_own_networks_or_says_that_it_cannot(tmp_path):
    for name, state in (("lo", "up"), ("eth0", "down"), ("wlan0", "up\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "operstate").write_text(state, encoding="ascii")
    assert (networks_up(tmp_path), networks_up(tmp_path / "none")) == (("wlan0",), (UNSEEN,))


def test_a_machine_is_recorded_before_the_vote_with_what_it_sees_and_what_is_stated_pr_26():
    vote = open_vote()
    made = services.record_machine(actor=vote.members[0], poll=vote.again(), statement=STATED)
    assert (made.program_digest, made.pages_read, made.networks, made.is_network_stated_off, made.is_network_off) == (
        DIGEST,
        0,
        "wlan0",
        True,
        False,
    )
    entry = Entry.objects.get(act="ballots.machine_recorded")
    assert entry.facts == {"machine": str(made.pk), "program": DIGEST, "networks": "wlan0", "pages": 0, "rented": True}
    act = services.record_machine
    refused("ballots.machine_unnamed", act, actor=vote.head, poll=vote.again(), statement=Statement(" ", 1))
    refused("ballots.no_undertaking", act, actor=vote.head, poll=vote.again(), statement=Statement("máy 2", 0))
    for actor in (make_outsider("counting_head"), make_user(role="secretariat", unit=vote.unit)):
        refused("authority.forbidden", act, actor=actor, poll=vote.again(), statement=STATED)
    late = counting_vote(returned=0, issued=0, copies=14)
    services.record_machine(actor=late.head, poll=late.again(), statement=STATED)  # a second laptop comes in during the count
    services.close_count(actor=late.head, poll=late.again())
    refused("ballots.machine_too_late", act, actor=late.head, poll=late.again(), statement=STATED)


def test_a_changed_program_is_said_before_closing_and_a_missing_record_too():
    vote = open_vote()
    assert [found.code for found in machine_findings(vote.poll, DIGEST)] == ["ballots.machine_unrecorded"]
    services.record_machine(actor=vote.head, poll=vote.again(), statement=STATED)
    assert machine_findings(vote.poll, DIGEST) == []
    (found,) = machine_findings(vote.poll, "cd" * 32)
    facts = {"step": "biên bản máy", "then": "ab" * 8, "now": "cd" * 8}
    assert (found.level, found.code, found.facts) == ("warning", "ballots.program_changed", facts)


def test_no_update_between_the_test_the_release_and_the_closed_count_pr_18(monkeypatch):
    vote = printed_vote()
    services.record_machine(actor=vote.head, poll=vote.again(), statement=STATED)
    monkeypatch.setattr(releasing, "program_digest", lambda: "cd" * 32)
    released(vote)
    (found,) = machine_findings(vote.poll, DIGEST)
    assert found.facts["step"] == "cho bầu"
    assert [step for step, _digest in programs_before(vote.poll)] == ["biên bản máy", "cho bầu"]


def test_only_rented_machines_wait_for_their_wipe_pr_26():
    vote = open_vote()
    services.record_machine(actor=vote.head, poll=vote.again(), statement=STATED)
    services.record_machine(actor=vote.head, poll=vote.again(), statement=Statement("máy của văn phòng", 1, is_rented=False))
    assert unwiped(vote.poll) == ["máy tính 1"]


def test_a_rented_machine_is_wiped_after_the_count_once():
    vote = open_vote()
    services.record_machine(actor=vote.head, poll=vote.again(), statement=STATED)
    facts = {"actor": vote.head, "device": "máy tính 1", "method": "ghi đè cả ổ đĩa"}
    refused("ballots.wipe_after_closing", services.record_wipe, poll=vote.again(), **facts)
    Poll.objects.filter(pk=vote.poll.pk).update(state=Poll.State.VOIDED)
    refused("ballots.machine_unknown", services.record_wipe, poll=vote.again(), **facts | {"device": "máy khác"})
    refused("ballots.wipe_needs_method", services.record_wipe, poll=vote.again(), **facts | {"method": " "})
    services.record_wipe(poll=vote.again(), **facts)
    assert unwiped(vote.poll) == []
    refused("ballots.machine_unknown", services.record_wipe, poll=vote.again(), **facts)
    assert Entry.objects.filter(act="ballots.machine_wiped").count() == 1


def test_the_database_wants_a_zero_count_an_undertaking_and_a_way_of_wiping():
    vote = open_vote()
    facts = {
        "poll": vote.poll,
        "kind": "before",
        "device": "m",
        "version": "1",
        "program_digest": DIGEST,
        "pages_read": 0,
        "technicians": 1,
    }
    for wrong in ({"device": ""}, {"technicians": 0}, {"pages_read": 1}, {"kind": "wiped"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MachineRecord.objects.create(**(facts | wrong))
    MachineRecord.objects.create(**facts)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        MachineRecord.objects.update(technicians=2)


def test_machines_on_screen_with_their_paper_and_the_close_page():
    vote = open_vote()
    member, address = signed_in(vote.members[0]), reverse("ballots:machines", args=[vote.poll.pk])
    assert "Chưa có biên bản máy" in member.get(address).content.decode()
    assert member.post(address, {"device": "máy tính 1", "technicians": "0"}).status_code == 422
    assert member.post(address, {"device": "máy tính 1", "technicians": "2", "is_rented": "on"}).status_code == 302
    page = member.get(address).content.decode()
    assert "Máy thấy mạng đang nối: wlan0." in page
    paper = reverse("ballots:machines_paper", args=[vote.poll.pk, "docx"])
    lines = [one.text for one in docx.Document(BytesIO(member.get(paper).content)).paragraphs]
    assert any(DIGEST in line and "số kỹ thuật viên ký cam kết: 2." in line for line in lines)
    assert member.get(paper[:-4] + "pdf").content.startswith(b"%PDF")
    Poll.objects.filter(pk=vote.poll.pk).update(state=Poll.State.COUNTING)
    assert "Chương trình đã thay đổi từ lúc biên bản máy" in member.get(reverse("ballots:close", args=[vote.poll.pk])).content.decode()
    Poll.objects.filter(pk=vote.poll.pk).update(state=Poll.State.VOIDED)
    assert member.post(address, {"device": "máy tính 1", "method": "ghi đè"}).status_code == 302
    assert "đã xóa dữ liệu" in member.get(address).content.decode()
    outsider = signed_in(make_outsider("counting_head"))
    assert [answer.status_code for answer in (outsider.get(address), outsider.post(address, {}), outsider.get(paper))] == [404] * 3
