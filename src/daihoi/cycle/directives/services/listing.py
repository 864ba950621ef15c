"""Write what many units did with a text from one list, as one entry of the journal (ghi theo danh sách; PR-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, Meeting, PlanLink, Text, TextKind
from daihoi.cycle.directives.services.texts import not_in_the_future
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch, newest_paths
from daihoi.rules.errors import RuleViolation

PORTION = 500


@dataclass(frozen=True)
class UnitReport:
    """What one unit did: days of receipt and reading, a conference, its own plan (tình hình của một đơn vị)."""

    unit: Unit
    received_on: date | None = None
    read_on: date | None = None
    held_on: date | None = None
    attended: int = 0
    expected: int = 0
    form: str = Meeting.IN_PERSON
    plan_number: str = ""
    planned_on: date | None = None
    plan_body: str = ""
    answers: tuple[str, ...] = ()

    def line(self) -> str:
        """Write the row as one line for the root of the journal entry."""
        plan = (self.plan_number, self.planned_on, ",".join(self.answers))
        cells = (self.unit.pk, self.received_on, self.read_on, self.held_on, self.attended, self.expected, self.form, *plan)
        return "|".join("" if cell is None else str(cell) for cell in cells)


@dataclass(frozen=True)
class Reported:
    """What a list wrote (kết quả ghi)."""

    received: int
    conferences: int
    plans: int


@transaction.atomic
def record_reports(*, actor: User, text: Text, unit: Unit, rows: Sequence[UnitReport]) -> Reported:
    """Record what many units of a branch did with a text; what is known already is passed over (ghi theo danh sách)."""
    require(actor, "directives.send", unit)
    _fit(text, unit, rows)
    received = _receive(actor, text, rows)
    conferences = _meet(actor, text, rows)
    plans = _plan(text, rows)
    root = merkle_root(row.line() for row in rows)
    record(
        actor,
        "directives.reports_recorded",
        text,
        unit=unit,
        rows=len(rows),
        root=root,
        received=received,
        conferences=conferences,
        plans=plans,
    )
    return Reported(received, conferences, plans)


def _fit(text: Text, unit: Unit, rows: Sequence[UnitReport]) -> None:
    """Refuse units outside the branch, days before the text or in the future, and more people than were to come."""
    inside = set(branch(unit, timezone.localdate()).values_list("unit_id", flat=True))
    for row in rows:
        days = [day for day in (row.received_on, row.read_on, row.held_on, row.planned_on) if day]
        if row.unit.pk not in inside:
            raise RuleViolation("directives.outside_branch", _("Đơn vị {unit} không thuộc nhánh của bạn. Bỏ dòng này."), unit=row.unit.code)
        for day in days:
            not_in_the_future(day)
        if (
            any(day < text.dated for day in days)
            or (row.held_on and not 0 <= row.attended <= row.expected)
            or (row.held_on and not row.expected)
        ):
            raise RuleViolation(
                "directives.report_unfit",
                _("{unit}: ngày sớm hơn văn bản, hoặc số dự không hợp với số phải dự. Sửa dòng này."),
                unit=row.unit.code,
            )


def _receive(actor: User, text: Text, rows: Sequence[UnitReport]) -> int:
    """Write receipts and readings where there are none yet."""
    told = {row.unit.pk: row for row in rows if row.received_on}
    changed, now = [], timezone.now()
    for delivery in Delivery.objects.filter(text=text, received_on__isnull=True):
        row = told.get(delivery.unit_id)
        if row is None or row.received_on is None:
            continue
        delivery.received_on, delivery.received_at, delivery.received_by = max(row.received_on, delivery.sent_on), now, actor
        if row.read_on:
            delivery.read_on, delivery.read_at, delivery.read_by = max(row.read_on, delivery.received_on), now, actor
        changed.append(delivery)
    fields = ["received_on", "received_at", "received_by", "read_on", "read_at", "read_by"]
    Delivery.objects.bulk_update(changed, fields, batch_size=PORTION // 4)
    return len(changed)


def _meet(actor: User, text: Text, rows: Sequence[UnitReport]) -> int:
    """Write the conferences that are not known yet."""
    known = set(Dissemination.objects.filter(text=text).values_list("unit_id", "held_on"))
    new = [
        Dissemination(
            text=text,
            unit=row.unit,
            held_on=row.held_on,
            form=Meeting(row.form),
            attended=row.attended,
            expected=row.expected,
            recorded_by=actor,
        )
        for row in rows
        if row.held_on and (row.unit.pk, row.held_on) not in known
    ]
    Dissemination.objects.bulk_create(new, batch_size=PORTION)
    return len(new)


def _plan(text: Text, rows: Sequence[UnitReport]) -> int:
    """Write each unit's plan as one text with one clause, linked to the clauses that it answers."""
    wanted = [row for row in rows if row.plan_number and row.planned_on]
    known = set(PlanLink.objects.filter(superior__text=text).values_list("unit_id", flat=True))
    above = {clause.number: clause for clause in text.clauses.all()}
    texts: list[Text] = []
    clauses: list[Clause] = []
    links: list[PlanLink] = []
    abstract = _("thực hiện {text} ngày {day:%d/%m/%Y}").format(text=text, day=text.dated)
    for row in wanted:
        if row.unit.pk in known or row.planned_on is None:
            continue
        plan = Text(
            unit=row.unit,
            kind=TextKind.PLAN,
            number=row.plan_number,
            body=row.plan_body or row.unit.code,
            dated=row.planned_on,
            abstract=abstract,
        )
        own = Clause(text=plan, position=1, number="1", title=abstract)
        texts.append(plan)
        clauses.append(own)
        links += [_link(above[number], own, row.unit.pk, row.planned_on) for number in row.answers or tuple(above) if number in above]
    places = newest_paths({link.unit_id for link in links})
    for link in links:
        link.branch = places.get(link.unit_id, "")
    Text.objects.bulk_create(texts, batch_size=PORTION)
    Clause.objects.bulk_create(clauses, batch_size=PORTION)
    PlanLink.objects.bulk_create(links, batch_size=PORTION)
    return len(texts)


def _link(superior: Clause, clause: Clause, unit: UUID, on: date) -> PlanLink:
    """Make one link of a plan."""
    return PlanLink(superior=superior, clause=clause, unit_id=unit, planned_on=on)
