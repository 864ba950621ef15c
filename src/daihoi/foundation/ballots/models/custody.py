"""Where the sealed paper is: one row an event, never changed (theo dõi phiếu niêm phong)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.ballots.models.printing import Witness
from daihoi.foundation.journal.append_only import protect


@protect
class CustodyEvent(models.Model):
    """One thing that happened to one sealed envelope of a vote; holders are posts and offices, PR-26 (việc về phiếu niêm phong)."""

    class Kind(models.TextChoices):
        """What happened (việc)."""

        SEALED = "sealed", _("niêm phong")
        HANDED = "handed", _("bàn giao")
        OPENED = "opened", _("mở niêm phong")
        RESEALED = "resealed", _("niêm phong lại")
        DESTROYED = "destroyed", _("hủy")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="custody_events")
    envelope = models.CharField(_("phong bì"), max_length=40)
    sequence = models.PositiveSmallIntegerField(_("thứ tự việc"))
    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    happened_on = models.DateField(_("ngày"))
    contents = models.CharField(_("đựng gì"), max_length=120, blank=True)
    sheets = models.PositiveIntegerField(_("số tờ"))
    seal = models.CharField(_("số niêm phong"), max_length=40, blank=True)
    holder = models.CharField(_("nơi giữ"), max_length=120)
    destroy_by = models.DateField(_("hủy trước ngày"))
    decision = models.CharField(_("quyết định số"), max_length=60, blank=True)
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    first_witness = models.CharField(_("người chứng kiến thứ nhất"), max_length=20, choices=Witness.choices, blank=True)
    second_witness = models.CharField(_("người chứng kiến thứ hai"), max_length=20, choices=Witness.choices, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("việc về phiếu niêm phong")
        verbose_name_plural = _("việc về phiếu niêm phong")
        ordering = ["poll", "envelope", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "envelope", "sequence"], name="ballots_custody_sequence"),
            models.CheckConstraint(
                condition=Q(kind__in=["sealed", "handed", "opened", "resealed", "destroyed"]), name="ballots_custody_kind"
            ),
            models.CheckConstraint(
                condition=Q(sequence=1, kind="sealed") | (Q(sequence__gt=1) & ~Q(kind="sealed")), name="ballots_custody_begins_sealed"
            ),
            models.CheckConstraint(condition=~Q(kind__in=["sealed", "resealed"]) | ~Q(seal=""), name="ballots_custody_seal_numbered"),
            models.CheckConstraint(
                condition=~Q(kind__in=["opened", "destroyed"]) | (~Q(decision="") & Q(decision_on__isnull=False)),
                name="ballots_custody_by_decision",
            ),
            models.CheckConstraint(
                condition=~Q(kind="destroyed") | (~Q(first_witness="") & ~Q(second_witness="")), name="ballots_custody_destroyed_before_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.sequence}"

    @property
    def first_witness_title(self) -> str:
        """As what the first person was present."""
        return str(Witness(self.first_witness).label) if self.first_witness else ""

    @property
    def second_witness_title(self) -> str:
        """As what the second person was present."""
        return str(Witness(self.second_witness).label) if self.second_witness else ""
