"""Pictures of the main screens for docs/pictures, only when asked for: DAIHOI_PICTURES=1 (the journeys take some too)."""

import pytest

from tests.browser.inspection import pictured

# name: who looks, where, and the link to follow from there
SCREENS = {
    "today": ("officer", "/tien-do/hom-nay/", None),
    "progress": ("bloc_officer", "/tien-do/?unit=K&round=chi-bo-2020&on=15/05/2020", None),
    "congress": ("officer", "/dai-hoi/?unit=DT-SD&round=tren-co-so-2020&on=01/09/2020", "tbody th a"),
    "elections": ("secretary", "/bau-cu/", None),
    "import": ("officer", "/to-chuc/nhap/", None),
    "organization": ("officer", "/to-chuc/don-vi/DT/", None),
    "journal": ("officer", "/nhat-ky/", None),
    "directive": ("officer", "/chi-thi/", "tbody tr:has-text('30/05/2019') a"),
    "matrix": ("officer", "/chi-thi/", "tbody tr:has-text('30/05/2019') a >> a[href*='/do-phu/']"),
    "assignments": ("officer", "/viec/theo-doi/?on=25/06/2020", None),
    "week": ("officer", "/bao-cao/?unit=DT&round=co-so-2020", "a:has-text('25/06/2020')"),
    "documents": ("officer", "/van-kien/", None),
    "consultation": ("officer", "/van-kien/", "tbody tr:has-text('tổng kết') a >> a[href*='/lay-y-kien/0']"),
    "conference": ("officer", "/hoi-nghi/", "main a[href*='/hoi-nghi/0']"),
}


@pytest.mark.parametrize("name", SCREENS)
def test_picture(visit, name):
    who, path, links = SCREENS[name]
    here = visit(who)
    assert here.go(path) == 200
    for link in (links or "").split(" >> ") if links else ():
        assert here.go(here.page.locator(link).first.get_attribute("href")) == 200
    pictured(here.page, name)
