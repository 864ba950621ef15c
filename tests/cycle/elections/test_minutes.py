"""The minutes tell of wrong print runs, of the machines, of second checks and of holds (PR-16, PR-17, PR-26)."""

from datetime import date

import pytest
from django.utils import timezone

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.papers import count_of, sitting_of
from daihoi.cycle.elections.services.holding import Letter
from daihoi.foundation.ballots import services as ballots
from daihoi.foundation.ballots.services import Destruction, Entry, Statement
from daihoi.foundation.ballots.services import machines as machines_module
from daihoi.office.minutes import minutes_of_count
from tests.cycle.elections.facts import CLEAR, make_certified, make_fixed, make_hall, make_printed, make_rechecked

pytestmark = pytest.mark.django_db


def test_the_minutes_name_voided_runs_and_each_machine(monkeypatch):
    monkeypatch.setattr(machines_module, "program_digest", lambda: "ab" * 32)
    monkeypatch.setattr(machines_module, "networks_up", lambda: ())
    hall = make_hall()
    contest = make_fixed(hall)
    poll, number = contest.poll, len(CLEAR)
    ballots.record_machine(actor=hall.head, poll=poll, statement=Statement("máy tính 1", 2, is_network_stated_off=True))
    for signer in (hall.head, hall.member):
        ballots.sign_proof(actor=signer, poll=poll)
    wrong = ballots.print_batch(actor=hall.head, poll=poll, copies=4)
    ballots.void_run(actor=hall.head, run=wrong, destruction=Destruction("chữ mờ", 4, "counting_head", "secretariat"))
    ballots.print_batch(actor=hall.head, poll=poll, copies=number)
    ballots.release_poll(actor=hall.head, poll=poll, opening=ballots.Opening("keyed"))
    ballots.record_issue(actor=hall.head, poll=poll, issued=number, spoiled=0, left_over=0)
    ballots.record_return(actor=hall.head, poll=poll, returned=number)
    batch = ballots.open_keyed_bundle(actor=hall.head, poll=poll, sheets=number)
    for person in (hall.head, hall.member):
        for place, chosen in enumerate(CLEAR, 1):
            entry = Entry(frozenset((each, "strike") for each in range(1, 6) if each not in chosen))
            ballots.key_sheet(actor=person, batch=batch, number=place, entry=entry)
    ballots.close_count(actor=hall.head, poll=poll)
    services.certify_result(actor=hall.head, contest=contest)
    found = Contest.objects.get(pk=contest.pk)
    count = count_of(found.result)
    assert (count.voided, count.printed, len(count.machines)) == (4, number, 2)
    assert count.machines[1].startswith("Chương trình lúc khóa kiểm phiếu có mã băm ")
    assert count.machines[1].endswith(", KHÁC lúc biên bản máy")
    assert count.machines[0].startswith("Máy tính 1: biên bản máy lập lúc ")
    assert count.machines[0].endswith("đã đọc 0 trang; máy không thấy mạng nào; kỹ thuật viên xác nhận đã ngắt mạng")
    words = " ".join(str(block) for block in minutes_of_count(sitting_of(found), count).blocks)
    assert ("Số phiếu in sai, đã hủy, không tính vào số in" in words, count.machines[0] in words) == (True, True)


def printed(contest):
    """The words of the minutes of a contest."""
    found = Contest.objects.get(pk=contest.pk)
    return " ".join(str(block) for block in minutes_of_count(sitting_of(found), count_of(found.result)).blocks)


def test_the_minutes_name_a_second_check_until_both_have_signed():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    assert "Đến lúc lập biên bản chưa kiểm phiếu lần hai." in printed(contest)
    services.sign_minutes(actor=hall.head, result=contest.result, place="head")
    make_rechecked(hall, contest)
    services.sign_minutes(actor=hall.presidium, result=contest.result, place="presidium")
    words = printed(contest)
    assert words.count("Kiểm lại cả 9 phiếu. Không phiếu nào khác bản ghi.") == words.count("Kiểm phiếu lần hai") == 1
    late = make_certified(hall, CLEAR, title="Bầu Ban Thường vụ", elects="standing_committee")
    for signer, place in ((hall.head, "head"), (hall.presidium, "presidium")):
        services.sign_minutes(actor=signer, result=late.result, place=place)
    make_rechecked(hall, late)
    assert "Kiểm phiếu lần hai" not in printed(late)


def test_the_minutes_of_the_next_count_tell_of_a_hold_and_of_a_reply_that_was_copied_pr_16():
    hall = make_hall()
    first = make_certified(hall, CLEAR)
    services.hold_elections(actor=hall.presidium, contest=first, reason="người dự kiến không trúng cử")
    services.report_hold(actor=hall.secretary, contest=first, letter=Letter("07-BC/ĐCT", date(2020, 2, 1)))
    services.answer_hold(actor=hall.viewer, contest=first, letter=Letter("15-CV/TU", date(2020, 2, 2), "Bầu tiếp."))
    services.resume_elections(actor=hall.presidium, contest=first)
    second = make_certified(hall, CLEAR, title="Bầu Ban Thường vụ", elects="standing_committee")
    third = make_certified(hall, CLEAR, title="Bầu đoàn đại biểu", elects="delegates")
    told = printed(second)
    assert "báo cáo cấp trên tại văn bản số 07-BC/ĐCT ngày 01/02/2020; cấp trên trả lời tại văn bản số 15-CV/TU ngày 02/02/2020 " in told
    assert "(do đơn vị ghi lại theo văn bản): “Bầu tiếp”; bầu tiếp lúc " in told
    assert ["tạm dừng bầu cử" in printed(each) for each in (first, second, third)] == [False, True, False]


def test_the_minutes_list_every_corrected_number_with_both_people_el_36():
    hall = make_hall()
    contest = make_printed(hall, make_fixed(hall), len(CLEAR), len(CLEAR) - 1)
    poll = contest.poll
    ballots.record_return(actor=hall.member, poll=poll, returned=len(CLEAR), reason="sót một tờ ở đáy thùng")
    ballots.confirm_correction(actor=hall.head, correction=poll.corrections.get())
    batch = ballots.open_keyed_bundle(actor=hall.head, poll=poll, sheets=len(CLEAR))
    for person in (hall.head, hall.member):
        for place, chosen in enumerate(CLEAR, 1):
            entry = Entry(frozenset((each, "strike") for each in range(1, 6) if each not in chosen))
            ballots.key_sheet(actor=person, batch=batch, number=place, entry=entry)
    ballots.close_count(actor=hall.head, poll=poll)
    services.certify_result(actor=hall.head, contest=contest)
    at = timezone.localtime(poll.count_records.get(kind="returned", turn=2).recorded_at)
    assert (
        f"Sửa số thu về từ 8 thành 9 lúc {at:%H:%M, %d/%m/%Y}, lý do: sót một tờ ở đáy thùng; "
        f"người ghi: {hall.member.full_name}; người xác nhận: {hall.head.full_name}."
    ) in printed(contest)
