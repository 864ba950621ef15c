"""Front door, web server and worker of one installation, on any system, without a fork (chạy máy chủ)."""

import _thread
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial

from daihoi.rules.errors import RuleViolation

THREADS = 8
SEAL_EVERY = 3600.0
BOOK_EVERY = 60.0
FREEZE_EVERY = 300.0
LOOK_EVERY = 1.0
PATIENCE = 30  # seconds until the front door answers
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 (compared, not bound)
REMIND_EVERY = 900.0
READ_EVERY = 5.0
ANSWERED = 1.0  # seconds for the answer to reach the person before the server starts anew


class Kept:
    """A process beside this one, started again when it ends by itself (tiến trình được giữ)."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        """Start the process and a thread that looks after it."""
        self.name, self.command = name, command
        self.stopping = threading.Event()
        self.process = self._start()
        self.keeper = threading.Thread(target=self._keep, name=f"{name}-keeper", daemon=True)
        self.keeper.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "daihoi.settings")}
        return subprocess.Popen([sys.executable, "-m", *self.command], env=environment, stdin=subprocess.PIPE)  # noqa: S603 (a fixed command)

    def _keep(self) -> None:
        """Start a new process where one died, until told to stop."""
        while not self.stopping.wait(LOOK_EVERY):
            if self.process.poll() is not None:
                print(f"{self.name} đã dừng, khởi động lại.", file=sys.stderr, flush=True)
                self.process = self._start()

    def stop(self) -> None:
        """End the process; what it was doing is taken up at the next start."""
        self.stopping.set()
        self.keeper.join(timeout=LOOK_EVERY + 1)
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Worker(Kept):
    """The process that reads scans and does other long work (tiến trình nền)."""

    def __init__(self) -> None:
        """Start it."""
        super().__init__("Tiến trình nền", ["daihoi.cli.worker"])

    def _start(self) -> "subprocess.Popen[bytes]":
        """Start it; what a dead one was reading is taken up at once where no other machine can be reading it."""
        _take_up(is_fresh=True)
        return super()._start()


class Doorway(Kept):
    """The front door: live streams itself, everything else handed on to the web server here (cửa trước)."""

    def __init__(self, host: str, port: int, web_port: int) -> None:
        """Start it on the public port, and wait until it answers."""
        super().__init__("Cửa trước", ["daihoi.cli.doorway", host, str(port), str(web_port)])
        near = "127.0.0.1" if host in EVERYWHERE else host
        for _look in range(PATIENCE * 10):
            with contextlib.suppress(OSError), socket.create_connection((near, port), timeout=1):
                return
            if self.stopping.wait(0.1):
                return


def _tried(act: Callable[[], object], failed: str) -> None:
    """Do one round of a thread's work on a connection of its own; one that fails is told and must not end all that follow."""
    from django.db import connection

    try:
        act()
    except Exception as fault:  # noqa: BLE001 (whatever it was, the next round is tried)
        print(f"{failed}, thử lại sau: {fault!r}", file=sys.stderr, flush=True)
    finally:
        connection.close()


def read_by_the_clock(stopping: threading.Event) -> None:
    """Hand bundles whose reader stopped to the worker again, without anybody asking (đọc tiếp lô dở dang)."""
    while not stopping.wait(READ_EVERY):
        _take_up()


def copy_by_the_clock(stopping: threading.Event) -> None:
    """Keep the stick of a counting laptop as it is, from its first turn to the end (ghi USB dự phòng)."""
    from daihoi.foundation.ballots.stick import is_laptop
    from daihoi.foundation.ballots.tasks import write_stick_by_the_clock

    while is_laptop() and not stopping.is_set():
        _tried(partial(write_stick_by_the_clock, stopping), "Chưa ghi được USB dự phòng")
        stopping.wait(READ_EVERY)


def end_when_wanted(stopping: threading.Event) -> None:
    """End this server when people asked to go on from a stick: that happens while nothing has the database open (dừng để khôi phục)."""
    from django.conf import settings

    from daihoi.foundation.ballots.restoring import is_wanted
    from daihoi.foundation.ballots.stick import is_laptop

    while is_laptop() and not stopping.wait(LOOK_EVERY):
        if is_wanted(settings.DATA_DIR):
            stopping.wait(ANSWERED)
            _thread.interrupt_main(signal.SIGTERM)
            return


def _take_up(*, is_fresh: bool = False) -> None:
    """Do it once; a fresh worker has a laptop with SQLite for itself, but shares a PostgreSQL server with others."""
    from daihoi.foundation.ballots.stick import is_laptop
    from daihoi.foundation.ballots.tasks import take_up

    _tried(lambda: take_up(is_fresh=is_fresh and is_laptop()), "Chưa giao đọc tiếp được")


def remind_by_the_clock(stopping: threading.Event) -> None:
    """Remind people once a day while the installation runs, and try again what could not be sent (nhắc việc hằng ngày)."""
    from daihoi.foundation.assignments.clock import remind_when_due

    while True:
        _tried(remind_when_due, "Chưa nhắc việc được")
        if stopping.wait(REMIND_EVERY):
            return


def seal_by_the_clock(stopping: threading.Event) -> None:
    """Seal the journal once a day while the installation runs (niêm phong hằng ngày)."""
    from daihoi.foundation.journal.services import seal_daily, try_again

    while True:
        _tried(partial(try_again, seal_daily), "Chưa niêm phong được nhật ký")
        if stopping.wait(SEAL_EVERY):
            return


def book_by_the_clock(stopping: threading.Event) -> None:
    """Make the copy in columns anew where many units changed, so that answers stay fast (lập lại sổ tính sẵn)."""
    from daihoi.cycle.tracking.services import is_worth_a_book, rebuild

    while not stopping.wait(BOOK_EVERY):
        _tried(lambda: is_worth_a_book() and rebuild(), "Chưa lập được sổ tính sẵn")


def freeze_by_the_clock(stopping: threading.Event) -> None:
    """Freeze the figures of each week at its hour; one that was missed is frozen as it was known then (chốt số liệu tuần)."""
    from daihoi.cycle.reporting.services import freeze_due

    while not stopping.wait(FREEZE_EVERY):
        _tried(freeze_due, "Chưa chốt được số liệu tuần")


def serve_site(host: str, port: int, *, introduction: Sequence[str] = ()) -> int:
    """Serve until Ctrl-C: web server here, front door and worker beside it."""
    from waitress import create_server

    gather_static()
    from daihoi.foundation.files.services import forget_halves
    from daihoi.wsgi import application

    seal_bodies()
    _tried(forget_halves, "Chưa hủy hết được nửa khóa của phiếu đã hủy")
    port = free_port(host, port)
    server = create_server(
        application, host="127.0.0.1", port=0, threads=THREADS, ident=None,
        trusted_proxy="127.0.0.1", trusted_proxy_headers={"x-forwarded-for"}, clear_untrusted_proxy_headers=False,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _interrupt)
    worker = Worker()
    doorway = Doorway(host, port, server.effective_port)
    threading.Thread(target=read_by_the_clock, args=(worker.stopping,), name="read", daemon=True).start()
    threading.Thread(target=copy_by_the_clock, args=(worker.stopping,), name="stick", daemon=True).start()
    threading.Thread(target=end_when_wanted, args=(worker.stopping,), name="end", daemon=True).start()
    threading.Thread(target=seal_by_the_clock, args=(worker.stopping,), name="seal", daemon=True).start()
    threading.Thread(target=remind_by_the_clock, args=(worker.stopping,), name="remind", daemon=True).start()
    threading.Thread(target=book_by_the_clock, args=(worker.stopping,), name="book", daemon=True).start()
    threading.Thread(target=freeze_by_the_clock, args=(worker.stopping,), name="freeze", daemon=True).start()
    shown = "127.0.0.1" if host in EVERYWHERE else host
    print(f"daihoi đang chạy tại http://{shown}:{port}/  (Ctrl-C để dừng)", *introduction, sep="\n", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        doorway.stop()
        server.close()
        worker.stop()
    return _serve_again(host, port)


def _serve_again(host: str, port: int) -> int:
    """Start this server anew where it ended for a stick; else say that all is well."""
    from django.conf import settings

    from daihoi.foundation.ballots.restoring import is_wanted

    if not is_wanted(settings.DATA_DIR):
        return 0
    command = [sys.executable, "-m", "daihoi", "serve", "--host", host, "--port", str(port)]
    if os.name != "nt":
        os.execv(sys.executable, command)  # noqa: S606 (a fixed command)
    return subprocess.call(command)  # noqa: S603 (the same)


def seal_bodies() -> None:
    """Let the web server keep long request bodies, and answers that wait for a slow reader, sealed on disk: by itself it would write scans there in clear."""
    from waitress.buffers import TempfileBasedBuffer

    from daihoi.foundation.files.spool import SealedSpool

    TempfileBasedBuffer.newfile = lambda _buffer: SealedSpool()


def gather_static() -> None:
    """Copy the static files of this version into the data folder, each with a compressed one beside it (gom tệp tĩnh)."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    settings.WHITENOISE_USE_FINDERS = False  # found ones would hide the gathered, and have none compressed beside them


def free_port(host: str, port: int) -> int:
    """Give the port asked for, or a free one for 0; refuse one that is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as tried:
            return int(tried.getsockname()[1])
    except OSError as busy:
        message = "Không mở được cổng {port}: {why}. Chọn cổng khác bằng --port."
        raise RuleViolation("serve.port", message, port=port, why=busy.strerror or str(busy)) from busy


def _interrupt(_number: int, _frame: object) -> None:
    """Let a polite request to end do what Ctrl-C does."""
    raise KeyboardInterrupt
