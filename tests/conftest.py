"""What all tests share: append-only tables may be emptied between tests that commit, and only there; no drawn example is timed."""

import gc
from functools import cache
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from daihoi.foundation.ballots import machine
from daihoi.foundation.journal import append_only

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_digest = machine.program_digest
_digest_of_the_program = cache(_digest)


def _digest_once(folder=machine.PROGRAM):
    """The program does not change while its tests run: its thousand files are read once, any other folder each time."""
    return _digest_of_the_program() if folder == machine.PROGRAM else _digest(folder)


machine.program_digest = _digest_once  # before the acts and screens import it by name
_teardown = TransactionTestCase._fixture_teardown


def _teardown_with_triggers_lifted(case):
    """A committed test is undone by a flush, which the append-only triggers refuse: lift them for that moment."""
    standing = append_only.installed(connection)
    with connection.cursor() as cursor:
        for model in append_only.protected():
            table = model._meta.db_table
            for name in append_only.trigger_names(table, connection.vendor):
                if name in standing:
                    cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))
    try:
        _teardown(case)
    finally:
        append_only.install(connection)


TransactionTestCase._fixture_teardown = _teardown_with_triggers_lifted


ORDER = {"architecture": 0, "rules": 0, "web": 0, "office": 0, "cli": 2, "paper": 2}


def pytest_collection_modifyitems(items):
    """Begin with what reads no paper and end with what reads most: `./run test` has the reader compiled meanwhile, once for all processes."""
    items.sort(key=lambda item: ORDER.get(item.path.relative_to(Path(__file__).parent).parts[0], 1))


def pytest_collection_finish():
    """What was imported and collected stays to the end: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Give each test a file store of its own."""
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def real_paper():
    """Print and read real paper where other tests of the folder take one printing for all."""
