"""An installation to measure on: its own data folder, SQLite or PostgreSQL, made anew or used again."""

import argparse
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(".cache/bench")
SHAPES = ("country", "deep", "flat")


def options(name: str) -> argparse.ArgumentParser:
    """What every measurement on a database asks for."""
    parser = argparse.ArgumentParser(prog=f"./run bench {name}", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--shape", choices=SHAPES, default="country", help="the shape of the tree")
    parser.add_argument("--units", type=int, default=302_000, help="units on the first day")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", metavar="URL", help="a PostgreSQL server; the database daihoi_bench_SHAPE is made there")
    return parser


def folder(given: argparse.Namespace) -> Path:
    """The data folder of an installation to measure."""
    return ROOT / f"{given.shape}-{given.units}-{given.seed}-{'postgresql' if given.postgres else 'sqlite'}"


def wake(given: argparse.Namespace, *, anew: bool = False) -> Path:
    """Configure Django for the installation; `anew` empties it first."""
    place = folder(given)
    if anew and place.exists():
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    os.environ["DAIHOI_DATA_DIR"] = str(place)
    os.environ["DJANGO_SETTINGS_MODULE"] = "daihoi.settings"
    os.environ.pop("DAIHOI_DATABASE_URL", None)
    if given.postgres:
        os.environ["DAIHOI_DATABASE_URL"] = _database(given, anew=anew)
    import django

    django.setup()
    if anew:
        from daihoi.cli.site import bring_up_to_date

        bring_up_to_date()
    return place


def _database(given: argparse.Namespace, *, anew: bool) -> str:
    """The address of the database on a server; made where it is missing."""
    import psycopg

    parts = urlsplit(given.postgres)
    name = f"daihoi_bench_{given.shape}_{given.units}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        if anew:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[arg-type]
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return urlunsplit(parts._replace(path=f"/{name}"))
