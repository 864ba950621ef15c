"""A personnel step is no election: no hall screen, no public edition, sealed until the presidium opens it (PR-21)."""

import pytest
from django.urls import reverse

from daihoi.cycle.elections import services
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.papers import count_of, sitting_of
from daihoi.office.minutes import minutes_of_count
from daihoi.rules.errors import RuleViolation
from tests.cycle.elections.facts import CLEAR, make_certified, make_hall
from tests.make import signed_in

pytestmark = pytest.mark.django_db


def step(hall, purpose="introduction"):
    return make_certified(hall, CLEAR, title="Giới thiệu nhân sự", purpose=purpose)


def shown(user, contest, name="elections:result", *more):
    return signed_in(user).get(reverse(name, args=[contest.pk, *more]))


@pytest.mark.parametrize(
    ("purpose", "said", "team"),
    [
        ("introduction", "Được giới thiệu 3 trên 3", "Tổ kiểm phiếu do đoàn chủ tịch cử"),
        ("poll", "Tổ trưởng tổ kiểm phiếu", "Tổ kiểm phiếu gồm"),
    ],
)
def test_its_minutes_call_nobody_elected(purpose, said, team):
    contest = step(make_hall(), purpose)
    words = " ".join(str(block) for block in minutes_of_count(sitting_of(contest), count_of(contest.result)).blocks)
    assert (said in words, team in words, "rúng cử" in words, "do đại hội bầu" in words) == (True, True, False, False)


def test_it_has_no_hall_screen_and_no_public_edition(tmp_path):
    hall = make_hall()
    contest = step(hall)
    wall = shown(hall.secretary, contest, "elections:hall")
    assert (wall.status_code, "Nguyễn Văn An" in wall.content.decode()) == (422, False)
    with pytest.raises(RuleViolation) as caught:
        services.evidence_bundle(actor=hall.head, contest_id=contest.pk, edition="public", out=tmp_path / "x.zip")
    assert caught.value.code == "elections.no_public_edition"
    assert services.evidence_bundle(actor=hall.head, contest_id=contest.pk, edition="sealed", out=tmp_path / "y.zip")
    assert "Màn hình hội trường" not in shown_desk(hall, contest)


def shown_desk(hall, contest):
    return signed_in(hall.head).get(reverse("ballots:desk", args=[contest.poll_id])).content.decode()


def test_its_result_opens_with_the_signature_of_the_presidium():
    hall = make_hall()
    contest = step(hall)
    others = (hall.secretary, hall.member, hall.viewer)
    for other in others:
        assert "77,78" not in shown(other, contest).content.decode()
        assert [
            shown(other, contest, *each).status_code for each in (("elections:table", "csv"), ("elections:paper", "minutes", "docx"))
        ] == [404, 404]
        assert shown(other, contest, "elections:rounds").status_code == 404
    for keeper in (hall.head, hall.presidium):
        page = shown(keeper, contest).content.decode()
        assert ("77,78" in page, "Được giới thiệu" in page, "Đưa lên màn hình" in page, "Bản công khai" in page.partition("<form")[0]) == (
            True,
            True,
            False,
            False,
        )
    services.sign_minutes(actor=hall.presidium, result=contest.result, place="presidium")
    for other in others:
        assert "77,78" in shown(other, Contest.objects.get(pk=contest.pk)).content.decode()
    assert shown(hall.head, contest, "elections:paper", "certificate", "docx").status_code == 404


def test_an_election_is_called_one_as_before():
    hall = make_hall()
    contest = make_certified(hall, CLEAR)
    words = " ".join(str(block) for block in minutes_of_count(sitting_of(contest), count_of(contest.result)).blocks)
    assert ("Trúng cử 3 trên 3 đồng chí cần bầu" in words, "Ban kiểm phiếu do đại hội bầu" in words) == (True, True)
    assert "77,78" in shown(hall.viewer, contest).content.decode()
