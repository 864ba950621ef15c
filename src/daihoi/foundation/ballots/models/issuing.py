"""Ballots handed out in the hall, per delegation or zone (phát phiếu theo đoàn)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.journal.append_only import protect


@protect
class ZoneCount(models.Model):
    """What one delegation or zone of the hall got and gave back; the newest row of a zone holds (phát phiếu theo đoàn)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="zone_counts")
    zone = models.CharField(_("đoàn hoặc khu vực"), max_length=120)
    turn = models.PositiveSmallIntegerField(_("lần ghi"), default=1)
    people = models.PositiveIntegerField(_("số người"))
    handed_out = models.PositiveIntegerField(_("đã phát"), null=True)
    exchanged = models.PositiveIntegerField(_("đổi phiếu hỏng"), default=0)
    unused = models.PositiveIntegerField(_("trả lại chưa dùng"), default=0)
    reason = models.CharField(_("lý do sửa"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("phát phiếu theo đoàn")
        verbose_name_plural = _("phát phiếu theo đoàn")
        ordering = ["poll", "zone", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "zone", "turn"], name="ballots_zone_count_turn"),
            models.CheckConstraint(condition=~Q(zone=""), name="ballots_zone_count_named"),
            models.CheckConstraint(
                condition=Q(handed_out__isnull=True, unused=0, exchanged=0) | Q(handed_out__isnull=False, unused__lte=F("handed_out")),
                name="ballots_zone_count_unused",
            ),
        ]

    def __str__(self) -> str:
        return self.zone

    @property
    def is_recorded(self) -> bool:
        """Ballots were handed out here, not only planned."""
        return self.handed_out is not None

    @property
    def in_hands(self) -> int:
        """Ballots people of this zone could put into the box: a spoiled one exchanged counts once."""
        return (self.handed_out or 0) - self.unused

    @property
    def difference(self) -> int:
        """Ballots in hands beyond the people of the zone; below zero, people without one."""
        return self.in_hands - self.people if self.is_recorded else 0

    @property
    def missing(self) -> int:
        """People of the zone without a ballot."""
        return max(-self.difference, 0)
