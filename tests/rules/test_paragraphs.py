"""Identity of paragraphs, comparison by words, revisions and merging: properties and cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.rules.comparison import State, compare, compare_words, words
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import kinds, missing_sections
from daihoi.rules.paragraphs import Paragraph, Piece, clean, kept, next_key
from daihoi.rules.revisions import Deed, Revision, applied, merged

WORDS = [
    "kinh",
    "tế",
    "xã",
    "hội",
    "phát",
    "triển",
    "Đắk",
    "Nông",
    "đạt",
    "72,86",
    "%",
    "chi",
    "bộ",
    "đại",
    "hội",
    "nghị",
    "quyết",
    "nhiệm",
    "kỳ",
    "đảng",
    "viên",
    "học",
    "tập",
]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda each: clean(" ".join(each)))
TEXT = st.lists(SENTENCE, min_size=1, max_size=7).map(lambda each: [Piece(text) for text in each])


def first(pieces):
    return kept((), pieces)


def keyed(*texts):
    return tuple(Paragraph(f"p{n}", text) for n, text in enumerate(texts, 1))


def keys(paragraphs):
    return [each.key for each in paragraphs]


@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_the_same_text_keeps_every_key(pieces):
    assert kept(first(pieces), pieces) == first(pieces)


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_keys_are_unique_fresh_ones_new_and_the_answer_always_the_same(old, new):
    before = first(old)
    after = kept(before, new, {"p40"})
    assert len(set(keys(after))) == len(new)
    assert [(each.text, each.style) for each in after] == [(each.text, each.style) for each in new]
    fresh = set(keys(after)) - set(keys(before))
    assert all(int(key[1:]) > 40 for key in fresh)
    assert kept(before, new, {"p40"}) == after


@given(TEXT, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_paragraph_that_moves_keeps_its_key(pieces, rng):
    before = first([Piece(f"{piece.text} số {n}") for n, piece in enumerate(pieces)])
    shuffled = list(before)
    rng.shuffle(shuffled)
    assert keys(kept(before, [Piece(each.text) for each in shuffled])) == keys(shuffled)


def test_an_edited_paragraph_keeps_its_key_and_a_strange_one_gets_a_new_one():
    before = keyed("Kinh tế tăng trưởng khá, đạt 7,2 % một năm.", "Văn hóa, xã hội có tiến bộ.")
    after = kept(before, [Piece("Hoàn toàn khác với trước."), Piece("Kinh tế tăng trưởng khá nhanh, đạt 7,5 % một năm.")])
    assert keys(after) == ["p3", "p1"]


def test_keys_of_paragraphs_that_went_are_never_given_again():
    assert next_key({"p2", "p9", "p10"}) == "p11"
    assert keys(kept(keyed("Một."), [Piece("Chuyện khác hẳn.")], {"p8"})) == ["p9"]


@given(SENTENCE, SENTENCE)
@settings(max_examples=80, deadline=None)
def test_a_comparison_holds_both_texts_whole(old, new):
    parts = compare_words(old, new)
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new
    assert "".join(words(old)) == old


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_every_paragraph_stands_in_the_comparison_once(old, new):
    before = first(old)
    after = kept(before, new)
    lines = compare(before, after)
    assert [line.key for line in lines if line.after] == keys(after)
    assert sorted(line.before for line in lines if line.before) == list(range(1, len(before) + 1))
    assert {line.state for line in lines if line.after is None} <= {State.REMOVED}


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Tỉnh Đắk Nông đạt 72,85 %.", "Tỉnh Đắk Lắk đạt 72,86 %.", "[-Tỉnh Đắk Nông đạt 72,85 %][+Tỉnh Đắk Lắk đạt 72,86 %]."),
        ("theo Chỉ thị 35-CT/TW", "theo Chỉ thị 45-CT/TW", "theo Chỉ thị [-35-CT/TW][+45-CT/TW]"),
        ("phát triển kinh tế nhanh", "phát triển kinh tế bền vững", "phát triển kinh tế [-nhanh][+bền vững]"),
        ("kết quả.", "kết quả tốt.", "kết quả[+ tốt]."),
        ("nâng cao đời sống nhân dân", "cải thiện đời nhân dân", "[-nâng cao đời sống][+cải thiện đời] nhân dân"),
    ],
)
def test_what_belongs_together_changes_together(old, new, shown):
    marks = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    assert "".join(marks[part.kind].format(part.text) for part in compare_words(old, new)) == shown


def test_a_moved_paragraph_is_shown_as_moved():
    old = keyed("Một.", "Hai.", "Ba.", "Bốn.")
    lines = compare(old, (old[0], old[2], old[3], old[1]))
    assert [(line.key, line.is_moved, line.before, line.after) for line in lines] == [
        ("p1", False, 1, 1),
        ("p3", False, 3, 2),
        ("p4", False, 4, 3),
        ("p2", True, 2, 4),
    ]


def test_revisions_make_the_next_text():
    old = keyed("Một.", "Hai.", "Ba.")
    made = applied(
        old,
        [
            Revision(Deed.CHANGE, "p1", "Một, sửa.", base=old[0].digest),
            Revision(Deed.INSERT, "p4", "Bốn.", "body", after="p1"),
            Revision(Deed.REMOVE, "p2"),
            Revision(Deed.MOVE, "p3", after=""),
        ],
    )
    assert [(each.key, each.text) for each in made] == [("p3", "Ba."), ("p1", "Một, sửa."), ("p4", "Bốn.")]


@pytest.mark.parametrize(
    ("revision", "code"),
    [
        (Revision(Deed.CHANGE, "p1", "Khác.", base="0" * 16), "paragraphs.changed"),
        (Revision(Deed.CHANGE, "p9", "Khác."), "paragraphs.gone"),
    ],
)
def test_a_revision_of_another_text_is_refused(revision, code):
    with pytest.raises(RuleViolation) as refusal:
        applied(keyed("Một."), [revision])
    assert refusal.value.code == code


BASE = "Phấn đấu đến năm 2025 có 90 % chi bộ hoàn thành tốt nhiệm vụ."


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (
            BASE.replace("90 %", "95 %"),
            BASE.replace("nhiệm vụ", "xuất sắc nhiệm vụ"),
            BASE.replace("90 %", "95 %").replace("nhiệm vụ", "xuất sắc nhiệm vụ"),
        ),
        (BASE.replace("90 %", "95 %"), BASE, BASE.replace("90 %", "95 %")),
        (BASE.replace("90 %", "95 %"), BASE.replace("90 %", "92 %"), None),
        (BASE.replace("90 %", "95 %"), BASE.replace("90 %", "95 %"), BASE.replace("90 %", "95 %")),
    ],
)
def test_two_changes_are_merged_or_named_as_a_collision(mine, theirs, together):
    assert merged(BASE, mine, theirs) == merged(BASE, theirs, mine) == together


@given(SENTENCE, SENTENCE)
@settings(max_examples=40, deadline=None)
def test_a_change_against_nothing_is_the_change(base, mine):
    assert merged(base, mine, base) == mine


def test_each_body_issues_what_the_regulation_lets_it():
    """FM-20: guidance by the standing committee only, working rules by committee and cell, regulations not by a cell."""
    allowed = {
        kind: [
            body for body in ("exec_committee", "standing_committee", "cell") if any(kinds()[kind].may_issue(body, unit) for unit in units)
        ]
        for kind in ("guidance_paper", "working_rules", "regulation", "directive_paper", "circular_paper", "resolution")
        for units in [("grassroots_committee", "grassroots_cell")]
    }
    assert allowed == {
        "guidance_paper": ["standing_committee"],
        "working_rules": ["exec_committee", "cell"],
        "regulation": ["exec_committee", "standing_committee"],
        "directive_paper": [],
        "circular_paper": [],
        "resolution": ["exec_committee", "standing_committee", "cell"],
    }
    assert kinds()["directive_paper"].may_issue("standing_committee", "central_sub")
    assert not kinds()["political_report"].may_issue("exec_committee", "sub_cell")


def test_missing_sections_are_named():
    text = [Paragraph("p1", "I. Kết quả", "heading2"), Paragraph("p2", "Hạn chế còn nhiều."), Paragraph("p3", "2. Nhiệm vụ", "heading3")]
    assert [section.title for section in missing_sections(kinds()["report"].sections, text)] == ["Hạn chế"]
