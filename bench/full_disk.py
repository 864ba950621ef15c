"""The disk of the laptop, then the stick, run full in the middle of a count; room comes back and the count ends as it should.

Needs root: disk and stick are small file systems in memory (tmpfs).
"""

import json
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from bench.counting import Round, begin_stick, counts, in_short, until
from bench.halls import Shape, Site, copied, prepared

ROOM = 2_500_000  # bytes left when the count begins: some bundles fit, not all
PLENTY = "512m"


def fill(shape: Shape) -> dict[str, object]:
    """Count with a disk that runs full; give what the people were told and whether anything was lost."""
    prepared(shape)
    with tempfile.TemporaryDirectory(prefix="daihoi-full-") as place:
        disk, stick = Path(place) / "disk", Path(place) / "stick"
        for folder, size in ((disk, PLENTY), (stick, PLENTY)):
            folder.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
        try:
            return _count(shape, disk, stick)
        finally:
            for folder in (disk, stick):
                subprocess.run(["umount", "-l", str(folder)], check=False)


def _count(shape: Shape, disk: Path, stick: Path) -> dict[str, object]:
    facts = copied(shape, disk / "data")
    site = Site(disk / "data", DAIHOI_STICK=str(stick))
    site.start()
    count = Round(site, facts, shape)
    begin_stick(count, stick)
    until(lambda: json.loads((site.folder / "stick-status.json").read_text())["number"] > 0, "the stick is not written")
    resize(disk, used(disk) + ROOM)
    resize(stick, used(stick) + ROOM // 4)
    told: list[str] = []
    try:
        label, file = next(iter(count.bundles.items()))
        refused = _send_until_refused(count, told)
        before = counts(site.folder)
        time.sleep(6)
        desk = in_short(count.browser("head").get(count.desk)[1])
        status = json.loads((site.folder / "stick-status.json").read_text())
        resize(disk, PLENTY)
        resize(stick, PLENTY)
        count.check(before)
        threads = [threading.Thread(target=count.send), *(threading.Thread(target=count.decide, args=(who,)) for who in ("one", "two"))]
        for each in threads:
            each.start()
        until(count.is_done, "the count does not end after there is room again", 300)
        count.stopping.set()
        for each in threads:
            each.join()
        result = count.close()
        return {
            "first_bundle": label, "file": file.name, "bundles_before_the_disk_was_full": refused, "told": told,
            "stick_was": status["fault"], "desk_said_of_the_stick": "USB hoặc ổ đĩa đã đầy" in desk, "result": result,
            "expected": _expected(disk / "data", shape), "faults": [each for each in count.faults if "upload answered 507" not in each],
        }  # fmt: skip
    finally:
        site.stop()


def _send_until_refused(count: Round, told: list[str]) -> int:
    """Send bundles until one is refused; keep the sentence."""
    for number, (label, file) in enumerate(count.bundles.items()):
        status, page = count.browser("head").post(
            f"{count.desk}lo/moi/", {"label": label, "hand_count": count.shape.bundle}, {"files": file}
        )
        if status != 302:
            told.append(f"{status}: {in_short(page)}")
            return number
        count.acknowledged[label] = time.time()
        time.sleep(0.5)
    return len(count.bundles)


def _expected(data: Path, shape: Shape) -> dict[str, object]:
    """What the ballots say: valid ones keep at least one name and at most as many as there are seats."""
    struck = json.loads((data / "votes.json").read_text())
    valid = [marks for marks in struck if 0 < shape.names - len(marks) <= shape.seats]
    votes = [sum(number not in marks for marks in valid) for number in range(1, shape.names + 1)]
    return {"valid": len(valid), "invalid": shape.ballots - len(valid), "votes": votes}


def used(folder: Path) -> int:
    """Bytes taken on a file system."""
    import shutil

    return shutil.disk_usage(folder).used


def resize(folder: Path, size: int | str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)
