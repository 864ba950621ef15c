"""Work for the worker (việc của máy nền)."""

import threading
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from daihoi.foundation.ballots.reader import left_behind, let_go, read_whole, rehearse
from daihoi.foundation.ballots.services.sticks import stand_down
from daihoi.foundation.ballots.stick import LEAST_PAUSE, MOST_PAUSE, PAUSE_FACTOR, Writer, config_of, database_path
from daihoi.foundation.journal.services import CLOCK, try_again


@task()
def read_batch(batch_id: str) -> bool:
    """Read one bundle to its end (đọc một lô)."""
    return read_whole(UUID(batch_id))


@task()
def rehearse_reader(poll_id: str) -> int:
    """Make the reader ready for the ballots of a vote while people vote (chạy thử máy đọc)."""
    return rehearse(UUID(poll_id))


def take_up(*, is_fresh: bool = False) -> int:
    """Hand bundles that no reader holds to the worker again, PR-18; give how many (đọc tiếp các lô dở dang).

    A fresh worker on a laptop of its own knows that nobody else reads there, so it need not wait until a dead reader's hold runs out.
    """
    if is_fresh:
        let_go()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=read_batch.module_path)
    handed_over = {str(given["args"][0]) for given in ready.values_list("args_kwargs", flat=True)}
    left = [pk for pk in map(str, left_behind()) if pk not in handed_over]
    for pk in left:
        read_batch.enqueue(pk)
    return len(left)


def write_stick(writer: Writer) -> float:
    """Do one turn of the stick, and stand down where another laptop went on from it; give the seconds to wait (ghi USB dự phòng)."""
    status = writer.turn()
    if status.taken_over_by:
        try_again(stand_down, origin=CLOCK, vault=writer.config.vault, device=status.taken_over_by)
    return min(MOST_PAUSE, max(LEAST_PAUSE, PAUSE_FACTOR * status.seconds))


def write_stick_by_the_clock(stopping: threading.Event) -> None:
    """Write the stick again and again while the installation runs; another stick that was chosen is taken up (ghi USB liên tục)."""
    data, writer, pause = Path(settings.DATA_DIR), None, LEAST_PAUSE
    while not stopping.wait(pause):
        config = config_of(data)
        if config is None:
            continue
        if writer is None or writer.config != config:
            if writer is not None:
                writer.close()
            writer = Writer(data, database_path(), config)
        pause = write_stick(writer)
