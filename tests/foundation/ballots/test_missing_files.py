"""A bundle of which some files cannot be used: the good ones are kept, and it is read once the others came to their places (PR-18)."""

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import ScanBatch
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.desk import desk_of
from daihoi.foundation.ballots.queries.missing import lack_of
from daihoi.foundation.ballots.queries.readings import readings_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.ballots.tasks import take_up
from daihoi.foundation.files.services import read_encrypted
from daihoi.foundation.journal.models import Entry
from tests.foundation.ballots.pile import counting_vote, files, sheet
from tests.foundation.ballots.test_acts import refused
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db


def page(vote, number):
    """The page of one sheet, other bytes for each."""
    return sheet(vote.poll, struck=(1, 2), seed=number)


def named(data, name):
    return ContentFile(data, name=name)


@pytest.fixture
def vote():
    """A vote with five ballots out of the box."""
    return counting_vote(returned=5)


@pytest.fixture
def torn(vote):
    """A bundle of five files: the second was cut off by a full stick, the fourth is empty."""
    sent = files(*(page(vote, number) for number in range(1, 6)))
    sent[1], sent[3] = named(page(vote, 2)[:-400], "scan-002.jpg"), named(b"", "scan-004.jpg")
    return services.register_scans(actor=vote.members[0], poll=vote.again(), files=sent, label="", hand_count=5)


def add(vote, batch, files, dropped=()):
    batch.refresh_from_db()
    return services.add_scans(actor=vote.members[0], batch=batch, files=files, dropped=dropped)


def test_good_files_are_kept_and_bad_ones_named_with_cause_and_remedy(vote, torn):
    assert (torn.state, torn.missing, torn.pages_expected) == ("incomplete", {"2": "broken", "4": "empty"}, 3)
    kept = {file.sequence: read_encrypted(file.stored, vote.poll.key) for file in torn.files.all()}
    assert kept == {number: page(vote, number) for number in (1, 3, 5)}
    second, fourth = lack_of(torn).missing
    assert (second.name, second.lies) == ("scan-002.jpg", "tờ thứ 2 của xấp, ngay sau scan-001.jpg")
    assert second.cause == "tệp hỏng, bị cắt ngang hoặc có mật khẩu, không mở được"
    assert second.remedy == "Chép lại tệp từ máy quét; vẫn không mở được thì quét lại tờ ấy."
    assert (fourth.name, fourth.cause) == ("scan-004.jpg", "tệp rỗng, không có ảnh nào")
    assert Entry.objects.get(act="ballots.scans_registered").facts["missing"] == {"2": "broken", "4": "empty"}


def test_nothing_is_read_or_counted_before_the_bundle_is_whole(vote, torn):
    assert not read_whole(torn.pk)
    assert take_up(is_fresh=True) == 0
    assert (torn.scans.count(), readings_of(vote.again()), accounts_of(vote.again()).unread) == (0, [], 5)
    assert [found.code for found in closing_findings(vote.again())] == ["ballots.batch_incomplete", "ballots.unread"]
    act = desk_of(vote.members[0], vote.again()).next_act
    assert (act.code, act.title, act.batch) == ("missing", "Lô 1 còn thiếu 2 tệp", torn.pk)
    refused("ballots.cannot_close", services.close_count, actor=vote.head, poll=vote.again())


def test_added_files_lie_in_their_places_of_the_pile(vote, torn):
    half = add(vote, torn, {4: named(page(vote, 4), "quet-lai.jpg")})
    assert (half.state, half.missing, half.pages_expected) == ("incomplete", {"2": "broken"}, 4)
    whole = add(vote, torn, {2: named(page(vote, 2), "scan-002.jpg")})
    assert (whole.state, whole.missing, whole.pages_expected) == ("waiting", {}, 5)
    assert read_whole(torn.pk)
    opened = [read_encrypted(scan.stored, vote.poll.key) for scan in torn.scans.order_by("sequence").select_related("stored")]
    assert opened == [page(vote, number) for number in range(1, 6)]
    assert [(line["source"], line["ballot"]) for line in readings_of(vote.again())] == [(f"L01-{n:03d}#1", n) for n in range(1, 6)]
    assert closing_findings(vote.again()) == []
    first, second = Entry.objects.filter(act="ballots.scans_added").order_by("seq")
    assert (first.facts["places"], first.facts["missing"], second.facts["places"], second.facts["missing"]) == (
        [4],
        {"2": "broken"},
        [2],
        {},
    )


def test_a_file_that_is_bad_again_stays_on_the_list_while_the_good_one_is_kept(vote, torn):
    batch = add(vote, torn, {2: named(page(vote, 2), "scan-002.jpg"), 4: named(b"PK", "bang.xlsx")})
    assert (batch.missing, batch.pages_expected) == ({"4": "no_scan"}, 4)
    assert [each.name for each in lack_of(batch).missing] == ["scan-004.jpg"]
    sentence = refused("ballots.files_refused", add, vote=vote, batch=torn, files={4: named(b"", "lai-rong.jpg")})
    assert sentence.startswith("lai-rong.jpg: tệp rỗng")


def test_a_file_that_was_sent_before_does_not_fill_the_place_of_another(vote, torn):
    refused("ballots.files_refused", add, vote=vote, batch=torn, files={2: named(page(vote, 3), "scan-003.jpg")})
    batch = add(vote, torn, {2: named(page(vote, 2), "a.jpg"), 4: named(page(vote, 2), "b.jpg")})
    assert batch.missing == {"4": "sent_before"}


def test_a_bad_file_is_taken_off_the_list_knowingly_and_the_hand_count_still_holds(vote, torn):
    batch = add(vote, torn, {2: named(page(vote, 2), "scan-002.jpg")}, dropped={4})
    assert (batch.state, batch.pages_expected) == ("waiting", 4)
    assert Entry.objects.get(act="ballots.scans_added").facts["dropped"] == [4]
    read_whole(batch.pk)
    assert desk_of(vote.members[0], vote.again()).next_act.title == "Lô 1 thiếu 1 trang"
    assert "ballots.hand_count_differs" in {found.code for found in closing_findings(vote.again())}


def test_sheets_that_a_full_stick_left_without_a_file_come_behind_the_last(vote):
    sent = files(page(vote, 1), page(vote, 2), page(vote, 3)[:-400])
    batch = services.register_scans(actor=vote.members[0], poll=vote.again(), files=sent, label="", hand_count=5)
    refused("ballots.place_not_missing", add, vote=vote, batch=batch, files={5: named(page(vote, 5), "5.jpg")})
    batch = add(vote, batch, {3: named(page(vote, 3), "3.jpg"), 4: named(page(vote, 4), "4.jpg"), 5: named(page(vote, 5)[:-400], "5.jpg")})
    assert batch.missing == {"5": "broken"}
    add(vote, batch, {5: named(page(vote, 5), "5.jpg")})
    read_whole(batch.pk)
    assert closing_findings(vote.again()) == []
    assert [line["source"] for line in readings_of(vote.again())] == [f"L01-{n:03d}#1" for n in range(1, 6)]


def test_places_that_lack_nothing_take_no_file_and_a_whole_bundle_none_at_all(vote, torn):
    refused("ballots.nothing_added", add, vote=vote, batch=torn, files={})
    refused("ballots.place_not_missing", add, vote=vote, batch=torn, files={1: named(page(vote, 9), "9.jpg")})
    refused("ballots.place_not_missing", add, vote=vote, batch=torn, files={}, dropped={3})
    stale = ScanBatch.objects.get(pk=torn.pk)
    add(vote, torn, {2: named(page(vote, 2), "2.jpg")})
    facts = {"actor": vote.members[1], "batch": stale, "files": {2: named(page(vote, 7), "7.jpg")}}
    refused("ballots.place_not_missing", services.add_scans, **facts)  # somebody else was faster
    add(vote, torn, {}, dropped={4})
    refused("ballots.not_incomplete", add, vote=vote, batch=torn, files={4: named(page(vote, 4), "4.jpg")})


def test_the_same_files_sent_again_as_a_new_bundle_are_led_to_the_first(vote, torn):
    facts = {"actor": vote.members[0], "poll": vote.again(), "label": "", "hand_count": 5}
    pages = [page(vote, number) for number in range(1, 6)]
    assert "Thêm tệp thiếu vào Lô 1" in refused("ballots.bundle_begun", services.register_scans, files=files(*pages), **facts)
    services.withdraw_batch(actor=vote.members[0], batch=torn, reason="USB đầy")
    assert services.register_scans(files=files(*pages), **facts).state == "waiting"
    refused("ballots.not_incomplete", add, vote=vote, batch=torn, files={2: named(page(vote, 2), "2.jpg")})


def test_outsiders_and_candidates_add_nothing(vote, torn):
    for actor in (make_outsider("counting_committee"), make_user(role="secretariat", unit=vote.unit)):
        refused("authority.forbidden", services.add_scans, actor=actor, batch=torn, files={}, dropped={2})
    stranger = signed_in(make_outsider("counting_committee"))
    assert stranger.get(reverse("ballots:missing", args=[vote.poll.pk, torn.pk])).status_code == 404
    text = signed_in(make_user(role="secretariat", unit=vote.unit)).get(reverse("ballots:missing", args=[vote.poll.pk, torn.pk]))
    assert "scan-002.jpg" not in text.content.decode()


def test_the_database_reads_no_bundle_that_lacks_a_file(torn):
    for wrong in ({"state": "waiting"}, {"missing": {}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScanBatch.objects.filter(pk=torn.pk).update(**wrong)


@pytest.fixture
def screen(vote, torn):
    return signed_in(vote.members[0]), reverse("ballots:missing", args=[vote.poll.pk, torn.pk])


def test_an_upload_with_bad_files_leads_to_the_page_that_names_them(vote):
    client = signed_in(vote.members[0])
    sent = [named(page(vote, 1), "mot.jpg"), named(b"", "hai.jpg"), named(b"", "ba.jpg")]
    answer = client.post(reverse("ballots:upload", args=[vote.poll.pk]), {"hand_count": "3", "label": "", "files": sent})
    batch = vote.poll.batches.get()
    assert answer["Location"] == reverse("ballots:missing", args=[vote.poll.pk, batch.pk])
    text = client.get(answer["Location"]).content.decode()
    assert "Lô 1: còn thiếu 2 tệp" in text
    assert "Đã giữ 1 tệp tốt, 1 trang; đếm tay 3 tờ." in text
    assert "Tờ thứ 2 của xấp, ngay sau mot.jpg: tệp rỗng, không có ảnh nào." in text
    assert "Thiếu 2 tệp, chưa đọc" in client.get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()


def test_a_whole_folder_chosen_again_fills_the_missing_names_only(vote, torn, screen, django_capture_on_commit_callbacks):
    client, url = screen
    copied = files(*(page(vote, number) for number in range(1, 6)))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, {"copied": copied}, follow=True)
    assert "Lô 1 đã đủ tệp: 5 trang. Máy bắt đầu đọc." in answer.content.decode()
    torn.refresh_from_db()
    assert (torn.state, torn.files.count(), torn.ballots) == ("read", 5, 5)
    assert client.get(url)["Location"] == reverse("ballots:desk", args=[vote.poll.pk])


def test_on_screen_each_place_has_its_field_its_tick_and_its_refusal(vote, torn, screen):
    client, url = screen
    strange = client.post(url, {"copied": [named(page(vote, 2), "moi.jpg")]})
    assert (strange.status_code, "Không tệp nào trùng tên" in strange.content.decode()) == (422, True)
    both = client.post(url, {"file-2": named(page(vote, 2), "moi.jpg"), "drop-2": "on"})
    assert (both.status_code, "Chọn một trong hai" in both.content.decode()) == (422, True)
    nothing = client.post(url, {"x": ""})
    assert (nothing.status_code, "Chưa chọn tệp nào." in nothing.content.decode()) == (422, True)
    text = client.post(url, {"file-2": named(page(vote, 2), "moi.jpg"), "copied": [named(b"x", "la.jpg")]}, follow=True).content.decode()
    assert "Đã ghi. Lô 1 còn thiếu 1 tệp." in text
    assert "la.jpg: không lấy" in text
    client.post(url, {"drop-4": "on", "behind": [named(page(vote, 4), "cuoi.jpg")]})
    torn.refresh_from_db()
    assert (torn.state, torn.files.order_by("sequence").last().sequence) == ("waiting", 6)
