"""Web server and worker of one installation, on any system, without a fork (chạy máy chủ)."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from daihoi.rules.errors import RuleViolation

THREADS = 8
SEAL_EVERY = 3600.0
BOOK_EVERY = 60.0
LOOK_EVERY = 2.0


class Worker:
    """The worker process, started again when it ends by itself (tiến trình nền)."""

    def __init__(self) -> None:
        """Start the worker and a thread that looks after it."""
        self.stopping = threading.Event()
        self.process = self._start()
        self.keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)
        self.keeper.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "daihoi.settings")}
        command = [sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--interval", "0.5", "--queue-name", "*", "-v", "0"]
        return subprocess.Popen(command, env=environment)  # noqa: S603 (a fixed command)

    def _keep(self) -> None:
        """Start a new worker where one died, until told to stop."""
        while not self.stopping.wait(LOOK_EVERY):
            if self.process.poll() is not None:
                print("Tiến trình nền đã dừng, khởi động lại.", file=sys.stderr, flush=True)
                self.process = self._start()

    def stop(self) -> None:
        """End the worker; what it was reading is taken up at the next start."""
        self.stopping.set()
        self.keeper.join(timeout=LOOK_EVERY + 1)
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def seal_by_the_clock(stopping: threading.Event) -> None:
    """Seal the journal once a day while the installation runs (niêm phong hằng ngày)."""
    from django.db import DatabaseError, connection

    from daihoi.foundation.journal.services import seal_daily, try_again

    while True:
        try:
            try_again(seal_daily)
        except DatabaseError as fault:
            print(f"Chưa niêm phong được nhật ký, thử lại sau: {fault}", file=sys.stderr, flush=True)
        finally:
            connection.close()
        if stopping.wait(SEAL_EVERY):
            return


def book_by_the_clock(stopping: threading.Event) -> None:
    """Make the copy in columns anew where many units changed, so that answers stay fast (lập lại sổ tính sẵn)."""
    from django.db import DatabaseError, connection

    from daihoi.cycle.tracking.services import is_worth_a_book, rebuild

    while not stopping.wait(BOOK_EVERY):
        try:
            if is_worth_a_book():
                rebuild()
        except DatabaseError as fault:
            print(f"Chưa lập được sổ tính sẵn, thử lại sau: {fault}", file=sys.stderr, flush=True)
        finally:
            connection.close()


def serve_site(host: str, port: int, *, introduction: Sequence[str] = ()) -> int:
    """Serve until Ctrl-C: web server here, worker beside it."""
    from django.conf import settings
    from waitress import create_server

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    from daihoi.wsgi import application

    try:
        server = create_server(application, host=host, port=port, threads=THREADS, ident=None)
    except OSError as busy:
        message = "Không mở được cổng {port}: {why}. Chọn cổng khác bằng --port."
        raise RuleViolation("serve.port", message, port=port, why=busy.strerror or str(busy)) from busy
    signal.signal(signal.SIGTERM, _interrupt)
    worker = Worker()
    threading.Thread(target=seal_by_the_clock, args=(worker.stopping,), name="seal", daemon=True).start()
    threading.Thread(target=book_by_the_clock, args=(worker.stopping,), name="book", daemon=True).start()
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    print(f"daihoi đang chạy tại http://{shown}:{server.effective_port}/  (Ctrl-C để dừng)", *introduction, sep="\n", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        worker.stop()
    return 0


def _interrupt(_number: int, _frame: object) -> None:
    """Let a polite request to end do what Ctrl-C does."""
    raise KeyboardInterrupt
