"""The demonstration is never built into a tree of someone else."""

import pytest
from django.db import transaction

from daihoi.demonstration.figures import build_figures
from daihoi.rules.errors import RuleViolation
from tests.make import make_unit


@pytest.mark.django_db
def test_another_tree_is_never_mixed_with_the_demonstration():
    make_unit("KHAC")
    with pytest.raises(RuleViolation, match="đã có đơn vị khác"), transaction.atomic():
        build_figures(lambda _text: None)
