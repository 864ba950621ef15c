"""`./run bench crash --times 200`: kill web server and worker at random moments while people send scans and decide; then a full disk.

After every kill everything that was acknowledged must stand: bundles by their label, answers by question and person, pages kept before
the kill. Every round ends with a closed count that must equal the count of a round without a kill, and with a whole journal. Some kills
are a dead laptop: a second one goes on from the encrypted stick, timed. `--write` puts the tables into docs/scale.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bench.counting import Cold, Round, Warm, answers, begin_stick, counts, is_reading, labels, questions, unrecorded, until
from bench.halls import Shape, Site, copied, environment, prepared
from bench.tables import put_part

SCALE = Path("docs/scale.md")
TARGETS = ("worker", "worker", "web", "web", "both", "both")


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
        put_part(SCALE, "bench crash", tables(found))
    return 1 if found["faults"] else 0


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
        standing, kept = labels(two), questions(two)
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
