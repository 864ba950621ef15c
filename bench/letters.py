"""How long letters take that go out in one act, and their files: `./run bench letters [N]` (PR-12)."""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from datetime import date


def main(name: str, arguments: Sequence[str]) -> int:
    """Submit, approve and write N letters in a fresh SQLite database, and say the seconds of each step."""
    parser = argparse.ArgumentParser(prog=f"./run bench {name}", description=__doc__)
    parser.add_argument("letters", type=int, nargs="?", default=567)
    count = parser.parse_args(arguments).letters
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
    with tempfile.TemporaryDirectory(prefix="daihoi-bench-") as folder:
        os.environ["DAIHOI_DATA_DIR"] = folder
        import django

        django.setup()
        for what, wall, processor in measured(count):
            print(f"{what:<58}{wall:8.2f} s, of the processor {processor:.2f} s")
    return 0


def measured(count: int) -> list[tuple[str, float, float]]:
    """Measure the act and the archive."""
    from django.core.management import call_command

    from daihoi.cycle.congresses import services
    from daihoi.cycle.congresses.models import Congress
    from daihoi.cycle.congresses.services.calling import Directive, Span
    from daihoi.cycle.congresses.services.importing import CongressRow
    from daihoi.cycle.congresses.views.deciding import zipped
    from daihoi.foundation.journal.services import SETUP
    from daihoi.foundation.organization.models import Unit
    from daihoi.foundation.organization.services import UnitRow, create_operator, import_units

    call_command("migrate", verbosity=0)
    opened = date(2015, 1, 1)
    rows = [UnitRow(f"U{number:04}", f"Đảng bộ xã số {number}", "grassroots_committee", "P", opened) for number in range(count)]
    import_units(rows=[UnitRow("P", "Đảng bộ tỉnh mẫu", "central_sub", "", opened), *rows], origin=SETUP)
    province = Unit.objects.get(code="P")
    named = {"username": "do", "password": "khong-dung", "full_name": "Người đo"}
    officer = create_operator(origin=SETUP, role="organization_officer", unit=province, **named)
    span = Span(date(2020, 3, 2), date(2020, 6, 30))
    round_ = services.open_round(
        actor=officer, unit=province, code="do", directive=Directive("35-CT/TW", date(2019, 5, 30)), level="grassroots",
        kinds=["grassroots_committee"], term="2020-2025", span=span, charter="dcsvn-2020",
    )  # fmt: skip
    units = Unit.objects.filter(code__startswith="U")
    services.import_congresses(actor=officer, unit=province, round_=round_, rows=[CongressRow(unit) for unit in units])
    paper = services.Paper(date(2020, 5, 4), "7-TTr/ĐU")
    congresses = list(Congress.objects.select_related("unit", "round", "charter"))
    waiting = [services.submit(actor=officer, congress=each, matter="contents", paper=paper) for each in congresses]
    begin = clocks()
    batch = services.approve_many(
        actor=officer, superior=province, submissions=waiting, letters=services.Letters("TU", "CV", date(2020, 5, 11))
    )
    issued = clocks()
    size = sum(map(len, zipped(batch)))
    written = clocks()
    return [
        (f"one act: {count} numbers, decisions and stages", issued[0] - begin[0], issued[1] - begin[1]),
        (f"one archive: {count} DOCX and {count} PDF, {size / 1e6:.1f} MB", written[0] - issued[0], written[1] - issued[1]),
    ]


def clocks() -> tuple[float, float]:
    """Give the time on the wall and of the processor; the second is not disturbed by other work on the machine."""
    return time.perf_counter(), time.process_time()
