"""Holds a report against the classes of the common data format, as `formats/cast_vote_records.toml` tells them."""

import re
import tomllib
from pathlib import Path
from typing import Any

CLASSES = tomllib.loads((Path(__file__).parent / "formats" / "cast_vote_records.toml").read_text(encoding="utf-8"))
FORM = re.compile(r"(?P<asked>! )?(?P<several>\[!?\] )?(?P<kind>\S+)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PLAIN = {"text": str, "whole": int, "yesno": bool}


def faults(report: Any) -> list[str]:
    """Everything in a report that the format refuses: unknown or missing properties, wrong kinds, names of nothing."""
    named: dict[str, str] = {}
    _collect(report, named)
    return _of_class(report, "CastVoteRecordReport", named)


def _collect(value: Any, named: dict[str, str]) -> None:
    """Remember the class of every object that has a name; a name stands for one object."""
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _collect(each, named)
    if isinstance(value, dict) and "@id" in value:
        assert value["@id"] not in named, f"two objects are called {value['@id']}"
        named[value["@id"]] = value["@type"].removeprefix("CVR.")


def _of_class(value: Any, name: str, named: dict[str, str]) -> list[str]:
    """Faults of one object of a class."""
    if not isinstance(value, dict) or value.get("@type") != f"CVR.{name}":
        return [f"{value!r:.60} is no {name}"]
    forms = {key: FORM.fullmatch(form) for key, form in CLASSES[name].items()}
    found = [f"{name}.{key} is missing" for key, form in forms.items() if form["asked"] and key not in value]
    for key, content in value.items():
        if key == "@type":
            continue
        if key not in forms:
            found.append(f"{name}.{key} is unknown")
        elif not forms[key]["several"]:
            found += _of_kind(content, forms[key]["kind"], f"{name}.{key}", named)
        elif not isinstance(content, list) or (not content and forms[key]["several"] == "[!] "):
            found.append(f"{name}.{key} is no list with something in it")
        else:
            found += [fault for each in content for fault in _of_kind(each, forms[key]["kind"], f"{name}.{key}", named)]
    return found


def _of_kind(value: Any, kind: str, where: str, named: dict[str, str]) -> list[str]:
    """Faults of one value."""
    if kind in CLASSES:
        return _of_class(value, kind, named)
    if kind.startswith(">"):
        is_right = named.get(value) == kind[1:]
    elif kind == "moment":
        is_right = MOMENT.fullmatch(value) is not None
    else:
        is_right = type(value) is PLAIN[kind] if kind in PLAIN else value in kind.split("|")
    return [] if is_right else [f"{where}: {value!r:.60} is no {kind}"]
