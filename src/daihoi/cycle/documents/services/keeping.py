"""Keep a body's own template of a kind of paper, and words that a check points at (mẫu văn bản, giữ nguyên)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.documents.inspection import finding_digest
from daihoi.cycle.documents.models import Document, KeptFinding, Template
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import SectionRule, Step, kinds


@transaction.atomic
def keep_template(*, actor: User, unit: Unit, kind: str, sections: Sequence[SectionRule], route: Sequence[Step]) -> Template:
    """Keep sections and route for a kind of paper in a unit and its branch; the newest holds (lưu mẫu văn bản)."""
    require(actor, "documents.keep_template", unit)
    if kind not in kinds():
        raise RuleViolation("documents.kind_unknown", _("Không có thể loại này. Chọn một thể loại trong danh sách."))
    titles = [section.title.strip().casefold() for section in sections]
    twice = next((title for title in titles if titles.count(title) > 1), "")
    if twice or not all(titles):
        raise RuleViolation(
            "documents.section_twice", _("Mỗi mục cần một tên riêng. Xem lại mục “{title}”."), title=twice, field="sections"
        )
    row = Template.objects.create(
        unit=unit,
        kind=kind,
        sections=[{"title": section.title.strip(), "words": list(section.words)} for section in sections],
        route=[vars(step) for step in route],
    )
    record(actor, "documents.template_kept", row, kind=kind, sections=len(sections), steps=len(route))
    return row


@transaction.atomic
def keep_finding(*, actor: User, document: Document, code: str, text: str, reason: str) -> KeptFinding:
    """Keep words that a check points at; the reason stays beside them while they stand (giữ nguyên, ghi lý do)."""
    require(actor, "documents.write", document.unit)
    if not reason.strip():
        raise RuleViolation("documents.kept_without_reason", _("Giữ nguyên phải có lý do, để người đọc sau hiểu."), field="reason")
    digest = finding_digest(code, text)
    known = KeptFinding.objects.filter(document=document, digest=digest).first()
    if known:
        raise RuleViolation("documents.kept_already", _("Chỗ này đã giữ nguyên với lý do: {reason}"), reason=known.reason)
    row = KeptFinding.objects.create(document=document, code=code, digest=digest, reason=reason.strip())
    record(actor, "documents.finding_kept", row, unit=document.unit, code=code)
    return row
