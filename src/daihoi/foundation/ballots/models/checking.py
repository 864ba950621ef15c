"""The second check of a closed count: which sheets were counted again, and whether they agreed (kiểm phiếu lần hai)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.journal.append_only import protect


@protect
class SecondCheck(models.Model):
    """One second check with what it stands on; the sheets follow from seed, pile and size (kiểm phiếu lần hai)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="second_checks")
    seed = models.CharField(_("số gieo công khai"), max_length=120, blank=True)
    pile = models.PositiveIntegerField(_("số phiếu của chồng"))
    size = models.PositiveIntegerField(_("số phiếu kiểm lại"))
    risk_percent = models.PositiveSmallIntegerField(_("rủi ro (%)"))
    least_wrong = models.PositiveIntegerField(_("số phiếu sai ít nhất để kết quả khác"))
    differing = models.PositiveIntegerField(_("số phiếu khác bản ghi"))
    words = models.CharField(_("khác thế nào"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("kiểm phiếu lần hai")
        verbose_name_plural = _("kiểm phiếu lần hai")
        ordering = ["poll", "recorded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(size__lte=F("pile")) & Q(differing__lte=F("size")), name="ballots_second_check_numbers"),
            models.CheckConstraint(condition=Q(size=F("pile")) | ~Q(seed=""), name="ballots_second_check_seed"),
            models.CheckConstraint(condition=Q(differing=0) | ~Q(words=""), name="ballots_second_check_explained"),
        ]

    def __str__(self) -> str:
        return f"{self.size}/{self.pile}"

    @property
    def is_full(self) -> bool:
        """All ballots were counted again."""
        return self.size == self.pile
