"""Add up finished ranges of accuracy runs: `./run bench sums FOLDER … [--write] [--store]`, folders of `daihoi accuracy --keep FOLDER`.

`--store` leaves the sums in `bench/measured`, one file for each unbroken run of seeds; that folder is always added up with the others, so
that a later run, with other seeds and the same program, makes the sum longer.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.accuracy_page import PAGE, put
from bench.reliability import draw
from bench.report import bound, scores_text
from bench.tables import table
from daihoi.paper.accuracy import Measured
from daihoi.paper.accuracy.measuring import source_digest
from daihoi.paper.reading import READER_VERSION

Kind = tuple[str, str, str, str]  # digest of the program, profile, share of odd marks, form
STORED = Path(__file__).parent / "measured"
HEAD = ("program", "profile", "sheets (seeds)", "positions", "to people", "for the board", "wrong", "settled alone", "good sheets refused")


def kept_in(folders: Iterable[Path]) -> dict[Kind, list[Measured]]:
    """The ranges that lie finished in folders, each counted once, by what was measured."""
    found: dict[Kind, dict[tuple[int, int], Measured]] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.json")):
        code, profile, odd, *form, _first, _last = path.stem.split("-")
        one = Measured.from_json(path.read_text(encoding="utf-8"))
        found.setdefault((code, profile, odd, "-".join(form)), {})[one.seeds] = one
    return {kind: [ranges[seeds] for seeds in sorted(ranges)] for kind, ranges in found.items()}


def added(ranges: Sequence[Measured]) -> Measured:
    """All ranges of one kind as one; ranges that overlap are refused, a sheet counts once."""
    total = Measured(ranges[0].profile, (ranges[0].seeds[0], ranges[-1].seeds[1]))
    last = ranges[0].seeds[0]
    for one in ranges:
        if one.seeds[0] < last:
            raise ValueError(f"Seeds {one.seeds[0]} to {last - 1} lie in two ranges.")
        total.add(one)
        last = one.seeds[1]
    return total


def unbroken(ranges: Sequence[Measured]) -> list[list[Measured]]:
    """The ranges in groups whose seeds follow each other."""
    groups: list[list[Measured]] = []
    for one in ranges:
        if groups and groups[-1][-1].seeds[1] == one.seeds[0]:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def spans(ranges: Sequence[Measured]) -> str:
    """The seeds that are there, runs of them joined."""
    return ", ".join(f"{group[0].seeds[0]}–{group[-1].seeds[1] - 1}" for group in unbroken(ranges))


def store(found: dict[Kind, list[Measured]], folder: Path) -> None:
    """Leave each unbroken run of seeds as one file in the place of the files it was added up from."""
    folder.mkdir(exist_ok=True)
    whole = {
        f"{'-'.join(kind)}-{run.seeds[0]}-{run.seeds[1]}.json": run.to_json()
        for kind, ranges in found.items()
        for run in map(added, unbroken(ranges))
    }
    for path in folder.glob("*.json"):
        if path.name not in whole:
            path.unlink()
    for name, text in whole.items():
        (folder / name).write_text(text, encoding="utf-8")


def row(kind: Kind, ranges: Sequence[Measured]) -> tuple[str, ...]:
    """One line of the table of sums."""
    code, profile, _odd, form = kind
    run = added(ranges)
    fields = run.fields
    read = fields.total() - fields["refused"]
    decided = read - fields["to_people"] - fields["settled_board"]
    return (
        f"{code} (reader {READER_VERSION})" if code == source_digest() else code,
        profile if form == "all" else f"{profile}, {form}",
        f"{run.sheets['sheets']:,} ({spans(ranges)})",
        f"{fields.total():,}",
        f"{fields['to_people']:,} ({100 * fields['to_people'] / max(fields.total(), 1):.3f} %)",
        f"{fields['settled_board']:,}",
        f"{fields['wrong']:,}; {bound(fields['wrong'], decided)}",
        f"{fields['settled']:,}",
        f"{run.sheets['refused good']:,} (1 in {run.sheets['sheets'] // run.sheets['refused good']:,})"
        if run.sheets["refused good"]
        else "0",
    )


def failed(ranges: Sequence[Measured]) -> list[tuple[str, ...]]:
    """Every wrong reading of the ranges, with what draws it again."""
    return [
        (str(f["seed"]), f["profile"], f"{f['page']}/{f['candidate']} {f['kind']}", f["mark"], f["state"], json.dumps(f["damages"]))
        for f in added(ranges).failures
        if f["outcome"] == "wrong"
    ]


def reliability(run: Measured) -> str:
    """The scores of one run against truth, as picture and table."""
    picture = draw(run).relative_to(PAGE.parent)
    head = f"**Score against truth**, profile `{run.profile}`: of the fields with such a score, how many bore a mark"
    return f"{head}; bars are the table's rows, upright lines their 95 % intervals.\n\n![Score against truth, {run.profile}]({picture})\n\n{scores_text(run)}"


def text_of(found: dict[Kind, list[Measured]]) -> str:
    """The sums of all programs, every wrong reading, and the reliability of the present program's scores."""
    parts = [table(HEAD, [row(kind, ranges) for kind, ranges in sorted(found.items(), key=lambda item: (item[0][1] != "normal", item[0]))])]
    wrong = [line for ranges in found.values() for line in failed(ranges)]
    if wrong:
        parts.append("Every wrong reading:\n\n" + table(("seed", "profile", "page/candidate", "drawn", "read", "damages"), wrong))
    parts += [
        reliability(added(ranges))
        for (code, _profile, _odd, form), ranges in sorted(found.items())
        if (code, form) == (source_digest(), "all")
    ]
    return "\n".join(parts)


def main(_name: str, arguments: Sequence[str]) -> int:
    """Add up, print, write; the exit code tells whether anything was read wrong."""
    parser = argparse.ArgumentParser(prog="./run bench sums")
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help="put the sums into docs/accuracy.md")
    parser.add_argument("--store", action="store_true", help="leave the sums in bench/measured")
    given = parser.parse_args(arguments)
    found = kept_in([STORED, *given.folders])
    if given.store:
        store(found, STORED)
    text = text_of(found)
    print(text)
    if given.write:
        put("sums", "./run bench sums FOLDER --write", text)
    return int(any(failed(ranges) for ranges in found.values()))
