"""A text before a conference, and what it adopts (DO-02, RP-11)."""

import pytest
from django.urls import reverse

from daihoi.cycle.documents import services
from daihoi.cycle.documents.queries.meetings import adoptable
from daihoi.cycle.documents.queries.texts import approved_version
from daihoi.cycle.documents.services import Settled, Vote
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.meetings import services as meetings
from daihoi.foundation.meetings.models import Adoption
from daihoi.foundation.meetings.services import Count, Proposal
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from daihoi.rules.revisions import Revision
from tests.cycle.documents.facts import make_text
from tests.foundation.meetings.facts import make_running
from tests.make import make_outsider, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db):
    return make_running()


@pytest.fixture
def officer(hall):
    return make_user(role="organization_officer", unit=hall.unit)


@pytest.fixture
def document(hall, officer):
    return make_text(hall.unit, officer)


def amend(hall, paper, passage, text, agree):
    """One amendment, put to the vote."""
    row = meetings.propose_amendment(actor=hall.secretary, paper=paper, proposal=Proposal(passage, text, "Đoàn A"))
    meetings.close_vote(actor=hall.secretary, vote=meetings.put_amendment(actor=hall.secretary, amendment=row), count=Count(agree))


def vote(hall, paper, agree=35):
    """The vote on the text."""
    meetings.close_vote(actor=hall.secretary, vote=meetings.put_text(actor=hall.secretary, paper=paper), count=Count(agree))


def refused(code, act, **arguments):
    with pytest.raises(RuleViolation) as refusal:
        act(**arguments)
    assert refusal.value.code == code


def test_the_adopted_text_with_its_carried_amendments_is_the_final_version(hall, officer, document):
    refused("documents.not_adopted", services.adopt_text, actor=officer, document=document)
    paper = services.lay_before(actor=officer, document=document, meeting=hall.meeting)
    amend(hall, paper, "đoạn 3", "Công tác xây dựng Đảng có bước chuyển.", 36)
    amend(hall, paper, "5", "Không ai nghe.", 3)
    vote(hall, paper)
    final = services.adopt_text(actor=officer, document=document)
    assert (final.number, final.phase, final.origin, approved_version(document)) == (2, "final", "adopted", final)
    assert [each.text for each in final.paragraphs][2:] == [
        "Công tác xây dựng Đảng có bước chuyển.", "II. Hạn chế", "Một số chi bộ sinh hoạt chưa đều.",
    ]  # fmt: skip
    assert [each.key for each in final.paragraphs] == [each.key for each in document.versions.get(number=1).paragraphs]
    assert Entry.objects.get(act="documents.adopted").cause == Entry.objects.get(act="meetings.text_decided")
    refused("documents.adopted_already", services.adopt_text, actor=officer, document=document)


def test_an_amendment_that_cannot_be_placed_is_named_and_settled_by_a_person(hall, officer, document):
    paper = services.lay_before(actor=officer, document=document, meeting=hall.meeting)
    amend(hall, paper, "đoạn 3", "Công tác xây dựng Đảng được coi trọng.", 36)
    amend(hall, paper, "đoạn 3", "Công tác xây dựng Đảng được chăm lo.", 36)
    vote(hall, paper)
    refused("documents.amendment_unplaced", services.adopt_text, actor=officer, document=document)
    final = services.adopt_text(
        actor=officer, document=document, settled={"2": Settled("change", "p3", "Công tác xây dựng Đảng được coi trọng, chăm lo.")}
    )
    assert final.paragraphs[2].text == "Công tác xây dựng Đảng được coi trọng, chăm lo."


def adopted_file(hall):
    """A conference that adopted a file, with one amendment whose place no number names and one that fell."""
    source = meetings.Source("Báo cáo tổng kết", stored=store(b"%PDF-1.4", kind="meeting_paper", name="bao-cao.pdf"), words=900)
    paper = meetings.attach_paper(actor=hall.secretary, meeting=hall.meeting, source=source, for_adoption=True)
    amend(hall, paper, "Phần hạn chế", "Nêu rõ nguyên nhân.", 36)
    amend(hall, paper, "đoạn 1", "Không ai nghe.", 3)
    vote(hall, paper)
    return Adoption.objects.get()


def test_a_file_that_a_conference_adopted_becomes_the_final_version_of_its_document(hall, officer, document):
    """The file came to the conference, the text stands here: a person names the version and places what was carried."""
    decided = adopted_file(hall)
    client, page = signed_in(officer), reverse("documents:adopt", args=[document.pk])
    text = client.get(page).content.decode()
    assert all(each in text for each in ("35/39 tán thành", "Phần hạn chế: Nêu rõ nguyên nhân.", "không được thông qua", "key_1", "deed_1"))
    assert "key_2" not in text
    voted = document.versions.get()
    typed = {"version": voted.pk, "key_1": "p5", "deed_1": "insert", "text_1": ""}
    answer = client.post(page, typed)
    assert (answer.status_code, document.versions.count()) == (422, 1)
    assert client.post(page, typed | {"text_1": "Nguyên nhân: bí thư kiêm nhiệm."}).status_code == 302
    final = document.versions.get(number=2)
    assert [(each.key, each.text) for each in final.paragraphs][4:] == [
        ("p5", "Một số chi bộ sinh hoạt chưa đều."), ("p6", "Nguyên nhân: bí thư kiêm nhiệm."),
    ]  # fmt: skip
    assert (final.adoption, final.follows, final.last_key, final.phase) == (decided, voted, 6, "final")
    assert (
        reverse("meetings:detail", args=[hall.meeting.pk]) in client.get(reverse("documents:detail", args=[document.pk])).content.decode()
    )
    assert client.get(page).status_code == 302
    refused("documents.other_meeting", services.adopt_text, actor=officer, document=document, vote=Vote(decided, voted))


def test_no_final_version_is_made_over_words_that_are_not_saved(hall, officer, document):
    decided = adopted_file(hall)
    services.revise(actor=officer, document=document, revision=Revision("insert", "", "Đang viết dở.", after="p5"))
    refused("documents.unsaved", services.adopt_text, actor=officer, document=document, vote=Vote(decided, document.versions.get()))


def test_a_file_adopted_elsewhere_is_not_offered(hall, officer):
    adopted_file(hall)
    other = make_text(make_unit("KHAC", kind="grassroots_cell", superior=hall.unit), officer, kind="report", body="cell")
    refused(
        "documents.other_meeting",
        services.adopt_text,
        actor=officer,
        document=other,
        vote=Vote(Adoption.objects.get(), other.versions.get()),
    )
    assert adoptable(other) == []


def test_a_text_that_was_not_carried_is_no_final_version(hall, officer, document):
    vote(hall, services.lay_before(actor=officer, document=document, meeting=hall.meeting), agree=10)
    refused("documents.not_adopted", services.adopt_text, actor=officer, document=document)


def test_what_may_not_be_laid_before_a_conference(hall, officer, document):
    other = make_text(hall.unit, officer)
    other.unit_id = make_outsider().grants.get().unit_id
    with pytest.raises(Forbidden):
        services.lay_before(actor=officer, document=other, meeting=hall.meeting)
    with pytest.raises(Forbidden):
        services.adopt_text(actor=make_outsider(), document=document)


def test_the_page_lays_the_text_before_the_conference_and_takes_it_back_adopted(hall, officer, document):
    client = signed_in(officer)
    page = reverse("documents:detail", args=[document.pk])
    client.post(reverse("documents:lay", args=[document.pk]), {"meeting": hall.meeting.pk})
    paper = hall.meeting.papers.get()
    assert client.get(reverse("documents:version", args=[paper.argument]))["Location"] == f"{page}?ban=1"
    assert "Lập bản thông qua" not in client.get(page).content.decode()
    vote(hall, paper)
    assert "Lập bản thông qua" in client.get(page).content.decode()
    client.post(reverse("documents:adopt", args=[document.pk]))
    text = client.get(page).content.decode()
    assert ("Thông qua tại Hội nghị tổng kết chỉ thị: 35/39" in text, "Lập bản thông qua" in text) == (True, False)
