from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.meetings import box, services
from daihoi.foundation.meetings.cards import digest_of
from daihoi.foundation.meetings.models import CardUse, Conclusion, DeviceCount, Minutes, VotingCard
from daihoi.foundation.meetings.queries.meetings import adoption_of
from daihoi.foundation.meetings.queries.minutes import drafted
from daihoi.foundation.meetings.queries.script import script_of, templates
from daihoi.foundation.meetings.queries.standing import Scene, standing_of
from daihoi.foundation.meetings.services import Charge, Count, Proposal, Source, Wish
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.conferences import steps
from daihoi.rules.errors import RuleViolation
from tests.foundation.meetings.facts import make_running
from tests.make import make_cause, make_outsider, signed_in

pytestmark = pytest.mark.django_db


def refused(act, *arguments, **named):
    with pytest.raises(RuleViolation) as refusal:
        act(*arguments, **named)
    return refusal.value.code


def with_text(**options):
    hall = make_running(**options)
    source = Source("Báo cáo tổng kết", subject="documents.version:7", page="journal:list", words=1200)
    paper = services.attach_paper(cause=make_cause(), meeting=hall.meeting, source=source, for_adoption=True)
    return hall, paper


def page(name, hall, *more):
    return reverse(f"meetings:{name}", args=[hall.meeting.pk, *more])


def test_a_text_is_adopted_after_each_of_its_amendments_was_voted():
    hall, paper = with_text()
    proposals = [Proposal("Phần II", "Bổ sung số liệu.", "Đoàn A"), Proposal("Phần III", "Bỏ đoạn cuối.", "Đoàn B")]
    rows = [services.propose_amendment(actor=hall.secretary, paper=paper, proposal=each) for each in proposals]
    assert refused(services.put_text, actor=hall.secretary, paper=paper) == "meetings.amendments_open"
    for row, agree in zip(rows, (30, 5), strict=True):
        vote = services.put_amendment(actor=hall.secretary, amendment=row)
        services.close_vote(actor=hall.secretary, vote=vote, count=Count(agree))
        assert refused(services.put_amendment, actor=hall.secretary, amendment=row) == "meetings.amendment_voted"
    vote = services.put_text(actor=hall.secretary, paper=paper)
    services.close_vote(actor=hall.secretary, vote=vote, count=Count(35, 1))
    decision = adoption_of("documents.version:7")
    assert (decision.is_adopted, decision.paper, decision.inputs["vote"]) == (True, paper, {"agree": 35, "base": 39, "needed": 20})
    assert [(row["number"], row["carried"]) for row in decision.inputs["amendments"]] == [(1, True), (2, False)]
    paper.refresh_from_db()
    assert refused(services.put_text, actor=hall.secretary, paper=paper) == "meetings.text_voted"
    assert refused(services.propose_amendment, actor=hall.secretary, paper=paper, proposal=proposals[0]) == "meetings.paper_decided"
    newer = Source("Bản mới", subject="documents.version:7", page="journal:list")
    assert refused(services.attach_paper, cause=make_cause(), meeting=hall.meeting, source=newer) == "meetings.paper_adopted"


def test_a_text_that_is_not_carried_is_kept_as_such_and_a_cancelled_amendment_may_be_put_again():
    hall, paper = with_text()
    row = services.propose_amendment(actor=hall.secretary, paper=paper, proposal=Proposal("Phần I", "Sửa.", "Tổ 1"))
    services.cancel_vote(actor=hall.secretary, vote=services.put_amendment(actor=hall.secretary, amendment=row), reason="Đếm lại")
    services.close_vote(actor=hall.secretary, vote=services.put_amendment(actor=hall.secretary, amendment=row), count=Count(36))
    services.close_vote(actor=hall.secretary, vote=services.put_text(actor=hall.secretary, paper=paper), count=Count(19, 17))
    paper.refresh_from_db()
    assert (adoption_of("documents.version:7"), paper.adoption.is_adopted) == (None, False)
    assert (
        refused(services.propose_amendment, actor=hall.secretary, paper=paper, proposal=Proposal("x", " ", "y"))
        == "meetings.amendment_empty"
    )
    with pytest.raises(Forbidden):
        services.put_text(actor=hall.chair, paper=paper)


def test_an_expected_text_cannot_be_voted():
    hall = make_running()
    paper = services.expect_paper(actor=hall.secretary, meeting=hall.meeting, title="Nghị quyết", for_adoption=True)
    assert refused(services.put_text, actor=hall.secretary, paper=paper) == "meetings.text_missing"


def test_a_conclusion_is_an_assignment_with_owner_and_day():
    hall = make_running()
    charge = Charge("Rà soát quy hoạch cấp ủy.", hall.unit, date(2024, 3, 31), "phó bí thư")
    row = services.conclude(actor=hall.secretary, meeting=hall.meeting, charge=charge)
    given = Assignment.objects.select_related("batch").get()
    assert (given.unit, given.due, given.batch.title, given.batch.source, str(given.batch.pk)) == (
        hall.unit, date(2024, 3, 31), "Rà soát quy hoạch cấp ủy.", f"meetings.conclusion:{row.pk}", row.assignment,
    )  # fmt: skip
    assert refused(services.conclude, actor=hall.secretary, meeting=hall.meeting, charge=Charge(" ", hall.unit, date(2024, 3, 31))) == (
        "meetings.conclusion_empty"
    )
    early = Charge("Gửi báo cáo.", hall.unit, date(2024, 2, 26))
    assert refused(services.conclude, actor=hall.secretary, meeting=hall.meeting, charge=early) == "meetings.due_before_meeting"
    assert Assignment.objects.count() == 1


def test_cards_vote_once_and_nothing_joins_a_card_to_a_choice():
    hall = make_running(present=3)
    given = services.issue_cards(actor=hall.secretary, meeting=hall.meeting, seats=4)
    assert len({code for _seat, code in given}) == 4
    cards = [VotingCard.objects.get(digest=digest_of(code.lower().replace("-", " "))) for _seat, code in given]
    vote = services.open_vote(actor=hall.secretary, meeting=hall.meeting, question="Một", form="device")
    assert refused(services.issue_cards, actor=hall.secretary, meeting=hall.meeting, seats=4) == "meetings.cards_in_use"
    box.cast(cards[0], vote, "agree")
    assert refused(box.cast, cards[0], vote, "disagree") == "meetings.voted_already"
    assert refused(box.cast, cards[1], vote, "maybe") == "meetings.no_such_choice"
    box.cast(cards[1], vote, "disagree")
    box.cast(cards[2], vote, "agree")
    assert refused(box.cast, cards[3], vote, "agree") == "meetings.more_cards_than_present"
    fields = {field.name for model in (CardUse, DeviceCount) for field in model._meta.concrete_fields}
    assert fields == {"id", "vote", "card", "choice", "number"}
    assert {card.pk.version for card in CardUse.objects.all()} == {4}
    result = services.close_vote(actor=hall.secretary, vote=vote)
    assert (result.agree, result.disagree, result.other, result.not_voted) == (2, 1, 0, 0)
    assert refused(box.cast, cards[3], vote, "agree") == "meetings.vote_ended"
    assert refused(services.issue_cards, actor=hall.secretary, meeting=hall.meeting, seats=0) == "meetings.seats"
    services.issue_cards(actor=hall.secretary, meeting=hall.meeting, seats=1)
    cards[3].refresh_from_db()
    assert refused(box.cast, cards[3], vote, "agree") == "meetings.card_ended"


def test_every_sentence_of_the_minutes_names_its_event():
    hall, paper = with_text()
    item = hall.meeting.items.get(step="report")
    services.start_item(actor=hall.secretary, meeting=hall.meeting, item=item)
    services.register_speaker(actor=hall.secretary, meeting=hall.meeting, wish=Wish("Bí thư A1", "Chi bộ A1", "speech", "Kinh nghiệm"))
    services.call_speaker(actor=hall.secretary, meeting=hall.meeting)
    services.close_vote(actor=hall.secretary, vote=services.put_text(actor=hall.secretary, paper=paper), count=Count(35, 1))
    services.conclude(actor=hall.secretary, meeting=hall.meeting, charge=Charge("Gửi báo cáo.", hall.unit, date(2024, 3, 5)))
    services.take_note(actor=hall.secretary, meeting=hall.meeting, text="Có khách mời dự.")
    assert refused(services.fix_minutes, actor=hall.secretary, meeting=hall.meeting, writer="An") == "meetings.minutes_too_early"
    services.close_meeting(actor=hall.secretary, meeting=hall.meeting)
    sentences = drafted(hall.meeting)
    events = {event.seq: event.verb for event in hall.meeting.events.all()}
    assert [(events[row.seq], row.text.split(" lúc ")[0][:60]) for row in sentences if events[row.seq] not in {"opened", "presence", "item_started", "closed"}] == [
        ("called", "Bí thư A1 (Chi bộ A1) trình bày tham luận “Kinh nghiệm”."),
        ("vote_closed", "Biểu quyết (giơ tay): Thông qua Báo cáo tổng kết. Tán thành "),
        ("adopted", "Hội nghị thông qua “Báo cáo tổng kết”."),
        ("concluded", "Kết luận 1: Gửi báo cáo. Giao Đảng bộ cơ sở A, hạn 05/03/2024."[:60]),
        ("noted", "Có khách mời dự."),
    ]  # fmt: skip
    fixed = services.fix_minutes(actor=hall.secretary, meeting=hall.meeting, writer="Đặng Thị Oanh")
    assert (fixed.symbol, len(fixed.sentences), Minutes.objects.count()) == ("01-BB/ĐU", len(sentences), 1)
    assert refused(services.fix_minutes, actor=hall.secretary, meeting=hall.meeting, writer="An") == "meetings.minutes_fixed"
    client = signed_in(hall.viewer)
    words = docx.Document(BytesIO(client.get(page("document", hall, "minutes", "docx")).content))
    assert any(sentences[-1].text in paragraph.text for paragraph in words.paragraphs)
    assert client.get(page("document", hall, "minutes", "pdf")).content[:5] == b"%PDF-"
    assert "Số 01-BB/ĐU" in client.get(page("minutes", hall)).content.decode()


def test_every_kind_of_step_has_its_words():
    assert set(steps()) == set(templates())


def test_the_script_reads_live_figures_and_opens_the_branch_that_holds():
    hall = make_running(present=10)
    parts = {part.item.step: part for part in script_of(standing_of(hall.meeting))}
    assert parts["presence"].lines[0] == "Hội nghị triệu tập 39, có mặt 10, vắng 29."
    assert [(branch.title, branch.is_now) for branch in parts["presence"].branches] == [("Đủ số", False), ("Chưa đủ số", True)]
    assert "Hiện còn thiếu 10 người" in parts["presence"].branches[1].lines[0]
    assert [branch.title for branch in parts["presence"].open_branches] == ["Chưa đủ số"]
    assert parts["flag"].is_now
    for name, seen in (("chair", 200), ("viewer", 403)):
        assert signed_in(getattr(hall, name)).get(page("script", hall)).status_code == seen
        assert signed_in(getattr(hall, name)).get(page("document", hall, "script", "docx")).status_code == seen


def test_the_script_shows_no_branch_whose_case_has_not_arisen():
    hall = make_running(present=36)
    presence = next(part for part in script_of(standing_of(hall.meeting)) if part.item.step == "presence")
    assert [branch.title for branch in presence.open_branches] == ["Đủ số"]
    assert presence.branches[1].lines[0].startswith("Hiện còn thiếu … người")
    shown = signed_in(hall.chair).get(page("script", hall)).content.decode()
    assert ("Như vậy hội nghị đủ điều kiện tiến hành." in shown, "Chưa đủ số" in shown, "còn thiếu" in shown) == (True, False, False)


def test_texts_conclusions_and_cards_on_screen():
    hall, paper = with_text()
    client = signed_in(hall.secretary)
    typed = {"passage": "Phần II", "text": "Bổ sung.", "source": "Đoàn A"}
    assert client.post(page("text", hall, paper.pk), typed).status_code == 302
    assert client.post(page("put", hall, paper.pk), {"amendment": "1", "form": "cards"}).status_code == 302
    vote = standing_of(hall.meeting).vote
    client.post(page("count", hall, vote.pk), {"agree": "30"})
    assert client.post(page("put", hall, paper.pk), {}).status_code == 302
    assert standing_of(hall.meeting).scene == Scene.VOTE
    client.post(page("count", hall, standing_of(hall.meeting).vote.pk), {"agree": "30"})
    assert "Hội nghị đã thông qua văn bản này." in client.get(page("text", hall, paper.pk)).content.decode()
    charge = {"text": "Gửi báo cáo", "owner": str(hall.unit.pk), "owner_post": "", "due": "05/03/2024"}
    client.post(page("conclude", hall), charge)
    assert Conclusion.objects.values_list("text", "due").get() == ("Gửi báo cáo", date(2024, 3, 5))
    assert client.post(page("conclude", hall), charge | {"owner": str(make_outsider().pk)}).status_code == 422
    cards = client.post(page("cards", hall), {"seats": "12"})
    assert (cards.content[:5], VotingCard.objects.filter(is_withdrawn=False).count()) == (b"%PDF-", 12)


def test_the_summons_is_a_paper_in_the_party_format():
    hall = make_running()
    client = signed_in(hall.secretary)
    assert client.get(page("document", hall, "summons", "docx")).status_code == 404
    services.issue_summons(actor=hall.secretary, meeting=hall.meeting, on=date(2024, 2, 20))
    words = docx.Document(BytesIO(client.get(page("document", hall, "summons", "docx")).content))
    text = "\n".join(
        [*(each.text for each in words.paragraphs), *(cell.text for table in words.tables for row in table.rows for cell in row.cells)]
    )
    assert [
        each in text for each in ("Số 01-CV/ĐU", "GIẤY TRIỆU TẬP", "Ban Chấp hành triệu tập các đồng chí dự", "Ủy viên ban chấp hành")
    ] == [True] * 4
    assert client.get(page("document", hall, "summons", "odt")).status_code == 404


def test_a_text_stays_as_it_lay_before_the_conference_while_it_is_voted():
    hall, paper = with_text()
    vote = services.put_text(actor=hall.secretary, paper=paper)
    newer = Source("Bản khác", subject="documents.version:7", page="journal:list")
    asked = {"actor": hall.secretary, "paper": paper, "proposal": Proposal("Phần II", "Thêm một câu.", "Đoàn A")}
    assert refused(services.attach_paper, cause=make_cause(), meeting=hall.meeting, source=newer) == "meetings.text_in_vote"
    assert refused(services.propose_amendment, **asked) == "meetings.text_in_vote"
    services.cancel_vote(actor=hall.secretary, vote=vote, reason="Đọc lại văn bản")
    assert services.propose_amendment(**asked).number == 1


def test_the_form_of_a_question_cannot_put_a_text_past_its_amendments():
    hall, paper = with_text()
    services.propose_amendment(actor=hall.secretary, paper=paper, proposal=Proposal("Phần II", "Thêm một câu.", "Đoàn A"))
    asked = {"question": "Thông qua", "form": "hands", "share": "more_than_half", "subject": f"meetings.paper:{paper.pk}"}
    assert signed_in(hall.secretary).post(page("vote", hall), asked).status_code == 302
    assert hall.meeting.votes.get().subject == ""
