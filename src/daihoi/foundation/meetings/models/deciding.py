"""What a conference decides: open votes, amendments, adopted texts, conclusions (quyết định của hội nghị)."""

from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.meetings.models.meeting import Item, Meeting, Paper
from daihoi.foundation.organization.models import Unit


class OpenVote(models.Model):
    """One question that a conference votes openly (cuộc biểu quyết)."""

    class Form(models.TextChoices):
        """How it is voted (cách biểu quyết)."""

        HANDS = "hands", _("giơ tay")
        CARDS = "cards", _("giơ thẻ")
        DEVICE = "device", _("thiết bị của đại biểu")

    class State(models.TextChoices):
        """How far a vote has come (tình trạng biểu quyết)."""

        OPEN = "open", _("đang biểu quyết")
        CLOSED = "closed", _("đã có kết quả")
        CANCELLED = "cancelled", _("đã hủy")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="votes")
    item = models.ForeignKey(
        Item, verbose_name=_("việc trong chương trình"), null=True, blank=True, on_delete=models.PROTECT, related_name="votes"
    )
    question = models.CharField(_("nội dung biểu quyết"), max_length=400)
    subject = models.CharField(_("khóa đối tượng"), max_length=80, blank=True)
    form = models.CharField(_("cách biểu quyết"), max_length=10, choices=Form.choices, default=Form.HANDS)
    share = models.CharField(_("tỷ lệ cần đạt"), max_length=20, choices=Meeting.Share.choices, default=Meeting.Share.HALF)
    base = models.PositiveIntegerField(_("cơ sở tính"))
    present = models.PositiveIntegerField(_("số có mặt"))
    state = models.CharField(_("tình trạng biểu quyết"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("thời điểm mở"), default=timezone.now)

    class Meta:
        verbose_name = _("cuộc biểu quyết")
        verbose_name_plural = _("cuộc biểu quyết")
        ordering = ["meeting", "opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="open"), name="meetings_one_open_vote"),
            models.CheckConstraint(name="meetings_vote_base", condition=Q(base__gte=1)),
            models.CheckConstraint(name="meetings_vote_form", condition=Q(form__in=["hands", "cards", "device"])),
        ]

    def __str__(self) -> str:
        return self.question


@protect
class VoteResult(models.Model):
    """The one result form of every open vote: totals only (kết quả biểu quyết)."""

    vote = models.OneToOneField(
        OpenVote, verbose_name=_("cuộc biểu quyết"), primary_key=True, on_delete=models.PROTECT, related_name="result"
    )
    agree = models.PositiveIntegerField(_("tán thành"))
    disagree = models.PositiveIntegerField(_("không tán thành"))
    other = models.PositiveIntegerField(_("ý kiến khác"))
    not_voted = models.PositiveIntegerField(_("không biểu quyết"))
    present = models.PositiveIntegerField(_("số có mặt"))
    base = models.PositiveIntegerField(_("cơ sở tính"))
    needed = models.PositiveIntegerField(_("số cần đạt"))
    is_carried = models.BooleanField(_("được thông qua"))
    inputs = models.JSONField(_("đầu vào"), encoder=DjangoJSONEncoder)
    closed_at = models.DateTimeField(_("thời điểm chốt"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả biểu quyết")
        verbose_name_plural = _("kết quả biểu quyết")
        constraints = [
            models.CheckConstraint(
                name="meetings_result_adds_up", condition=Q(present=F("agree") + F("disagree") + F("other") + F("not_voted"))
            ),
            models.CheckConstraint(
                name="meetings_result_carried",
                condition=Q(is_carried=True, agree__gte=F("needed")) | Q(is_carried=False, agree__lt=F("needed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agree}/{self.base}"


class VotingCard(models.Model):
    """The card of one seat; only the digest of its code is kept, and nothing says who sits there (thẻ biểu quyết)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="cards")
    seat = models.PositiveIntegerField(_("số ghế"))
    digest = models.CharField(_("mã băm của thẻ"), max_length=64, unique=True)
    is_withdrawn = models.BooleanField(_("đã thu hồi"), default=False)
    asked = models.PositiveSmallIntegerField(_("số lần xin phát biểu"), default=0)
    asked_since = models.DateTimeField(_("đếm từ lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thẻ biểu quyết")
        verbose_name_plural = _("thẻ biểu quyết")
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], condition=Q(is_withdrawn=False), name="meetings_card_seat")]

    def __str__(self) -> str:
        return str(self.seat)


class CardUse(models.Model):
    """That a card took part in a vote, without time and without what it chose (thẻ đã biểu quyết)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(OpenVote, verbose_name=_("cuộc biểu quyết"), on_delete=models.PROTECT, related_name="uses")
    card = models.ForeignKey(VotingCard, verbose_name=_("thẻ biểu quyết"), on_delete=models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("thẻ đã biểu quyết")
        verbose_name_plural = _("thẻ đã biểu quyết")
        constraints = [models.UniqueConstraint(fields=["vote", "card"], name="meetings_card_once")]

    def __str__(self) -> str:
        return str(self.vote_id)


class DeviceCount(models.Model):
    """How many devices chose one answer; a number and nothing else (số máy đã chọn)."""

    class Choice(models.TextChoices):
        """The answers (lựa chọn)."""

        AGREE = "agree", _("tán thành")
        DISAGREE = "disagree", _("không tán thành")
        OTHER = "other", _("ý kiến khác")

    vote = models.ForeignKey(OpenVote, verbose_name=_("cuộc biểu quyết"), on_delete=models.PROTECT, related_name="device_counts")
    choice = models.CharField(_("lựa chọn"), max_length=10, choices=Choice.choices)
    number = models.PositiveIntegerField(_("số lượng"), default=0)

    class Meta:
        verbose_name = _("số máy đã chọn")
        verbose_name_plural = _("số máy đã chọn")
        constraints = [models.UniqueConstraint(fields=["vote", "choice"], name="meetings_device_choice")]

    def __str__(self) -> str:
        return f"{self.choice}: {self.number}"


class Amendment(models.Model):
    """A change of a text put to the conference; it comes from a body or a delegation, never from a person (đề nghị sửa đổi)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.ForeignKey(Paper, verbose_name=_("tài liệu hội nghị"), on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    passage = models.CharField(_("đoạn"), max_length=200)
    text = models.TextField(_("nội dung sửa"))
    source = models.CharField(_("nơi đề nghị"), max_length=200)
    vote = models.OneToOneField(
        OpenVote, verbose_name=_("cuộc biểu quyết"), null=True, blank=True, on_delete=models.PROTECT, related_name="amendment"
    )

    class Meta:
        verbose_name = _("đề nghị sửa đổi")
        verbose_name_plural = _("đề nghị sửa đổi")
        ordering = ["paper", "number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="meetings_amendment_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.passage}"


@protect
class Adoption(models.Model):
    """That a text was adopted or not, with its amendments and its vote (quyết định thông qua văn bản)."""

    paper = models.OneToOneField(
        Paper, verbose_name=_("tài liệu hội nghị"), primary_key=True, on_delete=models.PROTECT, related_name="adoption"
    )
    vote = models.OneToOneField(OpenVote, verbose_name=_("cuộc biểu quyết"), on_delete=models.PROTECT, related_name="adoption")
    is_adopted = models.BooleanField(_("được thông qua"))
    inputs = models.JSONField(_("đầu vào"), encoder=DjangoJSONEncoder)
    decided_at = models.DateTimeField(_("thời điểm quyết định"), default=timezone.now)

    class Meta:
        verbose_name = _("quyết định thông qua văn bản")
        verbose_name_plural = _("quyết định thông qua văn bản")

    def __str__(self) -> str:
        return str(self.paper_id)


class Conclusion(models.Model):
    """One conclusion with its owner and its day; it becomes an assignment (kết luận hội nghị)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("hội nghị"), on_delete=models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    text = models.TextField(_("nội dung kết luận"))
    owner = models.ForeignKey(Unit, verbose_name=_("đơn vị thực hiện"), on_delete=models.PROTECT, related_name="+")
    owner_post = models.CharField(_("chức danh chịu trách nhiệm"), max_length=120)
    due = models.DateField(_("hạn"))
    assignment = models.CharField(_("khóa việc được giao"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("kết luận hội nghị")
        verbose_name_plural = _("kết luận hội nghị")
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="meetings_conclusion_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"
