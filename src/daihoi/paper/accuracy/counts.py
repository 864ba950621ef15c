"""Counts of an accuracy run that add up over ranges of sheets (số đếm của một lượt đo)."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

KEPT_FAILURES = 400
# Least score of each bucket of the reliability table.
BUCKETS = (0.0, 0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 0.999)
COUNTS = ("fields", "by_form", "by_mark", "by_damage", "by_touch", "by_score", "pages", "causes", "sheets", "nanoseconds")


@dataclass
class Measured:
    """Counts that add up over seed ranges."""

    profile: str
    seeds: tuple[int, int]
    fields: Counter[str] = field(default_factory=Counter)
    by_form: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_mark: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_damage: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_touch: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_score: Counter[tuple[int, str]] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    sheets: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, Any]] = field(default_factory=list)
    nanoseconds: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Measured") -> None:
        """Take the counts of another range."""
        for name in COUNTS:
            getattr(self, name).update(getattr(other, name))
        self.failures += other.failures[: KEPT_FAILURES - len(self.failures)]

    def to_json(self) -> str:
        """Write the counts of one range down."""
        counts = {
            name: [[*(key if isinstance(key, tuple) else (key,)), count] for key, count in getattr(self, name).items()] for name in COUNTS
        }
        return json.dumps({"profile": self.profile, "seeds": self.seeds, "failures": self.failures, **counts}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Measured":
        """Take up counts that were written down."""
        data = json.loads(text)
        counts: dict[str, Any] = {
            name: Counter({(tuple(key) if len(key) > 1 else key[0]): count for *key, count in data[name]}) for name in COUNTS
        }
        return cls(data["profile"], tuple(data["seeds"]), failures=data["failures"], **counts)
