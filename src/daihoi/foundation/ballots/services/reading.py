"""Write down what the reader saw, portion by portion, and close a bundle's reading (ghi kết quả đọc)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from daihoi.foundation.ballots.contents import sealed, token
from daihoi.foundation.ballots.models import Poll, Reading, Scan, ScanBatch
from daihoi.foundation.ballots.queries.readings import FOREIGN, SET_ASIDE, lines_read, numbered, numbers_after, read_batches, seen_before
from daihoi.foundation.ballots.services.scanning import LEASE
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.files.services import Sealed, keep, seal
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record


@dataclass(frozen=True)
class PageRead:
    """One page image with what the reader saw on it; where it is a whole file, that file is its picture (trang đã đọc)."""

    sequence: int
    line: dict[str, Any]
    encoded: bytes | None
    stored: StoredFile | None = None
    sealed: Sealed | None = None
    ink: bytes | None = None


class ReadingStopped(Exception):
    """The bundle was withdrawn, or another reader took it: stop without a trace (ngừng đọc)."""


@transaction.atomic
def record_portion(*, cause: Entry, batch: ScanBatch, pages: Sequence[PageRead], reader: str) -> int:
    """Keep a portion of pages and readings; pages already kept are passed over, so a second run changes nothing (ghi một đợt đọc)."""
    batch = ScanBatch.objects.select_for_update(of=("self",)).select_related("poll__unit", "poll__key").get(pk=batch.pk)
    if batch.state != ScanBatch.State.READING:
        raise ReadingStopped(batch.pk)
    kept = set(Scan.objects.filter(batch=batch, sequence__in=[page.sequence for page in pages]).values_list("sequence", flat=True))
    fresh = [page for page in pages if page.sequence not in kept]
    for page in fresh:
        source, digest = page.line["source"], page.line["digest"]
        stored = page.stored
        if stored is None and page.encoded is not None:
            stored = keep(page.sealed or seal(page.encoded, batch.poll.key, name=source), kind="scan")
        scan = Scan.objects.create(batch=batch, sequence=page.sequence, source=source, digest=token(batch.poll, digest), stored=stored)
        Reading.objects.create(scan=scan, content=sealed(batch.poll, page.line), reader=reader, ink=page.ink)
    ScanBatch.objects.filter(pk=batch.pk).update(pages_read=F("pages_read") + len(fresh), leased_until=timezone.now() + LEASE)
    if fresh:
        root = merkle_root(page.line["digest"] for page in fresh)
        record(None, "ballots.pages_read", batch.poll, cause=cause, batch=batch.pk, pages=len(fresh), root=root, reader=reader)
    foreign = next((page.sequence for page in fresh if is_foreign(batch, page)), None)
    if foreign is not None:
        ScanBatch.objects.filter(pk=batch.pk).update(state=ScanBatch.State.HELD, held_at=foreign, leased_until=None)
        record(None, "ballots.batch_held", batch.poll, cause=cause, batch=batch.pk, page=foreign)
    return len(fresh)


def is_foreign(batch: ScanBatch, page: PageRead) -> bool:
    """Tell whether the reading stops at a page: it is foreign, and no side of the sheet at which it stopped last, PR-18."""
    return page.line["cause"] in FOREIGN and batch.sheet_of(page.sequence) != batch.held_sheet


@dataclass(frozen=True)
class Repeats:
    """Pages that look like a paper scanned before, each with that page, and the bundles that were compared (tờ quét hai lần)."""

    pages: Mapping[str, str]
    compared: frozenset[UUID]


@transaction.atomic
def finish_reading(*, cause: Entry, batch: ScanBatch, repeats: Repeats | None = None) -> ScanBatch | None:
    """Give the ballots of a bundle their numbers for good, after those of the bundles before; nothing where another bundle was read since it was compared (xong một lô)."""
    poll = Poll.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.poll_id)
    batch = ScanBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ScanBatch.State.READING:
        raise ReadingStopped(batch.pk)
    if repeats is not None and repeats.compared != {each.pk for each in read_batches(poll)}:
        return None
    first, order = numbers_after(poll)
    lines = lines_read(batch)
    made = numbered(lines, first, seen_before(batch, lines))
    numbers = [line["ballot"] for line in made if line["ballot"] is not None]
    batch.state, batch.leased_until, batch.first_ballot = ScanBatch.State.READ, None, first
    batch.ballots = max(numbers, default=first - 1) - first + 1
    batch.pages_aside = sum(line["status"] == SET_ASIDE for line in made)
    batch.order, batch.pages_read = order, len(made)
    batch.repeats = dict(repeats.pages) if repeats is not None else {}
    batch.save(update_fields=["state", "leased_until", "first_ballot", "ballots", "pages_aside", "order", "pages_read", "repeats"])
    facts: dict[str, Any] = {"batch": batch.pk, "pages": len(made), "ballots": batch.ballots, "set_aside": batch.pages_aside}
    facts |= {"repeats": len(batch.repeats)} if batch.repeats else {}
    record(None, "ballots.batch_read", poll, cause=cause, **facts)
    return batch
