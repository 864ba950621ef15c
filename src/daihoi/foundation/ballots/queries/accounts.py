"""Do the numbers of ballots agree: three equations (cân đối phiếu)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import CountCorrection, CountRecord, Poll

Kind = CountRecord.Kind


@dataclass(frozen=True)
class Accounts:
    """All numbers of ballots of one vote; what was not yet counted is None (số phiếu)."""

    printed: int | None
    issued: int | None
    spoiled: int | None
    left_over: int | None
    returned: int | None
    settled: int = 0
    doubtful: int = 0
    set_aside: int = 0
    keying: int = 0
    valid: int | None = None
    invalid: int | None = None
    present: int | None = None
    base: int = 0

    @property
    def missing(self) -> int | None:
        """Ballots handed out that did not come back (không thu về)."""
        return None if self.issued is None or self.returned is None else self.issued - self.returned

    @property
    def unread(self) -> int | None:
        """Ballots out of the box that no reading shows yet; below zero, more were read than came back (chưa đọc)."""
        return None if self.returned is None else self.returned - self.settled - self.doubtful - self.set_aside - self.keying

    @property
    def print_difference(self) -> int | None:
        """What is missing in printed = issued + spoiled + left over."""
        if None in (self.printed, self.issued, self.spoiled, self.left_over):
            return None
        return (self.printed or 0) - (self.issued or 0) - (self.spoiled or 0) - (self.left_over or 0)

    @property
    def equations(self) -> list["Equation"]:
        """The three equations as they are shown (ba đẳng thức)."""
        return [self._of_print(), self._of_issue(), self._of_count()]

    def _of_print(self) -> "Equation":
        difference = self.print_difference
        terms = [
            Term(_("in"), self.printed),
            Term(_("phát ra"), self.issued),
            Term(_("hỏng"), self.spoiled),
            Term(_("còn lại"), self.left_over),
        ]
        if difference is None:
            return Equation(_("Đã in"), "none", _("Chưa ghi đủ"), tuple(terms))
        if difference:
            return Equation(_("Đã in"), "late", _("Lệch {n}").format(n=abs(difference)), tuple(terms))
        return Equation(_("Đã in"), "ok", _("Khớp"), tuple(terms))

    def _of_issue(self) -> "Equation":
        terms = (Term(_("phát ra"), self.issued), Term(_("thu về"), self.returned), Term(_("không thu về"), self.missing))
        if self.missing is None:
            return Equation(_("Phát ra"), "none", _("Chưa ghi đủ"), terms)
        if self.missing < 0:
            return Equation(_("Phát ra"), "late", _("Lệch {n}").format(n=-self.missing), terms)
        return Equation(_("Phát ra"), "ok", _("Khớp"), terms)

    def _of_count(self) -> "Equation":
        if self.valid is not None:
            terms = [Term(_("thu về"), self.returned), Term(_("hợp lệ"), self.valid), Term(_("không hợp lệ"), self.invalid)]
            return Equation(_("Thu về"), "ok", _("Khớp"), tuple(terms))
        unread = self.unread
        terms = [
            Term(_("thu về"), self.returned),
            Term(_("đã rõ"), self.settled),
            Term(_("nghi ngờ"), self.doubtful, is_open=self.doubtful > 0),
            *([Term(_("để riêng"), self.set_aside, is_open=True)] if self.set_aside else []),
            *([Term(_("chờ nhập"), self.keying, is_open=True)] if self.keying else []),
            Term(_("chưa đọc"), unread, is_open=bool(unread)),
        ]
        if unread is None:
            return Equation(_("Thu về"), "none", _("Chưa ghi"), tuple(terms))
        if unread < 0:
            return Equation(_("Thu về"), "late", _("Thừa {n}").format(n=-unread), tuple(terms))
        still_open = unread + self.doubtful + self.set_aside + self.keying
        if still_open:
            return Equation(_("Thu về"), "soon", _("Còn {n}").format(n=still_open), tuple(terms))
        return Equation(_("Thu về"), "ok", _("Khớp"), tuple(terms))


@dataclass(frozen=True)
class Term:
    """One number of an equation with its word."""

    label: str
    value: int | None
    is_open: bool = False


@dataclass(frozen=True)
class Equation:
    """One line of the accounts: the first term equals the sum of the others (đẳng thức)."""

    title: str
    state: str
    note: str
    terms: tuple[Term, ...]


def newest_counts(poll: Poll) -> dict[CountRecord.Kind, tuple[int, int]]:
    """Give for each kind of ballots the count that holds and how often it was written."""
    rows = CountRecord.objects.filter(poll=poll).order_by("kind", "turn").values_list("kind", "count", "turn")
    return {Kind(kind): (count, turn) for kind, count, turn in rows}


def waiting_correction(poll: Poll) -> CountCorrection | None:
    """Give the correction that waits for a second person (đề nghị sửa đang chờ)."""
    return poll.corrections.filter(state=CountCorrection.State.WAITING).select_related("proposed_by").first()


def changes_in_words(before: Mapping[str, int | None], after: Mapping[str, int]) -> str:
    """Say what a correction changes: thu về 10 → 9."""
    old = {kind: "–" if before.get(kind) is None else before[kind] for kind in after}
    return ", ".join(f"{Kind(kind).label} {old[kind]} → {after[kind]}" for kind in after)


@dataclass(frozen=True)
class Corrected:
    """One number that was corrected, with the number before it (một lần sửa)."""

    row: CountRecord
    before: int


def corrections_of(poll: Poll) -> list[Corrected]:
    """Give every number people corrected, the oldest first; further print runs and voided ones are no corrections (các lần sửa)."""
    rows = list(CountRecord.objects.filter(poll=poll).select_related("recorded_by", "confirmed_by").order_by("recorded_at", "kind"))
    counts = {(row.kind, row.turn): row.count for row in rows}
    typed = [row for row in rows if row.turn > 1 and (row.kind != Kind.PRINTED or row.recorded_by is not None)]
    return [Corrected(row, counts[row.kind, row.turn - 1]) for row in typed]
