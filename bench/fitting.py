"""Train the networks of the second reader on simulated sheets of their own seeds and names: `./run bench fit`."""

import argparse
import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from daihoi.paper.pages import pages
from daihoi.paper.printing import print_ballot
from daihoi.paper.reading import print_of
from daihoi.paper.registration import Levels
from daihoi.paper.second.network import STATES, Network
from daihoi.paper.second.reader import SecondReader
from daihoi.paper.simulation import random_choices, simulate_sheet
from daihoi.rules.contests import Candidate, Contest, charter_of

FIRST_SEED = 50_000_000  # accuracy runs stay below
DATA = Path("src/daihoi/paper/second/data")
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trương",
    "Đinh",
    "Mai",
    "Tôn",
    "Lâm",
    "Hà",
    "Cao",
    "Tạ",
    "Triệu",
    "Quách",
    "Châu",
    "La",
    "Thạch",
    "Sơn",
    "Kim",
]
MIDDLE = [
    "Văn",
    "Thị",
    "Đức",
    "Minh",
    "Ngọc",
    "Hữu",
    "Thanh",
    "Quốc",
    "Xuân",
    "Thành",
    "Công",
    "Kim",
    "Bích",
    "Mạnh",
    "Trọng",
    "Thế",
    "Hồng",
    "Thúy",
    "Gia",
    "Bá",
    "Đình",
    "Quang",
    "Như",
    "Tuấn",
    "Ánh",
]
GIVEN = [
    "An",
    "Bảo",
    "Bình",
    "Châu",
    "Chiến",
    "Cúc",
    "Cường",
    "Danh",
    "Diễm",
    "Dũng",
    "Duyên",
    "Đạt",
    "Điệp",
    "Giang",
    "Hải",
    "Hạnh",
    "Hiếu",
    "Hoa",
    "Huệ",
    "Hùng",
    "Hương",
    "Khánh",
    "Khoa",
    "Kiên",
    "Lan",
    "Lâm",
    "Liên",
    "Linh",
    "Long",
    "Lý",
    "Mai",
    "Mẫn",
    "Minh",
    "Nam",
    "Nga",
    "Nghĩa",
    "Ngọc",
    "Nhân",
    "Nhung",
    "Phúc",
    "Phượng",
    "Quân",
    "Quý",
    "Quỳnh",
    "Sáng",
    "Sơn",
    "Tài",
    "Tâm",
    "Thắng",
    "Thảo",
    "Thịnh",
    "Thu",
    "Thủy",
    "Tiến",
    "Toàn",
    "Trang",
    "Trí",
    "Trung",
    "Tú",
    "Tuyết",
    "Uyên",
    "Vân",
    "Việt",
    "Vinh",
    "Vỹ",
    "Xuân",
    "Yến",
]
KINDS = (("strike", "dcsvn-2025", 0.55), ("agree", "dcsvn-2025", 0.3), ("choose", "association", 0.15))
PROFILES = (("normal", 0.55), ("bad", 0.3), ("phone", 0.15))
ODD = 0.12
SHEETS = 12  # of each ballot
BATCH, RATE = 512, 2e-3


def ballot(rng: np.random.Generator) -> Any:
    """A ballot with names and sizes of its own."""
    kind = str(rng.choice([name for name, *_rest in KINDS], p=[share for *_rest, share in KINDS]))
    charter = next(charter for name, charter, _share in KINDS if name == kind)
    names = int(rng.integers(8, 91)) if kind == "strike" else int(rng.integers(1, 61))
    words = [(FAMILY, 1), (MIDDLE, int(rng.integers(1, 3))), (GIVEN, 1)]
    people = tuple(Candidate(" ".join(str(rng.choice(pool)) for pool, n in words for _ in range(n))) for _ in range(names))
    seats = max(1, round(names * 0.8)) if kind != "agree" else names
    contest = Contest(charter=charter, title="Bầu Ban Chấp hành", seats=min(seats, names), candidates=people, unit="Đảng bộ mẫu", base=300)
    size = "A5" if names <= 25 and rng.random() < 0.4 else "A4"
    return print_ballot(contest, charter_of(contest), page_size=size, code="FITTED")


def gather(seed: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Mosaics and what was drawn, from the sheets of one ballot."""
    rng = np.random.default_rng(seed)
    printed = ballot(rng)
    reader = SecondReader(printed.layout, {page["number"]: print_of(page) for page in printed.layout["pages"]})
    found: dict[str, tuple[list[Any], list[Any]]] = {"strike": ([], []), "box": ([], [])}
    for sheet_seed in range(SHEETS):
        profile = str(rng.choice([name for name, _share in PROFILES], p=[share for _name, share in PROFILES]))
        sheet = simulate_sheet(printed, random_choices(printed.layout, rng, odd=ODD), seed=[seed, sheet_seed], profile=profile)
        for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True):
            image = next(iter(pages("page", data))).image
            place = reader.registrar.locate(Levels(image))
            if place is None or place.page != truth["page"]:
                continue
            state = {(f["candidate"], f["kind"]): STATES.index("board" if f["board"] else f["accepts"][0]) for f in truth["fields"]}
            for kind, tiles in reader.tiles(image, place):
                found[kind][0].append((tiles * 255).astype(np.uint8))
                found[kind][1].append(np.array([state[key] for key in reader.mosaics[place.page][kind].keys]))
    return {kind: (np.concatenate(tiles), np.concatenate(states)) for kind, (tiles, states) in found.items() if tiles}


class Adam:
    """Steps of a few weights down the slope, each with a measure of its own (Kingma and Ba 2015)."""

    def __init__(self, weights: list[np.ndarray]) -> None:
        """Begin at rest."""
        self.weights, self.step = weights, 0
        self.means = [np.zeros_like(w) for w in weights]
        self.squares = [np.zeros_like(w) for w in weights]

    def go(self, slopes: list[np.ndarray], rate: float) -> None:
        """Take one step."""
        self.step += 1
        for w, g, m, v in zip(self.weights, slopes, self.means, self.squares, strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            w -= (rate * (m / (1 - 0.9**self.step)) / (np.sqrt(v / (1 - 0.999**self.step)) + 1e-8)).astype(np.float32)


def slopes_of(weights: list[np.ndarray], x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Gradient of the cross entropy of one batch; a tenth of the hidden places is left out at random."""
    mask = ((rng.random((len(x), weights[1].size)) > 0.1) / 0.9).astype(np.float32)
    h = np.maximum(0, x @ weights[0] + weights[1]) * mask
    score = h @ weights[2] + weights[3]
    p = np.exp(score - score.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    p /= len(y)
    back = (p @ weights[2].T) * (h > 0) * mask
    return [x.T @ back + 1e-5 * weights[0], back.sum(0), h.T @ p, p.sum(0)]


def train(tiles: np.ndarray, states: np.ndarray, hidden: int, rounds: int) -> Network:
    """Learn from nine tenths, and tell after each round how the last tenth is seen."""
    rng = np.random.default_rng(1)
    flat = tiles.reshape(len(tiles), -1)
    order = rng.permutation(len(flat))
    kept, learnt = order[: len(order) // 10], order[len(order) // 10 :]
    mean = flat[learnt[:20000]].mean(axis=0).astype(np.float32) / 255
    shapes = [(flat.shape[1], hidden), (hidden,), (hidden, len(STATES)), (len(STATES),)]
    weights = [(rng.normal(0, np.sqrt(2 / shape[0]), shape) if len(shape) > 1 else np.zeros(shape)).astype(np.float32) for shape in shapes]
    adam = Adam(weights)
    for turn in range(rounds):
        rng.shuffle(learnt)
        for start in range(0, len(learnt), BATCH):
            rows = np.sort(learnt[start : start + BATCH])
            slopes = slopes_of(weights, flat[rows].astype(np.float32) / 255 - mean, states[rows], rng)
            adam.go(slopes, RATE * 0.5 * (1 + np.cos(np.pi * turn / rounds)))
        net = Network(mean, *weights)
        parts = np.array_split(kept, max(1, len(kept) // 4000))
        seen = np.concatenate([net.chances(flat[part].astype(np.float32) / 255) for part in parts])
        print(f"  round {turn + 1}: {_told(seen, states[kept])}", flush=True)
    return net


def _told(chances: np.ndarray, truth: np.ndarray) -> str:
    """How fields that were held out are seen."""
    clear, marked, board = (truth == state for state in range(len(STATES)))
    unsure = (clear & (chances[:, 0] < 0.5)).sum(), (marked & (chances[:, 1] < 0.5)).sum()
    swapped = (clear & (chances[:, 1] > 0.5)).sum(), (marked & (chances[:, 0] > 0.5)).sum()
    alone = (board & (chances[:, 0] > 0.5)).sum(), (board & (chances[:, 1] > 0.5)).sum()
    return (
        f"of {clear.sum()} clear and {marked.sum()} marked fields {unsure[0]} and {unsure[1]} not seen as such, "
        f"{swapped[0]} and {swapped[1]} taken for the other; of {board.sum()} for people {alone[0]} seen clear, {alone[1]} marked"
    )


def main(_name: str, arguments: Sequence[str]) -> int:
    """Gather, train, write the weights."""
    parser = argparse.ArgumentParser(prog="./run bench fit")
    parser.add_argument("--ballots", type=int, default=426)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--hidden", type=int, default=32)
    parser.add_argument("--keep", type=Path, help="folder of what was gathered")
    given = parser.parse_args(arguments)
    kept = given.keep / f"gathered-{given.ballots}.npz" if given.keep else None
    if kept and kept.exists():
        with np.load(kept) as file:
            all_ = {kind: (file[f"{kind}_tiles"], file[f"{kind}_states"]) for kind in ("strike", "box")}
    else:
        parts: dict[str, list[Any]] = {"strike": [], "box": []}
        with multiprocessing.get_context("spawn").Pool(given.workers) as pool:
            for number, found in enumerate(pool.imap_unordered(gather, range(FIRST_SEED, FIRST_SEED + given.ballots))):
                for kind, part in found.items():
                    parts[kind].append(part)
                if number % 20 == 19:
                    print(f"  {number + 1} ballots", flush=True)
        all_ = {kind: (np.concatenate([t for t, _s in part]), np.concatenate([s for _t, s in part])) for kind, part in parts.items()}
        if kept:
            given.keep.mkdir(parents=True, exist_ok=True)
            np.savez(
                kept, **{f"{kind}_{n}": each for kind, pair in all_.items() for n, each in zip(("tiles", "states"), pair, strict=True)}
            )
    DATA.mkdir(exist_ok=True)
    for kind, (tiles, states) in all_.items():
        print(
            f"{kind}: {len(states)} fields, clear {np.sum(states == 0)}, marked {np.sum(states == 1)}, board {np.sum(states == 2)}",
            flush=True,
        )
        net = train(tiles, states, given.hidden, given.rounds)
        np.savez_compressed(DATA / f"{kind}.npz", **{name: each.astype(np.float16) for name, each in net._asdict().items()})
    return 0
