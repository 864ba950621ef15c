"""The quick result: saved field by field, handed down from elections, sent once with a receipt (kết quả nhanh; PR-05)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, ResultDraft, SentResult
from daihoi.cycle.congresses.services.recording import record_stage
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal import canonical
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules import quick_result
from daihoi.rules.errors import ERROR, RuleViolation
from daihoi.rules.stages import Stage

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no sign that is read as another one


def receipt_of(digest: str) -> str:
    """Write a digest as a short code people can read out: K7QM-2XDR."""
    number, text = int(digest[:16], 16), ""
    for _place in range(8):
        number, rest = divmod(number, len(LETTERS))
        text += LETTERS[rest]
    return f"{text[:4]}-{text[4:]}"


@transaction.atomic
def save_field(*, actor: User, congress: Congress, code: str, value: object) -> ResultDraft:
    """Keep one field of the quick result as it is typed; a second saving changes nothing (lưu từng ô)."""
    require(actor, "congresses.report_result", congress.unit)
    if code not in {field.code for field in quick_result.fields_for(congress.contents)}:
        raise RuleViolation("quick.unknown_field", _("Đại hội này không hỏi ô đó."))
    draft = _draft(congress)
    if draft.facts.get(code) == value:
        return draft
    draft.facts = {**draft.facts, code: value}
    draft.given = [name for name in draft.given if name != code]
    draft.changed_at = timezone.now()
    draft.save()
    record(actor, "congresses.result_field_saved", congress, field=code)
    return draft


@transaction.atomic
def prefill_result(*, cause: Entry, congress: Congress, facts: Mapping[str, object]) -> ResultDraft:
    """Take figures of a certified election into the quick result, so that nothing is asked twice (điền từ bầu cử)."""
    draft = _draft(congress)
    asked = {field.code for field in quick_result.fields_for(congress.contents)}
    taken = {code: value for code, value in facts.items() if code in asked and value is not None}
    draft.facts = {**draft.facts, **taken}
    draft.given = sorted({*draft.given, *taken})
    draft.changed_at = timezone.now()
    draft.save()
    record(None, "congresses.result_prefilled", congress, cause=cause, fields=sorted(taken))
    return draft


@transaction.atomic
def send_result(*, actor: User, congress: Congress, source: int | None = None, is_confirmed: bool = False) -> SentResult:
    """Send the quick result; the same figures sent again give the same receipt and write nothing (gửi kết quả nhanh; PR-05)."""
    require(actor, "congresses.report_result", congress.unit)
    draft = ResultDraft.objects.select_for_update().filter(congress=congress).first()
    facts = answers(draft, congress)
    wrong = [found for found in quick_result.findings(facts, congress.contents) if found.level == ERROR]
    if wrong:
        raise RuleViolation("quick.not_ready", _("Chưa gửi được, còn {n} chỗ phải sửa."), n=len(wrong))
    held = date.fromisoformat(str(facts["held_on"]))
    recorded = _same_day(congress, held)
    digest = canonical.digest(canonical.line({"congress": congress.pk, "facts": facts}))
    last = congress.results.filter(replaced_by__isnull=True).first()
    if last and last.digest == digest:
        return last
    row = SentResult.objects.create(congress=congress, facts=facts, digest=digest, receipt=receipt_of(digest), source=source, replaces=last)
    entry = record(actor, "congresses.result_sent", congress, digest=digest, row=str(row.pk), source=source, again=last is not None)
    if recorded is None:
        record_stage(cause=entry, congress=congress, stage=Stage.held, happened_on=held, source=source, is_confirmed=is_confirmed)
    return row


def day_held(congress: Congress) -> date | None:
    """Give the day on which a congress was held, as it is recorded now."""
    event = congress.events.filter(stage=Stage.held, happened_on__isnull=False, withdrawn_by__isnull=True).first()
    return event.happened_on if event else None


def _same_day(congress: Congress, held: date) -> date | None:
    """Give the recorded day of the congress, or refuse a result that tells another one (PR-01: one fact, one day)."""
    recorded = day_held(congress)
    if recorded and recorded != held:
        raise RuleViolation(
            "quick.held_differs",
            _("Kết quả ghi đại hội họp ngày {told}, nhưng mốc “Đại hội” đã ghi ngày {recorded}. Sửa ô ngày, hoặc đính chính mốc trước."),
            told=f"{held:%d/%m/%Y}",
            recorded=f"{recorded:%d/%m/%Y}",
        )
    return recorded


def answers(draft: ResultDraft | None, congress: Congress) -> dict[str, object]:
    """Give what the form holds of the fields this congress is asked for, empty ones left out."""
    known = draft.facts if draft else {}
    return {
        field.code: known[field.code] for field in quick_result.fields_for(congress.contents) if known.get(field.code) not in (None, "")
    }


def _draft(congress: Congress) -> ResultDraft:
    """Give the draft of a congress, held until the act ends."""
    draft, made = ResultDraft.objects.get_or_create(congress=congress)
    return draft if made else ResultDraft.objects.select_for_update().get(pk=draft.pk)
