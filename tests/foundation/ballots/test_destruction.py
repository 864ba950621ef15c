"""What single ballots say lies under the key of their vote only, and is gone with it: readings, answers, entries, calls, names of files (EL-47)."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.contents import opened, token
from daihoi.foundation.ballots.models import Adjudication, BallotCall, CountFigures, CustodyEvent, Poll, Reading, Scan, Tally
from daihoi.foundation.ballots.queries.answers import answers_of
from daihoi.foundation.ballots.queries.figures import figures_of
from daihoi.foundation.ballots.queries.names import names_of, shown
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.ballots.services import Entry, Order, Presence, Sealing
from daihoi.foundation.files.models import StoredFile
from daihoi.rules.errors import RuleViolation
from tests.foundation.ballots.pile import answer, counting_vote, scanned, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_user, signed_in

pytestmark = pytest.mark.django_db
FILE = "doan-to-3.jpg"
NAMED = "b1-c3-strike"


def told_by_the_database():
    """Every row of every table as text, with bytes as they lie."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            found += [bytes(each).decode("latin-1") if isinstance(each, bytes | memoryview) else str(each) for each in row]
    return "\n".join(found)


@pytest.fixture
def vote():
    """A vote with a doubt that two people decided, a called ballot, and two sheets keyed by two people; its count is closed."""
    made = counting_vote(returned=4)
    pictures = [sheet(made.poll, struck=(1, 2), half=(3,)), sheet(made.poll, struck=(4, 5), seed=1)]
    upload = [ContentFile(data, name=name) for data, name in zip(pictures, (FILE, "doan-to-4.jpg"), strict=True)]
    batch = services.register_scans(actor=made.members[0], poll=made.again(), files=upload, label="", hand_count=2)
    read_whole(batch.pk)
    for who in made.members[:2]:
        answer(made, who, NAMED, "marked")
    called = services.call_ballot(actor=made.members[0], poll=made.again(), batch=batch, sheet=2, reason="misread")
    for who in made.members[:2]:
        services.claim(actor=who, poll=made.again(), question=called.key)
        fields = {"marked": ["4-strike", "6-strike"]}
        services.adjudicate(actor=who, poll=made.again(), question=called.key, answer="read", fields=fields)
    keyed = services.open_keyed_bundle(actor=made.head, poll=made.again(), sheets=2)
    for who in made.members[:2]:
        services.key_sheet(actor=who, batch=keyed, number=1, entry=Entry(frozenset({(2, "strike"), (3, "strike")})))
        services.key_sheet(actor=who, batch=keyed, number=2, entry=Entry(invalid="writing"))
    return made


def close(made):
    services.close_count(actor=made.head, poll=made.again())


def destroy(made):
    """Two people destroy all voted ballots long after the count."""
    sealing = Sealing(
        "A1", "voted", "cả phiếu hợp lệ và không hợp lệ", 4, "0001", "Văn phòng Đảng ủy", date(2025, 7, 10), date(2025, 1, 10)
    )
    services.seal_envelope(actor=made.head, poll=made.again(), sealing=sealing)
    facts = {"poll": made.again(), "envelope": "A1", "on": date(2025, 8, 1)}
    services.order_destruction(actor=made.head, order=Order("12-QĐ/ĐU", date(2025, 7, 20)), **facts)
    second = make_user(role="unit_clerk", unit=made.unit)
    two = (Presence("Lê Thị Hoa", "archive"), Presence("Phạm Văn Tám", "inspection"))
    services.destroy_envelope(actor=second, witnesses=two, **facts)
    return second


@pytest.fixture
def long_ago(monkeypatch):
    """Counts are closed in January 2025, so that the keeping time is over in August."""
    monkeypatch.setattr(Tally._meta.get_field("closed_at"), "_get_default", lambda: datetime(2025, 1, 10, tzinfo=UTC))


def test_no_row_of_any_table_says_in_clear_what_stands_on_a_ballot_or_which_ballot_somebody_decided(vote):
    digests = [line["digest"] for line in readings_of(vote.again())]
    salts = [each.salt for each in answers_of(vote.again())]
    close(vote)
    said = told_by_the_database()
    calls = [call["ballot"] for call in opened(vote.poll, BallotCall.objects.values_list("content", flat=True))]
    assert (len(digests), len(salts), calls) == (4, 8, [2])
    for secret in (
        *digests,
        *salts,
        FILE,
        "doan-to",
        NAMED,
        '"marked"',
        "'marked'",
        '"verdict"',
        '"sheet_marks"',
        "discard",
        '"invalid":"',
    ):
        assert secret not in said, secret
    assert set(StoredFile.objects.filter(key__isnull=False).values_list("name", flat=True)) == {"L01-001", "L01-002"}


def test_the_length_of_a_row_tells_nothing_of_what_was_marked():
    made = counting_vote(returned=3)
    scanned(made, sheet(made.poll), sheet(made.poll, struck=(1, 2, 3, 4), half=(5, 6)), sheet(made.poll, cause="torn"))
    rows = list(Reading.objects.values_list("content", "ink"))
    assert ({len(content) for content, _ink in rows}, {len(ink) for _content, ink in rows}) == ({2048 + 28}, {4096 + 28})
    services.open_keyed_bundle(actor=made.head, poll=made.again(), sheets=1)
    assert {len(bytes(content)) for content in Reading.objects.values_list("content", flat=True)} == {2048 + 28}


def test_equal_pages_and_questions_are_found_by_names_that_need_the_key(vote):
    other = counting_vote(returned=1)
    assert token(vote.poll, NAMED) == token(vote.again(), NAMED) != token(other.poll, NAMED)
    line = readings_of(vote.again())[0]
    assert Scan.objects.get(source="L01-001#1").digest == token(vote.poll, line["digest"]) != line["digest"]


def test_the_committee_sees_how_a_file_was_named_while_nothing_is_announced(vote):
    names = names_of(vote.again())
    assert (names, shown("L01-001#1", names)) == ({"L01-001": FILE, "L01-002": "doan-to-4.jpg"}, f"{FILE}#1")
    assert shown("L01-001#1", {}) == "lô 1, tệp 1, trang 1"
    assert {line["source"] for line in readings_of(vote.again())} == {"L01-001#1", "L01-002#1", "L02-000-to-0001", "L02-000-to-0002"}


def test_with_the_key_everything_that_single_ballots_said_is_gone_and_the_totals_stay(vote, long_ago):
    close(vote)
    tally = Tally.objects.get()
    rows = [row.content for model in (Reading, Adjudication, BallotCall) for row in model.objects.all()]
    readings_of(vote.again())  # this process remembers them
    destroy(vote)
    poll = vote.again()
    for act in (readings_of, decisions_of, answers_of):
        refused("files.key_destroyed", act, poll=poll)
    for row in rows:
        with pytest.raises(RuleViolation, match="Khóa đã hủy"):
            opened(poll, [row])
    kept = Tally.objects.get()
    assert (kept.result, kept.digest, kept.valid, kept.invalid) == (tally.result, tally.digest, 3, 1)
    assert CustodyEvent.objects.filter(kind="destroyed").count() == 1


def test_the_figures_of_the_minutes_stay_as_they_were_at_the_closing(vote, long_ago):
    close(vote)
    names = ("readers_apart", "fields_read", "marks_decided", "third_votes", "called", "called_rows", "overturned", "sheets", "sheet_rows")
    before = {name: getattr(figures_of(Tally.objects.get()), name) for name in names}
    assert (before["marks_decided"], before["called"], before["called_rows"]) == (1, {"misread": 1}, 2)
    destroy(vote)
    assert {name: getattr(figures_of(Tally.objects.get()), name) for name in names} == before
    assert CountFigures.objects.count() == 1


def test_screens_say_what_was_destroyed_when_by_whom_and_before_whom(vote, long_ago):
    close(vote)
    second = destroy(vote)
    pages = [
        signed_in(vote.head).get(reverse(f"ballots:{name}", args=[vote.poll.pk])).content.decode()
        for name in ("custody", "desk", "second_check")
    ]
    for page in pages:
        assert "Đã hủy 4 tờ phiếu đã bầu" in page
        assert "Quyết định 12-QĐ/ĐU ngày 20/07/2025" in page
        assert f"{vote.head} ghi quyết định, {second} xác nhận" in page
        assert "Người chứng kiến: Lê Thị Hoa, cán bộ lưu trữ; Phạm Văn Tám, ủy ban kiểm tra" in page
    client = signed_in(vote.members[0])
    answer_ = client.get(reverse("ballots:compare_bundle", args=[vote.poll.pk, 1]))
    assert (answer_.status_code, answer_.url) == (302, reverse("ballots:second_check", args=[vote.poll.pk]))
    refused("ballots.destroyed", services.print_comparison, actor=vote.members[0], poll=vote.again())
    refused("ballots.destroyed", services.compare_sheets, actor=vote.members[0], poll=vote.again(), equal={1: True})
    assert Poll.objects.get().state == Poll.State.CLOSED
