"""The second check of a closed count: its seed, the sheets compared, whether they agreed (kiểm phiếu lần hai).

Each row names the closing of the count it belongs to (`turn`, as `Tally.turn`): a count that was opened again is checked anew.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.journal.append_only import protect


@protect
class PublicSeed(models.Model):
    """The seed of a closed count, recorded once and before any sheet is shown, with where it comes from (số gieo công khai)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="public_seeds")
    turn = models.PositiveSmallIntegerField(_("lần khóa"))
    seed = models.CharField(_("số gieo công khai"), max_length=120)
    origin = models.CharField(_("gieo thế nào, ai gieo"), max_length=300)
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("số gieo công khai")
        verbose_name_plural = _("số gieo công khai")
        ordering = ["poll", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "turn"], name="ballots_seed_once"),
            models.UniqueConstraint(fields=["poll", "seed"], name="ballots_seed_never_again"),
            models.CheckConstraint(condition=~Q(seed="") & ~Q(origin=""), name="ballots_seed_with_origin"),
        ]

    def __str__(self) -> str:
        return self.seed


@protect
class FullCheck(models.Model):
    """The head had all ballots of a closed count compared where a sample would do; it is never taken back (chọn kiểm cả chồng)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="full_checks")
    turn = models.PositiveSmallIntegerField(_("lần khóa"))
    chosen_at = models.DateTimeField(_("thời điểm chọn"), default=timezone.now)

    class Meta:
        verbose_name = _("chọn kiểm cả chồng")
        verbose_name_plural = _("chọn kiểm cả chồng")
        ordering = ["poll", "turn"]
        constraints = [models.UniqueConstraint(fields=["poll", "turn"], name="ballots_full_check_once")]

    def __str__(self) -> str:
        return f"{self.poll_id}, {self.turn}"


@protect
class ComparedSheet(models.Model):
    """One sheet held against its record; the newest row holds (tờ phiếu đã so)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="compared_sheets")
    turn = models.PositiveSmallIntegerField(_("lần khóa"))
    sheet = models.PositiveIntegerField(_("thứ tự trong chồng"))
    bundle = models.CharField(_("tên lô"), max_length=80)
    place = models.PositiveIntegerField(_("tờ thứ mấy của lô"))
    take = models.PositiveSmallIntegerField(_("lần ghi"), default=1)
    is_equal = models.BooleanField(_("giống bản ghi"))
    compared_at = models.DateTimeField(_("thời điểm so"), default=timezone.now)

    class Meta:
        verbose_name = _("tờ phiếu đã so")
        verbose_name_plural = _("tờ phiếu đã so")
        ordering = ["poll", "turn", "sheet", "take"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "turn", "sheet", "take"], name="ballots_compared_take"),
            models.CheckConstraint(condition=Q(sheet__gte=1), name="ballots_compared_sheet"),
        ]

    def __str__(self) -> str:
        return f"{self.bundle}, {self.place}"


@protect
class SecondCheck(models.Model):
    """One second check with what it stands on; the sheets follow from seed, pile and size (kiểm phiếu lần hai)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="second_checks")
    turn = models.PositiveSmallIntegerField(_("lần khóa"), default=1)
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
