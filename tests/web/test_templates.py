"""All templates of all apps: what the content security policy would refuse, or a person would miss."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import daihoi

SOURCE = Path(daihoi.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
NAMES = [str(path).split("/templates/", 1)[1] for path in TEMPLATES]
REFUSED = {
    "a style in a tag": r"\sstyle\s*=",
    "a style sheet in the page": r"<style\b",
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "a handler in a tag": r"\son[a-z]+\s*=\s*[\"']|\shx-on",
    "a script in a request": r"hx-vals=[\"']js:|hx-trigger=[\"'][^\"']*\[",
    "an address of another host": r"(?:src|href|action|hx-get|hx-post)\s*=\s*[\"'](?:https?:)?//",
    "a letter as a key": r"data-key=[\"'][a-zA-Z]",
    "an access key": r"\saccesskey\s*=",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_holds_nothing_that_the_content_policy_refuses(path):
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in REFUSED.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_form_that_writes_carries_its_token(path):
    text = path.read_text(encoding="utf-8")
    forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL)
    writing = [form for form in forms if re.search(r"method=[\"']post", form.split(">", 1)[0])]
    own = [form for form in writing if "{% csrf_token %}" not in form and "data-own" not in form]  # data-own: filled in by the script
    assert [form[:80] for form in own] == []


@pytest.mark.parametrize("name", NAMES)
def test_template_can_be_read(name):
    assert get_template(name)


def test_own_script_stays_small():
    script = SOURCE / "web" / "static" / "dh" / "dh.js"
    assert script.stat().st_size < 7168


def test_font_files_named_by_the_style_sheet_are_there_with_their_licences():
    folder = SOURCE / "web" / "static" / "dh"
    named = set(re.findall(r'url\("([^"]+)"\)', (folder / "tokens.css").read_text(encoding="utf-8")))
    assert len(named) == 17
    assert [name for name in named if not (folder / name).is_file()] == []
    assert sorted(path.name for path in (folder / "vendor" / "fonts").glob("LICENSE*")) == [
        "LICENSE-be-vietnam-pro.txt",
        "LICENSE-inter.txt",
        "LICENSE-tinos.txt",
    ]
