"""Every sentence has its English, and what is compiled is what is written."""

import shutil

import pytest

from tests import catalogues

pytestmark = pytest.mark.skipif(shutil.which("msgcmp") is None, reason="the gettext tools are not installed")


def test_every_sentence_of_code_templates_and_data_has_an_english_translation():
    assert catalogues.untranslated() == []


def test_compiled_catalogues_say_what_their_sources_say():
    assert catalogues.stale() == []
