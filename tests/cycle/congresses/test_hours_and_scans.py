"""The programme by the hour, the signed scan beside its letter, what kind a congress was on a past day (DR-17, PR-12, PR-01)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.models import ItemTime, SignedScan
from daihoi.cycle.congresses.papers import programme_paper
from daihoi.cycle.congresses.queries import as_it_was, view
from daihoi.cycle.congresses.readiness import timed_programme
from daihoi.cycle.congresses.services import CongressRow, Letters, Paper, Sitting
from daihoi.cycle.reporting.queries.reports import report
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from daihoi.rules.programme import Hours, Item, Timed, timed
from tests.cycle.congresses.facts import at, make_congress, make_old_unit
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)
PDF = b"%PDF-1.4 signed"


def moment(day, hour, minute):
    """An hour of June, on the clock of the hall."""
    return datetime.combine(date(2020, 6, day), time(hour, minute))


def refused(code, act, **given):
    with pytest.raises(RuleViolation) as violation:
        act(**given)
    assert violation.value.code == code


def test_hours_run_on_from_the_opening_and_a_fixed_hour_may_be_the_next_day():
    listed = [Item(code, "official", code, "DR-17") for code in "abcd"]
    told = {
        "a": Hours(minutes=20, began=time(7, 40)),
        "b": Hours(minutes=100),
        "c": Hours(at=time(13, 30), minutes=90),
        "d": Hours(at=time(7)),
    }
    found = timed(listed, {"official": moment(15, 7, 30)}, told)
    assert [each.starts for each in found] == [
        moment(15, 7, 30),
        moment(15, 7, 50),
        moment(15, 13, 30),
        moment(16, 7, 0),
    ]
    assert [each.late for each in found] == [10, None, None, None]
    assert timed(listed[:1], {}, told) == (Timed(listed[0], None, told["a"]),)


def test_the_programme_is_planned_by_the_hour_and_the_real_hours_are_kept(officer, congress):
    client, page = signed_in(officer), reverse("congresses:times", args=[congress.pk])
    assert "Chưa định giờ bắt đầu phiên" in client.get(page).content.decode()
    services.set_sessions(actor=officer, congress=congress, official=Sitting(DAY, 2, "Hội trường", time(7, 30)))
    assert client.post(page, {"flag-minutes": "10", "flag-began": "07:35"}).status_code == 302
    first, second = timed_programme(congress)[:2]
    assert (first.item.code, first.starts, first.late, second.starts) == (
        "flag",
        moment(15, 7, 30),
        5,
        moment(15, 7, 40),
    )
    assert "muộn 5 phút" in client.get(page).content.decode()
    client.post(page, {"flag-minutes": "10", "flag-began": "07:35"})
    client.post(page, {"flag-minutes": "10", "flag-began": "07:35", "flag-ended": "07:44"})
    assert list(ItemTime.objects.values_list("item", "ended")) == [("flag", None), ("flag", time(7, 44))]
    before = client.post(page, {"flag-began": "08:00", "flag-ended": "07:00"})
    assert (before.status_code, "xong trước khi bắt đầu" in before.content.decode()) == (422, True)
    unread = client.post(page, {"flag-minutes": "mười"})
    assert (unread.status_code, 'value="mười"' in unread.content.decode()) == (422, True)
    assert "7 giờ 30: Chào cờ" in str(programme_paper(congress, "Đại hội"))
    refused("programme.unknown_item", services.set_times, actor=officer, congress=congress, hours={"x": Hours()})
    with pytest.raises(Forbidden):
        services.set_times(actor=make_outsider(), congress=congress, hours={})
    assert signed_in(make_outsider()).get(page).status_code == 404


def test_the_signed_scan_lies_beside_its_letter_for_whom_may_see_the_letter(province, officer, congress):
    row = services.submit(actor=officer, congress=congress, matter="contents", paper=Paper(date(2020, 4, 20)))
    letters = Letters(body="TU", kind="CV", on=date(2020, 5, 4), signer_title="Phó Bí thư", place="Cao Lãnh")
    decision = services.approve_many(actor=officer, superior=province, submissions=[row], letters=letters).decisions.get()
    client, page = signed_in(officer), reverse("congresses:scan", args=[decision.pk])
    wrong = client.post(page, {"file": SimpleUploadedFile("a.pdf", b"GIF89a")})
    assert (wrong.status_code, "không phải PDF hay JPEG" in wrong.content.decode()) == (422, True)
    assert client.post(page, {"file": SimpleUploadedFile("ban-ky.pdf", PDF)}).status_code == 302
    scan = SignedScan.objects.get()
    assert Entry.objects.filter(act="congresses.scan_kept").get().facts["digest"] == scan.file.digest
    assert "đã lưu" in client.post(page, {"file": SimpleUploadedFile("lai.pdf", PDF)}).content.decode()
    assert "bản đã ký" in client.get(reverse("congresses:detail", args=[congress.pk])).content.decode()
    clerk = signed_in(make_user(role="unit_clerk", unit=congress.unit))
    got = clerk.get(reverse("congresses:scan_file", args=[scan.pk]))
    assert (got.content, got["Content-Type"]) == (PDF, "application/pdf")
    outsider = signed_in(make_outsider())
    assert [outsider.get(address).status_code for address in (page, reverse("congresses:scan_file", args=[scan.pk]))] == [404, 404]
    assert clerk.get(page).status_code == 404
    with pytest.raises(Forbidden):
        services.keep_scan(actor=make_outsider(), decision=decision, file=store(b"%PDF-2", kind="signed_scan", name="b.pdf"))


def test_a_past_day_counts_pilots_and_contents_as_they_were_set_pr_01(province, officer, congress):
    round_, today = congress.round, timezone.localdate()
    held = CongressRow(congress.unit, held=date(2020, 6, 15), recorded_at=at(date(2020, 6, 16)))
    services.import_congresses(actor=officer, unit=province, round_=round_, rows=[held])
    before = timezone.now()
    services.set_contents(actor=officer, congress=congress, contents=3, reason="nhân sự khó")
    services.mark_pilot(actor=officer, congress=congress, pilot=True)
    assert congress.kind_changes.get(pilot=True).since == date(2020, 6, 15)  # it was held: a correction of what it was

    def told(on, known):
        level = report("progress", province, round_, on, known).figures["levels"][0]
        return level["contents"], level["pilots"]

    assert [told(date(2020, 6, 25), known) for known in (before, timezone.now())] == [({"4": 1}, 0), ({"3": 1}, 1)]
    other = make_congress(make_old_unit("B", superior=province, kind="grassroots_cell"), round_, officer=officer)
    row = CongressRow(other.unit, pilot=True, recorded_at=at(date(2020, 5, 20)))
    services.import_congresses(actor=officer, unit=province, round_=round_, rows=[row])

    def is_pilot(on):
        return as_it_was(view(province, round_, on), other.unit.congresses.all()).get().pilot_then

    days = (date(2020, 5, 19), date(2020, 5, 20), today + timedelta(days=1))
    assert [is_pilot(day) for day in days] == [False, True, True]
    listed = [signed_in(officer).get(reverse("congresses:list"), {"pilot": "1", "on": f"{day:%d/%m/%Y}"}) for day in days[:2]]
    assert [[row.name for row in page.context["page"]] for page in listed] == [[], ["Đơn vị B"]]
