"""Facts of directives for tests: texts, deliveries and inspections are reached through the acts."""

from datetime import date

from daihoi.cycle.directives.services import assign_clauses, open_inspection, record_text, set_clauses
from daihoi.cycle.directives.services.inspecting import Plan
from daihoi.cycle.directives.services.sending import ClauseTask, Recipients
from daihoi.cycle.directives.services.texts import Heading
from daihoi.cycle.directives.splitting import Piece
from daihoi.rules.deadlines import Due
from tests.make import make_cause

DATED = date(2019, 5, 30)
SENT = date(2019, 6, 10)
PIECES = (Piece("1", "Quán triệt đến mọi chi bộ"), Piece("2", "Lập kế hoạch đại hội", "Kế hoạch nêu rõ người, việc, ngày."))


def heading(number="35-CT/TW", dated=DATED, *, kind="directive", body="Bộ Chính trị", abstract="đại hội đảng các cấp", grade="internal"):
    """What names a text."""
    return Heading(kind, number, body, dated, abstract, grade)


def make_text(unit, *, pieces=PIECES, **named):
    """A text with its clauses."""
    text = record_text(cause=make_cause(unit), unit=unit, heading=heading(**named))
    if pieces:
        set_clauses(cause=make_cause(unit), text=text, pieces=pieces)
    return text


def hand_down(officer, text, unit, *, kinds=("sub_cell",), due=date(2019, 9, 30), clauses=None, on=SENT):
    """All clauses of a text as work of the units of some kinds."""
    tasks = [ClauseTask(clause, Due(fixed=due)) for clause in clauses or text.clauses.all()]
    return assign_clauses(actor=officer, text=text, to=Recipients(unit, tuple(kinds)), tasks=tasks, on=on)


def make_inspection(inspector, unit, *, text=None, programme=None, points=("chuẩn bị văn kiện",)):
    """An inspection of two days with a head and two members."""
    plan = Plan(
        title="Việc chuẩn bị đại hội", form="inspection", decision="Quyết định 12-QĐ/UBKT, ngày 02/03/2020",
        starts=date(2020, 3, 5), ends=date(2020, 3, 20), key_points=points, programme=programme, text=text,
    )  # fmt: skip
    return open_inspection(actor=inspector, unit=unit, plan=plan, head="Trần Quốc Mẫu", members=["Lê Thị Thử", "Võ Văn Thử"])
