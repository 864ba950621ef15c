"""Reading on the workers of a real scheduler: same bytes as on one machine, also when a worker is killed in the middle."""

import json
import os
import signal

import numpy as np
import pytest
from distributed import LocalCluster

from daihoi.cli.main import main
from daihoi.paper import cluster
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.simulation import random_choices, simulate_sheet

FORM = "one name"


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    """Forty small ballots, one of them broken, and the layout that reads them."""
    folder = tmp_path_factory.mktemp("pile")
    ballot = printed(FORM)
    for number in range(40):
        choices = random_choices(ballot.layout, np.random.default_rng(number))
        (folder / f"{number:03d}.jpg").write_bytes(simulate_sheet(ballot, choices, seed=number).pages[0])
    (folder / "020.jpg").write_bytes(b"no picture")
    layout = folder.parent / "layout.json"
    layout.write_text(json.dumps(ballot.layout), encoding="utf-8")
    return layout, folder


@pytest.fixture(scope="module")
def alone(pile, tmp_path_factory):
    """What one machine reads."""
    out = tmp_path_factory.mktemp("alone") / "readings.jsonl"
    assert main(["ballot", "read", *map(str, pile), "--out", str(out)]) == 0
    return out.read_bytes()


@pytest.fixture(scope="module")
def engine():
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running:
        yield running


def test_a_killed_worker_loses_nothing_and_counts_nothing_twice(pile, alone, engine, tmp_path, monkeypatch):
    finished, killed = cluster._finished, []

    def finished_and_killed(kept, answer):
        lines = finished(kept, answer)
        if not killed:
            killed.append(next(iter(engine.workers.values())).process.pid)
            os.kill(killed[0], signal.SIGKILL)
        return lines

    monkeypatch.setattr(cluster, "_finished", finished_and_killed)
    out = tmp_path / "readings.jsonl"
    assert main(["ballot", "read", *map(str, pile), "--out", str(out), "--cluster", engine.scheduler_address]) == 0
    assert killed
    assert out.read_bytes() == alone


def test_what_was_kept_is_not_read_again(pile, alone, engine, tmp_path, monkeypatch):
    keep, out = tmp_path / "kept", tmp_path / "readings.jsonl"
    command = ["ballot", "read", *map(str, pile), "--out", str(out), "--cluster", engine.scheduler_address, "--keep", str(keep)]
    assert main(command) == 0
    before = sorted(keep.iterdir())
    before[0].unlink()
    given = []
    begun = cluster._begun

    def counted(*arguments):
        key, answer = begun(*arguments)
        given.append(answer is not None)
        return key, answer

    monkeypatch.setattr(cluster, "_begun", counted)
    assert main(command) == 0
    assert (sum(given), out.read_bytes(), sorted(keep.iterdir())) == (1, alone, before)


def test_no_scheduler_is_told_in_one_line(pile, tmp_path, capsys):
    assert main(["ballot", "read", *map(str, pile), "--out", str(tmp_path / "r.jsonl"), "--cluster", "tcp://127.0.0.1:9"]) == 1
    assert "tcp://127.0.0.1:9" in capsys.readouterr().err
