"""The process that reads scans and does other long work: `python -m daihoi.cli.worker` (tiến trình nền)."""

import contextlib
import os

from daihoi.cli.leash import follow_parent


def main() -> None:
    """Take one task after the other until told to stop, or until the process that started this one is gone."""
    follow_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
    import django
    from django.core.management import call_command

    django.setup()
    _rehearse()
    call_command("db_worker", startup_delay=False, interval=0.5, queue_name="*", verbosity=0)


def _rehearse() -> None:
    """Make the reader ready for a vote that is at hand; a fault shows when a bundle is read."""
    from daihoi.foundation.ballots.reader import rehearse

    with contextlib.suppress(Exception):
        rehearse()


if __name__ == "__main__":
    main()
