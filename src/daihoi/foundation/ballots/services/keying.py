"""Count without a scanner: people key in each ballot, apart from each other (nhập phiếu bằng tay)."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import sealed, token
from daihoi.foundation.ballots.models import Adjudication, Poll, Reading, Scan, ScanBatch
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.keying import NO_SUCH_SHEET, blank_line, fields_on, keyed_verdict, page_of, reasons_for_keying
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.ballots.queries.readings import BOARD, KEYED, Standing, numbers_after, page_key, standings
from daihoi.foundation.ballots.services.adjudicating import at_work, write_answer
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

MOST_SHEETS = 1000
ENTRIES = (2, 3)
DIGEST_BYTES = 32  # as long as a SHA-256, and as hard to guess as the image that such a sheet has not


@dataclass(frozen=True)
class Entry:
    """What one person saw on one sheet: the marks, or why it is not valid, or that the board must look (một lần nhập)."""

    marked: frozenset[tuple[int, str]] = frozenset()
    invalid: str = ""
    is_for_board: bool = False
    is_missing: bool = False


@transaction.atomic
def open_keyed_bundle(*, actor: User, poll: Poll, sheets: int, entries: int = 2, label: str = "") -> ScanBatch:
    """Open a bundle counted by hand whose sheets two or three people will key in, EL-31 (mở xấp nhập tay)."""
    require(actor, "ballots.open_keyed_bundle", poll.unit)
    require_member(actor, poll, "ballots.open_keyed_bundle")
    require_no_candidate(actor, poll)
    poll = locked(poll)
    _refuse_bundle(poll, sheets, entries)
    sequence = (poll.batches.aggregate(last=Max("sequence"))["last"] or 0) + 1
    first, order = numbers_after(poll)
    name, pages = label.strip() or _("Lô {n}").format(n=sequence), sheets * poll.pages_a_ballot
    batch = ScanBatch(poll=poll, sequence=sequence, label=name, hand_count=sheets, entries=entries, state=ScanBatch.State.READ)
    batch.first_ballot, batch.order, batch.pages_aside = first, order, pages
    batch.pages_expected = batch.pages_read = pages
    batch.entry = record(actor, "ballots.keyed_bundle_opened", poll, batch=batch.pk, sequence=sequence, sheets=sheets, entries=entries)
    batch.save()
    for number in range(1, pages + 1):
        line = blank_line(batch, number, secrets.token_hex(DIGEST_BYTES))
        scan = Scan.objects.create(batch=batch, sequence=number, source=line["source"], digest=token(poll, line["digest"]))
        Reading.objects.create(scan=scan, content=sealed(poll, line), reader=KEYED)
    return batch


@transaction.atomic
def key_sheet(*, actor: User, batch: ScanBatch, number: int, entry: Entry) -> Adjudication:
    """Enter one sheet as one sees it, without seeing what another entered (nhập một tờ phiếu)."""
    require(actor, "ballots.key_sheet", batch.poll.unit)
    poll, scan = at_work(actor, batch.poll), _sheet(batch, number)
    key = page_key(scan.pk)
    if not standings(poll, [key]).get(key, Standing()).awaits(actor):
        raise RuleViolation("ballots.sheet_not_yours", _("Tờ {n} không còn chờ bạn nhập. Nhập tờ tiếp theo."), n=number)
    row = write_answer(actor, poll, key, _verdict(poll, scan, entry))
    record(actor, "ballots.sheet_keyed", poll, turn=row.turn, commitment=row.commitment)
    return row


@transaction.atomic
def take_back_sheet(*, actor: User, batch: ScanBatch, number: int) -> Adjudication:
    """Take back one's own entry while nobody else entered the sheet: later it could be fitted to the other's (lấy lại tờ vừa nhập)."""
    require(actor, "ballots.key_sheet", batch.poll.unit)
    poll, scan = at_work(actor, batch.poll), _sheet(batch, number)
    key = page_key(scan.pk)
    standing = standings(poll, [key]).get(key, Standing())
    if standing.answer_of(actor) is None:
        raise RuleViolation("ballots.nothing_to_take_back", _("Bạn chưa có ý kiến nào về phiếu này để lấy lại."))
    if standing.board is not None or len(standing.answers) > 1:
        message = _("Người khác đã nhập tờ {n}, không lấy lại được nữa. Hai lần khác nhau thì người thứ ba nhập.")
        raise RuleViolation("ballots.entered_by_others", message, n=number)
    row = write_answer(actor, poll, key, None)
    record(actor, "ballots.sheet_taken_back", poll, turn=row.turn, commitment=row.commitment)
    return row


def _refuse_bundle(poll: Poll, sheets: int, entries: int) -> None:
    """Refuse a bundle out of its time, without its hand count, or entered once only."""
    if poll.is_closed:
        raise RuleViolation("ballots.closed", _("Kiểm phiếu đã khóa, không thêm hay rút lô được nữa."))
    if poll.state != Poll.State.COUNTING:
        raise RuleViolation("ballots.return_before_keying", _("Ghi số phiếu thu về trước, rồi mới nhập phiếu."))
    if not 1 <= sheets <= MOST_SHEETS:
        message = _("Ghi số phiếu đếm tay của xấp, từ 1 đến {most}; nên đếm từng xấp 50.")
        raise RuleViolation("ballots.keyed_sheets", message, most=MOST_SHEETS, field="sheets")
    if entries not in ENTRIES:
        raise RuleViolation("ballots.keyed_entries", _("Mỗi phiếu do hai hoặc ba người nhập riêng."), field="entries")


def _sheet(batch: ScanBatch, number: int) -> Scan:
    """Find a sheet of a keyed bundle that stands, or refuse."""
    scan = Scan.objects.filter(batch=batch, sequence=number, batch__entries__gt=0).select_related("batch").first()
    if scan is None:
        raise RuleViolation("ballots.no_such_sheet", _("Xấp này không có tờ {n}. Mở lại xấp rồi nhập tờ đang chờ."), n=number)
    if scan.batch.state != ScanBatch.State.READ:
        raise RuleViolation("ballots.batch_withdrawn", _("Lô này đã rút."))
    return scan


def _verdict(poll: Poll, scan: Scan, entry: Entry) -> dict[str, object]:
    """Turn an entry into a verdict; only fields printed on the sheet and reasons of this vote's rules are taken."""
    if entry.is_for_board:
        return dict(BOARD)
    if entry.is_missing:
        return {"source": scan.source, "discard": NO_SUCH_SHEET}
    strange = entry.marked - set(fields_on(poll, page_of(poll, scan)))
    if strange:
        numbers = ", ".join(str(number) for number in sorted({place[0] for place in strange}))
        raise RuleViolation("ballots.not_on_sheet", _("Tờ này không có số {numbers}. Xem lại số đã gõ."), numbers=numbers, field="marks")
    if entry.invalid and entry.invalid not in reasons_for_keying(poll):
        raise RuleViolation("ballots.no_such_reason", _("Quy tắc của cuộc bầu này không có lý do ấy. Chọn lý do khác."), field="invalid")
    return keyed_verdict(poll, scan, marked=entry.marked, invalid=entry.invalid)
