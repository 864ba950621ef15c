"""The foreign sheet at which the reading of a bundle stopped: where it lies and what to do (tờ lạ trong lô)."""

from dataclasses import dataclass

from daihoi.foundation.ballots.models import ScanBatch
from daihoi.foundation.ballots.queries.names import names_of, shown
from daihoi.foundation.ballots.queries.places import held_place
from daihoi.foundation.ballots.queries.readings import lines_read
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
    line = lines_read(batch)[(batch.held_at or 1) - 1]
    sheet, last_good = held_place(batch)
    return Foreign(
        sheet=sheet,
        place=shown(line["source"], names_of(batch.poll)),
        why=str(CAUSES[line["cause"]][0]),
        last_good=last_good,
        left=batch.pages_expected - batch.pages_read,
    )
