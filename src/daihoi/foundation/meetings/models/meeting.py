"""The conference itself: programme, papers, the convened, speakers, events, minutes (hội nghị)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.models import Person, Unit


class Meeting(models.Model):
    """One conference of one body of a unit (hội nghị; RP-11)."""

    class Body(models.TextChoices):
        """Who meets (chủ thể)."""

        STANDING = "standing_committee", _("ban thường vụ")
        EXECUTIVE = "exec_committee", _("ban chấp hành")
        KEY_CADRES = "key_cadres", _("cán bộ chủ chốt")
        DELEGATES = "delegates", _("đại biểu")
        MEMBERS = "members", _("toàn thể đảng viên")

    class Kind(models.TextChoices):
        """Which kind of conference it is (loại hội nghị)."""

        ORDINARY = "ordinary", _("định kỳ")
        EXTRAORDINARY = "extraordinary", _("bất thường")
        EXTENDED = "extended", _("mở rộng")

    class State(models.TextChoices):
        """How far a conference has come (giai đoạn)."""

        PREPARING = "preparing", _("đang chuẩn bị")
        CALLED = "called", _("đã triệu tập")
        RUNNING = "running", _("đang họp")
        PAUSED = "paused", _("đang nghỉ")
        CLOSED = "closed", _("đã bế mạc")

    class Share(models.TextChoices):
        """A part of a base that must be reached (tỷ lệ cần đạt)."""

        HALF = "more_than_half", _("quá nửa")
        TWO_THIRDS = "two_thirds", _("ít nhất hai phần ba")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("tên hội nghị"), max_length=300)
    body = models.CharField(_("chủ thể"), max_length=20, choices=Body.choices)
    kind = models.CharField(_("loại hội nghị"), max_length=20, choices=Kind.choices, default=Kind.ORDINARY)
    ordinal = models.PositiveSmallIntegerField(_("lần thứ"), null=True, blank=True)
    term = models.CharField(_("nhiệm kỳ"), max_length=20, blank=True)
    opens_at = models.DateTimeField(_("giờ khai mạc"))
    place = models.CharField(_("địa điểm"), max_length=200)
    chair = models.CharField(_("chủ trì"), max_length=200, blank=True)
    quorum = models.CharField(_("tỷ lệ cần có mặt"), max_length=20, choices=Share.choices)
    state = models.CharField(_("giai đoạn"), max_length=10, choices=State.choices, default=State.PREPARING)
    symbol = models.CharField(_("số giấy triệu tập"), max_length=40, blank=True)
    called_on = models.DateField(_("ngày triệu tập"), null=True, blank=True)
    version = models.PositiveBigIntegerField(_("lần thay đổi"), default=0)
    screens = models.PositiveIntegerField(_("đợt địa chỉ màn hình"), default=0)

    class Meta:
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                name="meetings_body_known",
                condition=Q(body__in=["standing_committee", "exec_committee", "key_cadres", "delegates", "members"]),
            ),
            models.CheckConstraint(name="meetings_kind_known", condition=Q(kind__in=["ordinary", "extraordinary", "extended"])),
            models.CheckConstraint(
                name="meetings_state_known", condition=Q(state__in=["preparing", "called", "running", "paused", "closed"])
            ),
            models.CheckConstraint(name="meetings_title_given", condition=~Q(title="")),
        ]
        indexes = [models.Index(fields=["unit", "opens_at"], name="meetings_meeting_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """The hall is open."""
        return self.state in {self.State.RUNNING, self.State.PAUSED}

    @property
    def is_closed(self) -> bool:
        """Nothing happens any more."""
        return self.state == self.State.CLOSED


class Item(models.Model):
    """One line of a programme (việc trong chương trình)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    step = models.CharField(_("bước"), max_length=20)
    title = models.CharField(_("nội dung"), max_length=300)
    speaker = models.CharField(_("người trình bày"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("số phút dự kiến"))
    began_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("việc trong chương trình")
        verbose_name_plural = _("việc trong chương trình")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_item_position"),
            models.CheckConstraint(
                name="meetings_item_times",
                condition=Q(ended_at__isnull=True) | Q(began_at__isnull=False, ended_at__gte=F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemWords(models.Model):
    """What the chair reads at one item of this conference instead of the words of the data file (lời điều hành đã sửa; PR-15)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, verbose_name=_("việc trong chương trình"), on_delete=models.PROTECT, related_name="words")
    branch = models.CharField(_("nhánh"), max_length=80, blank=True)
    text = models.TextField(_("lời đọc"))

    class Meta:
        verbose_name = _("lời điều hành đã sửa")
        verbose_name_plural = _("lời điều hành đã sửa")
        constraints = [models.UniqueConstraint(fields=["item", "branch"], name="meetings_words_branch")]

    def __str__(self) -> str:
        return self.branch or str(self.item_id)


class Paper(models.Model):
    """A paper of a conference, by the key and the page of whatever package owns it, or as a file (tài liệu hội nghị)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        Item, verbose_name=_("việc trong chương trình"), null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("tên tài liệu"), max_length=300)
    subject = models.CharField(_("khóa tài liệu"), max_length=80, blank=True)
    page = models.CharField(_("trang của tài liệu"), max_length=80, blank=True)
    argument = models.CharField(_("tham số của trang"), max_length=80, blank=True)
    stored = models.ForeignKey(StoredFile, verbose_name=_("tệp lưu"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.PositiveIntegerField(_("số từ"), default=0)
    is_for_adoption = models.BooleanField(_("để biểu quyết thông qua"), default=False)
    received_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("tài liệu hội nghị")
        verbose_name_plural = _("tài liệu hội nghị")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_paper_position"),
            models.UniqueConstraint(fields=["meeting", "subject"], condition=~Q(subject=""), name="meetings_paper_subject"),
            models.CheckConstraint(
                name="meetings_paper_received", condition=Q(received_at__isnull=True) | ~Q(page="") | Q(stored__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Invitee(models.Model):
    """A person with a post, or a number of heads without names, convened to a conference (thành phần triệu tập)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="invitees")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("thành phần"), max_length=200)
    delegation = models.CharField(_("đoàn"), max_length=200, blank=True)
    person = models.ForeignKey(Person, verbose_name=_("người"), null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    heads = models.PositiveIntegerField(_("số triệu tập"), default=1)
    has_vote = models.BooleanField(_("có quyền biểu quyết"), default=True)
    present = models.PositiveIntegerField(_("số có mặt"), default=0)
    excused = models.PositiveIntegerField(_("số vắng có lý do"), default=0)
    elsewhere = models.PositiveIntegerField(_("số sinh hoạt nơi khác, không dự"), default=0)
    suspended = models.PositiveIntegerField(_("số bị đình chỉ sinh hoạt"), default=0)
    reason = models.CharField(_("lý do vắng"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("thành phần triệu tập")
        verbose_name_plural = _("thành phần triệu tập")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_invitee_position"),
            models.UniqueConstraint(fields=["meeting", "person"], condition=Q(person__isnull=False), name="meetings_invitee_person"),
            models.CheckConstraint(name="meetings_invitee_one_person", condition=Q(person__isnull=True) | Q(heads=1)),
            models.CheckConstraint(name="meetings_invitee_heads", condition=Q(heads__gte=1)),
            models.CheckConstraint(
                name="meetings_invitee_sum", condition=Q(heads__gte=F("present") + F("excused") + F("elsewhere") + F("suspended"))
            ),
            models.CheckConstraint(name="meetings_invitee_reason", condition=Q(excused=0) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unknown(self) -> int:
        """Heads of whom nothing is known."""
        return self.heads - self.present - self.excused - self.elsewhere - self.suspended


class Speaker(models.Model):
    """Somebody who asks to speak, or hands in a speech (người đăng ký phát biểu)."""

    class Form(models.TextChoices):
        """What is asked for (hình thức phát biểu)."""

        TURN = "turn", _("phát biểu")
        SPEECH = "speech", _("tham luận")
        POINT_OF_ORDER = "point_of_order", _("ý kiến về cách điều hành")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="speakers")
    label = models.CharField(_("người phát biểu"), max_length=120)
    delegation = models.CharField(_("đoàn"), max_length=200, blank=True)
    form = models.CharField(_("hình thức phát biểu"), max_length=20, choices=Form.choices, default=Form.TURN)
    title = models.CharField(_("tên tham luận"), max_length=300, blank=True)
    words = models.PositiveIntegerField(_("số từ"), default=0)
    stored = models.ForeignKey(StoredFile, verbose_name=_("tệp lưu"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("người đăng ký phát biểu")
        verbose_name_plural = _("người đăng ký phát biểu")
        constraints = [
            models.CheckConstraint(name="meetings_speaker_form", condition=Q(form__in=["turn", "speech", "point_of_order"])),
            models.CheckConstraint(name="meetings_speech_title", condition=~Q(form="speech") | ~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.label


@protect
class Event(models.Model):
    """One thing that happened at a conference; the row of them is the conference (diễn biến hội nghị)."""

    class Verb(models.TextChoices):
        """What can happen (việc)."""

        PREPARED = "prepared", _("chuẩn bị")
        SUMMONED = "summoned", _("ra giấy triệu tập")
        OPENED = "opened", _("khai mạc")
        PRESENCE = "presence", _("điểm danh")
        ITEM_STARTED = "item_started", _("bắt đầu việc")
        ITEM_ENDED = "item_ended", _("xong việc")
        REGISTERED = "registered", _("đăng ký phát biểu")
        PREFERRED = "preferred", _("mời trước")
        CALLED = "called", _("mời phát biểu")
        ENDED = "ended", _("phát biểu xong")
        WITHDRAWN = "withdrawn", _("rút đăng ký")
        HANDED_IN = "handed_in", _("gửi bằng văn bản")
        VOTE_OPENED = "vote_opened", _("mở biểu quyết")
        VOTE_CLOSED = "vote_closed", _("kết quả biểu quyết")
        VOTE_CANCELLED = "vote_cancelled", _("hủy biểu quyết")
        AMENDED = "amended", _("đề nghị sửa đổi")
        ADOPTED = "adopted", _("quyết định về văn bản")
        CONCLUDED = "concluded", _("kết luận")
        NOTED = "noted", _("ghi nhận")
        SHOWN = "shown", _("đổi màn hình")
        PAUSED = "paused", _("tạm nghỉ")
        RESUMED = "resumed", _("họp tiếp")
        CLOSED = "closed", _("bế mạc")
        TOLD = "told", _("ghi lại sau")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField(_("số thứ tự"))
    at = models.DateTimeField(_("thời điểm"))
    verb = models.CharField(_("việc"), max_length=20, choices=Verb.choices)
    subject = models.CharField(_("đối tượng"), max_length=40, blank=True)
    facts = models.JSONField(_("dữ kiện"), encoder=DjangoJSONEncoder, default=dict)
    is_afterwards = models.BooleanField(_("ghi lại sau"), default=False)
    entry = models.ForeignKey(Entry, verbose_name=_("dòng nhật ký"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("diễn biến hội nghị")
        verbose_name_plural = _("diễn biến hội nghị")
        ordering = ["meeting", "seq"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seq"], name="meetings_event_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


@protect
class Minutes(models.Model):
    """The minutes as they were fixed: number, sentences with their events, digest (biên bản hội nghị)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.OneToOneField(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="fixed_minutes")
    symbol = models.CharField(_("số biên bản"), max_length=40)
    writer = models.CharField(_("người ghi biên bản"), max_length=120)
    sentences = models.JSONField(_("các câu"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("mã kiểm chứng"), max_length=64)
    fixed_at = models.DateTimeField(_("thời điểm chốt"), default=timezone.now)

    class Meta:
        verbose_name = _("biên bản hội nghị")
        verbose_name_plural = _("biên bản hội nghị")

    def __str__(self) -> str:
        return self.symbol


class LateDraft(models.Model):
    """What is being typed of a conference that was held without the program; no decision, and gone when it is recorded (bản nháp ghi lại)."""

    meeting = models.OneToOneField(
        Meeting, verbose_name=_("hội nghị"), primary_key=True, on_delete=models.PROTECT, related_name="late_draft"
    )
    typed = models.JSONField(_("nội dung đã gõ"), default=dict)
    kept_at = models.DateTimeField(_("ghi nháp lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản nháp ghi lại")
        verbose_name_plural = _("bản nháp ghi lại")

    def __str__(self) -> str:
        return str(self.meeting_id)
