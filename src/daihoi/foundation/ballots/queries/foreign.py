"""The foreign sheet at which the reading of a bundle stopped: where it lies and what to do (tờ lạ trong lô)."""

from dataclasses import dataclass

from daihoi.foundation.ballots.contents import opened
from daihoi.foundation.ballots.models import Reading, ScanBatch
from daihoi.foundation.ballots.queries.names import names_of, shown
from daihoi.foundation.ballots.queries.words import CAUSES


@dataclass(frozen=True)
class Foreign:
    """A foreign sheet (tờ lạ): its place in the bundle, the file and page, why it is foreign, and the good sheets around it."""

    sheet: int
    place: str
    why: str
    last_good: int
    left: int


def foreign_sheet(batch: ScanBatch) -> Foreign:
    """Describe the sheet at which a bundle is held."""
    readings = Reading.objects.filter(scan__batch=batch, scan__sequence__lte=batch.held_at or 0).order_by("-scan__sequence")
    sealed = list(readings.values_list("scan__sequence", "content"))
    lines = opened(batch.poll, (content for _sequence, content in sealed))
    rows = list(zip((sequence for sequence, _content in sealed), lines, strict=True))
    line = lines[0]
    good = next((sequence for sequence, each in rows if each["status"] == "read"), 0)
    return Foreign(
        sheet=batch.held_sheet,
        place=shown(line["source"], names_of(batch.poll)),
        why=str(CAUSES[line["cause"]][0]),
        last_good=batch.sheet_of(good) if good else 0,
        left=batch.pages_expected - batch.pages_read,
    )
