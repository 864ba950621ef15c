"""The facts behind progress as columns of numbers: places, days held and days planned, each with when it was known (sổ tính sẵn).

Nothing is added up here: the columns hold what the tables hold, so one copy answers for every branch, day and moment of knowledge.
Rows are sorted by path, a branch is one slice, and a file of them is mapped into memory by every process that asks.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from daihoi.cycle.congresses.models import Round

FAR = 4_000_000  # the day after all days, and the moment after all moments
FAR_MOMENT = 2**62
PORTION = 500
ALIGN = 64
DAYS = ("start", "unit", "day", "known", "until")
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Days:
    """Days told of units, each known from one moment until another; those of unit n stand from start[n] to start[n + 1]."""

    start: Array
    unit: Array
    day: Array
    known: Array
    until: Array


@dataclass(frozen=True)
class Columns:
    """Places sorted by path, and the days of each round."""

    kinds: tuple[str, ...]
    ids: Array
    by_id: Array
    path: Array
    unit: Array
    kind: Array
    since: Array
    to: Array
    known: Array
    ended: Array
    held: dict[str, Days]
    plans: dict[str, Days]

    @property
    def facts(self) -> int:
        """Count the rows of facts."""
        return len(self.path) + sum(len(days.day) for group in (self.held, self.plans) for days in group.values())

    def unit_id(self, number: int) -> UUID:
        """Give the id of a unit."""
        return UUID(bytes=self.ids[number].tobytes())


def _day(column: str) -> str:
    """Write SQL for a day as its ordinal number, the far day where it is empty."""
    number = f"CAST(julianday({column}) - 1721424.5 AS INTEGER)" if connection.vendor == "sqlite" else f"({column} - DATE '0001-01-01' + 1)"
    return f"COALESCE({number}, {FAR})"


def _moment(column: str) -> str:
    """Write SQL for a moment in microseconds, the far moment where it is empty; SQLite rounds fractions, so they are read apart."""
    if connection.vendor == "sqlite":
        seconds, rest = f"strftime('%%s', substr({column}, 1, 19))", f"substr({column} || '.000000', 21, 6)"
        return f"COALESCE(CAST({seconds} AS INTEGER) * 1000000 + CAST({rest} AS INTEGER), {FAR_MOMENT})"
    return f"COALESCE(CAST(EXTRACT(EPOCH FROM {column}) * 1000000 AS BIGINT), {FAR_MOMENT})"


def key(unit: UUID) -> Any:
    """Write an id as the database keeps it."""
    return unit.hex if connection.vendor == "sqlite" else unit


def _hex(column: str) -> str:
    """Write SQL for an id as 32 letters."""
    return column if connection.vendor == "sqlite" else f"REPLACE(CAST({column} AS text), '-', '')"


def _fetch(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    """Give the rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _portions(units: Collection[UUID] | None, column: str) -> Iterator[tuple[str, list[Any]]]:
    """Give the condition for all units, or for those named, in portions."""
    if units is None:
        yield "", []
        return
    waiting = iter(sorted(units))
    while portion := [key(unit) for unit in islice(waiting, PORTION)]:
        yield f" AND {column} IN ({', '.join(['%s'] * len(portion))})", portion


def _places(units: Collection[UUID] | None) -> list[tuple[Any, ...]]:
    """Read placements as numbers."""
    sql = (
        f"SELECT {_hex('unit_id')}, path, kind, {_day('valid_from')}, {_day('valid_to')}, {_moment('recorded_at')}, "  # noqa: S608 (constants)
        f"{_moment('ended_recorded_at')} FROM organization_placement WHERE 1 = 1"
    )
    return [row for where, parameters in _portions(units, "unit_id") for row in _fetch(sql + where, parameters)]


def _days(table: str, column: str, follows: str, rest: str, units: Collection[UUID] | None, round_: UUID) -> list[tuple[Any, ...]]:
    """Read the days a table tells of the units of a round, each until a later row takes its place."""
    sql = (
        f"SELECT {_hex('c.unit_id')}, {_day('e.' + column)}, {_moment('e.recorded_at')}, {_moment('w.recorded_at')} FROM {table} e "  # noqa: S608 (constants)
        f"JOIN congresses_congress c ON c.id = e.congress_id LEFT JOIN {table} w ON w.{follows} = e.id "
        f"WHERE c.round_id = %s{rest}"
    )
    return [row for where, parameters in _portions(units, "c.unit_id") for row in _fetch(sql + where, [key(round_), *parameters])]


def read(units: Collection[UUID] | None = None) -> Columns:
    """Read the facts of all units, or of those named, into columns (đọc dữ kiện)."""
    places = sorted(_places(units), key=lambda row: (row[1], row[3], row[5], row[0]))
    kinds = tuple(sorted({row[2] for row in places}))
    open_first = dict.fromkeys(row[0] for row in places if row[4] == FAR) | dict.fromkeys(row[0] for row in places)
    numbers = {unit: number for number, unit in enumerate(open_first)}
    codes = {kind: code for code, kind in enumerate(kinds)}
    held, plans = {}, {}
    for round_ in Round.objects.order_by("code").values_list("pk", flat=True):
        stage = " AND e.stage = 'held' AND e.happened_on IS NOT NULL"
        dated = " AND e.planned IS NOT NULL"  # a row without a day ends the one before it and tells none
        held[round_.hex] = _by_unit(_days("congresses_stageevent", "happened_on", "withdraws_id", stage, units, round_), numbers)
        plans[round_.hex] = _by_unit(_days("congresses_planneddate", "planned", "replaces_id", dated, units, round_), numbers)
    ids = np.frombuffer(bytes.fromhex("".join(numbers)), dtype=np.uint8).reshape(-1, 16)
    return Columns(
        kinds=kinds,
        ids=ids,
        by_id=np.argsort(ids.view("S16")[:, 0], kind="stable").astype(np.int32),
        path=np.array([row[1].encode() for row in places], dtype=f"S{max((len(row[1]) for row in places), default=1)}"),
        unit=_column((numbers[row[0]] for row in places), np.int32),
        kind=_column((codes[row[2]] for row in places), np.uint8),
        since=_column((row[3] for row in places), np.int32),
        to=_column((row[4] for row in places), np.int32),
        known=_column((row[5] for row in places), np.int64),
        ended=_column((row[6] for row in places), np.int64),
        held=held,
        plans=plans,
    )


def _column(values: Iterable[int], dtype: type[np.generic]) -> Array:
    """Make one column."""
    return np.fromiter(values, dtype=dtype)


def _by_unit(rows: list[tuple[Any, ...]], numbers: dict[str, int]) -> Days:
    """Sort days by unit, the latest day of a unit first."""
    rows = [row for row in rows if row[0] in numbers]
    unit = _column((numbers[row[0]] for row in rows), np.int32)
    day, known, until = (_column((row[at] for row in rows), dtype) for at, dtype in ((1, np.int32), (2, np.int64), (3, np.int64)))
    order = np.lexsort((until, known, -day, unit))
    unit = unit[order]
    start = np.searchsorted(unit, np.arange(len(numbers) + 1)).astype(np.int32)
    return Days(start, unit, day[order], known[order], until[order])


def _named(columns: Columns) -> dict[str, Array]:
    """Name every array of the columns."""
    found = {name: getattr(columns, name) for name in ("ids", "by_id", "path", "unit", "kind", "since", "to", "known", "ended")}
    for group in ("held", "plans"):
        for round_, days in getattr(columns, group).items():
            found |= {f"{group}/{round_}/{name}": getattr(days, name) for name in DAYS}
    return found


def write(columns: Columns, folder: Path) -> str:
    """Write columns into a file named by its digest, and give the digest (ghi sổ)."""
    arrays = {name: np.ascontiguousarray(array) for name, array in _named(columns).items()}
    head: dict[str, Any] = {"kinds": list(columns.kinds), "arrays": {}}
    at = 0
    for name, array in arrays.items():
        head["arrays"][name] = [array.dtype.str, list(array.shape), at]
        at += -(-array.nbytes // ALIGN) * ALIGN
    first = json.dumps(head).encode()
    first = (len(first).to_bytes(8, "little") + first).ljust(-(-(len(first) + 8) // ALIGN) * ALIGN)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f"{sha256(first).hexdigest()}.part"
    total = sha256()
    with unfinished.open("wb") as file:
        for piece in (first, *(array.tobytes().ljust(-(-array.nbytes // ALIGN) * ALIGN, b"\0") for array in arrays.values())):
            file.write(piece)
            total.update(piece)
    unfinished.replace(folder / total.hexdigest())
    return total.hexdigest()


def load(path: Path) -> Columns:
    """Map a file of columns into memory (mở sổ)."""
    whole = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    size = int.from_bytes(whole[:8].tobytes(), "little")
    head = json.loads(whole[8 : 8 + size].tobytes())
    base = -(-(size + 8) // ALIGN) * ALIGN
    arrays: dict[str, Array] = {}
    for name, (dtype, shape, at) in head["arrays"].items():
        size = np.dtype(dtype).itemsize * int(np.prod(shape))
        arrays[name] = whole[base + at : base + at + size].view(dtype).reshape(shape)
    groups: dict[str, dict[str, Days]] = {"held": {}, "plans": {}}
    for name in [name for name in arrays if name.endswith("/start")]:
        group, round_, _start = name.split("/")
        groups[group][round_] = Days(*(arrays[f"{group}/{round_}/{part}"] for part in DAYS))
    plain = {name: array for name, array in arrays.items() if "/" not in name}
    return Columns(kinds=tuple(head["kinds"]), **plain, held=groups["held"], plans=groups["plans"])
