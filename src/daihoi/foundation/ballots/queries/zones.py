"""Ballots per delegation or zone, and whether they agree with the whole (phát phiếu theo đoàn)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import CountRecord, Poll, ZoneCount
from daihoi.foundation.ballots.queries.accounts import newest_counts


@dataclass(frozen=True)
class Comparison:
    """A total over the zones beside the number of the accounts (so với số chung)."""

    label: str
    zones: int
    account: int | None

    @property
    def difference(self) -> int:
        """How much the zones have more than the accounts."""
        return 0 if self.account is None else self.zones - self.account

    @property
    def chip(self) -> tuple[str, str]:
        """Kind and words of the comparison."""
        if self.account is None:
            return "none", _("Chưa ghi số chung")
        if not self.difference:
            return "ok", _("Khớp")
        return "late", _("Lệch {n}").format(n=abs(self.difference))


@dataclass(frozen=True)
class Zones:
    """All delegations or zones of one vote (các đoàn)."""

    rows: list[ZoneCount]
    comparisons: list[Comparison]

    @property
    def people(self) -> int:
        """People over all zones."""
        return sum(row.people for row in self.rows)

    @property
    def handed_out(self) -> int:
        """Ballots handed out over all zones."""
        return sum(row.handed_out or 0 for row in self.rows)

    @property
    def exchanged(self) -> int:
        """Spoiled ballots exchanged over all zones."""
        return sum(row.exchanged for row in self.rows)

    @property
    def unused(self) -> int:
        """Ballots given back unused over all zones."""
        return sum(row.unused for row in self.rows)

    @property
    def waiting(self) -> int:
        """Zones that have not reported yet."""
        return sum(not row.is_recorded for row in self.rows)

    @property
    def is_off(self) -> bool:
        """Some total differs from the accounts, or some zone has more or fewer ballots than people."""
        return any(each.difference for each in self.comparisons) or any(row.difference for row in self.rows)


def zones_of(poll: Poll) -> Zones:
    """Give the zones of a vote with their totals beside the accounts (phát phiếu theo đoàn)."""
    newest = {row.zone: row for row in ZoneCount.objects.filter(poll=poll).order_by("turn")}
    rows = sorted(newest.values(), key=lambda row: row.zone)
    counts = {kind: count for kind, (count, _turn) in newest_counts(poll).items()}
    if not any(row.is_recorded for row in rows):
        return Zones(rows, [])
    issued, spoiled = sum(row.in_hands for row in rows), sum(row.exchanged for row in rows)
    return Zones(
        rows,
        [
            Comparison(_("Phát ra"), issued, counts.get(CountRecord.Kind.ISSUED)),
            Comparison(_("Hỏng, đã đổi"), spoiled, counts.get(CountRecord.Kind.SPOILED)),
        ],
    )


def newest_zone(poll: Poll, zone: str) -> ZoneCount | None:
    """Give what holds of one zone."""
    return ZoneCount.objects.filter(poll=poll, zone=zone).order_by("-turn").first()
