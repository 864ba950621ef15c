"""Machines of a vote, and whether the program is still the one that was recorded (máy kiểm phiếu)."""

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import MachineRecord, Poll, Reading
from daihoi.foundation.ballots.queries.loops import release_of
from daihoi.rules.errors import Finding, warning

Kind = MachineRecord.Kind


def pages_read(poll: Poll) -> int:
    """Count the pages read of a vote, zero before it begins (số trang đã đọc)."""
    return Reading.objects.filter(scan__batch__poll=poll).count()


def machines_of(poll: Poll) -> list[MachineRecord]:
    """Give the records of all machines of a vote, oldest first (biên bản máy)."""
    return list(MachineRecord.objects.filter(poll=poll))


def unwiped(poll: Poll) -> list[str]:
    """Name the rented machines recorded before the vote that nobody has wiped yet, PR-26."""
    records = machines_of(poll)
    wiped = {record.device for record in records if record.kind == Kind.WIPED}
    return sorted({record.device for record in records if record.kind == Kind.BEFORE and record.is_rented} - wiped)


def programs_before(poll: Poll) -> list[tuple[str, str]]:
    """Give the digest of the program at each step before the count was closed, with its name: no update between deck and minutes, PR-18."""
    steps = [(_("biên bản máy"), record.program_digest) for record in machines_of(poll) if record.kind == Kind.BEFORE]
    release = release_of(poll)
    if release:
        steps += [(_("thử máy"), release.loop_test.program_digest)] if release.loop_test else []
        steps.append((_("cho bầu"), release.program_digest))
    return steps


def machine_findings(poll: Poll, digest: str) -> list[Finding]:
    """Warn when nobody recorded the machine before the vote, or when the program is another one now, PR-26 (lưu ý về máy)."""
    before = [record for record in machines_of(poll) if record.kind == Kind.BEFORE]
    if not before:
        return [warning("ballots.machine_unrecorded", _("Chưa có biên bản máy trước khi bầu. Nêu điều này trong biên bản kiểm phiếu."))]
    changed = next(((step, then) for step, then in programs_before(poll) if then != digest), None)
    if changed:
        message = _(
            "Chương trình đã thay đổi từ lúc {step}: mã băm lúc ấy {then}, bây giờ {now}. Dừng lại, hỏi kỹ thuật viên và ghi vào biên bản."
        )
        return [warning("ballots.program_changed", message, step=changed[0], then=changed[1][:16], now=digest[:16])]
    return []
