"""A province with assignments, in one line each."""

from datetime import date

from daihoi.foundation.assignments.services import Source, Task, assign
from daihoi.foundation.organization.models import Unit
from daihoi.rules.deadlines import Due
from tests.make import make_cause

JUNE = date(2020, 6, 15)
CLAUSE = Source("directives.clause:7", "Khoản 7, Chỉ thị 35-CT/TW", "directives:clause 7")


def make_batch(issuer, units, *, due=None, cause=None, **task):
    """Something asked of units, done by the machine itself."""
    wanted = Task(**{"title": "Báo cáo số đảng viên", "due": due or Due(fixed=JUNE), **task})
    return assign(cause=cause or make_cause(issuer), issuer=issuer, units=units, task=wanted, source=CLAUSE)


def cells():
    """The four cells of the small tree."""
    return Unit.objects.filter(code__in=["A1", "A2", "B1", "B2"])
