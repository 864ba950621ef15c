"""Contests of a congress, their lists, certified results and signatures under the minutes (bầu cử).

A list is open until it is fixed; from then on the printed vote in `ballots` holds it frozen. A result is written once
with the digests of everything it was computed from, so that it can be computed again years later.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models import Congress
from daihoi.foundation.ballots.models import Poll, SecondCheck, Tally
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit


class Elects(models.TextChoices):
    """What is elected (bầu gì)."""

    EXECUTIVE_COMMITTEE = "executive_committee", _("ban chấp hành")
    STANDING_COMMITTEE = "standing_committee", _("ban thường vụ")
    SECRETARY = "secretary", _("bí thư")
    DEPUTY_SECRETARY = "deputy_secretary", _("phó bí thư")
    INSPECTION_COMMITTEE = "inspection_committee", _("ủy ban kiểm tra")
    INSPECTION_HEAD = "inspection_head", _("chủ nhiệm ủy ban kiểm tra")
    DELEGATES = "delegates", _("đại biểu dự đại hội cấp trên")
    OTHER = "other", _("nội dung khác")


class Purpose(models.TextChoices):
    """Why people vote (mục đích)."""

    ELECTION = "election", _("bầu cử")
    INTRODUCTION = "introduction", _("giới thiệu nhân sự")
    POLL = "poll", _("lấy phiếu xin ý kiến")


class Contest(models.Model):
    """One vote on one list at one congress (cuộc bầu)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, verbose_name=_("đại hội"), on_delete=models.PROTECT, related_name="contests")
    poll = models.OneToOneField(
        Poll, verbose_name=_("cuộc bỏ phiếu"), null=True, blank=True, on_delete=models.PROTECT, related_name="contest_row"
    )
    earlier = models.ForeignKey(
        "self", verbose_name=_("cuộc bầu trước"), null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    decision = models.CharField(_("quyết định của đại hội"), max_length=300, blank=True, default="")
    among = models.ForeignKey(
        "self", verbose_name=_("bầu trong số người đã trúng cử"), null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    voters = models.ForeignKey(
        "self", verbose_name=_("ban mới bầu"), null=True, blank=True, on_delete=models.PROTECT, related_name="votes_held"
    )
    moved_away = models.PositiveSmallIntegerField(_("chuyển sinh hoạt tạm thời, không dự"), default=0)
    suspended = models.PositiveSmallIntegerField(_("bị đình chỉ, khởi tố, truy tố, tạm giam"), default=0)
    elects = models.CharField(_("bầu gì"), max_length=30, choices=Elects.choices)
    title = models.CharField(_("tên cuộc bầu"), max_length=200)
    purpose = models.CharField(_("mục đích"), max_length=20, choices=Purpose.choices, default=Purpose.ELECTION)
    round = models.PositiveSmallIntegerField(_("lần bầu"), default=1)
    is_tie = models.BooleanField(_("bầu lại giữa những người bằng phiếu"), default=False)
    seats = models.PositiveSmallIntegerField(_("số lượng cần bầu"))
    alternates = models.PositiveSmallIntegerField(_("số dự khuyết"), default=0)
    convened = models.PositiveIntegerField(_("số được triệu tập"), null=True, blank=True)
    present = models.PositiveIntegerField(_("số có mặt"), null=True, blank=True)
    base = models.PositiveIntegerField(_("cơ sở tính"))
    checks_stamp = models.BooleanField(_("kiểm tra dấu trên phiếu"), default=False)
    letter = models.CharField(_("chữ của cuộc bầu"), max_length=1)
    page_size = models.CharField(_("khổ giấy"), max_length=2, default="A4")
    ballot_heading = models.CharField(_("tên phiếu"), max_length=40, blank=True, default="")
    ballot_instruction = models.CharField(_("lời hướng dẫn trên phiếu"), max_length=400, blank=True, default="")
    place = models.CharField(_("địa danh"), max_length=80, blank=True, default="")
    opened_at = models.DateTimeField(_("thời điểm lập"), default=timezone.now)
    journal_chain = models.CharField(_("chuỗi nhật ký"), max_length=40, blank=True, default="")
    result = models.OneToOneField(
        "Result", verbose_name=_("kết quả đang đứng"), null=True, blank=True, on_delete=models.PROTECT, related_name="standing_for"
    )

    class Meta:
        verbose_name = _("cuộc bầu")
        verbose_name_plural = _("cuộc bầu")
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "letter"], name="elections_contest_letter"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="elections_contest_seats"),
            models.CheckConstraint(condition=Q(round__gte=1), name="elections_contest_round"),
            models.CheckConstraint(condition=Q(base__gte=1), name="elections_contest_base"),
            models.CheckConstraint(condition=Q(convened__isnull=True) | Q(base__lte=F("convened")), name="elections_contest_base_convened"),
            models.CheckConstraint(condition=Q(page_size__in=["A4", "A5"]), name="elections_contest_page_size"),
            models.CheckConstraint(condition=Q(elects__in=Elects.values), name="elections_contest_elects"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="elections_contest_purpose"),
            models.CheckConstraint(condition=Q(earlier__isnull=True) | ~Q(decision=""), name="elections_later_contest_by_decision"),
            models.CheckConstraint(condition=Q(is_tie=False) | Q(earlier__isnull=False), name="elections_tie_names_earlier"),
            models.UniqueConstraint(fields=["journal_chain"], condition=~Q(journal_chain=""), name="elections_contest_chain"),
            models.CheckConstraint(
                condition=Q(voters__isnull=False) | Q(moved_away=0, suspended=0), name="elections_members_off_of_a_committee"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_counted_again(self) -> bool:
        """Tell whether the count of an announced result was opened again and no new one stands yet (đang kiểm lại)."""
        return self.result_id is None and self.results.exists()

    @property
    def unit(self) -> Unit:
        """The unit whose congress votes."""
        return self.congress.unit

    @property
    def unit_id(self) -> object:
        """The key of that unit, by which the journal finds its chain."""
        return self.congress.unit_id

    @property
    def is_fixed(self) -> bool:
        """The list is closed and its ballot is made; a voided ballot opens the list again (PR-17)."""
        return self.poll is not None and not self.poll.is_voided

    @property
    def body(self) -> str:
        """Who votes and decides, for a sentence (đại hội, hay hội nghị của ban mới trúng cử)."""
        return str(_("hội nghị ban mới") if self.voters_id else _("đại hội"))

    @property
    def is_election(self) -> bool:
        """People are elected; a personnel step introduces or asks, and is sealed until the presidium opens it (PR-21)."""
        return self.purpose == Purpose.ELECTION

    @property
    def rules_round(self) -> int | str:
        """The round as the rules write it."""
        return "tie" if self.is_tie else self.round


class ContestCandidate(models.Model):
    """One person on the list of a contest, in ballot order (người trong danh sách bầu cử)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contest = models.ForeignKey(Contest, verbose_name=_("cuộc bầu"), on_delete=models.PROTECT, related_name="candidates")
    place = models.PositiveSmallIntegerField(_("thứ tự trên phiếu"))
    name = models.CharField(_("họ và tên"), max_length=120)
    born = models.CharField(_("ngày sinh"), max_length=10, blank=True, default="")
    sex = models.CharField(_("giới tính"), max_length=10, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("người trong danh sách bầu cử")
        verbose_name_plural = _("người trong danh sách bầu cử")
        ordering = ["contest", "place"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "place"], name="elections_candidate_place"),
            models.CheckConstraint(condition=~Q(name=""), name="elections_candidate_name"),
        ]

    def __str__(self) -> str:
        return self.name


@protect
class Result(models.Model):
    """A certified result of a contest with its inputs, never changed; one whose count was opened again stands beside the next (kết quả bầu cử)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contest = models.ForeignKey(Contest, verbose_name=_("cuộc bầu"), on_delete=models.PROTECT, related_name="results")
    tally = models.OneToOneField(Tally, verbose_name=_("kết quả kiểm phiếu"), on_delete=models.PROTECT, related_name="result_row")
    outcome = models.JSONField(_("kết quả"))
    contest_toml = models.TextField(_("danh sách và số phiếu"))
    charter_toml = models.TextField(_("bộ quy tắc"))
    readings_digest = models.CharField(_("mã băm kết quả đọc"), max_length=64)
    decisions_digest = models.CharField(_("mã băm quyết định"), max_length=64)
    digest = models.CharField(_("mã kiểm chứng"), max_length=24)
    journal_head = models.CharField(_("đầu chuỗi nhật ký"), max_length=64)
    certified_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người công bố"), on_delete=models.PROTECT, related_name="+")
    certified_at = models.DateTimeField(_("thời điểm công bố"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả bầu cử")
        verbose_name_plural = _("kết quả bầu cử")
        constraints = [models.CheckConstraint(condition=~Q(digest=""), name="elections_result_digest")]

    def __str__(self) -> str:
        return self.digest

    @property
    def is_signed(self) -> bool:
        """Tell whether head and presidium signed the minutes (biên bản đã ký)."""
        return {row.place for row in self.signatures.all()} == set(MinutesSignature.Place.values)


class Method(models.TextChoices):
    """How the congress voted on going on (cách biểu quyết)."""

    HANDS = "hands", _("giơ thẻ")
    BALLOT = "ballot", _("bỏ phiếu kín")


@protect
class CongressDecision(models.Model):
    """What the electing body decided after a result: vote again, go on, or stop; frozen with its vote (quyết định về lần bầu)."""

    class Kind(models.TextChoices):
        """What was put to the vote (nội dung biểu quyết)."""

        TIE = "tie", _("bầu lại giữa những người bằng phiếu")
        NEXT = "next", _("bầu tiếp cho đủ số lượng")
        STOP = "stop", _("thôi bầu, để khuyết")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contest = models.ForeignKey(Contest, verbose_name=_("cuộc bầu"), on_delete=models.PROTECT, related_name="decisions")
    opened = models.OneToOneField(
        Contest, verbose_name=_("lần bầu lập theo quyết định"), null=True, on_delete=models.PROTECT, related_name="decided_by"
    )
    kind = models.CharField(_("nội dung biểu quyết"), max_length=10, choices=Kind.choices)
    seats = models.PositiveSmallIntegerField(_("số lượng bầu tiếp"))
    method = models.CharField(_("cách biểu quyết"), max_length=10, choices=Method.choices)
    in_favour = models.PositiveIntegerField(_("đồng ý"))
    against = models.PositiveIntegerField(_("không đồng ý"))
    abstained = models.PositiveIntegerField(_("không biểu quyết"))
    base = models.PositiveIntegerField(_("cơ sở tính"))
    takes_new_names = models.BooleanField(_("cho giới thiệu thêm người"), default=False)
    is_adopted = models.BooleanField(_("được thông qua"))
    decided_at = models.DateTimeField(_("thời điểm"), default=timezone.now)

    class Meta:
        verbose_name = _("quyết định về lần bầu")
        verbose_name_plural = _("quyết định về lần bầu")
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["tie", "next", "stop"]), name="elections_decision_kind"),
            models.CheckConstraint(condition=Q(method__in=["hands", "ballot"]), name="elections_decision_method"),
            models.CheckConstraint(
                condition=Q(kind="stop", seats=0) | (~Q(kind="stop") & Q(seats__gte=1)), name="elections_decision_seats"
            ),
            models.CheckConstraint(condition=Q(base__gte=F("in_favour") + F("against") + F("abstained")), name="elections_decision_votes"),
            models.CheckConstraint(
                condition=Q(opened__isnull=True) | (Q(is_adopted=True) & ~Q(kind="stop")), name="elections_decision_opens_when_adopted"
            ),
            models.UniqueConstraint(fields=["contest"], condition=Q(is_adopted=True), name="elections_decision_one_adopted"),
            models.CheckConstraint(condition=Q(takes_new_names=False) | Q(kind="next"), name="elections_decision_new_names"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.in_favour}/{self.base}"


@protect
class HoldStep(models.Model):
    """One step of a hold of the elections of a congress: stopped, reported, answered, resumed, PR-16 (tạm dừng bầu cử)."""

    class Step(models.TextChoices):
        """What happened (bước)."""

        STOPPED = "stopped", _("tạm dừng")
        REPORTED = "reported", _("báo cáo cấp trên")
        ANSWERED = "answered", _("cấp trên trả lời")
        RESUMED = "resumed", _("bầu tiếp")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, verbose_name=_("đại hội"), on_delete=models.PROTECT, related_name="hold_steps")
    contest = models.ForeignKey(Contest, verbose_name=_("cuộc bầu"), on_delete=models.PROTECT, related_name="hold_steps")
    hold = models.PositiveSmallIntegerField(_("lần tạm dừng"))
    step = models.CharField(_("bước"), max_length=10, choices=Step.choices)
    words = models.CharField(_("nội dung"), max_length=300, blank=True)
    number = models.CharField(_("số văn bản"), max_length=60, blank=True)
    dated = models.DateField(_("ngày văn bản"), null=True)
    is_on_behalf = models.BooleanField(_("đơn vị dưới ghi thay theo văn bản"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người ghi"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("bước tạm dừng bầu cử")
        verbose_name_plural = _("bước tạm dừng bầu cử")
        ordering = ["congress", "hold", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "hold", "step"], name="elections_hold_step_once"),
            models.CheckConstraint(condition=Q(step__in=["stopped", "reported", "answered", "resumed"]), name="elections_hold_step_known"),
            models.CheckConstraint(condition=~Q(step__in=["stopped", "answered"]) | ~Q(words=""), name="elections_hold_step_words"),
            models.CheckConstraint(
                condition=~Q(step__in=["reported", "answered"]) | (~Q(number="") & Q(dated__isnull=False)), name="elections_hold_step_paper"
            ),
            models.CheckConstraint(condition=Q(is_on_behalf=False) | Q(step="answered"), name="elections_hold_step_on_behalf"),
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())


@protect
class RecheckStep(models.Model):
    """One step after a second check that differs: the board asks, the presidium opens the count again or lets it stand (bước sau kiểm lần hai)."""

    class Step(models.TextChoices):
        """What happened (bước)."""

        ASKED = "asked", _("cả ban kiểm phiếu đề nghị mở lại")
        REOPENED = "reopened", _("đoàn chủ tịch quyết định mở lại")
        UPHELD = "upheld", _("đoàn chủ tịch quyết định giữ kết quả")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contest = models.ForeignKey(Contest, verbose_name=_("cuộc bầu"), on_delete=models.PROTECT, related_name="recheck_steps")
    check_row = models.ForeignKey(SecondCheck, verbose_name=_("kiểm phiếu lần hai"), on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("bước"), max_length=10, choices=Step.choices)
    words = models.CharField(_("lý do"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("bước sau kiểm lần hai")
        verbose_name_plural = _("bước sau kiểm lần hai")
        ordering = ["contest", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["check_row", "step"], name="elections_recheck_step_once"),
            models.UniqueConstraint(fields=["check_row", "recorded_by"], name="elections_recheck_two_people"),
            models.UniqueConstraint(fields=["check_row"], condition=Q(step__in=["reopened", "upheld"]), name="elections_recheck_one_end"),
            models.CheckConstraint(condition=Q(step__in=["asked", "reopened", "upheld"]), name="elections_recheck_step_known"),
            models.CheckConstraint(condition=~Q(words=""), name="elections_recheck_step_words"),
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())


@protect
class ReopeningStep(models.Model):
    """One step to open an announced count again: the board asks or the superior decides, then it is opened; the result stands beside (bước mở lại sau công bố)."""

    class Step(models.TextChoices):
        """What happened (bước)."""

        ASKED = "asked", _("cả ban kiểm phiếu đề nghị mở lại")
        ORDERED = "ordered", _("cấp trên quyết định mở lại")
        REOPENED = "reopened", _("mở lại kiểm phiếu")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    result = models.ForeignKey(Result, verbose_name=_("kết quả bầu cử"), on_delete=models.PROTECT, related_name="reopening_steps")
    step = models.CharField(_("bước"), max_length=10, choices=Step.choices)
    words = models.CharField(_("lý do"), max_length=300)
    body = models.CharField(_("cơ quan quyết định"), max_length=120, blank=True)
    number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    dated = models.DateField(_("ngày quyết định"), null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("thời điểm ghi"), default=timezone.now)

    class Meta:
        verbose_name = _("bước mở lại sau công bố")
        verbose_name_plural = _("bước mở lại sau công bố")
        ordering = ["result", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["result", "step"], name="elections_reopening_step_once"),
            models.CheckConstraint(condition=Q(step__in=["asked", "ordered", "reopened"]), name="elections_reopening_step_known"),
            models.CheckConstraint(condition=~Q(words=""), name="elections_reopening_step_words"),
            models.CheckConstraint(
                condition=~Q(step="ordered") | (~Q(body="") & ~Q(number="") & Q(dated__isnull=False)),
                name="elections_reopening_step_paper",
            ),
            models.UniqueConstraint(fields=["result", "recorded_by"], name="elections_reopening_two_people"),
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())


@protect
class MinutesSignature(models.Model):
    """One signature under the minutes of the count (chữ ký biên bản kiểm phiếu)."""

    class Place(models.TextChoices):
        """As what a person signs (tư cách ký)."""

        HEAD = "head", _("Trưởng ban kiểm phiếu")
        PRESIDIUM = "presidium", _("Đoàn chủ tịch")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    result = models.ForeignKey(Result, verbose_name=_("kết quả bầu cử"), on_delete=models.PROTECT, related_name="signatures")
    place = models.CharField(_("tư cách ký"), max_length=10, choices=Place.choices)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("người ký"), on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(_("mã kiểm chứng đã ký"), max_length=24)
    signed_at = models.DateTimeField(_("thời điểm ký"), default=timezone.now)

    class Meta:
        verbose_name = _("chữ ký biên bản kiểm phiếu")
        verbose_name_plural = _("chữ ký biên bản kiểm phiếu")
        ordering = ["result", "signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["result", "place"], name="elections_signature_place"),
            models.UniqueConstraint(fields=["result", "signer"], name="elections_signature_signer"),
            models.CheckConstraint(condition=Q(place__in=["head", "presidium"]), name="elections_signature_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}"
