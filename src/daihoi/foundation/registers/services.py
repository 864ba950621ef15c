"""Acts of the registers: take numbers, cancel one, choose how a unit counts (lấy số, hủy số, chọn cách đánh số)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.canonical import digest, merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.registers.models import By, Cancellation, Number, Numbering, Series
from daihoi.foundation.registers.queries import numbering_of, period_of
from daihoi.rules import registers as rules
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc

BATCH = 500


@transaction.atomic
def take_numbers(
    *,
    unit: Unit,
    body: str,
    kind: str,
    on: date,
    abstracts: Sequence[str],
    subjects: Sequence[str] = (),
    period: str | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
) -> list[Number]:
    """Take the next numbers of a series, one for each abstract, in their order (lấy số văn bản; FM-07, FM-15, FM-16, PR-12)."""
    require(actor, "registers.take", unit, cause=cause)
    texts = [nfc(text) for text in abstracts]
    _can_be_issued(body, kind, on, texts)
    way = numbering_of(unit, body, kind)
    span = period_of(unit, way.by, on) if period is None else period
    series, _made = Series.objects.get_or_create(unit=unit, body=body, kind=kind, period=span)
    last = _advance(series, len(texts))
    _not_numbered_yet(subjects)
    first = last - len(texts) + 1
    keys = [*subjects, *[""] * (len(texts) - len(subjects))]
    found = [
        Number(series=series, number=n, symbol=rules.symbol(way.pattern, n, kind, body, on.year), on=on, abstract=text[:500], subject=key)
        for n, text, key in zip(range(first, last + 1), texts, keys, strict=True)
    ]
    Number.objects.bulk_create(found, batch_size=BATCH)
    root = merkle_root(f"{row.pk}:{row.number}:{digest(row.abstract)}" for row in found)
    record(actor, "registers.numbers_taken", series, unit=unit, cause=cause, on=on, first=first, last=last, rows=root)
    return found


def take_number(
    *, unit: Unit, body: str, kind: str, on: date, abstract: str, subject: str = "", cause: Entry | None = None, period: str | None = None
) -> Number:
    """Take the next number of a series for one paper that another act makes (lấy một số)."""
    keys = [subject] if subject else []
    return take_numbers(cause=cause, unit=unit, body=body, kind=kind, on=on, abstracts=[abstract], subjects=keys, period=period)[0]


@transaction.atomic
def cancel_number(*, actor: User, number: Number, reason: str) -> Cancellation:
    """Mark a number that no paper carries; it stays in the register with its reason and is never given again (hủy số)."""
    require(actor, "registers.cancel", number.series.unit)
    if not reason.strip():
        raise RuleViolation(
            "registers.cancelled_without_reason", _("Hủy số {symbol} phải có lý do. Hãy ghi lý do."), symbol=number.symbol, field="reason"
        )
    if Cancellation.objects.filter(number=number).exists():
        raise RuleViolation("registers.already_cancelled", _("Số {symbol} đã hủy trước đó."), symbol=number.symbol)
    row = Cancellation.objects.create(number=number, reason=reason.strip())
    record(actor, "registers.number_cancelled", number, unit=number.series.unit, number=number.number, series=number.series_id)
    return row


@transaction.atomic
def set_numbering(
    *, actor: User, unit: Unit, body: str, way: rules.Numbering, reason: str, kind: str = "", used: int = 0, on: date | None = None
) -> Numbering:
    """Choose how a unit counts, and the last number already used on paper (chọn cách đánh số)."""
    require(actor, "registers.set_numbering", unit)
    _known_codes(body, kind or "BC")
    if way.by not in By.values or not rules.is_pattern(way.pattern):
        raise RuleViolation(
            "registers.pattern",
            _("Mẫu “{pattern}” không dùng được. Mẫu phải có {{number}}, và chỉ gồm {{number}}, {{kind}}, {{body}}, {{year}}."),
            pattern=way.pattern,
            field="pattern",
        )
    if not reason.strip():
        raise RuleViolation("registers.numbering_without_reason", _("Đổi cách đánh số phải có lý do."), field="reason")
    row = Numbering.objects.create(unit=unit, body=body, kind=kind, by=way.by, pattern=way.pattern, reason=reason.strip())
    if used and kind and on:
        _begin_after(Series.objects.get_or_create(unit=unit, body=body, kind=kind, period=period_of(unit, way.by, on))[0], used)
    record(actor, "registers.numbering_set", row, unit=unit, body=body, kind=kind, by=way.by, pattern=way.pattern, used=used)
    return row


def _advance(series: Series, count: int) -> int:
    """Move the counter and read it back; its row stays locked until the act ends, so two writers never share a number."""
    Series.objects.filter(pk=series.pk).update(last=F("last") + count)
    return Series.objects.values_list("last", flat=True).get(pk=series.pk)


def _begin_after(series: Series, used: int) -> None:
    """Let a series that gave no number yet go on from the paper register before it."""
    if not Series.objects.filter(pk=series.pk, numbers__isnull=True, last__lt=used).update(last=used):
        raise RuleViolation(
            "registers.already_counting",
            _("Dãy số {series} đã có số trong sổ này, không đặt lại số cuối được. Hãy để trống ô số cuối."),
            series=str(series),
            field="used",
        )


def _can_be_issued(body: str, kind: str, on: date, abstracts: Sequence[str]) -> None:
    """Refuse what cannot stand in a register: nothing, papers without an abstract, a kind the body may not issue (FM-20)."""
    _known_codes(body, kind)
    if not abstracts or not all(abstracts):
        raise RuleViolation("registers.no_abstract", _("Mỗi số cần trích yếu của văn bản. Hãy ghi trích yếu."), field="abstract")
    if not rules.may_issue(body, kind, on):
        raise RuleViolation(
            "registers.kind_not_allowed",
            _("{body} không ban hành văn bản loại {kind} từ ngày {on:%d/%m/%Y}. Hãy chọn thể loại khác."),
            body=body,
            kind=kind,
            on=on,
            field="kind",
        )


def _known_codes(body: str, kind: str) -> None:
    """Refuse codes that cannot stand in a symbol."""
    for code in (body, kind):
        if not rules.CODE.fullmatch(code):
            raise RuleViolation("registers.code", _("Ký hiệu “{code}” không dùng được. Hãy ghi bằng chữ, như ĐU hoặc BC."), code=code)


def _not_numbered_yet(subjects: Sequence[str]) -> None:
    """Refuse a second number for the same paper; asked after the counter is held, so two clerks cannot both pass."""
    taken = Number.objects.filter(subject__in=[key for key in subjects if key], cancellation__isnull=True).first() if subjects else None
    if taken:
        raise RuleViolation(
            "registers.already_numbered", _("Văn bản này đã có số {symbol}. Hủy số đó trước khi lấy số khác."), symbol=taken.symbol
        )
