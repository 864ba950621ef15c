"""Inspection rounds: programme, team, visits, findings, remedies as assignments, closing, report."""

import io
from datetime import date

import docx
import pytest
from django.db.utils import DatabaseError
from django.urls import reverse

from daihoi.cycle.directives.models import Observation, Remedy
from daihoi.cycle.directives.queries.inspections import desk, followed, open_remedies, visible_inspections
from daihoi.cycle.directives.services import (
    close_inspection,
    observe,
    open_inspection,
    open_programme,
    plan_visit,
    record_visit,
    require_remedy,
    waive_remedy,
)
from daihoi.cycle.directives.services.inspecting import Plan
from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from tests.cycle.directives.facts import make_inspection, make_text
from tests.make import make_outsider, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
ON = date(2020, 3, 10)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def inspector(tree):
    return make_user(role="inspector", unit=tree["P"])


@pytest.fixture
def inspection(tree, inspector):
    return make_inspection(inspector, tree["P"], text=make_text(tree["P"]))


@pytest.fixture
def visit(tree, inspector, inspection):
    planned = plan_visit(actor=inspector, inspection=inspection, unit=tree["A"], on=ON)
    return record_visit(actor=inspector, visit=planned, on=ON)


def refused(code):
    """Expect one refusal by its code."""
    return pytest.raises(RuleViolation, check=lambda violation: violation.code == code)


def programme_of(actor, unit, **named):
    given = {"term": "2020-2025", "number": "01-CTr/UBKTTU", "dated": date(2020, 1, 10)}
    given |= {"key_points": ["nhân sự cấp ủy", " "], "widened_to": ["chi bộ trong doanh nghiệp"]}
    return open_programme(actor=actor, unit=unit, **(given | named))


def test_a_programme_has_key_points_and_a_widened_scope(tree, inspector):
    programme = programme_of(inspector, tree["P"])
    assert (programme.key_points, programme.widened_to) == (["nhân sự cấp ủy"], ["chi bộ trong doanh nghiệp"])
    with refused("directives.known_programme"):
        programme_of(inspector, tree["P"])
    with refused("directives.no_key_point"):
        programme_of(inspector, tree["P"], key_points=[" "], number="2")
    for user in (make_outsider("inspector"), make_user(role="organization_officer", unit=tree["P"])):
        with pytest.raises(Forbidden):
            programme_of(user, tree["P"], number="3")


def test_a_round_has_a_head_and_members(tree, inspector, inspection):
    assert [(member.person.full_name, member.is_head) for member in inspection.team.all()] == [
        ("Trần Quốc Mẫu", True),
        ("Lê Thị Thử", False),
        ("Võ Văn Thử", False),
    ]
    plan = Plan("Nội dung", "supervision", "QĐ 1", date(2020, 3, 2), date(2020, 3, 1))
    with refused("directives.inspection_days"):
        open_inspection(actor=inspector, unit=tree["P"], plan=plan, head="An", members=())
    with refused("directives.no_head"):
        open_inspection(actor=inspector, unit=tree["P"], plan=Plan("x", "supervision", "y", ON, ON), head=" ", members=())
    with pytest.raises(Forbidden):
        make_inspection(make_outsider("inspector"), tree["P"])


def test_a_team_goes_to_units_of_its_branch_only_and_once(tree, inspector, inspection, visit):
    with refused("directives.visit_twice"):
        plan_visit(actor=inspector, inspection=inspection, unit=tree["A"], on=ON)
    with refused("directives.visit_outside"):
        plan_visit(actor=inspector, inspection=make_inspection(inspector, tree["A"]), unit=tree["B"], on=ON)
    with refused("directives.in_the_future"):
        record_visit(actor=inspector, visit=visit, on=date(2999, 1, 1))
    for act in (
        lambda user: plan_visit(actor=user, inspection=inspection, unit=tree["B"], on=ON),
        lambda user: record_visit(actor=user, visit=visit, on=ON),
    ):
        with pytest.raises(Forbidden):
            act(make_outsider("inspector"))


def test_what_was_found_is_written_once_after_the_visit(tree, inspector, inspection, visit):
    clause = inspection.text.clauses.first()
    row = observe(actor=inspector, visit=visit, kind="shortcoming", content="Kế hoạch chưa phân công rõ.", clause=clause)
    assert (row.clause, Entry.objects.order_by("-at").first().act) == (clause, "directives.observed")
    with pytest.raises(DatabaseError):
        Observation.objects.filter(pk=row.pk).delete()


def test_nothing_is_found_before_the_visit(tree, inspector, inspection):
    planned = plan_visit(actor=inspector, inspection=inspection, unit=tree["B"], on=ON)
    with refused("directives.not_visited"):
        observe(actor=inspector, visit=planned, kind="strength", content="Tốt.")
    with refused("directives.remedy_too_early"):
        require_remedy(actor=inspector, visit=planned, content="Sửa kế hoạch", due=date(2020, 4, 1))
    with pytest.raises(Forbidden):
        observe(actor=make_outsider("inspector"), visit=planned, kind="strength", content="Tốt.")


def test_a_remedy_is_an_assignment_of_the_unit_and_is_followed(tree, inspector, inspection, visit):
    remedy = require_remedy(actor=inspector, visit=visit, content="Bổ sung phân công", due=date(2020, 4, 1))
    row = Assignment.objects.get(unit=tree["A"])
    assert (row.due, row.batch.source, row.batch.issuer) == (date(2020, 4, 1), f"directives.remedy:{remedy.pk}", tree["P"])
    found = desk(visible_inspections(inspector), date(2020, 5, 1))
    assert (found.visited, found.planned, [each.remedy for each in found.open_], found.late(date(2020, 5, 1))) == (1, 1, [remedy], 1)
    row.state, row.owed, row.met_on = State.ACCEPTED, False, date(2020, 3, 28)
    row.save()
    assert (open_remedies(inspection), [each.word for each in followed(Remedy.objects.all())]) == ([], ["đã nghiệm thu"])
    with refused("directives.remedy_too_early"):
        require_remedy(actor=inspector, visit=visit, content="Sớm quá", due=date(2020, 3, 1))


def test_closing_needs_every_remedy_accepted_or_a_reason(tree, inspector, inspection, visit):
    remedy = require_remedy(actor=inspector, visit=visit, content="Bổ sung phân công", due=date(2020, 4, 1))
    given = {"actor": inspector, "inspection": inspection, "on": date(2020, 4, 10)}
    with refused("directives.remedy_open"):
        close_inspection(**given, conclusion="Đạt yêu cầu.")
    with refused("directives.no_conclusion"):
        close_inspection(**given, conclusion=" ")
    with pytest.raises(Forbidden):
        close_inspection(**(given | {"actor": make_outsider("inspector")}), conclusion="x")
    close_inspection(**given, conclusion="Đạt yêu cầu.", reasons={remedy.pk: "đơn vị đã sáp nhập"})
    remedy.refresh_from_db()
    assert (remedy.waived_reason, inspection.closed_on, open_remedies(inspection)) == ("đơn vị đã sáp nhập", date(2020, 4, 10), [])
    for code, act in {
        "directives.inspection_closed": lambda: plan_visit(actor=inspector, inspection=inspection, unit=tree["B"], on=ON),
    }.items():
        with refused(code):
            act()


def test_letting_a_remedy_go_needs_a_reason(inspector, visit):
    remedy = require_remedy(actor=inspector, visit=visit, content="Bổ sung", due=date(2020, 4, 1))
    with refused("directives.waived_without_reason"):
        waive_remedy(actor=inspector, remedy=remedy, reason="")
    waive_remedy(actor=inspector, remedy=remedy, reason="đã hết nhiệm kỳ")
    with refused("directives.waived_already"):
        waive_remedy(actor=inspector, remedy=remedy, reason="lần nữa")
    with pytest.raises(Forbidden):
        waive_remedy(actor=make_outsider("inspector"), remedy=remedy, reason="x")


def words(data):
    """All words of a DOCX, tables too."""
    paper = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


def test_the_report_is_a_paper_in_the_format_of_its_day(tree, inspector, visit):
    inspection = visit.inspection
    observe(actor=inspector, visit=visit, kind="shortcoming", content="Kế hoạch chưa phân công rõ.", clause=inspection.text.clauses.first())
    remedy = require_remedy(actor=inspector, visit=visit, content="Bổ sung phân công", due=date(2020, 4, 1))
    close_inspection(
        actor=inspector, inspection=inspection, on=date(2020, 4, 10), conclusion="Đạt yêu cầu.", reasons={remedy.pk: "đã sáp nhập"}
    )
    client = signed_in(inspector)
    text = words(client.get(reverse("inspections:report", args=[inspection.pk, "docx"])).content)
    for wanted in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Trần Quốc Mẫu",
        "1 trên 1 đơn vị",
        "(điều 1): Kế hoạch chưa phân công rõ.",
        "đã sáp nhập",
        "Đạt yêu cầu.",
    ):
        assert wanted in text
    assert client.get(reverse("inspections:report", args=[inspection.pk, "pdf"])).content[:5] == b"%PDF-"
    assert client.get(reverse("inspections:report", args=[inspection.pk, "odt"])).status_code == 404


def test_the_inspector_works_through_the_pages(tree, inspector):
    client = signed_in(inspector)
    assert client.get(reverse("inspections:desk")).status_code == 200
    day = {
        "dated": "10/01/2020",
        "term": "2020-2025",
        "number": "01-CTr/UBKT",
        "key_points": "nhân sự\nvăn kiện",
        "widened_to": "đơn vị sự nghiệp",
    }
    assert client.post(reverse("inspections:programme"), day).status_code == 302
    typed = {
        "title": "Chuẩn bị đại hội", "form": "supervision", "decision": "QĐ 5", "starts": "05/03/2020", "ends": "20/03/2020",
        "head": "Trần Mẫu", "members": "Lê Thử", "programme": "", "text": "", "key_points": "",
    }  # fmt: skip
    page = client.post(reverse("inspections:create"), typed)["Location"]
    inspection = visible_inspections(inspector).get()
    assert client.post(reverse("inspections:visit", args=[inspection.pk]), {"unit": "A", "on": "10/03/2020"}).status_code == 302
    visit = inspection.visits.get()
    assert client.post(reverse("inspections:observe", args=[visit.pk]), {"kind": "strength", "content": "Tốt"}).status_code == 422
    assert client.post(reverse("inspections:visited", args=[visit.pk]), {"on": "10/03/2020"}).status_code == 302
    assert client.post(reverse("inspections:observe", args=[visit.pk]), {"kind": "strength", "content": "Làm sớm"}).status_code == 302
    assert client.post(reverse("inspections:remedy", args=[visit.pk]), {"content": "Bổ sung", "due": "01/04/2020"}).status_code == 302
    remedy = Remedy.objects.get()
    assert client.get(reverse("inspections:waive", args=[remedy.pk])).status_code == 200
    text = client.get(page).content.decode()
    assert [word in text for word in ("Làm sớm", "Bổ sung", "Đảng bộ cơ sở A", "trưởng đoàn")] == [True] * 4
    assert "Bổ sung" in client.get(reverse("inspections:desk")).content.decode()
    done = {"on": "10/04/2020", "conclusion": "Đạt."}
    assert client.post(reverse("inspections:close", args=[inspection.pk]), done).status_code == 422
    assert client.post(reverse("inspections:close", args=[inspection.pk]), done | {f"reason-{remedy.pk}": "sáp nhập"}).status_code == 302
    assert "Đã kết thúc ngày 10/04/2020" in client.get(page).content.decode()


@pytest.mark.parametrize("role", ["viewer", "unit_clerk", "administrator"])
def test_who_does_not_inspect_finds_no_inspection(tree, inspection, role):
    client = signed_in(make_user(role=role, unit=tree["P"]))
    assert client.get(reverse("inspections:desk")).status_code == 404
    assert client.get(reverse("inspections:detail", args=[inspection.pk])).status_code == 404


def test_the_outsider_finds_no_inspection_and_the_officer_reads_it(tree, inspection):
    assert signed_in(make_outsider("inspector")).get(reverse("inspections:detail", args=[inspection.pk])).status_code == 404
    officer = signed_in(make_user(role="organization_officer", unit=tree["P"]))
    assert officer.get(reverse("inspections:detail", args=[inspection.pk])).status_code == 200
    assert officer.get(reverse("inspections:close", args=[inspection.pk])).status_code == 403
