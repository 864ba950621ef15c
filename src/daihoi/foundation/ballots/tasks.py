"""Work for the worker (việc của máy nền)."""

from uuid import UUID

from django_tasks import task

from daihoi.foundation.ballots.reader import read_whole


@task()
def read_batch(batch_id: str) -> bool:
    """Read one bundle to its end (đọc một lô)."""
    return read_whole(UUID(batch_id))
