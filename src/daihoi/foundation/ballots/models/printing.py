"""Print runs that were wrong: voided with minutes of destruction (đợt in bị hủy)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import PrintRun
from daihoi.foundation.journal.append_only import protect


class Witness(models.TextChoices):
    """As what somebody is present; the name is written by hand under the minutes (tư cách người chứng kiến)."""

    COUNTING_HEAD = "counting_head", _("trưởng ban kiểm phiếu")
    COUNTING_COMMITTEE = "counting_committee", _("ủy viên ban kiểm phiếu")
    SECRETARIAT = "secretariat", _("đoàn thư ký")
    PRESIDIUM = "presidium", _("đoàn chủ tịch")
    CREDENTIALS_BOARD = "credentials_board", _("ban thẩm tra tư cách đại biểu")
    INSPECTION = "inspection", _("ủy ban kiểm tra")
    ARCHIVE = "archive", _("cán bộ lưu trữ")


@protect
class VoidedRun(models.Model):
    """A print run taken out of the accounts, its sheets destroyed before two people, PR-17 (đợt in bị hủy)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.OneToOneField(PrintRun, verbose_name=_("đợt in"), on_delete=models.PROTECT, related_name="voided")
    reason = models.CharField(_("lý do hủy"), max_length=300)
    is_list_wrong = models.BooleanField(_("danh sách trên phiếu sai"), default=False)
    destroyed = models.PositiveIntegerField(_("số tờ đã hủy"))
    copies = models.PositiveIntegerField(_("số tờ của đợt in"))
    missing_note = models.CharField(_("những tờ không hủy được"), max_length=300, blank=True)
    first_witness = models.CharField(_("người chứng kiến thứ nhất"), max_length=20, choices=Witness.choices)
    second_witness = models.CharField(_("người chứng kiến thứ hai"), max_length=20, choices=Witness.choices)
    voided_at = models.DateTimeField(_("thời điểm hủy"), default=timezone.now)

    class Meta:
        verbose_name = _("đợt in bị hủy")
        verbose_name_plural = _("đợt in bị hủy")
        ordering = ["voided_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="ballots_voided_run_reason"),
            models.CheckConstraint(condition=Q(destroyed__lte=F("copies")), name="ballots_voided_run_destroyed"),
            models.CheckConstraint(condition=Q(destroyed=F("copies")) | ~Q(missing_note=""), name="ballots_voided_run_missing_explained"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.destroyed}"

    @property
    def first_witness_title(self) -> str:
        """As what the first person was present."""
        return str(Witness(self.first_witness).label)

    @property
    def second_witness_title(self) -> str:
        """As what the second person was present."""
        return str(Witness(self.second_witness).label)

    @property
    def missing(self) -> int:
        """Sheets of the run that were not there to be destroyed."""
        return self.copies - self.destroyed
