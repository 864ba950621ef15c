"""Hand out everything a result rests on as one file (gói bằng chứng): sealed for the few, public for all."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, Result
from daihoi.evidence.bundle import SEALED, write_bundle
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, Scan, ScanBatch
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.files.services import read_encrypted
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

SUFFIXES = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"))


@transaction.atomic
def evidence_bundle(
    *, contest_id: UUID | str, edition: str, out: Path, actor: User | None = None, origin: str | None = None
) -> dict[str, str]:
    """Write the bundle of a certified contest; the sealed edition shows ballots and is for the permitted only (gói bằng chứng)."""
    result = result_of(contest_id)
    contest, poll = result.contest, result.tally.poll
    act = "elections.export_sealed" if edition == SEALED else "elections.export_public"
    require(actor, act, contest.unit, origin=origin)
    is_sealed = edition == SEALED
    manifest = write_bundle(
        out,
        contest=result.contest_toml,
        charter=result.charter_toml,
        layout=poll.layout,
        readings=readings_of(poll) if is_sealed else (),
        decisions=decisions_of(poll) if is_sealed else (),
        result=result.outcome,
        journal=journal_extract(contest),
        images=scans_of(poll) if is_sealed else (),
        edition=edition,
    )
    record(actor, "elections.bundle_made", contest, origin=origin, edition=edition, files=len(manifest), digest=result.digest)
    return manifest


def result_of(contest_id: UUID | str) -> Result:
    """Find the certified result of a contest, or refuse."""
    found = Result.objects.select_related("contest__congress__unit", "tally__poll__key").filter(contest_id=contest_id).first()
    if found is None:
        raise RuleViolation("elections.not_certified", _("Cuộc bầu này chưa có kết quả công bố nên chưa có gói bằng chứng."))
    return found


def journal_extract(contest: Contest) -> list[str]:
    """Give the unbroken part of the unit's chain from the opening of the contest on (trích nhật ký)."""
    chain = Entry.objects.filter(chain=str(contest.unit.pk)).order_by("seq")
    opened = chain.filter(object=f"{contest._meta.label_lower}:{contest.pk}").values_list("seq", flat=True).first()
    return list(chain.filter(seq__gte=opened or 1).values_list("line", flat=True))


def scans_of(poll: Poll) -> Iterator[tuple[str, bytes]]:
    """Give the page images of the bundles that stand, opened one by one."""
    rows = Scan.objects.filter(batch__poll=poll, batch__state=ScanBatch.State.READ, stored__isnull=False)
    for scan in rows.select_related("stored").order_by("batch__order", "sequence").iterator(chunk_size=50):
        if scan.stored is not None:
            data = read_encrypted(scan.stored, poll.key)
            suffix = next((suffix for mark, suffix in SUFFIXES if data.startswith(mark)), "")
            yield f"{scan.source}{suffix}", data
