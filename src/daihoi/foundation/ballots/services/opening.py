"""Open a vote: freeze list and rules, print the proof (lập cuộc bỏ phiếu)."""

import secrets
from hashlib import sha256

from django.db import transaction

from daihoi.foundation.ballots.models import CountRecord, Poll
from daihoi.foundation.files.services import new_key, store
from daihoi.foundation.journal import canonical
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.models import Unit
from daihoi.paper.printing import print_ballot
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_LENGTH = 8


@transaction.atomic
def open_poll(
    *,
    cause: Entry,
    unit: Unit,
    contest: Contest,
    charter: Charter,
    letter: str = "A",
    page_size: str = "A4",
    replaces: Poll | None = None,
    present: int | None = None,
    journal_chain: str = "",
) -> Poll:
    """Freeze a closed list with its rules and make its ballot; a new code, so that no sheet of a voided vote is read (lập cuộc bỏ phiếu)."""
    code = "".join(secrets.choice(CODE_LETTERS) for _each in range(CODE_LENGTH))
    printed = print_ballot(contest, charter, page_size=page_size, code=code, letter=letter)
    shown = print_ballot(contest, charter, page_size=page_size, code=code, letter=letter, specimen=True)
    contest_toml, charter_toml = contest.to_toml(), charter.to_toml()
    frozen = canonical.line({"contest": contest_toml, "charter": charter_toml, "code": code, "ballot": sha256(printed.pdf).hexdigest()})
    poll = Poll.objects.create(
        unit=unit,
        title=contest.title,
        letter=letter,
        code=code,
        page_size=page_size,
        contest_toml=contest_toml,
        charter_toml=charter_toml,
        layout=printed.layout,
        digest=canonical.digest(frozen),
        ballot=store(printed.for_printer, kind="ballot", name=f"phieu-{code}.pdf"),
        specimen=store(shown.pdf, kind="specimen", name=f"phieu-mau-{code}.pdf"),
        key=new_key(),
        replaces=replaces,
        journal_chain=journal_chain,
    )
    if present is not None:
        CountRecord.objects.create(poll=poll, kind=CountRecord.Kind.PRESENT, count=present)
    record(None, "ballots.poll_opened", poll, cause=cause, names=len(contest.candidates), seats=contest.seats, digest=poll.digest)
    return poll
