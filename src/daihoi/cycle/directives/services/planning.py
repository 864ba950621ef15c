"""A unit answers a superior text with its own plan, clause by clause (ban hành kế hoạch)."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Clause, PlanLink, Text
from daihoi.cycle.directives.queries.coverage import source_of
from daihoi.cycle.directives.services.clauses import set_clauses
from daihoi.cycle.directives.services.receiving import arrived_by
from daihoi.cycle.directives.services.texts import Heading, record_text
from daihoi.cycle.directives.splitting import Piece
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.assignments.services.living import Evidence
from daihoi.foundation.assignments.services.living import plan as plan_work
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_paths
from daihoi.rules.errors import RuleViolation

BEFORE_PLAN = (State.SENT, State.RECEIVED, State.READ)
Pair = tuple[Clause, Clause]  # superior clause, own clause


@transaction.atomic
def issue_plan(*, actor: User, unit: Unit, heading: Heading, pieces: Sequence[Piece], file: StoredFile | None = None) -> Text:
    """Record a unit's own plan with its clauses; linking comes next (ban hành kế hoạch)."""
    require(actor, "directives.issue_plan", unit)
    entry = record(actor, "directives.plan_issued", unit, unit=unit, number=heading.number, dated=heading.dated)
    text = record_text(cause=entry, unit=unit, heading=heading, file=file)
    set_clauses(cause=entry, text=text, pieces=pieces or [Piece("1", heading.abstract)])
    return text


@transaction.atomic
def link_plan(*, plan: Text, pairs: Iterable[Pair], actor: User | None = None, cause: Entry | None = None) -> list[PlanLink]:
    """Say which clause of a plan carries out which clause of a superior text; one act fixes the whole answer (nối kế hoạch)."""
    require(actor, "directives.issue_plan", plan.unit, cause=cause)
    rows, branch = [], newest_paths([plan.unit_id]).get(plan.unit_id, "")
    for superior, clause in pairs:
        if clause.text_id != plan.pk or superior.text_id == plan.pk:
            raise RuleViolation("directives.foreign_clause", _("Chỉ nối điều khoản của kế hoạch này với điều khoản của văn bản khác."))
        rows.append(PlanLink(superior=superior, clause=clause, unit=plan.unit, planned_on=plan.dated, branch=branch))
    touched = {row.superior.text_id for row in rows}
    PlanLink.objects.filter(clause__text=plan, superior__text__in=touched).delete()
    PlanLink.objects.bulk_create(rows)
    said = sorted(f"{row.superior_id}:{row.clause_id}" for row in rows)
    entry = record(actor, "directives.plan_linked", plan, cause=cause, links=said)
    if actor:
        for text in Text.objects.filter(pk__in=touched):
            arrived_by(actor=actor, cause=entry, text=text, unit=plan.unit, by=plan.dated)
    _tell_assignments(actor, entry, plan, [row.superior for row in rows])
    return rows


def _tell_assignments(actor: User | None, entry: Entry, plan: Text, superior: Sequence[Clause]) -> None:
    """Let the work of each answered clause stand as planned, where it is still owed."""
    sources = {source_of(clause) for clause in superior}
    given = Assignment.objects.filter(unit=plan.unit, batch__source__in=sources, state__in=BEFORE_PLAN).select_related("batch", "unit")
    named = _("kế hoạch có độ mật") if plan.is_graded else str(plan)
    for assignment in given:
        plan_work(assignment=assignment, evidence=Evidence(f"{named}, {plan.dated:%d/%m/%Y}"), actor=actor, cause=entry)
