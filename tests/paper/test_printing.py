"""Printed ballots: forms, sizes, white, fonts, codes (EL-13, EL-20 to EL-23)."""

import re
from itertools import pairwise

import numpy as np
import pypdfium2
import pytest
from tests.paper.ballots import ballot, contest, names

from daihoi.paper.layout import LARGEST_PT, POINT_MM, SHEETS, SMALLEST_PT, plan, width_em
from daihoi.paper.printing import INK, compile_pages, draw_page, election_code, first_page_png, job_of, print_ballot, render
from daihoi.paper.registration import _codes
from daihoi.paper.words import words_findings
from daihoi.rules.contests import charter_of
from daihoi.rules.errors import RuleViolation

FORMS = [
    (1, "single", "A4", [2]),
    (1, "single", "A5", [2]),
    (7, "strike_out", "A4", [7]),
    (31, "strike_out", "A4", [31]),
    (20, "strike_out", "A5", [20]),
    (90, "strike_out", "A4", [42, 48]),
    (7, "agree_disagree", "A4", [14]),
    (9, "agree_disagree", "A5", None),
    (90, "agree_disagree", "A4", None),
    (12, "choose", "A4", [12]),
    (12, "choose", "A5", None),
]


def image(printed, index=0, px_per_mm=8):
    document = pypdfium2.PdfDocument(printed.pdf)
    return render(document, index, px_per_mm)


@pytest.mark.parametrize(("count", "form", "size", "fields"), FORMS)
def test_every_candidate_has_its_fields_once(count, form, size, fields):
    layout = ballot(count, form, size).layout
    kinds = {"strike_out": ["strike"], "choose": ["choose"]}.get(form, ["agree", "disagree"])
    found = [(field["candidate"], field["kind"]) for page in layout["pages"] for field in page["fields"]]
    assert found == [(person, kind) for person in range(1, count + 1) for kind in kinds]
    assert layout["form"] == form
    if fields and len(fields) == 1:
        assert [len(page["fields"]) for page in layout["pages"]] == fields


def test_a_ballot_bears_no_tags_and_nothing_that_checkers_of_pdf_complain_of():
    printed = ballot(240)
    for pdf in (printed.pdf, printed.run):
        assert not pypdfium2.raw.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(pdf))
        assert b"/Suspects" not in pdf


def test_ninety_names_stand_on_one_leaf_of_two_sides():
    assert len(ballot(90).layout["pages"]) == 2
    assert len(ballot(90, "agree_disagree").layout["pages"]) == 2


def test_three_hundred_names_take_more_leaves_and_stay_readable():
    layout = ballot(300).layout
    assert sum(len(page["fields"]) for page in layout["pages"]) == 300
    assert layout["name_pt"] >= 12


@pytest.mark.parametrize(("count", "size"), [(31, "A4"), (90, "A4"), (20, "A5")])
def test_two_millimetres_of_white_and_no_rule_between_names(count, size):
    printed = ballot(count, "strike_out", size)
    for index, page in enumerate(printed.layout["pages"]):
        picture = image(printed, index)
        boxes = [field["box_mm"] for field in page["fields"]]
        for upper, lower in pairwise(boxes):
            if lower[1] < upper[1]:
                continue
            assert lower[1] - upper[3] >= 2.0
            white = picture[round((upper[3] + 0.15) * 8) : round((lower[1] - 0.15) * 8), round(upper[0] * 8) : round(upper[2] * 8)]
            assert white.min() > INK


@pytest.mark.parametrize(("count", "form", "size"), [(31, "strike_out", "A4"), (7, "agree_disagree", "A4"), (20, "strike_out", "A5")])
def test_stamp_place_is_38_mm_and_free_of_print(count, form, size):
    printed = ballot(count, form, size)
    x0, y0, x1, y1 = printed.layout["pages"][0]["stamp_mm"]
    assert (x1 - x0, y1 - y0) == (38, 38)
    across, down = np.meshgrid(np.arange(round(x0 * 8), round(x1 * 8)), np.arange(round(y0 * 8), round(y1 * 8)))
    round_place = (across / 8 - (x0 + x1) / 2) ** 2 + (down / 8 - (y0 + y1) / 2) ** 2 < 19**2
    assert image(printed)[down[round_place], across[round_place]].min() > 250


def test_boxes_are_measured_on_the_ink():
    printed = ballot(31)
    picture = image(printed)
    for field in printed.layout["pages"][0]["fields"]:
        x0, y0, x1, y1 = (round(value * 8) for value in field["box_mm"])
        ink = picture[y0 - 4 : y1 + 4, x0 - 4 : x1 + 4] < INK
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        assert abs(rows[0] - 4) <= 1
        assert abs(columns[0] - 4) <= 1
        assert abs(rows[-1] + 1 - (y1 - y0 + 4)) <= 1
        assert abs(columns[-1] + 1 - (x1 - x0 + 4)) <= 1


@pytest.mark.parametrize(("count", "form"), [(31, "strike_out"), (7, "agree_disagree"), (1, "single"), (12, "choose")])
def test_only_our_fonts_are_in_the_pdf(count, form):
    found = {name.decode() for name in re.findall(rb"/BaseFont ?/[A-Z]{6}\+([\w-]+)", ballot(count, form).pdf)}
    assert found
    assert found <= {"Tinos-Regular", "Tinos-Bold", "BeVietnamPro-Regular", "BeVietnamPro-Bold"}


def test_code_carries_election_style_and_page_and_nothing_else():
    printed = ballot(90)
    for index, page in enumerate(printed.layout["pages"]):
        assert set(_codes(image(printed, index))) == {page["payload"]}
        assert page["payload"] == f"DH1:TEST-0001:{printed.layout['style']}:{page['number']}"


def test_another_list_or_form_has_another_style():
    styles = {
        ballot(31).layout["style"],
        ballot(30).layout["style"],
        ballot(31, "agree_disagree").layout["style"],
        ballot(31, specimen=True).layout["style"],
    }
    assert len(styles) == 4


def test_same_list_gives_the_same_code_whatever_was_issued():
    first, second = contest(9), contest(9, issued=7, returned=6, base=50)
    assert election_code(first, charter_of(first)) == election_code(second, charter_of(second))
    other = contest(8)
    assert election_code(other, charter_of(other)) != election_code(first, charter_of(first))


def test_namesakes_are_told_apart_by_birth_beside_the_name():
    twice = [{"name": "Nguyễn Văn An", "born": "1970"}, {"name": "Nguyễn Văn An", "born": "1981"}, "Trần Thị Bình"]
    made = contest(3, candidates=twice, seats=2)
    printed = print_ballot(made, charter_of(made), code="X")
    text = pypdfium2.PdfDocument(printed.pdf)[0].get_textpage().get_text_range()
    assert "(sinh 1970)" in text
    assert "(sinh 1981)" in text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"page_size": "A3"}, "ballot.page_size"),
        ({"code": "mã có dấu"}, "ballot.code"),
        ({"letter": "Đ"}, "ballot.letter"),
        ({"letter": "AB"}, "ballot.letter"),
    ],
)
def test_wrong_print_orders_are_refused(change, code):
    made = contest(5)
    with pytest.raises(RuleViolation) as refusal:
        print_ballot(made, charter_of(made), **{"code": "X", **change})
    assert refusal.value.code == code


def test_a_name_longer_than_the_sheet_is_refused_by_name():
    long = " ".join(["Công Tằng Tôn Nữ"] * 9)
    made = contest(3, candidates=[*names(2), long], seats=2)
    with pytest.raises(RuleViolation) as refusal:
        print_ballot(made, charter_of(made), code="X", page_size="A5")
    assert refusal.value.code == "ballot.does_not_fit"
    assert long in refusal.value.message


def test_a_contest_that_names_no_unit_prints():
    made = contest(5, unit="")
    assert len(print_ballot(made, charter_of(made), code="X").layout["pages"][0]["fields"]) == 5


LONGEST = (
    "Công Tằng Tôn Nữ Thị Phương Nguyệt Nghiêng",
    "Nguyễn Phước Hồng Nguyên Thùy Dương",
    "Trần Hoàng Nguyễn Thị Thanh Nghiêng (sinh 01/02/1975)",
)


@pytest.mark.parametrize("size", ["A4", "A5"])
@pytest.mark.parametrize("form", ["strike_out", "choose", "agree_disagree"])
@pytest.mark.parametrize("count", [3, 12, 31, 60, 90])
def test_the_longest_names_keep_to_their_column_and_clear_of_the_boxes(count, form, size):
    long = LONGEST[:2] if (form, size) == ("agree_disagree", "A5") else LONGEST
    labels = [long[place % len(long)] if place % 7 == 0 else name for place, name in enumerate(names(count))]
    made = plan(form, labels, size)
    assert SMALLEST_PT <= made.type_pt <= LARGEST_PT
    sheet = SHEETS[size]
    column = (sheet.right - sheet.left + 4) / made.columns
    for place in made.places:
        end = place.x + width_em(labels[place.candidate - 1]) * made.type_pt * POINT_MM
        left = sheet.left + int((place.x - sheet.left) / column) * column
        behind = [x for kind, x, _y in place.boxes if kind != "choose"]
        assert end <= min([left + column - 4, *behind]) + 0.01, labels[place.candidate - 1]


def test_two_boxes_beside_the_longest_namesake_want_a4_and_the_refusal_says_so():
    with pytest.raises(RuleViolation) as refusal:
        plan("agree_disagree", LONGEST, "A5")
    assert refusal.value.message.endswith(f"tên dài nhất là «{LONGEST[2]}». Hãy dùng khổ A4.")


def test_every_letter_of_a_congress_has_its_own_band():
    made = contest(3)
    bands = set()
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        drawing = draw_page(job_of(made, charter_of(made), page_size="A5", code="X", letter=letter, specimen=False), 1)
        fills = [(rect["fill"], rect["w"] > 50) for rect in drawing.rects if rect["y"] == SHEETS["A5"].inset]
        assert drawing.texts[0]["text"] == letter
        bands.add((*fills,))
    assert len(bands) == 26


OWN = {"heading": "PHIẾU BẦU CỬ", "instruction": "**Gạch ngang** tên người không bầu; để lại **{số người}**. Không ký tên."}


def test_words_of_the_congress_are_printed_with_the_number_and_the_pages_added():
    made = contest(60, **OWN)
    printed = print_ballot(made, charter_of(made), code="X")
    text = " ".join(pypdfium2.PdfDocument(printed.pdf)[0].get_textpage().get_text_range().split())
    assert "PHIẾU BẦU CỬ" in text
    assert "Gạch ngang tên người không bầu; để lại từ 1 đến 57 người. Không ký tên. Phiếu có 2 trang." in text
    assert made.from_toml(made.to_toml()) == made
    assert "heading" not in contest(3).to_toml()


@pytest.mark.parametrize("size", ["A4", "A5"])
@pytest.mark.parametrize(("count", "form"), [(60, "strike_out"), (60, "choose"), (60, "agree_disagree"), (1, "single")])
def test_the_instruction_stays_inside_its_frame(count, form, size):
    long = "**Đánh dấu hoặc gạch** đúng như hướng dẫn của ban kiểm phiếu, để lại {số người}. " + "Không viết thêm chữ nào lên phiếu. " * 4
    sheet = SHEETS[size]
    for words in ("", long):
        made = contest(count, form, instruction=words)
        job = job_of(made, charter_of(made), page_size=size, code="X", letter="A", specimen=False)
        page = draw_page(job, 1)
        page.rects, page.lines, page.images, page.watermarks = [], [], [], []
        page.texts = []
        document = pypdfium2.PdfDocument(compile_pages(job, [page]))
        dark = np.argwhere(render(document, 0, 4) < INK) / 4
        (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
        assert sheet.box_top + 0.5 < top
        assert bottom < sheet.box_bottom - 0.3
        assert sheet.left < left
        assert right < sheet.right - sheet.example


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"heading": "P" * 41}, "ballot.words_too_long"),
        ({"instruction": "gạch " * 90}, "ballot.words_too_long"),
        ({"instruction": "gạch tên ☺"}, "ballot.words_letter"),
        ({"instruction": "gạch Ж"}, "ballot.words_letter"),
        ({"instruction": "Gạch ngang cả họ và tên người không bầu. " * 9}, "ballot.words_do_not_fit"),
    ],
)
def test_words_no_ballot_can_bear_are_refused(words, code):
    made = contest(12, **words)
    with pytest.raises(RuleViolation) as refusal:
        first_page_png(made, charter_of(made), page_size="A5", letter="A")
    assert refusal.value.code == code


def test_words_that_do_not_say_how_to_vote_are_warned_of():
    said = [
        [found.code for found in words_findings(contest(12, instruction=words), "strike_out")]
        for words in ("", "Bầu đi.", "Gạch tên", OWN["instruction"])
    ]
    assert said == [[], ["ballot.words_say_not_how", "ballot.words_say_not_how_many"], ["ballot.words_say_not_how_many"], []]
