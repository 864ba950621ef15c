"""`./run bench hall`: 500 ballots of 70 names, from the upload of the scans to minutes, bundle and hall screen, over a real server.

Three people use the desk meanwhile; their pages are timed. `--write` puts the tables into docs/scale.md.
"""

import argparse
import io
import json
import os
import re
import sqlite3
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bench.halls import Browser, Shape, Site, copied, processor
from bench.tables import put_part

SCALE = Path("docs/scale.md")
PAPERS = (
    ("minutes.docx", "minutes, DOCX"),
    ("minutes.pdf", "minutes, PDF"),
    ("certificate.docx", "certificate, DOCX"),
    ("certificate.pdf", "certificate, PDF"),
)


def main(_name: str, arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="./run bench hall", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    options.add_argument("--ballots", type=int, default=500)
    options.add_argument("--names", type=int, default=70)
    options.add_argument("--doubts", type=int, default=12, help="ballots with a mark that people must decide")
    options.add_argument("--bundle", type=int, default=50, help="sheets of a bundle")
    options.add_argument("--no-stick", action="store_true", help="without the encrypted stick")
    options.add_argument("--write", action="store_true", help="put the tables into docs/scale.md")
    asked = options.parse_args(arguments)
    shape = Shape(asked.ballots, asked.names, asked.doubts, asked.bundle)
    with tempfile.TemporaryDirectory(prefix="daihoi-hall-") as folder, tempfile.TemporaryDirectory(prefix="daihoi-stick-") as stick:
        data = Path(folder) / "data"
        facts = copied(shape, data)
        site = Site(data, **({} if asked.no_stick else {"DAIHOI_STICK": stick}))
        try:
            measured = Count(site, facts, shape).run(with_stick=not asked.no_stick)
        finally:
            site.stop()
    print(json.dumps(measured, indent=1, ensure_ascii=False))
    if asked.write:
        put_part(SCALE, "bench hall", tables(measured, shape))
    return 0


class Count:
    """One count from the open box to the evidence, with the clock beside it."""

    def __init__(self, site: Site, facts: dict[str, str], shape: Shape) -> None:
        self.site, self.facts, self.shape = site, facts, shape
        self.desk = f"/kiem-phieu/{facts['poll']}/"
        self.contest = f"/bau-cu/{facts['contest']}/"
        self.people = {name: Browser(site, facts[f"session_{name}"]) for name in ("head", "one", "two", "presidium", "secretary")}
        self.waits: dict[str, list[float]] = {}
        self.memory: list[dict[str, float]] = []
        self.stopping = threading.Event()

    def run(self, *, with_stick: bool) -> dict[str, object]:
        started = self.site.start()
        head = self.people["head"]
        if with_stick:
            begun = {"what": "begin", "folder": self.site.environment["DAIHOI_STICK"]}
            assert head.post(f"{self.desk}usb/", begun)[0] == 200
        head.get(self.desk)
        at_first = self.site.memory()
        spent = {name: processor(pid) for name, pid in self.site.processes().items()}
        watchers = [threading.Thread(target=self.look, args=(name,)) for name in ("one", "two")] + [threading.Thread(target=self.weigh)]
        for watcher in watchers:
            watcher.start()
        began = time.monotonic()
        upload = timed(self.upload)
        read = timed(self.until_read)
        used = {name: round(processor(pid) - spent.get(name, 0.0), 1) for name, pid in self.site.processes().items()}
        self.stopping.set()
        for watcher in watchers:
            watcher.join()
        doubts = timed(self.decide)
        last = time.monotonic()
        closing = timed(self.close)
        certified = timed(self.certify)
        papers = {title: timed(lambda name=name: self.fetch(head, f"{self.contest}van-ban/{name}")) for name, title in PAPERS}
        minutes = time.monotonic() - began - doubts
        papers |= {"hall screen": timed(lambda: self.fetch(head, f"{self.contest}man-hinh/"))}
        papers |= {"XLSX": timed(lambda: self.fetch(head, f"{self.contest}bang.xlsx"))}
        papers |= {f"evidence, {edition} edition": timed(lambda edition=edition: self.bundle(edition)) for edition in ("public", "sealed")}
        return {
            "ballots": self.shape.ballots, "names": self.shape.names, "pages": self.pages, "load": round(os.getloadavg()[0], 1),
            "start_s": round(started, 2), "upload_s": upload, "read_s": read, "decide_s": doubts, "questions": self.questions,
            "upload_to_minutes_s": round(minutes, 2), "close_s": closing, "certify_s": certified, "papers_s": papers,
            "last_decision_to_all_s": round(time.monotonic() - last, 2), "processor_s": used,
            "answers_ms": {what: spread(waits) for what, waits in self.waits.items()},
            "memory_mb": {"first": at_first, "worker": self.memory_of("worker"), "web": self.memory_of("web"), "last": self.site.memory()},
        }  # fmt: skip

    def upload(self) -> None:
        """Send every bundle as the committee does, one after the other."""
        left = self.shape.ballots
        self.pages = self.shape.ballots * int(self.facts["pages_a_ballot"])
        for file in sorted((self.site.folder / "scans").iterdir()):
            status, told = self.people["head"].post(
                f"{self.desk}lo/moi/", {"label": "", "hand_count": min(left, self.shape.bundle)}, {"files": file}
            )
            assert status == 302, told[-2000:]
            left -= self.shape.bundle

    def until_read(self) -> None:
        """Wait until no bundle is being read."""
        while b'hx-trigger="every 1s"' in self.people["head"].get(self.desk)[1]:
            time.sleep(0.2)

    def look(self, name: str) -> None:
        """Open desk and list of doubts as a member does, and time the answers."""
        while not self.stopping.is_set():
            for what, path in (("desk", self.desk), ("doubts", f"{self.desk}nghi-ngo/"), ("numbers", f"{self.desk}so-phieu/")):
                began = time.monotonic()
                status, _body = self.people[name].get(path)
                self.waits.setdefault(what, []).append(1000 * (time.monotonic() - began))
                assert status == 200
                self.stopping.wait(0.5)

    def weigh(self) -> None:
        """Note the memory of each process twice a second."""
        while not self.stopping.wait(0.5):
            self.memory.append(self.site.memory())

    def memory_of(self, name: str) -> dict[str, float]:
        """Resident memory of a process through the reading: at a quarter, half and at the end, and the most."""
        seen = [each[name] for each in self.memory if each.get(name)]
        return {"quarter": seen[len(seen) // 4], "half": seen[len(seen) // 2], "end": seen[-1], "most": max(seen)} if seen else {}

    def decide(self) -> None:
        """Let two people answer every question alike, as voters meant it."""
        self.questions = 0
        for name in ("one", "two"):
            while True:
                status, to = self.people[name].post(f"{self.desk}nghi-ngo/")
                key = re.search(rb"/nghi-ngo/([^/]+)/$", to) if status == 302 else None
                if key is None:
                    break
                page = self.people[name].get(to.decode())[1]
                answer = re.findall(rb'name="answer" value="(marked|clear|harmless|valid|invalid:writing|discard:not_a_ballot)"', page)
                assert answer, page[-3000:]
                status, told = self.people[name].post(to.decode(), {"answer": answer[0].decode()})
                assert status == 302, told[-2000:]
                self.questions += name == "one"

    def close(self) -> None:
        status, told = self.people["head"].post(f"{self.desk}khoa/", {"returned": self.shape.ballots})
        assert status == 302, told[-3000:]

    def certify(self) -> None:
        with closing(sqlite3.connect(self.site.folder / "daihoi.sqlite3")) as database:
            code = database.execute("SELECT digest FROM ballots_tally").fetchone()[0]
        status, told = self.people["head"].post(f"{self.contest}cong-bo/", {"digest": code})
        assert status == 302, told[-3000:]

    def fetch(self, browser: Browser, path: str) -> None:
        status, body = browser.get(path)
        assert status == 200, (path, body[:500])

    def bundle(self, edition: str) -> None:
        status, body = self.people["head"].post(f"{self.contest}bang-chung/{edition}/")
        assert status == 200, body[:500]
        names = zipfile.ZipFile(io.BytesIO(body)).namelist()
        assert sum(name.startswith("images/") for name in names) == (self.pages if edition == "sealed" else 0)


def timed(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return round(time.monotonic() - began, 2)


def spread(waits: list[float]) -> dict[str, float]:
    ordered = sorted(waits)
    share = {f"p{part}": round(ordered[min(len(ordered) - 1, len(ordered) * part // 100)]) for part in (50, 95)}
    return share | {"longest": round(ordered[-1]), "answers": len(ordered)}


def tables(found: dict[str, object], shape: Shape) -> str:
    """Write what was measured as tables."""
    lines = [
        f"{found['ballots']} ballots of {found['names']} names, {found['pages']} pages; load of the machine at the end {found['load']}.",
        "",
    ]
    lines += ["| stage | seconds on the clock |", "|---|---:|"]
    stages = {"upload": "upload_s", "reading after the last upload": "read_s", "close": "close_s", "certify": "certify_s"}
    lines += [f"| {title} | {found[key]} |" for title, key in stages.items()]
    lines += [f"| {title} | {seconds} |" for title, seconds in found["papers_s"].items()]
    lines += [
        f"| **from upload to minutes**, without the time people took for {found['questions']} doubtful marks | **{found['upload_to_minutes_s']}** |"
    ]
    lines += [f"| **from the last decision to all papers** | **{found['last_decision_to_all_s']}** |", ""]
    lines += ["| answers meanwhile, two people | median ms | 95 % under ms | longest ms | answers |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {what} | {one['p50']} | {one['p95']} | {one['longest']} | {one['answers']} |" for what, one in found["answers_ms"].items()
    ]
    lines += ["", "| resident memory, MB | a quarter through | half | at the end | most |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {name} | {' | '.join(str(each) for each in found['memory_mb'][name].values())} |" for name in ("worker", "web")]
    spent = ", ".join(f"{name} {seconds} s" for name, seconds in found["processor_s"].items())
    return "\n".join([*lines, "", f"Processor until all was read: {spent}."])
