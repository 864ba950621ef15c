"""Screens of elections: who sees them, what they show before and after the result, how they refuse."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.hall import frame_of
from daihoi.cycle.elections.queries.papers import paper_of
from daihoi.foundation.journal.models import Entry
from tests.cycle.elections.facts import (
    CLEAR,
    NAMES,
    TIE,
    make_certified,
    make_contest,
    make_counted,
    make_fixed,
    make_hall,
    make_printed,
    make_terms,
)
from tests.make import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("contest", "terms", "result", "rounds", "hall")
POSTS = ("people", "fix", "certify")


def as_typed(terms):
    """What a person types of terms: nothing where nothing is known."""
    return {name: value for name, value in vars(terms).items() if value is not None}


def url(name, contest, *more):
    """The address of a screen of one contest."""
    return reverse(f"elections:{name}", args=[contest.pk, *more])


def all_urls(contest):
    """Every address of one contest with the method it takes."""
    found = [("get", url(name, contest)) for name in PAGES] + [("post", url(name, contest)) for name in POSTS]
    found += [("post", url("sign", contest, "head")), ("get", url("follow", contest, "bang-phieu"))]
    found += [("get", url("paper", contest, kind, "pdf")) for kind in ("minutes", "certificate", "proof", "rules")]
    found += [
        ("get", url("table", contest, "xlsx")),
        ("post", url("bundle", contest, "public")),
        ("post", url("bundle", contest, "sealed")),
    ]
    return [
        *found,
        ("get", reverse("elections:panel", args=[contest.congress_id])),
        ("get", reverse("elections:open", args=[contest.congress_id])),
    ]


def text_of(answer):
    """The words of a page without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_contest_does_not_exist_for_those_who_may_not_see_it():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    for who in (hall.outsider, hall.administrator):
        client = signed_in(who)
        assert {address: getattr(client, method)(address).status_code for method, address in all_urls(contest)} == dict.fromkeys(
            [address for _method, address in all_urls(contest)], 404
        )


def test_every_screen_wants_sign_in(client):
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    assert {getattr(client, method)(address).status_code for method, address in all_urls(contest)} == {302}


def test_secretary_opens_a_contest_sets_and_fixes_its_list():
    hall = make_hall()
    client = signed_in(hall.secretary)
    typed = as_typed(make_terms()) | {"checks_stamp": ""}
    answer = client.post(reverse("elections:open", args=[hall.congress.pk]), typed)
    contest = Contest.objects.get()
    assert answer.headers["location"] == url("contest", contest)
    lines = "1\tTrần Thị Bình\t01/02/1975\tnữ\n2. Nguyễn Văn An; 1970; nam; Bí thư chi bộ\nLê Hoàng Cường\n\nPhạm Thu Dung"
    client.post(url("people", contest), {"people": lines})
    assert list(contest.candidates.values_list("name", "born", "sex", "note")) == [
        ("Nguyễn Văn An", "1970", "nam", "Bí thư chi bộ"), ("Trần Thị Bình", "01/02/1975", "nữ", ""),
        ("Lê Hoàng Cường", "", "", ""), ("Phạm Thu Dung", "", "", ""),
    ]  # fmt: skip
    wrong = client.post(url("fix", contest), {"typed": "5"})
    assert (wrong.status_code, "Danh sách có 4 người, bạn gõ 5." in text_of(wrong)) == (422, True)
    client.post(url("fix", contest), {"typed": "4"})
    assert Contest.objects.get().poll.state == "draft"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("An; 30/02/1970", "Dòng 1: ngày sinh 30/02/1970 không có trong lịch."),
        ("123", "Dòng 1: không thấy họ và tên trong “123”."),
        ("An\n;;", "Dòng 2: không thấy họ và tên trong “;;”."),
    ],
)
def test_line_that_is_no_person_is_named(line, words):
    hall = make_hall()
    contest = make_contest(hall)
    answer = signed_in(hall.secretary).post(url("people", contest), {"people": line})
    assert (answer.status_code, words in text_of(answer)) == (422, True)


def test_refusal_of_a_rule_stands_at_its_field():
    hall = make_hall()
    answer = signed_in(hall.secretary).post(reverse("elections:open", args=[hall.congress.pk]), as_typed(make_terms(base=11)))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["base"])


def test_colleague_sees_the_contest_and_no_act():
    hall = make_hall()
    contest = make_contest(hall)
    client = signed_in(hall.viewer)
    page = client.get(url("contest", contest)).content.decode()
    assert ('data-opens="chot"' in page, "<textarea" in page, NAMES[0] in page) == (False, False, True)
    assert client.post(url("people", contest), {"people": "Vũ Thị Xuân"}).status_code == 403


def test_before_the_certification_nobody_sees_a_vote_on_wall_or_contest():
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    for who in (hall.secretary, hall.head, hall.viewer, hall.officer, hall.inspector):
        client = signed_in(who)
        pages = [client.get(url(name, contest)) for name in ("hall", "contest")]
        assert [(page.status_code, "100,00" in text_of(page), "77,78" in text_of(page)) for page in pages] == [(200, False, False)] * 2
        assert pages[0].context["frame"].rows == ()


def test_closed_count_is_shown_to_those_who_certify_it_and_to_nobody_else():
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    shown = {
        who: "77,78" in text_of(signed_in(getattr(hall, who)).get(url("result", contest)))
        for who in ("head", "viewer", "officer", "inspector")
    }
    assert shown == {"head": True, "viewer": False, "officer": False, "inspector": False}


@pytest.mark.parametrize("kind", ["minutes", "certificate"])
def test_papers_of_a_result_do_not_exist_before_the_certification(kind):
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    client = signed_in(hall.head)
    assert {client.get(url("paper", contest, kind, form)).status_code for form in ("pdf", "docx")} == {404}
    assert client.get(url("table", contest, "csv")).status_code == 404


def test_head_certifies_with_the_code_and_both_sign():
    hall = make_hall()
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    code = contest.poll.tallies.get().digest
    head, presidium = signed_in(hall.head), signed_in(hall.presidium)
    assert head.post(url("certify", contest), {"digest": "0000"}).status_code == 422
    assert head.post(url("certify", contest), {"digest": code[:4].lower()}).status_code == 302
    assert head.post(url("sign", contest, "head"), {"digest": code}).status_code == 302
    assert head.post(url("sign", contest, "presidium"), {"digest": code}).status_code == 403
    assert presidium.post(url("sign", contest, "presidium"), {"digest": code[:4]}).status_code == 302
    assert "Biên bản đã đủ chữ ký." in text_of(presidium.get(url("result", contest)))


def test_result_page_lists_everybody_by_votes_with_what_they_mean():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    rows = signed_in(hall.viewer).get(url("result", contest)).context["rows"]
    assert [(row.rank, row.name, row.votes, row.percent, row.word) for row in rows] == [
        (1, "Nguyễn Văn An", 9, "100.00", "Trúng cử"),
        (2, "Trần Thị Bình", 9, "100.00", "Trúng cử"),
        (3, "Lê Hoàng Cường", 7, "77.78", "Trúng cử"),
        (4, "Phạm Thu Dung", 2, "22.22", "Không quá nửa"),
        (5, "Công Tằng Tôn Nữ Diệu Huyền", 0, "0.00", "Không quá nửa"),
    ]


def test_tie_is_said_and_leads_to_a_vote_of_the_tied():
    hall = make_hall()
    contest = make_certified(hall, TIE, base=12, convened=12, present=12)
    client = signed_in(hall.secretary)
    page = text_of(client.get(url("result", contest)))
    assert ("2 người bằng phiếu ở chỗ cuối" in page, "Bầu lại giữa 2 người" in page) == (True, True)
    assert (
        client.post(
            url("follow", contest, "bang-phieu"), {"seats": "1", "method": "hands", "in_favour": "13", "against": "0", "abstained": "0"}
        ).status_code
        == 422
    )
    answer = client.post(
        url("follow", contest, "bang-phieu"), {"seats": "1", "method": "hands", "in_favour": "12", "against": "0", "abstained": "0"}
    )
    further = Contest.objects.get(is_tie=True)
    assert answer.headers["location"] == url("contest", further)
    assert "Bầu lại giữa 2 người" not in text_of(client.get(url("result", contest)))


def test_minutes_name_the_committee_and_the_code():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    services.sign_minutes(actor=hall.head, result=contest.result, place="head")
    answer = signed_in(hall.viewer).get(url("paper", contest, "minutes", "docx"))
    word = docx.Document(io.BytesIO(answer.content))
    words = " ".join(
        [
            *(paragraph.text for paragraph in word.paragraphs),
            *(cell.text for table in word.tables for row in table.rows for cell in row.cells),
        ]
    )
    expected = [
        "ĐẢNG BỘ TỈNH ĐỒNG THÁP", "ĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ PHƯỜNG MỘT LẦN THỨ XII", "bầu Ban Chấp hành, nhiệm kỳ 2020-2025",
        hall.head.full_name, hall.member.full_name, contest.result.digest, contest.result.journal_head[:16],
    ]  # fmt: skip
    assert [part for part in expected if part not in words] == []


@pytest.mark.parametrize("kind", ["proof", "rules", "minutes", "certificate"])
def test_each_paper_is_given_as_pdf_and_docx(kind):
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    client = signed_in(hall.viewer)
    answers = {form: client.get(url("paper", contest, kind, form)) for form in ("pdf", "docx")}
    assert {form: (answer.status_code, answer.content[:4]) for form, answer in answers.items()} == {
        "pdf": (200, b"%PDF"),
        "docx": (200, b"PK\x03\x04"),
    }
    assert client.get(url("paper", contest, kind, "odt")).status_code == 404


def test_association_prints_no_heading_of_the_party():
    hall = make_hall("association")
    contest = make_certified(hall, CLEAR)
    answer = signed_in(hall.viewer).get(url("paper", contest, "minutes", "docx"))
    assert "CỘNG SẢN" not in " ".join(cell.text for row in docx.Document(io.BytesIO(answer.content)).tables[0].rows for cell in row.cells)


def test_table_is_machine_readable():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    client = signed_in(hall.viewer)
    rows = list(csv.reader(io.StringIO(client.get(url("table", contest, "csv")).content.decode())))
    assert rows[:2] == [
        ["rank", "candidate", "name", "for", "percent_of_base", "result"],
        ["1", "1", "Nguyễn Văn An", "9", "100.00", "elected"],
    ]
    assert client.get(url("table", contest, "xlsx")).content[:2] == b"PK"


def test_public_bundle_holds_no_ballot_and_is_recorded():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    answer = signed_in(hall.viewer).post(url("bundle", contest, "public"))
    names = set(zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist())
    assert ({"readings.jsonl", "decisions.jsonl"} & names, {name for name in names if name.startswith("images/")}) == (set(), set())
    assert Entry.objects.get(act="elections.bundle_made").facts["edition"] == "public"


def test_sealed_bundle_is_for_the_permitted_only():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    answers = {
        who: signed_in(getattr(hall, who)).post(url("bundle", contest, "sealed"))
        for who in ("head", "inspector", "viewer", "secretary", "officer")
    }
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "head": 200,
        "inspector": 200,
        "viewer": 403,
        "secretary": 403,
        "officer": 403,
    }
    held = zipfile.ZipFile(io.BytesIO(b"".join(answers["head"].streaming_content)))
    assert len([name for name in held.namelist() if name.startswith("images/")]) == len(CLEAR)
    assert json.loads(held.read("result.json"))["digest"] == contest.result.digest


def test_hall_shows_ballots_while_counting_and_the_elected_after():
    hall = make_hall()
    client = signed_in(hall.head)
    contest = make_fixed(hall)
    assert client.get(url("hall", contest)).context["frame"].scene == "idle"
    make_printed(hall, contest, 9)
    frame = client.get(url("hall", contest)).context["frame"]
    assert (frame.scene, [(step.title, step.figure) for step in frame.steps]) == (
        "counting", [("Phát ra", "9"), ("Thu về", "9"), ("Đã đọc", "0/9"), ("Công bố", "–")],
    )  # fmt: skip
    done = make_certified(hall, CLEAR)
    frame = client.get(url("hall", done)).context["frame"]
    assert (frame.scene, frame.head, [row.name for row in frame.rows]) == (
        "result",
        "3 đồng chí trúng cử Ban Chấp hành",
        list(NAMES[:3]),
    )


def test_list_of_contests_asks_as_often_for_three_as_for_one():
    hall = make_hall()
    client = signed_in(hall.secretary)
    make_contest(hall)
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("elections:list"))
        counts.append(len(found))
        make_contest(hall)
        make_contest(hall)
    assert counts[0] == counts[1]


def test_panel_asks_as_often_for_three_as_for_one():
    hall = make_hall()
    client = signed_in(hall.secretary)
    address = reverse("elections:panel", args=[hall.congress.pk])
    make_certified(hall, CLEAR)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make_certified(hall, CLEAR)
    make_contest(hall)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three)


def test_more_than_27_elected_turn_page_every_12_seconds():
    hall = make_hall()
    names = [f"Nguyễn Văn {chr(65 + number % 26)}{'abcdefg'[number // 26]}" for number in range(30)]
    contest = make_certified(hall, [set(range(1, 31))] * 9, names=names, seats=30)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    frames = [frame_of(contest, start + timedelta(seconds=second)) for second in (0, 11, 12, 24)]
    assert [(frame.page, frame.pages, len(frame.rows)) for frame in frames] == [(1, 2, 27), (1, 2, 27), (2, 2, 3), (1, 2, 27)]


def test_vote_leads_to_the_result_of_its_contest():
    hall = make_hall()
    contest = make_fixed(hall)
    answer = signed_in(hall.head).get(reverse("elections:of_poll", args=[contest.poll_id]))
    assert answer.headers["location"] == url("result", contest)


def test_minutes_and_announcement_take_their_numbers_from_the_register_of_the_congress():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    secretary = signed_in(hall.secretary)
    minutes = reverse("elections:number", args=[contest.pk, "minutes"])
    assert "chưa lấy số" in signed_in(hall.viewer).get(reverse("elections:result", args=[contest.pk])).content.decode()
    assert [signed_in(who).post(minutes).status_code for who in (hall.viewer, hall.outsider)] == [403, 404]
    assert [secretary.post(minutes).status_code for _turn in range(2)] == [302, 422]
    assert secretary.post(reverse("elections:number", args=[contest.pk, "proof"])).status_code == 422
    secretary.post(reverse("elections:number", args=[contest.pk, "certificate"]))
    lines = [paper_of(contest, kind).number_line for kind in ("minutes", "certificate")]
    assert lines == ["Số 01-BB/ĐH", "Số 01-TB/ĐH"]
    assert "Số 01-BB/ĐH" in secretary.get(reverse("elections:result", args=[contest.pk])).content.decode()


def test_words_of_the_ballot_are_chosen_seen_on_the_page_and_frozen_with_the_proof_pr_17():
    hall = make_hall()
    contest = make_contest(hall)
    secretary, page, picture = signed_in(hall.secretary), url("words", contest), url("preview", contest)
    assert "Gạch một nét ngang giữa cả họ và tên" in secretary.get(page).content.decode()
    before = secretary.get(picture).content
    assert before.startswith(b"\x89PNG")
    assert secretary.post(page, secretary.get(page).context["form"].initial).status_code == 302
    contest.refresh_from_db()
    assert (contest.ballot_heading, contest.ballot_instruction) == ("", "")  # left as they were, the charter's words are nobody's own
    own = {"heading": "Phiếu bầu cử", "instruction": "**Gạch ngang** người không bầu. Để lại {số người}."}
    refused = secretary.post(page, own | {"instruction": "gạch ☺"})
    assert (refused.status_code, "Phiếu không in được ký tự “☺”." in refused.content.decode()) == (422, True)
    assert secretary.post(page, own).status_code == 302
    assert secretary.get(picture).content != before
    entry = Entry.objects.filter(act="elections.ballot_words_set").latest("at")
    assert entry.facts == own
    fixed = services.fix_list(actor=hall.secretary, contest=contest)
    assert "Phiếu bầu cử" in fixed.poll.contest_toml
    assert secretary.post(page, {"heading": "", "instruction": ""}).status_code == 422
    assert "Sửa lời" not in secretary.get(page).content.decode()
    assert signed_in(hall.member).post(page, own).status_code == 403
    outsider = signed_in(hall.outsider)
    assert [outsider.get(address).status_code for address in (page, picture)] == [404, 404]


def test_words_that_say_too_little_are_warned_of_and_without_a_list_there_is_no_page():
    hall = make_hall()
    contest = services.open_contest(actor=hall.secretary, congress=hall.congress, terms=make_terms())
    secretary = signed_in(hall.secretary)
    assert "Chưa có danh sách" in secretary.get(url("words", contest)).content.decode()
    assert secretary.get(url("preview", contest)).status_code == 404
    contest = make_contest(hall)
    secretary.post(url("words", contest), {"heading": "", "instruction": "Xin bầu theo quy chế."})
    assert "không nói cách bỏ phiếu (gạch tên)" in secretary.get(url("words", contest)).content.decode()
