"""Record the machine before the vote and its wipe after it (biên bản máy)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi import __version__
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.machine import networks_up, program_digest
from daihoi.foundation.ballots.models import MachineRecord, Poll
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.machines import pages_read, unwiped
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Kind = MachineRecord.Kind
ACT = "ballots.record_machine"
IN_TIME = {Poll.State.DRAFT, Poll.State.PROOFED, Poll.State.PRINTED, Poll.State.ISSUED, Poll.State.COUNTING}


@dataclass(frozen=True)
class Statement:
    """What the technicians state of a machine and sign on paper (cam kết của kỹ thuật viên)."""

    device: str
    technicians: int
    is_network_stated_off: bool = False
    is_rented: bool = True


@transaction.atomic
def record_machine(*, actor: User, poll: Poll, statement: Statement) -> MachineRecord:
    """Record program, zero count and network of the machine before voting, with the technicians' undertaking, PR-26 (biên bản máy).

    A machine that comes in during the count, such as a second laptop, is recorded then, with the pages read by that time.
    """
    require(actor, "ballots.record_machine", poll.unit)
    require_member(actor, poll, ACT)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    if poll.state not in IN_TIME:
        raise RuleViolation("ballots.machine_too_late", _("Kiểm phiếu đã khóa; biên bản máy lập trước đó."))
    if not statement.device.strip():
        raise RuleViolation("ballots.machine_unnamed", _("Ghi máy nào: tên, số máy, máy quét đi kèm."), field="device")
    if statement.technicians < 1:
        raise RuleViolation("ballots.no_undertaking", _("Cần ít nhất một kỹ thuật viên ký cam kết."), field="technicians")
    facts = {"version": __version__, "program_digest": program_digest(), "pages_read": pages_read(poll)}
    networks = ", ".join(networks_up())[:200]
    facts |= {"device": statement.device.strip(), "technicians": statement.technicians, "networks": networks}
    facts |= {"is_network_stated_off": statement.is_network_stated_off, "is_rented": statement.is_rented}
    made = MachineRecord.objects.create(poll=poll, kind=Kind.BEFORE, **facts)
    told: dict[str, Any] = {
        "machine": made.pk,
        "program": made.program_digest,
        "networks": networks,
        "pages": made.pages_read,
        "rented": made.is_rented,
    }
    record(actor, "ballots.machine_recorded", poll, **told)
    return made


@transaction.atomic
def record_wipe(*, actor: User, poll: Poll, device: str, method: str) -> MachineRecord:
    """Record that a rented machine was wiped after the count, PR-26 (xóa dữ liệu trên máy thuê)."""
    require(actor, "ballots.record_machine", poll.unit)
    require_member(actor, poll, ACT)
    poll = locked(poll)
    if not (poll.is_closed or poll.is_voided):
        raise RuleViolation("ballots.wipe_after_closing", _("Khóa kiểm phiếu và giao bằng chứng trước, rồi mới xóa dữ liệu trên máy."))
    if device not in unwiped(poll):
        raise RuleViolation("ballots.machine_unknown", _("Máy này không có biên bản trước khi bầu, hoặc đã xóa rồi."), field="device")
    if not method.strip():
        raise RuleViolation("ballots.wipe_needs_method", _("Ghi cách xóa, ví dụ: ghi đè cả ổ đĩa."), field="method")
    facts: dict[str, object] = {"version": __version__, "program_digest": program_digest(), "pages_read": pages_read(poll)}
    made = MachineRecord.objects.create(poll=poll, kind=Kind.WIPED, device=device, method=method.strip(), **facts)
    record(actor, "ballots.machine_wiped", poll, machine=made.pk)
    return made
