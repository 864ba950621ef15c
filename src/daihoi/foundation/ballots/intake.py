"""Look into a scan file before it is kept: kind, limits, number of pages (xem trước tệp quét)."""

import io

import pypdfium2
from django.conf import settings
from PIL import Image

from daihoi.paper.pages import Limits, pages


def limits() -> Limits:
    """Give the limits of this installation for scanned files."""
    return Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PAGES, settings.UPLOAD_MAX_PIXELS / 1_000_000)


def count_pages(name: str, data: bytes) -> int:
    """Count the page images of a file; raises `PageRefused` for wrong types, broken files and bombs."""
    found = pages(name, data, limits=limits())
    next(found)
    found.close()  # type: ignore[attr-defined]  # a generator, so that a file of many pages is not decoded twice
    if b"%PDF-" in data[:1024]:
        document = pypdfium2.PdfDocument(data)
        try:
            return len(document)
        finally:
            document.close()
    if data.startswith(b"\xff\xd8"):
        return 1
    with Image.open(io.BytesIO(data)) as picture:
        return int(getattr(picture, "n_frames", 1))
