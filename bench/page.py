"""`./run bench page`: pages of a real server over the whole country, as an officer at the top and one in a committee open them."""

import http.cookiejar
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Any

from bench import installation

LIMIT = 150.0
PAGES = {
    "today": "/tien-do/hom-nay/?round=co-so-2025&on=20/05/2025",
    "progress": "/tien-do/?round=co-so-2025&on=20/05/2025",
    "progress, cells": "/tien-do/?round=chi-bo-2025&on=01/04/2025",
    "progress, as known then": "/tien-do/?round=co-so-2025&on=20/05/2025&known=2025-05-20",
    "two days": "/tien-do/?round=co-so-2025&on=20/05/2025&with=20/04/2025",
}


def main(name: str, arguments: Sequence[str]) -> int:
    """Start a server, sign in, open pages; 1 where the 95th of a hundred is above the limit."""
    parser = installation.options(name)
    parser.add_argument("--turns", type=int, default=20, help="how often each page is opened")
    given = parser.parse_args(arguments)
    installation.wake(given)
    from daihoi.cli.site import bring_up_to_date

    bring_up_to_date()
    from bench.data.fill import PASSWORD

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "daihoi", "serve", "--port", str(port)], env=os.environ.copy())
    try:
        found = {user: visit(f"http://127.0.0.1:{port}", user, PASSWORD, given.turns) for user in ("tw.canbo", "tinh.canbo")}
    finally:
        server.terminate()
        server.wait(timeout=30)
    print(json.dumps(found, indent=1))
    return 0 if all(page["p95"] <= LIMIT for pages in found.values() for page in pages.values()) else 1


def visit(site: str, user: str, password: str, turns: int) -> dict[str, Any]:
    """Sign in and open every page some times: milliseconds and bytes."""
    client = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    from django.urls import reverse

    address = site + reverse("accounts:sign_in")
    door = _wait(client, address)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door)
    assert token is not None
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": user, "password": password}).encode()
    client.open(urllib.request.Request(address, form, {"Referer": address})).read()  # noqa: S310 (our own server)
    return {name: _timed(client, site + path, turns) for name, path in PAGES.items()}


def _wait(client: urllib.request.OpenerDirector, url: str) -> str:
    """Open the door as soon as the server answers."""
    for _turn in range(300):
        try:
            return str(client.open(url).read().decode())
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _timed(client: urllib.request.OpenerDirector, url: str, turns: int) -> dict[str, float]:
    """Milliseconds of one page: the first time, the median, the 95th of a hundred."""
    times, size = [], 0
    for _turn in range(turns + 1):
        began = time.perf_counter()
        size = len(client.open(url).read())
        times.append((time.perf_counter() - began) * 1000)
    first, *rest = times
    ordered = sorted(rest)
    at = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"first": round(first, 1), "median": round(statistics.median(rest), 1), "p95": round(at, 1), "bytes": size}
