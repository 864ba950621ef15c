"""The people, days and small acts of the year that `test_year` plays."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.inspection import inspected

TODAY = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def on(days: int) -> str:
    """Give a day so many days from today, as people write it."""
    return f"{TODAY + timedelta(days):%d/%m/%Y}"


@dataclass(frozen=True)
class Person:
    """One person before a screen, with what people do there."""

    visit: Visit

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.visit.page.get_by_role("main")

    def go(self, path: str) -> None:
        """Open an address that this person was given."""
        assert self.visit.go(path) == 200, path

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None, **how: bool) -> None:
        """Click the first link of that name."""
        (within or self.main).get_by_role("link", name=name, **how).first.click()
        self.visit.settle()

    def write(self, fields: dict[str, str], within: Locator | None = None) -> None:
        """Fill fields by their labels: words are typed, a choice is chosen."""
        for label, words in fields.items():
            field = (within or self.main).get_by_label(label, exact=True).first
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(label=words)
            else:
                field.fill(words)

    def press(self, name: str | re.Pattern[str], within: Locator | None = None, **how: bool) -> None:
        """Press the first button of that name."""
        (within or self.main).get_by_role("button", name=name, **how).first.click()
        self.visit.settle()

    def sees(self, *sentences: str | re.Pattern[str]) -> None:
        """Read each sentence on the page."""
        for words in sentences:
            expect(self.main).to_contain_text(words)

    def finds_in_order(self) -> None:
        """Find the page in order for everybody, wide and narrow."""
        found = inspected(self.visit.page)
        assert found == [], found

    def card(self, heading: str) -> Locator:
        """The part of the page under that heading."""
        return self.main.locator("section", has=self.visit.page.get_by_role("heading", name=heading, exact=True)).last

    def row(self, words: str) -> Locator:
        """The row of a table that names something."""
        return self.main.locator("tr", has_text=words).first

    def takes(self, press: Callable[[], object]) -> bytes:
        """Take the file that a click hands out."""
        with self.visit.page.expect_download() as waiting:
            press()
        return waiting.value.path().read_bytes()


def words_of(docx: bytes) -> str:
    """Read the words of a DOCX as its reader would, without its form."""
    xml = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", xml.replace("</w:t><", "<")))
