"""Bundles, their files and pages, and what was read of each page (lô phiếu, trang quét, bản đọc)."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.journal.models import Entry


class ScanBatch(models.Model):
    """One bundle of sheets, counted by hand, then scanned (lô phiếu)."""

    class State(models.TextChoices):
        """How far the reading of a bundle has come (tình trạng lô)."""

        INCOMPLETE = "incomplete", _("chờ tệp còn thiếu")
        WAITING = "waiting", _("chờ đọc")
        READING = "reading", _("đang đọc")
        HELD = "held", _("dừng ở tờ lạ")
        READ = "read", _("đã đọc xong")
        WITHDRAWN = "withdrawn", _("đã rút")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="batches")
    sequence = models.PositiveIntegerField(_("lô số"))
    label = models.CharField(_("tên lô"), max_length=80)
    hand_count = models.PositiveIntegerField(_("số tờ đếm tay"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING)
    file_names = models.BinaryField(_("tên các tệp gửi lên, đã mã hóa"), null=True)
    missing = models.JSONField(_("tệp còn thiếu"), default=dict)
    pages_expected = models.PositiveIntegerField(_("số trang trong tệp"), default=0)
    pages_read = models.PositiveIntegerField(_("số trang đã đọc"), default=0)
    first_ballot = models.PositiveIntegerField(_("phiếu đầu tiên của lô"), null=True)
    ballots = models.PositiveIntegerField(_("số phiếu đã đọc"), default=0)
    pages_aside = models.PositiveIntegerField(_("số trang để riêng"), default=0)
    order = models.PositiveIntegerField(_("thứ tự đọc xong"), null=True)
    leased_until = models.DateTimeField(_("máy đọc giữ đến"), null=True)
    held_at = models.PositiveIntegerField(_("dừng ở trang"), null=True)
    repeats = models.JSONField(_("tờ có thể quét hai lần"), default=dict)
    reason = models.CharField(_("lý do rút"), max_length=300, blank=True)
    entries = models.PositiveSmallIntegerField(_("số lần nhập tay"), default=0)
    registered_at = models.DateTimeField(_("thời điểm nhận"), default=timezone.now)
    entry = models.ForeignKey(Entry, verbose_name=_("dòng nhật ký"), null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("lô phiếu")
        verbose_name_plural = _("lô phiếu")
        ordering = ["poll", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "sequence"], name="ballots_batch_sequence"),
            models.UniqueConstraint(fields=["poll", "order"], name="ballots_batch_order"),
            models.CheckConstraint(condition=Q(hand_count__gte=1), name="ballots_batch_hand_count"),
            models.CheckConstraint(
                condition=Q(state__in=["incomplete", "waiting", "reading", "held", "read", "withdrawn"]), name="ballots_batch_state"
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | Q(state="incomplete") & ~Q(missing={}) | ~Q(state="incomplete") & Q(missing={}),
                name="ballots_batch_read_when_whole",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(reason=""), name="ballots_batch_withdrawn_with_reason"),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_at__isnull=False), name="ballots_batch_held_somewhere"),
            models.CheckConstraint(condition=Q(entries__in=[0, 2, 3]), name="ballots_batch_entries"),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(first_ballot__isnull=False, order__isnull=False), name="ballots_batch_read_has_numbers"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        """What the names of its pages begin with: L02."""
        return f"L{self.sequence:02d}"

    @property
    def numbers(self) -> range:
        """The ballot numbers given to whole ballots; as many more are kept free for pages set aside."""
        first = self.first_ballot or 1
        return range(first, first + self.ballots)

    @property
    def is_keyed(self) -> bool:
        """Its sheets are keyed in by people, because there is no scanner (nhập tay)."""
        return self.entries > 0

    def sheet_of(self, page: int) -> int:
        """Place of the sheet of paper that a page image belongs to, from 1; ballots of several pages are scanned on both sides."""
        return page if self.poll.pages_a_ballot == 1 else (page + 1) // 2

    @property
    def held_sheet(self) -> int:
        """Which sheet that was scanned is the foreign one at which the reading stopped, or stopped last; where it lies, `held_place` says."""
        return self.sheet_of(self.held_at) if self.held_at else 0

    @property
    def is_incomplete(self) -> bool:
        """Files of it could not be used: `missing` gives the fault at each of their places, and nothing is read until they came or were taken off (lô thiếu tệp)."""
        return self.state == self.State.INCOMPLETE

    @property
    def lacking(self) -> dict[int, str]:
        """The fault at each place that lacks a file (chỗ còn thiếu tệp)."""
        return {int(place): fault for place, fault in self.missing.items()}

    def wait_for(self, lacking: Mapping[int, str]) -> None:
        """Keep the fault at each place that lacks a file; where none does, the bundle waits to be read (chờ tệp thiếu)."""
        self.missing = {str(place): fault for place, fault in sorted(lacking.items())}
        self.state = self.State.INCOMPLETE if lacking else self.State.WAITING

    @property
    def is_held(self) -> bool:
        """The reading stopped at a foreign sheet, and people have not said how to go on (dừng ở tờ lạ)."""
        return self.state == self.State.HELD

    @property
    def is_reading(self) -> bool:
        """The reading of this bundle has not ended."""
        return self.state in {self.State.WAITING, self.State.READING}


@protect
class ScanFile(models.Model):
    """One file as it came from the scanner, sealed under the key of the vote (tệp quét gốc)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(ScanBatch, verbose_name=_("lô phiếu"), on_delete=models.PROTECT, related_name="files")
    sequence = models.PositiveIntegerField(_("thứ tự tệp"))
    pages = models.PositiveIntegerField(_("số trang"))
    stored = models.ForeignKey(StoredFile, verbose_name=_("tệp lưu"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tệp quét")
        verbose_name_plural = _("tệp quét")
        ordering = ["batch", "sequence"]
        constraints = [models.UniqueConstraint(fields=["batch", "sequence"], name="ballots_scan_file_sequence")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What its pages are named by: L02-001; how the file was named at the scanner tells where ballots came from."""
        return f"{self.batch.code}-{self.sequence:03d}"


@protect
class Scan(models.Model):
    """One page image of a bundle; what could not be opened has a digest and no picture (ảnh quét một trang)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(ScanBatch, verbose_name=_("lô phiếu"), on_delete=models.PROTECT, related_name="scans")
    sequence = models.PositiveIntegerField(_("thứ tự trang"))
    source = models.CharField(_("tệp và trang"), max_length=300)
    digest = models.CharField(_("mã băm của ảnh, dưới khóa của cuộc bầu"), max_length=64)
    stored = models.ForeignKey(StoredFile, verbose_name=_("tệp lưu"), null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ảnh quét")
        verbose_name_plural = _("ảnh quét")
        ordering = ["batch", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sequence"], name="ballots_scan_sequence"),
            models.UniqueConstraint(fields=["batch", "source"], name="ballots_scan_source"),
        ]
        indexes = [models.Index(fields=["digest"], name="ballots_scan_digest")]

    def __str__(self) -> str:
        return self.source


@protect
class Reading(models.Model):
    """What the reader saw on one page, one row a page, under the key of the vote (kết quả đọc một trang)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scan = models.OneToOneField(Scan, verbose_name=_("ảnh quét"), on_delete=models.PROTECT, related_name="reading")
    content = models.BinaryField(_("dòng kết quả, đã mã hóa"))
    ink = models.BinaryField(_("nét mực giữ lại, đã mã hóa"), null=True)
    reader = models.CharField(_("phiên bản máy đọc"), max_length=40)
    read_at = models.DateTimeField(_("thời điểm đọc"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả đọc")
        verbose_name_plural = _("kết quả đọc")

    def __str__(self) -> str:
        return str(self.scan_id)
