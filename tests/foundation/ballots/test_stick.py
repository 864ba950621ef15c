"""The stick of the counting laptop: who begins it, what the desk says, what is refused, what the journal keeps (PR-18)."""

import re
from dataclasses import asdict

import pytest
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import StickEvent
from daihoi.foundation.ballots.queries import sticks as queries
from daihoi.foundation.ballots.queries.closing import closing_findings
from daihoi.foundation.ballots.services import sticks
from daihoi.foundation.ballots.stick import STATUS, Status, keep_facts, now
from daihoi.foundation.files.vault import Vault, vaults_on
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import CLOCK, SETUP
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from tests.foundation.ballots.pile import counting_vote
from tests.make import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def laptop(settings, tmp_path, monkeypatch):
    """A laptop with a stick plugged in, whatever the database of the test."""
    settings.DATA_DIR, settings.STICK = tmp_path / "data", str(tmp_path / "stick")
    for folder in ("data", "stick"):
        (tmp_path / folder).mkdir()
    for module in (queries, sticks):
        monkeypatch.setattr(module, "is_laptop", lambda: True)
    return tmp_path


def wrote(laptop, **facts):
    keep_facts(laptop / "data" / STATUS, asdict(Status(**{"number": 3, "written_at": now(), "looked_at": now()} | facts)))


def halves(client, vote, laptop):
    """Each page that follows the choice of a stick: what code it shows, and the rest that it carries."""
    page = client.post(reverse("ballots:stick", args=[vote.poll.pk]), {"what": "begin", "folder": str(laptop / "stick")}).content.decode()
    address = reverse("ballots:stick_code", args=[vote.poll.pk])
    first, rest = shown(page)
    hidden = client.post(address, {"sealed": rest}).content.decode()
    second = client.post(address, {"sealed": rest, "typed": first.lower().replace(" ", "")}).content.decode()
    return first, shown(hidden)[0], shown(second)[0], rest


def shown(page):
    """The half a page shows and the sealed rest in it."""
    half, rest = re.search(r"<code>([A-Z2-9 ]+)</code>", page), re.search(r'name="sealed" value="([^"]+)"', page)
    return half.group(1) if half else "", rest.group(1) if rest else ""


def test_the_second_half_is_shown_alone_and_only_to_who_typed_the_first_from_paper(laptop):
    vote = counting_vote()
    client = signed_in(vote.head)
    first, hidden, second, rest = halves(client, vote, laptop)
    assert (len(first.replace(" ", "")), hidden, len(second.replace(" ", ""))) == (12, "", 12)
    address = reverse("ballots:stick_code", args=[vote.poll.pk])
    wrong = client.post(address, {"sealed": rest, "typed": second})
    assert (shown(wrong.content.decode())[0], wrong["Cache-Control"]) == (first, "no-store, private")
    assert "Vừa gõ chưa đúng" in wrong.content.decode()
    for other, token in ((signed_in(vote.members[0]), rest), (client, rest[:-8] + "AAAAAAA="), (client, "!")):
        assert other.post(address, {"sealed": token, "typed": first}).status_code == 302


def test_the_head_begins_a_stick_and_sees_its_code_once(laptop):
    vote = counting_vote()
    client, page = signed_in(vote.head), reverse("ballots:stick", args=[vote.poll.pk])
    assert str(laptop / "stick") in client.get(page).content.decode()
    first, _hidden, second, _rest = halves(client, vote, laptop)
    code = f"{first} {second}"
    assert Vault.opened(vaults_on(laptop / "stick")[0], code).name == StickEvent.objects.get().vault
    assert Entry.objects.get(act="ballots.stick_begun").facts == {"stick": StickEvent.objects.get().vault}
    assert code.replace(" ", "") not in client.get(page).content.decode().replace(" ", "")


def test_a_folder_that_is_no_stick_and_a_person_who_is_not_the_head_are_refused(laptop):
    vote = counting_vote()
    client, page = signed_in(vote.head), reverse("ballots:stick", args=[vote.poll.pk])
    assert client.post(page, {"what": "begin", "folder": str(laptop)}).status_code == 422
    with pytest.raises(RuleViolation, match="Không thấy USB"):
        services.begin_stick(actor=vote.head, poll=vote.poll, folder=laptop)
    for person in (vote.members[0], make_user(role="counting_head")):
        with pytest.raises(Forbidden):
            services.begin_stick(actor=person, poll=vote.poll, folder=laptop / "stick")
    assert signed_in(make_user(role="administrator")).get(page).status_code == 404
    assert not StickEvent.objects.exists()


def test_the_desk_says_what_the_stick_holds_and_warns_when_it_is_gone(laptop):
    vote = counting_vote()
    desk = reverse("ballots:desk", args=[vote.poll.pk])
    client = signed_in(vote.members[0])
    assert "Chưa có USB" in client.get(desk).content.decode()
    services.begin_stick(actor=vote.head, poll=vote.poll, folder=laptop / "stick")
    assert "Đang ghi lần đầu" in client.get(desk).content.decode()
    poll = {"title": vote.poll.title, "letter": vote.poll.letter, "pages": 17, "last_page": "L01-001#17", "decisions": 2}
    wrote(laptop, polls=(poll,))
    text = client.get(desk).content.decode()
    assert "USB giữ mọi việc đến lúc này." in text
    assert "17 trang, trang cuối L01-001#17; 2 ý kiến." in text
    wrote(laptop, fault="missing", failing_since=now())
    assert "Không thấy USB. Cắm lại" in client.get(desk).content.decode()
    assert "ballots.stick_trouble" in [finding.code for finding in closing_findings(vote.poll)]
    wrote(laptop, looked_at=(timezone.now() - timezone.timedelta(minutes=4)).isoformat())
    assert "Không có tiến trình nào ghi USB" in client.get(desk).content.decode()


def test_people_may_go_on_without_a_stick_only_with_a_recorded_reason(laptop):
    vote = counting_vote()
    with pytest.raises(RuleViolation, match="không dùng USB nào"):
        services.leave_stick(actor=vote.head, poll=vote.poll, reason="hỏng")
    services.begin_stick(actor=vote.head, poll=vote.poll, folder=laptop / "stick")
    wrote(laptop, fault="missing", failing_since=now())
    client, page = signed_in(vote.head), reverse("ballots:stick", args=[vote.poll.pk])
    assert client.post(page, {"what": "leave", "reason": " "}).status_code == 422
    assert client.post(page, {"what": "leave", "reason": "USB hỏng lúc 10 giờ"}).status_code == 302
    assert Entry.objects.filter(act="ballots.stick_left").count() == 1
    assert "ballots.stick_trouble" not in [finding.code for finding in closing_findings(vote.poll)]


def test_a_takeover_stands_in_the_journal_of_the_machine_and_of_every_open_vote():
    vote = counting_vote()
    services.take_over(origin=SETUP, vault="ab" * 16, number=7, device="máy hai")
    machine, count = Entry.objects.get(act="ballots.stick_taken_over"), Entry.objects.get(act="ballots.count_taken_over")
    assert (machine.chain, count.chain, count.cause) == ("installation", str(vote.unit.pk), machine)
    assert count.facts == {"stick": "ab" * 16, "number": 7, "device": "máy hai"}


def test_a_laptop_from_which_another_went_on_does_nothing_more(laptop):
    vote = counting_vote()
    assert services.stand_down(origin=CLOCK, vault="ab" * 16, device="máy hai") is not None
    assert services.stand_down(origin=CLOCK, vault="ab" * 16, device="máy hai") is None
    assert Entry.objects.filter(act="ballots.stick_stood_down").count() == 1
    for act in (
        lambda: services.record_return(actor=vote.members[0], poll=vote.again(), returned=11, reason="đếm lại"),
        lambda: services.close_count(actor=vote.head, poll=vote.again()),
        lambda: services.claim(actor=vote.members[0], poll=vote.again(), question="b1-c1-strike"),
        lambda: services.begin_stick(actor=vote.head, poll=vote.poll, folder=laptop / "stick"),
    ):
        with pytest.raises(RuleViolation, match="Máy máy hai đã tiếp tục"):
            act()
    assert "Máy này dừng kiểm phiếu" in signed_in(vote.head).get(reverse("ballots:desk", args=[vote.poll.pk])).content.decode()
