"""Words and settings: the glossary, docs/settings.md, NFC, one sentence per docstring."""

import ast
import re
import unicodedata

import pytest
from django.apps import apps

from tests.architecture.source import ROOT, modules, tree_of

FOR_TESTS = {"DAIHOI_TEST_DATABASE_URL", "DAIHOI_TEST_POSTGRES_URL", "DAIHOI_BROWSER_SITE"}


def glossary():
    """The Vietnamese terms of docs/glossary.md, in lower case."""
    terms = set()
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and "`" in line:
            terms |= {term.strip().lower() for term in re.split(r"[,;/]", re.sub(r"\([^)]*\)", "", line.split("|")[1]))}
            terms.add(line.split("|")[1].strip().lower())
    return terms


def named_things():
    """Every model and field of ours with its Vietnamese name."""
    for model in apps.get_models():
        if model.__module__.startswith("daihoi."):
            yield model._meta.label, str(model._meta.verbose_name)
            for field in model._meta.concrete_fields:
                if field.name not in {"id", "password", "last_login"}:
                    yield f"{model._meta.label}.{field.name}", str(field.verbose_name)


def test_the_name_of_every_model_stands_in_the_glossary():
    terms = glossary()
    assert {label: name for label, name in named_things() if label.count(".") == 1 and name.lower() not in terms} == {}


def test_every_field_has_a_vietnamese_name():
    untitled = [
        label
        for label, name in named_things()
        if label.count(".") == 2 and name.isascii() and name == label.rsplit(".", 1)[1].replace("_", " ")
    ]
    assert untitled == []


def test_one_identifier_means_one_thing_in_the_glossary():
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    identifiers = [name for line in lines if line.startswith("| ") for name in re.findall(r"`([a-z_]+)`", line.split("|")[2])]
    assert sorted({name for name in identifiers if identifiers.count(name) > 1}) == []


def test_every_variable_of_the_environment_is_documented():
    used = set()
    for path in modules():
        used |= set(re.findall(r"\"(DAIHOI_[A-Z_]+)\"", path.read_text(encoding="utf-8")))
    used -= {"DAIHOI_"}
    documented = set(re.findall(r"`(DAIHOI_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    assert documented - FOR_TESTS == used


@pytest.mark.parametrize("path", modules(), ids=str)
def test_text_is_in_one_form_of_unicode(path):
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)


ALONE = {"recount.py"}  # one file by design: it is handed over alone
KERNELS = {"kernels.py"}  # compiled loops over pixels: every call inside costs


def lines_of(function):
    """Lines of a function's body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def is_shape(function):
    """Whether a function has no body, as in a protocol."""
    return (
        isinstance(function.body[-1], ast.Expr)
        and isinstance(function.body[-1].value, ast.Constant)
        and function.body[-1].value.value is ...
    )


def functions(path):
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]


def test_modules_stay_short():
    lengths = {path.name: path.read_text(encoding="utf-8").count("\n") for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > 400 and name not in ALONE} == {}


def test_functions_stay_short():
    assert [
        f"{path.name}:{node.name}" for path in modules() if path.name not in KERNELS for node in functions(path) if lines_of(node) > 40
    ] == []


def test_every_public_function_says_what_it_does():
    public = [(path, node) for path in modules() if path.name not in ALONE for node in functions(path) if not node.name.startswith("_")]
    silent = [f"{path.name}:{node.name}" for path, node in public if not (ast.get_docstring(node) or is_shape(node) or nested(path, node))]
    assert silent == []


def nested(path, function):
    """Whether a function stands inside another one."""
    return any(
        inner is function
        for outer in ast.walk(tree_of(path))
        if isinstance(outer, ast.FunctionDef) and outer is not function
        for inner in ast.walk(outer)
    )
