"""Pictures of the main screens for docs/pictures, only when asked for: DAIHOI_PICTURES=1 (the journeys take some too)."""

import pytest

from tests.browser.inspection import pictured

SCREENS = {
    "today": ("officer", "/tien-do/hom-nay/"),
    "progress": ("bloc_officer", "/tien-do/?unit=K&round=chi-bo-2020&on=15/05/2020"),
    "congress": ("officer", "/dai-hoi/?unit=DT-SD&round=tren-co-so-2020&on=01/09/2020"),
    "elections": ("secretary", "/bau-cu/"),
    "import": ("officer", "/to-chuc/nhap/"),
    "organization": ("officer", "/to-chuc/don-vi/DT/"),
    "journal": ("officer", "/nhat-ky/"),
}


@pytest.mark.parametrize("name", SCREENS)
def test_picture(visit, name):
    who, path = SCREENS[name]
    here = visit(who)
    assert here.go(path) == 200
    if name == "congress":
        here.page.locator("tbody th a").first.click()
        here.page.get_by_role("heading", name="Bầu cử").wait_for()
    pictured(here.page, name)
