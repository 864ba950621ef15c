"""The machines of a count: how they stood before the vote and that they were wiped afterwards (máy kiểm phiếu)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.journal.append_only import protect


@protect
class MachineRecord(models.Model):
    """One machine as it stood before the vote, or wiped after it, PR-26 (biên bản máy)."""

    class Kind(models.TextChoices):
        """When it was written (loại biên bản)."""

        BEFORE = "before", _("trước khi bầu")
        WIPED = "wiped", _("đã xóa dữ liệu")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="machine_records")
    kind = models.CharField(_("loại biên bản"), max_length=10, choices=Kind.choices)
    device = models.CharField(_("máy"), max_length=120)
    version = models.CharField(_("phiên bản chương trình"), max_length=40)
    program_digest = models.CharField(_("mã băm chương trình"), max_length=64)
    pages_read = models.PositiveIntegerField(_("số trang đã đọc"))
    networks = models.CharField(_("mạng máy nhìn thấy"), max_length=200, blank=True)
    is_network_stated_off = models.BooleanField(_("kỹ thuật viên xác nhận đã ngắt mạng"), default=False)
    technicians = models.PositiveSmallIntegerField(_("số kỹ thuật viên ký cam kết"), default=0)
    is_rented = models.BooleanField(_("máy thuê, mượn"), default=True)
    method = models.CharField(_("cách xóa dữ liệu"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("biên bản máy")
        verbose_name_plural = _("biên bản máy")
        ordering = ["poll", "recorded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["before", "wiped"]) & ~Q(device=""), name="ballots_machine_record_kind"),
            models.CheckConstraint(
                condition=~Q(kind="before") | (Q(technicians__gte=1) & Q(pages_read=0)), name="ballots_machine_record_zero_and_undertaken"
            ),
            models.CheckConstraint(condition=~Q(kind="wiped") | ~Q(method=""), name="ballots_machine_record_wiped_how"),
        ]

    def __str__(self) -> str:
        return self.device

    @property
    def is_network_off(self) -> bool:
        """Neither the machine nor the technician knows of a network."""
        return not self.networks and self.is_network_stated_off
