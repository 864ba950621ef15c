"""Files of a sealed edition are named by their order, consistently, also where names repeat."""

from daihoi.evidence.naming import names_for, renamed, renamed_images


def test_every_file_has_one_new_name_in_readings_decisions_and_images():
    sources = ("doan-1/a.pdf#1", "doan-1/a.pdf#2", "doan-2/a.pdf#1", "b.jpg#1")
    names = names_for({"source": source} for source in sources)
    assert names == {"doan-1/a.pdf": "T001.pdf", "doan-2/a.pdf": "T002.pdf", "b.jpg": "T003.jpg"}
    assert renamed({"source": "b.jpg#1", "with": ["doan-1/a.pdf#2"], "ballot": 3, "discard": "duplicate"}, names) == {
        "source": "T003.jpg#1",
        "with": ["T001.pdf#2"],
        "ballot": 3,
        "discard": "duplicate",
    }
    files = [("doan-2/a.pdf", b"2"), ("ben/doan-1/a.pdf", b"1"), ("khac/a.pdf", b"3"), ("b.jpg", b"4")]
    assert list(renamed_images(files, names)) == [("T002.pdf", b"2"), ("T001.pdf", b"1"), ("T004.pdf", b"3"), ("T003.jpg", b"4")]


def test_what_names_no_page_is_left_as_it_is():
    assert renamed(["b.jpg", "#1", "x.jpg#1", 4, None], {"b.jpg": "T001.jpg"}) == ["b.jpg", "#1", "x.jpg#1", 4, None]
