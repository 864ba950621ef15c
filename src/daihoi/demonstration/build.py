"""Build the demonstration step by step; a second call changes nothing (dựng bản trình diễn)."""

from collections.abc import Callable

from daihoi.demonstration import accounts, assignments, directives, documents, elections, meetings, preparing, reporting
from daihoi.demonstration.figures import build_figures


def build(progress: Callable[[str], object] = print) -> None:
    """Build tree, rounds, accounts and elections where they are missing (dựng bản trình diễn)."""
    build_figures(progress)
    accounts.build(progress)
    directives.build(progress)
    elections.build(progress)
    preparing.build(progress)
    assignments.build(progress)
    reporting.build(progress)
    meetings.build(progress)
    documents.build(progress)
