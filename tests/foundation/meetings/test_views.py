import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.models import Invitee, Meeting, Paper, VoteResult
from daihoi.foundation.meetings.services import Wish
from tests.foundation.meetings.facts import OPENS, count_present, make_meeting, make_running
from tests.make import make_cause, make_outsider, make_person, make_user, signed_in

pytestmark = pytest.mark.django_db


def page(name, hall, *more):
    return reverse(f"meetings:{name}", args=[hall.meeting.pk, *more])


def plan(hall, **changes):
    return {
        "unit": str(hall.unit.pk), "title": "Hội nghị giữa nhiệm kỳ", "body": "exec_committee", "kind": "extended", "ordinal": "12",
        "day": "17/05/2023", "clock": "07:30", "place": "Hội trường", "chair": "Bí thư", "term": "2020-2025", "quorum": "", **changes,
    }  # fmt: skip


def test_a_conference_is_planned_and_changed_on_screen():
    hall = make_meeting()
    client = signed_in(hall.secretary)
    assert client.post(reverse("meetings:plan"), plan(hall, title=""), follow=True).status_code == 422
    answer = client.post(reverse("meetings:plan"), plan(hall), follow=True)
    planned = Meeting.objects.get(title="Hội nghị giữa nhiệm kỳ")
    assert answer.redirect_chain == [(reverse("meetings:detail", args=[planned.pk]), 302)]
    assert "Khai mạc 07:30, 17/05/2023 tại Hội trường." in answer.content.decode()
    client.post(reverse("meetings:change", args=[planned.pk]), plan(hall, clock="08:00"))
    planned.refresh_from_db()
    assert (planned.opens_at.hour, planned.kind, planned.quorum) == (1, "extended", "more_than_half")


def test_the_page_names_what_is_missing_and_offers_only_what_one_may():
    hall = make_meeting()
    services.expect_paper(actor=hall.secretary, meeting=hall.meeting, title="Báo cáo tổng kết")
    shown = {user: signed_in(getattr(hall, user)).get(page("detail", hall)).content.decode() for user in ("secretary", "steward", "viewer")}
    assert all("Thiếu tài liệu: Báo cáo tổng kết" in text for text in shown.values())
    buttons = ("Vào bàn điều hành", "Điểm danh", "Ra giấy triệu tập")
    assert {user: [each for each in buttons if each in text] for user, text in shown.items()} == {
        "secretary": list(buttons),
        "steward": ["Điểm danh"],
        "viewer": [],
    }


@pytest.mark.parametrize(("count", "queries"), [(1, 11), (3, 11)])
def test_the_list_asks_the_same_number_of_questions(count, queries, django_assert_num_queries):
    hall = make_meeting()
    for number in range(count - 1):
        named = services.Plan(f"Họp {number}", "members", OPENS, "Nhà")
        services.plan_meeting(cause=make_cause(), unit=hall.unit, plan=named)
    client = signed_in(hall.secretary)
    with django_assert_num_queries(queries):
        answer = client.get(reverse("meetings:list"))
    assert answer.content.decode().count("<tr>") == count + 1


def test_an_outsider_finds_no_conference():
    hall = make_running()
    client = signed_in(make_outsider("secretariat"))
    for name in ("detail", "desk", "presence", "programme", "people", "paper", "change", "vote"):
        assert client.get(page(name, hall)).status_code == 404, name
    assert client.post(page("run", hall, "be-mac")).status_code == 404
    assert "Chưa có hội nghị nào" in client.get(reverse("meetings:list")).content.decode()


def test_who_may_only_look_may_not_act():
    hall = make_running()
    client = signed_in(hall.viewer)
    for name in ("desk", "presence", "programme", "people", "change", "vote"):
        assert client.get(page(name, hall)).status_code == 403, name


def test_the_programme_is_typed_and_reordered():
    hall = make_meeting()
    client = signed_in(hall.secretary)
    fields = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    for number, (place, step, title, minutes) in enumerate([("2", "closing", "Bế mạc", ""), ("1", "flag", "Chào cờ", "4")]):
        names = {"place": place, "step": step, "title": title, "minutes": minutes, "speaker": ""}
        fields |= {f"form-{number}-{name}": value for name, value in names.items()}
    assert client.post(page("programme", hall), fields).status_code == 302
    assert list(hall.meeting.items.values_list("title", "minutes")) == [("Chào cờ", 4), ("Bế mạc", 5)]
    assert client.post(page("programme", hall), fields | {"form-0-minutes": "-1"}).status_code == 422


def test_a_paper_is_expected_then_brought_and_opened():
    hall = make_meeting()
    client = signed_in(hall.secretary)
    client.post(page("paper", hall), {"title": "Dự thảo báo cáo", "item": "", "for_adoption": "on"})
    expected = Paper.objects.get()
    address = f"{page('paper', hall)}?paper={expected.pk}"
    wrong = client.post(address, {"title": "Dự thảo báo cáo", "file": SimpleUploadedFile("a.exe", b"x")})
    assert (wrong.status_code, "Chỉ nhận tệp PDF hoặc DOCX" in wrong.content.decode()) == (422, True)
    client.post(
        address, {"title": "Dự thảo báo cáo", "for_adoption": "on", "words": "2.600", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}
    )
    expected.refresh_from_db()
    assert (expected.received_at is not None, expected.words) == (True, 2600)
    as_delegate = reverse("meetings:delegate_paper", args=[expected.pk])
    assert [signed_in(user).get(as_delegate).status_code for user in (hall.viewer, make_outsider("secretariat"))] == [200, 404]
    assert Client().get(as_delegate).status_code == 404
    opened = signed_in(hall.viewer).get(page("paper_file", hall, expected.pk))
    assert (opened.content, opened["Content-Type"]) == (b"%PDF-1.7 x", "application/pdf")


def test_the_convened_are_typed_line_by_line():
    hall = make_meeting()
    client = signed_in(hall.secretary)
    typed = {"lines": "Bí thư chi bộ trực thuộc; 45; Khối cơ sở\n\nTrưởng phòng", "has_vote": "on"}
    assert client.post(page("people", hall), typed).status_code == 302
    rows = list(Invitee.objects.order_by("-position").values_list("title", "heads", "delegation")[:2])
    assert rows == [("Trưởng phòng", 1, ""), ("Bí thư chi bộ trực thuộc", 45, "Khối cơ sở")]
    for heads in ("nhiều", "²", "9" * 5000):
        wrong = client.post(page("people", hall), {"lines": f"Bí thư; {heads}"})
        assert (wrong.status_code, f"“{heads}” không phải số người" in wrong.content.decode()) == (422, True)
    assert "Chưa ghi chức vụ của ai" in client.post(page("convene_body", hall), follow=True).content.decode()
    assert "Giấy triệu tập mang số 01-CV/ĐU" in client.post(page("summon", hall), follow=True).content.decode()


def test_presence_is_counted_at_the_door():
    hall = make_meeting()
    client = signed_in(hall.steward)
    place = hall.meeting.invitees.get(has_vote=True).position
    typed = {f"d{place}-excused": "3", f"d{place}-reason": "ốm", "everybody": "1"}
    answer = client.post(page("presence", hall), typed, follow=True)
    assert "Có mặt 36/39, đủ điều kiện họp (cần 20)." in answer.content.decode()
    wrong = client.post(page("presence", hall), {f"d{place}-present": "40"})
    assert (wrong.status_code, "nhiều hơn 39 được triệu tập" in wrong.content.decode()) == (422, True)


def test_a_person_with_a_post_is_here_or_not_in_one_choice():
    hall = make_meeting(heads=1)
    services.convene(cause=make_cause(), meeting=hall.meeting, lines=[services.Convened("bí thư", person=make_person("Trần Thị Ba"))])
    row = Invitee.objects.get(person__isnull=False)
    client = signed_in(hall.steward)
    assert f'name="d{row.position}-where"' in client.get(page("presence", hall)).content.decode()
    client.post(page("presence", hall), {f"d{row.position}-where": "excused", f"d{row.position}-reason": "ốm"})
    row.refresh_from_db()
    assert (row.present, row.excused, row.reason) == (0, 1, "ốm")


def test_the_whole_conference_runs_from_the_desk():
    hall = make_meeting()
    count_present(hall, 36)
    client = signed_in(hall.secretary)

    def do(act, **fields):
        return client.post(page("run", hall, act), fields, follow=True).content.decode()

    assert "Sang việc: Chào cờ" in do("khai-mac")
    assert "Sang việc: Báo cáo số có mặt" in do("viec")
    do("dang-ky", label="Bí thư chi bộ A1", form="turn", delegation="Chi bộ A1")
    assert "Đang nói" in do("moi-tiep")
    assert "Không còn ai trong danh sách chờ" in do("moi-tiep")
    do("xong-loi")
    do("ghi-nhan", text="Hội nghị nhận hoa chúc mừng.")
    assert "Màn hình không có cảnh" in do("man-hinh", scene="khac")
    asked = {"question": "Thông qua báo cáo", "form": "hands", "share": "more_than_half"}
    assert "Đang biểu quyết: Thông qua báo cáo" in client.post(page("vote", hall), asked, follow=True).content.decode()
    vote = hall.meeting.votes.get()
    wrong = client.post(page("count", hall, vote.pk), {"agree": "37"})
    assert (wrong.status_code, "nhiều hơn 36 người có mặt" in wrong.content.decode()) == (422, True)
    client.post(page("count", hall, vote.pk), {"agree": "36"})
    assert VoteResult.objects.values_list("agree", "is_carried").get() == (36, True)
    do("nghi")
    do("hop-tiep")
    assert "Đã bế mạc" in do("be-mac")
    assert "Hội nghị đã bế mạc" in do("khai-mac")


def test_a_vote_is_cancelled_with_a_reason():
    hall = make_running()
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Một")
    client = signed_in(hall.secretary)
    assert client.post(page("count", hall, vote.pk), {"cancel": "1", "text": ""}).status_code == 422
    assert client.post(page("count", hall, vote.pk), {"cancel": "1", "text": "Nhầm"}).status_code == 302
    vote.refresh_from_db()
    assert vote.state == "cancelled"


def test_unknown_buttons_do_nothing():
    hall = make_running()
    client = signed_in(hall.secretary)
    assert client.post(page("run", hall, "khong-co")).status_code == 404
    speaker = services.register_speaker(actor=hall.secretary, meeting=hall.meeting, wish=Wish("A"))
    assert client.post(page("run", hall, "rut"), {"speaker": "x"}).status_code == 404
    assert client.post(page("run", hall, "rut"), {"speaker": str(speaker.pk)}).status_code == 302
    assert signed_in(make_user()).get(page("desk", hall)).status_code == 404
