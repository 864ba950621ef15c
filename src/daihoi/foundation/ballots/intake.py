"""Open scan files within the limits of this installation (mở tệp quét)."""

from django.conf import settings

from daihoi.paper.pages import Limits, ScanFile


def opened(name: str, data: bytes) -> ScanFile:
    """Open a file of scans; raises `PageRefused` for wrong types, too many pages and bombs."""
    limits = Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PAGES, settings.UPLOAD_MAX_PIXELS / 1_000_000)
    return ScanFile(name, data, limits)


def count_pages(name: str, data: bytes) -> int:
    """Count the page images of a file after a look at its first page."""
    scan = opened(name, data)
    try:
        scan.page(0)
        return scan.count
    finally:
        scan.close()
