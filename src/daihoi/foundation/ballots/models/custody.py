"""Where the sealed paper is: one row an event, never changed (theo dõi phiếu niêm phong)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.ballots.models.printing import Witness
from daihoi.foundation.journal.append_only import protect


@protect
class CustodyEvent(models.Model):
    """One thing that happened to one sealed envelope of a vote; holders are posts and offices, PR-26 (việc về phiếu niêm phong).

    Persons stand in it only where two people are asked for: who ordered the destruction, who did it, before whom.
    """

    class Kind(models.TextChoices):
        """What happened (việc)."""

        SEALED = "sealed", _("niêm phong")
        HANDED = "handed", _("bàn giao")
        OPENED = "opened", _("mở niêm phong")
        RESEALED = "resealed", _("niêm phong lại")
        ORDERED = "ordered", _("quyết định hủy")
        DESTROYED = "destroyed", _("hủy")

    class Paper(models.TextChoices):
        """Which paper lies in an envelope; the key of the scans follows the voted ballots alone (loại giấy)."""

        VOTED = "voted", _("phiếu đã bầu")
        UNUSED = "unused", _("phiếu chưa dùng")
        SPOILED = "spoiled", _("phiếu hỏng, phiếu đổi")
        OTHER = "other", _("giấy tờ khác")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="custody_events")
    envelope = models.CharField(_("phong bì"), max_length=40)
    sequence = models.PositiveSmallIntegerField(_("thứ tự việc"))
    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    happened_on = models.DateField(_("ngày"))
    paper = models.CharField(_("loại giấy"), max_length=10, choices=Paper.choices, blank=True)
    contents = models.CharField(_("đựng gì"), max_length=120, blank=True)
    sheets = models.PositiveIntegerField(_("số tờ"))
    seal = models.CharField(_("số niêm phong"), max_length=40, blank=True)
    holder = models.CharField(_("nơi giữ"), max_length=120)
    kept_until = models.DateField(_("không hủy trước ngày"))
    words = models.CharField(_("vì sao số tờ khác trước"), max_length=300, blank=True)
    decision = models.CharField(_("quyết định số"), max_length=60, blank=True)
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    first_witness = models.CharField(_("người chứng kiến thứ nhất"), max_length=20, choices=Witness.choices, blank=True)
    second_witness = models.CharField(_("người chứng kiến thứ hai"), max_length=20, choices=Witness.choices, blank=True)
    first_name = models.CharField(_("họ tên người chứng kiến thứ nhất"), max_length=120, blank=True)
    second_name = models.CharField(_("họ tên người chứng kiến thứ hai"), max_length=120, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người ghi quyết định hủy"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người xác nhận đã hủy"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("việc về phiếu niêm phong")
        verbose_name_plural = _("việc về phiếu niêm phong")
        ordering = ["poll", "envelope", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "envelope", "sequence"], name="ballots_custody_sequence"),
            models.CheckConstraint(
                condition=Q(kind__in=["sealed", "handed", "opened", "resealed", "ordered", "destroyed"]), name="ballots_custody_kind"
            ),
            models.CheckConstraint(
                condition=Q(sequence=1, kind="sealed") | (Q(sequence__gt=1) & ~Q(kind="sealed")), name="ballots_custody_begins_sealed"
            ),
            models.CheckConstraint(condition=~Q(kind__in=["sealed", "resealed"]) | ~Q(seal=""), name="ballots_custody_seal_numbered"),
            models.CheckConstraint(
                condition=~Q(kind__in=["opened", "ordered", "destroyed"]) | (~Q(decision="") & Q(decision_on__isnull=False)),
                name="ballots_custody_by_decision",
            ),
            models.CheckConstraint(
                condition=~Q(kind="destroyed") | (~Q(first_witness="") & ~Q(second_witness="")), name="ballots_custody_destroyed_before_two"
            ),
            models.CheckConstraint(condition=Q(paper__in=["", "voted", "unused", "spoiled", "other"]), name="ballots_custody_paper"),
            models.CheckConstraint(condition=~Q(kind="ordered") | Q(ordered_by__isnull=False), name="ballots_custody_ordered_by"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True)
                | (Q(ordered_by__isnull=False) & ~Q(ordered_by=F("done_by")) & ~Q(first_name="") & ~Q(first_name=F("second_name"))),
                name="ballots_custody_destroyed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.sequence}"

    @property
    def first_witness_title(self) -> str:
        """Who was present first, and as what."""
        return witness_in_words(self.first_name, self.first_witness)

    @property
    def second_witness_title(self) -> str:
        """Who was present second, and as what."""
        return witness_in_words(self.second_name, self.second_witness)


def witness_in_words(name: str, capacity: str) -> str:
    """Give name and capacity of somebody who was present; before this version the capacity alone was kept."""
    return ", ".join(each for each in (name, str(Witness(capacity).label) if capacity else "") if each)
