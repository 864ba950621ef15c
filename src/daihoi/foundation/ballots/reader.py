"""Read a bundle outside any transaction, portion by portion, so that screens stay quick (đọc một lô)."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from daihoi.foundation.ballots.contents import sealed_ink
from daihoi.foundation.ballots.inks import repeats_in
from daihoi.foundation.ballots.intake import opened
from daihoi.foundation.ballots.models import Poll, ScanBatch, ScanFile
from daihoi.foundation.ballots.services.reading import PageRead, ReadingStopped, finish_reading, is_foreign, record_portion
from daihoi.foundation.ballots.services.scanning import LEASE
from daihoi.foundation.files.services import keyed_digest, read_encrypted, seal
from daihoi.foundation.journal.services import try_again
from daihoi.paper.pages import PageRefused
from daihoi.paper.reading import READER_VERSION, PageReader, set_aside

PORTION_SECONDS = 0.7
PORTION_PAGES = 32
SEALERS = 4  # pictures that the disk syncs at the same time
BEFORE_READING = (Poll.State.PROOFED, Poll.State.PRINTED, Poll.State.ISSUED, Poll.State.COUNTING)


def read_whole(batch_id: UUID) -> bool:
    """Read what is left of a bundle, or up to a foreign sheet; false when it was not read to its end."""
    if not _take(batch_id):
        return False
    batch = ScanBatch.objects.select_related("poll__key", "entry").get(pk=batch_id)
    assert batch.entry is not None  # noqa: S101  (every registered bundle has its entry)
    try:
        with ThreadPoolExecutor(SEALERS, thread_name_prefix="seal") as sealers:
            for portion in _portions(batch, _pages_left(batch), sealers):
                pages = [sealing.result() for sealing in portion]
                try_again(record_portion, cause=batch.entry, batch=batch, pages=pages, reader=READER_VERSION)
                if is_foreign(batch, pages[-1]):
                    return False
        while try_again(finish_reading, cause=batch.entry, batch=batch, repeats=repeats_in(batch)) is None:
            pass  # another bundle was read meanwhile: compare again
    except ReadingStopped:
        return False
    return True


def _take(batch_id: UUID) -> bool:
    """Take the lease of a bundle, unless another reader holds it."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = ScanBatch.objects.filter(free, pk=batch_id, state__in=[ScanBatch.State.WAITING, ScanBatch.State.READING])
    return waiting.update(state=ScanBatch.State.READING, leased_until=now + LEASE) == 1


def left_behind() -> list[UUID]:
    """Name the bundles with pages left that no reader holds now, in the order they came (lô dở dang)."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())
    waiting = ScanBatch.objects.filter(free, state__in=[ScanBatch.State.WAITING, ScanBatch.State.READING], entries=0)
    return list(waiting.order_by("registered_at").values_list("pk", flat=True))


def let_go() -> None:
    """Free the bundles of readers that died with their machine; one that still lives loses nothing, since kept pages are passed over."""
    ScanBatch.objects.filter(state=ScanBatch.State.READING, leased_until__isnull=False).update(leased_until=None)


def rehearse(poll_id: UUID | None = None) -> int:
    """Read the clean print of the votes that will be counted, so that the first bundle need not wait for the reader to be made ready (chạy thử máy đọc).

    On a machine that never read a page the reader is translated for its processor first, which takes a quarter of a minute.
    """
    polls = Poll.objects.filter(state__in=BEFORE_READING).select_related("ballot").order_by("-opened_at")
    for poll in polls.filter(pk=poll_id) if poll_id else polls[:1]:
        reader, scan = _reader_of(poll.pk), opened(f"{poll.code}.pdf", poll.ballot.read())
        try:
            for index in range(scan.count):
                reader.read(scan.page(index))
        finally:
            scan.close()
        return 1
    return 0


def _sealed(batch: ScanBatch, page: PageRead) -> PageRead:
    """Seal the picture of a page, and what is kept of its ink, before the transaction that writes its row; the disk syncs it while the next pages are read."""
    page = replace(page, ink=sealed_ink(batch.poll, page.line.pop("ink", "")))
    if page.encoded is None or page.stored is not None:
        return page
    return replace(page, sealed=seal(page.encoded, batch.poll.key, name=page.line["source"]))


def _portions(batch: ScanBatch, found: Iterator[PageRead], sealers: ThreadPoolExecutor) -> Iterator[list[Future[PageRead]]]:
    """Cut the pages into portions of under a second, each page being sealed meanwhile, and behind a foreign sheet, where the reading stops."""
    portion: list[Future[PageRead]] = []
    began = time.monotonic()
    for page in found:
        portion.append(sealers.submit(_sealed, batch, page))
        if len(portion) >= PORTION_PAGES or time.monotonic() - began > PORTION_SECONDS or is_foreign(batch, page):
            yield portion
            portion, began = [], time.monotonic()
    if portion:
        yield portion


@lru_cache(maxsize=2)
def _reader_of(poll_id: UUID) -> PageReader:
    """Make the reader of a vote once for all its bundles; its layout is frozen."""
    return PageReader(Poll.objects.values_list("layout", flat=True).get(pk=poll_id))


def _pages_left(batch: ScanBatch) -> Iterator[PageRead]:
    """Read the pages that no earlier run kept, in order."""
    kept = set(batch.scans.values_list("sequence", flat=True))
    reader = _reader_of(batch.poll_id)
    before = 0
    for file in batch.files.select_related("stored").order_by("sequence"):
        left = [index for index in range(file.pages) if before + index + 1 not in kept]
        if left:
            yield from _pages_of(batch, file, reader, before, left)
        before += file.pages


def _pages_of(batch: ScanBatch, file: ScanFile, reader: PageReader, before: int, left: list[int]) -> Iterator[PageRead]:
    """Read some pages of one file; a page that cannot be opened is set aside as broken."""
    name = file.code
    scan = opened(name, read_encrypted(file.stored, batch.poll.key))
    try:
        for index in left:
            try:
                page = scan.page(index)
                whole_file = file.stored if keyed_digest(page.digest, batch.poll.key) == file.stored.digest else None
                yield PageRead(before + index + 1, reader.read(page, with_ink=True), page.encoded, whole_file)
            except PageRefused as refused:
                yield PageRead(before + index + 1, broken_line(batch, f"{name}#{index + 1}", file, refused.cause), None)
    finally:
        scan.close()


def broken_line(batch: ScanBatch, source: str, file: ScanFile, cause: str) -> dict[str, Any]:
    """Give the reading of a page that cannot be opened."""
    digest = sha256(f"{file.stored.digest}:{source}".encode()).hexdigest()
    return dict(set_aside(source, digest, batch.poll.pages_a_ballot, cause))
