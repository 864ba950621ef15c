"""Compiled loops that are kept on disk."""

from daihoi.paper import names
from daihoi.paper.compiled import stamp


def test_what_is_kept_is_made_anew_when_any_file_of_its_folder_changes(tmp_path):
    (tmp_path / "calling.py").write_text("one\n")
    called = tmp_path / "called.py"
    called.write_text("two\n")
    before = stamp(tmp_path)
    stamp.cache_clear()
    assert stamp(tmp_path) == before
    called.write_text("three\n")
    stamp.cache_clear()
    assert stamp(tmp_path) != before


def test_loops_of_several_files_are_kept():
    assert names.look.stats.cache_path  # where they lie
