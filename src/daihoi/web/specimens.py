"""What the living page of parts shows (mẫu thành phần): invented units, nobody's figures."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.web.charts import Series, Tile, bars, line_chart, tree_map
from daihoi.web.formats import exact_share
from daihoi.web.icons import PATHS

LONG_NAME = "Đảng bộ Ban Quản lý Dự án Đầu tư xây dựng công trình Nông nghiệp và Phát triển nông thôn tỉnh"
TODAY = date(2020, 6, 25)
DONE = (0, 4, 9, 22, 31, 60, 104, 171, 236, 297, 352, 400, 448, 479, 497)
PLAN = (0, 10, 30, 60, 90, 130, 180, 240, 300, 350, 400, 450, 490, 510, 520, 567)
SIZES = ((578, 344), (476, 287), (467, 337), (365, 183), (240, 153), (191, 127), (160, 160), (134, 134), (123, 101), (101, 88), (90, 47))


class SpecimenForm(forms.Form):
    """A form that is always refused, to show how refusals look."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), help_text=gettext_lazy("Ghi đủ họ, chữ đệm và tên như trong lý lịch."))
    seats = forms.IntegerField(label=gettext_lazy("Số cần bầu"), min_value=1)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại phiếu"),
        choices=[("strike_out", gettext_lazy("Gạch tên")), ("agree", gettext_lazy("Đồng ý, không đồng ý"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=gettext_lazy("Đã đọc quy chế bầu cử"), required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


def specimens(page: str = "2") -> dict[str, Any]:
    """Give the page of parts its data."""
    refused = SpecimenForm({"name": "", "seats": "0"})
    refused.add_error(None, _("Danh sách có 29 người, cần ít nhất 30. Hãy bổ sung 1 người."))
    rows = [{"name": _("Chi bộ số {n}").format(n=n), "done": n % 5, "whole": 5, "late": n % 7 == 0} for n in range(1, 301)]
    rows[40]["name"] = LONG_NAME
    paginator = Paginator(rows, len(rows) if page == "all" else 40)
    return {
        "form": SpecimenForm(),
        "refused": refused,
        "page_obj": paginator.get_page(1 if page == "all" else page),
        "on": TODAY,
        "lines": line_chart(_("Đã làm so với kế hoạch"), _lines(), today=TODAY),
        "tiles": tree_map(_tiles()),
        "shares": bars([(_("Huyện Thanh Bình"), 27, 34, "#"), (_("Thành phố Sa Đéc"), 42, 44, "#"), (_("Biên phòng tỉnh"), 8, 8, "#")]),
        "deadlines": [TODAY - timedelta(days=5), TODAY, TODAY + timedelta(days=2), TODAY + timedelta(days=8)],
        "icons": sorted(PATHS),
        "swatches": (
            "paper",
            "surface",
            "ink",
            "primary",
            "seal",
            "brass",
            "ok",
            "soon",
            "late",
            "focus",
            "c1",
            "c2",
            "c3",
            "c4",
            "c5",
            "c0",
        ),
    }


def _lines() -> list[Series]:
    """Draw what was done, what was planned and what may come."""
    start = date(2020, 3, 19)
    weeks = [start + timedelta(days=7 * n) for n in range(len(PLAN))]
    done = Series(_("đã đại hội"), list(zip(weeks, DONE, strict=False)))
    plan = Series(_("kế hoạch"), list(zip(weeks, PLAN, strict=True)), "plan")
    return [done, plan, Series(_("dự báo"), [(weeks[14], DONE[14]), (weeks[15], 540)], "forecast")]


def _tiles() -> list[Tile]:
    """Give eleven units of very different size."""
    return [
        Tile(_("Đảng bộ số {n}").format(n=n), size, exact_share(done, size), "#", f"{done}/{size}")
        for n, (size, done) in enumerate(SIZES, start=1)
    ]
