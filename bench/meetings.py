"""`./run bench meeting`: 2,000 people watch one conference of a real server; how soon do they see a change?

A change is a request of the secretary (POST); the time runs from sending it. In the middle the front door is killed, then the whole
server; nobody may miss what stands at the end.
"""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def main(_name: str, arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="./run bench meeting")
    options.add_argument("--clients", type=int, default=2000)
    options.add_argument("--changes", type=int, default=50)
    options.add_argument("--every", type=float, default=0.5, help="seconds between two changes")
    options.add_argument("--no-kill", action="store_true")
    asked = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="daihoi-bench-") as folder:
        os.environ["DAIHOI_DATA_DIR"] = folder
        hall = Hall(Path(folder))
        try:
            return hall.measure(asked)
        finally:
            hall.stop()


class Hall:
    """A conference, its server, its watchers."""

    def __init__(self, folder: Path) -> None:
        from daihoi.cli.django_setup import setup
        from daihoi.cli.site import bring_up_to_date

        setup()
        bring_up_to_date()
        self.folder, self.port = folder, free_port()
        self.meeting, self.cookie = conference()
        self.serve()

    def serve(self) -> None:
        log = (self.folder / "server.log").open("ab")
        command = [sys.executable, "-m", "daihoi", "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        for _try in range(300):
            try:
                if self.get("/suc-khoe/")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit((self.folder / "server.log").read_text())

    def get(self, path: str) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", path, headers={"Cookie": self.cookie})
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    def measure(self, asked: argparse.Namespace) -> int:
        from daihoi.foundation.meetings.tokens import sign

        watchers = subprocess.Popen(
            [sys.executable, "-m", "bench.watchers", "127.0.0.1", str(self.port), f"/truc-tiep/{sign(self.meeting, 'delegate')}", str(asked.clients)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert watchers.stdout
        assert watchers.stdin
        started = time.time()
        watchers.stdout.readline()
        joined = time.time() - started
        page = self.get(f"/hoi-nghi/{self.meeting.pk}/dieu-hanh/")[1]
        self.token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        before, begun, load = self.used(), time.time(), os.getloadavg()[0]
        gen_before = cpu_of(watchers.pid)
        sent = [self.change(n, asked.every) for n in range(asked.changes)]
        time.sleep(2)
        lasted, after, gen_after = time.time() - begun, self.used(), cpu_of(watchers.pid)
        memory = {name: memory_of(pid) for name, pid in self.processes().items()}
        recovery = {} if asked.no_kill else self.killed(asked, watchers)
        watchers.stdin.write("\n")
        watchers.stdin.flush()
        told = json.loads(watchers.stdout.readline())
        watchers.wait(20)
        last = current_stamp(self.meeting)
        report = {
            "clients": asked.clients,
            "changes": asked.changes,
            "joined_s": round(joined, 2),
            "latency_ms": spread(sent, told["seen"]),
            "seen_by_all": sum(len(told["seen"].get(stamp, [])) >= asked.clients for stamp, _at in sent),
            "cpu_share": {name: round((after[name] - before.get(name, 0)) / lasted, 3) for name in after} | {"generator": round((gen_after - gen_before) / lasted, 3)},
            "memory_mb": memory,
            "load_before": round(load, 2),
            "frame_bytes": len(self.get(f"/hoi-nghi/khung/{sign(self.meeting, 'delegate')}/")[1].encode()),
            "kill": recovery | {"returns": told["returns"], "have_the_last": sum(stamp == last for stamp in told["last"])},
        }  # fmt: skip
        print(json.dumps(report, indent=1))
        return 0

    def change(self, number: int, every: float) -> tuple[str, float]:
        """Let the secretary do something; give the stamp that stands afterwards and when it was asked."""
        time.sleep(every)
        at = time.time()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        fields = f"csrfmiddlewaretoken={self.token}&scene={('item', 'presence')[number % 2]}"
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        line.request("POST", f"/hoi-nghi/{self.meeting.pk}/dieu-hanh/man-hinh/", fields, headers)
        assert line.getresponse().status == 302
        return current_stamp(self.meeting), at

    def killed(self, asked: argparse.Namespace, watchers: "subprocess.Popen[str]") -> dict[str, float]:
        """Kill the front door, then everything; each time change something as soon as there is an answer again."""
        found = {}
        at = time.time()
        os.kill(self.processes()["doorway"], signal.SIGKILL)
        self.until_answered()
        found["doorway_back_s"] = round(time.time() - at, 2)
        found["doorway_all_told_s"] = self.until_told(asked.clients, self.change(0, asked.every)[0], watchers, at)
        at = time.time()
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.serve()
        found["server_back_s"] = round(time.time() - at, 2)
        found["server_all_told_s"] = self.until_told(asked.clients, self.change(1, asked.every)[0], watchers, at)
        return found

    def until_told(self, clients: int, stamp: str, watchers: "subprocess.Popen[str]", at: float) -> float:
        """Wait until every watcher has seen a stamp; give the seconds since a moment."""
        assert watchers.stdin
        assert watchers.stdout
        for _look in range(300):
            watchers.stdin.write(f"{stamp}\n")
            watchers.stdin.flush()
            if int(watchers.stdout.readline()) == clients:
                return round(time.time() - at, 2)
            time.sleep(0.2)
        return -1.0

    def until_answered(self) -> None:
        for _try in range(300):
            try:
                if self.get("/suc-khoe/")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)

    def processes(self) -> dict[str, int]:
        """The processes of the server by what they do."""
        found = {"web": self.server.pid}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                if parent == self.server.pid:
                    found["doorway" if b"daihoi.cli.doorway" in words else "worker"] = int(folder.name)
        return found

    def used(self) -> dict[str, float]:
        return {name: cpu_of(pid) for name, pid in self.processes().items()}

    def stop(self) -> None:
        if self.server.poll() is None:
            self.server.terminate()
            self.server.wait(20)


def conference():
    """A conference that runs, and the cookie of its secretary."""
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from daihoi.foundation.accounts.models import User
    from daihoi.foundation.journal.services import SETUP, record
    from daihoi.foundation.meetings import services
    from daihoi.foundation.meetings.services import Convened, Line, Plan, Presence
    from daihoi.foundation.organization.models import Grant
    from daihoi.foundation.organization.services import create_unit

    secretary = User.objects.create_user("thu.ky", None, full_name="Thư ký", is_demonstration=True)
    cause = record(None, "bench.cause", secretary, origin=SETUP)
    today = timezone.localdate()
    unit = create_unit(cause=cause, code="U", name="Đảng bộ đo", kind="upper_grassroots", superior=None, opened=today - timedelta(9))
    Grant.objects.create(user=secretary, role="secretariat", unit=unit, valid_from=today - timedelta(9))
    meeting = services.plan_meeting(cause=cause, unit=unit, plan=Plan("Hội nghị đo tải", "delegates", timezone.now(), "Hội trường"))
    lines = [Line("flag", "Chào cờ", 5), *(Line("report", f"Báo cáo số {n}", 20) for n in range(1, 9)), Line("closing", "Bế mạc", 5)]
    services.set_programme(cause=cause, meeting=meeting, lines=lines)
    rows = services.convene(cause=cause, meeting=meeting, lines=[Convened("Đại biểu", 2000)])
    services.record_presence(actor=secretary, meeting=meeting, counted={rows[0]: Presence(present=1950)})
    services.open_meeting(actor=secretary, meeting=meeting)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(secretary.pk), settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = secretary.get_session_auth_hash()
    session.save()
    return meeting, f"sessionid={session.session_key}; csrftoken={'a' * 32}"


def current_stamp(meeting) -> str:
    from daihoi.foundation.meetings.frames import stamps

    return stamps({meeting.pk})[meeting.pk]


def spread(sent: list[tuple[str, float]], seen: dict[str, list[float]]) -> dict[str, float]:
    """Percentiles over all watchers and all changes."""
    waits = sorted(1000 * (when - at) for stamp, at in sent for when in seen.get(stamp, []))
    return {f"p{share}": round(waits[min(len(waits) - 1, len(waits) * share // 100)], 1) for share in (50, 95, 99)} | {
        "max": round(waits[-1], 1),
        "messages": len(waits),
    }


def cpu_of(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / TICK


def memory_of(pid: int) -> float:
    return round(int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) / 1024, 1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        return int(tried.getsockname()[1])
