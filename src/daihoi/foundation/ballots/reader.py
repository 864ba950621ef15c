"""Read a bundle outside any transaction, portion by portion, so that screens stay quick (đọc một lô)."""

import time
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from daihoi.foundation.ballots.intake import limits
from daihoi.foundation.ballots.models import ScanBatch, ScanFile
from daihoi.foundation.ballots.services.reading import PageRead, ReadingStopped, finish_reading, record_portion
from daihoi.foundation.ballots.services.scanning import LEASE
from daihoi.foundation.files.services import read_encrypted
from daihoi.foundation.journal.services import try_again
from daihoi.paper.pages import PageRefused, pages
from daihoi.paper.reading import READER_VERSION, PageReader

PORTION_SECONDS = 0.7
PORTION_PAGES = 32


def read_whole(batch_id: UUID) -> bool:
    """Read what is left of a bundle; false when another reader holds it or nothing is left."""
    if not _take(batch_id):
        return False
    batch = ScanBatch.objects.select_related("poll__key", "entry").get(pk=batch_id)
    assert batch.entry is not None  # noqa: S101  (every registered bundle has its entry)
    try:
        for portion in _portions(_pages_left(batch)):
            try_again(record_portion, cause=batch.entry, batch=batch, pages=portion, reader=READER_VERSION)
        try_again(finish_reading, cause=batch.entry, batch=batch)
    except ReadingStopped:
        return False
    return True


def _take(batch_id: UUID) -> bool:
    """Take the lease of a bundle, unless another reader holds it."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = ScanBatch.objects.filter(free, pk=batch_id, state__in=[ScanBatch.State.WAITING, ScanBatch.State.READING])
    return waiting.update(state=ScanBatch.State.READING, leased_until=now + LEASE) == 1


def _portions(found: Iterator[PageRead]) -> Iterator[list[PageRead]]:
    """Cut the pages into portions of under a second."""
    portion: list[PageRead] = []
    began = time.monotonic()
    for page in found:
        portion.append(page)
        if len(portion) >= PORTION_PAGES or time.monotonic() - began > PORTION_SECONDS:
            yield portion
            portion, began = [], time.monotonic()
    if portion:
        yield portion


def _pages_left(batch: ScanBatch) -> Iterator[PageRead]:
    """Read the pages that no earlier run kept; a page that cannot be opened is set aside as broken."""
    kept = set(batch.scans.values_list("sequence", flat=True))
    reader = PageReader(batch.poll.layout)
    before = 0
    for file in batch.files.select_related("stored").order_by("sequence"):
        if not set(range(before + 1, before + file.pages + 1)) <= kept:
            yield from _pages_of(batch, file, reader, before, kept)
        before += file.pages


def _pages_of(batch: ScanBatch, file: ScanFile, reader: PageReader, before: int, kept: set[int]) -> Iterator[PageRead]:
    """Read the pages of one file; what follows a break in the file is set aside page by page."""
    name = f"L{batch.sequence:02d}-{file.sequence:03d}-{file.name}"
    data = read_encrypted(file.stored, batch.poll.key)
    done = 0
    try:
        for page in pages(name, data, limits=limits()):
            done += 1
            if before + done not in kept:
                yield PageRead(before + done, reader.read(page), page.encoded)
    except PageRefused:
        pass
    for number in range(done + 1, file.pages + 1):
        if before + number not in kept:
            yield PageRead(before + number, broken_line(f"{name}#{number}", file.stored.digest), None)


def broken_line(source: str, file_digest: str) -> dict[str, object]:
    """Give the reading of a page that cannot be opened."""
    digest = sha256(f"{file_digest}:{source}".encode()).hexdigest()
    nothing: dict[str, object] = {
        "duplicate_of": None,
        "ballot": None,
        "page": None,
        "fields": [],
        "sheet_marks": [],
        "readers_agree": True,
    }
    return {"source": source, "digest": digest, "status": "set_aside", "cause": "broken_file"} | nothing
