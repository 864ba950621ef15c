from django.db import migrations

TABLES = ("reading", "adjudication", "ballotcall", "scan", "scanfile", "scanbatch", "claim")


def sweep(apps, schema_editor):
    """Write anew what held single ballots in clear, so that none are left in the free space of files."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            for name in TABLES:
                cursor.execute(f'VACUUM FULL "ballots_{name}"')
        elif schema_editor.connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ballots", "0023_no_contents_in_clear")]

    operations = [migrations.RunPython(sweep)]
