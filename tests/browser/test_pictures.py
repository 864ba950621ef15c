"""Pictures of the main screens for the README, only when asked for: DAIHOI_PICTURES=1."""

import os
from pathlib import Path

import pytest
from PIL import Image

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SCREENS = {
    "today": ("officer", "/tien-do/hom-nay/"),
    "progress": ("bloc_officer", "/tien-do/?unit=K&round=chi-bo-2020&on=15/05/2020"),
    "congress": ("officer", "/dai-hoi/?unit=DT-SD&round=tren-co-so-2020&on=01/09/2020"),
    "elections": ("secretary", "/bau-cu/"),
    "organization": ("officer", "/to-chuc/don-vi/DT/"),
    "journal": ("officer", "/nhat-ky/"),
}
TALLEST = 1500


@pytest.mark.skipif(not os.environ.get("DAIHOI_PICTURES"), reason="pictures are taken when DAIHOI_PICTURES=1")
@pytest.mark.parametrize("name", SCREENS)
def test_picture(visit, name):
    who, path = SCREENS[name]
    for width in (1440, 360):
        here = visit(who, width=width)
        assert here.go(path) == 200
        taken(here.page, f"{name}-{width}")


def taken(page, name: str) -> None:
    """Take a picture of the page, cut at a readable height, in few colours."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"]
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
