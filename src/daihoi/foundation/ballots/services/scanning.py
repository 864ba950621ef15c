"""Take in the scans of a bundle, or withdraw a bundle that went wrong (nhận ảnh quét, rút lô)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import sealed, token
from daihoi.foundation.ballots.faults import Fault
from daihoi.foundation.ballots.intake import Incoming, looked_at, refusal_of
from daihoi.foundation.ballots.models import Poll, Release, ScanBatch, ScanFile
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.loops import release_of
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.ballots.queries.readings import batches_that_repeat
from daihoi.foundation.files.models import ContentKey
from daihoi.foundation.files.services import Sealed, keep, seal
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record, try_again
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

LEASE = timedelta(seconds=60)


class Withdrawal(models.TextChoices):
    """Why a bundle is taken out, as the journal keeps it (lý do rút lô)."""

    JAM = "jam", gettext_lazy("máy quét kẹt giấy")
    FOREIGN_SHEET = "foreign_sheet", gettext_lazy("có phiếu của cuộc khác trong xấp")
    MISCOUNTED = "miscounted", gettext_lazy("đếm tay sai")
    UNREADABLE = "unreadable", gettext_lazy("ảnh quét xấu")
    ORDER = "order", gettext_lazy("xấp bị xáo thứ tự")
    OTHER = "other", gettext_lazy("lý do khác")


@dataclass(frozen=True)
class Taken:
    """One checked file, sealed on disk, with the number of its pages (tệp đã kiểm)."""

    sealed: Sealed
    pages: int


@dataclass(frozen=True)
class LeftOut:
    """One file that was sent and cannot be used, with its fault (tệp không nhận)."""

    name: str
    fault: Fault


Sent = Taken | LeftOut


def register_scans(*, actor: User, poll: Poll, files: Sequence[Incoming], label: str, hand_count: int) -> ScanBatch:
    """Check and seal the files of a bundle, then take it in with its hand count; refused only where no file is good (nhận một lô ảnh quét).

    Opening and sealing hundreds of pages takes seconds, so it happens before the transaction, which only writes rows.
    """
    _refuse_bundle(actor, poll, hand_count)
    if not files:
        raise RuleViolation("ballots.no_files", _("Chưa có tệp nào. Chọn tệp PDF, TIFF, JPEG hoặc PNG."), field="files")
    sent = sealed_files(files, poll.key)
    return try_again(register_bundle, actor=actor, poll=poll, files=sent, label=label, hand_count=hand_count)


@transaction.atomic
def register_bundle(*, actor: User, poll: Poll, files: Sequence[Sent], label: str, hand_count: int) -> ScanBatch:
    """Write down one bundle whose good files lie sealed on disk; it is not read while files are missing (ghi một lô ảnh quét)."""
    require(actor, "ballots.register_scans", poll.unit)
    poll = locked(poll)
    _refuse_bundle(actor, poll, hand_count)
    refuse_nothing_good(files)
    good = {place: file for place, file in enumerate(files, start=1) if isinstance(file, Taken)}
    _refuse_sent_before(poll, list(good.values()))
    sequence = (poll.batches.aggregate(last=Max("sequence"))["last"] or 0) + 1
    batch = ScanBatch(poll=poll, sequence=sequence, label=label.strip() or _("Lô {n}").format(n=sequence), hand_count=hand_count)
    batch.pages_expected = sum(file.pages for file in good.values())
    batch.wait_for({place: file.fault.value for place, file in enumerate(files, start=1) if isinstance(file, LeftOut)})
    facts: dict[str, Any] = {"sequence": sequence, "hand_count": hand_count, "files": len(good), "pages": batch.pages_expected}
    facts |= {"missing": batch.missing} if batch.missing else {}
    batch.file_names = sealed(poll, [name_of(file) for file in files])
    batch.entry = record(actor, "ballots.scans_registered", poll, batch=batch.pk, root=root_of(good.values()), **facts)
    batch.save()
    keep_files(batch, good)
    return batch


def sealed_files(files: Sequence[Incoming], key: ContentKey) -> list[Sent]:
    """Look at every file and seal what is good, each with its fault else (niêm tệp gửi lên)."""
    return [
        LeftOut(each.name, each.fault) if each.fault else Taken(seal(each.data, key, name=each.name), each.pages)
        for each in looked_at(files)
    ]


def keep_files(batch: ScanBatch, files: Mapping[int, Taken]) -> None:
    """Write the rows of good files, each in its place of the bundle."""
    for place, file in files.items():
        made = ScanFile(batch=batch, sequence=place, pages=file.pages)
        made.stored = keep(replace(file.sealed, name=made.code), kind="scan_file")
        made.save()


def root_of(files: Iterable[Taken]) -> str:
    """Give one digest over files in their order."""
    return merkle_root(bytes.fromhex(file.sealed.digest) for file in files)


def name_of(file: Sent) -> str:
    """Give the name under which a file came."""
    return file.name if isinstance(file, LeftOut) else file.sealed.name


def refuse_nothing_good(files: Collection[Sent]) -> None:
    """Refuse files of which none can be used, each with its cause and remedy."""
    faults = [(file.name, file.fault) for file in files if isinstance(file, LeftOut)]
    if len(faults) == len(files):
        raise refusal_of(faults)


def _refuse_bundle(actor: User, poll: Poll, hand_count: int) -> None:
    """Refuse who may not send scans, a bundle out of its time, and one that nobody counted by hand."""
    require(actor, "ballots.register_scans", poll.unit)
    require_member(actor, poll)
    require_no_candidate(actor, poll)
    refuse_out_of_time(poll)
    released = release_of(poll)
    if released and released.way == Release.Way.KEYED:
        message = _("Cuộc này cho bầu để nhập tay. Muốn quét: thử máy rồi cho bầu lại theo cách quét, hoặc ghi lý do không thử.")
        raise RuleViolation("ballots.released_for_keying", message)
    if hand_count < 1:
        raise RuleViolation("ballots.no_hand_count", _("Ghi số tờ đếm tay của lô, từ 1 trở lên."), field="hand_count")


def _refuse_sent_before(poll: Poll, files: Sequence[Taken]) -> None:
    """Refuse a bundle whose very bytes were all sent already: its sheets would only seem to be missing, and be scanned once more."""
    digests = [token(poll, file.sealed.digest) for file in files]
    standing = standing_files(poll, digests)
    begun = next((file.batch for file in standing if file.batch.is_incomplete), None)
    if begun is not None:
        message = _(
            "{label} đã giữ tệp tốt của lần gửi trước và còn thiếu {n} tệp. Thêm tệp thiếu vào {label}, hoặc rút {label} rồi gửi lại."
        )
        raise RuleViolation("ballots.bundle_begun", message, label=begun.label, n=len(begun.missing), field="files")
    before = {file.stored.digest: file.batch.label for file in standing}
    if all(digest in before for digest in digests):
        label = before[digests[0]]
        message = _("Tệp {name} đã gửi rồi, nằm trong {label}. Gửi nhầm thì bỏ tệp này; muốn thay {label} thì rút {label} trước.")
        raise RuleViolation("ballots.file_sent_before", message, name=files[0].sealed.name, label=label, field="files")


def standing_files(poll: Poll, digests: Collection[str]) -> list[ScanFile]:
    """Find files of these bytes in the bundles that were not withdrawn."""
    found = ScanFile.objects.filter(batch__poll=poll, stored__digest__in=digests).select_related("batch", "stored")
    return list(found.exclude(batch__state=ScanBatch.State.WITHDRAWN))


@transaction.atomic
def withdraw_batch(*, actor: User, batch: ScanBatch, reason: str, why: str = Withdrawal.OTHER) -> ScanBatch:
    """Take a bundle out of the count, to scan it again; its files and readings stay, the journal keeps the kind of reason, PR-18 (rút lô)."""
    require(actor, "ballots.withdraw_batch", batch.poll.unit)
    require_member(actor, batch.poll)
    require_no_candidate(actor, batch.poll)
    poll = locked(batch.poll)
    batch = ScanBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_out_of_time(poll)
    if batch.state == ScanBatch.State.WITHDRAWN:
        raise RuleViolation("ballots.batch_withdrawn", _("Lô này đã rút."))
    if not reason.strip():
        raise RuleViolation("ballots.withdrawal_needs_reason", _("Rút lô cần lý do, ví dụ: máy quét kẹt giấy."), field="reason")
    later = batches_that_repeat(batch)
    if later:
        names = ", ".join(each.label for each in later)
        raise RuleViolation(
            "ballots.batch_repeated", _("{names} có trang trùng với lô này. Rút {names} trước, rồi rút lô này."), names=names
        )
    batch.state, batch.reason, batch.leased_until = ScanBatch.State.WITHDRAWN, reason.strip(), None
    batch.save(update_fields=["state", "reason", "leased_until"])
    record(
        actor, "ballots.batch_withdrawn", poll, batch=batch.pk, sequence=batch.sequence, pages=batch.pages_read, why=str(Withdrawal(why))
    )
    return batch


@transaction.atomic
def pass_foreign_sheet(*, actor: User, batch: ScanBatch, page: int, hand_count: int) -> ScanBatch:
    """Go on behind a foreign sheet that people took out, with the bundle counted again; the page itself waits for two people, PR-18 (đọc tiếp sau tờ lạ)."""
    require(actor, "ballots.register_scans", batch.poll.unit)
    require_member(actor, batch.poll)
    require_no_candidate(actor, batch.poll)
    poll = locked(batch.poll)
    batch = ScanBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_out_of_time(poll)
    if not batch.is_held or batch.held_at != page:
        raise RuleViolation("ballots.not_held", _("Lô này không còn dừng ở tờ ấy. Xem lại bàn kiểm phiếu."))
    if hand_count < 1:
        raise RuleViolation("ballots.no_hand_count", _("Ghi số tờ đếm tay của lô, từ 1 trở lên."), field="hand_count")
    before, batch.hand_count, batch.state = batch.hand_count, hand_count, ScanBatch.State.WAITING
    batch.save(update_fields=["hand_count", "state"])
    record(actor, "ballots.foreign_sheet_passed", poll, batch=batch.pk, page=page, hand_count=hand_count, before=before)
    return batch


@transaction.atomic
def resume_reading(*, actor: User, batch: ScanBatch) -> ScanBatch:
    """Free a bundle whose reader stopped, so that another takes it up (đọc tiếp)."""
    require(actor, "ballots.register_scans", batch.poll.unit)
    require_member(actor, batch.poll)
    require_no_candidate(actor, batch.poll)
    batch = ScanBatch.objects.select_for_update().select_related("poll__unit").get(pk=batch.pk)
    if not batch.is_reading:
        raise RuleViolation("ballots.nothing_to_read", _("Lô này không còn trang nào chờ đọc."))
    if batch.leased_until and batch.leased_until > timezone.now():
        raise RuleViolation("ballots.being_read", _("Máy đang đọc lô này. Chờ một phút rồi thử lại nếu số trang không tăng."))
    record(actor, "ballots.reading_resumed", batch.poll, batch=batch.pk, pages=batch.pages_read)
    return batch


@transaction.atomic
def forget_file_names(*, cause: Entry, poll: Poll) -> int:
    """Forget how files were named at the scanner, once the result is certified: a name may tell where ballots came from (bỏ tên tệp gửi lên)."""
    forgotten = ScanBatch.objects.filter(poll=poll, file_names__isnull=False).update(file_names=None)
    if forgotten:
        record(None, "ballots.file_names_forgotten", poll, cause=cause, bundles=forgotten)
    return forgotten


def refuse_out_of_time(poll: Poll) -> None:
    """Refuse scans before the box is opened and after the count is closed."""
    if poll.is_closed:
        raise RuleViolation("ballots.closed", _("Kiểm phiếu đã khóa, không thêm hay rút lô được nữa."))
    if poll.state != Poll.State.COUNTING:
        raise RuleViolation("ballots.return_first", _("Ghi số phiếu thu về trước, rồi mới quét."))
