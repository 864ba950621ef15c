"""A warm parent that forks web servers and workers of one data folder, so that a killed process is back in a tenth of a second.

`python -m bench.warm`, with the installation in DAIHOI_DATA_DIR: a line `web PORT` or `worker` on standard input forks one and answers with
its process id; the end of the input ends everything. What a fork runs is what `daihoi serve` runs: the same web server, the same clocks,
the same worker; only the imports were done before.
"""

import os
import signal
import sys
import threading
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
    import cv2
    import django

    cv2.setNumThreads(1)
    django.setup()
    from django.urls import get_resolver

    import daihoi.wsgi
    from daihoi.foundation.ballots import tasks  # noqa: F401 (imported once, for all)

    assert get_resolver().url_patterns
    assert daihoi.wsgi.application
    _rehearse()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        what, *arguments = line.split()
        pid = os.fork()
        if pid == 0:
            _child(what, arguments)
        print(pid, flush=True)


def _rehearse() -> None:
    """Read one page, so that everything of the reader is loaded."""
    from django.db import connections

    from daihoi.foundation.ballots.reader import rehearse

    rehearse()
    connections.close_all()


def _child(what: str, arguments: list[str]) -> None:
    """Run one process until it is killed."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    log = os.open(Path(os.environ["DAIHOI_DATA_DIR"]) / "server.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        if what == "web":
            _web(int(arguments[0]))
        else:
            _worker()
    finally:
        os._exit(0)


def _web(port: int) -> None:
    from waitress import create_server

    from daihoi.cli import serving
    from daihoi.wsgi import application

    stopping = threading.Event()
    for clock in (serving.read_by_the_clock, serving.copy_by_the_clock):
        threading.Thread(target=clock, args=(stopping,), daemon=True).start()
    create_server(application, host="127.0.0.1", port=port, threads=serving.THREADS, ident=None).run()


def _worker() -> None:
    from django.core.management import call_command

    from daihoi.cli import serving

    serving._take_up(is_fresh=True)
    call_command("db_worker", startup_delay=False, interval=0.5, queue_name="*", verbosity=0)


if __name__ == "__main__":
    main()
