"""What single ballots say, as rows of the database: under the key of their vote only, so that destroying the key destroys it (nội dung từng phiếu).

Every content of a vote takes the same room, so that the length of a row tells nothing of what was marked; names under
which rows are looked up (a question, a ballot, a page image) are made with the key as well.
"""

import json
import zlib
from collections.abc import Iterable
from typing import Any

from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.files.services import Buffer, hide, keyed_digest, uncover

ROOM, FIELDS_A_ROOM = 1024, 100  # a packed page of 35 fields takes about 500 bytes, one of 300 about 1,800
INK_ROOM = 4096  # what is kept of the ink of a page takes two to three kilobytes


def sealed(poll: Poll, content: object) -> bytes:
    """Seal one content of a vote: a reading, an answer, a call (niêm nội dung)."""
    fields = sum(len(page["fields"]) for page in poll.layout["pages"])
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return hide(zlib.compress(data), poll.key, room=ROOM * (2 + fields // FIELDS_A_ROOM))


def opened(poll: Poll, contents: Iterable[Buffer]) -> list[Any]:
    """Open contents of a vote, many rows at once; raises RuleViolation once the key is destroyed (mở nội dung)."""
    return [json.loads(zlib.decompress(data)) for data in uncover(contents, poll.key)]


def sealed_ink(poll: Poll, ink: str) -> bytes:
    """Seal what is kept of the ink of a page; a page without any looks alike."""
    return hide(ink.encode("ascii"), poll.key, room=INK_ROOM)


def opened_inks(poll: Poll, inks: Iterable[Buffer]) -> list[str]:
    """Open what was kept of the ink of pages."""
    return [ink.decode("ascii") for ink in uncover(inks, poll.key)]


def token(poll: Poll, name: object) -> str:
    """Give the name under which rows about one question, ballot or page image are found, and which tells nobody which that is (mã có khóa)."""
    return keyed_digest(str(name), poll.key)
