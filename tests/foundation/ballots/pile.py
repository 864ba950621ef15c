"""A small vote for tests: people, states reached through acts, sheets drawn on the real print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

import cv2
import numpy as np
import pypdfium2
from django.core.files.base import ContentFile

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import Poll, ScanBatch
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.organization.models import Unit
from daihoi.paper.reading import set_aside
from daihoi.rules import charter, contests
from tests.make import make_cause, make_unit, make_user

NAMES = ("Trần Văn An", "Lê Thị Bình", "Phạm Minh Châu", "Hoàng Thu Dung", "Vũ Đức Hải", "Đỗ Thị Lan")
SEATS = 4
DPI = 200


@dataclass
class Vote:
    """A vote with its people: three of the committee, its head, nobody else."""

    poll: Poll
    unit: Unit
    members: list[User] = field(default_factory=list)
    head: User | None = None

    def again(self) -> Poll:
        """The vote as the database knows it now."""
        return Poll.objects.get(pk=self.poll.pk)


def contest_with(names: Sequence[str] = NAMES, seats: int = SEATS, **options: object) -> contests.Contest:
    """A contest of invented people."""
    people = tuple(contests.Candidate(name=name) for name in names)
    facts = {"charter": "dcsvn-2025", "title": "Bầu Ban Chấp hành", "unit": "Chi bộ thử", "elects": "executive_committee", "base": 14}
    return contests.Contest(**(facts | {"seats": seats, "candidates": people} | options))


def open_vote(names: Sequence[str] = NAMES, seats: int = SEATS, **options: object) -> Vote:
    """A vote with its proof not yet signed."""
    unit = make_unit()
    poll = services.open_poll(
        cause=make_cause(unit), unit=unit, contest=contest_with(names, seats, **options), charter=charter.load("dcsvn-2025")
    )
    members = [make_user(role="counting_committee", unit=unit) for _each in range(3)]
    head = make_user(role="counting_head", unit=unit)
    return Vote(poll, unit, members, head)


def printed_vote(copies: int = 14, **options: object) -> Vote:
    """A vote with its proof signed by two people and its ballots printed."""
    vote = open_vote(**options)
    for member in vote.members[:2]:
        services.sign_proof(actor=member, poll=vote.again())
    services.print_batch(actor=vote.members[0], poll=vote.again(), copies=copies)
    vote.poll = vote.again()
    return vote


def released(vote: Vote, way: str = "scanned") -> None:
    """Let the vote be held without a loop test, for a reason."""
    opening = services.Opening(way, "" if way == "keyed" else "máy đã thử ở cuộc bầu trước")
    services.release_poll(actor=vote.head, poll=vote.again(), opening=opening)


def counting_vote(returned: int = 12, issued: int = 13, copies: int = 14, **options: object) -> Vote:
    """A vote whose box is open: by default printed 14, issued 13, spoiled 1, returned 12."""
    vote = printed_vote(copies, **options)
    released(vote)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=issued, spoiled=copies - issued, left_over=0)
    services.record_return(actor=vote.members[0], poll=vote.again(), returned=returned)
    vote.poll = vote.again()
    return vote


PLANNED: dict[str, dict] = {}


def sheet(
    poll: Poll,
    struck: Sequence[int] = (),
    half: Sequence[int] = (),
    *,
    seed: int = 0,
    cause: str = "",
    ink: bool = False,
    page: int = 1,
    symbol: int | None = None,
) -> bytes:
    """A planned sheet: names struck, names doubtful, perhaps foreign ink, or a page set aside for a cause; the seed makes its bytes its own."""
    shade = np.random.default_rng([seed, len(struck), len(half), sum(struck), sum(half), len(cause), ink, page, symbol or 0]).integers(
        0, 255, (120, 120), dtype=np.uint8
    )
    data = bytes(cv2.imencode(".jpg", shade, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
    PLANNED[sha256(data).hexdigest()] = {
        "struck": set(struck),
        "half": set(half),
        "cause": cause,
        "ink": ink,
        "page": page,
        "symbol": symbol,
    }
    return data


def planned_line(layout: dict, source: str, digest: str) -> dict:
    """What a reader sees on a planned sheet."""
    plan = PLANNED[digest]
    line = dict(set_aside(source, digest, len(layout["pages"]), plan["cause"] or None))
    line |= {"symbol": plan["symbol"]} if "symbols" in layout else {}
    if plan["cause"]:
        return line
    fields = [_field(entry["candidate"], entry["kind"], plan) for entry in layout["pages"][plan["page"] - 1]["fields"]]
    strokes = ([20, 240, 60, 250], [70, 240, 90, 250]) if plan["ink"] else ()
    marks = [{"kind": "foreign_ink", "state": "present", "box_mm": box} for box in strokes]
    return line | {"status": "read", "page": plan["page"], "fields": fields, "sheet_marks": marks}


def _field(candidate: int, kind: str, plan: dict) -> dict:
    if candidate in plan["half"]:
        return {"candidate": candidate, "kind": kind, "state": "doubtful", "score": 0.5173, "why": "partly"}
    state = "marked" if candidate in plan["struck"] else "clear"
    return {"candidate": candidate, "kind": kind, "state": state, "score": 0.9 if state == "marked" else 0.01}


@lru_cache(maxsize=4)
def _page(pdf: bytes) -> np.ndarray:
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=DPI / 72, grayscale=True)
    return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)


def drawn(poll: Poll, struck: Sequence[int] = (), short: Sequence[int] = (), *, seed: int = 0) -> bytes:
    """A real sheet as JPEG: lines through some names, short lines through others."""
    image = _page(poll.ballot.read()).copy()
    scale = DPI / 25.4
    for entry in poll.layout["pages"][0]["fields"]:
        share = 1.0 if entry["candidate"] in struck else 0.3 if entry["candidate"] in short else 0
        if share:
            x0, y0, x1, y1 = (value * scale for value in entry["box_mm"])
            over, middle = (1.5 * scale if share == 1.0 else 0), round(y0 + 0.55 * (y1 - y0))
            end = (round(x0 + (x1 - x0) * share + over), middle - 1)
            cv2.line(image, (round(x0 - over), middle), end, 60, round(0.7 * scale), cv2.LINE_AA)
    noise = np.random.default_rng(seed).integers(-6, 7, image.shape, dtype=np.int16)
    noisy = np.clip(image.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())


def files(*sheets: bytes, suffix: str = "jpg") -> list[ContentFile]:
    """Sheets as uploaded files."""
    return [ContentFile(data, name=f"scan-{number:03d}.{suffix}") for number, data in enumerate(sheets, start=1)]


def scanned(vote: Vote, *sheets: bytes, hand_count: int | None = None, label: str = "") -> ScanBatch:
    """A bundle of sheets, taken in and read."""
    batch = services.register_scans(
        actor=vote.members[0], poll=vote.again(), files=files(*sheets), label=label, hand_count=hand_count or len(sheets)
    )
    read_whole(batch.pk)
    batch.refresh_from_db()
    return batch


def answer(vote: Vote, who: User, question: str, said: str) -> None:
    """One person takes a question and answers it."""
    services.claim(actor=who, poll=vote.again(), question=question)
    services.adjudicate(actor=who, poll=vote.again(), question=question, answer=said)
