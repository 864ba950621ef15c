"""The units of a branch that owe a congress on a day, as known at a moment, with the day held and the day planned (đơn vị phải đại hội).

Every figure of the tracking pages is counted from these rows. They come from the copy in columns where there is one, with the units
that changed since read anew; where there is none, or too much changed, they come from the tables.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection

from daihoi.cycle.congresses.queries import View, rows
from daihoi.cycle.tracking.columns import FAR, Array, Columns, Days, load, read
from daihoi.foundation.organization.queries import STEP

MOST_CHANGED = 3000  # more changed units than this cost more to read anew than the tables themselves
NO_DAY = 0
MANY = 8  # a branch with more than an eighth of the days of a round is read with the whole round
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST = """
SELECT t.digest, c.id, c.unit FROM (SELECT digest FROM tracking_progressbook ORDER BY id DESC LIMIT 1) t
LEFT JOIN tracking_changedunit c ON 1 = 1 ORDER BY c.id LIMIT %s
"""


@dataclass(frozen=True)
class Standing:
    """Units that owe, sorted by path: kind as a place in `kinds`, days as ordinal numbers, 0 for none."""

    kinds: tuple[str, ...]
    path: Array
    kind: Array
    held: Array
    plan: Array
    unit: Array
    sources: tuple[Columns, ...] = ()
    ids: tuple[UUID, ...] = ()

    def __len__(self) -> int:
        return len(self.path)

    def unit_id(self, row: int) -> UUID:
        """Give the id of the unit of a row."""
        number = int(self.unit[row])
        if not self.sources:
            return self.ids[number]
        first = self.sources[0]
        return first.unit_id(number) if number < len(first.ids) else self.sources[1].unit_id(number - len(first.ids))

    def children(self, path: str) -> tuple[list[str], Array]:
        """Give the paths one step below a path and, for each row, the number of its own; the unit itself is a step of its own."""
        width, at = self.path.dtype.itemsize, len(path)
        if not len(self):
            return [], np.zeros(0, dtype=np.int64)
        letters = np.ascontiguousarray(self.path).view(np.uint8).reshape(-1, width)[:, at : at + STEP]
        if letters.shape[1] < STEP:
            return [path], np.zeros(len(self), dtype=np.int64)
        steps = np.ascontiguousarray(letters).view(">u4")[:, 0]
        new = np.empty(len(steps), dtype=bool)
        new[0], new[1:] = True, steps[1:] != steps[:-1]
        names = [path + letters[row].tobytes().rstrip(b"\0").decode() for row in np.flatnonzero(new)]
        return names, np.cumsum(new) - 1


@dataclass(frozen=True)
class Book:
    """A copy in columns, the units changed since, and these units read anew (sổ và phần đổi)."""

    columns: Columns
    changed: Array | None = None
    anew: Columns | None = None


@dataclass(frozen=True)
class _Kept:
    """What one process remembers of the units read anew."""

    digest: str
    ids: frozenset[int]
    book: Book


_kept: list[_Kept] = []


def folder() -> Path:
    """Give the folder of the files of columns."""
    return Path(settings.DATA_DIR) / "book"


@lru_cache(maxsize=2)
def _loaded(path: Path) -> Columns | None:
    """Map a file once in a process; its name is its digest, so it never changes. One that another version wrote is no copy."""
    try:
        return load(path)
    except (KeyError, TypeError, ValueError, OSError):
        return None


def can_answer(digest: str) -> bool:
    """Tell whether the file of a copy is there and readable (sổ đọc được)."""
    return (folder() / digest).exists() and _loaded(folder() / digest) is not None


def current_book() -> Book | None:
    """Give the newest copy with what changed since, or nothing where the tables must answer (sổ đang dùng)."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [MOST_CHANGED + 1])  # one statement: the copy and its changes belong together
        found = cursor.fetchall()
    if not found or len(found) > MOST_CHANGED or not (folder() / found[0][0]).exists():
        return None
    columns = _loaded(folder() / found[0][0])
    if columns is None:
        return None
    changes = [(pk, UUID(str(unit))) for _digest, pk, unit in found if pk is not None]
    return _with_changes(columns, found[0][0], changes) if changes else Book(columns)


def _with_changes(columns: Columns, digest: str, changes: Sequence[tuple[int, UUID]]) -> Book:
    """Read the changed units anew, unless this process has just done so outside a transaction that may be undone."""
    ids = frozenset(pk for pk, _unit in changes)
    if _kept and not connection.in_atomic_block and (_kept[0].digest, _kept[0].ids) == (digest, ids):
        return _kept[0].book
    units = {unit for _pk, unit in changes}
    book = Book(columns, _is_among(columns, units), read(units))
    if not connection.in_atomic_block:
        _kept[:] = [_Kept(digest, ids, book)]
    return book


def _is_among(columns: Columns, units: Collection[UUID]) -> Array:
    """Tell for each unit of the columns whether it is among those named."""
    found = np.zeros(len(columns.ids), dtype=bool)
    if len(found):
        every = columns.ids.view("S16")[:, 0]
        wanted = np.array([unit.bytes for unit in units], dtype="S16")
        place = columns.by_id[np.minimum(np.searchsorted(every, wanted, sorter=columns.by_id), len(found) - 1)]
        found[place[every[place] == wanted]] = True
    return found


def standing(asked: View) -> Standing:
    """Give the units that owe a congress in the branch on the day (đơn vị phải đại hội)."""
    book = current_book()
    return from_tables(asked) if book is None else from_book(asked, book)


def from_tables(asked: View) -> Standing:
    """Read the rows from the tables: slower, and what the columns are compared with."""
    names = ("path", "kind", "held_on", "planned", "unit_id")
    found: list[tuple[Any, ...]] = list(rows(asked, "all").order_by("path").values_list(*names))
    width = max((len(row[0]) for row in found), default=1)
    return Standing(
        kinds=asked.kinds,
        path=np.array([row[0].encode() for row in found], dtype=f"S{width}"),
        kind=np.array([asked.kinds.index(row[1]) for row in found], dtype=np.uint8),
        held=np.array([row[2].toordinal() if row[2] else NO_DAY for row in found], dtype=np.int32),
        plan=np.array([row[3].toordinal() if row[3] else NO_DAY for row in found], dtype=np.int32),
        unit=np.arange(len(found)),
        ids=tuple(row[4] for row in found),
    )


def from_book(asked: View, book: Book) -> Standing:
    """Read the rows from the columns, the changed units from their own."""
    old = _ask(asked, book.columns, book.changed)
    if book.anew is None:
        return replace(old, sources=(book.columns,))
    new = _ask(asked, book.anew, None)
    if not len(new):
        return replace(old, sources=(book.columns, book.anew))
    width = max(old.path.dtype.itemsize, new.path.dtype.itemsize)
    at = np.searchsorted(old.path, new.path, side="right")
    merged: dict[str, Any] = {name: np.insert(getattr(old, name), at, getattr(new, name)) for name in ("kind", "held", "plan")}
    return Standing(
        kinds=asked.kinds,
        path=np.insert(old.path.astype(f"S{width}", copy=False), at, new.path),
        unit=np.insert(old.unit, at, new.unit + len(book.columns.ids)),
        sources=(book.columns, book.anew),
        **merged,
    )


def _ask(asked: View, columns: Columns, without: Array | None) -> Standing:
    """Keep the places of the branch that stand on the day as known, and look up their days."""
    path = asked.place.path if asked.place else "~~"
    first, last = np.searchsorted(columns.path, np.array([path.encode(), f"{path}~".encode()]))
    part = slice(int(first), int(last))
    on, known = asked.on.toordinal(), moment_number(asked)
    codes = np.array([asked.kinds.index(kind) if kind in asked.kinds else 255 for kind in columns.kinds] or [255], dtype=np.uint8)
    kind = codes[columns.kind[part]]
    stands = (columns.since[part] <= on) & (columns.known[part] <= known) & (kind != 255)
    stands &= (columns.to[part] > on) | (columns.ended[part] > known)
    if without is not None:
        stands &= ~without[columns.unit[part]]
    row = np.flatnonzero(stands)
    unit = columns.unit[part][row]
    round_ = asked.round.pk.hex
    return Standing(
        kinds=asked.kinds,
        path=columns.path[part][row],
        kind=kind[row],
        held=_days_of(unit, columns.held.get(round_), known, on),
        plan=_days_of(unit, columns.plans.get(round_), known, None),
        unit=unit.astype(np.int64),
    )


def moment_number(asked: View) -> int:
    """Give the moment of knowledge in microseconds."""
    return (asked.known - EPOCH) // timedelta(microseconds=1)


def _days_of(unit: Array, days: Days | None, known: int, on: int | None) -> Array:
    """Give the day told of each unit as known at a moment, the earliest where several hold; days after `on` are not counted."""
    found = np.zeros(len(unit), dtype=np.int32)
    if days is None or not len(unit):
        return found
    if MANY * len(unit) > len(days.day):  # most of the round: run through its days as they lie
        holds = (days.known <= known) & (days.until > known) & (days.day <= (FAR if on is None else on))
        told = np.zeros(len(days.start), dtype=np.int32)
        told[days.unit[holds]] = days.day[holds]
        return told[unit]
    first = days.start[unit].astype(np.int64)
    counts = days.start[unit + 1] - first
    total = int(counts.sum())
    ends = np.cumsum(counts)
    row = np.repeat(np.arange(len(unit)), counts)
    at = np.arange(total) + np.repeat(first - (ends - counts), counts)
    holds = (days.known[at] <= known) & (days.until[at] > known)
    if on is not None:
        holds &= days.day[at] <= on
    found[row[holds]] = days.day[at[holds]]
    return found
