"""Note each unit whose facts change, in the transaction that changes them (ghi đơn vị có thay đổi).

A trigger cannot be forgotten by an act, and sees bulk writes too: a copy of the facts is never older than it says.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OWN = "NEW.unit_id"
OF_CONGRESS = "(SELECT unit_id FROM congresses_congress WHERE id = NEW.congress_id)"
# name: (table, when, which unit)
TRIGGERS = {
    "tracking_place_begins": ("organization_placement", "INSERT", OWN),
    "tracking_place_ends": ("organization_placement", "UPDATE", OWN),
    "tracking_stage_recorded": ("congresses_stageevent", "INSERT", OF_CONGRESS),
    "tracking_date_planned": ("congresses_planneddate", "INSERT", OF_CONGRESS),
    "tracking_congress_moves": ("congresses_congress", "UPDATE OF unit_id, round_id", OWN),
    "tracking_congress_leaves": ("congresses_congress", "UPDATE OF unit_id, round_id", "OLD.unit_id"),
}


def statements(name: str, vendor: str) -> list[str]:
    """Give the SQL that installs one trigger, whether or not it stands already."""
    table, when, unit = TRIGGERS[name]
    note = f"INSERT INTO tracking_changedunit (unit) VALUES ({unit});"  # noqa: S608 (constants above)
    if vendor == "sqlite":
        return [f'CREATE TRIGGER IF NOT EXISTS "{name}" AFTER {when} ON "{table}" BEGIN {note} END']
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {note} RETURN NULL; END $$",
        f'CREATE OR REPLACE TRIGGER "{name}" AFTER {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers whose tables exist (đặt)."""
    if connection.vendor not in {"postgresql", "sqlite"}:
        return
    tables = set(connection.introspection.table_names())
    if "tracking_changedunit" not in tables:
        return
    with connection.cursor() as cursor:
        for name, (table, _when, _unit) in TRIGGERS.items():
            for sql in statements(name, connection.vendor) if table in tables else ():
                cursor.execute(sql)


def after_migrate(using: str, **_signal: Any) -> None:
    """Put the triggers back after each migration: altering a table on SQLite drops them in silence."""
    install(connections[using])
