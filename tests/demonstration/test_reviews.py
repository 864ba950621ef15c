"""The reviews of the founding articles: adopted by their conferences, their figures right, their blamed drafts pointed at."""

import pytest
from django.db import transaction

from daihoi.cycle.documents.inspection import plain
from daihoi.cycle.documents.models import Contribution, Document
from daihoi.cycle.documents.queries.figures import counterpart
from daihoi.cycle.documents.queries.opinions import desk_groups, totals
from daihoi.cycle.documents.queries.texts import working
from daihoi.demonstration import accounts, meetings, reviews
from daihoi.demonstration import review_texts as texts
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.organization.services import UnitRow, import_units
from daihoi.rules.checks import check

pytestmark = pytest.mark.django_db

TREE = (
    ("TW", "Trung ương", "central", ""),
    ("DT", "Đảng bộ tỉnh Đồng Tháp", "central_sub", "TW"),
    ("DT-SD", "Đảng bộ thành phố Sa Đéc", "upper_grassroots", "DT"),
    ("K", "Đảng bộ Khối các cơ quan Trung ương", "central_sub", "TW"),
    ("K01", "Đảng bộ Tổng công ty Đường sông phía Bắc", "upper_grassroots", "K"),
)


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """The conferences and their reviews, on a small tree, undone after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _written()
        transaction.set_rollback(True)


def _written():
    """Build the conferences, then twice the reviews: the second time changes nothing."""
    import_units(rows=[UnitRow(*row, meetings.BEGAN) for row in TREE], origin=SETUP)
    accounts.ensure(accounts.CENTRAL)
    for username in ("thuky.sadec", "canbo.khoi"):
        accounts.ensure(next(each for each in accounts.ACCOUNTS if each.username == username))
    meetings.build(lambda _line: None)
    said = []
    for _time in range(2):
        reviews.build(said.append)
    assert len(said) == 1
    return {(each.unit.code, each.kind): each for each in Document.objects.select_related("unit")}


def report_of(document):
    """What the checks say of the working text, beside the text that it must not repeat."""
    other = counterpart(document)
    return check(plain(working(document).paragraphs)[0], plain(other.paragraphs)[0] if other else None)


def test_each_review_is_the_text_that_its_conference_adopted_with_the_vote_and_the_additions(written):
    adopted = {
        code: (last.number, last.phase, last.note, f"{last.adoption.decided_at:%Y-%m-%d}", len(last.content) - len(last.follows.content))
        for (code, _kind), document in written.items()
        if (last := document.versions.latest("number")).adoption_id
    }
    assert adopted == {
        "BT-K": (2, "final", "Thông qua tại Hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội lần thứ XIII: 27/28", "2023-05-17", 1),
        "ST-K": (3, "final", "Thông qua tại Hội nghị bất thường tổng kết Chỉ thị số 35-CT/TW: 25/27", "2024-02-19", 2),
        "DNG": (2, "final", "Thông qua tại Hội nghị Ban Chấp hành xem xét báo cáo tổng kết Chỉ thị số 35-CT/TW: 42/46", "2024-02-27", 0),
    }  # fmt: skip


def test_the_bodies_of_soc_trang_were_heard_one_by_one_before_the_conference(written):
    first = written["ST-K", "final_review"].versions.get(number=1)
    consultation = first.consultations.get()
    counts = totals([group.pk for group in desk_groups(consultation, consultation.unit)])
    heard = set().union(*(each.heard for each in counts.values()))
    assert (Contribution.objects.count(), len(heard), len({unit for unit, _body in heard})) == (8, 8, 6)
    second = first.document.versions.get(number=2)
    assert [(old.text, new.text) for old, new in zip(first.paragraphs, second.paragraphs, strict=True) if old != new] == [
        (
            "Chi bộ Cấp nước và Chi bộ Lưu trữ gửi hồ sơ nhân sự muộn, Ban Thường vụ phải họp thêm hai lần để duyệt.",
            "Chi bộ Cấp nước và Chi bộ Lưu trữ gửi hồ sơ nhân sự muộn 9 ngày, Ban Thường vụ phải họp thêm hai lần để duyệt.",
        )
    ]


def test_the_published_figures_stand_in_the_reports_and_are_right(written):
    bloc, ben_tre = report_of(written["K", "report"]), report_of(written["BT-K", "interim_review"])
    assert [(pair.part, pair.whole, pair.verdict) for pair in (*bloc.pairs, *ben_tre.pairs)] == [
        (3940, 5408, "right"), (26, 61, "right"), (313, 1094, "right"), (6, 7, "right"),
    ]  # fmt: skip
    assert [(each.total, list(each.parts), each.is_right) for each in bloc.sums] == [(313, [124, 189], True)]


def test_the_checks_point_at_the_blamed_drafts_and_leave_the_adopted_reviews_alone(written):
    """DO-07: sprawling, a list of figures, thin results, shallow limits, and a self-review that repeats the political report."""
    pointed = {key: sorted({each.code for each in report_of(document).findings}) for key, document in written.items()}
    assert pointed == {
        ("ST-K", "final_review"): [],
        ("BT-K", "interim_review"): [],
        ("DNG", "final_review"): [],
        ("K", "report"): [],
        ("DNG-DS", "political_report"): ["list_like", "no_cause", "no_remedy", "shallow_limits"],
        ("DNG-DS", "self_review_report"): ["list_like", "repeats_other"],
        ("K01", "political_report"): ["no_cause", "no_example", "no_figures", "no_remedy", "shallow_limits"],
    }
    places = working(written["DNG-DS", "self_review_report"]).paragraphs
    repeated = [each.line for each in report_of(written["DNG-DS", "self_review_report"]).findings if each.code == "repeats_other"]
    assert [places[line - 1].text for line in repeated] == [texts.SPRAWLING[2].text, texts.SPRAWLING[4].text]
