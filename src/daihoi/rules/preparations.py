"""What a convening committee prepares and by when (DR-07, DR-08, DR-19: việc chuẩn bị đại hội), as data with sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml
from daihoi.rules.stages import Stage

FILE = "preparations.toml"


@dataclass(frozen=True)
class Task:
    """One thing to prepare, and the stage that asks for it (việc chuẩn bị)."""

    code: str
    title: str
    stage: Stage
    rule: str
    confirmed: bool
    contents: int = 2
    form: str = ""
    not_kinds: tuple[str, ...] = ()
    length: str = ""

    def concerns(self, kind: str, form: str, contents: int) -> bool:
        """Say whether a congress of a kind of unit, form and number of contents needs it."""
        return contents >= self.contents and self.form in ("", form) and kind not in self.not_kinds


@dataclass(frozen=True)
class Table:
    """The whole data file."""

    tasks: Mapping[str, Task]
    debt_days: int


@cache
def table() -> Table:
    """Read the data file once."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    tasks = [_task(shapes.mapping(row, "task")) for row in shapes.sequence(data, "task", FILE)]
    debt = shapes.mapping(shapes.sequence(data, "debt", FILE)[0], "debt")
    return Table({task.code: task for task in tasks}, shapes.whole(debt, "working_days", "debt"))


def _task(row: Mapping[str, object]) -> Task:
    """Read one task."""
    code = shapes.text(row, "code", "task")
    return Task(
        code=code,
        title=shapes.text(row, "title", code),
        stage=Stage(shapes.text(row, "stage", code)),
        rule=shapes.text(row, "rule", code),
        confirmed=row.get("confirmed") is True,
        contents=shapes.whole(row, "contents", code, default=2),
        form=shapes.text(row, "form", code, ""),
        not_kinds=tuple(map(str, shapes.sequence(row, "not_kinds", code))),
        length=shapes.text(row, "length", code, ""),
    )


def tasks_for(kind: str, form: str, contents: int) -> tuple[Task, ...]:
    """List what one congress needs, in the order of the file."""
    return tuple(task for task in table().tasks.values() if task.concerns(kind, form, contents))
