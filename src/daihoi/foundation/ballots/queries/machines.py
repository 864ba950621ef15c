"""Machines of a vote, and whether the program is still the one that was recorded (máy kiểm phiếu)."""

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import MachineRecord, Poll, Reading
from daihoi.rules.errors import Finding, warning

Kind = MachineRecord.Kind


def pages_read(poll: Poll) -> int:
    """Count the pages read of a vote, zero before it begins (số trang đã đọc)."""
    return Reading.objects.filter(scan__batch__poll=poll).count()


def machines_of(poll: Poll) -> list[MachineRecord]:
    """Give the records of all machines of a vote, oldest first (biên bản máy)."""
    return list(MachineRecord.objects.filter(poll=poll))


def unwiped(poll: Poll) -> list[str]:
    """Name the machines recorded before the vote that nobody has wiped yet."""
    records = machines_of(poll)
    wiped = {record.device for record in records if record.kind == Kind.WIPED}
    return sorted({record.device for record in records if record.kind == Kind.BEFORE} - wiped)


def machine_findings(poll: Poll, digest: str) -> list[Finding]:
    """Warn when nobody recorded the machine before the vote, or when the program is another one now, PR-26 (lưu ý về máy)."""
    before = [record for record in machines_of(poll) if record.kind == Kind.BEFORE]
    if not before:
        return [warning("ballots.machine_unrecorded", _("Chưa có biên bản máy trước khi bầu. Nêu điều này trong biên bản kiểm phiếu."))]
    if before[-1].program_digest != digest:
        message = _(
            "Chương trình đã thay đổi sau biên bản máy: mã băm lúc ấy {then}, bây giờ {now}. Dừng lại, hỏi kỹ thuật viên và ghi vào biên bản."
        )
        return [warning("ballots.program_changed", message, then=before[-1].program_digest[:16], now=digest[:16])]
    return []
