"""A ballot of an open count called out to be read again (gọi phiếu ra đọc lại)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.ballots.models.scanning import ScanBatch
from daihoi.foundation.journal.append_only import protect


@protect
class BallotCall(models.Model):
    """Who called a ballot and why; which one, and where it lies, is under the key of the vote. What it reads, two people then decide apart (lượt gọi phiếu)."""

    class Reason(models.TextChoices):
        """Why a ballot is read again; never which row, so that nobody is told what to find (lý do gọi)."""

        MISREAD = "misread", _("có người thấy đọc sai")
        COMPLAINT = "complaint", _("khiếu nại trong hội trường")
        SECOND_CHECK = "second_check", _("kiểm lần hai thấy khác")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="calls")
    ballot = models.CharField(_("phiếu, mã có khóa"), max_length=64)
    turn = models.PositiveSmallIntegerField(_("lần"), default=1)
    batch = models.ForeignKey(ScanBatch, verbose_name=_("lô"), on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField(_("phiếu số mấy, tờ thứ mấy, đã mã hóa"))
    reason = models.CharField(_("lý do"), max_length=20, choices=Reason.choices)
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người gọi"), on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("thời điểm"), default=timezone.now)

    class Meta:
        verbose_name = _("lượt gọi phiếu ra đọc lại")
        verbose_name_plural = _("lượt gọi phiếu ra đọc lại")
        ordering = ["poll", "called_at"]
        constraints = [models.UniqueConstraint(fields=["poll", "ballot", "turn"], name="ballots_call_turn")]

    def __str__(self) -> str:
        return str(self.pk)
