"""A count keyed in by hand gives the same minutes and the same evidence as a scanned one, and a second count confirms it."""

import json
import zipfile

import pytest

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.papers import count_of
from daihoi.evidence.verify import verify_bundle
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.services import Entry
from daihoi.office.minutes import minutes_of_count
from tests.cycle.elections.facts import CLEAR, make_certified, make_fixed, make_hall, make_printed

pytestmark = pytest.mark.django_db


def keyed(hall, contest):
    """The ballots of CLEAR keyed in by two people, then one more that bears a foreign mark."""
    make_printed(hall, contest, len(CLEAR) + 1)
    batch = ballots.open_keyed_bundle(actor=hall.member, poll=contest.poll, sheets=len(CLEAR) + 1)
    for person in (hall.head, hall.member):
        for number, chosen in enumerate(CLEAR, 1):
            struck = frozenset((each, "strike") for each in range(1, 6) if each not in chosen)
            ballots.key_sheet(actor=person, batch=batch, number=number, entry=Entry(struck))
        ballots.key_sheet(actor=person, batch=batch, number=len(CLEAR) + 1, entry=Entry(invalid="writing"))
    ballots.close_count(actor=hall.head, poll=contest.poll)
    services.certify_result(actor=hall.head, contest=contest)
    return Contest.objects.get(pk=contest.pk)


def test_the_same_votes_keyed_or_scanned_elect_the_same_and_are_counted_again(tmp_path):
    by_scanner, hall = make_certified(make_hall(), CLEAR), make_hall()
    contest = keyed(hall, make_fixed(hall, base=10, present=10))
    outcome = contest.result.outcome
    assert [(row["for"], row["elected"]) for row in outcome["votes"]] == [
        (row["for"], row["elected"]) for row in by_scanner.result.outcome["votes"]
    ]
    assert (outcome["valid"], outcome["invalid"], outcome["invalid_reasons"]) == (9, 1, {"writing": 1})
    out = tmp_path / "bundle.zip"
    services.evidence_bundle(actor=hall.head, contest_id=contest.pk, edition="sealed", out=out)
    assert verify_bundle(out)["findings"] == []
    with zipfile.ZipFile(out) as held:
        readings = [json.loads(line) for line in held.read("readings.jsonl").splitlines()]
        assert {(line["status"], line["cause"]) for line in readings} == {("set_aside", "keyed")}
        assert [name for name in held.namelist() if name.startswith("images/")] == []
    count = count_of(contest.result)
    assert (count.keyed, count.entries, count.pages_read, count.marks_decided) == (10, 2, 0, 0)
    words = " ".join(str(block) for block in minutes_of_count(_sitting(contest), count).blocks)
    assert "10 phiếu nhập bằng tay, mỗi phiếu ít nhất 2 người nhập riêng, khác nhau thì nhập lại hoặc cả ban kết luận" in words
    assert "đọc bằng máy" not in words


def _sitting(contest):
    from daihoi.cycle.elections.queries.papers import sitting_of

    return sitting_of(contest)
