"""Presence corrected in a vote, words of the chair, addresses and cards taken back, how often a device may ask."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from daihoi.foundation.journal.services import PUBLIC
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.cards import digest_of
from daihoi.foundation.meetings.frames import frame_for
from daihoi.foundation.meetings.models import ItemWords, OpenVote, VotingCard
from daihoi.foundation.meetings.queries.minutes import drafted
from daihoi.foundation.meetings.queries.script import script_of
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.services import Count, Line, Wish
from daihoi.foundation.meetings.tokens import opened, sign
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.conferences import data
from daihoi.rules.errors import RuleViolation
from tests.foundation.meetings.facts import PROGRAMME, count_present, make_meeting, make_running
from tests.foundation.meetings.test_live import seated
from tests.make import make_outsider, signed_in

pytestmark = pytest.mark.django_db


def refused(act, **named):
    with pytest.raises(RuleViolation) as refusal:
        act(**named)
    return refusal.value.code


def page(name, hall, *more):
    return reverse(f"meetings:{name}", args=[hall.meeting.pk, *more])


def test_a_count_that_changed_in_a_vote_is_taken_over_with_a_reason_and_both_figures_stay():
    hall = make_running(present=36)
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Nhất trí")
    client = signed_in(hall.secretary)
    assert "Cập nhật số có mặt" not in client.get(page("desk", hall)).content.decode()
    assert refused(services.correct_presence_of_vote, actor=hall.secretary, vote=vote, reason="Đến muộn") == "meetings.presence_unchanged"
    count_present(hall, 38)
    assert "Điểm danh mới: có mặt 38, cơ sở tính 39." in client.get(page("desk", hall)).content.decode()
    assert client.post(page("correct", hall, vote.pk), {"reason": " "}).status_code == 422
    assert signed_in(hall.viewer).post(page("correct", hall, vote.pk), {"reason": "x"}).status_code == 403
    assert signed_in(make_outsider("secretariat")).post(page("correct", hall, vote.pk), {"reason": "x"}).status_code == 404
    assert client.post(page("correct", hall, vote.pk), {"reason": "Hai đồng chí đến muộn."}).status_code == 302
    vote.refresh_from_db()
    result = services.close_vote(actor=hall.secretary, vote=vote, count=Count(38))
    corrections = [{name: row[name] for name in ("present_before", "present", "reason")} for row in result.inputs["corrections"]]
    assert (result.present, corrections) == (38, [{"present_before": 36, "present": 38, "reason": "Hai đồng chí đến muộn."}])
    assert refused(services.correct_presence_of_vote, actor=hall.secretary, vote=vote, reason="x") == "meetings.vote_not_open"
    assert "có mặt 36 sửa thành 38 (Hai đồng chí đến muộn.)" in client.get(page("detail", hall)).content.decode()
    said = [row.text for row in drafted(hall.meeting) if "xác nhận lại" in row.text]
    assert said == ["Số có mặt khi biểu quyết được xác nhận lại: 38, trước đó ghi 36; lý do: Hai đồng chí đến muộn."]


def test_the_words_of_the_chair_are_edited_with_their_figures_checked():
    hall = make_running(present=36)
    item = hall.meeting.items.get(step="presence")
    client, address = signed_in(hall.secretary), page("words", hall, item.pk)
    shown = client.get(address).content.decode()
    assert ("{có mặt}" in shown, "Khi: Chưa đủ số" in shown, "{present}" in shown) == (True, True, False)
    for text, fault in (
        ("Có {số lạ} người", "Không có số liệu {số lạ}"),
        ("Có {có mặt người", "ngoặc nhọn lẻ"),
        ("{title.__class__}", "Không có số liệu"),
    ):
        answer = client.post(address, {"b0": text, "b1": "", "b2": ""})
        assert (answer.status_code, fault in answer.content.decode()) == (422, True), text
    answer = client.post(address, {"b0": "Hôm nay có mặt {Có mặt} trên {convened}.", "b1": "Đủ.", "b2": ""}, follow=True)
    assert "Lời đã sửa không còn nêu {vắng}, {cần có mặt}, {cơ sở tính} như lời mẫu" in answer.content.decode()
    part = next(part for part in script_of(standing_of(hall.meeting)) if part.item == item)
    assert (part.lines, part.branches[0].lines, part.branches[0].is_now, part.is_edited) == (
        ("Hôm nay có mặt 36 trên 39.",), ("Đủ.",), True, True,
    )  # fmt: skip
    assert set(ItemWords.objects.values_list("branch", "text")) == {("", "Hôm nay có mặt {present} trên {convened}."), ("Đủ số", "Đủ.")}
    client.post(address, {"sample": "1"})
    assert (ItemWords.objects.count(), signed_in(hall.chair).get(address).status_code) == (0, 403)
    assert refused(services.set_words, actor=hall.secretary, item=item, words={"Không có": "x"}) == "meetings.no_such_branch"
    with pytest.raises(Forbidden):
        services.set_words(actor=hall.viewer, item=item, words={"": "x"})
    assert signed_in(make_outsider("secretariat")).get(address).status_code == 404


def test_edited_words_go_with_their_item():
    hall = make_meeting()
    services.set_words(actor=hall.secretary, item=hall.meeting.items.get(step="flag"), words={"": "Mời đứng."})
    services.set_programme(actor=hall.secretary, meeting=hall.meeting, lines=[Line("closing", "Bế mạc", 5)])
    assert ItemWords.objects.count() == 0


def test_an_order_the_rule_fixes_is_refused_before_the_day_and_written_as_it_was_after_it():
    hall = make_meeting()
    lines = [PROGRAMME[-1], *PROGRAMME[:-1]]
    assert len(services.set_programme(actor=hall.secretary, meeting=hall.meeting, lines=lines)) == 6
    hall.meeting.opens_at += timedelta(days=36500)
    hall.meeting.save()
    assert refused(services.set_programme, actor=hall.secretary, meeting=hall.meeting, lines=lines) == "meetings.order"


def test_addresses_are_taken_back_and_open_nothing_more():
    hall = make_running()
    before, desk = sign(hall.meeting, "hall"), sign(hall.meeting, "desk")
    client = signed_in(hall.secretary)
    assert reverse("meetings:hall", args=[before]).rsplit(":", 2)[0] in client.get(page("screens", hall)).content.decode()
    services.renew_screens(actor=hall.secretary, meeting=hall.meeting)
    assert (frame_for(opened(before), "vi"), frame_for(opened(desk), "vi") is None) == (None, False)
    gone = client.get(reverse("meetings:hall", args=[before]))
    assert (gone.status_code, "đã được thu hồi" in gone.content.decode()) == (410, True)
    assert client.get(reverse("meetings:frame", args=[before])).status_code == 404
    hall.meeting.refresh_from_db()
    assert client.get(reverse("meetings:hall", args=[sign(hall.meeting, "hall")])).status_code == 200
    assert client.post(page("renew_screens", hall)).status_code == 302
    assert signed_in(hall.viewer).post(page("renew_screens", hall)).status_code == 403
    assert signed_in(make_outsider("secretariat")).get(page("screens", hall)).status_code == 404


def test_the_card_of_one_seat_is_renewed_and_the_others_hold():
    hall = make_running(present=3)
    given = services.issue_cards(actor=hall.secretary, meeting=hall.meeting, seats=2)
    client, address = signed_in(hall.secretary), page("renew_card", hall)
    assert client.post(address, {"seat": "9", "reason": "mất thẻ"}).status_code == 422
    assert client.post(address, {"seat": "1", "reason": ""}).status_code == 422
    printed = client.post(address, {"seat": "1", "reason": "mất thẻ"})
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    held = dict(VotingCard.objects.values_list("digest", "is_withdrawn"))
    assert [held[digest_of(code)] for _seat, code in given] == [True, False]
    assert VotingCard.objects.filter(is_withdrawn=False, seat=1).count() == 1
    services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Một", form=OpenVote.Form.DEVICE)
    assert refused(services.renew_card, actor=hall.secretary, meeting=hall.meeting, seat=2, reason="hỏng") == "meetings.cards_in_use"
    with pytest.raises(Forbidden):
        services.renew_card(actor=hall.viewer, meeting=hall.meeting, seat=2, reason="hỏng")


def test_a_delegate_takes_back_his_own_wish_and_nobody_elses():
    hall = make_running()
    client = seated(hall)
    services.register_speaker(actor=hall.secretary, meeting=hall.meeting, wish=Wish("Người khác"))
    client.post(reverse("meetings:ask_to_speak"), {"label": "Ghế 1", "form": "turn"})
    assert "Rút đăng ký" in client.get(reverse("meetings:delegate")).content.decode()
    for said in ("Đã rút đăng ký phát biểu.", "Bạn không có tên trong danh sách chờ."):
        assert said in client.post(reverse("meetings:withdraw"), follow=True).content.decode()
    assert [talk.speaker.label for talk in standing_of(hall.meeting).waiting] == ["Người khác"]
    assert Client().post(reverse("meetings:withdraw")).status_code == 404


def test_a_device_asks_to_speak_so_often_in_so_many_minutes_and_no_more():
    hall = make_running()
    most = data()["speaking"]["asks_a_device"]
    client = seated(hall)
    for number in range(most + 1):
        client.session.flush()
        card = VotingCard.objects.get(seat=1)
        wish = Wish(f"Ghế 1, lần {number}")
        if number < most:
            services.ask_from_seat(card=card, wish=wish, origin=PUBLIC)
    assert refused(services.ask_from_seat, card=card, wish=wish, origin=PUBLIC) == "meetings.asks_too_often"
    assert hall.meeting.speakers.count() == most
    services.ask_from_seat(card=VotingCard.objects.get(seat=2), wish=Wish("Ghế 2"), origin=PUBLIC)
    VotingCard.objects.filter(seat=1).update(asked_since=card.meeting.opens_at)
    services.ask_from_seat(card=card, wish=wish, origin=PUBLIC)
    assert VotingCard.objects.get(seat=1).asked == 1
