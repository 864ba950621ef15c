"""A number of ballots that was already used, to be corrected once a second person agrees (đề nghị sửa số phiếu)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll


class CountCorrection(models.Model):
    """What one person of the committee wants corrected after the box was opened, with both numbers and a reason (đề nghị sửa số phiếu)."""

    class State(models.TextChoices):
        """What became of it (tình trạng)."""

        WAITING = "waiting", _("chờ người thứ hai")
        CONFIRMED = "confirmed", _("đã xác nhận")
        DECLINED = "declined", _("đã bỏ")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="corrections")
    before = models.JSONField(_("số đã ghi"))
    after = models.JSONField(_("sửa thành"))
    reason = models.CharField(_("lý do sửa"), max_length=300)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người đề nghị"), on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("thời điểm đề nghị"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người trả lời"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("thời điểm trả lời"), null=True)

    class Meta:
        verbose_name = _("đề nghị sửa số phiếu")
        verbose_name_plural = _("đề nghị sửa số phiếu")
        ordering = ["poll", "proposed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="ballots_correction_reason"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "confirmed", "declined"]), name="ballots_correction_state"),
            models.CheckConstraint(condition=Q(state="waiting") | Q(answered_by__isnull=False), name="ballots_correction_answered"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(answered_by=F("proposed_by")), name="ballots_correction_two_people"
            ),
            models.UniqueConstraint(fields=["poll"], condition=Q(state="waiting"), name="ballots_correction_one_waiting"),
        ]

    def __str__(self) -> str:
        return self.reason
