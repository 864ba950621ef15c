"""What is seen without an account, and the stream that tells of changes."""

import asyncio
import json
import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.meetings import live, services
from daihoi.foundation.meetings.frames import frame_for, stamps
from daihoi.foundation.meetings.models import DeviceCount, VotingCard
from daihoi.foundation.meetings.moments import at
from daihoi.foundation.meetings.tokens import SALT, Pass, opened, sign
from daihoi.web import relay
from tests.foundation.meetings.facts import make_meeting, make_running
from tests.make import make_outsider, signed_in

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def seated(hall, seats=5):
    """A browser that came in by the card of the first seat."""
    code = services.issue_cards(actor=hall.secretary, meeting=hall.meeting, seats=seats)[0][1]
    client = Client()
    assert client.post(reverse("meetings:card"), {"code": code.lower()}).status_code == 302
    return client


def test_a_signed_address_opens_one_screen_and_no_other():
    hall = make_running()
    token = sign(hall.meeting, "hall")
    assert opened(token) == Pass(hall.meeting.pk, "hall")
    assert [
        opened(each)
        for each in ("x", token[:-1] + ("A" if token[-1] != "A" else "B"), signing.dumps([hall.meeting.pk.hex, "all"], salt=SALT))
    ] == [None] * 3
    client = Client()
    assert client.get(reverse("meetings:hall", args=[token])).status_code == 200
    assert client.get(reverse("meetings:hall", args=[sign(hall.meeting, "delegate")])).status_code == 404
    assert client.get(reverse("meetings:hall", args=["gia-mao"])).status_code == 404


def test_the_hall_link_is_for_who_sees_the_conference():
    hall = make_running()
    address = reverse("meetings:hall_link", args=[hall.meeting.pk])
    assert signed_in(hall.viewer).get(address).status_code == 302
    assert signed_in(make_outsider()).get(address).status_code == 404


def test_the_wall_follows_what_happens():
    hall = make_running(present=36)
    client, address = Client(), reverse("meetings:hall", args=[sign(hall.meeting, "hall")])
    assert "36/39" in words(client.get(address))
    services.start_item(actor=hall.secretary, meeting=hall.meeting, item=hall.meeting.items.get(step="report"))
    assert "Trình bày báo cáo tổng kết" in words(client.get(address))
    services.register_speaker(actor=hall.secretary, meeting=hall.meeting, wish=services.Wish("Bí thư A1", "Chi bộ A1"))
    services.call_speaker(actor=hall.secretary, meeting=hall.meeting)
    assert "Bí thư A1" in words(client.get(address))
    services.end_turn(actor=hall.secretary, meeting=hall.meeting)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Thông qua báo cáo")
    assert "Kết quả hiện khi thư ký đã ghi số đếm." in words(client.get(address))
    services.close_vote(actor=hall.secretary, vote=vote, count=services.Count(30))
    assert "30/39 được thông qua" in words(client.get(address))
    services.pause_meeting(actor=hall.secretary, meeting=hall.meeting)
    assert "Hội nghị tạm nghỉ" in words(client.get(address))
    services.close_meeting(actor=hall.secretary, meeting=hall.meeting)
    assert "Hội nghị đã bế mạc" in words(client.get(address))


def test_the_page_of_a_delegate_is_small_and_opened_by_his_card():
    hall = make_running()
    assert Client().get(reverse("meetings:delegate")).status_code == 302
    wrong = Client().post(reverse("meetings:card"), {"code": "AAAA-BBBB-CCCC"})
    assert (wrong.status_code, "Không có thẻ mang mã này" in words(wrong)) == (422, True)
    answer = seated(hall).get(reverse("meetings:delegate"))
    assert "Chương trình" in words(answer)
    linked = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg)[^"]*)"', answer.content.decode())
    from django.contrib.staticfiles.finders import find

    files = {re.sub(r"\?.*", "", each).removeprefix("/static/") for each in linked}
    whole = len(answer.content) + sum(len(open(find(each), "rb").read()) for each in files)  # noqa: PTH123, SIM115
    assert len(files) == 4
    assert whole < 100_000


def test_a_card_votes_from_the_phone_and_once():
    hall = make_running()
    client = seated(hall)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Thông qua", form="device")
    address = reverse("meetings:cast", args=[vote.pk])
    first = client.post(address, {"choice": "agree"}, headers={"Accept": "application/json"})
    second = client.post(address, {"choice": "disagree"}, headers={"Accept": "application/json"})
    assert (first.status_code, first.json(), second.status_code, second.json()) == (
        200, {"voted": True, "message": ""}, 422, {"voted": True, "message": "Thẻ này đã biểu quyết."},
    )  # fmt: skip
    assert dict(DeviceCount.objects.values_list("choice", "number")) == {"agree": 1, "disagree": 0, "other": 0}
    assert f'data-voted="{vote.pk}"' in client.get(reverse("meetings:delegate")).content.decode()
    assert "Thẻ này đã biểu quyết." in words(client.post(address, {"choice": "agree"}, follow=True))
    assert Client().post(address, {"choice": "agree"}).status_code == 404
    VotingCard.objects.update(is_withdrawn=True)
    assert client.post(address, {"choice": "agree"}).status_code == 404


def test_a_delegate_asks_to_speak_and_waits_once():
    hall = make_running()
    client = seated(hall)
    asked = {"label": "Bí thư A1", "delegation": "Chi bộ A1", "form": "point_of_order"}
    assert "Đã ghi vào danh sách phát biểu." in words(client.post(reverse("meetings:ask_to_speak"), asked, follow=True))
    assert "Bạn đang có tên trong danh sách chờ." in words(client.post(reverse("meetings:ask_to_speak"), asked, follow=True))
    assert list(hall.meeting.speakers.values_list("label", "form")) == [("Bí thư A1", "point_of_order")]


def test_a_signed_in_person_may_look_but_not_vote():
    hall = make_running()
    answer = signed_in(hall.viewer).get(reverse("meetings:as_delegate", args=[hall.meeting.pk]))
    assert ("Xem trước trang đại biểu" in words(answer), "data-card" in answer.content.decode()) == (True, False)


def test_one_frame_is_made_for_all_and_tells_the_desk_nothing_but_that_it_changed():
    hall = make_running()
    frames = {audience: json.loads(frame_for(Pass(hall.meeting.pk, audience), "vi").body) for audience in ("hall", "delegate", "desk")}
    hall.meeting.refresh_from_db()
    stamp = f"{hall.meeting.version}.0"
    assert {frame["stamp"] for frame in frames.values()} == {stamp} == set(stamps({hall.meeting.pk}).values())
    assert [sorted(frame) for frame in frames.values()] == [["at", "html", "stamp", "version"]] * 2 + [["at", "stamp", "version"]]
    assert "csrf" not in frames["delegate"]["html"]
    assert "Programme" in json.loads(frame_for(Pass(hall.meeting.pk, "delegate"), "en").body)["html"]
    asked = Client().get(reverse("meetings:frame", args=[sign(hall.meeting, "hall")]))
    assert asked.json()["stamp"] == stamp


class Watcher:
    """One connection of a watcher, without a network."""

    def __init__(self, hub, token, seen=b""):
        self.got, self.leaving = [], asyncio.Event()
        scope = {"query_string": b"", "headers": [(b"last-event-id", seen)] if seen else []}
        self.task = asyncio.ensure_future(live.stream(hub, token, scope, self.receive, self.send))

    async def receive(self):
        await self.leaving.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.got.append(message.get("body", message.get("status")))

    def told(self):
        return [piece.split(b"\n", 1)[0] for piece in self.got if isinstance(piece, bytes) and piece.startswith(b"id:")]


class Here:
    """A thread that is this one, so that the test's database is seen."""

    async def ask(self, question, *given):
        return question(*given)


@pytest.fixture
def hub(monkeypatch):
    made = live.Hub.__new__(live.Hub)
    made.rooms, made.watcher = {}, None
    monkeypatch.setattr(live.Hub, "ask", Here.ask)
    monkeypatch.setattr(live, "stamps", lambda keys: made.stamps)
    monkeypatch.setattr(
        live, "frame_for", lambda opened, language: live.Frame(made.stamps[opened.meeting], made.stamps[opened.meeting].encode())
    )
    monkeypatch.setattr(live, "LOOK_EVERY", 0.005)
    return made


def test_everybody_hears_of_a_change_and_who_returns_gets_what_stands_now(hub):
    hall = make_meeting()
    token, key = sign(hall.meeting, "hall"), hall.meeting.pk

    async def play():
        hub.stamps = {key: "1.0"}
        first, second = Watcher(hub, token), Watcher(hub, token)
        await asyncio.sleep(0.05)
        hub.stamps = {key: "2.0"}
        await asyncio.sleep(0.05)
        missed, current = Watcher(hub, token, b"1.0"), Watcher(hub, token, b"2.0")
        forged = Watcher(hub, "gia-mao")
        await asyncio.sleep(0.05)
        told = [each.told() for each in (first, second, missed, current)]
        for each in (first, second, missed, current):
            each.leaving.set()
        await asyncio.sleep(0.05)
        return told, forged.got[0], dict(hub.rooms)

    told, refused, rooms = asyncio.run(play())
    assert told == [[b"id: 1.0", b"id: 2.0"], [b"id: 1.0", b"id: 2.0"], [b"id: 2.0"], []]
    assert (refused, rooms) == (404, {})


def test_voters_are_told_of_once_a_second_and_events_at_once(hub, monkeypatch):
    hall = make_meeting()
    monkeypatch.setattr(live, "TURNOUT_EVERY", 60)

    async def play():
        hub.stamps = {hall.meeting.pk: "5.0"}
        watcher = Watcher(hub, sign(hall.meeting, "hall"))
        await asyncio.sleep(0.03)
        hub.stamps = {hall.meeting.pk: "5.9"}
        await asyncio.sleep(0.03)
        hub.stamps = {hall.meeting.pk: "6.9"}
        await asyncio.sleep(0.03)
        watcher.leaving.set()
        await asyncio.sleep(0.02)
        return watcher.told()

    assert asyncio.run(play()) == [b"id: 5.0", b"id: 6.9"]


def asked_of_the_relay(web, headers=(), body=b""):
    """What the front door answers when the web server behind it is `web`."""
    got = []

    async def play():
        server = await asyncio.start_server(web, "127.0.0.1", 0) if web else None
        port = server.sockets[0].getsockname()[1] if server else 1
        scope = {
            "method": "POST",
            "path": "/a",
            "raw_path": b"/a%20b",
            "query_string": b"q=1",
            "headers": list(headers),
            "client": ("10.0.0.9", 1),
        }

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            got.append(message)

        await relay.relay("127.0.0.1", port, scope, receive, send)
        if server:
            server.close()

    asyncio.run(play())
    return got[0], b"".join(message.get("body", b"") for message in got[1:])


def test_the_front_door_hands_on_request_and_answer():
    seen = {}

    async def web(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        seen["head"], seen["body"] = head, await reader.readexactly(3)
        writer.write(b"HTTP/1.0 201 Created\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: close\r\n\r\nxin chao")
        writer.close()

    headers = [(b"host", b"hop:80"), (b"content-length", b"3"), (b"connection", b"keep-alive"), (b"x-forwarded-for", b"1.2.3.4")]
    start, body = asked_of_the_relay(web, headers, b"abc")
    assert (start["status"], start["headers"], body) == (201, [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")], b"xin chao")
    assert seen["head"].split(b"\r\n")[:5] == [
        b"POST /a%20b?q=1 HTTP/1.0",
        b"host: hop:80",
        b"content-length: 3",
        b"x-forwarded-for: 10.0.0.9",
        b"connection: close",
    ]
    assert seen["body"] == b"abc"


def test_the_front_door_says_so_when_nobody_stands_behind_it():
    assert asked_of_the_relay(None)[0]["status"] == 502
    assert asked_of_the_relay(None, [(b"transfer-encoding", b"chunked")])[0]["status"] == 411


def test_a_card_ends_two_days_after_the_conference(monkeypatch):
    hall = make_running()
    code = services.issue_cards(actor=hall.secretary, meeting=hall.meeting, seats=1)[0][1]
    client = Client()
    assert client.post(reverse("meetings:card"), {"code": code}).status_code == 302
    with at(timezone.now() - timedelta(days=1, hours=23)):
        services.close_meeting(actor=hall.secretary, meeting=hall.meeting)
    assert client.get(reverse("meetings:delegate")).status_code == 200
    monkeypatch.setattr("daihoi.foundation.meetings.views.live.LASTS", 47 * 3600)
    assert client.get(reverse("meetings:delegate"))["Location"] == reverse("meetings:card")
    assert Client().post(reverse("meetings:card"), {"code": code}).status_code == 422


def test_what_a_delegate_types_never_breaks_the_database():
    hall = make_running()
    seated(hall).post(reverse("meetings:ask_to_speak"), {"label": "Bí\0 thư", "delegation": "\0", "form": "turn"})
    assert list(hall.meeting.speakers.values_list("label", "delegation")) == [("Bí thư", "")]


def test_who_listens_shows_his_address_again_after_a_while(hub, monkeypatch):
    hall = make_meeting()
    monkeypatch.setattr(live, "SHOW_AGAIN", 0.02)

    async def play():
        hub.stamps = {hall.meeting.pk: "1.0"}
        watcher = Watcher(hub, sign(hall.meeting, "hall"))
        await asyncio.sleep(0.08)
        return watcher.told(), dict(hub.rooms)

    assert asyncio.run(play()) == ([b"id: 1.0"], {})


def test_one_frame_that_cannot_be_made_silences_nobody(hub, monkeypatch):
    hall, made = make_meeting(), live.frame_for

    def fails(opened, language):
        if hub.stamps[opened.meeting] == "2.0":
            raise ValueError("broken template")
        return made(opened, language)

    monkeypatch.setattr(live, "frame_for", fails)

    async def play():
        hub.stamps = {hall.meeting.pk: "1.0"}
        watcher = Watcher(hub, sign(hall.meeting, "hall"))
        for stamp in ("2.0", "3.0"):
            await asyncio.sleep(0.03)
            hub.stamps = {hall.meeting.pk: stamp}
        await asyncio.sleep(0.03)
        watcher.leaving.set()
        await asyncio.sleep(0.02)
        return watcher.told()

    assert asyncio.run(play()) == [b"id: 1.0", b"id: 3.0"]


def test_who_listens_by_an_address_that_was_taken_back_is_shown_out(hub, monkeypatch):
    hall, made = make_meeting(), live.frame_for
    monkeypatch.setattr(live, "frame_for", lambda opened, language: None if hub.stamps[opened.meeting] == "2.0" else made(opened, language))

    async def play():
        hub.stamps = {hall.meeting.pk: "1.0"}
        watcher = Watcher(hub, sign(hall.meeting, "hall"))
        await asyncio.sleep(0.03)
        hub.stamps = {hall.meeting.pk: "2.0"}
        await asyncio.sleep(0.05)
        again = Watcher(hub, sign(hall.meeting, "hall"))
        await asyncio.sleep(0.02)
        return watcher.told(), watcher.task.done(), again.got[0], dict(hub.rooms)

    assert asyncio.run(play()) == ([b"id: 1.0"], True, 404, {})
