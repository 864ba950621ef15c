"""Read a folder of scans on many machines with Dask distributed (đọc phiếu trên nhiều máy; extra `daihoi[cluster]`).

The engine only runs portions; what they answer is kept here, one file a portion under a key made of reader, layout, scan and pages.
A portion that a dying worker had begun is given to another one, one that was kept is never read again, and the order of the
lines is that of the scans: the output is the same to the byte as on one machine.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from daihoi.paper.pages import scan_files, source_names
from daihoi.paper.piles import joined
from daihoi.paper.reading import READER_VERSION, PageReader, Progress, portions, read_portion
from daihoi.paper.shapes import ReadingLine
from daihoi.paper.twice import Kept, kept_apart
from daihoi.rules.errors import RuleViolation, _

PATIENCE = "3s"  # until a scheduler answers
AHEAD = 4  # portions of one worker that are under way


@dataclass(frozen=True)
class Portion:
    """Some pages of one scan file (một phần của tệp quét)."""

    name: str
    path: Path
    indices: tuple[int, ...]  # none for a file that cannot be opened

    def key(self, layout: str, data: bytes) -> str:
        """What the answer depends on, as a digest: the same portion is the same answer."""
        parts = (READER_VERSION, layout, self.name, hashlib.sha256(data).hexdigest(), *map(str, self.indices))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_on(
    address: str,
    layout: Mapping[str, object],
    paths: Sequence[Path],
    *,
    keep: Path,
    both: bool = True,
    progress: Progress | None = None,
    kept: list[Kept] | None = None,
) -> Iterator[dict[str, object]]:
    """Read files and folders of scans with the workers of a scheduler, in scanning order; `keep` holds finished portions, `kept` as in `read_files`.

    Raises RuleViolation where Dask distributed is not installed or no scheduler answers.
    """
    client = _client(address)
    keep.mkdir(parents=True, exist_ok=True)
    try:
        lines = _lines(client, json.dumps(layout, sort_keys=True), both, keep, list(paths), progress)
        for line in kept_apart(joined(lines), [] if kept is None else kept):
            yield cast(dict[str, object], line)
    finally:
        client.close()


def _client(address: str) -> Any:
    """A connection to the scheduler."""
    try:
        from distributed import Client
    except ImportError as fault:
        raise RuleViolation(
            "cluster.not_installed", _("Chưa cài phần đọc trên nhiều máy. Hãy cài: pip install daihoi[cluster].")
        ) from fault
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # the library has no types
    except (OSError, ValueError) as fault:
        raise RuleViolation(
            "cluster.no_answer", _("{address}: không có máy điều phối nào trả lời. Hãy xem lại địa chỉ."), address=address
        ) from fault


def _lines(client: Any, layout: str, both: bool, keep: Path, paths: list[Path], progress: Progress | None) -> Iterator[ReadingLine]:
    """The lines of all portions in order; a bounded number of portions is under way."""
    files = scan_files(paths)
    found = portions(list(zip(source_names(files), files, strict=True)))
    waiting = (Portion(name, path, tuple(indices)) for name, path, indices in found)
    workers = max(1, len(client.scheduler_info()["workers"]))
    under_way = [_begun(client, layout, both, keep, portion) for portion in islice(waiting, AHEAD * workers)]
    done = 0
    while under_way:
        key, answer = under_way.pop(0)
        lines: list[ReadingLine] = _finished(keep / f"{key}.json", answer)
        under_way += [_begun(client, layout, both, keep, portion) for portion in islice(waiting, 1)]
        done += len(lines)
        yield from lines
        if progress:
            progress(done)


def _begun(client: Any, layout: str, both: bool, keep: Path, portion: Portion) -> tuple[str, Any]:
    """Give a portion to the engine; a portion whose answer is kept needs none."""
    data = portion.path.read_bytes()
    key = portion.key(f"{layout}{both}", data)
    if (keep / f"{key}.json").exists():
        return key, None
    return key, client.submit(_work, layout, both, portion.name, data, portion.indices, key=key, pure=True, retries=3)


def _finished(kept: Path, answer: Any) -> list[ReadingLine]:
    """The lines of a portion, written down whole before they count."""
    if answer is not None:
        unfinished = kept.with_suffix(".part")
        unfinished.write_text(json.dumps(answer.result(), ensure_ascii=False), encoding="utf-8")
        unfinished.replace(kept)
    lines: list[ReadingLine] = json.loads(kept.read_text(encoding="utf-8"))
    return lines


def _work(layout: str, both: bool, name: str, data: bytes, indices: tuple[int, ...]) -> list[Any]:
    """Read one portion, on a worker."""
    return read_portion(_reader(layout, both), name, data, indices)


@lru_cache(maxsize=2)
def _reader(layout: str, both: bool) -> PageReader:
    """One reader for each ballot and process."""
    return PageReader(json.loads(layout), both=both)
