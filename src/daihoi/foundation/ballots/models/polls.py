"""One secret paper vote: what was printed, counted by hand, scanned, read, decided and closed (cuộc bỏ phiếu kín).

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
from daihoi.foundation.journal.models import Entry
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


class ScanBatch(models.Model):
    """One bundle of sheets, counted by hand, then scanned (lô phiếu)."""

    class State(models.TextChoices):
        """How far the reading of a bundle has come (tình trạng lô)."""

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
            models.CheckConstraint(condition=Q(state__in=["waiting", "reading", "held", "read", "withdrawn"]), name="ballots_batch_state"),
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
        """Place of the foreign sheet at which the reading stopped, or stopped last."""
        return self.sheet_of(self.held_at) if self.held_at else 0

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
    name = models.CharField(_("tên tệp"), max_length=255)
    pages = models.PositiveIntegerField(_("số trang"))
    stored = models.ForeignKey(StoredFile, verbose_name=_("tệp lưu"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tệp quét")
        verbose_name_plural = _("tệp quét")
        ordering = ["batch", "sequence"]
        constraints = [models.UniqueConstraint(fields=["batch", "sequence"], name="ballots_scan_file_sequence")]

    def __str__(self) -> str:
        return self.name


@protect
class Scan(models.Model):
    """One page image of a bundle; what could not be opened has a digest and no picture (ảnh quét một trang)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(ScanBatch, verbose_name=_("lô phiếu"), on_delete=models.PROTECT, related_name="scans")
    sequence = models.PositiveIntegerField(_("thứ tự trang"))
    source = models.CharField(_("tệp và trang"), max_length=300)
    digest = models.CharField(_("mã băm của ảnh"), max_length=64)
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
    """What the reader saw on one page, one row a page (kết quả đọc một trang)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scan = models.OneToOneField(Scan, verbose_name=_("ảnh quét"), on_delete=models.PROTECT, related_name="reading")
    line = models.JSONField(_("dòng kết quả"))
    ink = models.BinaryField(_("nét mực giữ lại, đã mã hóa"), null=True)
    reader = models.CharField(_("phiên bản máy đọc"), max_length=40)
    read_at = models.DateTimeField(_("thời điểm đọc"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả đọc")
        verbose_name_plural = _("kết quả đọc")

    def __str__(self) -> str:
        return str(self.scan_id)


class Claim(models.Model):
    """Who holds an open question, and until when (người đang giữ câu hỏi)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="claims")
    question = models.CharField(_("câu hỏi"), max_length=80)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người giữ"), on_delete=models.PROTECT, related_name="+")
    held_until = models.DateTimeField(_("giữ đến"))

    class Meta:
        verbose_name = _("lượt giữ")
        verbose_name_plural = _("lượt giữ")
        constraints = [models.UniqueConstraint(fields=["poll", "question"], name="ballots_claim_one_holder")]

    def __str__(self) -> str:
        return self.question


@protect
class Adjudication(models.Model):
    """One person's answer to one question; taken back by a later row without an answer (ý kiến của một người)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="adjudications")
    question = models.CharField(_("câu hỏi"), max_length=80)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người quyết"), on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField(_("lần"), default=1)
    verdict = models.JSONField(_("ý kiến"), null=True)
    for_board = models.BooleanField(_("thay mặt cả ban"), default=False)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    salt = models.CharField(_("muối"), max_length=32)
    commitment = models.CharField(_("cam kết"), max_length=64)
    decided_at = models.DateTimeField(_("thời điểm"), default=timezone.now)

    class Meta:
        verbose_name = _("ý kiến về phiếu nghi ngờ")
        verbose_name_plural = _("ý kiến về phiếu nghi ngờ")
        ordering = ["poll", "question", "decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "question", "decider", "turn"], name="ballots_adjudication_one_answer"),
            models.CheckConstraint(condition=Q(for_board=False) | ~Q(reason=""), name="ballots_adjudication_board_reason"),
        ]

    def __str__(self) -> str:
        return self.question


@protect
class Tally(models.Model):
    """The closed count with its inputs' digests, never changed; one more for each time it was closed again (kết quả kiểm phiếu)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="tallies")
    turn = models.PositiveSmallIntegerField(_("lần khóa"), default=1)
    contest_toml = models.TextField(_("danh sách và số phiếu"))
    readings_digest = models.CharField(_("mã băm kết quả đọc"), max_length=64)
    decisions_digest = models.CharField(_("mã băm quyết định"), max_length=64)
    result = models.JSONField(_("kết quả"))
    digest = models.CharField(_("mã kiểm chứng"), max_length=24)
    program_digest = models.CharField(_("mã băm chương trình"), max_length=64, blank=True, default="")
    issued = models.PositiveIntegerField(_("phát ra"))
    returned = models.PositiveIntegerField(_("thu về"))
    valid = models.PositiveIntegerField(_("hợp lệ"))
    invalid = models.PositiveIntegerField(_("không hợp lệ"))
    closed_at = models.DateTimeField(_("thời điểm khóa"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả kiểm phiếu")
        verbose_name_plural = _("kết quả kiểm phiếu")
        ordering = ["poll", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "turn"], name="ballots_tally_turn"),
            models.CheckConstraint(condition=Q(returned=F("valid") + F("invalid")), name="ballots_tally_returned"),
            models.CheckConstraint(condition=Q(returned__lte=F("issued")), name="ballots_tally_issued"),
        ]

    def __str__(self) -> str:
        return self.digest
