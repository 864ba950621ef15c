"""Figures as text and as docs/accuracy.md."""

import os
import platform
import subprocess
from collections import Counter
from pathlib import Path

from bench.peers import Peer
from bench.speed import Speed
from bench.tables import table
from daihoi.paper.accuracy.counts import BUCKETS, Measured
from daihoi.paper.accuracy.summary import upper_bound
from daihoi.paper.reading import READER_VERSION


def machine() -> str:
    """Processor, cores, system and Python."""
    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        model = next((line.partition(":")[2].strip() for line in cpu.read_text().splitlines() if line.startswith("model name")), model)
    cores = os.cpu_count()
    return f"{model}, {cores} cores, {platform.system()}, CPython {platform.python_version()}, load average {os.getloadavg()[0]:.1f} at the end"


def version() -> str:
    """The commit that was measured."""
    run = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return f"{run.stdout.strip() or 'unknown'}, reader {READER_VERSION}"


READERS_NAMED = {"first": "first reader", "both": "both readers"}


def speed_text(measured: Speed) -> str:
    """Speed as a table."""
    pages, decoding = measured.pages, measured.decoding
    rows = [("decoding alone", f"{pages / decoding.processor:.0f}", f"{pages / decoding.wall:.0f}", "")]
    for name, rate in measured.reading.items():
        times = f"{rate.processor / decoding.processor:.2f} times the processor time of decoding alone"
        rows.append((f"{READERS_NAMED[name]}, decoding included", f"{pages / rate.processor:.0f}", f"{pages / rate.wall:.0f}", times))
    for name, seconds in measured.two.items():
        times = f"{2 * measured.reading[name].wall / seconds:.2f} times one process"
        rows.append((f"{READERS_NAMED[name]}, two processes", "", f"{2 * pages / seconds:.0f}", times))
    head = (
        f"{pages} pages of 35 names, 200 dpi A4 grey JPEG, {measured.kilobytes:.0f} kB each, the same decoder (libjpeg-turbo) in all.\n\n"
    )
    return head + table(("", "pages a second of processor time", "pages a second on the clock", ""), rows)


def peer_text(name: str, peer: Peer, marked: str) -> str:
    """One other program on as many names; `marked`: what it looks for."""
    return (
        f"{name}: {peer.pages / peer.seconds:.1f} pages a second of processor time ({peer.pages} pages); "
        f"of {peer.struck} {marked} it overlooked {peer.overlooked}, of {peer.clear} others it took {peer.mistaken} for such.\n"
    )


def bound(wrong: int, decided: int) -> str:
    """The share that is wrong and its 95 % upper bound (Poisson; 3/n when none was wrong)."""
    if not decided:
        return "–"
    share = f"{100 * wrong / decided:.4f} %, " if wrong else ""
    most = 100 * upper_bound(wrong, decided)
    return f"{share}below {most:.{4 if most >= 0.001 else 6}f} % (95 %)"


def split(counts: "Counter[tuple[str, str]]") -> list[tuple[str, ...]]:
    """Rows of a table by group, worst first."""
    groups: dict[str, Counter[str]] = {}
    for (group, outcome), number in counts.items():
        groups.setdefault(group, Counter())[outcome] += number
    rows = []
    for group, found in sorted(
        groups.items(), key=lambda item: (-(item[1]["wrong"] + item[1]["settled"]), -item[1]["to_people"] / item[1].total())
    ):
        total = found.total()
        people = 100 * found["to_people"] / max(total - found["refused"], 1)
        right = found["right"] + found["settled_board"]
        rows.append(
            (
                group,
                f"{total:,}",
                f"{right:,}",
                f"{found['to_people']:,} ({people:.2f} %)",
                str(found["wrong"]),
                str(found["settled"]),
                f"{found['refused']:,}",
            )
        )
    return rows


HEAD = ("", "fields", "right", "to people", "wrong", "settled alone", "on refused pages")


def accuracy_text(run: Measured) -> str:
    """One run as tables."""
    fields, pages = run.fields, run.pages
    total, refused = fields.total(), fields["refused"]
    read = total - refused
    decided = read - fields["to_people"] - fields["settled_board"]
    shares = [
        ("fields (seeds " + f"{run.seeds[0]}–{run.seeds[1] - 1})", f"{total:,}", ""),
        ("read by the machine", f"{decided:,}", f"{100 * decided / total:.3f} %"),
        ("sent to people", f"{fields['to_people']:,}", f"{100 * fields['to_people'] / max(read, 1):.3f} % of the pages read"),
        ("marks that no rule covers, sent to people", f"{fields['settled_board']:,}", ""),
        ("read wrong", f"{fields['wrong']:,}", bound(fields["wrong"], decided)),
        ("settled alone although no rule covers the mark", f"{fields['settled']:,}", bound(fields["settled"], decided)),
        ("pages", f"{pages['good'] + pages['hard']:,}", f"{pages['hard']:,} of them with damage that may make a page unreadable"),
        ("good pages refused", f"{pages['refused good']:,}", f"{100 * pages['refused good'] / max(pages['good'], 1):.3f} %"),
        ("damaged pages refused", f"{pages['refused hard']:,}", f"{100 * pages['refused hard'] / max(pages['hard'], 1):.2f} %"),
        (
            "milliseconds of processor time a page, simulating + reading",
            f"{run.nanoseconds['simulate'] / 1e6 / max(pages['good'] + pages['hard'], 1):.0f} + {run.nanoseconds['read'] / 1e6 / max(pages['good'] + pages['hard'], 1):.0f}",
            "",
        ),
    ]
    causes = ", ".join(f"{cause} {count}" for cause, count in run.causes.most_common())
    parts = [f"### Profile `{run.profile}`\n", table(("", "number", "share"), shares)]
    if causes:
        parts.append(f"Causes of refusal: {causes}.\n")
    for title, counts in (
        ("By form", run.by_form),
        ("By mark", run.by_mark),
        ("By damage of the page", run.by_damage),
        ("Fields that lie under the damage", run.by_touch),
    ):
        if counts:
            parts.append(f"**{title}**\n\n{table(HEAD, split(counts))}")
    if run.by_score:
        parts.append(
            f"**Score against truth** (marks that no rule covers left out): what the reader gives as the probability of a mark.\n\n{scores_text(run)}"
        )
    return "\n".join(parts)


def scores_text(run: Measured) -> str:
    """The reliability table: of the fields with such a score, how many bore a mark."""
    rows = []
    for number, least in enumerate(BUCKETS):
        marked, clear = run.by_score[number, "marked"], run.by_score[number, "clear"]
        most = BUCKETS[number + 1] if number + 1 < len(BUCKETS) else 1
        if marked + clear:
            rows.append((f"{least:g} to {most:g}", f"{marked + clear:,}", f"{marked:,}", f"{100 * marked / (marked + clear):.3f} %"))
    return table(("score", "fields", "bore a mark", "share"), rows)


def failures_text(runs: list[Measured]) -> str:
    """The first failures, with what is needed to draw them again."""
    rows = [
        (
            str(f["seed"]),
            f["profile"],
            f["form"],
            f"{f['page']}/{f['candidate']} {f['kind']}",
            f["mark"],
            f["state"],
            f["pen"],
            " ".join(f"{k} {v}" for k, v in f["damages"].items()),
        )
        for run in runs
        for f in run.failures
        if f["outcome"] == "wrong"
    ]
    if not rows:
        return "No field was read wrong.\n"
    head = ("seed", "profile", "form", "page/candidate", "drawn", "read", "pen", "damages")
    return f"## Every wrong reading (the first {min(len(rows), 40)} of {len(rows)})\n\n{table(head, rows[:40])}"
