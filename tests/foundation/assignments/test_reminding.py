"""Reminders: who hears what on which day, once; by a real mail server; calendar, picture, letter."""

import socket
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from daihoi.foundation.assignments.clock import remind
from daihoi.foundation.assignments.mail import Delivered, deliver
from daihoi.foundation.assignments.models import Assignment, Digest, Mailbox, Urging
from daihoi.foundation.assignments.queries.reminders import drafts
from daihoi.foundation.assignments.services import close_feed, open_feed, set_address, urge, write_digests
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import CLOCK
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from daihoi.rules.reminders import Offsets, from_toml, shipped
from tests.foundation.assignments.facts import JUNE, cells, make_batch
from tests.make import make_outsider, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
MONDAY = JUNE  # 15/6/2020
FRIDAY = date(2020, 6, 12)
GRADED = "mat"


class Letterbox:
    """What a real mail server took in; it may refuse for a while."""

    def __init__(self):
        self.letters, self.refusals = [], 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (the name that the library calls)
        if self.refusals:
            self.refusals -= 1
            return "451 4.3.0 try again later"
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


@pytest.fixture
def letterbox(settings):
    box = Letterbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.SMTP_HOST, settings.SMTP_PORT = free.getsockname()
    controller = Controller(box, hostname=settings.SMTP_HOST, port=settings.SMTP_PORT)
    controller.start()
    settings.SMTP_SECURITY, settings.SMTP_FROM, settings.SITE_URL = "none", "nhac@daihoi.test", "https://daihoi.test"
    yield box
    controller.stop()


@pytest.fixture
def today(monkeypatch):
    """Let today be the day of the reminders, so that nothing is too old to send."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given: MONDAY)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def clerk(tree):
    return make_user("vanthu", role="unit_clerk", unit=tree["A1"])


@pytest.fixture
def officer(tree):
    return make_user("canbo", role="organization_officer", unit=tree["A"])


def heard(on):
    return {draft.user.username: (len(draft.late), len(draft.soon), draft.below_total) for draft in drafts(on)}


def test_offsets_are_data():
    assert shipped() == Offsets((1, 3, 7), True, (1, 3, 7), 7, 3, 7, 366)
    told = [left for left in range(10, -30, -1) if shipped().told_on(left)]
    assert told == [7, 3, 1, 0, -1, -3, -7, -14, -21, -28]
    assert [left for left in range(5, -30, -1) if shipped().goes_up_on(left)] == [-3, -10, -17, -24]
    begin, end = date(2020, 6, 12), date(2020, 6, 15)
    days = {day + timedelta(days=left) for day in (date(2020, 6, 13), date(2020, 6, 14), end) for left in told}
    assert {day for day in shipped().due_days(begin, end) if day > date(2020, 5, 25)} == {day for day in days if day > date(2020, 5, 25)}
    for text in ("before = [0]\nthen_every = 1\nup_after = 1\nup_every = 1\n", "before = [1]\nthen_every = 0\n"):
        with pytest.raises(RuleViolation):
            from_toml(text)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (MONDAY + timedelta(days=7), {"vanthu": (0, 1, 0)}),
        (MONDAY + timedelta(days=5), {}),
        (MONDAY + timedelta(days=3), {"vanthu": (0, 1, 0)}),
        (MONDAY, {"vanthu": (0, 1, 0)}),
        (MONDAY - timedelta(days=2), {}),
        (MONDAY - timedelta(days=3), {"vanthu": (1, 0, 0), "canbo": (0, 0, 2)}),
        (MONDAY - timedelta(days=14), {"vanthu": (1, 0, 0)}),
    ],
)
def test_people_hear_before_on_and_after_the_day_and_one_level_up_when_late(tree, clerk, officer, due, expected):
    make_user("tinh", role="organization_officer", unit=tree["P"])
    make_outsider()
    make_batch(tree["P"], cells(), due=Due(fixed=due))
    assert heard(MONDAY) == expected


def test_one_message_a_day_names_everything_and_a_second_round_says_nothing(tree, clerk):
    for days in (1, 3, 7):
        make_batch(tree["P"], [tree["A1"]], title=f"Việc {days}", due=Due(fixed=MONDAY + timedelta(days=days)))
    rows = write_digests(on=MONDAY, origin=CLOCK)
    assert [(row.user, row.late, row.soon) for row in rows] == [(clerk, 0, 3)]
    assert all(f"Việc {days} (Chi bộ A1)" in rows[0].text for days in (1, 3, 7))
    assert (write_digests(on=MONDAY, origin=CLOCK), Digest.objects.count()) == ([], 1)
    assert Entry.objects.get(act="assignments.digests_written").actor == "clock"


def test_on_a_day_off_nobody_hears_and_the_next_working_day_makes_up_for_it(tree, clerk):
    make_batch(tree["P"], [tree["A1"]], due=Due(fixed=date(2020, 6, 20)))  # 7 days after a Saturday
    make_batch(tree["P"], [tree["A1"]], title="Việc thứ Sáu", due=Due(fixed=FRIDAY))
    assert (len(write_digests(on=FRIDAY, origin=CLOCK)), heard(date(2020, 6, 13))) == (1, {})
    assert heard(MONDAY) == {"vanthu": (1, 1, 0)}


def test_what_is_done_or_graded_is_not_told(tree, clerk):
    make_batch(tree["P"], [tree["A1"]], grade=GRADED, title="Nội dung mật")
    done = make_batch(tree["P"], [tree["A1"]])
    Assignment.objects.filter(batch=done).update(state="done", owed=False, met_on=MONDAY)
    text = write_digests(on=MONDAY, origin=CLOCK)[0].text
    assert ("Nội dung mật" in text, "chỉ xem trong chương trình" in text, "Báo cáo số đảng viên" in text) == (False, True, False)


def test_a_letter_is_sent_once_through_a_real_server(tree, clerk, letterbox, today):
    set_address(actor=clerk, address="vanthu@a1.test")
    make_batch(tree["P"], [tree["A1"]])
    assert remind(MONDAY).mail == Delivered(sent=1)
    assert (remind(MONDAY).mail, deliver()) == (Delivered(), Delivered())
    assert len(letterbox.letters) == 1
    recipients, letter = letterbox.letters[0]
    assert (recipients, letter["From"], letter["Auto-Submitted"]) == (["vanthu@a1.test"], "nhac@daihoi.test", "auto-generated")
    assert letter["Subject"].strip() == "Việc ngày 15/06/2020: 0 quá hạn, 1 sắp đến hạn"
    assert "Báo cáo số đảng viên (Chi bộ A1), hạn 15/06/2020" in letter.get_content()
    assert "https://daihoi.test/viec/" in letter.get_content()
    assert letter["Message-ID"].startswith(f"<{Digest.objects.get().pk}@")
    assert Digest.objects.get().delivery == "sent"


def test_what_fails_is_kept_and_tried_again(tree, clerk, letterbox, today):
    set_address(actor=clerk, address="vanthu@a1.test")
    make_batch(tree["P"], [tree["A1"]])
    letterbox.refusals = 1
    assert remind(MONDAY).mail == Delivered(failed=1)
    kept = Digest.objects.get()
    assert (kept.delivery, kept.tries, "try again later" in kept.fault) == ("waiting", 1, True)
    assert (deliver(), len(letterbox.letters)) == (Delivered(sent=1), 1)


def test_a_server_that_is_away_keeps_everything_waiting(tree, clerk, letterbox, today, settings):
    set_address(actor=clerk, address="vanthu@a1.test")
    make_batch(tree["P"], [tree["A1"]])
    settings.SMTP_PORT, standing = 9, settings.SMTP_PORT
    assert remind(MONDAY).mail == Delivered(failed=1)
    settings.SMTP_PORT = standing
    assert deliver() == Delivered(sent=1)


def test_what_another_process_is_sending_is_left_to_it(tree, clerk, letterbox, today):
    set_address(actor=clerk, address="vanthu@a1.test")
    make_batch(tree["P"], [tree["A1"]])
    write_digests(on=MONDAY, origin=CLOCK)
    Digest.objects.update(delivery="sending")
    assert (deliver(), letterbox.letters) == (Delivered(), [])


def test_what_a_process_left_half_sent_is_named_the_day_after_and_not_sent_twice(tree, clerk, letterbox, today):
    set_address(actor=clerk, address="vanthu@a1.test")
    make_batch(tree["P"], [tree["A1"]])
    write_digests(on=MONDAY, origin=CLOCK)
    Digest.objects.update(delivery="sending", on=MONDAY - timedelta(days=1))
    deliver()
    kept = Digest.objects.get()
    assert (kept.delivery, "bị ngắt giữa chừng" in kept.fault, letterbox.letters) == ("given_up", True, [])


def test_an_isolated_installation_sends_nothing_and_old_letters_are_given_up(tree, clerk, letterbox, today, settings):
    set_address(actor=clerk, address="vanthu@a1.test")
    make_batch(tree["P"], [tree["A1"]])
    settings.ISOLATED = True
    assert remind(MONDAY).mail == Delivered()
    settings.ISOLATED = False
    Digest.objects.update(on=MONDAY - timedelta(days=4))
    assert (deliver(), letterbox.letters) == (Delivered(given_up=1), [])


def test_a_secret_address_opens_the_calendar_of_one_person_until_it_is_taken_back(tree, clerk):
    make_batch(tree["P"], cells())
    make_batch(tree["P"], [tree["A1"]], grade=GRADED, title="Nội dung mật")
    token = open_feed(actor=clerk)
    answer = Client().get(reverse("assignments:feed", args=[token]))
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert sorted(str(entry["SUMMARY"]) for entry in entries) == [
        "Hạn: Báo cáo số đảng viên",
        "Hạn: Việc có độ mật, chỉ xem trong chương trình",
    ]
    assert {entry["DTSTART"].dt for entry in entries} == {JUNE}
    assert sorted(str(entry["DESCRIPTION"]) for entry in entries) == ["Chi bộ A1", "Chi bộ A1\nKhoản 7, Chỉ thị 35-CT/TW"]
    assert token not in str(vars(Mailbox.objects.get()))
    other = open_feed(actor=clerk)
    assert Client().get(reverse("assignments:feed", args=[token])).status_code == 404
    assert Client().get(reverse("assignments:feed", args=[other])).status_code == 200
    close_feed(actor=clerk)
    assert Client().get(reverse("assignments:feed", args=[other])).status_code == 404
    with pytest.raises(Forbidden):
        open_feed(actor=make_user())


def test_one_branch_is_urged_by_the_unit_above_it(tree, today):
    officer = make_user("tinhuy", role="organization_officer", unit=tree["P"])
    make_batch(tree["P"], cells(), due=Due(fixed=MONDAY - timedelta(days=5)))
    client = signed_in(officer)
    page = client.get(reverse("assignments:remind"), {"unit": tree["P"].code, "within": tree["A1"].code})
    assert (page.context["total"], {row.item.unit for row in page.context["rows"]}) == (1, {tree["A1"]})
    assert f"within={tree['A1'].code}" in page.context["query"]
    assert client.get(reverse("assignments:remind"), {"within": "khong-co"}).status_code == 404


def test_a_letter_takes_a_number_and_stands_in_every_assignment(tree, today):
    officer = make_user("tinhuy", role="organization_officer", unit=tree["P"])
    make_batch(tree["P"], cells(), due=Due(fixed=MONDAY - timedelta(days=5)))
    make_batch(tree["P"], [tree["A1"]], grade=GRADED, title="Nội dung mật", due=Due(fixed=MONDAY - timedelta(days=5)))
    client = signed_in(officer)
    page = client.get(reverse("assignments:remind"))
    assert (page.status_code, "Nội dung mật" in page.content.decode(), page.context["total"]) == (200, False, 4)
    typed = {
        "body": "TU",
        "place": "Cao Lãnh",
        "answer_by": "20/06/2020",
        "power": "T/M BAN THƯỜNG VỤ",
        "office": "PHÓ BÍ THƯ",
        "signer": "Lê Thị Mẫu",
    }
    assert client.post(reverse("assignments:remind"), typed).status_code == 302
    letter = Urging.objects.get()
    assert (letter.symbol, letter.units, letter.items, letter.form) == ("01-CV/TU", 4, 4, "letter")
    assert set(Assignment.objects.filter(events__step="reminded").values_list("events__note", flat=True)) == {"01-CV/TU"}
    for form, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert client.get(reverse("assignments:letter", args=[letter.pk, form])).content.startswith(magic)
        assert signed_in(make_outsider()).get(reverse("assignments:letter", args=[letter.pk, form])).status_code == 404
    picture = client.get(reverse("assignments:picture"))
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert client.post(reverse("assignments:told")).status_code == 302
    assert Urging.objects.filter(form="text").count() == 1
    with pytest.raises(Forbidden):
        urge(actor=make_outsider(), unit=tree["P"], items=[Assignment.objects.first()], on=MONDAY)
    with pytest.raises(RuleViolation) as refusal:
        urge(actor=officer, unit=tree["P"], items=[], on=MONDAY)
    assert refusal.value.code == "assignments.nothing_late"
