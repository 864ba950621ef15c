"""Tables whose rows are written once: triggers refuse UPDATE, DELETE and TRUNCATE (chỉ ghi thêm)."""

from typing import Any, TypeVar

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

M = TypeVar("M", bound=type[Model])
_protected: dict[str, type[Model]] = {}

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION daihoi_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$
"""


def protect(model: M) -> M:
    """Register a model whose rows are never changed; also a class decorator (chỉ ghi thêm)."""
    _protected[model._meta.db_table] = model
    return model


def protected() -> tuple[type[Model], ...]:
    """Give all registered models, in the order of their tables' names."""
    return tuple(_protected[table] for table in sorted(_protected))


def trigger_names(table: str, vendor: str) -> tuple[str, ...]:
    """Name the triggers that keep one table."""
    verbs = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    return tuple(f"{table}_no_{verb}" for verb in verbs)


def statements(table: str, vendor: str) -> list[str]:
    """Give the SQL that installs the triggers of one table, whether or not they stand already."""
    found = []
    for name in trigger_names(table, vendor):
        verb = name.rsplit("_", 1)[1].upper()
        if vendor == "postgresql":
            each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
            found.append(
                f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH {each} EXECUTE FUNCTION daihoi_append_only()'
            )
        else:
            found.append(
                f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {verb} ON "{table}" BEGIN SELECT RAISE(ABORT, \'append-only: {table}\'); END'
            )
    return found


def install(connection: BaseDatabaseWrapper, app_label: str | None = None) -> None:
    """Install the triggers of all registered models, or of one app's, whose tables exist."""
    models = [model for model in protected() if app_label in {None, model._meta.app_label}]
    if not models or connection.vendor not in {"postgresql", "sqlite"}:
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PG_FUNCTION)
        for model in models:
            if model._meta.db_table in tables:
                for sql in statements(model._meta.db_table, connection.vendor):
                    cursor.execute(sql)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Name the triggers that stand in this database."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def after_migrate(sender: AppConfig, using: str, **_signal: Any) -> None:
    """Put the triggers back after each migration: altering a column on SQLite drops them in silence."""
    install(connections[using], sender.label)
