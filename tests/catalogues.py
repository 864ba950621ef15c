"""Message catalogues: every sentence of the program has an English translation, and the compiled files are up to date.

`python tests/catalogues.py` checks, `python tests/catalogues.py --write` gathers new sentences and compiles.
It needs the gettext tools (xgettext, msgmerge, msgcmp, msgfmt).
"""

import gettext
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "daihoi"
LOCALE = SOURCE / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
VIETNAMESE = LOCALE / "vi" / "LC_MESSAGES" / "django.po"
KEYWORDS = ("_", "gettext_lazy", "gettext_noop", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "pgettext_lazy:1c,2")
DATA_KEYS = frozenset({"name", "title", "label"})  # words of data files that people see; a word without marks is a code


def gathered(folder: Path) -> Path:
    """Gather every sentence of code, templates and data files into one template catalogue."""
    listing = [*_python_files(folder), *_data_files(folder)]
    catalogue = folder / "all.pot"
    command = ["xgettext", "--from-code=UTF-8", "--language=Python", "--no-location", "--no-wrap", "--sort-output", f"--output={catalogue}"]
    command += [f"--keyword={keyword}" for keyword in KEYWORDS]
    subprocess.run([*command, *map(str, listing)], check=True, capture_output=True, text=True)
    return catalogue


def _python_files(folder: Path) -> list[Path]:
    """List the code, and each template as code."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    files = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
    for number, path in enumerate(sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")])):
        code = folder / f"template_{number}.py"
        code.write_text(templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8")
        files.append(code)
    return files


def _data_files(folder: Path) -> list[Path]:
    """Write the words of the data files as code."""
    words = {
        word for path in SOURCE.rglob("*.toml") for word in _words(tomllib.loads(path.read_text(encoding="utf-8"))) if not word.isascii()
    }
    code = folder / "data.py"
    code.write_text("".join(f"# xgettext: no-python-format\n_({word!r})\n" for word in sorted(words)), encoding="utf-8")
    return [code]


def _words(node: object) -> list[str]:
    if isinstance(node, list):
        return [word for each in node for word in _words(each)]
    if not isinstance(node, dict):
        return []
    own = [value for key, value in node.items() if key in DATA_KEYS and isinstance(value, str) and value]
    return own + [word for value in node.values() for word in _words(value)]


def untranslated() -> list[str]:
    """List the sentences without an English translation."""
    with tempfile.TemporaryDirectory() as name:
        answer = subprocess.run(["msgcmp", str(ENGLISH), str(gathered(Path(name)))], check=False, capture_output=True, text=True)
        lines = answer.stderr.splitlines()
        pot = (Path(name) / "all.pot").read_text(encoding="utf-8").splitlines()
    faults = [line for line in lines if line.endswith(("is untranslated", f"not defined in {ENGLISH}"))]
    return [f"{line.split('/')[-1]} {_sentence(pot, line)}".strip() for line in faults]


def _sentence(pot: list[str], line: str) -> str:
    """Find the sentence that a message of msgcmp points at."""
    if "all.pot:" not in line:
        return ""
    start = int(line.split("all.pot:")[1].split(":")[0]) - 1
    return pot[start - 1]


def stale() -> list[str]:
    """List the compiled catalogues that do not say what their source says."""
    found = []
    for source in (ENGLISH, VIETNAMESE):
        with tempfile.TemporaryDirectory() as name:
            fresh = Path(name) / "fresh.mo"
            answer = subprocess.run(["msgfmt", "--check", "-o", str(fresh), str(source)], check=False, capture_output=True, text=True)
            if answer.returncode:
                found.append(answer.stderr.strip())
            elif not source.with_suffix(".mo").is_file() or _table(fresh) != _table(source.with_suffix(".mo")):
                found.append(f"{source.with_suffix('.mo')} is older than its source: python tests/catalogues.py --write")
    return found


def _table(path: Path) -> dict[object, str]:
    """Read a compiled catalogue, without the head that holds dates."""
    with path.open("rb") as file:
        catalogue = dict(gettext.GNUTranslations(file)._catalog)
    catalogue.pop("", None)
    return catalogue


def write() -> None:
    """Merge new sentences into the English catalogue, drop dead ones, compile both."""
    with tempfile.TemporaryDirectory() as name:
        options = ["--no-fuzzy-matching", "--no-wrap", "--sort-output", "--backup=none", "--quiet"]
        subprocess.run(["msgmerge", "--update", *options, str(ENGLISH), str(gathered(Path(name)))], check=True)
        subprocess.run(["msgattrib", "--no-obsolete", "--no-wrap", "-o", str(ENGLISH), str(ENGLISH)], check=True)
    for source in (ENGLISH, VIETNAMESE):
        subprocess.run(["msgfmt", "--check", "-o", str(source.with_suffix(".mo")), str(source)], check=True)


def main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        write()
    findings = [*untranslated(), *stale()]
    print("\n".join(findings) or "every sentence has its English")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
