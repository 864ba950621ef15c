"""`./run bench doubts`: one person answers doubtful marks by keyboard alone, in a real Chromium over a real server.

The time of the machine is that from the key press until the next mark stands on the page with its picture; what people need to look at it
is theirs. `--write` puts the table into docs/scale.md.
"""

import argparse
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.hall import spread
from bench.halls import TOKEN, Browser, Shape, Site, copied
from bench.tables import put_part

SCALE = Path("docs/scale.md")
SEEN = "() => { const shown = document.querySelector('img[data-picture]'); return shown && shown.complete && shown.naturalWidth > 0 }"
BUNDLE = 50


def main(_name: str, arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="./run bench doubts", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    options.add_argument("--marks", type=int, default=100, help="doubtful marks that the person answers")
    options.add_argument("--ballots", type=int, default=200)
    options.add_argument("--names", type=int, default=70)
    options.add_argument("--write", action="store_true", help="put the table into docs/scale.md")
    asked = options.parse_args(arguments)
    shape = Shape(asked.ballots, asked.names, asked.marks + 5, BUNDLE)
    with tempfile.TemporaryDirectory(prefix="daihoi-doubts-") as folder:
        data = Path(folder) / "data"
        facts = copied(shape, data)
        site = Site(data)
        try:
            site.start()
            desk = f"/kiem-phieu/{facts['poll']}/"
            scanned(site, Browser(site, facts["session_head"]), desk, asked.ballots)
            waits = list(answered(site, facts["session_one"], desk, asked.marks))
        finally:
            site.stop()
    measured = {
        "marks": len(waits),
        "ballots": asked.ballots,
        "names": asked.names,
        "load": round(os.getloadavg()[0], 1),
        "ms": spread(waits),
    }
    print(json.dumps(measured, indent=1))
    if asked.write:
        put_part(SCALE, "bench doubts", tables(measured))
    return 0


def scanned(site: Site, head: Browser, desk: str, ballots: int) -> None:
    """Send every bundle and wait until all is read."""
    for place, file in enumerate(sorted((site.folder / "scans").iterdir())):
        count = min(BUNDLE, ballots - place * BUNDLE)
        status, told = head.post(f"{desk}lo/moi/", {"label": "", "hand_count": count}, {"files": file})
        assert status == 302, told[-2000:]
    while b'hx-trigger="every 1s"' in head.get(desk)[1]:
        time.sleep(0.5)


def answered(site: Site, session: str, desk: str, marks: int) -> Iterator[float]:
    """Press the first answer of mark after mark; give the milliseconds from each press to the next picture."""
    root = f"http://127.0.0.1:{site.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
        context.add_cookies([{"name": name, "value": value, "url": root} for name, value in (("sessionid", session), ("csrftoken", TOKEN))])
        page = context.new_page()
        page.goto(f"{root}{desk}nghi-ngo/")
        page.locator(f"form[action='{desk}nghi-ngo/'] button").first.click()
        shown(page, "")
        for _mark in range(marks):
            question, began = page.url, time.monotonic()
            page.keyboard.press("Digit1")
            shown(page, question)
            yield 1000 * (time.monotonic() - began)
        browser.close()


def shown(page: Page, before: str) -> None:
    """Wait until another mark stands on the page with its picture."""
    page.wait_for_url(lambda url: url != before and re.search(r"/nghi-ngo/[^/]+/$", url) is not None, wait_until="commit")
    page.wait_for_function(SEEN)


def tables(measured: dict[str, Any]) -> str:
    """Write what was measured as a table."""
    found = measured["ms"]
    lines = [
        f"{measured['marks']} marks on {measured['ballots']} ballots of {measured['names']} names; load of the machine at the end {measured['load']}.",
        "",
        "| from key press to the next mark with its picture | median ms | 95 % under ms | longest ms |",
        "|---|---:|---:|---:|",
        f"| one person, keyboard alone | {found['p50']} | {found['p95']} | {found['longest']} |",
    ]
    return "\n".join(lines)
