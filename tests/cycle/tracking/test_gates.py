"""Gates: what is missing with a link, debts with a date, a named person who lets pass, counting gates that are hard (PR-02)."""

from datetime import date

import pytest
from django.urls import reverse

from daihoi.cycle.congresses.models import GatePass, StageEvent
from daihoi.cycle.congresses.services import OpenGate, Told, advance, pass_gate, record_stage
from daihoi.cycle.tracking.gates import GATES, answers
from daihoi.foundation.assignments.queries.items import assignment_of
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from tests.cycle.congresses.facts import make_congress, make_old_unit
from tests.cycle.elections.facts import CLEAR, make_certified, make_fixed, make_hall, make_printed
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 1)


def open_codes(congress, stage):
    return [answer.code for answer in answers(congress, stage, ON) if not answer.is_met]


def test_the_table_names_every_stage():
    assert list(GATES) == list(Stage)


def test_each_missing_thing_is_named_and_leads_to_where_it_is_mended(officer, congress):
    assert open_codes(congress, Stage.contents_approved) == [
        "stage.prepared", "plan", "headcount", "task.personnel_scheme", "task.inspection_scheme",
        "paper.political_report", "paper.self_review_report", "paper.resolution", "paper.action_programme", "submission.contents", "sessions",
    ]  # fmt: skip
    panel = signed_in(officer).get(reverse("tracking:stage", args=[congress.pk]), {"stage": "contents_approved"}).content.decode()
    for name, more in (("plan", ()), ("sessions", ()), ("submit", ("contents",)), ("task", ("personnel_scheme",))):
        assert reverse(f"congresses:{name}", args=[congress.pk, *more]) in panel
    viewer = signed_in(make_user(role="viewer", unit=congress.unit))
    assert reverse("congresses:plan", args=[congress.pk]) not in viewer.get(reverse("tracking:gates", args=[congress.pk])).content.decode()


def test_what_happened_is_recorded_and_what_is_missing_becomes_a_debt_until_it_is_there(officer, congress):
    url = reverse("tracking:stage", args=[congress.pk])
    typed = {"stage": "contents_approved", "happened_on": "29/05/2020", "source": "1", "reason": "trực ban báo"}
    text = signed_in(officer).post(url, typed, follow=True).content.decode()
    assert "10 điều kiện còn thiếu đã thành việc nợ có hạn" in text
    assert StageEvent.objects.get(stage="contents_approved").source == 1
    debts = {gate: assignment_of(f"congresses.debt.{gate}:{congress.pk}") for gate in ("plan", "task.personnel_scheme", "stage.prepared")}
    assert all(debt.owed and debt.due for debt in debts.values())
    record_stage(actor=officer, congress=congress, stage=Stage.prepared, happened_on=date(2020, 5, 20))
    assert assignment_of(f"congresses.debt.stage.prepared:{congress.pk}").owed is False


def test_a_named_person_lets_a_warning_pass_with_a_reason_and_it_is_no_debt(officer, congress):
    url = reverse("tracking:pass", args=[congress.pk, "prepared", "headcount"])
    client = signed_in(officer)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "số liệu quý trước vẫn đúng"}).status_code == 302
    row = GatePass.objects.get()
    assert (row.passed_by, row.gate) == (officer, "headcount")
    assert f"{officer} cho qua" in client.get(reverse("tracking:gates", args=[congress.pk])).content.decode()
    with pytest.raises(RuleViolation, match="đã được cho qua"):
        pass_gate(actor=officer, congress=congress, stage=Stage.prepared, gate=OpenGate("headcount", "x"), reason="lại")
    client.post(reverse("tracking:stage", args=[congress.pk]), {"stage": "prepared", "happened_on": "20/05/2020"})
    assert assignment_of(f"congresses.debt.headcount:{congress.pk}") is None
    assert assignment_of(f"congresses.debt.task.plan:{congress.pk}").owed
    for bad in (["khac", "headcount"], ["prepared", "khac"], ["prepared", "stage.called"]):
        assert client.get(reverse("tracking:pass", args=[congress.pk, *bad])).status_code == 404


def test_only_a_counting_gate_stops_and_nobody_lets_it_pass():
    hall = make_hall()
    contest = make_printed(hall, make_fixed(hall), 9)
    assert open_codes(hall.congress, Stage.results_reported) == ["stage.held", "counts", "quick"]
    missing = [answer.gate() for answer in answers(hall.congress, Stage.results_reported, ON) if not answer.is_met]
    given = {"actor": hall.officer, "congress": hall.congress}
    with pytest.raises(RuleViolation, match="Chưa công bố kết quả: Bầu Ban Chấp hành") as refused:
        advance(**given, stage=Stage.results_reported, told=Told(ON), missing=missing)
    assert refused.value.code == "stage.counting_open"
    with pytest.raises(RuleViolation, match="không ai cho qua được"):
        pass_gate(**given, stage=Stage.results_reported, gate=missing[1], reason="gấp")
    assert contest.congress_id == hall.congress.pk


def test_a_certified_count_opens_the_gate_and_fills_the_quick_result():
    hall = make_hall()
    make_certified(hall, CLEAR)
    assert open_codes(hall.congress, Stage.results_reported) == ["stage.held", "quick"]
    draft = hall.congress.result_draft
    wanted = {"convened": 10, "present": 9, "seats": 3, "candidates": 5, "elected": 3, "rounds": 1}
    assert (draft.facts, draft.given) == (wanted, sorted(wanted))


def test_a_congress_of_two_contents_is_filed_without_ratification(officer, congress):
    assert open_codes(congress, Stage.filed) == ["stage.results_reported", "stage.results_approved"]
    congress.contents = 2
    congress.save()
    assert open_codes(congress, Stage.filed) == ["stage.results_reported"]


def test_pilots_come_first_and_leave_their_lessons(officer, province, congress):
    pilot = make_congress(make_old_unit("B", superior=province, kind="grassroots_committee"), congress.round, officer=officer)
    pilot.pilot = True
    pilot.save()
    assert [code for code in open_codes(congress, Stage.held) if code.startswith("pilot")] == [f"pilot.held.{pilot.pk.hex[-8:]}"]
    record_stage(actor=officer, congress=pilot, stage=Stage.held, happened_on=date(2020, 4, 2))
    assert [code for code in open_codes(congress, Stage.held) if code.startswith("pilot")] == [f"pilot.lessons.{pilot.pk.hex[-8:]}"]


def test_two_pilots_without_lessons_are_two_debts_and_stop_nothing(officer, province, congress):
    """PR-02: what happened is recorded whatever is missing, however often."""
    for code in "BC":
        pilot = make_congress(make_old_unit(code, superior=province, kind="grassroots_committee"), congress.round, officer=officer)
        pilot.pilot = True
        pilot.save()
    url = reverse("tracking:stage", args=[congress.pk])
    answer = signed_in(officer).post(f"{url}?stage=held", {"stage": "held", "happened_on": "20/04/2020", "source": "1"})
    assert answer.status_code == 302
    assert congress.events.filter(stage=Stage.held).count() == 1


def test_an_outsider_moves_nothing_and_lets_nothing_pass(congress):
    stranger = make_outsider()
    client = signed_in(stranger)
    assert client.get(reverse("tracking:stage", args=[congress.pk])).status_code == 404
    assert client.get(reverse("tracking:pass", args=[congress.pk, "prepared", "headcount"])).status_code == 404
    with pytest.raises(Forbidden):
        advance(actor=stranger, congress=congress, stage=Stage.prepared, told=Told(ON), missing=[])
    with pytest.raises(Forbidden):
        pass_gate(actor=stranger, congress=congress, stage=Stage.prepared, gate=OpenGate("x", "x"), reason="x")
