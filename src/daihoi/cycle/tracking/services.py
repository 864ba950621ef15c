"""Make a new copy of the facts in columns the one that answers (lập sổ tính sẵn)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from daihoi.cycle.tracking.columns import Columns, read, write
from daihoi.cycle.tracking.models import ChangedUnit, ProgressBook
from daihoi.cycle.tracking.standing import can_answer, folder
from daihoi.foundation.journal.services import record

KEPT = 2  # files: the newest, and the one before for who has just asked
PORTION = 1000
WORTH_A_BOOK = 3000  # units: below, the tables answer fast enough
MANY_CHANGES = 500


@contextmanager
def one_moment() -> Iterator[None]:
    """See the tables as they stood at one moment, without keeping others from writing (một thời điểm)."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def rebuild() -> ProgressBook:
    """Read all facts into a new file and let it answer from now on (lập lại sổ)."""
    with one_moment():
        changes = list(ChangedUnit.objects.values_list("pk", flat=True))
        columns = read()
    return adopt_book(origin="clock", columns=columns, digest=write(columns, folder()), changes=changes)


@transaction.atomic
def adopt_book(*, origin: str, columns: Columns, digest: str, changes: Sequence[int]) -> ProgressBook:
    """Let a copy answer, and forget the changes it holds already; those written meanwhile stay (dùng sổ mới)."""
    for first in range(0, len(changes), PORTION):
        ChangedUnit.objects.filter(pk__in=changes[first : first + PORTION]).delete()
    book = ProgressBook.objects.create(digest=digest, units=len(columns.ids), facts=columns.facts)
    record(None, "tracking.book_built", book, origin=origin, digest=digest, units=book.units, facts=book.facts)
    _clear()
    return book


def _clear() -> None:
    """Remove the files of copies that no longer answer."""
    kept = set(ProgressBook.objects.order_by("-pk").values_list("digest", flat=True)[:KEPT])
    for path in folder().iterdir():
        if path.name not in kept and path.suffix != ".part":
            path.unlink(missing_ok=True)


def is_worth_a_book() -> bool:
    """Tell whether a new copy would make answers faster (cần lập sổ)."""
    from daihoi.foundation.organization.models import Unit

    newest = ProgressBook.objects.order_by("-pk").first()
    if newest is None or not can_answer(newest.digest):
        return Unit.objects.count() >= WORTH_A_BOOK
    return ChangedUnit.objects.count() >= MANY_CHANGES
