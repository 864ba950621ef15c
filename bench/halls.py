"""A hall to measure on: one congress with a contest, its people, its scanned ballots, and a real server over it.

The installation with its scans is made once and kept under `.cache/bench`; each run works on a copy.
"""

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

ROOT = Path(".cache/bench")
PEOPLE = {
    "secretary": "secretariat",
    "head": "counting_head",
    "one": "counting_committee",
    "two": "counting_committee",
    "presidium": "presidium",
    "officer": "organization_officer",
}
TOKEN = "a" * 32
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Shape:
    """How many ballots of how many names, how many doubtful marks, in which bundles (sheets)."""

    ballots: int
    names: int
    doubts: int
    bundle: int
    seed: int = 1

    @property
    def seats(self) -> int:
        return max(1, self.names * 4 // 5)

    @property
    def folder(self) -> Path:
        return ROOT / f"hall-{self.ballots}-{self.names}-{self.doubts}-{self.bundle}-{self.seed}-{tables_digest()}"


def tables_digest() -> str:
    """A short digest of the names of all migrations: an installation made by another version is not used again."""
    names = sorted(path.name + path.parent.parent.name for path in Path("src/daihoi").rglob("migrations/[0-9]*.py"))
    return sha256("".join(names).encode()).hexdigest()[:8]


def prepared(shape: Shape, empty: Path | None = None) -> Path:
    """The folder of an installation whose box is open and whose scans wait in `scans/`; made where it is missing, on an empty database if given."""
    if not (shape.folder / "facts.json").exists():
        shutil.rmtree(shape.folder, ignore_errors=True)
        if empty is not None:
            shape.folder.mkdir(parents=True)
            shutil.copy(empty, shape.folder / "daihoi.sqlite3")
        command = [sys.executable, "-m", "bench.halls", json.dumps(vars(shape))]
        subprocess.run(command, env=environment(shape.folder), check=True)
    return shape.folder


def copied(shape: Shape, to: Path) -> dict[str, str]:
    """Copy a prepared installation; give what is known of it (addresses, people, sessions)."""
    shutil.copytree(prepared(shape), to, dirs_exist_ok=True)
    return json.loads((to / "facts.json").read_text(encoding="utf-8"))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process of an installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAIHOI_")}
    return kept | {"DAIHOI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "daihoi.settings"} | more


class Site:
    """A real server (front door, web server, worker) over one data folder."""

    def __init__(self, folder: Path, *, port: int | None = None, limits: Sequence[str] = (), **settings: str) -> None:
        self.folder, self.port, self.limits = folder, port or free_port(), list(limits)
        self.environment = environment(folder, **settings)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it answers; give the seconds."""
        began = time.monotonic()
        command = [*self.limits, sys.executable, "-m", "daihoi", "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, env=self.environment)
        while time.monotonic() - began < 120:
            if self.process.poll() is not None:
                break
            try:
                if Browser(self, "").get("/suc-khoe/")[0] == 200:
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        raise SystemExit("The server does not answer:\n" + (self.folder / "server.log").read_text()[-3000:])

    def kill(self, *names: str) -> None:
        """Kill processes by what they do, or all at once as a power cut would."""
        assert self.process
        if names:
            found = self.processes()
            for name in names:
                if name in found:
                    os.kill(found[name], signal.SIGKILL)
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it politely."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def processes(self) -> dict[str, int]:
        """The processes of the server by what they do."""
        assert self.process
        found = {"web": self.process.pid}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                if parent == self.process.pid and b"-m" in words:
                    found["doorway" if b"daihoi.cli.doorway" in words else "worker"] = int(folder.name)
        return found

    def memory(self) -> dict[str, float]:
        """The resident memory of each process, in MB."""
        return {name: resident(pid) for name, pid in self.processes().items()}


def resident(pid: int) -> float:
    try:
        return round(int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) / 1024, 1)
    except (OSError, IndexError):
        return 0.0


def processor(pid: int) -> float:
    """Processor seconds of one process."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / TICK


class Browser:
    """One signed-in person's browser, as far as a measurement needs one."""

    def __init__(self, site: Site, session: str, timeout: float = 120) -> None:
        self.site, self.cookie, self.timeout = site, f"sessionid={session}; csrftoken={TOKEN}", timeout

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, object] | None = None, files: Mapping[str, Path] | None = None) -> tuple[int, bytes]:
        """Send a form; gives the status and the body, for a redirect its address."""
        border = secrets.token_hex(16)
        parts = [_field(border, name, value) for name, value in {"csrfmiddlewaretoken": TOKEN, **(fields or {})}.items()]
        for name, file in (files or {}).items():
            head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
            parts.append(head.encode() + file.read_bytes() + b"\r\n")
        body = b"".join(parts) + f"--{border}--\r\n".encode()
        origin = f"http://127.0.0.1:{self.site.port}"
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={border}", "Origin": origin})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=self.timeout)
        try:
            line.request(method, path, body, headers={"Cookie": self.cookie, **headers})
            answer = line.getresponse()
            found = answer.read()
            return answer.status, (answer.getheader("Location") or "").encode() if answer.status in {301, 302} else found
        except http.client.HTTPException as broken:
            raise OSError(str(broken)) from broken
        finally:
            line.close()


def _field(border: str, name: str, value: object) -> bytes:
    return f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        return int(tried.getsockname()[1])


def make(shape: Shape) -> None:
    """Make the installation of this environment: people, congress, contest, printed ballots, an open box, scans."""
    from daihoi.cli.django_setup import setup
    from daihoi.cli.site import bring_up_to_date

    setup()
    bring_up_to_date()
    from daihoi.demonstration import scans

    folder = Path(os.environ["DAIHOI_DATA_DIR"])
    people = _people()
    contest = _contest(shape, people)
    poll = contest.poll
    hall = scans.Hall(shape.ballots, shape.seed, "clean")
    votes = list(scans.strike_votes(shape.names, shape.seats, hall))
    rng = Random(shape.seed)
    for ballot in rng.sample(range(shape.ballots - 2), shape.doubts):
        votes[ballot][rng.randint(1, shape.names), "strike"] = "family_only"
    pages = scans.sheets(poll, votes, hall)
    (folder / "scans").mkdir()
    size = shape.bundle * poll.pages_a_ballot
    for number, first in enumerate(range(0, len(pages), size), start=1):
        (folder / "scans" / f"lo-{number:03d}.pdf").write_bytes(scans.as_pdf(pages[first : first + size]))
    (folder / "votes.json").write_text(json.dumps([sorted(number for number, _kind in vote) for vote in votes]), encoding="utf-8")
    facts = {"poll": str(poll.pk), "contest": str(contest.pk), "pages_a_ballot": poll.pages_a_ballot, "code": poll.code}
    facts |= {f"session_{name}": _session(user) for name, user in people.items()}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


def _people():
    """Everybody who takes part, each with a role in one grassroots committee."""
    from datetime import timedelta

    from django.utils import timezone

    from daihoi.foundation.accounts.models import User
    from daihoi.foundation.journal.services import SETUP, record
    from daihoi.foundation.organization.models import Grant
    from daihoi.foundation.organization.services import create_unit

    today = timezone.localdate()
    people = {name: User.objects.create_user(f"hall.{name}", None, full_name=f"Người {name}", is_demonstration=True) for name in PEOPLE}
    cause = record(None, "bench.cause", people["officer"], origin=SETUP)
    unit = create_unit(
        cause=cause, code="H", name="Đảng bộ xã Đo", kind="grassroots_committee", superior=None, opened=today - timedelta(900)
    )
    for name, role in PEOPLE.items():
        Grant.objects.create(user=people[name], role=role, unit=unit, valid_from=today - timedelta(9))
    return people


def _contest(shape: Shape, people):
    """A contest whose ballots are out of the box."""
    from datetime import timedelta

    from django.utils import timezone

    from daihoi.cycle.congresses.services import call_congress, open_round
    from daihoi.cycle.congresses.services.calling import Call, Directive, Span
    from daihoi.cycle.elections.models import Elects
    from daihoi.cycle.elections.services import fix_list, open_contest, set_candidates
    from daihoi.cycle.elections.services.listing import Terms
    from daihoi.demonstration import names
    from daihoi.foundation.ballots import services
    from daihoi.foundation.organization.models import Unit
    from daihoi.rules.contests import Candidate

    today, unit = timezone.localdate(), Unit.objects.get(code="H")
    span = Span(today - timedelta(30), today + timedelta(30))
    round_ = open_round(
        actor=people["officer"], unit=unit, code="DO", directive=Directive("45-CT/TW", today - timedelta(200)), level="grassroots",
        kinds=["grassroots_committee"], term="2025-2030", span=span, charter="dcsvn-2025",
    )  # fmt: skip
    congress = call_congress(
        actor=people["officer"], unit=unit, round_=round_, call=Call(today - timedelta(20), form="delegate_congress", ordinal=12)
    )
    returned = shape.ballots
    terms = Terms(
        "Bầu Ban Chấp hành", shape.seats, returned + 2, Elects.EXECUTIVE_COMMITTEE, convened=returned + 2, present=returned + 2, place="Hội trường",
    )  # fmt: skip
    contest = open_contest(actor=people["secretary"], congress=congress, terms=terms)
    listed = [Candidate(name, "01/01/1975", "nữ" if female else "nam") for name, female in names.people(Random(shape.seed), shape.names)]
    set_candidates(actor=people["secretary"], contest=contest, candidates=listed)
    contest = fix_list(actor=people["secretary"], contest=contest)
    poll, head = contest.poll, people["head"]
    for signer in (head, people["one"]):
        services.sign_proof(actor=signer, poll=poll)
    services.print_batch(actor=head, poll=poll, copies=returned + 5)
    services.release_poll(actor=head, poll=poll, opening=services.Opening(reason="đo tốc độ, không có máy in"))
    services.record_issue(actor=head, poll=poll, issued=returned + 1, spoiled=1, left_over=3)
    services.record_return(actor=head, poll=poll, returned=returned)
    return contest


def _session(user) -> str:
    """Sign somebody in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    make(Shape(**json.loads(sys.argv[1])))
