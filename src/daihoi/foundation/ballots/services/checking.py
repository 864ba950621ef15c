"""Record the second check of a closed count: its seed, then the sheets compared, then what was found (ghi kiểm phiếu lần hai)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import ComparedSheet, FullCheck, Poll, PublicSeed, SecondCheck, Tally
from daihoi.foundation.ballots.queries.access import require_member, require_no_administrator, require_no_candidate
from daihoi.foundation.ballots.queries.checking import COMPARE, Comparison, comparison_of, plan_for, seed_of
from daihoi.foundation.ballots.queries.comparing import places_of
from daihoi.foundation.ballots.queries.custody import refuse_destroyed
from daihoi.foundation.ballots.queries.polls import locked, tally_of
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.second_check import as_read_aloud

ACT = "ballots.record_second_check"


@transaction.atomic
def record_seed(*, actor: User, poll: Poll, seed: str, origin: str) -> PublicSeed:
    """Record the public seed of a sample, once, before anybody sees which sheets it draws; who drew it stands in the minutes alone (ghi số gieo công khai)."""
    require(actor, "ballots.record_second_check", poll.unit)
    poll, tally = _closed(actor, poll, ACT)
    spelled, told = as_read_aloud(seed), " ".join(origin.split())
    _refuse_seed(tally, spelled, told)
    row = PublicSeed.objects.create(poll=poll, turn=tally.turn, seed=spelled, origin=told)
    record(actor, "ballots.seed_recorded", poll, turn=tally.turn, seed=spelled)
    return row


@transaction.atomic
def choose_full_check(*, actor: User, poll: Poll) -> FullCheck:
    """Have all ballots compared where a sample would do, before or after its seed; nobody goes back to the sample (chọn kiểm cả chồng)."""
    require(actor, "ballots.record_second_check", poll.unit)
    poll, tally = _closed(actor, poll, ACT)
    refuse_destroyed(poll)
    plan = plan_for(tally)
    if plan is not None and plan.is_full:
        raise RuleViolation("ballots.full_check_already", _("Cuộc này đã kiểm lại cả chồng phiếu, không phải chọn."))
    row = FullCheck.objects.create(poll=poll, turn=tally.turn)
    record(actor, "ballots.full_check_chosen", poll, turn=tally.turn)
    return row


@transaction.atomic
def compare_sheets(*, actor: User, poll: Poll, equal: Mapping[int, bool]) -> int:
    """Write of each sheet, by its place in the pile, whether it equals its record; the journal learns numbers only (ghi tờ đã so)."""
    require(actor, "ballots.compare_sheets", poll.unit)
    poll, _tally = _closed(actor, poll, COMPARE)
    refuse_destroyed(poll)
    found = _comparison(poll)
    if found.check:
        raise RuleViolation("ballots.check_recorded", _("Kiểm lần hai đã ghi xong, không sửa tờ đã so được nữa."))
    if not set(equal) <= set(found.plan.sheets):
        raise RuleViolation("ballots.sheet_not_drawn", _("Có tờ không thuộc những phiếu kiểm lại. Mở lại trang rồi ghi."))
    fresh = {sheet: said for sheet, said in equal.items() if found.sheets.get(sheet) is not said}
    if fresh.keys() & found.recorded:
        raise RuleViolation("ballots.sheet_recorded", _("Tờ này đã ghi trong lần kiểm mẫu, không sửa được nữa."))
    _write_compared(poll, found.tally, fresh)
    record(actor, "ballots.sheets_compared", poll, turn=found.tally.turn, sheets=len(fresh))
    return len(fresh)


@transaction.atomic
def print_comparison(*, actor: User, poll: Poll) -> Comparison:
    """Let the sheets to compare be printed with what the record says of each (in tờ so phiếu)."""
    require(actor, "ballots.compare_sheets", poll.unit)
    poll, tally = _closed(actor, poll, COMPARE)
    refuse_destroyed(poll)
    found = _comparison(poll)
    record(actor, "ballots.comparison_printed", poll, turn=tally.turn, sheets=len(found.plan.sheets))
    return found


@transaction.atomic
def record_second_check(*, actor: User, poll: Poll, words: str = "") -> SecondCheck:
    """Record that the sheets were compared, all of them, and how those differ that do (ghi kiểm phiếu lần hai)."""
    require(actor, "ballots.record_second_check", poll.unit)
    poll, tally = _closed(actor, poll, ACT)
    found = _comparison(poll)
    _refuse_check(found, words)
    plan, differing = found.plan, len(found.differing)
    numbers: dict[str, Any] = {"turn": tally.turn, "pile": plan.pile, "size": len(plan.sheets), "risk_percent": plan.risk_percent}
    numbers |= {"differing": differing}
    drawn = None if plan.is_full else seed_of(tally)
    seed = drawn.seed if drawn else ""
    row = SecondCheck.objects.create(poll=poll, seed=seed, least_wrong=plan.least_wrong, words=words.strip(), **numbers)
    record(actor, "ballots.second_check_recorded", poll, check=row.pk, seed=seed, **numbers)
    return row


def _write_compared(poll: Poll, tally: Tally, fresh: Mapping[int, bool]) -> None:
    """Append what was found on each sheet, with where the sheet lies now."""
    places = places_of(poll) if fresh else {}
    takes = {row.sheet: row.take for row in ComparedSheet.objects.filter(poll=poll, turn=tally.turn)}
    ComparedSheet.objects.bulk_create(
        ComparedSheet(
            poll=poll,
            turn=tally.turn,
            sheet=sheet,
            bundle=places[sheet].bundle,
            place=places[sheet].place,
            take=takes.get(sheet, 0) + 1,
            is_equal=said,
        )
        for sheet, said in fresh.items()
    )


def _closed(actor: User, poll: Poll, act: str) -> tuple[Poll, Tally]:
    """Lock a closed count for who may check it, or refuse."""
    require_member(actor, poll, act)
    require_no_administrator(actor)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    tally = tally_of(poll)
    if tally is None:
        raise RuleViolation("ballots.check_after_closing", _("Khóa kiểm phiếu trước, rồi mới gieo số và kiểm lại."))
    return poll, tally


def _refuse_seed(tally: Tally, seed: str, origin: str) -> None:
    """Refuse a seed that nobody needs, a second one, one used before, and one without its origin."""
    plan = plan_for(tally)
    if plan is not None and plan.is_full:
        raise RuleViolation("ballots.no_seed_needed", _("Cuộc này kiểm lại tất cả phiếu, không cần số gieo."))
    if plan is not None:
        raise RuleViolation("ballots.seed_recorded", _("Số gieo đã ghi, chỉ ghi một lần. Kiểm lại đúng những phiếu đã lấy theo số ấy."))
    if not seed:
        raise RuleViolation("ballots.seed_empty", _("Ghi số đã gieo đúng như đã đọc to."), field="seed")
    if PublicSeed.objects.filter(poll_id=tally.poll_id, seed=seed).exists():
        message = _("Số này đã dùng cho lần khóa trước, mẫu của nó ai cũng biết. Gieo số mới.")
        raise RuleViolation("ballots.seed_used", message, field="seed")
    if not origin:
        message = _("Ghi số gieo từ đâu ra, ví dụ: ba xúc xắc, do một đại biểu gieo trước đại hội.")
        raise RuleViolation("ballots.seed_origin", message, field="origin")


def _comparison(poll: Poll) -> Comparison:
    """Give the comparison under way, or refuse while the seed of a sample is not recorded."""
    found = comparison_of(poll)
    if found is None:
        raise RuleViolation("ballots.seed_first", _("Gieo số trước mọi người và ghi số gieo, rồi mới biết kiểm lại phiếu nào."))
    return found


def _refuse_check(found: Comparison, words: str) -> None:
    """Refuse a check recorded twice, sheets left out, and a difference without words."""
    if found.check:
        raise RuleViolation("ballots.check_recorded_once", _("Kiểm lần hai của lần khóa này đã ghi."))
    if found.left:
        message = _("Còn {left} trong {size} phiếu chưa so với bản ghi. So nốt rồi ghi.")
        raise RuleViolation("ballots.sheets_left", message, left=found.left, size=len(found.plan.sheets))
    if found.differing and not words.strip():
        raise RuleViolation("ballots.difference_unexplained", _("Ghi các phiếu ấy khác thế nào."), field="words")
