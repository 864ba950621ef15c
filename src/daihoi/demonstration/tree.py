"""The tree of the demonstration (cây tổ chức trình diễn): real totals of the founding articles, invented units below them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from random import Random

from daihoi.demonstration import names
from daihoi.foundation.organization.services import UnitRow

FOUNDED = date(2015, 7, 1)
COUNTED = date(2020, 5, 31)
BLOC_COMMITTEES, BLOC_GRASSROOTS_CELLS = 560, 534  # 1,094 grassroots organizations (OR-02)
DATA = resources.files("daihoi.demonstration") / "data"


@dataclass(frozen=True)
class Branch:
    """One line of the data tables: a direct child with its totals (đảng bộ trực thuộc)."""

    code: str
    name: str
    total: int
    held: int
    overdue: int = 0
    slowest: int = 0


def dong_thap() -> list[Branch]:
    """Give the sixteen branches of the province with their grassroots organizations (OR-03)."""
    return _branches("dong_thap.csv")


def bloc() -> list[Branch]:
    """Give the sixty-one branches of the central agencies' bloc with their cells (OR-02)."""
    return _branches("bloc.csv")


def _branches(name: str) -> list[Branch]:
    """Read a data table without its head."""
    listed = list(csv.reader((DATA / name).read_text(encoding="utf-8").splitlines()))[1:]
    return [Branch(code, title, *(int(cell) for cell in numbers)) for code, title, *numbers in listed]


def rows() -> list[UnitRow]:
    """Give all units, a superior before those below it; the same ones every time."""
    rng = Random("daihoi tree")  # noqa: S311 (invented data, not a secret)
    return [
        UnitRow("TW", "Trung ương", "central", "", FOUNDED),
        UnitRow("DT", "Đảng bộ tỉnh Đồng Tháp", "central_sub", "TW", FOUNDED),
        *_dong_thap(rng),
        UnitRow("K", "Đảng bộ Khối các cơ quan Trung ương", "central_sub", "TW", FOUNDED),
        *_bloc(rng),
    ]


def _dong_thap(rng: Random) -> Iterator[UnitRow]:
    """Give the branches of the province and the grassroots organizations below them."""
    communes = names.communes()
    for branch in dong_thap():
        start = len(branch.name) % len(communes)
        is_local = any(word in branch.name for word in ("huyện", "thành phố", "thị xã"))
        yield UnitRow(branch.code, branch.name, "upper_grassroots", "DT", FOUNDED, members=rng.randint(1800, 5200), members_on=COUNTED)
        for number in range(1, branch.total + 1):
            is_committee = number % 3 != 0
            own = communes[(start + 7 * number) % len(communes)] if is_local and number <= 14 else ""
            office = f"{names.OFFICES[number % len(names.OFFICES)]} {-(-number // len(names.OFFICES))}"
            place = f"{'phường' if 'thành phố' in branch.name and number % 2 else 'xã'} {own}" if own else office
            kind = "grassroots_committee" if own or is_committee else "grassroots_cell"
            title = f"{'Đảng bộ' if kind == 'grassroots_committee' else 'Chi bộ'} {place}"
            members = rng.randint(34, 260) if kind == "grassroots_committee" else rng.randint(5, 29)
            yield UnitRow(f"{branch.code}-{number:02}", title, kind, branch.code, FOUNDED, members=members, members_on=COUNTED)


def _bloc(rng: Random) -> Iterator[UnitRow]:
    """Give the branches of the bloc, grassroots organizations below them, cells below the committees."""
    branches = bloc()
    cells = [branch.total for branch in branches]
    committees = spread(BLOC_COMMITTEES, cells)
    alone = spread(BLOC_GRASSROOTS_CELLS, cells)
    for branch, committee_count, cell_count in zip(branches, committees, alone, strict=True):
        short = branch.name.removeprefix("Đảng bộ ")
        yield UnitRow(branch.code, branch.name, "upper_grassroots", "K", FOUNDED, members=branch.total * 11, members_on=COUNTED)
        below = spread(branch.total, [rng.randint(2, 9) for _ in range(committee_count)])
        for number, count in enumerate(below, start=1):
            part = names.PARTS[(number - 1) % len(names.PARTS)] + (
                f" số {1 + number // len(names.PARTS)}" if number > len(names.PARTS) else ""
            )
            code = f"{branch.code}-{number:02}"
            yield UnitRow(
                code, f"Đảng bộ {part}, {short}", "grassroots_committee", branch.code, FOUNDED, members=count * 10, members_on=COUNTED
            )
            for cell in range(1, count + 1):
                room = names.ROOMS[(cell - 1) % len(names.ROOMS)] + (
                    f" {1 + (cell - 1) // len(names.ROOMS)}" if cell > len(names.ROOMS) else ""
                )
                yield UnitRow(
                    f"{code}-{cell:02}", f"Chi bộ {room}, {part}", "sub_cell", code, FOUNDED, members=rng.randint(5, 24), members_on=COUNTED
                )
        for number in range(1, cell_count + 1):
            office = f"{names.ROOMS[number % len(names.ROOMS)]} {-(-number // len(names.ROOMS))}"
            yield UnitRow(
                f"{branch.code}-C{number:02}",
                f"Chi bộ {office}, {short}",
                "grassroots_cell",
                branch.code,
                FOUNDED,
                members=rng.randint(5, 28),
                members_on=COUNTED,
            )


def spread(total: int, weights: list[int]) -> list[int]:
    """Share a total by weights in whole numbers, at least one each, the largest remainders first."""
    rest = total - len(weights)
    whole = sum(weights)
    shares = [rest * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(rest * weights[i] % whole), i))
    for index in order[: rest - sum(shares)]:
        shares[index] += 1
    return [share + 1 for share in shares]
