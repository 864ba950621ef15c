"""Pictures of what people must look at: doubtful marks, pages set aside (ảnh để xem lại)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

from daihoi.paper.crops import crop_png, image_png
from daihoi.paper.pages import Page, PageRefused, ScanFile, source_names
from daihoi.paper.shapes import ReadingLine


def write_pictures(layout: dict[str, object], files: Sequence[Path], lines: Iterable[Mapping[str, object]], folder: Path) -> None:
    """Write a PNG for each doubtful mark and each page set aside, named by its source."""
    by_name = dict(zip(source_names(list(files)), files, strict=True))
    opened: tuple[str, ScanFile] | None = None
    for each in lines:
        line = cast(ReadingLine, each)
        doubts = [field for field in line["fields"] if field["state"] == "doubtful"]
        if not doubts and line["status"] != "set_aside":
            continue
        name, _hash, number = line["source"].rpartition("#")
        if name not in by_name:
            continue
        if opened is None or opened[0] != name:
            opened = (name, ScanFile(name, by_name[name].read_bytes()))
        page = _page(opened[1], int(number) - 1)
        if page is None:
            continue
        stem = re.sub(r"[^\w.-]+", "_", line["source"])
        if line["status"] == "set_aside":
            (folder / f"{stem}-{line['cause']}.png").write_bytes(image_png(page.image))
        for field in doubts:
            picture = crop_png(layout, page.image, line["page"] or 1, field["candidate"], field["kind"])
            (folder / f"{stem}-{field['candidate']}-{field['kind']}.png").write_bytes(picture)


def _page(scan: ScanFile, index: int) -> Page | None:
    try:
        return scan.page(index)
    except PageRefused:
        return None
