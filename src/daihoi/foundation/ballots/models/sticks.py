"""The stick of the counting laptop: which one, who went on from it, who stopped (USB dự phòng)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.journal.append_only import protect


@protect
class StickEvent(models.Model):
    """One event of a laptop's stick; the newest says how this laptop stands, PR-18 (việc của USB dự phòng)."""

    class Kind(models.TextChoices):
        """What happened (loại việc)."""

        BEGUN = "begun", _("bắt đầu ghi USB")
        TAKEN_OVER = "taken_over", _("máy này tiếp tục từ USB")
        STOOD_DOWN = "stood_down", _("máy khác đã tiếp tục, máy này dừng")
        LEFT_OFF = "left_off", _("tiếp tục không có USB")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("loại việc"), max_length=10, choices=Kind.choices)
    vault = models.CharField(_("USB"), max_length=32)
    number = models.PositiveIntegerField(_("lần ghi"), default=0)
    device = models.CharField(_("máy"), max_length=120, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    happened_at = models.DateTimeField(_("thời điểm"), default=timezone.now)

    class Meta:
        verbose_name = _("việc của USB dự phòng")
        verbose_name_plural = _("việc của USB dự phòng")
        ordering = ["happened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["begun", "taken_over", "stood_down", "left_off"]), name="ballots_stick_event_kind"
            ),
            models.CheckConstraint(condition=~Q(kind="left_off") | ~Q(reason=""), name="ballots_stick_left_off_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.vault[:8]}"
