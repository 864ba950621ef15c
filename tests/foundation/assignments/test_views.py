"""Screens of assignments: the clerk's list and one item, the officer's board and batch, hand-over."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.assignments.models import Anchor, AnchorDay, Assignment, Batch, Charge, Mailbox
from daihoi.foundation.assignments.services import Evidence, report_done
from daihoi.foundation.organization.services import merge_units
from daihoi.rules.deadlines import Due
from tests.foundation.assignments.facts import cells, make_batch
from tests.make import make_cause, make_outsider, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
PHONE_PAGE = 60_000


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def clerk(tree):
    return signed_in(make_user("vanthu", role="unit_clerk", unit=tree["A1"]))


@pytest.fixture
def officer(tree):
    return signed_in(make_user("canbo", role="organization_officer", unit=tree["P"]))


def due(days):
    return Due(fixed=timezone.localdate() + timedelta(days=days))


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_superior_who_opens_the_work_of_a_unit_does_not_read_it_for_the_unit(tree):
    item = make_batch(tree["P"], cells(), due=due(-3)).assignments.get(unit=tree["A1"])
    officer = signed_in(make_user("canbo.tinh", role="organization_officer", unit=tree["P"]))
    reads = reverse("assignments:read", args=[item.pk])
    assert reads not in officer.get(reverse("assignments:item", args=[item.pk])).content.decode()
    assert officer.post(reads, headers={"HX-Request": "true"}).status_code == 204
    item.refresh_from_db()
    assert (item.state, item.events.count()) == ("sent", 0)


def test_a_clerk_confirms_opens_and_reports_in_a_few_taps(tree, clerk):
    item = make_batch(tree["P"], cells(), due=due(3)).assignments.get(unit=tree["A1"])
    page = clerk.get(reverse("assignments:mine"))
    assert ("1 việc mới gửi đến" in words(page), len(page.content) < PHONE_PAGE) == (True, True)
    clerk.post(reverse("directives:receive_all"))
    address = reverse("assignments:item", args=[item.pk])
    page = clerk.get(address)
    assert (len(page.content) < PHONE_PAGE, "Còn 3 ngày" in words(page)) == (True, True)
    assert clerk.post(reverse("assignments:read", args=[item.pk]), headers={"HX-Request": "true"}).status_code == 204
    key, day = str(uuid.uuid4()), f"{timezone.localdate():%d/%m/%Y}"
    picture = SimpleUploadedFile("anh.jpg", b"\xff\xd8\xff", content_type="image/jpeg")
    sent = clerk.post(
        reverse("assignments:tell", args=[item.pk, "xong"]), {"on": day, "note": "Đã xong", "file": picture, "key": key}, follow=True
    )
    event = item.events.get(step="done")
    assert f"Mã biên nhận {event.receipt}" in words(sent)
    clerk.post(reverse("assignments:tell", args=[item.pk, "xong"]), {"on": day, "note": "Đã xong", "key": key})
    assert item.events.filter(step="done").count() == 1
    got = clerk.get(reverse("assignments:evidence", args=[item.pk, event.pk]))
    assert (got.content, "attachment" in got["Content-Disposition"]) == (b"\xff\xd8\xff", True)
    assert signed_in(make_outsider()).get(reverse("assignments:evidence", args=[item.pk, event.pk])).status_code == 404


def test_a_report_that_lacks_something_comes_back_with_the_words(tree, clerk):
    item = make_batch(tree["P"], [tree["A1"]], due=due(3)).assignments.get()
    tell = reverse("assignments:tell", args=[item.pk, "xong"])
    answer = clerk.post(tell, {"on": f"{timezone.localdate():%d/%m/%Y}", "note": "", "key": str(uuid.uuid4())})
    assert (answer.status_code, "Việc này cần báo kết quả bằng chữ" in words(answer)) == (422, True)
    wrong = SimpleUploadedFile("la.exe", b"MZ")
    assert "Tệp này không nhận được" in words(clerk.post(tell, {"on": "01/01/2020", "note": "x", "file": wrong}))
    assert clerk.post(reverse("assignments:tell", args=[item.pk, "ke-hoach"]), {"plan-note": "12-KH/ĐU"}).status_code == 302
    assert Assignment.objects.get().state == "planned"


def test_the_count_of_the_menu_and_the_panel_of_the_first_page(tree, clerk):
    assert words(clerk.get(reverse("assignments:count"))) == ""
    make_batch(tree["P"], [tree["A1"]], due=due(-2))
    make_batch(tree["P"], [tree["A1"]], due=due(2))
    make_batch(tree["P"], [tree["A1"]], due=due(30))
    shown = words(clerk.get(reverse("assignments:count")))
    assert ('class="count late"' in shown, "2 việc chờ" in shown) == (True, True)
    panel = words(clerk.get(reverse("assignments:panel")))
    assert ("Quá 2 ngày" in panel, "Cả 3 việc" in panel) == (True, True)
    assert reverse("assignments:count") in words(clerk.get(reverse("assignments:mine")))


@pytest.mark.parametrize(("name", "expected"), [("mine", 15), ("board", 28)])
def test_lists_ask_as_often_for_three_rows_as_for_one(tree, name, expected):
    user = make_user(role="organization_officer", unit=tree["A"])
    counted = []
    for units in (["A1"], ["A2", "A"]):
        make_batch(tree["P"], [tree[code] for code in units], due=due(-1))
        make_batch(tree["P"], [tree["A"]], due=due(-1)) if name == "mine" else None
        client = signed_in(user)
        client.get(reverse(f"assignments:{name}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"assignments:{name}"))
        counted.append(len(queries))
    assert counted == [expected, expected]


def test_an_officer_gives_follows_and_accepts_with_exceptions(tree, officer):
    typed = {
        "title": "Báo cáo kết quả quán triệt",
        "kinds": ["sub_cell"],
        "asks": "text",
        "way": "fixed",
        "due_on": f"{due(5).fixed:%d/%m/%Y}",
    }
    page = officer.post(reverse("assignments:assign"), typed | {"preview": "1"})
    assert ("Sẽ giao cho 4 đơn vị" in words(page), Batch.objects.count()) == (True, 0)
    officer.post(reverse("assignments:assign"), typed)
    batch = Batch.objects.get()
    assert batch.assignments.count() == 4
    for item in batch.assignments.select_related("batch", "unit"):
        report_done(cause=make_cause(), assignment=item, on=timezone.localdate(), evidence=Evidence("Đã xong"))
    page = officer.get(reverse("assignments:batch", args=[batch.pk]), {"state": "done"})
    assert "Nghiệm thu 4 nơi, trừ nơi đã đánh dấu" in words(page)
    left = batch.assignments.get(unit=tree["B2"])
    done = officer.post(reverse("assignments:accept", args=[batch.pk]), {"but": [str(left.pk)]}, follow=True)
    assert "Đã nghiệm thu 3 đơn vị, để lại 1." in words(done)
    back = reverse("assignments:decide", args=[left.pk, "tra-lai"])
    assert (officer.get(back).status_code, officer.post(back, {"reason": ""}).status_code) == (200, 422)
    officer.post(back, {"reason": "Thiếu số liệu chi bộ"})
    assert "Thiếu số liệu chi bộ" in words(officer.get(reverse("assignments:item", args=[left.pk])))
    more = reverse("assignments:decide", args=[left.pk, "gia-han"])
    officer.post(more, {"due": f"{due(9).fixed:%d/%m/%Y}", "reason": "Mưa lũ"})
    assert Assignment.objects.get(pk=left.pk).due == due(9).fixed
    whole = reverse("assignments:move_due", args=[batch.pk])
    assert (officer.get(whole).status_code, officer.post(whole, {"due": "01/01/2020", "reason": "x"}).status_code) == (200, 422)
    assert signed_in(make_outsider()).get(whole).status_code == 404
    officer.post(whole, {"due": f"{due(12).fixed:%d/%m/%Y}", "reason": "Ghi nhầm"})
    assert Assignment.objects.get(pk=left.pk).due == due(12).fixed
    past = officer.get(reverse("assignments:item", args=[left.pk]), {"on": f"{due(-3).fixed:%d/%m/%Y}"})
    assert [text in words(past) for text in ("Còn 15 ngày", f"hạn tính đến {due(-3).fixed:%d/%m/%Y}")] == [True, True]
    officer.post(reverse("assignments:drop", args=[batch.pk]), {"reason": "Đã thay bằng việc khác"})
    assert Assignment.objects.get(pk=left.pk).state == "dropped"
    assert officer.post(reverse("assignments:accept", args=[batch.pk])).status_code == 422


def test_a_form_that_lacks_its_day_is_refused(officer):
    typed = {"title": "Việc", "kinds": ["sub_cell"], "asks": "text", "way": "fixed"}
    answer = officer.post(reverse("assignments:assign"), typed)
    assert (answer.status_code, "Ghi ngày đến hạn" in words(answer)) == (422, True)


def test_the_board_shows_branches_and_late_items_first_and_hands_out_a_workbook(tree, officer):
    make_batch(tree["P"], cells(), title="Việc quá hạn", due=due(-4))
    make_batch(tree["P"], [tree["B1"]], title="Việc sắp tới", due=due(4))
    page = officer.get(reverse("assignments:board"))
    assert [(row.name, row.late, row.soon) for row in page.context["branches"]] == [("Đảng bộ cơ sở B", 2, 1), ("Đảng bộ cơ sở A", 2, 0)]
    assert [row["item"].batch.title for row in page.context["rows"]] == ["Việc quá hạn"] * 4
    assert officer.get(reverse("assignments:board"), {"unit": "A", "state": "all"}).context["page"].paginator.count == 2
    assert officer.get(reverse("assignments:board"), {"xlsx": "1"})["Content-Type"].endswith("sheet")


def test_a_closed_unit_with_open_items_is_named_with_one_button(tree, officer):
    make_batch(tree["P"], [tree["A2"]], due=due(4))
    merge_units(cause=make_cause(), absorbing=tree["A1"], absorbed=[tree["A2"]], on=timezone.localdate())
    assert "Đơn vị A2 đã kết thúc, còn 1 việc chưa có chủ" in words(officer.get(reverse("assignments:board")))
    officer.post(reverse("assignments:move", args=["A2"]), {"to": "A1"})
    assert Assignment.objects.get().unit == tree["A1"]


def test_a_reminder_leads_to_the_own_share(tree, clerk):
    batch = make_batch(tree["P"], cells(), due=due(1))
    item = batch.assignments.get(unit=tree["A1"])
    assert clerk.get(reverse("assignments:own", args=[batch.pk]))["Location"] == reverse("assignments:item", args=[item.pk])
    assert clerk.get(reverse("assignments:own", args=[uuid.uuid4()]))["Location"] == reverse("assignments:mine")


def test_a_person_sets_his_address_and_sees_the_calendar_address_once(clerk):
    assert clerk.post(reverse("assignments:personal"), {"address": "khong phai"}).status_code == 422
    clerk.post(reverse("assignments:personal"), {"address": "vanthu@a1.test"})
    assert Mailbox.objects.get().address == "vanthu@a1.test"
    assert "chỉ hiện một lần" in words(clerk.post(reverse("assignments:change_feed"), follow=True))
    assert "chỉ hiện một lần" not in words(clerk.get(reverse("assignments:personal")))
    clerk.post(reverse("assignments:change_feed"), {"close": "1"})
    assert Mailbox.objects.get().feed_digest == ""


def test_the_working_calendar_names_its_sources(clerk):
    page = words(clerk.get(reverse("assignments:working_days"), {"year": "2024"}))
    assert ("làm bù cho ngày 29/04/2024" in page, "45/2019/QH14" in page, "chưa đối chiếu bản gốc" in page) == (True, True, True)


def test_a_post_is_handed_over_on_its_page(tree, officer):
    make_batch(tree["P"], [tree["A1"]], due=due(4))
    new = make_user(role="unit_clerk", unit=tree["A1"])
    page = reverse("assignments:hand_over", args=["A1"])
    assert "Báo cáo số đảng viên" in words(officer.get(page))
    officer.post(page, {"post": "", "user": str(new.pk), "since": f"{timezone.localdate():%d/%m/%Y}"})
    assert Charge.objects.get().user == new


@pytest.mark.parametrize("name", ["item", "read", "evidence", "decide", "tell", "batch", "accept", "drop"])
def test_an_outsider_finds_nothing(tree, name):
    item = make_batch(tree["P"], [tree["A1"]], due=due(4)).assignments.get()
    given = {"batch": [item.batch_id], "accept": [item.batch_id], "drop": [item.batch_id], "evidence": [item.pk, uuid.uuid4()]}
    given |= {"decide": [item.pk, "nghiem-thu"], "tell": [item.pk, "xong"]}
    address = reverse(f"assignments:{name}", args=given.get(name, [item.pk]))
    client = signed_in(make_outsider())
    answer = client.get(address)
    assert (client.post(address) if answer.status_code == 405 else answer).status_code == 404


def test_a_due_day_counted_over_days_nobody_is_sure_of_says_so(tree, officer):
    anchor = Anchor.objects.create(key="congress:x", title="Đại hội")
    for code, day in (("A1", date(2024, 5, 10)), ("A2", date(2023, 8, 1)), ("B1", date(2027, 1, 20))):
        AnchorDay.objects.create(anchor=anchor, unit=tree[code], day=day)
    batch = make_batch(tree["P"], [tree["A1"], tree["A2"], tree["B1"]], due=Due(anchor="congress:x", days=15))
    told = {}
    for item in batch.assignments.select_related("unit"):
        page = words(officer.get(reverse("assignments:item", args=[item.pk])))
        told[item.unit.code] = ("29/04/2024, 04/05/2024" in page, "Lịch chưa có ngày nghỉ của năm 2027" in page)
    assert told == {"A1": (True, False), "A2": (False, False), "B1": (False, True)}
    page = words(officer.get(reverse("assignments:working_days"), {"year": "2019"}))
    assert ("báo Tiền Phong" in page, "DAIHOI_CALENDAR" in page, "Chưa có ngày nghỉ của năm" in page) == (True, True, False)


def test_large_numbers_are_grouped_in_the_language_of_the_reader(tree, officer):
    make_batch(tree["P"], [tree["A1"]], due=due(-1234))
    assert "lâu nhất 1.234 ngày" in words(officer.get(reverse("assignments:board")))
    assert "quá 1.234 ngày" in words(officer.get(reverse("assignments:remind"), {"unit": "P"}))


def test_a_reminder_counts_all_late_units_also_those_it_does_not_list(tree, officer, monkeypatch):
    make_batch(tree["P"], cells(), due=due(-3))
    monkeypatch.setattr("daihoi.foundation.assignments.queries.urging.MOST", 1)
    page = words(officer.get(reverse("assignments:remind"), {"unit": "P"}))
    assert ("4 việc quá hạn của 4 đơn vị" in page, "lấy 1 việc lâu nhất" in page) == (True, True)
