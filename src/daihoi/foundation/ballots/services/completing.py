"""Complete a bundle of which some files could not be used: put files in their places, or take places off its list (bổ sung tệp của lô)."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import sealed, token
from daihoi.foundation.ballots.faults import Fault
from daihoi.foundation.ballots.intake import Incoming
from daihoi.foundation.ballots.models import Poll, ScanBatch
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.missing import sent_names
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.ballots.services.scanning import (
    LeftOut,
    Sent,
    Taken,
    keep_files,
    name_of,
    refuse_nothing_good,
    refuse_out_of_time,
    root_of,
    sealed_files,
    standing_files,
)
from daihoi.foundation.journal.services import record, try_again
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation


def add_scans(*, actor: User, batch: ScanBatch, files: Mapping[int, Incoming], dropped: Collection[int] = ()) -> ScanBatch:
    """Check and seal files for places of a bundle, then put them there (bổ sung tệp của lô)."""
    _refuse(actor, batch)
    if not files and not dropped:
        raise RuleViolation("ballots.nothing_added", _("Chưa chọn tệp nào. Chọn tệp thay, hoặc đánh dấu bỏ tệp khỏi lô."))
    sent = dict(zip(files, sealed_files(list(files.values()), batch.poll.key), strict=True))
    return try_again(complete_bundle, actor=actor, batch=batch, files=sent, dropped=dropped)


@transaction.atomic
def complete_bundle(*, actor: User, batch: ScanBatch, files: Mapping[int, Sent], dropped: Collection[int] = ()) -> ScanBatch:
    """Put files in the places of those that could not be used, or behind the last, and take places off the list; the bundle is read once none is missing (ghi tệp bổ sung)."""
    require(actor, "ballots.register_scans", batch.poll.unit)
    poll = locked(batch.poll)
    batch = ScanBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse(actor, batch)
    names = sent_names(batch)
    _refuse_places(batch, len(names), set(files), set(dropped))
    files = _without_repeats(poll, files)
    good = {place: file for place, file in sorted(files.items()) if isinstance(file, Taken)}
    if not good and not dropped:
        refuse_nothing_good(files.values())
    lacking = {place: fault for place, fault in batch.lacking.items() if place not in {*good, *dropped}}
    lacking |= {place: file.fault.value for place, file in files.items() if isinstance(file, LeftOut)}
    names += [name_of(file) for place, file in files.items() if place > len(names)]
    for place, file in good.items():
        names[place - 1] = name_of(file)
    pages = sum(file.pages for file in good.values())
    batch.wait_for(lacking)
    batch.pages_expected, batch.file_names = batch.pages_expected + pages, sealed(poll, names)
    batch.save(update_fields=["missing", "state", "pages_expected", "file_names"])
    keep_files(batch, good)
    facts = {"places": list(good), "pages": pages, "root": root_of(good.values()), "dropped": sorted(dropped), "missing": batch.missing}
    record(actor, "ballots.scans_added", poll, batch=batch.pk, **facts)
    return batch


def _refuse(actor: User, batch: ScanBatch) -> None:
    """Refuse who may not send scans, and a bundle that lacks nothing or came too late."""
    require(actor, "ballots.register_scans", batch.poll.unit)
    require_member(actor, batch.poll)
    require_no_candidate(actor, batch.poll)
    refuse_out_of_time(batch.poll)
    if not batch.is_incomplete:
        raise RuleViolation("ballots.not_incomplete", _("Lô này không còn thiếu tệp nào. Xem lại bàn kiểm phiếu."))


def _refuse_places(batch: ScanBatch, last: int, places: set[int], dropped: set[int]) -> None:
    """Refuse places that lack nothing, as where somebody else was faster, and gaps behind the last file."""
    behind = {place for place in places if place > last}
    wrong = (places - behind | dropped) - set(batch.lacking) or places & dropped or behind - set(range(last + 1, last + 1 + len(behind)))
    if wrong:
        message = _("Chỗ của tệp thứ {n} không còn trống, có thể người khác vừa thêm. Mở lại trang rồi xem còn thiếu tệp nào.")
        raise RuleViolation("ballots.place_not_missing", message, n=min(wrong))


def _without_repeats(poll: Poll, files: Mapping[int, Sent]) -> dict[int, Sent]:
    """Leave out a file whose very bytes the vote already holds: in this place it hides that the right one is missing."""
    digests = {place: token(poll, file.sealed.digest) for place, file in files.items() if isinstance(file, Taken)}
    seen = {file.stored.digest for file in standing_files(poll, list(digests.values()))}
    found: dict[int, Sent] = {}
    for place, file in sorted(files.items()):
        repeats = digests.get(place) in seen
        found[place] = LeftOut(name_of(file), Fault.SENT_BEFORE) if repeats else file
        seen.add(digests.get(place, ""))
    return found
