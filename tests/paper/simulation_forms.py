"""Plain forms for the tests of the simulation, drawn without the printer so that the two are tested apart."""

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

import daihoi.paper

DPI = 200
FONT = sorted((Path(daihoi.paper.__file__).parent / "fonts").rglob("*.ttf"))[0]
FAMILY, MIDDLE, GIVEN = (
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"],
    ["Văn", "Thị", "Đức", "Minh", "Ngọc Bảo"],
    ["An", "Bình", "Cường", "Dũng", "Hạnh", "Quỳnh"],
)


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    layout: dict[str, Any]


def _mm(box: tuple[float, ...]) -> list[float]:
    return [round(v * 25.4 / DPI, 3) for v in box]


@lru_cache
def printed(form: str = "strike_out", names: int = 24) -> Printed:
    """One A4 page of names; form strike_out or agree_disagree."""
    page = Image.new("L", (1654, 2339), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 36)
    fields: list[dict[str, Any]] = []
    for index in range(names):
        x, y = (200 if index < 24 else 950), 500 + 70 * (index % 24)
        name = f"{FAMILY[index % 5]} {MIDDLE[index % 4]} {GIVEN[index % 6]}"
        pen.text((x, y), name, font=font, fill=0)
        if form == "strike_out":
            fields.append({"candidate": index + 1, "kind": "strike", "box_mm": _mm(pen.textbbox((x, y), name, font=font))})
            continue
        for kind, left in (("agree", x + 520), ("disagree", x + 640)):
            pen.rectangle((left, y, left + 36, y + 36), outline=0, width=2)
            fields.append({"candidate": index + 1, "kind": kind, "box_mm": _mm((left, y, left + 36, y + 36))})
    for corner in ((80, 80), (1534, 80), (80, 2219), (1534, 2219)):
        pen.rectangle((*corner, corner[0] + 40, corner[1] + 40), fill=0)
    file = io.BytesIO()
    page.save(file, "PDF", resolution=DPI)
    layout = {"form": form, "page_mm": [210, 297], "pages": [{"number": 1, "fields": fields, "stamp_mm": [20, 15, 56, 51]}]}
    return Printed(file.getvalue(), layout)
