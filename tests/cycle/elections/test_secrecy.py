"""The public edition of a small count gives nobody the means to rebuild its ballots (PR-20); the sealed edition holds them."""

import itertools
import json
import re
import zipfile
from hashlib import sha256

import pytest
from django.urls import reverse

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.papers import count_of
from daihoi.evidence.verify import verify_bundle
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.contents import sealed
from daihoi.foundation.ballots.models import Reading, Scan, ScanBatch
from daihoi.foundation.ballots.queries.keying import blank_line
from daihoi.foundation.ballots.queries.names import names_of
from daihoi.foundation.ballots.queries.readings import forget_readings
from daihoi.foundation.ballots.services import Entry
from daihoi.foundation.files.services import destroy_key
from daihoi.foundation.journal.models import Entry as Line
from daihoi.foundation.journal.services import record
from daihoi.rules.canonical import canonical
from daihoi.rules.errors import RuleViolation
from tests.cycle.elections.facts import (
    CLEAR,
    NAMES,
    make_certified,
    make_counted,
    make_fixed,
    make_hall,
    make_printed,
    make_read,
    make_terms,
)
from tests.cycle.elections.test_called import call
from tests.make import signed_in

pytestmark = pytest.mark.django_db
CAST = ({1, 2}, {1}, {2, 3}, {1, 2}, {1, 3})
PATTERNS = ((1,), (2,), (3,), (1, 2), (1, 3), (2, 3))


def keyed(hall):
    """Five ballots on three names for two seats, keyed in by two people and certified."""
    contest = make_printed(hall, make_fixed(hall, NAMES[:3], seats=2, base=5, convened=5, present=5), len(CAST))
    batch = ballots.open_keyed_bundle(actor=hall.member, poll=contest.poll, sheets=len(CAST))
    for person in (hall.head, hall.member):
        for number, chosen in enumerate(CAST, 1):
            struck = frozenset((each, "strike") for each in {1, 2, 3} - chosen)
            ballots.key_sheet(actor=person, batch=batch, number=number, entry=Entry(struck))
    ballots.close_count(actor=hall.head, poll=contest.poll)
    services.certify_result(actor=hall.head, contest=contest)
    return Contest.objects.get(pk=contest.pk)


def called(hall):
    """A scanned count in which a ballot was called out and read again, and a number corrected by two people."""
    contest = make_fixed(hall, base=9)
    batch = make_read(hall, contest, CLEAR)
    call(hall, batch, 1, "read", {1, 2, 4})
    ballots.close_count(actor=hall.head, poll=contest.poll)
    services.certify_result(actor=hall.head, contest=contest)
    return Contest.objects.get(pk=contest.pk)


def bundle(hall, contest, edition, out):
    services.evidence_bundle(actor=hall.head, contest_id=contest.pk, edition=edition, out=out)
    assert verify_bundle(out)["findings"] == []
    with zipfile.ZipFile(out) as held:
        return {name: held.read(name).decode() for name in held.namelist() if not name.startswith("images/")}


def rebuilt(files, digests):
    """Every way to fill in the ballots that agrees with the totals and with the digest, if these are the digests of the sheets."""
    result, found = json.loads(files["result.json"]), []
    totals = [row["for"] for row in result["votes"]]
    for cast in itertools.product(PATTERNS, repeat=result["valid"]):
        if [sum(person in each for each in cast) for person in (1, 2, 3)] == totals:
            rows = [[number, [digests[number - 1]], "valid", "", list(each), []] for number, each in enumerate(cast, 1)]
            covered = {"ballots": rows, "set_aside": [], "discarded": []}
            if sha256(canonical(covered)).hexdigest() == result["ballots_digest"]:
                found.append(cast)
    return found


def guesses(files):
    """Digests of five sheets that could be made from whatever stands in the files: each identifier with each place, and each digest."""
    text = "\n".join(files.values())
    names = sorted(set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text)))
    for name in names:
        for wording in ("keyed:{}:{}", "{}:{}", "p{}:{}"):
            yield [sha256(wording.format(name, place).encode()).hexdigest() for place in range(1, 6)]
    told = sorted(set(re.findall(r"\b[0-9a-f]{64}\b", text)))
    yield from (told[start : start + 5] for start in range(len(told) - 4))


def test_the_ballots_of_five_people_keyed_by_hand_cannot_be_rebuilt_from_the_public_edition(tmp_path):
    hall = make_hall()
    contest = keyed(hall)
    sealed = bundle(hall, contest, "sealed", tmp_path / "sealed.zip")
    public = bundle(hall, contest, "public", tmp_path / "public.zip")
    digests = [json.loads(line)["digest"] for line in sealed["readings.jsonl"].splitlines()]
    assert rebuilt(public, digests) == [tuple(tuple(sorted(each)) for each in CAST)]  # who holds the digests holds the ballots
    assert not any(digest in text for digest in digests for text in public.values())
    tried = list(guesses(public))
    assert len(tried) > 30
    assert [rebuilt(public, guess) for guess in tried] == [[]] * len(tried)
    assert len(set(digests)) == 5


@pytest.mark.parametrize("make", [keyed, lambda hall: make_certified(hall, CLEAR), called], ids=["keyed", "scanned", "called"])
def test_the_public_journal_names_no_ballot_page_name_or_mark(tmp_path, make):
    hall = make_hall()
    public = bundle(hall, make(hall), "public", tmp_path / "public.zip")
    facts = [json.loads(line)["facts"] for line in public["journal.jsonl"].splitlines()]
    told = {name for each in facts for name in each}
    assert told & {"question", "ballot", "candidate", "source", "verdict", "salt", "reason"} == set()
    pages = [str(pk) for pk in Scan.objects.values_list("pk", flat=True)] + [pk.hex for pk in Scan.objects.values_list("pk", flat=True)]
    assert not any(page in text for page in pages for text in public.values())


@pytest.mark.parametrize("edition", ["public", "sealed"])
def test_a_bundle_holds_the_journal_of_its_contest_and_no_other_business_of_the_unit(tmp_path, edition):
    hall = make_hall()
    unit = hall.congress.unit
    other = services.open_contest(actor=hall.secretary, congress=hall.congress, terms=make_terms(title="Bầu Ủy ban Kiểm tra"))
    contest = make_certified(hall, CLEAR)
    record(hall.member, "organization.post_filled", unit, unit=unit)
    lines = [json.loads(line) for line in bundle(hall, contest, edition, tmp_path / "bundle.zip")["journal.jsonl"].splitlines()]
    assert {line["chain"] for line in lines} == {contest.journal_chain} != {other.journal_chain}
    assert (lines[0]["act"], lines[0]["seq"]) == ("elections.contest_opened", 1)
    assert {line["object"] for line in lines} == {f"elections.contest:{contest.pk}", f"ballots.poll:{contest.poll_id}"}
    assert "elections.result_certified" in {line["act"] for line in lines}
    assert verify_bundle(tmp_path / "bundle.zip")["findings"] == []
    assert contest.journal_chain.startswith(f"{unit.pk}/")


def test_no_public_edition_where_an_earlier_version_gave_sheets_digests_that_can_be_guessed(tmp_path):
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    poll = contest.poll
    bundle(hall, contest, "public", tmp_path / "before.zip")
    old = ScanBatch.objects.create(
        poll=poll, sequence=2, label="Lô 2", hand_count=1, entries=2, state=ScanBatch.State.READ, first_ballot=10, order=2
    )
    line = blank_line(old, 1, sha256(f"keyed:{old.pk}:1".encode()).hexdigest())
    scan = Scan.objects.create(batch=old, sequence=1, source=line["source"], digest=line["digest"])
    Reading.objects.create(scan=scan, content=sealed(poll, line), reader="keyed")
    record(hall.member, "ballots.keyed_bundle_opened", poll, batch=old.pk, sequence=2, sheets=1, entries=2)
    with pytest.raises(RuleViolation) as caught:
        bundle(hall, contest, "public", tmp_path / "after.zip")
    assert caught.value.code == "elections.ballots_guessable"
    assert not (tmp_path / "after.zip").exists()


def test_ballots_that_were_destroyed_are_shown_to_nobody_while_the_public_edition_remains(tmp_path):
    hall = make_hall()
    contest = keyed(hall)
    destroy_key(contest.poll.key)
    with pytest.raises(RuleViolation) as caught:
        bundle(hall, contest, "sealed", tmp_path / "sealed.zip")
    assert caught.value.code == "ballots.destroyed"
    bundle(hall, contest, "public", tmp_path / "public.zip")
    assert Line.objects.filter(act="elections.bundle_made").count() == 1


def test_the_result_page_and_the_minutes_stay_and_say_that_the_ballots_are_gone():
    hall = make_hall()
    contest = called(hall)
    before = count_of(contest.result)
    address, sealed_edition = (
        reverse(f"elections:{name}", args=[contest.pk, *more]) for name, *more in (("result",), ("bundle", "sealed"))
    )
    page = signed_in(hall.head).get(address).content.decode()
    assert (sealed_edition in page, "Phiếu đã hủy" in page) == (True, False)
    destroy_key(contest.poll.key)
    forget_readings()
    contest = Contest.objects.get(pk=contest.pk)
    assert count_of(contest.result) == before
    page = signed_in(hall.head).get(address).content.decode()
    assert (sealed_edition in page, "Phiếu đã hủy" in page) == (False, True)
    assert contest.result.digest in page


def test_names_of_scanned_files_are_forgotten_with_the_certification_and_stand_in_no_bundle(tmp_path):
    hall = make_hall()
    contest = make_fixed(hall)
    contest = make_counted(hall, contest, CLEAR)
    assert set(names_of(contest.poll).values()) == {"to.png"}
    services.certify_result(actor=hall.head, contest=contest)
    assert (names_of(contest.poll), ScanBatch.objects.filter(file_names__isnull=False).count()) == ({}, 0)
    assert Line.objects.get(act="ballots.file_names_forgotten").facts == {"bundles": 1}
    assert "to.png" not in "".join(bundle(hall, Contest.objects.get(pk=contest.pk), "sealed", tmp_path / "sealed.zip").values())
