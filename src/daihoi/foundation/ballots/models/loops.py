"""The loop test of printer and scanner before a vote, and what the vote was released on (thử vòng máy, cho bầu; PR-18)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect


@protect
class LoopTest(models.Model):
    """One pile of practice sheets printed and scanned on the very machines, compared with its plan, PR-18 (lần thử máy)."""

    class Kind(models.TextChoices):
        """Who made the marks (loại phiếu thử)."""

        HAND = "hand", _("phiếu thử đánh dấu bằng tay")
        DECK = "deck", _("bộ phiếu tập in sẵn dấu")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="loop_tests")
    kind = models.CharField(_("loại phiếu thử"), max_length=10, choices=Kind.choices)
    printer = models.CharField(_("máy in"), max_length=120)
    scanner = models.CharField(_("máy quét"), max_length=120)
    version = models.CharField(_("phiên bản chương trình"), max_length=40)
    program_digest = models.CharField(_("mã băm chương trình"), max_length=64)
    reader = models.CharField(_("phiên bản máy đọc"), max_length=40)
    plan = models.JSONField(_("kế hoạch đánh dấu"))
    pages_expected = models.PositiveIntegerField(_("số trang đã in"))
    pages_seen = models.PositiveIntegerField(_("số trang quét được"))
    right = models.PositiveIntegerField(_("số chỗ đọc đúng"))
    asked = models.PositiveIntegerField(_("số chỗ hỏi lại người"))
    wrong = models.PositiveIntegerField(_("số chỗ đọc sai"))
    aside = models.PositiveIntegerField(_("số trang để riêng"))
    doubtful_percent = models.PositiveSmallIntegerField(_("tỷ lệ được hỏi lại (%)"))
    is_passed = models.BooleanField(_("đạt"))
    page_ms = models.PositiveIntegerField(_("mili giây đọc một trang"))
    scan_seconds = models.PositiveIntegerField(_("số giây quét cả xấp"), null=True)
    tester = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người thử"), on_delete=models.PROTECT, related_name="+")
    tested_at = models.DateTimeField(_("thời điểm thử"), default=timezone.now)

    class Meta:
        verbose_name = _("lần thử máy")
        verbose_name_plural = _("lần thử máy")
        ordering = ["poll", "tested_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["hand", "deck"]), name="ballots_loop_test_kind"),
            models.CheckConstraint(condition=~Q(printer="") & ~Q(scanner=""), name="ballots_loop_test_machines"),
            models.CheckConstraint(
                condition=Q(is_passed=False) | Q(wrong=0, aside=0, pages_seen=F("pages_expected"), right__gt=0),
                name="ballots_loop_test_passed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printer}, {self.scanner}"


@protect
class LoopPage(models.Model):
    """One page of a loop test with its picture and what differs from the plan (trang thử máy)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    test = models.ForeignKey(LoopTest, verbose_name=_("lần thử máy"), on_delete=models.PROTECT, related_name="pages")
    sequence = models.PositiveIntegerField(_("thứ tự quét"))
    source = models.CharField(_("tệp và trang"), max_length=300)
    sheet = models.PositiveSmallIntegerField(_("tờ số"), null=True)
    page = models.PositiveSmallIntegerField(_("trang"), null=True)
    cause = models.CharField(_("vì sao để riêng"), max_length=40, blank=True)
    differences = models.JSONField(_("chỗ khác kế hoạch"))
    stored = models.ForeignKey(StoredFile, verbose_name=_("ảnh"), null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("trang thử máy")
        verbose_name_plural = _("trang thử máy")
        ordering = ["test", "sequence"]
        constraints = [models.UniqueConstraint(fields=["test", "sequence"], name="ballots_loop_page_sequence")]

    def __str__(self) -> str:
        return self.source


@protect
class Release(models.Model):
    """A vote set free to be held, with what it stands on; a later row changes how it is counted, the newest holds (cho bầu)."""

    class Way(models.TextChoices):
        """How the ballots are to be counted (cách kiểm phiếu)."""

        SCANNED = "scanned", _("quét phiếu, máy đọc")
        KEYED = "keyed", _("nhập tay, không có máy quét")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="releases")
    turn = models.PositiveSmallIntegerField(_("lần"))
    way = models.CharField(_("cách kiểm phiếu"), max_length=10, choices=Way.choices)
    loop_test = models.ForeignKey(LoopTest, verbose_name=_("lần thử máy"), null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("lý do cho bầu khi chưa thử máy"), max_length=300, blank=True)
    needed = models.CharField(_("quy tắc thử máy"), max_length=20)
    program_digest = models.CharField(_("mã băm chương trình"), max_length=64)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người cho bầu"), on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("thời điểm cho bầu"), default=timezone.now)

    class Meta:
        verbose_name = _("lần cho bầu")
        verbose_name_plural = _("lần cho bầu")
        ordering = ["poll", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "turn"], name="ballots_release_turn"),
            models.CheckConstraint(condition=Q(way__in=["scanned", "keyed"]), name="ballots_release_way"),
            models.CheckConstraint(
                condition=Q(way="keyed") | Q(loop_test__isnull=False) | ~Q(reason="") | Q(needed="never"), name="ballots_release_stands_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.turn}"
