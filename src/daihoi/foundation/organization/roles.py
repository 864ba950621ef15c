"""Which role holds which acts: one data file, roles.toml (vai trò)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Role:
    """One role with its acts (vai trò)."""

    code: str
    title: str
    acts: frozenset[str]


@cache
def roles() -> dict[str, Role]:
    """Read roles.toml."""
    data = tomllib.loads((Path(__file__).parent / "roles.toml").read_text(encoding="utf-8"))
    return {code: Role(code, entry["title"], frozenset(entry["acts"])) for code, entry in data.items()}


@cache
def roles_with(act: str) -> frozenset[str]:
    """Name the roles that hold an act."""
    return frozenset(code for code, role in roles().items() if act in role.acts)
