"""`./run bench crash --times 200`: kill web server and worker at random moments while people send scans and decide; then a full disk.

After every kill everything that was acknowledged must stand: bundles by their label, answers by question and person, pages kept before
the kill. Every round ends with a closed count that must equal the count of a round without a kill, and with a whole journal. Some kills
are a dead laptop: a second one goes on from the encrypted stick, timed. `--write` puts the tables into docs/scale.md.
"""

import argparse
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random

from bench.halls import Browser, Shape, Site, copied, environment, free_port, prepared

BEGIN, END = "<!-- bench crash: begin -->", "<!-- bench crash: end -->"
SCALE = Path("docs/scale.md")
TARGETS = ("worker", "worker", "web", "web", "both", "both")
ANSWERS = rb'name="answer" value="(marked|clear|harmless|invalid:writing|discard:not_a_ballot)"'


def main(_name: str, arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="./run bench crash", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    options.add_argument("--times", type=int, default=200, help="kills")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--cold", type=int, default=10, help="of them on the whole server of `daihoi serve`, started anew each time")
    options.add_argument("--takeovers", type=int, default=8, help="of them a dead laptop: a second one goes on from the stick")
    options.add_argument("--ballots", type=int, default=60)
    options.add_argument("--names", type=int, default=12)
    options.add_argument("--doubts", type=int, default=12)
    options.add_argument("--bundle", type=int, default=4)
    options.add_argument("--full-disk", action="store_true", help="only the full disk (needs root: a small tmpfs)")
    options.add_argument("--write", action="store_true", help="put the tables into docs/scale.md")
    asked = options.parse_args(arguments)
    shape = Shape(asked.ballots, asked.names, asked.doubts, asked.bundle)
    if asked.full_disk:
        from bench.full_disk import fill

        print(json.dumps(fill(shape), indent=1, ensure_ascii=False))
        return 0
    run = Run(shape, asked)
    found = run.all()
    print(json.dumps(found, indent=1, ensure_ascii=False))
    if asked.write:
        before, _, rest = SCALE.read_text(encoding="utf-8").partition(BEGIN)
        SCALE.write_text(f"{before}{BEGIN}\n{tables(found)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 1 if found["faults"] else 0


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
            kept = {row[0] for row in tables.execute("SELECT question FROM ballots_adjudication")}
            twice = tables.execute("SELECT count(*) - count(DISTINCT batch_id || '/' || sequence) FROM ballots_scan").fetchone()[0]
            apart = tables.execute("SELECT count(*) FROM ballots_scanbatch WHERE pages_read > pages_expected").fetchone()[0]
            stored = [row[0] for row in tables.execute("SELECT stored_digest FROM files_storedfile")]
            blind = tables.execute("SELECT count(*) FROM ballots_scan WHERE stored_id IS NULL").fetchone()[0]
        if gone := {question for question, _who in self.answered} - kept:
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


class Run:
    """All rounds of one measurement."""

    def __init__(self, shape: Shape, asked: argparse.Namespace) -> None:
        self.shape, self.asked, self.rng = shape, asked, Random(asked.seed)
        self.found: Counter[str] = Counter()
        self.faults: list[str] = []
        self.back: list[float] = []
        self.again: list[int] = []
        self.taken: list[dict[str, float]] = []

    def all(self) -> dict[str, object]:
        began = time.monotonic()
        prepared(self.shape)
        with tempfile.TemporaryDirectory(prefix="daihoi-crash-") as place:
            self.place = Path(place)
            (self.place / "stick").mkdir()
            copied(self.shape, self.place / "data")
            self.warm = Warm(self.place / "data", self.place / "stick")
            try:
                self.expected = self.round(self.warm, 0)
                assert self.expected, self.faults
                while self.found["warm"] < self.asked.times - self.asked.cold - self.asked.takeovers:
                    self.compare(self.round(self.warm, self.asked.times - self.asked.cold - self.asked.takeovers - self.found["warm"]))
                for _each in range(self.asked.takeovers):
                    self.compare(self.takeover())
            except SystemExit as stuck:
                self.faults.append(str(stuck))
            finally:
                self.warm.close()
            while self.found["cold"] < self.asked.cold:
                site = Cold(self.place / "data", DAIHOI_STICK=str(self.place / "stick"))
                try:
                    self.compare(self.round(site, self.asked.cold - self.found["cold"]))
                except SystemExit as stuck:
                    self.faults.append(str(stuck))
                    break
                finally:
                    site.stop()
        return {
            "kills": self.found["warm"] + self.found["cold"] + self.found["takeover"], "rounds": self.found["rounds"],
            "of_them": {what: self.found[what] for what in ("warm", "cold", "takeover")},
            "killed": {what: self.found[f"killed_{what}"] for what in ("worker", "web", "both")},
            "in_the_middle_of": {what: self.found[f"during_{what}"] for what in ("upload", "reading", "decision")},
            "pages_read_again": {"most": max(self.again, default=0), "kills_with_none": self.again.count(0), "all": sum(self.again)},
            "back_s": spread(self.back), "takeovers": self.taken, "faults": self.faults,
            "load": round(os.getloadavg()[0], 1), "minutes": round((time.monotonic() - began) / 60, 1),
        }  # fmt: skip

    def compare(self, result: dict[str, object]) -> None:
        if result != self.expected:
            self.faults.append(f"a round counted {result}, without a kill {self.expected}")

    def fresh(self) -> dict[str, str]:
        """Put a new hall in place of the old one."""
        for name in ("data", "stick"):
            shutil.rmtree(self.place / name, ignore_errors=True)
        (self.place / "stick").mkdir()
        self.found["rounds"] += 1
        return copied(self.shape, self.place / "data")

    def round(self, server: "Warm | Cold", kills: int) -> dict[str, object]:
        """One count with at most so many kills."""
        count = Round(server, self.fresh(), self.shape)
        server.start()
        self.code = begin_stick(count, self.place / "stick")
        count.begin()
        kind = "warm" if isinstance(server, Warm) else "cold"
        while not count.is_done():
            if kills:
                self.kill(count, server, kind)
                kills -= 1
            else:
                time.sleep(0.2)
        return self.finish(count, server)

    def kill(self, count: Round, server: "Warm | Cold", kind: str) -> None:
        """Wait a random moment, kill, start again, compare."""
        time.sleep(self.rng.uniform(0.0, 1.2))
        target = self.rng.choice(TARGETS)
        self.note(count, target, kind)
        before, loose = counts(server.folder), unrecorded(server.folder)
        count.is_up.clear()
        names = server.kill(target)
        if target != "web":
            self.again.append(max(0, unrecorded(server.folder) - loose))
        began = time.monotonic()
        server.start(*names) if names else None
        until(lambda: answers(server), "nothing answers after a kill")
        self.back.append(time.monotonic() - began)
        count.check(before)
        count.is_up.set()

    def note(self, count: Round, target: str, kind: str) -> None:
        self.found.update([kind, f"killed_{target}", *(f"during_{what}" for what in ("upload", "decision") if count.doing[what] > 0)])
        self.found["during_reading"] += is_reading(count.server.folder)

    def takeover(self) -> dict[str, object]:
        """Kill the laptop for good at a random moment; a second one goes on from the stick and finishes the count."""
        count = Round(self.warm, self.fresh(), self.shape)
        self.warm.start()
        code = begin_stick(count, self.place / "stick")
        count.begin()
        time.sleep(self.rng.uniform(1.5, 6.0))
        self.note(count, "both", "takeover")
        count.is_up.clear()
        self.warm.kill("both")
        at, two = time.time(), self.place / "two"
        shutil.rmtree(two, ignore_errors=True)
        began = time.monotonic()
        command = [sys.executable, "-m", "daihoi", "stick", "restore", str(self.place / "stick"), "--code-stdin"]
        told = subprocess.run(command, input=code, env=environment(two), capture_output=True, text=True, check=False)
        if told.returncode:
            self.faults.append(f"the stick is refused: {told.stderr}")
        restored = time.monotonic() - began
        shutil.copytree(self.place / "data" / "scans", two / "scans")
        site = Site(two, DAIHOI_STICK=str(self.place / "stick"))
        site.start()
        self.taken.append({"restored_s": round(restored, 1), "answers_s": round(time.monotonic() - began, 1)} | self.gone(count, two, at))
        count.server = site
        count.is_up.set()
        try:
            until(count.is_done, "the second laptop does not finish", 300)
            return self.finish(count, site)
        finally:
            count.end()
            site.stop()

    def gone(self, count: Round, two: Path, at: float) -> dict[str, float]:
        """Tell what was acknowledged and is not on the stick, and how old the oldest of it is; the people do it again."""
        standing = labels(two)
        with reading(two) as tables:
            kept = {row[0] for row in tables.execute("SELECT question FROM ballots_adjudication")}
        lost = [when for label, when in count.acknowledged.items() if label not in standing]
        undone = [when for (question, _who), when in count.answered.items() if question not in kept]
        for label in set(count.acknowledged) - standing:
            del count.acknowledged[label]
        count.answered = {key: when for key, when in count.answered.items() if key[0] in kept}
        return {
            "bundles_to_send_again": len(lost),
            "answers_to_give_again": len(undone),
            "oldest_s": round(max((at - when for when in [*lost, *undone]), default=0.0), 1),
        }

    def finish(self, count: Round, server: "Warm | Cold | Site") -> dict[str, object]:
        """Close, verify the journal, end."""
        time.sleep(0.2)
        result = count.close()
        count.end()
        self.faults += count.faults
        command = [sys.executable, "-m", "daihoi", "journal", "verify", "--json"]
        told = subprocess.run(command, env=environment(server.folder), capture_output=True, text=True, check=False)
        if told.returncode:
            self.faults.append(f"the journal is broken: {told.stdout[:300]} {told.stderr[:300]}")
        server.stop()
        return result


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


def spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return (
        {f"p{part}": round(ordered[min(len(ordered) - 1, len(ordered) * part // 100)], 2) for part in (50, 95)}
        | {"longest": round(ordered[-1], 2)}
        if ordered
        else {}
    )


def tables(found: dict[str, object]) -> str:
    """Write what was measured as tables."""
    rows = [
        ("kills with SIGKILL, rounds of counting", f"{found['kills']}, {found['rounds']}"),
        ("of them forked processes, whole servers, dead laptops", ", ".join(str(each) for each in found["of_them"].values())),
        ("killed: worker, web server, both", ", ".join(str(each) for each in found["killed"].values())),
        ("in the middle of an upload, a reading, a decision", ", ".join(str(each) for each in found["in_the_middle_of"].values())),
        ("acknowledged bundles, answers and kept pages lost; counts that differed; broken journals", str(len(found["faults"]))),
        (
            "pages the machine read a second time by itself: most after one kill, all together",
            f"{found['pages_read_again']['most']}, {found['pages_read_again']['all']}",
        ),
        ("answers again after: median, 95 % under, longest", ", ".join(f"{each} s" for each in found["back_s"].values())),
    ]
    lines = ["| | |", "|---|---:|", *(f"| {what} | {value} |" for what, value in rows), ""]
    lines += [
        "| second laptop | restored | answers | bundles to send again | answers to give again | oldest of them |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {number} | " + " | ".join(str(each) for each in one.values()) + " |" for number, one in enumerate(found["takeovers"], start=1)
    ]
    return "\n".join([*lines, "", f"Load of the machine at the end {found['load']}; {found['minutes']} minutes."])
