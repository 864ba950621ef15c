"""The stick of the counting laptop: begin one, go on from it, stop where another went on, go on without (USB dự phòng)."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, StickEvent
from daihoi.foundation.ballots.queries.access import require_member
from daihoi.foundation.ballots.queries.sticks import newest_event, refuse_stood_down
from daihoi.foundation.ballots.stick import is_laptop, keep_config, sticks_here
from daihoi.foundation.files.vault import Vault, new_code
from daihoi.foundation.journal.services import record, try_again
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

ACT = "ballots.keep_stick"
Kind = StickEvent.Kind
OPEN = (Poll.State.PROOFED, Poll.State.PRINTED, Poll.State.ISSUED, Poll.State.COUNTING)


def begin_stick(*, actor: User, poll: Poll, folder: Path) -> str:
    """Begin an encrypted copy on a stick and give its code, which is shown once and kept by two people, PR-18 (bắt đầu ghi USB)."""
    require(actor, ACT, poll.unit)
    require_member(actor, poll, ACT)
    refuse_stood_down()
    if not is_laptop():
        raise RuleViolation("stick.no_laptop", _("USB dự phòng chỉ dùng cho máy kiểm phiếu riêng; máy chủ có cách sao lưu của nó."))
    if folder not in sticks_here(settings.STICK):
        raise RuleViolation("stick.unknown", _("Không thấy USB này nữa. Cắm lại rồi chọn."), field="folder")
    code = new_code()
    try:
        vault = Vault.make(folder, code)
    except OSError as fault:
        message = _("Không ghi được vào {folder}: {why}. Gạt chốt khóa ghi, hoặc chọn USB khác.")
        raise RuleViolation("stick.unwritable", message, folder=str(folder), why=fault.strerror or str(fault), field="folder") from fault
    try_again(record_stick, actor=actor, poll=poll, vault=vault.name)
    keep_config(Path(settings.DATA_DIR), vault)
    return code


@transaction.atomic
def record_stick(*, actor: User, poll: Poll, vault: str) -> StickEvent:
    """Record that a stick is written from now on (ghi việc dùng USB dự phòng)."""
    require(actor, ACT, poll.unit)
    require_member(actor, poll, ACT)
    made = StickEvent.objects.create(kind=Kind.BEGUN, vault=vault)
    record(actor, "ballots.stick_begun", poll, stick=vault)
    return made


@transaction.atomic
def leave_stick(*, actor: User, poll: Poll, reason: str) -> StickEvent:
    """Go on without a stick, by a decision with its reason (tiếp tục không có USB)."""
    require(actor, ACT, poll.unit)
    require_member(actor, poll, ACT)
    refuse_stood_down()
    newest = newest_event()
    if newest is None or newest.kind == Kind.LEFT_OFF:
        raise RuleViolation("stick.none", _("Máy này không dùng USB nào."))
    if not reason.strip():
        raise RuleViolation("stick.needs_reason", _("Ghi lý do, ví dụ: USB hỏng lúc 10 giờ, không có USB khác."), field="reason")
    made = StickEvent.objects.create(kind=Kind.LEFT_OFF, vault=newest.vault, reason=reason.strip())
    record(actor, "ballots.stick_left", poll, stick=newest.vault)
    return made


@transaction.atomic
def take_over(*, origin: str, vault: str, number: int, device: str) -> StickEvent:
    """Record in the journal that this laptop goes on from a stick: once for the machine, once for each vote (tiếp quản)."""
    made = StickEvent.objects.create(kind=Kind.TAKEN_OVER, vault=vault, number=number, device=device)
    entry = record(None, "ballots.stick_taken_over", made, origin=origin, stick=vault, number=number, device=device)
    for poll in Poll.objects.filter(state__in=OPEN).select_related("unit").order_by("opened_at"):
        record(None, "ballots.count_taken_over", poll, cause=entry, stick=vault, number=number, device=device)
    return made


@transaction.atomic
def stand_down(*, origin: str, vault: str, device: str) -> StickEvent | None:
    """Record that another laptop went on from the stick and that this one stops; a second time nothing happens (máy này dừng)."""
    newest = newest_event()
    if newest is not None and newest.kind == Kind.STOOD_DOWN:
        return None
    made = StickEvent.objects.create(kind=Kind.STOOD_DOWN, vault=vault, device=device[:120])
    record(None, "ballots.stick_stood_down", made, origin=origin, stick=vault)
    return made
