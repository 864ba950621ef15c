"""A real Chromium, and a real server with the demonstration behind it."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.browser.inspection import HEIGHT, Watch
from tests.machine import program

CHROMIUM = program("chromium-headless-shell")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
collect_ignore = [] if os.environ.get("DAIHOI_PICTURES") else ["test_pictures.py"]
PATIENCE = 120  # seconds until the server answers
SOON = 90_000  # ms until a page shows what it must: other tests run beside these, and a busy machine is given its time
expect.set_options(timeout=SOON)
# first, so that no process waits for another at the end
LONGEST = ("test_pages.py", "test_year.py", "test_election.py", "test_hall_day.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder, the longest first, and skip them where there is no Chromium."""
    here = Path(__file__).parent
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.parent == here and item.path.name in LONGEST else len(LONGEST))
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (Debian package chromium-headless-shell)"))


@dataclass
class Site:
    """One running installation with the demonstration in it; without a server of its own where one runs already."""

    url: str
    data: Path
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start server, front door and worker, and wait until they answer."""
        command = [sys.executable, "-m", "daihoi", "serve", "--port", self.url.rsplit(":", 1)[1]]
        with (self.data / "server.log").open("ab") as log:
            self.server = subprocess.Popen(command, env=environment_of(self.data), stdout=log, stderr=log, start_new_session=True)
        _await(self.url, self.server, self.data / "server.log")

    def cut_power(self) -> None:
        """Kill all processes of the installation at once, as when the plug is pulled."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(10)

    def stop(self) -> None:
        """End the installation."""
        if self.server is not None:
            self.server.terminate()
            try:
                self.server.wait(10)
            except subprocess.TimeoutExpired:
                self.server.kill()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment_of(data: Path) -> dict[str, str]:
    """What a process of that installation is told; figures are frozen late, so that tests of the evening find what they typed that day."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DAIHOI_", "DJANGO_"))}
    return clean | {"DAIHOI_DATA_DIR": str(data), "DAIHOI_DEMONSTRATION": "1", "DAIHOI_CUTOFF_HOUR": "24"}


def demonstration(shared: Path) -> Path:
    """The demonstration, built once for all processes of the tests; each serves a copy of its own."""
    built, unfinished = shared / "demonstration", shared / "demonstration.unfinished"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            subprocess.run(
                [sys.executable, "-m", "daihoi", "demo", "--no-serve"],
                env=environment_of(unfinished),
                check=True,
                capture_output=True,
                timeout=600,
            )
            unfinished.rename(built)
    return built


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its processes know."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, built and served as a newcomer would have it.

    DAIHOI_BROWSER_SITE and _DATA name one that runs already, DAIHOI_BROWSER_DEMONSTRATION a data folder to serve a copy of.
    """
    running = os.environ.get("DAIHOI_BROWSER_SITE")
    if running:
        yield Site(running.rstrip("/"), Path(os.environ["DAIHOI_BROWSER_DATA"]))
        return
    data = tmp_path_factory.mktemp("installation") / "data"
    built = os.environ.get("DAIHOI_BROWSER_DEMONSTRATION")
    shutil.copytree(Path(built) if built else demonstration(shared_folder(tmp_path_factory)), data)
    here = Site(f"http://127.0.0.1:{free_port()}", data)
    try:
        here.start()
        yield here
    finally:
        here.stop()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _second in range(PATIENCE * 4):
        if server.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/suc-khoe/", timeout=2) as answer:  # noqa: S310 (our own server)
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Cookies of the people who have signed in once: the door is slow on purpose."""
    return {}


@dataclass
class Visit:
    """One person before one page."""

    page: Page
    watch: Watch
    url: str

    def go(self, path: str) -> int:
        """Open a page of the site and give its status."""
        answer = self.page.goto(self.url + path)
        self.settle()
        return answer.status if answer else 0

    def settle(self) -> None:
        """Wait until panels that load later stand."""
        self.page.wait_for_function("() => document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')")


@pytest.fixture
def visit(site: Site, browser: Browser, sessions: dict[str, StorageState]) -> Iterator[Callable[..., Visit]]:
    """Open a fresh page for nobody, or for a person signed in: `visit("officer")`."""
    contexts: list[BrowserContext] = []

    def open_page(who: str | None = None, width: int = 1440, language: str = "vi-VN") -> Visit:
        state = sessions.get(who or "")
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, locale=language, reduced_motion="reduce", storage_state=state
        )
        context.set_default_timeout(SOON)
        contexts.append(context)
        page = context.new_page()
        watch = Watch(site.url)
        watch.follow(page)
        visit = Visit(page, watch, site.url)
        if who and state is None:
            sign_in(visit, who)
            sessions[who] = context.storage_state()
        elif who:
            visit.go("/")
        return visit

    yield open_page
    for context in contexts:
        context.close()


def sign_in(visit: Visit, who: str) -> None:
    """Pass the door as one of the demonstration's people."""
    from daihoi.demonstration.people import PASSWORD, PEOPLE

    visit.go("/tai-khoan/dang-nhap/")
    visit.page.get_by_label("Tên đăng nhập").fill(PEOPLE[who])
    visit.page.get_by_label("Mật khẩu").fill(PASSWORD)
    visit.page.get_by_role("button", name="Đăng nhập").click()
    visit.page.wait_for_url(lambda url: "/tai-khoan/dang-nhap" not in url)
