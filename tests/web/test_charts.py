"""Charts: exact places, a sentence for those who do not see, nothing the content policy would refuse."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from daihoi.web.charts import Series, Tile, bars, line_chart, share_step, tree_map
from daihoi.web.squares import squarify

DONE = Series("đã đại hội", [(date(2020, 5, 1), 0), (date(2020, 5, 15), 3940)])
PLAN = Series("kế hoạch", [(date(2020, 5, 1), 100), (date(2020, 6, 30), 5408)], "plan")


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def test_line_chart_says_its_figures_at_the_day_asked_for():
    chart = line_chart("Tiến độ", [DONE, PLAN], today=date(2020, 5, 15))
    assert 'aria-label="Tiến độ: đã đại hội 3.940 ngày 15/05/2020; kế hoạch 100 ngày 15/05/2020"' in chart
    assert ">15/05: 3.940</text>" in chart
    assert chart.count('<svg class="dh-chart') == 3


def test_line_chart_draws_the_ends_of_a_line_at_the_ends_of_its_ground():
    chart = line_chart("T", [Series("a", [(date(2020, 1, 1), 0), (date(2020, 1, 11), 10)])])
    assert '<polyline class="done" points="54,190 282,24"/>' in chart


@pytest.mark.parametrize(
    ("first", "last", "is_over_years"), [(date(2019, 12, 6), date(2025, 6, 30), True), (date(2020, 3, 2), date(2020, 6, 30), False)]
)
def test_days_below_a_line_have_their_year_and_do_not_run_into_each_other(first, last, is_over_years):
    chart = line_chart("T", [Series("a", [(first, 0), (last, 10)])])
    drawings = chart.split('<svg class="dh-chart')[1:]
    for drawing in drawings:
        days = re.findall(r'<text class="n" x="([\d.]+)" y="\d+" text-anchor="(start|middle|end)">(\d\d/\d\d(?:/\d\d)?)</text>', drawing)
        assert len(days) >= 2
        assert all(len(text) == 8 for _x, _anchor, text in (days if is_over_years else (days[0], days[-1])))
        spans = [(float(x) - {"start": 0, "middle": 0.5, "end": 1}[anchor] * 7 * len(text), 7 * len(text)) for x, anchor, text in days]
        assert all(left + width + 4 <= right for (left, width), (right, _width) in pairwise(spans))
    assert len(drawings) == 3


def test_charts_need_no_style_and_no_script():
    chart = line_chart("T", [DONE, PLAN], today=date(2020, 5, 15)) + tree_map([Tile("A", 5, "87.65", "/a")])
    assert not re.search(r"style=|<script|on\w+=|http", chart)


def test_charts_of_nothing_say_so():
    assert "Chưa có số liệu" in line_chart("T", [])
    assert "Chưa có số liệu" in tree_map([Tile("A", 0, "")])


def test_a_plan_that_is_still_nothing_has_a_ground():
    chart = line_chart("T", [Series("a", [(date(2020, 1, 1), 0)])], today=date(2020, 1, 1))
    assert ">01/01: 0</text>" in chart


@pytest.mark.parametrize(
    ("share", "step"),
    [("0.00", 1), ("39.99", 1), ("40.00", 2), ("59.99", 2), ("60.00", 3), ("79.99", 3), ("80.00", 4), ("99.99", 4), ("100.00", 5)],
)
def test_only_all_of_all_has_the_darkest_shade(share, step):
    assert share_step(share) == step


def test_tile_keeps_its_whole_name_where_the_drawing_cuts_it():
    name = "Đảng bộ Ban Quản lý Dự án Đầu tư xây dựng công trình Nông nghiệp"
    tiles = [Tile(name, 40, "50.00", "/x", "20/40"), *(Tile(f"Đơn vị {n}", 9, "100.00") for n in range(20))]
    chart = tree_map(tiles)
    assert f"<title>{name}: 20/40, 50,00\u00a0%</title>" in chart
    assert '<a href="/x">' in chart
    assert "…</text>" in chart


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=80))
def test_tiles_cover_the_ground_exactly_in_the_ratio_of_their_sizes(sizes):
    sizes = sorted(sizes, reverse=True)
    tiles = squarify(sizes, 500, 250)
    for size, tile in zip(sizes, tiles, strict=True):
        assert tile.width * tile.height == pytest.approx(500 * 250 * size / sum(sizes), rel=1e-6)
        assert tile.x + 1e-6 >= 0
        assert tile.x + tile.width <= 500 + 1e-6
        assert tile.y + tile.height <= 250 + 1e-6


def test_bars_show_part_and_whole():
    html = bars([("Sa Đéc", 42, 44, "/sd"), ("Biên phòng", 8, 8, "")])
    assert '<a href="/sd">Sa Đéc</a><span class="num">42/44</span>' in html
    assert 'class="dh-bar ok"' in html
