"""Answer each group, and let an accepted amendment change the text (tiếp thu, giải trình)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Answer, Decision, Group, RevisionRow
from daihoi.cycle.documents.queries.opinions import current_answers
from daihoi.cycle.documents.queries.texts import working
from daihoi.cycle.documents.services.drafting import revise
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.paragraphs import Paragraph
from daihoi.rules.revisions import Deed, Revision, merged


@transaction.atomic
def answer_group(*, actor: User, group: Group, decision: str, reason: str = "") -> Answer:
    """Say what becomes of a group; another answer later names this one (tiếp thu, giải trình; DO-02, DO-03)."""
    require(actor, "documents.answer", group.unit)
    if group.unit_id != group.consultation.unit_id:
        raise RuleViolation("documents.not_owner", _("Chỉ nơi soạn văn kiện trả lời. Nhóm này gửi lên trong báo cáo tổng hợp."))
    if decision != Decision.TAKEN and not reason.strip():
        raise RuleViolation(
            "documents.answer_without_reason", _("Không tiếp thu hoặc chỉ tiếp thu một phần thì phải giải trình."), field="reason"
        )
    before = current_answers([group.pk]).get(group.pk)
    row = Answer.objects.create(group=group, decision=decision, reason=reason.strip(), replaces=before)
    record(
        actor, "documents.answered", row, unit=group.unit, group=str(group.pk), decision=decision, replaces=str(before.pk) if before else ""
    )
    return row


@transaction.atomic
def take_into_text(*, actor: User, group: Group, deed: str, text: str = "", settled: bool = False) -> RevisionRow:
    """Let an accepted group change the text; a collision with another change is named until a person settled it (đưa vào văn bản)."""
    require(actor, "documents.answer", group.unit)
    answer = current_answers([group.pk]).get(group.pk)
    if answer is None or answer.decision == Decision.NOT:
        raise RuleViolation("documents.not_taken", _("Nhóm này chưa được tiếp thu. Trả lời nhóm trước, rồi đưa vào văn bản."))
    document = group.consultation.version.document
    revision = _revision(group, deed, text, settled=settled)
    row = revise(actor=actor, document=document, revision=revision, answer=answer)
    record(actor, "documents.amendment_taken", row, unit=group.unit, group=str(group.pk), deed=deed, key=row.key)
    return row


def _revision(group: Group, deed: str, text: str, *, settled: bool) -> Revision:
    """Turn an accepted proposal into a revision of the text as it stands now."""
    document = group.consultation.version.document
    now = working(document)
    current = now.paragraph(group.passage) if now else None
    if deed == Deed.INSERT:
        return Revision(Deed.INSERT, "", text, after=group.passage if current else "")
    if current is None:
        raise RuleViolation("documents.passage_gone", _("Đoạn này không còn trong văn bản. Chọn “Thêm đoạn” hoặc bỏ qua."))
    if deed == Deed.REMOVE:
        return Revision(Deed.REMOVE, current.key, base=current.digest)
    asked_about = next((each for each in group.consultation.version.paragraphs if each.key == group.passage), current)
    return Revision(Deed.CHANGE, current.key, _merged(asked_about, current, text, settled=settled), current.style, base=current.digest)


def _merged(asked_about: Paragraph, current: Paragraph, text: str, *, settled: bool) -> str:
    """Bring the proposed words into the paragraph as it stands, or name the collision."""
    together = text if settled else merged(asked_about.text, text, current.text)
    if together is None:
        raise RuleViolation(
            "documents.collision",
            _("Đoạn này đã được sửa ở cùng chỗ sau khi lấy ý kiến. So hai cách viết bên dưới rồi chốt câu chữ."),
            key=current.key,
        )
    return together
