"""Every page that a person can reach: accessible, narrow, one host, nothing the content policy refuses."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.browser.conftest import shared_folder
from tests.browser.inspection import inspected

PEOPLE = (
    "officer",
    "bloc_officer",
    "clerk",
    "secretary",
    "presidium",
    "counting_head",
    "counter_1",
    "inspector",
    "viewer",
    "administrator",
)
NO_PAGES = re.compile(r"export|download|xlsx|csv|pdf|docx|bundle|picture|image|language|sign_out|health|paper|minutes")
FILES = re.compile(r"[./](xlsx|csv|pdf|docx|zip|png|svg|ics|txt)/?$")
MOST = 60  # pages a person


def view_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def links(visit) -> list[str]:
    """Addresses of this site that the page links to, drawings included."""
    found = visit.page.eval_on_selector_all(
        "a[href]",
        "nodes => nodes.filter((n) => !n.hasAttribute('download')).map((n) => new URL(n.getAttribute('href'), document.baseURI).href)",
    )
    parts = [urlsplit(link) for link in found if link.startswith(visit.url)]
    return [part.path + (f"?{part.query}" if part.query else "") for part in parts if not FILES.search(part.path)]


def test_page_of_parts_in_both_languages(visit):
    here = visit("officer")
    assert here.go("/thanh-phan/") == 200
    assert inspected(here.page) + here.watch.taken() == []
    here.page.get_by_role("button", name="English").click()
    assert here.page.locator("html").get_attribute("lang") == "en"
    assert "72.86%" in here.page.locator("main").inner_text()
    assert inspected(here.page) + here.watch.taken() == []
    here.page.get_by_role("button", name="Tiếng Việt").click()
    assert here.page.locator("html").get_attribute("lang") == "vi"


def test_door(visit):
    here = visit()
    assert here.go("/tien-do/") == 200
    assert "/tai-khoan/dang-nhap/" in here.page.url
    assert inspected(here.page) + here.watch.taken() == []


@pytest.fixture(scope="session")
def looks_first(tmp_path_factory) -> Callable[[str], bool]:
    """Tell who comes first to a page, among all people in all processes of this run: it is looked at closely once."""
    folder = shared_folder(tmp_path_factory) / "looked-at"
    folder.mkdir(exist_ok=True)

    def first(view: str) -> bool:
        try:
            (folder / view.replace(":", "-")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return first


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_this_person_can_reach(visit, looks_first, who):
    here = visit(who)
    queue, seen, faults = [urlsplit(here.page.url).path, "/tat-ca/"], {}, []
    while queue and len(seen) < MOST:
        path = queue.pop(0)
        view = view_of(urlsplit(path).path)
        if not view or view in seen or NO_PAGES.search(view):
            continue
        seen[view] = path
        try:
            status = here.go(path)
        except Error as fault:
            if "Download is starting" not in fault.message:  # a file whose address does not look like one
                raise
            continue
        if status != 200:
            faults.append(f"{path}: {status}")
        if looks_first(view):
            faults += inspected(here.page)
        faults += [f"{path}: {fault}" for fault in here.watch.taken()]
        queue += links(here)
    assert faults == []
    assert len(seen) >= 4


def test_a_page_that_is_not_there_says_so(visit):
    here = visit("officer")
    assert here.go("/khong-co/") == 404
    assert here.page.get_by_role("heading", level=1).inner_text() == "Không có trang này"
    assert inspected(here.page) == []
