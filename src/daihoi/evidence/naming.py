"""Name the files of a sealed edition by their order alone: how they were named at the scanner may tell where ballots came from (tên trung tính)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import PurePosixPath
from typing import Any

Names = Mapping[str, str]


def names_for(readings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give each file that pages came from a name by its place, with the kind of file it had (T001.pdf)."""
    files = dict.fromkeys(str(line["source"]).rpartition("#")[0] for line in readings)
    return {file: f"T{place:03d}{PurePosixPath(file).suffix.lower()}" for place, file in enumerate(files, 1)}


def renamed(value: Any, names: Names) -> Any:
    """Give readings, decisions or a result with the new name wherever a page is named."""
    if isinstance(value, Mapping):
        return {key: renamed(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [renamed(each, names) for each in value]
    if isinstance(value, str):
        file, hash_, page = value.rpartition("#")
        return f"{names[file]}#{page}" if hash_ and file in names else value
    return value


def renamed_images(images: Iterable[tuple[str, bytes]], names: Names) -> Iterator[tuple[str, bytes]]:
    """Give the images under the names of their files, those that cannot be told apart by name under the next ones; pages are found by their digests."""
    free, spare = dict(names), count(len(names) + 1)
    for path, data in images:
        file = next((each for each in free if path == each or path.endswith(f"/{each}")), "")
        yield free.pop(file) if file else f"T{next(spare):03d}{PurePosixPath(path).suffix.lower()}", data
