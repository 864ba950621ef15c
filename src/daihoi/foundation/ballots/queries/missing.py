"""What a bundle lacks: which files could not be used, why, where they lie and what to do (tệp còn thiếu)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.contents import opened
from daihoi.foundation.ballots.faults import CAUSES, REMEDIES, Fault
from daihoi.foundation.ballots.models import ScanBatch


@dataclass(frozen=True)
class MissingFile:
    """One file that could not be used, and what its place in the pile is (tệp còn thiếu)."""

    place: int
    name: str
    cause: str
    remedy: str
    lies: str


@dataclass(frozen=True)
class Lack:
    """The files of a bundle: which are kept, which are missing (tệp của lô)."""

    names: tuple[str, ...]
    kept: frozenset[str]
    missing: tuple[MissingFile, ...]

    @property
    def places(self) -> dict[str, int]:
        """Give the missing places by the name of their file, where the name is that of one file only."""
        return {each.name: each.place for each in self.missing if self.names.count(each.name) == 1}


def sent_names(batch: ScanBatch) -> list[str]:
    """Give the names under which the files of a bundle came, in their places."""
    return [str(name) for name in opened(batch.poll, [batch.file_names])[0]] if batch.file_names else []


def lack_of(batch: ScanBatch) -> Lack:
    """Describe the files that an incomplete bundle waits for."""
    names = sent_names(batch)
    pages = dict(batch.files.values_list("sequence", "pages"))
    faults = {place: Fault(fault) for place, fault in batch.lacking.items()}
    missing = [
        MissingFile(place, names[place - 1], str(CAUSES[fault]), str(REMEDIES[fault]), _lies(batch, names, pages, place, sorted(faults)))
        for place, fault in faults.items()
    ]
    return Lack(tuple(names), frozenset(names[place - 1] for place in pages), tuple(missing))


def _lies(batch: ScanBatch, names: list[str], pages: dict[int, int], place: int, missing: list[int]) -> str:
    """Say where the paper of a file lies: which sheet where every file is one page, and behind which file."""
    before = max((each for each in pages if each < place), default=0)
    behind = _("ngay sau {name}").format(name=names[before - 1]) if before and before + 1 == place else ""
    if set(pages.values()) != {1}:
        return behind or _("tệp thứ {n}").format(n=place)
    number = sum(each <= place for each in [*pages, *missing])
    sheet = _("tờ thứ {n} của xấp").format(n=batch.sheet_of(number))
    return f"{sheet}, {behind}" if behind else sheet
