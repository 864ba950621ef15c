"""Write many new rows of one table in one go (ghi hàng loạt): as `bulk_create`, without building one long statement for each portion."""

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

PORTION = 5000


def insert(rows: Sequence[Model]) -> None:
    """Insert rows whose keys are known; constraints and triggers hold as for any row."""
    if not rows:
        return
    meta, connection = rows[0]._meta, connections[DEFAULT_DB_ALIAS]
    fields = [field for field in meta.concrete_fields if field.column]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 (names of our own tables)
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    with connection.cursor() as cursor:
        for first in range(0, len(rows), PORTION):
            portion = rows[first : first + PORTION]
            cursor.executemany(sql, [tuple(prepare(getattr(row, name), connection) for name, prepare in prepared) for row in portion])
