"""Acts in the words of people: one data file, acts.toml (tên việc)."""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _


@cache
def acts() -> dict[str, str]:
    """Read acts.toml: recorded act, Vietnamese words."""
    data = tomllib.loads((Path(__file__).parent / "acts.toml").read_text(encoding="utf-8"))
    return {f"{app}.{verb}": title for app, verbs in data.items() for verb, title in verbs.items()}


def act_title(act: str) -> str:
    """Say an act in words; an act without words stays as it is written in the journal."""
    return _(acts()[act]) if act in acts() else act
