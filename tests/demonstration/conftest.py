"""The figures of the demonstration, built once for the tests of a module and undone after them."""

import pytest
from django.db import transaction

from daihoi.demonstration.figures import build_figures


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Tree, rounds and congresses of the demonstration."""
    said = []
    with django_db_blocker.unblock(), transaction.atomic():
        build_figures(said.append)
        yield said
        transaction.set_rollback(True)
