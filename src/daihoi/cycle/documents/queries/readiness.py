"""Which papers a congress still lacks (văn kiện trình đại hội): asked by the gates from above."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.documents.models import Document
from daihoi.cycle.documents.queries.texts import kind_of_unit, listed
from daihoi.rules.errors import Finding, finding, warning
from daihoi.rules.papers import CELLS, PaperKind, kinds


@dataclass(frozen=True)
class Need:
    """One paper a congress needs, and what there is of it (văn kiện cần có)."""

    kind: PaperKind
    document: Document | None


def needed(unit_kind: str) -> Sequence[PaperKind]:
    """Give the kinds a congress of such a unit needs; a cell's self-review stands in its report (DO-01, DO-06)."""
    who = "cell" if unit_kind in CELLS else "committee"
    return [kind for kind in kinds().values() if who in kind.needed_by]


def papers_of(congress: Congress) -> list[Need]:
    """Give what a congress needs with the newest document of each kind, and every other document laid before it."""
    rows = list(listed(Document.objects.filter(congress=congress)))
    kinds_needed = needed(kind_of_unit(congress.unit))
    found = [Need(kind, next((row for row in rows if row.kind == kind.id), None)) for kind in kinds_needed]
    taken = {need.document.pk for need in found if need.document}
    return [*found, *(Need(row.paper, row) for row in rows if row.pk not in taken)]


def document_findings(congress: Congress) -> list[Finding]:
    """Say of each paper a congress needs whether it is written and approved; asked by tracking's gates (DO-01, DO-02, DR-07)."""
    count = len(needed(kind_of_unit(congress.unit)))
    return [_finding(need) for need in papers_of(congress)[:count]]


def _finding(need: Need) -> Finding:
    """Say how one paper stands."""
    row = need.document
    if row is None:
        return warning("documents.missing", _("Chưa có {kind}"), need.kind.id, kind=need.kind.title.lower())
    where, name = need.kind.id, str(row)
    if row.last_number is None:  # type: ignore[attr-defined]  # added by listed()
        return warning("documents.no_text", _("{document}: chưa có bản nào"), where, document=name)
    if row.symbol or row.is_adopted or (row.sent_outcome == "approved" and row.sent_rest == []):  # type: ignore[attr-defined]
        return finding("ok", "documents.approved", _("{document}: đã duyệt"), where, document=name)
    if row.sent_outcome == "returned":  # type: ignore[attr-defined]
        return warning("documents.returned", _("{document}: bị trả lại, chưa trình lại"), where, document=name)
    if row.sent_title:  # type: ignore[attr-defined]
        return warning("documents.waiting", _("{document}: đang chờ duyệt"), where, document=name)
    return warning("documents.not_sent", _("{document}: chưa trình duyệt"), where, document=name)
