"""Rows into tables, many at once, through the constraints and triggers that every row passes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model

PORTION = 20_000
DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
CLOCK = [f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(DAY)]


@lru_cache(maxsize=100_000)
def day(ordinal: int) -> str | None:
    """A day as text; 0 is no day."""
    return date.fromordinal(ordinal).isoformat() if ordinal else None


def moment(seconds: int) -> str | None:
    """A moment as both databases read it; 0 is none. SQLite keeps times in UTC without a zone."""
    if not seconds:
        return None
    days, second = divmod(seconds, DAY)
    return f"{day(days + EPOCH)} {CLOCK[second]}" + ("+00" if connection.vendor == "postgresql" else "")


class Ids:
    """Ids in rising order from a seed, of the form of a version 7."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng([seed, 7])
        self.at = int((date(2019, 1, 1) - date(1970, 1, 1)) / timedelta(milliseconds=1))

    def take(self, many: int) -> list[str]:
        """The next ids, 32 letters each."""
        found = self.chance.integers(0, 256, (many, 16), dtype=np.uint8)
        clock = (self.at + np.arange(many, dtype=np.int64)).astype(">i8").view(np.uint8).reshape(-1, 8)
        self.at += many
        found[:, :6] = clock[:, 2:]
        found[:, 6] = found[:, 6] & 0x0F | 0x70
        found[:, 8] = found[:, 8] & 0x3F | 0x80
        text = found.tobytes().hex()
        return [text[at : at + 32] for at in range(0, 32 * many, 32)]


def write(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows; columns not named take the default of their field. Give how many were written."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    rest = [column for column, field in fields.items() if column not in names and not field.primary_key]
    defaults = [fields[column].get_db_prep_save(fields[column].get_default(), connection) for column in rest]
    columns = [*names, *rest]
    table = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _copy(cursor, f'COPY "{model._meta.db_table}" ({table}) FROM STDIN', rows, defaults)
        marks = ", ".join(["?"] * len(names) + [_literal(value) for value in defaults])
        sql = f'INSERT INTO "{model._meta.db_table}" ({table}) VALUES ({marks})'  # noqa: S608 (names of our own tables)
        return _execute(cursor, sql, iter(rows))


def _literal(value: Any) -> str:
    """A default as SQL."""
    if value is None:
        return "NULL"
    return str(int(value)) if isinstance(value, bool | int) else "'" + str(value).replace("'", "''") + "'"


def _copy(cursor: Any, sql: str, rows: Iterable[Sequence[Any]], defaults: list[Any]) -> int:
    """Stream rows to PostgreSQL."""
    written = 0
    with cursor.cursor.copy(sql) if hasattr(cursor, "cursor") else cursor.copy(sql) as stream:
        for row in rows:
            stream.write_row((*row, *defaults))
            written += 1
    return written


def _execute(cursor: Any, sql: str, rows: Iterator[Sequence[Any]]) -> int:
    """Insert rows into SQLite in portions, past the layer that rewrites placeholders."""
    plain = connection.connection.cursor()
    written = 0
    while portion := list(islice(rows, PORTION)):
        plain.executemany(sql, portion)
        written += len(portion)
    return written
