"""A count in a hall: people send bundles and decide, and server, web server or worker may be killed meanwhile."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bench.halls import Browser, Shape, Site, environment, free_port

ANSWERS = rb'name="answer" value="(marked|clear|harmless|invalid:writing|discard:not_a_ballot)"'

QUESTIONS = """
import django
django.setup()
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.answers import answers_of
print(*{answer.question for poll in Poll.objects.all() for answer in answers_of(poll)}, sep="\\n")
"""


class Warm:
    """Web server and worker, forked from a warm parent; each may be killed alone."""

    def __init__(self, folder: Path, stick: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.pids: dict[str, int] = {}
        command = [sys.executable, "-m", "bench.warm"]
        settings = environment(folder, DAIHOI_STICK=str(stick))
        self.parent = subprocess.Popen(command, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.parent.stdout
        assert self.parent.stdout.readline() == "ready\n"

    def start(self, *names: str) -> float:
        """Start what is named, or everything, and wait until the web server answers."""
        began = time.monotonic()
        for name in names or ("web", "worker"):
            self.pids[name] = self._fork(f"web {self.port}" if name == "web" else "worker")
        until(lambda: answers(self), "the web server does not answer")
        return time.monotonic() - began

    def _fork(self, line: str) -> int:
        assert self.parent.stdin
        assert self.parent.stdout
        self.parent.stdin.write(f"{line}\n")
        self.parent.stdin.flush()
        return int(self.parent.stdout.readline())

    def kill(self, target: str) -> list[str]:
        """Kill what the target names; give what must be started again."""
        names = ["web", "worker"] if target == "both" else [target]
        for name in names:
            os.kill(self.pids[name], signal.SIGKILL)
        for name in names:
            until(lambda pid=self.pids[name]: not Path(f"/proc/{pid}").exists(), "a killed process stays")
        return names

    def stop(self) -> None:
        """End everything."""
        for pid in self.pids.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        self.stop()
        assert self.parent.stdin
        self.parent.stdin.close()
        self.parent.wait()


class Cold(Site):
    """The whole server: what is killed alone is started again by its keeper, the main process by a person."""

    def kill(self, target: str) -> list[str]:  # type: ignore[override]
        assert self.process
        if target == "both":
            super().kill()
            return ["all"]
        if target == "web":
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return ["all"]
        super().kill(target)
        return []

    def start(self, *names: str) -> float:  # type: ignore[override]
        return super().start() if "all" in names or self.process is None else 0.0


class Round:
    """One count: people send bundles and decide until all is done; somebody kills meanwhile."""

    def __init__(self, server: "Warm | Cold | Site", facts: dict[str, str], shape: Shape) -> None:
        self.server, self.facts, self.shape = server, facts, shape
        self.desk = f"/kiem-phieu/{facts['poll']}/"
        self.bundles = {f"xấp {number}": file for number, file in enumerate(sorted((server.folder / "scans").iterdir()), start=1)}
        self.acknowledged: dict[str, float] = {}
        self.answered: dict[tuple[str, str], float] = {}
        self.doing: Counter[str] = Counter()
        self.faults: list[str] = []
        self.stopping, self.is_up = threading.Event(), threading.Event()
        self.is_up.set()
        self.people = [threading.Thread(target=self.send), *(threading.Thread(target=self.decide, args=(who,)) for who in ("one", "two"))]

    def begin(self) -> None:
        for each in self.people:
            each.start()

    def end(self) -> None:
        self.stopping.set()
        self.is_up.set()
        for each in self.people:
            if each.ident is not None:  # where the hall never opened nobody began
                each.join()

    def browser(self, who: str) -> Browser:
        return Browser(self.server, self.facts[f"session_{who}"], timeout=60)  # type: ignore[arg-type]

    def left(self) -> int:
        return self.shape.ballots - self.shape.bundle * (len(self.bundles) - 1)

    def send(self) -> None:
        """Send every bundle that does not stand yet, one after the other, until told to stop."""
        while not self.stopping.is_set():
            for label in [each for each in self.bundles if each not in self.acknowledged]:
                self.is_up.wait()
                if not self.stopping.is_set():
                    self._send(label)
            self.stopping.wait(0.1)

    def _send(self, label: str) -> None:
        """Send one bundle; where no answer came, look whether it stands before sending it again."""
        hand_count = self.left() if label == list(self.bundles)[-1] else self.shape.bundle
        fields, files = {"label": label, "hand_count": hand_count}, {"files": self.bundles[label]}
        if label in labels(self.server.folder):
            self.acknowledged[label] = time.time()
            return
        self.doing["upload"] += 1
        try:
            status, told = self.browser("head").post(f"{self.desk}lo/moi/", fields, files)
            if status == 302:
                self.acknowledged[label] = time.time()
            elif status == 502:  # the front door outlived its web server for a moment; nothing was acknowledged
                self.stopping.wait(0.05)
            else:
                self.faults.append(f"upload answered {status}: {in_short(told)}")
                self.stopping.wait(0.5)
        except OSError:
            self.stopping.wait(0.05)
        finally:
            self.doing["upload"] -= 1

    def decide(self, who: str) -> None:
        """Answer whatever waits, as a member does."""
        while not self.stopping.is_set():
            self.is_up.wait()
            try:
                if not self._decide(who):
                    self.stopping.wait(0.1)
            except OSError:
                time.sleep(0.05)

    def _decide(self, who: str) -> bool:
        browser = self.browser(who)
        status, to = browser.post(f"{self.desk}nghi-ngo/")
        key = re.search(r"/nghi-ngo/([^/]+)/$", to.decode(errors="replace")) if status == 302 else None
        if key is None:
            return False
        page = browser.get(to.decode())[1]
        choices = re.findall(ANSWERS, page)
        if not choices:
            return False
        self.doing["decision"] += 1
        try:
            status, _told = browser.post(to.decode(), {"answer": choices[0].decode()})
            if status == 302:
                self.answered[key[1], who] = time.time()
        finally:
            self.doing["decision"] -= 1
        return True

    def is_done(self) -> bool:
        """Everything is sent and read, and nothing waits for an answer."""
        if len(self.acknowledged) < len(self.bundles):
            return False
        with reading(self.server.folder) as tables:
            if tables.execute("SELECT count(*) FROM ballots_scanbatch WHERE state <> 'read'").fetchone()[0]:
                return False
        with suppress(OSError):
            return b'name="returned"' in self.browser("head").get(f"{self.desk}khoa/")[1]
        return False

    def check(self, before: dict[str, int]) -> None:
        """Compare what stands with what was acknowledged, and with what stood before the kill."""
        now = counts(self.server.folder)
        self.faults += [f"{what}: {before[what]} before the kill, {now[what]} after it" for what in before if now[what] < before[what]]
        if missing := set(self.acknowledged) - labels(self.server.folder):
            self.faults.append(f"acknowledged bundles are gone: {sorted(missing)}")
        with reading(self.server.folder) as tables:
            twice = tables.execute("SELECT count(*) - count(DISTINCT batch_id || '/' || sequence) FROM ballots_scan").fetchone()[0]
            apart = tables.execute("SELECT count(*) FROM ballots_scanbatch WHERE pages_read > pages_expected").fetchone()[0]
            stored = [row[0] for row in tables.execute("SELECT stored_digest FROM files_storedfile")]
            blind = tables.execute("SELECT count(*) FROM ballots_scan WHERE stored_id IS NULL").fetchone()[0]
        if gone := {question for question, _who in self.answered} - questions(self.server.folder):
            self.faults.append(f"acknowledged answers are gone: {sorted(gone)}")
        if blind:
            self.faults.append(f"{blind} pages have no picture")
        if twice or apart:
            self.faults.append(f"{twice} pages twice, {apart} bundles with more pages than files")
        if lost := [digest for digest in stored if not (self.server.folder / "files" / digest[:2] / digest[2:4] / digest).exists()]:
            self.faults.append(f"{len(lost)} stored files are gone")

    def close(self) -> dict[str, object]:
        """Close the count and give its result without what differs from round to round."""
        status, told = self.browser("head").post(f"{self.desk}khoa/", {"returned": self.shape.ballots})
        if status != 302:
            self.faults.append(f"the count cannot be closed: {status} {in_short(told)}")
            return {}
        with reading(self.server.folder) as tables:
            result = json.loads(tables.execute("SELECT result FROM ballots_tally").fetchone()[0])
        return {"valid": result["valid"], "invalid": result["invalid"], "votes": [vote["for"] for vote in result["votes"]]}


def begin_stick(count: Round, stick: Path) -> str:
    """Choose a stick on the desk; give its code, one half copied after the other."""
    head = count.browser("head")
    first = _shown(head.post(f"{count.desk}usb/", {"what": "begin", "folder": str(stick)}))
    hidden = _shown(head.post(f"{count.desk}usb/ma/", {"sealed": first["sealed"]}))
    second = _shown(head.post(f"{count.desk}usb/ma/", {"sealed": hidden["sealed"], "typed": first["half"]}))
    return first["half"] + second["half"]


def _shown(answer: tuple[int, bytes]) -> dict[str, str]:
    """What one step of the code shows: a half, and the rest sealed."""
    status, page = answer
    assert status == 200, in_short(page)
    patterns = {"half": r"<code>([A-Z2-9 ]+)</code>", "sealed": r'name="sealed" value="([^"]+)"'}
    return {name: found.group(1) for name, pattern in patterns.items() if (found := re.search(pattern, page.decode()))}


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{folder / 'daihoi.sqlite3'}?mode=ro", uri=True, timeout=30)) as tables:
        yield tables


def counts(folder: Path) -> dict[str, int]:
    """How much stands in the tables that only grow."""
    with reading(folder) as tables:
        names = ("ballots_scanbatch", "ballots_scan", "ballots_reading", "ballots_adjudication", "journal_entry")
        return {name: tables.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608 (fixed names)


def labels(folder: Path) -> set[str]:
    with reading(folder) as tables:
        return {row[0] for row in tables.execute("SELECT label FROM ballots_scanbatch")}


def questions(folder: Path) -> set[str]:
    """The questions that somebody answered, opened with the key of their vote as the program opens them."""
    asked = subprocess.run([sys.executable, "-c", QUESTIONS], env=environment(folder), capture_output=True, text=True, check=True)
    return set(asked.stdout.split())


def is_reading(folder: Path) -> int:
    with reading(folder) as tables:
        return int(tables.execute("SELECT count(*) FROM ballots_scanbatch WHERE state = 'reading'").fetchone()[0] > 0)


def unrecorded(folder: Path) -> int:
    """Pictures on disk that no row names: pages that were read but not kept when the reader died, and files of broken uploads."""
    with reading(folder) as tables:
        named = {row[0] for row in tables.execute("SELECT stored_digest FROM files_storedfile")}
    return sum(path.is_file() and path.name not in named and not path.name.startswith(".") for path in (folder / "files").rglob("*"))


def answers(server: object) -> bool:
    with suppress(OSError):
        return Browser(server, "", timeout=10).get("/suc-khoe/")[0] == 200  # type: ignore[arg-type]
    return False


def until(is_so: Callable[[], bool], otherwise: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(otherwise)
        time.sleep(0.02)


def in_short(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode(errors="replace").partition("<main")[2]).split())[:300]
