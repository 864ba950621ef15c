"""`./run bench data`: fill an installation with a country from a seed, and prove what was written."""

import json
import time
from collections.abc import Sequence

from bench import installation


def main(name: str, arguments: Sequence[str]) -> int:
    """Fill one installation; say how long each part took."""
    parser = installation.options(name)
    parser.add_argument("--no-book", action="store_true", help="do not make the copy in columns afterwards")
    given = parser.parse_args(arguments)
    place = installation.wake(given, anew=True)
    from bench.data.fill import fill
    from daihoi.cycle.tracking.services import rebuild

    began, used = time.perf_counter(), time.process_time()
    filled = fill(given.shape, given.units, given.seed, lambda line: print(line, flush=True))
    whole, processor = time.perf_counter() - began, time.process_time() - used
    found = {"shape": given.shape, "folder": str(place), "rows": filled.rows, "seconds": round(whole, 1), "processor": round(processor, 1)}
    if not given.no_book:
        began = time.perf_counter()
        book = rebuild()
        found |= {"book": book.digest, "book_seconds": round(time.perf_counter() - began, 1), "facts": book.facts}
    print(json.dumps(found))
    return 0
