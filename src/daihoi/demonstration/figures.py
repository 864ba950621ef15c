"""Build what the figures of the founding articles come from: tree, rounds, congresses (số liệu trình diễn)."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.congresses.services import import_congresses, open_round
from daihoi.cycle.congresses.services.calling import Directive, Span
from daihoi.demonstration import accounts, days, rounds, tree
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.services import import_units
from daihoi.rules.errors import RuleViolation

Say = Callable[[str], object]
DIRECTIVE = Directive("35-CT/TW", date(2019, 5, 30))
KNOWN = days.evening(date(2019, 12, 2))
PLAN = (
    ("chi-bo-2020", "sub_cell", ("sub_cell",), "2020-2022", Span(date(2020, 1, 6), date(2020, 6, 30)), rounds.sub_cells),
    (
        "co-so-2020",
        "grassroots",
        ("grassroots_committee", "grassroots_cell"),
        "2020-2025",
        Span(date(2020, 3, 2), date(2020, 6, 30)),
        rounds.grassroots,
    ),
    ("tren-co-so-2020", "upper_grassroots", ("upper_grassroots",), "2020-2025", Span(date(2020, 6, 1), date(2020, 8, 31)), None),
)


def build_figures(progress: Say = print) -> None:
    """Build what the figures of the founding articles come from: tree, rounds, congresses."""
    with transaction.atomic():
        _tree(progress)
        officer = accounts.ensure(accounts.CENTRAL)
        for code, level, kinds, term, span, tell in PLAN:
            _round(progress, officer, code, level=level, kinds=kinds, term=term, span=span, tell=tell)


def _tree(progress: Say) -> None:
    """Write the tree, unless it stands; refuse a database that holds another one."""
    if Unit.objects.filter(code="TW").exists():
        return
    if Unit.objects.exists():
        raise RuleViolation(
            "demonstration.not_empty", _("Cơ sở dữ liệu đã có đơn vị khác. Hãy dựng bản trình diễn ở thư mục dữ liệu trống.")
        )
    listed = tree.rows()
    progress(_("Cây tổ chức: {n} đơn vị").format(n=len(listed)))
    import_units(rows=listed, origin=SETUP, recorded_at=KNOWN)


def _round(
    progress: Say,
    officer: User,
    code: str,
    *,
    level: str,
    kinds: tuple[str, ...],
    term: str,
    span: Span,
    tell: Callable[[], rounds.Story] | None,
) -> None:
    """Open one round and write its congresses, unless it stands."""
    if Round.objects.filter(code=code).exists():
        return
    top = Unit.objects.get(code="TW")
    opened = open_round(
        actor=officer, unit=top, code=code, directive=DIRECTIVE, level=level, kinds=kinds, term=term, span=span, charter="dcsvn-2020"
    )
    if tell is None:
        return
    story = tell()
    progress(_("{round}: {planned} đại hội, {held} đã họp").format(round=opened, planned=len(story.plans), held=len(story.held)))
    for listed in (story.plans, story.moves, story.held):
        import_congresses(actor=officer, unit=top, round_=opened, rows=listed)
