"""Send a committee's consolidated report on a draft of the level above (báo cáo tổng hợp ý kiến)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Consolidation, Consultation, Membership
from daihoi.cycle.documents.queries.opinions import (
    arrived_groups,
    desk_groups,
    inside_of,
    is_asked,
    received,
    report_subject,
    totals,
    ungrouped,
)
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import meet_deadline
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def send_consolidation(*, actor: User, consultation: Consultation, unit: Unit) -> Consolidation:
    """Freeze a desk's groups with their counts and send them up (gửi báo cáo tổng hợp)."""
    require(actor, "documents.consolidate", unit)
    if unit.pk == consultation.unit_id:
        raise RuleViolation("documents.own_draft", _("Đây là dự thảo của chính đơn vị: trả lời từng nhóm, không gửi báo cáo lên."))
    if not is_asked(consultation, unit):
        raise RuleViolation("documents.not_asked", _("Không thuộc nơi được lấy ý kiến: {codes}. Bỏ các dòng này."), codes=unit.code)
    if Consolidation.objects.filter(consultation=consultation, unit=unit).exists():
        raise RuleViolation("documents.report_sent", _("Báo cáo tổng hợp đã gửi, các nhóm không đổi nữa."))
    waiting = ungrouped(consultation, unit).count() + arrived_groups(consultation, unit).count()
    if waiting:
        raise RuleViolation("documents.not_grouped", _("Còn {n} ý kiến chưa xếp nhóm. Xếp nhóm trước khi gửi."), n=waiting)
    groups = list(desk_groups(consultation, unit))
    counts = totals([group.pk for group in groups])
    content = [
        {
            "group": str(group.pk),
            "passage": group.passage,
            "kind": group.kind,
            "name": group.name,
            "contributions": counts[group.pk].contributions,
            "times": counts[group.pk].times,
            "bodies": counts[group.pk].bodies,
            "units": counts[group.pk].units,
        }
        for group in groups
    ]
    members = Membership.objects.filter(group__in=list(inside_of([group.pk for group in groups])))
    keys = list(members.values_list("contribution_id", flat=True))
    if not groups:  # what the level above has grouped already is still what this branch said
        keys = list(received(consultation, unit).values_list("pk", flat=True))
    root, total = merkle_root(sorted(map(str, keys))), len(keys)
    row = Consolidation.objects.create(
        consultation=consultation, unit=unit, content=content, groups=len(groups), contributions=total, root=root
    )
    entry = record(actor, "documents.consolidation_sent", row, groups=len(groups), contributions=total, root=root)
    meet_deadline(cause=entry, subject=report_subject(consultation, unit.pk))
    return row
