"""Printer, pens and scanner of a browser test: the ballots of one poll, marked as told, as one PDF.

`python -m tests.browser.scanner POLL_ID VOTES.json OUT.pdf`, with the installation in DAIHOI_DATA_DIR;
`-` instead of votes scans the practice sheets of the loop test, marked after their plan.
VOTES.json: one list a ballot of [number on the ballot, kind of field, kind of mark].
"""

import json
import os
import sys
from pathlib import Path


def main(poll_id: str, votes: str, out: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
    import django

    django.setup()
    from daihoi.demonstration.scans import Hall, as_pdf, practice_pages, sheets
    from daihoi.foundation.ballots.models import Poll

    if votes == "-":
        Path(out).write_bytes(as_pdf(practice_pages(Poll.objects.get(pk=poll_id))))
        return
    ballots = [{(number, kind): mark for number, kind, mark in ballot} for ballot in json.loads(Path(votes).read_text(encoding="utf-8"))]
    pages = sheets(Poll.objects.get(pk=poll_id), iter(ballots), Hall(len(ballots), seed=7, profile="clean"))
    Path(out).write_bytes(as_pdf(pages))


if __name__ == "__main__":
    main(*sys.argv[1:])
