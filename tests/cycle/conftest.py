"""What most tests of the cycle begin with; a file that needs another tree defines its own."""

import pytest

from tests.cycle.congresses.facts import make_congress, make_old_unit, make_round
from tests.make import make_user


@pytest.fixture
def province():
    return make_old_unit("P", kind="central_sub")


@pytest.fixture
def officer(province):
    return make_user(role="organization_officer", unit=province)


@pytest.fixture
def congress(province, officer):
    unit = make_old_unit("A", superior=province, kind="grassroots_committee")
    return make_congress(unit, make_round(province, officer=officer), officer=officer)
