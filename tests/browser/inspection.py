"""What every page must bear: automatic accessibility check, narrow screens, big enough controls, one host."""

import json
import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from PIL import Image
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

WIDTHS = (1440, 360)
HEIGHT = 900
TALLEST = 1400
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
# A link inside a sentence or a cell may be as high as its line (WCAG 2.5.8, inline).
SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((node) => {
  const box = node.getBoundingClientRect(), style = getComputedStyle(node);
  if (!box.width || !box.height || style.visibility === 'hidden' || node.matches('.visually-hidden, .skip, [type=hidden]')) return false;
  if (style.display === 'inline' || (node.matches('a') && node.closest('p, li, td, th, .fig, dd, footer, h2, svg'))) return false;
  return box.width < 24 || box.height < 24;
}).map((node) => node.outerHTML.slice(0, 90))"""
UNNAMED_HEADINGS = "() => document.querySelectorAll('h1').length"


@cache
def axe_script() -> str:
    """The check itself, injected by the test and not through the page's policy."""
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


@dataclass
class Watch:
    """What a page said and fetched while it was open."""

    home: str
    faults: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            self.faults.append(f"console: {message.text[:200]}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "chrome:", "about:")):
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and "/static/" in response.url:
            self.faults.append(f"{response.status} for {response.url}")

    def taken(self) -> list[str]:
        """Faults so far, once."""
        found, self.faults = self.faults, []
        return found


def follow(page: Page, link: Locator) -> None:
    """Follow a link, and wait until the page behind it stands: a click alone does not wait for it."""
    left = page.url
    link.click()
    page.wait_for_url(lambda url: url != left)


def accessibility(page: Page) -> list[str]:
    """Violations of WCAG 2.2 AA that a machine can see."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    result = page.evaluate("options => axe.run(document, options)", RULES)
    return [
        f"axe {violation['id']}: {node['html'][:140]} {_why(node)}" for violation in result["violations"] for node in violation["nodes"][:2]
    ]


def _why(node: dict) -> str:
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return json.dumps(checks[:1], ensure_ascii=False)


def inspected(page: Page) -> list[str]:
    """All faults of the page that is open, at both widths."""
    where = urlsplit(page.url).path
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{where} at {width}: {fault}" for fault in accessibility(page)]
        if page.evaluate(SIDEWAYS):
            found.append(f"{where} at {width}: scrolls sideways {_widest(page)}")
        found += [f"{where} at {width}: small control {control}" for control in page.evaluate(SMALL)]
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    if page.evaluate(SIDEWAYS):
        found.append(f"{where} at 320: scrolls sideways {_widest(page)}")
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    if page.evaluate(UNNAMED_HEADINGS) != 1:
        found.append(f"{where}: not exactly one h1")
    if not re.search(r"\S · daihoi$", page.title()):
        found.append(f"{where}: no title")
    return found


def _widest(page: Page) -> str:
    """Name the part that sticks out."""
    return str(
        page.evaluate(
            "() => [...document.querySelectorAll('body *')].filter((n) => n.getBoundingClientRect().right > window.innerWidth + 1"
            " && !n.closest('.dh-scroll')).map((n) => n.outerHTML.slice(0, 80))[0] || ''"
        )
    )


def pictured(page: Page, name: str, widths: tuple[int, ...] = WIDTHS) -> None:
    """Take pictures of the page for docs/pictures where they are asked for, in few colours and at a readable height."""
    if not os.environ.get("DAIHOI_PICTURES"):
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("() => scrollTo(0, 0)")
        height = min(TALLEST, max(HEIGHT, page.evaluate("() => document.documentElement.scrollHeight")))
        page.set_viewport_size({"width": width, "height": height})
        file = PICTURES / f"{name}-{width}.png"
        page.screenshot(path=file)
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
