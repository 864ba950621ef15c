"""Open scan files within the limits of this installation, and look at files as they are handed over (mở tệp quét)."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from daihoi.foundation.ballots.faults import Fault, in_words
from daihoi.paper.pages import Limits, PageRefused, ScanFile
from daihoi.rules.errors import RuleViolation


class Incoming(Protocol):
    """A file as the door hands it over (tệp gửi lên)."""

    name: str | None

    @property
    def size(self) -> int:
        """Give the length in bytes."""

    def read(self) -> bytes:
        """Give all bytes."""


@dataclass(frozen=True)
class Looked:
    """One file that was looked at: the number of its pages, or why it cannot be taken (tệp đã xem)."""

    name: str
    data: bytes
    pages: int = 0
    fault: Fault | None = None


class FileRefused(Exception):
    """A file that cannot be taken, with its fault."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault)
        self.fault = fault


def opened(name: str, data: bytes) -> ScanFile:
    """Open a file of scans; raises `PageRefused` for wrong types, too many pages and bombs."""
    return ScanFile(name, data, _limits())


def count_pages(name: str, data: bytes) -> int:
    """Count the page images of a file after a look at its first page; raises `FileRefused` with what is wrong."""
    if not data:
        raise FileRefused(Fault.EMPTY)
    try:
        scan = ScanFile(name, data, replace(_limits(), pages=sys.maxsize))  # the pages of all files are counted together
    except PageRefused as refused:
        raise FileRefused(_fault_of(refused, Fault.NO_SCAN)) from refused
    try:
        scan.page(0)
        return scan.count
    except PageRefused as refused:
        raise FileRefused(_fault_of(refused, Fault.UNFIT)) from refused
    finally:
        scan.close()


def looked_at(files: Sequence[Incoming]) -> list[Looked]:
    """Read and look at every file; only what is too much as a whole is refused."""
    size = 0
    for file in files:
        size += file.size
        if size > settings.UPLOAD_MAX_BYTES:
            name, most = _name_of(file), settings.UPLOAD_MAX_BYTES // 1024 // 1024
            message = _("{name}: lô lớn hơn {most} MB. Chia thành nhiều lô nhỏ hơn.")
            raise RuleViolation("ballots.too_large", message, name=name, most=most, field="files")
    looked = [_looked_at(_name_of(file), file.read()) for file in files]
    pages = sum(each.pages for each in looked)
    if pages > settings.UPLOAD_MAX_PAGES:
        message = _("Lô có {pages} trang, nhiều nhất {most}. Chia thành nhiều lô.")
        raise RuleViolation("ballots.too_many_pages", message, pages=pages, most=settings.UPLOAD_MAX_PAGES, field="files")
    return looked


def opened_files(files: Sequence[Incoming]) -> list[Looked]:
    """Look at all files; refuse with every fault at once, each with its file and remedy."""
    looked = looked_at(files)
    faults = [(each.name, each.fault) for each in looked if each.fault]
    if faults:
        raise refusal_of(faults)
    return looked


def refusal_of(faults: Iterable[tuple[str, Fault]]) -> RuleViolation:
    """Name every file that cannot be taken, each with its cause and remedy."""
    said = "\n".join(in_words(name, fault) for name, fault in faults)
    return RuleViolation("ballots.files_refused", "{faults}", faults=said, field="files")


def _limits() -> Limits:
    return Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PAGES, settings.UPLOAD_MAX_PIXELS / 1_000_000)


def _fault_of(refused: PageRefused, unlike: Fault) -> Fault:
    """Tell what a decoder choked on from what was refused before one was asked."""
    return Fault.BROKEN if refused.__cause__ is not None else unlike


def _looked_at(name: str, data: bytes) -> Looked:
    try:
        return Looked(name, data, count_pages(name, data))
    except FileRefused as refused:
        return Looked(name, b"", fault=refused.fault)


def _name_of(file: Incoming) -> str:
    return file.name or _("không tên")
