"""What a congress should have before each stage, as one table (điều kiện chuyển mốc).

Read GATES at the end: a stage, and the questions asked before it. A gate shows what is missing with a link to it; only the
counting gates are hard, every other one warns, and what is missing when the stage happened becomes a debt with a date (PR-02).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, Contents, Matter, Preparation, Verdict
from daihoi.cycle.congresses.queries import planned_history, track
from daihoi.cycle.congresses.readiness import (
    answer_of,
    done_rows,
    kind_of,
    length_findings,
    newest_submission,
    pilots_before,
)
from daihoi.cycle.congresses.services import OpenGate
from daihoi.cycle.congresses.services.quick import day_held
from daihoi.cycle.documents.queries.readiness import document_findings
from daihoi.cycle.elections.models import Contest, Purpose
from daihoi.foundation.ballots.models import CountRecord
from daihoi.foundation.organization.queries import newest_name
from daihoi.rules.preparations import tasks_for
from daihoi.rules.stages import Stage
from daihoi.web.errors import said

CELLS = ("grassroots_cell", "sub_cell")


@dataclass(frozen=True)
class Answer:
    """One condition as it stands: met or missing, why, and the page where it is mended (điều kiện)."""

    code: str
    is_met: bool
    what: str
    why: str = ""
    page: str = ""  # name of an address that takes the congress, then `argument`
    argument: str = ""
    act: str = ""  # the act a person must hold to mend it
    is_hard: bool = False

    def gate(self) -> OpenGate:
        """Hand the condition down to the act."""
        return OpenGate(self.code, self.what, self.is_hard)


@dataclass(frozen=True)
class Known:
    """What is read once for all conditions of a congress."""

    congress: Congress
    on: date
    kind: str
    happened: dict[Stage, date]
    done: dict[str, Preparation]


Ask = Callable[[Known, Stage], list[Answer]]


def known_of(congress: Congress, on: date) -> Known:
    """Read what the conditions ask about."""
    happened = {step.stage: step.happened_on for step in track(congress) if step.happened_on}
    return Known(congress, on, kind_of(congress), happened, done_rows(congress))


def earlier(*stages: Stage) -> Ask:
    """Earlier stages are recorded (mốc trước)."""

    def ask(known: Known, _stage: Stage) -> list[Answer]:
        return [_earlier(known, stage) for stage in stages]

    return ask


def _earlier(known: Known, stage: Stage) -> Answer:
    """Say whether one earlier stage is recorded."""
    title, day = STAGE_TITLES[stage], known.happened.get(stage)
    if day:
        return Answer(f"stage.{stage}", True, _("{stage}: {day:%d/%m/%Y}").format(stage=title, day=day))
    why = _("Ghi bổ sung khi có giấy tờ.")
    return Answer(
        f"stage.{stage}", False, _("Chưa ghi mốc “{stage}”").format(stage=title), why, "tracking:stage", f"?stage={stage}", "record_stage"
    )


def opening_planned(known: Known, _stage: Stage) -> list[Answer]:
    """The opening day is planned (ngày dự kiến; DR-08)."""
    plans = planned_history(known.congress)
    if plans and plans[0].planned is None:
        why = _("Hoãn vì: {why}. Các hạn đếm lùi chờ ngày mới.").format(why=plans[0].reason.rstrip("."))
        return [Answer("plan", False, _("Đại hội hoãn, chưa có ngày mới"), why, "congresses:plan", act="plan")]
    if plans:
        return [Answer("plan", True, _("Ngày dự kiến: {day:%d/%m/%Y}").format(day=plans[0].planned))]
    return [Answer("plan", False, _("Chưa đặt ngày dự kiến"), _("Các hạn đếm lùi từ ngày này."), "congresses:plan", act="plan")]


def members_counted(known: Known, _stage: Stage) -> list[Answer]:
    """The number of members is known (số đảng viên)."""
    newest = known.congress.unit.headcounts.filter(on__lte=known.on).order_by("-on", "-recorded_at").first()
    if newest:
        text = _("Số đảng viên ngày {day:%d/%m/%Y}: {n}").format(day=newest.on, n=newest.members)
        return [Answer("headcount", True, text)]
    return [Answer("headcount", False, _("Chưa có số đảng viên"), _("Nhập ở trang của đơn vị."), "unit", act="record_stage")]


def tasks(known: Known, stage: Stage) -> list[Answer]:
    """The convening committee prepared what this stage asks for (DR-19)."""
    found = []
    for task in tasks_for(known.kind, known.congress.form, known.congress.contents):
        row = known.done.get(task.code)
        if task.stage != stage:
            continue
        if row and row.done_on:
            paper = f", {row.document}" if row.document else ""
            found.append(Answer(f"task.{task.code}", True, _(task.title), _("Xong {day:%d/%m/%Y}").format(day=row.done_on) + paper))
        else:
            found.append(Answer(f"task.{task.code}", False, _(task.title), _("Chưa ghi đã xong."), "congresses:task", task.code, "prepare"))
    return found


def sessions_fit(known: Known, _stage: Stage) -> list[Answer]:
    """The sessions are planned and not longer than the directive allows (DR-04, DR-06, DR-14)."""
    if not known.congress.sessions.exists():
        return [Answer("sessions", False, _("Chưa định các phiên"), "", "congresses:sessions", act="prepare")]
    wrong = length_findings(known.congress, known.kind)
    if not wrong:
        return [Answer("sessions", True, _("Các phiên trong thời gian chỉ thị cho"))]
    return [Answer(f"sessions.{each.code}", False, str(each.message), "", "congresses:sessions", act="prepare") for each in wrong]


def subcommittees_set_up(known: Known, _stage: Stage) -> list[Answer]:
    """Documents, personnel and logistics have their subcommittees; a cell needs none (tiểu ban)."""
    if known.kind in CELLS:
        return []
    there = sorted(row.get_kind_display() for row in known.congress.subcommittees.all())
    if there:
        return [Answer("subcommittees", True, _("Đã lập: {bodies}").format(bodies=", ".join(there)))]
    return [Answer("subcommittees", False, _("Chưa lập tiểu ban nào"), "", "congresses:subcommittee", act="prepare")]


def submitted(matter: Matter) -> Ask:
    """The contents or the result were handed to the superior and not sent back (DR-07, EL-48)."""

    def ask(known: Known, _stage: Stage) -> list[Answer]:
        row = newest_submission(known.congress, matter)
        answer, code = answer_of(row), f"submission.{matter}"
        if row is None:
            text = _("Chưa trình {matter}").format(matter=matter.label)
            return [Answer(code, False, text, "", "congresses:submit", matter, "submit")]
        if answer and answer.verdict == Verdict.RETURNED:
            text = _("Hồ sơ bị trả lại ngày {day:%d/%m/%Y}").format(day=answer.decided_on)
            return [Answer(code, False, text, answer.reason, "congresses:submit", matter, "submit")]
        return [Answer(code, True, _("Đã trình {matter} ngày {day:%d/%m/%Y}").format(matter=matter.label, day=row.submitted_on))]

    return ask


def pilots_reviewed(known: Known, _stage: Stage) -> list[Answer]:
    """The pilot congresses beside this one were held first and left their lessons (DR-09)."""
    if known.congress.pilot:
        return []
    found = []
    for pilot in pilots_before(known.congress).select_related("unit")[:5]:
        key = pilot.pk.hex[-8:]  # each pilot is a debt of its own
        if not pilot.events.filter(stage=Stage.held, happened_on__isnull=False, withdrawn_by__isnull=True).exists():
            found.append(Answer(f"pilot.held.{key}", False, _("Đại hội điểm {unit} chưa họp").format(unit=newest_name(pilot.unit))))
        elif not pilot.lessons.exists():
            text = _("Đại hội điểm {unit} chưa rút kinh nghiệm").format(unit=newest_name(pilot.unit))
            found.append(Answer(f"pilot.lessons.{key}", False, text))
    return found


def papers_ready(known: Known, _stage: Stage) -> list[Answer]:
    """The papers laid before the congress are written and approved (DO-01, DO-02)."""
    found = document_findings(known.congress)
    return [
        Answer(f"paper.{each.where}", each.level == "ok", said(each), "", "congresses:detail", "#van-kien", "prepare") for each in found
    ]


def counts_settled(known: Known, _stage: Stage) -> list[Answer]:
    """Every election whose ballots were handed out is counted and announced: a counting gate, hard (EL-34, EL-36)."""
    issued = CountRecord.objects.filter(poll=OuterRef("poll"), kind=CountRecord.Kind.ISSUED)
    contests = Contest.objects.filter(Exists(issued), congress=known.congress, purpose=Purpose.ELECTION, result__isnull=True)
    open_ = [contest.title for contest in contests]
    if open_:
        text = _("Chưa công bố kết quả: {titles}").format(titles=", ".join(open_))
        return [Answer("counts", False, text, _("Kiểm phiếu phải xong trước."), "congresses:detail", "#bau-cu", is_hard=True)]
    return [Answer("counts", True, _("Không còn cuộc bầu nào đang kiểm phiếu"))]


def quick_result_sent(known: Known, _stage: Stage) -> list[Answer]:
    """The quick result was sent (kết quả nhanh)."""
    row = known.congress.results.filter(replaced_by__isnull=True).first()
    held = day_held(known.congress)
    if row and held and str(row.facts.get("held_on")) != held.isoformat():
        text = _("Kết quả nhanh ghi ngày họp khác ngày đã ghi ({held:%d/%m/%Y})").format(held=held)
        return [Answer("quick", False, text, _("Sửa rồi gửi lại kết quả."), "congresses:result", act="report_result")]
    if row:
        return [Answer("quick", True, _("Đã gửi kết quả nhanh, biên nhận {receipt}").format(receipt=row.receipt))]
    return [Answer("quick", False, _("Chưa gửi kết quả nhanh"), "", "congresses:result", act="report_result")]


def ratified(known: Known, stage: Stage) -> list[Answer]:
    """What was elected is ratified; a congress of two contents elects nobody (EL-02, DR-03)."""
    return [] if known.congress.contents == Contents.TWO else earlier(Stage.results_approved)(known, stage)


GATES: dict[Stage, tuple[Ask, ...]] = {
    Stage.called: (),
    Stage.prepared: (earlier(Stage.called), members_counted, tasks, subcommittees_set_up),
    Stage.contents_approved: (
        earlier(Stage.prepared),
        opening_planned,
        members_counted,
        tasks,
        papers_ready,
        submitted(Matter.CONTENTS),
        sessions_fit,
    ),
    Stage.held: (earlier(Stage.contents_approved), opening_planned, members_counted, tasks, sessions_fit, pilots_reviewed),
    Stage.results_reported: (earlier(Stage.held), counts_settled, quick_result_sent),
    Stage.results_approved: (earlier(Stage.results_reported), counts_settled, submitted(Matter.RESULTS)),
    Stage.filed: (earlier(Stage.results_reported), ratified),
}


def answers(congress: Congress, stage: Stage, on: date) -> list[Answer]:
    """Ask every condition of a stage; those that are met stay visible."""
    known = known_of(congress, on)
    return [answer for ask in GATES[stage] for answer in ask(known, stage)]
