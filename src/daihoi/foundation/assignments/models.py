"""What is asked of which unit until when, and what became of it (giao việc).

A batch says once what is asked; an assignment is one unit's share of it. What happened to an assignment stands in events that are
written once; `state`, `owed`, `due` and `unit` of an assignment are what its events add up to (a test replays them), kept
in the row so that a list over a million assignments needs one index. A deadline of any other phase is an assignment with a subject.
"""

from base64 import b32encode
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.journal.canonical import digest, moment
from daihoi.foundation.organization.fields import PathField
from daihoi.foundation.organization.models import Unit
from daihoi.rules.deadlines import Due


class Asks(models.TextChoices):
    """What a unit must show when it is done (minh chứng cần có)."""

    NOTHING = "nothing", _("chỉ báo đã xong")
    TEXT = "text", _("báo kết quả bằng chữ")
    FILE = "file", _("gửi tệp: văn bản, ảnh, biên bản")
    FORM = "form", _("điền biểu mẫu")


class Post(models.TextChoices):
    """Whose task it is inside a unit; a post outlives the people who hold it (chức trách)."""

    ANY = "", _("văn thư, người được phân công")
    SECRETARY = "secretary", _("bí thư")
    DEPUTY = "deputy_secretary", _("phó bí thư")
    OFFICE = "office", _("văn phòng")
    ORGANIZATION = "organizing_board", _("ban tổ chức")
    PROPAGANDA = "propaganda_board", _("ban tuyên giáo, dân vận")
    INSPECTION = "inspection_committee", _("ủy ban kiểm tra")


class State(models.TextChoices):
    """How far an assignment is (tình trạng việc)."""

    SENT = "sent", _("đã gửi")
    RECEIVED = "received", _("đã nhận")
    READ = "read", _("đã đọc")
    PLANNED = "planned", _("đã có kế hoạch")
    DONE = "done", _("đã báo xong")
    RETURNED = "returned", _("trả lại")
    ACCEPTED = "accepted", _("đã nghiệm thu")
    MET = "met", _("đã xong")
    DROPPED = "dropped", _("không còn phải làm")


OWED = (State.SENT, State.RECEIVED, State.READ, State.PLANNED, State.RETURNED)


class Batch(models.Model):
    """What is asked, of all units at once, and where it comes from (lần giao việc)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    issuer = models.ForeignKey(Unit, verbose_name=_("đơn vị giao"), on_delete=models.PROTECT, related_name="batches_issued")
    title = models.CharField(_("việc"), max_length=300)
    details = models.TextField(_("yêu cầu"), blank=True, default="")
    asks = models.CharField(_("minh chứng cần có"), max_length=10, choices=Asks.choices, default=Asks.TEXT)
    owner_post = models.CharField(_("chức trách"), max_length=40, blank=True, default="")
    source = models.CharField(_("nguồn"), max_length=120, blank=True, default="")
    source_title = models.CharField(_("tên nguồn"), max_length=300, blank=True, default="")
    link = models.CharField(_("trang nguồn"), max_length=200, blank=True, default="")
    due_on = models.DateField(_("hạn cố định"), null=True, blank=True)
    anchor = models.CharField(_("mốc tính hạn"), max_length=120, blank=True, default="")
    due_days = models.PositiveSmallIntegerField(_("số ngày đếm hạn"), default=0)
    due_before = models.BooleanField(_("đếm lùi"), default=True)
    due_working = models.BooleanField(_("ngày làm việc"), default=True)
    grade = models.CharField(_("độ mật"), max_length=20, blank=True, default="")
    assigned_at = models.DateTimeField(_("thời điểm giao"), default=timezone.now)

    class Meta:
        verbose_name = _("lần giao việc")
        verbose_name_plural = _("lần giao việc")
        ordering = ["-assigned_at", "-id"]
        constraints = [
            models.CheckConstraint(name="assignments_batch_title_given", condition=~Q(title="")),
            models.CheckConstraint(name="assignments_batch_asks_known", condition=Q(asks__in=Asks.values)),
            models.CheckConstraint(name="assignments_batch_one_way_of_due", condition=Q(due_on__isnull=True) | Q(anchor="")),
        ]
        indexes = [
            models.Index(fields=["source"], name="assignments_batch_source"),
            models.Index(fields=["anchor"], name="assignments_batch_anchor"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due(self) -> Due:
        """Give the rule of the due day as the pure rules know it."""
        return Due(self.due_on, self.anchor, self.due_days, self.due_before, self.due_working)


class Assignment(models.Model):
    """One unit's share of a batch, or one deadline of another phase (việc được giao)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, verbose_name=_("lần giao việc"), on_delete=models.PROTECT, related_name="assignments", db_index=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị thực hiện"), on_delete=models.PROTECT, related_name="assignments", db_index=False)
    post = models.CharField(_("chức trách"), max_length=40, blank=True, default="")
    subject = models.CharField(_("đối tượng của hạn"), max_length=120, blank=True, default="")
    link = models.CharField(_("trang của việc"), max_length=200, blank=True, default="")
    anchor_unit = models.ForeignKey(
        Unit, verbose_name=_("đơn vị của mốc"), null=True, blank=True, on_delete=models.PROTECT, related_name="counted_assignments"
    )
    due = models.DateField(_("hạn"), null=True, blank=True)
    state = models.CharField(_("tình trạng việc"), max_length=10, choices=State.choices, default=State.SENT)
    owed = models.BooleanField(_("còn phải làm"), default=True)
    met_on = models.DateField(_("ngày xong"), null=True, blank=True)
    branch = PathField(_("nhánh"), max_length=120, blank=True, default="")  # where the unit stood when it was given this

    class Meta:
        verbose_name = _("việc được giao")
        verbose_name_plural = _("việc được giao")
        constraints = [
            models.UniqueConstraint(
                name="assignments_once_per_unit", fields=["batch", "unit"], condition=Q(subject="") & ~Q(state="dropped")
            ),
            models.UniqueConstraint(name="assignments_subject_once", fields=["subject"], condition=~Q(subject="")),
            models.CheckConstraint(name="assignments_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="assignments_owed_by_state",
                condition=Q(owed=True, state__in=OWED, met_on__isnull=True) | (Q(owed=False) & ~Q(state__in=OWED)),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "owed", "due"], name="assignments_of_unit"),
            models.Index(fields=["owed", "due", "unit"], name="assignments_by_day"),
            models.Index(fields=["batch", "unit", "state", "owed", "due"], name="assignments_of_batch"),
            models.Index(fields=["batch", "branch", "state", "met_on", "due"], name="assignments_by_branch"),
            models.Index(fields=["met_on", "batch"], name="assignments_met", condition=Q(met_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.unit_id}"

    def late_days(self, on: date) -> int:
        """Count the days by which it is late on a day, or was late when it was met; 0 when in time (quá mấy ngày)."""
        until = self.met_on or (on if self.owed else None)
        return max(0, (until - self.due).days) if until and self.due else 0


class Step(models.TextChoices):
    """What can happen to an assignment (mốc của việc)."""

    RECEIVED = "received", _("nhận")
    READ = "read", _("đọc")
    PLANNED = "planned", _("lập kế hoạch")
    DONE = "done", _("báo xong")
    RETURNED = "returned", _("trả lại")
    ACCEPTED = "accepted", _("nghiệm thu")
    MET = "met", _("xong")
    REOPENED = "reopened", _("mở lại")
    DROPPED = "dropped", _("thôi giao")
    DUE_MOVED = "due_moved", _("đổi hạn")
    MOVED = "moved", _("chuyển đơn vị thực hiện")
    REMINDED = "reminded", _("đôn đốc")


@protect
class Event(models.Model):
    """One thing that happened to an assignment, with its time and person; written once (mốc của việc)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(
        Assignment, verbose_name=_("việc được giao"), on_delete=models.PROTECT, related_name="events", db_index=False
    )
    step = models.CharField(_("mốc"), max_length=10, choices=Step.choices)
    at = models.DateTimeField(_("thời điểm"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người làm"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("ngày"), null=True, blank=True)
    note = models.TextField(_("nội dung"), blank=True, default="")
    file = models.ForeignKey(
        StoredFile, verbose_name=_("tệp minh chứng"), null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_before = models.DateField(_("hạn cũ"), null=True, blank=True)
    due_after = models.DateField(_("hạn mới"), null=True, blank=True)
    unit_before = models.ForeignKey(
        Unit, verbose_name=_("đơn vị cũ"), null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit_after = models.ForeignKey(
        Unit, verbose_name=_("đơn vị mới"), null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(_("mã lần gửi"), null=True, blank=True)

    class Meta:
        verbose_name = _("mốc của việc")
        verbose_name_plural = _("mốc của việc")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(name="assignments_event_sent_once", fields=["key"], condition=Q(key__isnull=False)),
            models.CheckConstraint(name="assignments_event_step_known", condition=Q(step__in=Step.values)),
            models.CheckConstraint(name="assignments_return_has_reason", condition=~Q(step="returned") | ~Q(note="")),
        ]
        indexes = [models.Index(fields=["assignment", "at"], name="assignments_event_of")]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%d/%m/%Y}"

    @property
    def receipt(self) -> str:
        """Give the code by which a unit can prove what it sent (mã biên nhận)."""
        said = f"{self.pk}|{self.assignment_id}|{self.step}|{moment(self.at)}|{digest(self.note)}|{self.file_id or ''}"
        code = b32encode(sha256(said.encode()).digest()).decode()
        return f"{code[:4]}-{code[4:8]}"


class Anchor(models.Model):
    """A day that deadlines are counted from, the same thing for many units: the congress of a round (mốc tính hạn)."""

    key = models.CharField(_("mã mốc"), max_length=120, primary_key=True)
    title = models.CharField(_("tên mốc"), max_length=300)

    class Meta:
        verbose_name = _("mốc tính hạn")
        verbose_name_plural = _("mốc tính hạn")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class AnchorDay(models.Model):
    """The day of an anchor for one unit, as the phase that owns it said last (ngày của mốc)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    anchor = models.ForeignKey(Anchor, verbose_name=_("mốc tính hạn"), on_delete=models.PROTECT, related_name="days", db_index=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="anchor_days", db_index=False)
    day = models.DateField(_("ngày"))

    class Meta:
        verbose_name = _("ngày của mốc")
        verbose_name_plural = _("ngày của mốc")
        constraints = [models.UniqueConstraint(name="assignments_anchor_day_once", fields=["anchor", "unit"])]

    def __str__(self) -> str:
        return f"{self.anchor_id} {self.day}"


class Charge(models.Model):
    """Who looks after what a post of a unit owes, from one day to another (phân công phụ trách; PR-14)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="charges")
    post = models.CharField(_("chức trách"), max_length=40, blank=True, default="")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người phụ trách"), on_delete=models.PROTECT, related_name="charges")
    is_substitute = models.BooleanField(_("làm thay"), default=False)
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực"), null=True, blank=True)

    class Meta:
        verbose_name = _("phân công phụ trách")
        verbose_name_plural = _("phân công phụ trách")
        ordering = ["unit", "post", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="assignments_one_in_charge", fields=["unit", "post"], condition=Q(valid_to__isnull=True, is_substitute=False)
            ),
            models.CheckConstraint(
                name="assignments_charge_end", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
            models.CheckConstraint(name="assignments_substitute_until", condition=Q(is_substitute=False) | Q(valid_to__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.post}"


class Mailbox(models.Model):
    """Where a person wants to be reminded: an address for the daily digest, a secret address of the calendar (nơi nhận nhắc việc)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("tài khoản"), primary_key=True, on_delete=models.PROTECT, related_name="mailbox"
    )
    address = models.EmailField(_("thư điện tử"), blank=True, default="")
    feed_digest = models.CharField(_("mã băm địa chỉ lịch"), max_length=64, blank=True, default="")
    feed_since = models.DateTimeField(_("lịch mở từ"), null=True, blank=True)

    class Meta:
        verbose_name = _("nơi nhận nhắc việc")
        verbose_name_plural = _("nơi nhận nhắc việc")
        constraints = [
            models.UniqueConstraint(name="assignments_feed_once", fields=["feed_digest"], condition=~Q(feed_digest="")),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Digest(models.Model):
    """What one person was told on one day, in one message (bản tin nhắc việc)."""

    class Delivery(models.TextChoices):
        """How far the message by mail is (tình trạng gửi thư)."""

        NONE = "none", _("chỉ trong chương trình")
        WAITING = "waiting", _("chờ gửi")
        SENDING = "sending", _("đang gửi")
        SENT = "sent", _("đã gửi")
        GIVEN_UP = "given_up", _("không gửi được")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("tài khoản"), on_delete=models.PROTECT, related_name="digests")
    on = models.DateField(_("ngày"))
    soon = models.PositiveIntegerField(_("sắp đến hạn"), default=0)
    late = models.PositiveIntegerField(_("quá hạn"), default=0)
    below = models.PositiveIntegerField(_("quá hạn của cấp dưới"), default=0)
    text = models.TextField(_("nội dung"))
    delivery = models.CharField(_("tình trạng gửi thư"), max_length=10, choices=Delivery.choices, default=Delivery.NONE)
    tries = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    fault = models.CharField(_("lỗi gửi"), max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("bản tin nhắc việc")
        verbose_name_plural = _("bản tin nhắc việc")
        ordering = ["-on", "user"]
        constraints = [
            models.UniqueConstraint(name="assignments_one_digest_a_day", fields=["user", "on"]),
            models.CheckConstraint(
                name="assignments_delivery_known", condition=Q(delivery__in=["none", "waiting", "sending", "sent", "given_up"])
            ),
        ]
        indexes = [models.Index(fields=["delivery"], name="assignments_digest_delivery")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.on}"


@protect
class Urging(models.Model):
    """One reminder that an issuing unit sent to units below: a letter, a text or a picture (lần đôn đốc)."""

    class Form(models.TextChoices):
        """How the reminder went out (hình thức đôn đốc)."""

        LETTER = "letter", _("công văn")
        TEXT = "text", _("tin nhắn, bảng ảnh")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị đôn đốc"), on_delete=models.PROTECT, related_name="urgings")
    form = models.CharField(_("hình thức đôn đốc"), max_length=10, choices=Form.choices)
    on = models.DateField(_("ngày"))
    at = models.DateTimeField(_("thời điểm"), default=timezone.now)
    symbol = models.CharField(_("số, ký hiệu"), max_length=80, blank=True, default="")
    units = models.PositiveIntegerField(_("số đơn vị"))
    items = models.PositiveIntegerField(_("số việc"))
    docx = models.ForeignKey(StoredFile, verbose_name=_("bản DOCX"), null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, verbose_name=_("bản PDF"), null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("lần đôn đốc")
        verbose_name_plural = _("lần đôn đốc")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.symbol or f"{self.on:%d/%m/%Y}"
