"""./run bench NAME: measure, and write what was measured. A measurement is a module with `main(name, arguments)`."""

import sys
from collections.abc import Sequence
from importlib import import_module

# name: module, what it measures
NAMES = {
    "assign": ("assign", "one task to 52,000 units in one act, and the questions of a day at a million assignments"),
    "read": ("ballots", "speed, accuracy on normal, bad and phone pictures; --write puts the figures into docs/accuracy.md"),
    "speed": ("ballots", "pages a second, against decoding alone, one core and two"),
    "memory": ("memory", "memory of one process that reads 100,000 pages"),
    "accuracy": ("ballots", "right, to people, wrong, refused, by mark and by damage"),
    "calibrate": ("calibrate", "how often fields of each kind, state and reason bore a mark; --write makes the table of scores"),
    "sums": ("sums", "finished ranges of `daihoi accuracy --keep FOLDER` added up; --write puts them into docs/accuracy.md"),
    "piles": ("ballots", "two sheets fed together, blank backs, foreign sheets, swapped pages, a sheet scanned twice"),
    "twice": ("twice", "papers scanned twice: named, not named, different papers named by mistake"),
    "cluster": ("cluster", "pages a second on workers of Dask distributed, one and two"),
    "fuzz": ("fuzz", "broken images and PDFs through the reader: refusals only"),
    "fit": ("fitting", "train the networks of the second reader"),
    "checks": ("checks", "precision and recall of the checks of a report on agreed examples; --write puts them into docs/checks.md"),
    "grouping": ("grouping", "contributions grouped by passage and likeness: time, memory, precision and recall"),
    "meeting": ("meetings", "2,000 people watch a conference: when they see a change, the server killed in the middle"),
    "repeat": ("repeat", "the same sheets scanned 100 ways: a vote never turns into no vote"),
    "directives": ("directives", "clauses handed to 52,000 units through both doors, the matrix of 52,000 units and 20 clauses"),
    "letters": ("letters", "letters of agreement issued in one act, and the archive of their files"),
    "hall": (
        "hall",
        "500 ballots of 70 names from upload to minutes and bundle over a real server, pages meanwhile; --write fills docs/scale.md",
    ),
    "crash": ("crash", "web server and worker killed at random, a second laptop from the stick, a full disk; --write fills docs/scale.md"),
    "doubts": (
        "doubts",
        "a person answers doubtful marks by keyboard in a browser: key press to next picture; --write fills docs/scale.md",
    ),
    "hostile": ("ballots", "the hardest marks and damages; the worst cases as pictures"),
    "data": ("filling", "fill a database with 302,000 units and their five years from a seed; three shapes of tree, SQLite or PostgreSQL"),
    "progress": ("progress", "answers about any branch on any day as known at any moment, beside one pass in DuckDB"),
    "import": ("importing", "250,000 units from a list, every refused row explained, and all of them out again"),
    "forecast": ("forecast", "finishing days forecast from what was known then, against the days that came"),
    "page": ("page", "pages of a real server over that data"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one measurement; without a name, tell what there is."""
    if not arguments or arguments[0] not in NAMES:
        print("./run bench NAME [OPTIONS]\n" + "\n".join(f"  {name:<10}{what}" for name, (_module, what) in NAMES.items()))
        return 2
    name, *rest = arguments
    return int(import_module(f"bench.{NAMES[name][0]}").main(name, rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
