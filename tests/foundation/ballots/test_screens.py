"""Screens of the counting desk: who sees what, refusals, pictures, polling, query counts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import Adjudication, Claim, Poll, ScanBatch
from daihoi.foundation.ballots.queries.answers import answers_of
from daihoi.foundation.ballots.queries.questions import questions_of
from daihoi.foundation.ballots.queries.readings import decisions_of
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.ballots.views import deciding
from tests.foundation.ballots.pile import NAMES, answer, counting_vote, drawn, files, open_vote, printed_vote, released, scanned, sheet
from tests.make import make_outsider, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db
KEY = "b1-c2-strike"
PAGES = ("desk", "proof", "accounts", "upload", "doubts", "close")


def url(name, vote, *more):
    return reverse(f"ballots:{name}", args=[vote.poll.pk, *more])


def text(response):
    return response.content.decode()


@pytest.fixture
def vote():
    """One ballot with one doubtful mark."""
    made = counting_vote(returned=1)
    scanned(made, sheet(made.poll, struck=(1,), half=(2,)))
    return made


def test_the_committee_sees_every_page_and_an_outsider_none(vote):
    member = signed_in(vote.members[0])
    others = [signed_in(make_outsider("counting_committee")), signed_in(make_user(role="administrator", unit=vote.unit))]
    for name in PAGES:
        assert member.get(url(name, vote)).status_code == 200, name
        assert [other.get(url(name, vote)).status_code for other in others] == [404, 404], name


def test_a_committee_above_does_not_see_the_vote_of_a_unit_below_el_33():
    above = make_unit("TREN", kind="grassroots_committee")
    made = open_vote()
    placement = made.unit.placements.get()
    placement.path = above.placements.get().path + "0001"
    placement.save()
    client = signed_in(make_user(role="counting_committee", unit=above))
    assert client.get(url("desk", made)).status_code == 404


def test_every_act_by_post_is_closed_to_outsiders(vote):
    outsider = signed_in(make_outsider("counting_committee"))
    batch = vote.poll.batches.get()
    for name, more in (
        ("print", ()),
        ("proof", ()),
        ("withdraw", (batch.pk,)),
        ("resume", (batch.pk,)),
        ("take", (KEY,)),
        ("doubt", (KEY,)),
    ):
        assert outsider.post(url(name, vote, *more)).status_code == 404, name
    for name, more in (
        ("undo", (KEY,)),
        ("give_back", (KEY,)),
        ("board", (KEY,)),
        ("doubts", ()),
        ("accounts", ()),
        ("upload", ()),
        ("close", ()),
    ):
        assert outsider.post(url(name, vote, *more)).status_code == 404, name
    for name, more in (("picture", (KEY, "cho")), ("pdf", ("phieu",)), ("batch", (batch.pk,))):
        assert outsider.get(url(name, vote, *more)).status_code == 404, name


def test_proof_is_signed_printed_and_counted_on_screen():
    made = open_vote()
    first, second = (signed_in(member) for member in made.members[:2])
    page = text(first.get(url("proof", made)))
    assert all(name in page for name in NAMES)
    assert "Đã so đúng, ký bản in thử" in page
    assert first.post(url("proof", made)).status_code == 302
    assert "Bạn đã ký. Còn chờ một người khác." in text(first.get(url("proof", made)))
    assert first.post(url("proof", made)).status_code == 422
    second.post(url("proof", made))
    assert made.again().state == Poll.State.PROOFED
    assert first.get(url("pdf", made, "phieu")).content.startswith(b"%PDF")
    assert first.get(url("pdf", made, "khac")).status_code == 404
    assert first.post(url("print", made), {"copies": "0"}).status_code == 422
    assert first.post(url("print", made), {"copies": "14"}).status_code == 302
    assert made.again().state == Poll.State.PRINTED


def test_namesakes_are_marked_on_the_proof_pr_17():
    made = open_vote(names=("Trần Văn An", "Trần Văn An", "Lê Thị Bình"), seats=2)
    assert text(signed_in(made.members[0]).get(url("proof", made))).count("Trùng tên") == 2


def test_numbers_of_ballots_are_refused_beside_their_field():
    made = printed_vote(copies=14)
    released(made)
    client = signed_in(made.members[0])
    response = client.post(url("accounts", made), {"what": "issue", "phat-issued": "15", "phat-spoiled": "0", "phat-left_over": "0"})
    assert response.status_code == 422
    assert "Phát ra 15 nhiều hơn in 14." in text(response)
    client.post(url("accounts", made), {"what": "issue", "phat-issued": "13", "phat-spoiled": "1", "phat-left_over": "0"})
    client.post(url("accounts", made), {"what": "return", "thu-returned": "12"})
    assert made.again().state == Poll.State.COUNTING


def test_a_bundle_is_sent_and_read(django_capture_on_commit_callbacks):
    made = counting_vote(returned=2)
    client = signed_in(made.members[0])
    sheets = [SimpleUploadedFile(f"{n}.jpg", sheet(made.poll, struck=(1, 2), seed=n), "image/jpeg") for n in (1, 2)]
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url("upload", made), {"label": "Thùng trái", "hand_count": "2", "files": sheets})
    assert response.status_code == 302
    batch = made.poll.batches.get()
    assert (batch.label, batch.state, batch.pages_read) == ("Thùng trái", "read", 2)
    page = text(signed_in(made.head).get(url("desk", made)))
    assert "Khóa và tính kết quả" in page
    assert "2/2" in page


def test_a_wrong_file_is_refused_beside_the_field():
    made = counting_vote(returned=2)
    given = SimpleUploadedFile("bang.xlsx", b"PK\x03\x04", "application/zip")
    response = signed_in(made.members[0]).post(url("upload", made), {"hand_count": "2", "files": [given]})
    assert response.status_code == 422
    assert "bang.xlsx: không phải tệp quét PDF, TIFF, PNG hay JPEG." in text(response)


def test_polling_asks_one_row_and_ends_with_286():
    made = counting_vote(returned=1)
    batch = services.register_scans(actor=made.members[0], poll=made.poll, files=files(sheet(made.poll)), label="", hand_count=1)
    client = signed_in(made.members[0])
    response = client.get(url("batch", made, batch.pk))
    assert response.status_code == 200
    assert 'hx-trigger="every 1s"' in text(response)
    assert "0/1" in text(response)
    ScanBatch.objects.filter(pk=batch.pk).update(state="withdrawn", reason="thử")
    response = client.get(url("batch", made, batch.pk))
    assert (response.status_code, response["HX-Trigger"]) == (286, "batch-read")
    with CaptureQueriesContext(connection) as queries:
        client.get(url("batch", made, batch.pk))
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) or "FOR UPDATE" in query["sql"]]
    assert written == []


def test_a_stalled_bundle_offers_to_go_on(django_capture_on_commit_callbacks):
    made = counting_vote(returned=1)
    batch = services.register_scans(actor=made.members[0], poll=made.poll, files=files(sheet(made.poll)), label="", hand_count=1)
    ScanBatch.objects.update(state="reading", leased_until=timezone.now())
    client = signed_in(made.members[0])
    assert "Đọc tiếp" in text(client.get(url("desk", made)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("resume", made, batch.pk))
    batch.refresh_from_db()
    assert batch.state == "read"
    assert client.post(url("resume", made, batch.pk)).status_code == 422


def test_the_desk_shows_no_names_and_no_votes_before_closing(vote):
    page = text(signed_in(vote.members[0]).get(url("desk", vote)))
    assert not [name for name in NAMES if name in page]
    assert "hợp lệ" not in page
    assert "nét chỉ qua một phần tên" in page
    assert "0/2 người" in page


def test_one_card_after_the_other(vote):
    first, second = (signed_in(member) for member in vote.members[:2])
    response = first.post(url("doubts", vote))
    assert response["Location"] == url("doubt", vote, KEY)
    page = text(first.get(url("doubt", vote, KEY)))
    assert "Người bỏ phiếu có gạch tên này không?" in page
    assert [f'data-key="{key}"' in page for key in ("1", "2", "3", "4", " ")] == [True] * 5
    assert "0.5" not in page
    assert not [name for name in NAMES if name in page]
    response = first.post(url("doubt", vote, KEY), {"answer": "marked"})
    assert response["Location"] == url("doubts", vote)
    assert "Lấy lại ý kiến vừa rồi" in text(first.get(url("doubts", vote)))
    second.post(url("take", vote, KEY))
    assert "marked" not in text(second.get(url("doubts", vote)))
    second.post(url("doubt", vote, KEY), {"answer": "marked"})
    assert [each["state"] for each in decisions_of(vote.again())] == ["marked"]
    assert "Khóa kiểm phiếu" in text(first.get(url("desk", vote)))


def test_a_card_without_a_hold_is_409_with_a_sentence(vote):
    first, second = (signed_in(member) for member in vote.members[:2])
    first.post(url("take", vote, KEY))
    response = second.post(url("take", vote, KEY))
    assert response.status_code == 409
    assert f"{vote.members[0]} đã nhận phiếu này." in text(response)
    Claim.objects.update(held_until=timezone.now())
    response = first.post(url("doubt", vote, KEY), {"answer": "marked"})
    assert response.status_code == 409
    assert "hết thời gian giữ" in text(response)
    assert Adjudication.objects.count() == 0


def test_an_answer_is_taken_back_and_the_card_comes_again(vote):
    client = signed_in(vote.members[0])
    answer(vote, vote.members[0], KEY, "marked")
    assert client.post(url("undo", vote, KEY))["Location"] == url("doubt", vote, KEY)
    client.post(url("give_back", vote, KEY))
    assert Claim.objects.count() == 0
    assert client.post(url("undo", vote, KEY)).status_code == 422


def test_what_was_given_back_comes_again_after_all_others(vote):
    scanned(vote, sheet(vote.poll, struck=(1,), half=(2,), seed=2))
    client, other = signed_in(vote.members[0]), "b2-c2-strike"
    assert client.post(url("doubts", vote))["Location"] == url("doubt", vote, KEY)
    client.post(url("give_back", vote, KEY))
    assert client.post(url("doubts", vote))["Location"] == url("doubt", vote, other)
    assert client.post(url("doubt", vote, other), {"answer": "marked"})["Location"] == url("doubt", vote, KEY)


def test_the_next_card_passes_over_what_another_took_in_between(vote, monkeypatch):
    scanned(vote, sheet(vote.poll, struck=(1,), half=(2,), seed=2))
    seen = deciding.work_for

    def seen_before_the_other_was_faster(user, poll):
        found = seen(user, poll)
        if user == vote.members[1]:
            services.claim(actor=vote.members[0], poll=poll, question=KEY)
        return found

    monkeypatch.setattr(deciding, "work_for", seen_before_the_other_was_faster)
    assert signed_in(vote.members[1]).post(url("doubts", vote))["Location"] == url("doubt", vote, "b2-c2-strike")


def test_pictures_are_only_for_who_holds_the_question(real_paper):
    vote = counting_vote(returned=1)
    scanned(vote, drawn(vote.poll, struck=(1,), short=(2,)))
    first, second = (signed_in(member) for member in vote.members[:2])
    assert first.get(url("picture", vote, KEY, "cho")).status_code == 404
    first.post(url("take", vote, KEY))
    for what in ("cho", "to"):
        response = first.get(url("picture", vote, KEY, what))
        assert response.content.startswith(b"\x89PNG"), what
        assert response["Cache-Control"] == "no-store, private"
    assert first.get(url("picture", vote, KEY, "khac")).status_code == 404
    assert first.get(url("picture", vote, "b9-c1-strike", "cho")).status_code == 404
    assert second.get(url("picture", vote, KEY, "cho")).status_code == 404


def test_a_page_set_aside_shows_cause_remedy_and_its_picture():
    made = counting_vote(returned=1)
    batch = scanned(made, sheet(made.poll, cause="wrong_ballot"), hand_count=1)
    services.pass_foreign_sheet(actor=made.members[0], batch=batch, page=1, hand_count=1)
    read_whole(batch.pk)
    (question,) = questions_of(made.again())
    client = signed_in(made.members[0])
    client.post(url("take", made, question.key))
    page = text(client.get(url("doubt", made, question.key)))
    assert "phiếu của cuộc bầu khác, hoặc phiếu mẫu" in page
    assert "Lấy tờ này ra khỏi chồng" in page
    assert client.get(url("picture", made, question.key, "to")).content.startswith(b"\x89PNG")
    bad = {"answer": "read", "trang-page": "7"}
    assert client.post(url("doubt", made, question.key), bad).status_code == 422
    good = {"answer": "read", "trang-page": "1", "trang-marked": ["1-strike", "2-strike"]}
    assert client.post(url("doubt", made, question.key), good).status_code == 302
    states = [field["state"] for field in answers_of(made.poll)[0].verdict["fields"]]
    assert states == ["marked", "marked", "clear", "clear", "clear", "clear"]


def test_the_secretariat_sees_how_many_places_are_doubtful_and_not_which(vote):
    secretary = signed_in(make_user(role="secretariat", unit=vote.unit))
    for name in ("desk", "doubts"):
        page = text(secretary.get(url(name, vote)))
        assert ("dòng" in page, "Còn 1 chỗ" in page) == (False, True), name


def test_the_board_concludes_on_screen(vote):
    answer(vote, vote.members[0], KEY, "board")
    client = signed_in(vote.head)
    assert "Ghi kết luận" in text(client.get(url("doubts", vote)))
    assert client.get(url("picture", vote, KEY, "cho")).status_code == 200
    assert client.post(url("board", vote, KEY), {"answer": "clear"}).status_code == 422
    assert client.post(url("board", vote, KEY), {"answer": "clear", "reason": "cả ban xem"}).status_code == 302
    assert [each["state"] for each in decisions_of(vote.again())] == ["clear"]


def test_closing_wants_the_number_typed_again():
    made = counting_vote(returned=2)
    scanned(made, *(sheet(made.poll, struck=(1, 2), seed=seed) for seed in (1, 2)))
    client = signed_in(made.head)
    assert signed_in(made.members[0]).post(url("close", made), {"returned": "2"}).status_code == 403
    response = client.post(url("close", made), {"returned": "3"})
    assert response.status_code == 422
    assert "Khác số thu về đã ghi." in text(response)
    assert client.post(url("close", made), {"returned": "2"}).status_code == 302
    page = text(client.get(url("desk", made)))
    assert "Đã khóa kiểm phiếu" in page
    assert "không hợp lệ" in page
    assert client.get(url("close", made)).status_code == 302


def test_the_close_page_lists_what_is_open(vote):
    page = text(signed_in(vote.members[0]).get(url("close", vote)))
    assert "Còn 1 chỗ nghi ngờ chưa quyết định." in page
    assert 'name="returned"' not in page


def test_a_bundle_is_withdrawn_with_a_reason(vote):
    client = signed_in(vote.members[0])
    batch = vote.poll.batches.get()
    assert client.post(url("withdraw", vote, batch.pk), {"why": "jam", "reason": ""}).status_code == 422
    assert client.post(url("withdraw", vote, batch.pk), {"why": "jam", "reason": "kẹt giấy"}).status_code == 302
    assert "Đã rút: kẹt giấy" in text(client.get(url("desk", vote)))


def test_the_desk_asks_as_many_questions_for_three_rows_as_for_one():
    counts = []
    for number in (1, 3):
        made = counting_vote(returned=number)
        for seed in range(number):
            scanned(made, sheet(made.poll, struck=(1,), half=(2,), seed=seed))
        client = signed_in(made.members[0])
        client.get(url("desk", made))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("desk", made))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_blank_pages_are_shown_small_and_answered_together():
    made = counting_vote(returned=1)
    scanned(made, sheet(made.poll, struck=(1, 2)), *(sheet(made.poll, cause="blank_page", seed=seed) for seed in (1, 2)), hand_count=1)
    client, outsider = signed_in(made.members[0]), signed_in(make_outsider("counting_committee"))
    assert "2 trang trắng chờ bạn." in text(client.get(url("doubts", made)))
    key = questions_of(made.again())[0].key
    assert client.get(url("picture", made, key, "nho")).content.startswith(b"\x89PNG")
    assert [outsider.get(url("blank_pages", made)).status_code, outsider.post(url("blank_pages", made)).status_code] == [404, 404]
    assert text(client.get(url("blank_pages", made))).count("<img") == 2
    assert client.post(url("blank_pages", made)).status_code == 302
    assert Adjudication.objects.count() == 2
    assert client.post(url("blank_pages", made)).status_code == 422
    assert "Không còn trang trắng nào chờ bạn" in text(client.get(url("blank_pages", made)))
    assert client.get(url("picture", made, key, "nho")).status_code == 404


def test_the_board_may_read_a_page_itself():
    made = counting_vote(returned=1)
    scanned(made, sheet(made.poll, cause="torn"))
    (question,) = questions_of(made.again())
    answer(made, made.members[0], question.key, "board")
    client = signed_in(made.head)
    assert "Những tên bị gạch" in text(client.get(url("board", made, question.key)))
    bad = {"answer": "read", "reason": "cả ban đọc", "trang-page": "5"}
    assert client.post(url("board", made, question.key), bad).status_code == 422
    good = bad | {"trang-page": "1", "trang-marked": ["1-strike", "6-strike"]}
    assert client.post(url("board", made, question.key), good).status_code == 302
    (decision,) = decisions_of(made.again())
    assert [field["candidate"] for field in decision["fields"] if field["state"] == "marked"] == [1, 6]
    assert services.close_count(actor=made.head, poll=made.again()).valid == 1


def test_a_second_click_on_print_records_one_run():
    made = printed_vote(copies=14)
    client = signed_in(made.members[0])
    runs = client.get(url("proof", made)).context["print_form"].initial["runs"]
    answers = [client.post(url("print", made), {"copies": "3", "runs": runs}).status_code for _click in range(2)]
    assert (answers, [run.copies for run in made.poll.print_runs.all()]) == ([302, 422], [14, 3])
    assert 'name="runs"' in text(client.get(url("proof", made)))
