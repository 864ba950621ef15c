"""Compare the hands on all pages of a vote, to find a paper that was scanned twice (tìm tờ quét hai lần)."""

from typing import cast

from daihoi.foundation.ballots.contents import opened_inks
from daihoi.foundation.ballots.models import Reading, ScanBatch
from daihoi.foundation.ballots.queries.readings import Line, lines_read, numbered, numbers_after, read_batches, readings_of, seen_before
from daihoi.foundation.ballots.services.reading import Repeats
from daihoi.paper.shapes import ReadingLine
from daihoi.paper.twice import Kept, repeated
from daihoi.rules.readings import LIKELY_DUPLICATE


def repeats_in(batch: ScanBatch) -> Repeats:
    """Find the ballots of this bundle, and of all bundles before it, that look like one paper; the machine only names them."""
    before = read_batches(batch.poll)
    rows = lines_read(batch)
    lines = [*readings_of(batch.poll), *numbered(rows, numbers_after(batch.poll)[0], seen_before(batch, rows))]
    inks = _inks([batch, *before])
    pages = [Kept.of(cast(ReadingLine, line), inks.get(line["source"], "")) for line in lines if _was_read(line)] if inks else []
    return Repeats(repeated(pages), frozenset(each.pk for each in before))


def _was_read(line: Line) -> bool:
    """Tell whether a page belongs to a ballot that can be compared, also one that was named before."""
    return bool(line["status"] == "read" or line["cause"] == LIKELY_DUPLICATE)


def _inks(batches: list[ScanBatch]) -> dict[str, str]:
    """Open what was kept of the ink of all pages."""
    rows = list(Reading.objects.filter(scan__batch__in=batches, ink__isnull=False).values_list("scan__source", "ink"))
    inks = opened_inks(batches[0].poll, (ink for _source, ink in rows if ink)) if rows else []
    return {source: ink for (source, _ink), ink in zip(rows, inks, strict=True) if ink}
