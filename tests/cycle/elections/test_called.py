"""Ballots called out to be read again stand in minutes and evidence, and whoever counts again without this program finds the same (EL-26, EL-34)."""

import json
import zipfile

import pytest
from django.utils import translation

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.papers import count_of, sitting_of
from daihoi.evidence.verify import verify_bundle
from daihoi.foundation.ballots import services as ballots
from daihoi.office.minutes import minutes_of_count
from daihoi.rules import charter, contests
from daihoi.rules.counting import count
from tests.cycle.elections.facts import CLEAR, make_fixed, make_hall, make_read

pytestmark = pytest.mark.django_db


def call(hall, batch, place, answer, chosen=()):
    """One ballot called by its place, and two people who say the same of it."""
    poll = batch.poll
    question = ballots.call_ballot(actor=hall.member, poll=poll, batch=batch, sheet=place, reason="complaint").key
    marks = {"page": 1, "marked": [f"{each}-strike" for each in range(1, 6) if each not in chosen]} if chosen else None
    for person in (hall.head, hall.member):
        ballots.claim(actor=person, poll=poll, question=question)
        ballots.adjudicate(actor=person, poll=poll, question=question, answer=answer, fields=marks)


def test_called_ballots_stand_in_minutes_and_evidence_and_a_count_without_this_program_agrees(tmp_path):
    hall = make_hall()
    contest = make_fixed(hall, base=9)
    batch = make_read(hall, contest, CLEAR)
    call(hall, batch, 1, "read", {1, 2, 4})
    call(hall, batch, 2, "read", {1, 2, 3})
    call(hall, batch, 9, "invalid:writing")
    ballots.close_count(actor=hall.head, poll=contest.poll)
    services.certify_result(actor=hall.head, contest=contest)
    contest = Contest.objects.get(pk=contest.pk)
    outcome = contest.result.outcome
    assert [row["for"] for row in outcome["votes"]] == [8, 8, 6, 2, 0]
    assert (outcome["valid"], outcome["invalid_reasons"]) == (8, {"writing": 1})

    out = tmp_path / "bundle.zip"
    services.evidence_bundle(actor=hall.head, contest_id=contest.pk, edition="sealed", out=out)
    assert verify_bundle(out)["findings"] == []
    with zipfile.ZipFile(out) as held:
        readings, decisions = ([json.loads(line) for line in held.read(f"{name}.jsonl").splitlines()] for name in ("readings", "decisions"))
        listed, rules = (held.read(name).decode() for name in ("contest.toml", "charter.toml"))
    assert [(each["ballot"], each["called"]) for each in decisions] == [(1, "complaint"), (2, "complaint"), (9, "complaint")]
    assert [field["state"] for field in readings[0]["fields"]] == ["clear", "clear", "clear", "marked", "marked"]
    headless = count(contests.Contest.from_toml(listed), charter.Charter.from_toml(rules), readings, decisions)
    assert (headless["votes"], headless["digest"]) == (outcome["votes"], outcome["digest"])

    with translation.override("en"):
        words = " ".join(str(block) for block in minutes_of_count(sitting_of(contest), count_of(contest.result)).blocks)
    assert (
        "3 phiếu được gọi ra đọc lại (3 khiếu nại trong hội trường), 2 dòng đổi, 1 phiếu đổi giữa hợp lệ và không hợp lệ do người kết luận"
        in words
    )
    assert "không có chỗ nghi ngờ nào phải do người quyết định" in words
