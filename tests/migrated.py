"""A PostgreSQL database with every migration applied, which the processes of the tests copy instead of migrating one each.

`python -m tests.migrated make NAME` or `drop NAME`, on the server of DAIHOI_TEST_DATABASE_URL.
"""

import os
import sys


def main(what: str, name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}" if what == "make" else f"DROP DATABASE IF EXISTS {quoted}")
    if what == "make":
        connection.close()
        connection.settings_dict["NAME"] = name
        call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
