"""One whole election on paper: list, proof, print, marked and scanned ballots, reading, two people for each doubt, tally, result, recount."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

import daihoi.recount
from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.contests import Phase, phase_of
from daihoi.evidence.verify import verify_bundle
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.queries.questions import Form, questions_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.journal.queries import verify
from daihoi.paper.printing import PrintedBallot
from daihoi.paper.simulation import simulate_sheet
from tests.cycle.elections.facts import NAMES, make_fixed, make_hall, make_printed

VOTES = {
    "strike_out": [{4: "level", 5: "level"}] * 5 + [{3: "level", 5: "level"}] * 2 + [{1: "level"}],  # the last leaves four: invalid
    "agree_disagree": [{1: "agree", 2: "agree", 3: "agree"}] * 5 + [{1: "agree", 2: "disagree", 3: "both"}] * 3,
    "single": [{1: "agree"}] * 6 + [{1: "disagree"}, {1: "both"}],
}
SEATS = {"strike_out": (5, 3), "agree_disagree": (3, 3), "single": (1, 1)}
EXPECTED = {
    "strike_out": ([1, 2, 3], [7, 7, 5, 2, 0], 7, 1),
    "agree_disagree": ([1, 2, 3], [8, 5, 5], 8, 0),
    "single": ([1], [6], 7, 1),
}


def settle(hall, poll, truth):
    """Two people decide each doubt alike, as the ballot was marked."""
    for question in questions_of(poll):
        assert question.form is Form.MARK, question
        answer = truth(question)
        for person in (hall.head, hall.member):
            ballots.claim(actor=person, poll=poll, question=question.key)
            ballots.adjudicate(actor=person, poll=poll, question=question.key, answer=answer)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["strike_out", "agree_disagree", "single"])
def test_counted_paper_gives_a_result_that_a_second_count_confirms(form, tmp_path, real_paper):
    listed, seats = SEATS[form]
    hall = make_hall()
    contest = make_fixed(hall, NAMES[:listed], seats=seats, base=8, convened=8, present=8)
    poll = contest.poll
    assert poll.layout["form"] == form
    printed = PrintedBallot(poll.ballot.read(), poll.layout)
    sheets = [simulate_sheet(printed, choice, seed=number, profile="clean") for number, choice in enumerate(VOTES[form])]
    make_printed(hall, contest, len(sheets))
    files = [ContentFile(page, name=f"to-{number}.jpg") for number, sheet in enumerate(sheets) for page in sheet.pages]
    batch = ballots.register_scans(actor=hall.member, poll=poll, files=files, label="Lô 1", hand_count=len(sheets))
    assert read_whole(batch.pk)

    def truth(question):
        marks = sheets[question.ballot - 1].truth["pages"][0]["fields"]
        mark = next(one for one in marks if (one["candidate"], one["kind"]) == (question.candidate, question.mark))
        return "marked" if mark["mark"] != "none" else "clear"

    settle(hall, poll, truth)
    ballots.close_count(actor=hall.head, poll=poll)
    result = services.certify_result(actor=hall.head, contest=Contest.objects.get(pk=contest.pk))
    services.sign_minutes(actor=hall.head, result=result, place="head")
    services.sign_minutes(actor=hall.presidium, result=result, place="presidium")
    elected, votes, valid, invalid = EXPECTED[form]
    outcome = result.outcome
    assert (outcome["elected"], [vote["for"] for vote in outcome["votes"]], outcome["valid"], outcome["invalid"]) == (
        elected,
        votes,
        valid,
        invalid,
    )
    assert phase_of(Contest.objects.get(pk=contest.pk)) == Phase.SIGNED

    out = tmp_path / "bundle.zip"
    services.evidence_bundle(contest_id=contest.pk, edition="sealed", out=out, actor=hall.head)
    assert verify_bundle(out)["findings"] == []
    recount = subprocess.run([sys.executable, Path(daihoi.recount.__file__), out], capture_output=True, text=True, check=False)
    assert (recount.returncode, result.digest in recount.stdout) == (0, True)
    held = zipfile.ZipFile(io.BytesIO(out.read_bytes())).namelist()
    assert sum(name.startswith("images/") for name in held) == len(sheets)
    assert verify().findings == []
