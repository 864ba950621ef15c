"""Comparison of tables: every cell of both stands in it, changed words inside their cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.rules.paragraphs import Paragraph
from daihoi.rules.table_comparison import compare_tables, tables

CELL = st.sampled_from(["", "Đơn vị", "Sa Đéc", "25", "26", "87,65 %", "chưa báo cáo"])
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=3), max_size=5)


def shown(rows):
    """Write a comparison as lines, what went in [-], what came in [+]."""
    marks = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return [
        f"{row.state}: " + " | ".join("".join(marks[part.kind].format(part.text) for part in cell) for cell in row.cells) for row in rows
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            [["Nơi", "Đạt"], ["Sa Đéc", "25 / 27"], ["Cao Lãnh", "3"]],
            [["Nơi", "Đạt"], ["Sa Đéc", "26 / 27"], ["Cao Lãnh", "3"]],
            ["same: Nơi | Đạt", "changed: Sa Đéc | [-25][+26] / 27", "same: Cao Lãnh | 3"],
        ),
        (  # a row that goes and one that comes do not make the others look changed
            [["Sa Đéc", "25"], ["Cao Lãnh", "3"]],
            [["Hồng Ngự", "9"], ["Sa Đéc", "26"]],
            ["added: [+Hồng Ngự] | [+9]", "changed: Sa Đéc | [-25][+26]", "removed: [-Cao Lãnh] | [-3]"],
        ),
        (  # another number of cells: the row goes and comes whole
            [["Sa Đéc", "25"]],
            [["Sa Đéc", "25", "chưa"]],
            ["removed: [-Sa Đéc] | [-25]", "added: [+Sa Đéc] | [+25] | [+chưa]"],
        ),
        ([], [["Sa Đéc", ""]], ["added: [+Sa Đéc] | "]),
    ],
)
def test_changes_of_a_table_stand_in_their_cells(old, new, expected):
    assert shown(compare_tables(old, new)) == expected


@given(TABLE, TABLE)
@settings(max_examples=60, deadline=None)
def test_the_comparison_of_two_tables_holds_both_whole(old, new):
    rows = compare_tables(old, new)
    assert [["".join(p.text for p in cell if p.kind != "added") for cell in row.cells] for row in rows if row.state != "added"] == old
    assert [["".join(p.text for p in cell if p.kind != "removed") for cell in row.cells] for row in rows if row.state != "removed"] == new


def test_tables_are_found_by_their_paragraph_unless_the_style_changed():
    old = (
        Paragraph("p1", "Nơi | 25", "table"),
        Paragraph("p2", "a | b", "body"),
        Paragraph("p3", "cũ | 1", "table"),
        Paragraph("p4", "Lời."),
    )
    new = (Paragraph("p1", "Nơi | 26", "table"), Paragraph("p2", "a | b", "table"), Paragraph("p5", "mới | 2", "table"))
    assert {key: shown(rows) for key, rows in tables(old, new).items()} == {
        "p1": ["changed: Nơi | [-25][+26]"],
        "p3": ["removed: [-cũ] | [-1]"],
        "p5": ["added: [+mới] | [+2]"],
    }
