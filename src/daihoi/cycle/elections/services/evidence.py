"""Hand out everything a result rests on as one file (gói bằng chứng): sealed for the few, public for all."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, Result
from daihoi.evidence.bundle import SEALED, write_bundle
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, Scan, ScanBatch
from daihoi.foundation.ballots.queries.access import is_member
from daihoi.foundation.ballots.queries.custody import refuse_destroyed
from daihoi.foundation.ballots.queries.keying import can_be_guessed
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.files.services import read_encrypted
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.queries import CERTIFIED, chain_of
from daihoi.foundation.journal.services import record, try_again
from daihoi.foundation.organization.authority import Forbidden, can, require
from daihoi.rules.errors import RuleViolation

SUFFIXES = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"))


def evidence_bundle(
    *, contest_id: UUID | str, edition: str, out: Path | BinaryIO, actor: User | None = None, origin: str | None = None
) -> dict[str, str]:
    """Write the bundle of a certified contest (gói bằng chứng).

    What it holds never changes after the certification, so it is written outside any transaction: opening thousands of scans
    must not keep others from writing. The act is recorded before anybody gets the file.
    """
    result = result_of(contest_id)
    require_edition(actor, result, edition, origin=origin)
    poll, is_sealed = result.tally.poll, edition == SEALED
    if is_sealed:
        refuse_destroyed(poll)
    else:
        refuse_guessable(result.contest)
    manifest = write_bundle(
        out,
        contest=result.contest_toml,
        charter=result.charter_toml,
        layout=poll.layout,
        readings=readings_of(poll) if is_sealed else (),
        decisions=decisions_of(poll) if is_sealed else (),
        result=result.outcome,
        journal=journal_extract(result.contest),
        images=scans_of(poll) if is_sealed else (),
        edition=edition,
    )
    try_again(hand_out_bundle, actor=actor, origin=origin, result=result, edition=edition, files=len(manifest))
    return manifest


@transaction.atomic
def hand_out_bundle(*, result: Result, edition: str, files: int, actor: User | None = None, origin: str | None = None) -> None:
    """Record that the evidence of a result leaves the installation (giao gói bằng chứng)."""
    require(actor, "elections.export_public", result.contest.unit, origin=origin)
    require_edition(actor, result, edition, origin=origin)
    record(actor, "elections.bundle_made", result.contest, origin=origin, edition=edition, files=files, digest=result.digest)


def require_edition(actor: User | None, result: Result, edition: str, *, origin: str | None = None) -> None:
    """Give the sealed edition, which shows ballots, only to the head of the count's own committee and to inspectors of the branch."""
    unit = result.contest.unit
    if edition != SEALED and not result.contest.is_election:
        raise RuleViolation("elections.no_public_edition", _("Bước nhân sự không có bản công khai, chỉ có bản niêm phong."))
    if edition != SEALED:
        require(actor, "elections.export_public", unit, origin=origin)
    elif origin is None and not can(actor, "elections.inspect_sealed", unit):
        require(actor, "elections.export_sealed", unit)
        if not is_member(actor, result.tally.poll, "elections.export_sealed"):
            raise Forbidden(
                "authority.forbidden", _("Bản niêm phong chỉ giao cho trưởng ban kiểm phiếu của cuộc bầu này và cơ quan kiểm tra.")
            )


def result_of(contest_id: UUID | str) -> Result:
    """Find the certified result of a contest, or refuse."""
    found = Result.objects.select_related("contest__congress__unit", "tally__poll__key").filter(standing_for__pk=contest_id).first()
    if found is None:
        raise RuleViolation("elections.not_certified", _("Cuộc bầu này chưa có kết quả công bố nên chưa có gói bằng chứng."))
    return found


def journal_extract(contest: Contest) -> list[str]:
    """Give the chain of the contest; of one opened before contests had chains, the unit's own from its opening to its certification (trích nhật ký)."""
    return list(_entries(contest).values_list("line", flat=True))


def _entries(contest: Contest) -> QuerySet[Entry]:
    chain = Entry.objects.filter(chain=chain_of(contest)).order_by("seq")
    if contest.journal_chain:
        return chain
    own = chain.filter(object=f"{contest._meta.label_lower}:{contest.pk}")
    opened, certified = own.first(), own.filter(act=CERTIFIED).last()
    return chain.filter(seq__gte=opened.seq if opened else 1, seq__lte=certified.seq if certified else 0)


def refuse_guessable(contest: Contest) -> None:
    """Refuse a public edition by whose journal the ballots of a count, this one or another of the unit, could be rebuilt."""
    opened = _entries(contest).filter(act="ballots.keyed_bundle_opened").values_list("facts__batch", flat=True)
    if can_be_guessed([UUID(batch) for batch in opened]):
        message = _(
            "Nhật ký của đơn vị còn lô phiếu nhập tay từ bản chương trình cũ: có nhật ký ấy thì dò lại được từng phiếu."
            " Không giao bản công khai; công bố bằng biên bản đã ký, cơ quan kiểm tra dùng bản niêm phong."
        )
        raise RuleViolation("elections.ballots_guessable", message)


def scans_of(poll: Poll) -> Iterator[tuple[str, bytes]]:
    """Give the page images of the bundles that stand, opened one by one."""
    rows = Scan.objects.filter(batch__poll=poll, batch__state=ScanBatch.State.READ, stored__isnull=False)
    for scan in rows.select_related("stored").order_by("batch__order", "sequence").iterator(chunk_size=50):
        if scan.stored is not None:
            data = read_encrypted(scan.stored, poll.key)
            suffix = next((suffix for mark, suffix in SUFFIXES if data.startswith(mark)), "")
            yield f"{scan.source}{suffix}", data
