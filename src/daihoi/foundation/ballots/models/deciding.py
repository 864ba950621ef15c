"""Who holds a doubt, what each person answered, and the closed count (nhận phiếu, ý kiến, kết quả kiểm phiếu)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.ballots.models.polls import Poll
from daihoi.foundation.journal.append_only import protect


class Claim(models.Model):
    """Who holds an open question, and until when (người đang giữ câu hỏi)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="claims")
    question = models.CharField(_("câu hỏi, mã có khóa"), max_length=80)
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
    """One person's answer to one question, both under the key of the vote; taken back by a later row without an answer (ý kiến của một người)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    poll = models.ForeignKey(Poll, verbose_name=_("cuộc bỏ phiếu"), on_delete=models.PROTECT, related_name="adjudications")
    question = models.CharField(_("câu hỏi, mã có khóa"), max_length=80)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người quyết"), on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField(_("lần"), default=1)
    for_board = models.BooleanField(_("thay mặt cả ban"), default=False)
    content = models.BinaryField(_("ý kiến, lý do, muối, đã mã hóa"))
    commitment = models.CharField(_("cam kết"), max_length=64)
    decided_at = models.DateTimeField(_("thời điểm"), default=timezone.now)

    class Meta:
        verbose_name = _("ý kiến về phiếu nghi ngờ")
        verbose_name_plural = _("ý kiến về phiếu nghi ngờ")
        ordering = ["poll", "question", "decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "question", "decider", "turn"], name="ballots_adjudication_one_answer"),
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


@protect
class CountFigures(models.Model):
    """How a closed count came about, in numbers that tell nothing of a ballot: the minutes print them also when the ballots exist no more (số liệu kiểm phiếu)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tally = models.OneToOneField(Tally, verbose_name=_("kết quả kiểm phiếu"), on_delete=models.PROTECT, related_name="figures")
    readers_apart = models.PositiveIntegerField(_("số chỗ hai máy đọc khác nhau"))
    fields_read = models.PositiveIntegerField(_("số chỗ đã đọc"))
    marks_decided = models.PositiveIntegerField(_("số chỗ người đã quyết"))
    third_votes = models.PositiveIntegerField(_("số chỗ có người thứ ba"))
    called = models.JSONField(_("số phiếu gọi ra, theo lý do"), default=dict)
    called_rows = models.PositiveIntegerField(_("số dòng đổi của phiếu gọi ra"))
    overturned = models.PositiveIntegerField(_("số phiếu đổi giữa hợp lệ và không hợp lệ"))
    sheets = models.PositiveIntegerField(_("số tờ đọc lại từng dòng"))
    sheet_rows = models.PositiveIntegerField(_("số dòng đổi của tờ đọc lại"))

    class Meta:
        verbose_name = _("số liệu kiểm phiếu")
        verbose_name_plural = _("số liệu kiểm phiếu")

    def __str__(self) -> str:
        return str(self.tally_id)
