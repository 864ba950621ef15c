"""The stages of a congress and their order (PR-02: các bước của một đại hội)."""

from collections.abc import Collection
from enum import StrEnum


class Stage(StrEnum):
    """A stage that a congress has reached (bước)."""

    called = "called"
    prepared = "prepared"
    contents_approved = "contents_approved"
    held = "held"
    results_reported = "results_reported"
    results_approved = "results_approved"
    filed = "filed"


ORDER: tuple[Stage, ...] = tuple(Stage)


def following(stage: Stage) -> Stage | None:
    """Give the next stage, or none after the last."""
    place = ORDER.index(stage) + 1
    return ORDER[place] if place < len(ORDER) else None


def owed(stage: Stage, reached: Collection[Stage]) -> tuple[Stage, ...]:
    """List the earlier stages that are not recorded: what happened is never refused, what is missing becomes a debt (PR-02)."""
    return tuple(earlier for earlier in ORDER[: ORDER.index(stage)] if earlier not in reached)


def furthest(reached: Collection[Stage]) -> Stage | None:
    """Give the furthest stage reached."""
    return max(reached, key=ORDER.index, default=None)
