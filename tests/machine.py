"""What the tests need of the machine: name it, and install it where that is allowed (root and apt).

`python tests/machine.py chromium-headless-shell gettext postgresql` installs and starts what is missing, says on standard error what
stays missing, and prints the address of a PostgreSQL server for the tests, if one answers.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# package: its program, and what serves as well where it stands already; a whole Chromium draws windows that nobody sees, at thrice the time
PROGRAMS = {
    "chromium-headless-shell": ("chromium-headless-shell", "chromium", "chromium-browser"),
    "gettext": ("msgfmt",),
    "postgresql": ("pg_ctlcluster",),
}
SERVERS = (
    "postgresql://root@127.0.0.1:5432/postgres",
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://%2Fvar%2Frun%2Fpostgresql/postgres",
)


def may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def program(package: str) -> str | None:
    """Where the program of a package is, or one that serves as well."""
    return next(filter(None, map(shutil.which, PROGRAMS[package])), None)


def install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)


def answering_server() -> str | None:
    """Address of the first PostgreSQL server that lets us create a database."""
    import psycopg

    for address in (os.environ.get("DAIHOI_TEST_POSTGRES_URL"), *SERVERS):
        if not address:
            continue
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return address
    return None


def start_server() -> None:
    """Start Debian's cluster and give root a role of its own."""
    versions = sorted(Path("/etc/postgresql").glob("*")) if Path("/etc/postgresql").is_dir() else []
    if not versions:
        return
    subprocess.run(["pg_ctlcluster", "--skip-systemctl-redirect", versions[-1].name, "main", "start"], stdout=sys.stderr, check=False)
    time.sleep(3)
    subprocess.run(["su", "postgres", "-c", "createuser --superuser root"], stdout=sys.stderr, stderr=subprocess.DEVNULL, check=False)


def main(wanted: list[str]) -> None:
    missing = [name for name in wanted if shutil.which(PROGRAMS[name][0]) is None]
    server = answering_server() if "postgresql" in wanted else None
    if server:
        missing = [name for name in missing if name != "postgresql"]
    if missing and may_install():
        print(f"installing {', '.join(missing)} …", file=sys.stderr)
        install(missing)
    if "postgresql" in wanted and not server and may_install():
        start_server()
        server = answering_server()
    for name in missing:
        if program(name) is None:
            print(f"not on this machine and not to be installed: {name}", file=sys.stderr)
    if "postgresql" in wanted and not server:
        print("no PostgreSQL server answers: its half of the tests does not run", file=sys.stderr)
    print(server or "")


if __name__ == "__main__":
    main(sys.argv[1:])
