"""The preparation of congresses in the demonstration changes none of the published figures."""

from datetime import date

import pytest

from daihoi.cycle.congresses.models import ApprovalBatch, Decision, SentResult
from daihoi.cycle.congresses.queries import progress, round_by_code
from daihoi.cycle.congresses.readiness import pending
from daihoi.demonstration import accounts, preparing
from daihoi.foundation.organization.queries import unit_by_code
from daihoi.foundation.registers.models import Number


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_letters_results_and_a_merged_unit_leave_497_of_567():
    accounts.build(lambda _line: None)
    for _turn in range(2):
        preparing.build(lambda _line: None)
    found = progress(unit_by_code("DT"), round_by_code("co-so-2020"), date(2020, 6, 25))
    assert (found["held"], found["total"], found["percent"]) == (497, 567, "87.65")
    waiting = pending(unit_by_code("DT"), "contents").values_list("congress__unit__code", flat=True)
    assert list(waiting) == ["DT-LV", "DT-CT"]
    assert sorted(ApprovalBatch.objects.values_list("count", flat=True)) == [1, 5, 25]
    assert (Decision.objects.filter(verdict="returned").count(), SentResult.objects.count(), Number.objects.count()) == (1, 9, 31)
