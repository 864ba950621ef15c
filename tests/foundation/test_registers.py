"""Numbers of papers: never twice, never a hole, also with two writers at the same moment (FM-07, FM-15, FM-16, FM-20, PR-12)."""

import sqlite3
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.urls import reverse

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.services import open_term
from daihoi.foundation.registers.models import Number, Series
from daihoi.foundation.registers.queries import next_number, number_of
from daihoi.foundation.registers.services import cancel_number, set_numbering, take_number, take_numbers
from daihoi.rules import registers as rules
from daihoi.rules.errors import RuleViolation
from tests.make import make_cause, make_outsider, make_unit, make_user, signed_in

DAY = date(2020, 4, 20)


@pytest.fixture
def unit(db):
    return make_unit("ĐU1", kind="grassroots_committee")


@pytest.fixture
def clerk(unit):
    return make_user(role="organization_officer", unit=unit)


def take(unit, count=1, **changes):
    values = {"cause": make_cause(), "unit": unit, "body": "ĐU", "kind": "BC", "on": DAY} | changes
    return [row.symbol for row in take_numbers(abstracts=[f"báo cáo {n}" for n in range(count)], **values)]


def test_numbers_run_on_in_their_series_and_a_bulk_act_is_one_entry(unit):
    assert take(unit, 2) == ["01-BC/ĐU", "02-BC/ĐU"]
    assert take(unit, kind="KH") == ["01-KH/ĐU"]
    assert take(unit, 567)[-1] == "569-BC/ĐU"
    entry = Entry.objects.filter(act="registers.numbers_taken").order_by("-seq").first()
    assert (entry.facts["first"], entry.facts["last"], len(entry.facts["rows"])) == (3, 569, 64)


def test_567_numbers_cost_a_handful_of_statements(unit, django_assert_max_num_queries):
    cause = make_cause()
    with django_assert_max_num_queries(25):
        take(unit, 567, cause=cause)


def test_a_series_by_term_begins_again_with_the_term_and_one_by_year_with_the_year(unit, clerk):
    assert take(unit) == ["01-BC/ĐU"]
    open_term(cause=make_cause(), unit=unit, title="2020-2025", began=date(2020, 6, 10))
    assert take(unit, on=date(2020, 6, 9)) == ["02-BC/ĐU"]
    assert take(unit, on=date(2020, 6, 10)) == ["01-BC/ĐU"]
    assert take(unit, on=date(2021, 1, 4)) == ["02-BC/ĐU"]
    set_numbering(actor=clerk, unit=unit, body="ĐU", way=rules.Numbering("year", "{number}/{year}-{kind}/{body}"), reason="theo nếp cũ")
    assert take(unit, on=date(2021, 1, 5)) == ["1/2021-BC/ĐU"]
    assert take(unit, on=date(2022, 1, 5)) == ["1/2022-BC/ĐU"]


def test_the_own_series_of_a_congress_is_named_by_who_asks(unit):
    assert take(unit, body="ĐH", kind="NQ", period="2020-2025") == ["01-NQ/ĐH"]
    assert Series.objects.get(body="ĐH").period == "2020-2025"


def test_a_paper_carries_one_number_and_after_its_cancellation_another(unit, clerk):
    number = take_number(cause=make_cause(), unit=unit, body="ĐU", kind="TB", on=DAY, abstract="kết quả", subject="x.y:1")
    assert number_of("x.y:1") == number
    with pytest.raises(RuleViolation, match="đã có số 01-TB/ĐU"):
        take_number(cause=make_cause(), unit=unit, body="ĐU", kind="TB", on=DAY, abstract="kết quả", subject="x.y:1")
    assert next_number(unit, "ĐU", "TB", DAY) == "02-TB/ĐU"
    cancel_number(actor=clerk, number=number, reason="ghi sai trích yếu")
    assert number_of("x.y:1") is None
    again = take_number(cause=make_cause(), unit=unit, body="ĐU", kind="TB", on=DAY, abstract="kết quả", subject="x.y:1")
    assert (again.symbol, number_of("x.y:1")) == ("02-TB/ĐU", again)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "CT", "on": date(2026, 2, 1)}, "registers.kind_not_allowed"),
        ({"body": "CB", "kind": "HD", "on": date(2026, 2, 1)}, "registers.kind_not_allowed"),
        ({"kind": "B C"}, "registers.code"),
        ({"count": 0}, "registers.no_abstract"),
    ],
)
def test_what_cannot_stand_in_a_register_is_refused(unit, changes, code):
    with pytest.raises(RuleViolation) as refused:
        take(unit, **changes)
    assert (refused.value.code, Number.objects.count()) == (code, 0)


def test_a_kind_that_a_new_rule_forbids_was_allowed_before_it(unit):
    assert take(unit, kind="CT", on=date(2025, 12, 31)) == ["01-CT/ĐU"]


def test_cancelling_needs_a_reason_and_happens_once(unit, clerk):
    take(unit)
    number = Number.objects.get()
    with pytest.raises(RuleViolation, match="phải có lý do"):
        cancel_number(actor=clerk, number=number, reason=" ")
    cancel_number(actor=clerk, number=number, reason="không dùng")
    with pytest.raises(RuleViolation, match="đã hủy"):
        cancel_number(actor=clerk, number=number, reason="không dùng")


def test_a_series_goes_on_from_the_paper_register_but_only_before_its_first_number(unit, clerk):
    way = rules.Numbering("term", "{number:02d}-{kind}/{body}")
    set_numbering(actor=clerk, unit=unit, body="ĐU", kind="BC", way=way, reason="tiếp sổ giấy", used=134, on=DAY)
    assert take(unit) == ["135-BC/ĐU"]
    with pytest.raises(RuleViolation, match="đã có số trong sổ này"):
        set_numbering(actor=clerk, unit=unit, body="ĐU", kind="BC", way=way, reason="tiếp sổ giấy", used=150, on=DAY)
    with pytest.raises(RuleViolation, match="không dùng được"):
        set_numbering(actor=clerk, unit=unit, body="ĐU", way=rules.Numbering("term", "{number}{0.x}"), reason="thử")
    with pytest.raises(RuleViolation, match="phải có lý do"):
        set_numbering(actor=clerk, unit=unit, body="ĐU", way=way, reason="")


def test_an_outsider_takes_cancels_and_sets_nothing(unit, clerk):
    stranger = make_outsider()
    take(unit)
    number = Number.objects.get()
    way = rules.Numbering("term", "{number}")
    for act in (
        lambda: take(unit, cause=None, actor=stranger),
        lambda: cancel_number(actor=stranger, number=number, reason="x"),
        lambda: set_numbering(actor=stranger, unit=unit, body="ĐU", way=way, reason="x"),
    ):
        with pytest.raises(Forbidden):
            act()
    assert signed_in(stranger).get(reverse("registers:cancel", args=[number.pk])).status_code == 404
    assert "01-BC/ĐU" not in signed_in(stranger).get(reverse("registers:list")).content.decode()


def test_take_and_cancel_on_screen(unit, clerk):
    client = signed_in(clerk)
    url = reverse("registers:take", args=[unit.code])
    assert "01-CV/ĐU" in client.get(url).content.decode()
    typed = {"body": "ĐU", "kind": "BC", "on": "20/04/2020", "abstract": "tình hình tháng 4"}
    refused = client.post(url, typed | {"abstract": ""})
    assert refused.status_code == 422
    client.post(url, typed)
    number = Number.objects.get()
    assert (number.symbol, number.abstract) == ("01-BC/ĐU", "tình hình tháng 4")
    cancelled = reverse("registers:cancel", args=[number.pk])
    assert client.post(cancelled, {"reason": ""}).status_code == 422
    client.post(cancelled, {"reason": "trùng"})
    page = client.get(reverse("registers:list"), {"state": "cancelled"}).content.decode()
    assert "Hủy vì: trùng" in page
    assert "Chưa có số nào" in client.get(reverse("registers:list"), {"state": "used"}).content.decode()
    assert client.get(reverse("registers:export")).content[:2] == b"PK"
    numbering = reverse("registers:numbering", args=[unit.code])
    assert client.post(numbering, {"body": "ĐU", "by": "year", "pattern": "{number}/{year}", "reason": "nếp cũ"}).status_code == 302
    assert next_number(unit, "ĐU", "BC", DAY) == "1/2020"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_for_any_length(unit, clerk, rows, django_assert_num_queries):
    take(unit, rows)
    client = signed_in(clerk)
    client.get(reverse("registers:list"))
    with django_assert_num_queries(15):
        client.get(reverse("registers:list"))


@pytest.fixture
def own_file(tmp_path):
    """On SQLite a database in a file, as in use: two threads get two connections that wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    path, settings = tmp_path / "two.sqlite3", connections.databases["default"]
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    memory, settings["NAME"] = settings["NAME"], str(path)
    yield path
    settings["NAME"] = memory


def numbers_given(path):
    """The numbers in the database the threads wrote to."""
    if path is None:
        return sorted(Number.objects.values_list("number", flat=True))
    with sqlite3.connect(path) as file:
        return sorted(row[0] for row in file.execute("SELECT number FROM registers_number"))


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_the_same_moment_leave_no_hole_and_give_no_number_twice(request):
    unit = make_unit("ĐU2")
    clerks = [make_user(role="organization_officer", unit=unit) for _ in range(2)]
    path = request.getfixturevalue("own_file")
    together = Barrier(2)

    def work(clerk):
        try:
            together.wait()
            for turn in range(8):
                given = {"actor": clerk, "unit": unit, "body": "ĐU", "kind": "BC", "on": DAY}
                try_again(take_numbers, abstracts=["một", "hai"], **given)
                if turn % 3 == 0:
                    with pytest.raises(RuleViolation):  # an act that fails gives its numbers back
                        try_again(_taken_and_refused, **given)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers_given(path) == list(range(1, 33))


def _taken_and_refused(**given):
    """Take numbers inside an act that is refused afterwards."""
    from django.db import transaction

    with transaction.atomic():
        take_numbers(abstracts=["ba"], **given)
        raise RuleViolation("tests.refused", "không được")
