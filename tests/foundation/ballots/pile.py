"""A small vote for tests: people, states reached through acts, sheets drawn on the real print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
import pypdfium2
from django.core.files.base import ContentFile

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.models import Poll, ScanBatch
from daihoi.foundation.ballots.reader import read_whole
from daihoi.foundation.organization.models import Unit
from daihoi.rules import charter, contests
from tests.make import make_cause, make_unit, make_user

NAMES = ("Trần Văn An", "Lê Thị Bình", "Phạm Minh Châu", "Hoàng Thu Dung", "Vũ Đức Hải", "Đỗ Thị Lan")
SEATS = 4
DPI = 200
LINE = {"strike": 1.0, "half": 0.3}


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
    head = make_user(role="counting_committee", unit=unit)
    return Vote(poll, unit, members, head)


def printed_vote(copies: int = 14, **options: object) -> Vote:
    """A vote with its proof signed by two people and its ballots printed."""
    vote = open_vote(**options)
    for member in vote.members[:2]:
        services.sign_proof(actor=member, poll=vote.again())
    services.print_batch(actor=vote.members[0], poll=vote.again(), copies=copies)
    vote.poll = vote.again()
    return vote


def counting_vote(returned: int = 12, issued: int = 13, copies: int = 14, **options: object) -> Vote:
    """A vote whose box is open: by default printed 14, issued 13, spoiled 1, returned 12."""
    vote = printed_vote(copies, **options)
    services.record_issue(actor=vote.members[0], poll=vote.again(), issued=issued, spoiled=copies - issued, left_over=0)
    services.record_return(actor=vote.members[0], poll=vote.again(), returned=returned)
    vote.poll = vote.again()
    return vote


@lru_cache(maxsize=8)
def _pages(pdf: bytes) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(pdf)
    return [np.array(page.render(scale=DPI / 72, grayscale=True).to_numpy()).reshape(*_size(page)) for page in document]


def _size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    return bitmap.height, bitmap.width


def sheet(poll: Poll, struck: Sequence[int] = (), half: Sequence[int] = (), *, seed: int = 0, page: int = 1) -> bytes:
    """One sheet as JPEG: whole lines through some names, short lines through others; the seed makes its bytes its own."""
    image = _pages(poll.ballot.read())[page - 1].copy()
    for entry in poll.layout["pages"][page - 1]["fields"]:
        share = LINE["strike"] if entry["candidate"] in struck else LINE["half"] if entry["candidate"] in half else 0
        if share:
            _draw(image, entry["box_mm"], share)
    noise = np.random.default_rng(seed).integers(-6, 7, image.shape, dtype=np.int16)
    noisy = np.clip(image.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())


def _draw(image: np.ndarray, box: Sequence[float], share: float) -> None:
    scale = DPI / 25.4
    x0, y0, x1, y1 = (value * scale for value in box)
    over = 1.5 * scale if share == 1.0 else 0
    middle = y0 + 0.55 * (y1 - y0)
    start, end = (round(x0 - over), round(middle)), (round(x0 + (x1 - x0) * share + over), round(middle) - 1)
    cv2.line(image, start, end, 60, round(0.7 * scale), cv2.LINE_AA)


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
