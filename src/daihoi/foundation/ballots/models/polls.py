"""One secret paper vote: its proof, its prints and the numbers counted by hand (cuộc bỏ phiếu kín).

No row here leads from a ballot to a voter; persons appear only as those who sign, hold or decide.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.files.models import ContentKey, StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit


class Poll(models.Model):
    """One secret vote on one printed list, frozen with its rules (cuộc bỏ phiếu)."""

    class State(models.TextChoices):
        """How far a vote has come (giai đoạn)."""

        DRAFT = "draft", _("chờ ký bản in thử")
        PROOFED = "proofed", _("chờ in phiếu")
        PRINTED = "printed", _("chờ phát phiếu")
        ISSUED = "issued", _("đã phát phiếu")
        COUNTING = "counting", _("đang kiểm phiếu")
        CLOSED = "closed", _("đã khóa kiểm phiếu")
        VOIDED = "voided", _("đã hủy phiếu")

    class Awaited(models.TextChoices):
        """What a stopped vote waits for, PR-16 (việc đang chờ)."""

        REPORTED = "reported", _("báo cáo cấp trên")
        ANSWERED = "answered", _("cấp trên trả lời")
        RESUMED = "resumed", _("bầu tiếp")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="polls")
    title = models.CharField(_("tên cuộc bầu"), max_length=200)
    letter = models.CharField(_("chữ của cuộc bầu"), max_length=1)
    code = models.CharField(_("mã trên phiếu"), max_length=20, unique=True)
    page_size = models.CharField(_("khổ giấy"), max_length=2)
    state = models.CharField(_("giai đoạn"), max_length=10, choices=State.choices, default=State.DRAFT)
    contest_toml = models.TextField(_("danh sách và số lượng"))
    charter_toml = models.TextField(_("bộ quy tắc"))
    layout = models.JSONField(_("bố cục phiếu"))
    digest = models.CharField(_("mã băm của phiếu"), max_length=64)
    ballot = models.ForeignKey(StoredFile, verbose_name=_("mẫu phiếu"), on_delete=models.PROTECT, related_name="+")
    specimen = models.ForeignKey(StoredFile, verbose_name=_("phiếu mẫu để niêm yết"), on_delete=models.PROTECT, related_name="+")
    key = models.OneToOneField(ContentKey, verbose_name=_("khóa ảnh quét"), on_delete=models.PROTECT, related_name="poll")
    replaces = models.OneToOneField(
        "self", verbose_name=_("thay cho phiếu đã hủy"), null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    opened_at = models.DateTimeField(_("thời điểm lập"), default=timezone.now)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người ghi tạm dừng"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_at = models.DateTimeField(_("thời điểm tạm dừng"), null=True)
    awaited = models.CharField(_("việc đang chờ"), max_length=10, choices=Awaited.choices, blank=True, default="")
    journal_chain = models.CharField(_("chuỗi nhật ký"), max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("cuộc bỏ phiếu")
        verbose_name_plural = _("cuộc bỏ phiếu")
        ordering = ["opened_at"]
        constraints = [
            models.CheckConstraint(condition=Q(page_size__in=["A4", "A5"]), name="ballots_poll_page_size"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proofed", "printed", "issued", "counting", "closed", "voided"]), name="ballots_poll_state"
            ),
            models.CheckConstraint(
                condition=Q(awaited="", stopped_by__isnull=True, stopped_at__isnull=True)
                | Q(awaited__in=["reported", "answered", "resumed"], stopped_by__isnull=False, stopped_at__isnull=False),
                name="ballots_poll_stopped_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """The count is closed and its tally stands."""
        return self.state == self.State.CLOSED

    @property
    def is_voided(self) -> bool:
        """All its sheets were destroyed because the list on them was wrong; another vote replaces it."""
        return self.state == self.State.VOIDED

    @property
    def is_stopped(self) -> bool:
        """The elections it belongs to stand still: nothing is printed, released or closed (tạm dừng)."""
        return bool(self.awaited)

    @property
    def pages_a_ballot(self) -> int:
        """Page images that one whole ballot gives."""
        return len(self.layout["pages"])

    @property
    def leaves_a_ballot(self) -> int:
        """Sheets of paper of one ballot."""
        return -(-self.pages_a_ballot // 2)


@protect
class ProofSignature(models.Model):
    """One of two people who compared the proof with the list before printing (ký bản in thử)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="proof_signatures")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người ký"), on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("chỗ ký"))
    signed_at = models.DateTimeField(_("thời điểm ký"), default=timezone.now)

    class Meta:
        verbose_name = _("chữ ký bản in thử")
        verbose_name_plural = _("chữ ký bản in thử")
        ordering = ["poll", "place"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "signer"], name="ballots_proof_two_people"),
            models.UniqueConstraint(fields=["poll", "place"], name="ballots_proof_place"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="ballots_proof_two_places"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.place}/2"


@protect
class PrintRun(models.Model):
    """One run of the printer: how many copies of which print (đợt in)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="print_runs")
    copies = models.PositiveIntegerField(_("số phiếu in"))
    digest = models.CharField(_("mã băm của bản in"), max_length=64)
    printed_at = models.DateTimeField(_("thời điểm in"), default=timezone.now)

    class Meta:
        verbose_name = _("đợt in")
        verbose_name_plural = _("đợt in")
        ordering = ["printed_at"]
        constraints = [models.CheckConstraint(condition=Q(copies__gte=1), name="ballots_print_run_copies")]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.copies}"


@protect
class CountRecord(models.Model):
    """One number counted by hand, of ballots or of those who may vote and are there; a correction names the row before and a reason, the newest holds (số phiếu ghi nhận)."""

    class Kind(models.TextChoices):
        """What was counted (loại số phiếu)."""

        PRESENT = "present", _("người có mặt")
        PRINTED = "printed", _("in")
        ISSUED = "issued", _("phát ra")
        SPOILED = "spoiled", _("hỏng")
        LEFT_OVER = "left_over", _("còn lại")
        RETURNED = "returned", _("thu về")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="count_records")
    kind = models.CharField(_("loại số phiếu"), max_length=10, choices=Kind.choices)
    turn = models.PositiveSmallIntegerField(_("lần ghi"), default=1)
    count = models.PositiveIntegerField(_("số phiếu"))
    reason = models.CharField(_("lý do sửa"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người ghi"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người xác nhận"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("số phiếu ghi nhận")
        verbose_name_plural = _("số phiếu ghi nhận")
        ordering = ["poll", "kind", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "kind", "turn"], name="ballots_count_turn"),
            models.CheckConstraint(condition=Q(turn=1) | (Q(turn__gt=1) & ~Q(reason="")), name="ballots_count_corrected_with_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by")), name="ballots_count_confirmed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["present", "printed", "issued", "spoiled", "left_over", "returned"]), name="ballots_count_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"
