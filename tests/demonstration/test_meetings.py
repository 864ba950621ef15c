"""The conferences of the founding articles, held in the demonstration by acts."""

import pytest
from django.db.models import Count

from daihoi.demonstration import accounts, meetings, tree
from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.meetings.models import Adoption, Conclusion, Meeting, Minutes, VoteResult
from daihoi.foundation.meetings.queries.minutes import drafted
from daihoi.foundation.meetings.queries.standing import Scene, standing_of
from daihoi.foundation.organization.services import UnitRow, import_units

pytestmark = pytest.mark.django_db


def test_the_five_conferences_of_the_articles_are_closed_with_minutes_and_one_is_half_way():
    rows = [
        ("TW", "Trung ương", "central", ""),
        ("DT", "Đảng bộ tỉnh Đồng Tháp", "central_sub", "TW"),
        ("DT-SD", "Đảng bộ thành phố Sa Đéc", "upper_grassroots", "DT"),
        ("K", "Đảng bộ Khối các cơ quan Trung ương", "central_sub", "TW"),
        *((code, f"Đảng bộ {code}", "upper_grassroots", "K") for code in ("K01", "K02", "K04")),
    ]
    import_units(rows=[UnitRow(*row, tree.FOUNDED) for row in rows], origin=SETUP)
    accounts.ensure(accounts.CENTRAL)
    accounts.ensure(next(each for each in accounts.ACCOUNTS if each.username == "thuky.sadec"))
    for _time in range(2):
        meetings.build(lambda _line: None)
    held = Meeting.objects.order_by("opens_at")
    assert [(each.unit.code, each.state, each.kind, f"{each.opens_at:%Y-%m-%d}") for each in held[:5]] == [
        ("K", "closed", "extended", "2020-05-28"),
        ("DT", "closed", "extended", "2020-07-25"),
        ("BT-K", "closed", "extended", "2023-05-17"),
        ("ST-K", "closed", "extraordinary", "2024-02-19"),
        ("DNG", "closed", "ordinary", "2024-02-27"),
    ]
    assert (Minutes.objects.count(), Adoption.objects.filter(is_adopted=True).count(), Conclusion.objects.count()) == (5, 3, 13)
    assert all(result.is_carried for result in VoteResult.objects.all())
    assert dict(Assignment.objects.filter(batch__issuer__code__in=("K", "DT")).values_list("state").annotate(n=Count("pk"))) == {
        "accepted": 8
    }
    heard = [sentence.text for sentence in drafted(held[0]) if "Trung ương lần thứ 12" in sentence.text]
    assert heard == ["8 giờ 19 phút: Thông báo kết quả Hội nghị Trung ương lần thứ 12. Người trình bày: Bí thư Đảng ủy Khối."]
    first = [sentence for sentence in drafted(held[3]) if "khai mạc" in sentence.text]
    assert [sentence.at for sentence in first] == ["2024-02-19T08:00:00+07:00"]
    standing = standing_of(held[5])
    assert (held[5].state, standing.scene, standing.item.step, standing.talk.speaker.label) == (
        "running", Scene.SPEAKER, "speeches", "Bí thư Đảng ủy phường An Hòa",
    )  # fmt: skip
