"""Documents, their versions and revisions, approval, consultation and answers (văn kiện).

A version is written once: its text, the version it follows and the revisions between them. A contribution names a body and a
channel, never a person. What was answered or approved is a row that nothing changes; a correction is a new row that names it.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models import Congress
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.meetings.models import Adoption
from daihoi.foundation.organization.models import Unit
from daihoi.rules.papers import PaperKind, body_titles, kinds
from daihoi.rules.paragraphs import Paragraph
from daihoi.rules.revisions import Deed, Revision


class Grade(models.TextChoices):
    """Grade of secrecy; above internal only on an installation that meets no network (độ mật; PR-25)."""

    OPEN = "open", _("thường")
    INTERNAL = "internal", _("nội bộ")
    SECRET = "secret", _("Mật")
    TOP_SECRET = "top_secret", _("Tối mật")
    UTMOST = "utmost_secret", _("Tuyệt mật")


GRADED = (Grade.SECRET, Grade.TOP_SECRET, Grade.UTMOST)


class Phase(models.TextChoices):
    """Where in the chain of drafting a version stands (bước soạn thảo; DO-02)."""

    OUTLINE = "outline", _("đề cương")
    DETAILED = "detailed_outline", _("đề cương chi tiết")
    DRAFT = "draft", _("dự thảo")
    REVISED = "revised_draft", _("dự thảo đã tiếp thu")
    FINAL = "final", _("bản chính thức")


class Channel(models.TextChoices):
    """How a contribution came (kênh góp ý; DO-09)."""

    CONFERENCE = "conference", _("hội nghị")
    APPLICATION = "application", _("ứng dụng")
    LETTER = "letter", _("thư")
    ONLINE = "online", _("biểu mẫu trực tuyến")


class Opinion(models.TextChoices):
    """What a contribution asks for (loại ý kiến; DO-03)."""

    AGREE = "agree", _("đồng ý")
    ADD = "add", _("bổ sung")
    AMEND = "amend", _("sửa")
    DELETE = "delete", _("bỏ")
    ASK = "ask", _("hỏi")


class Decision(models.TextChoices):
    """What becomes of a group of contributions (kết quả tiếp thu; DO-03)."""

    TAKEN = "taken", _("tiếp thu")
    PARTLY = "partly", _("tiếp thu một phần")
    NOT = "not", _("không tiếp thu")


class Document(models.Model):
    """One paper of one body through all its versions (văn kiện; DO-01)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("đơn vị"))
    congress = models.ForeignKey(
        Congress, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("đại hội")
    )
    kind = models.CharField(_("thể loại"), max_length=30)
    body = models.CharField(_("cơ quan ban hành"), max_length=30)
    title = models.CharField(_("trích yếu"), max_length=300)
    grade = models.CharField(_("độ mật"), max_length=20, choices=Grade.choices, default=Grade.INTERNAL)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("văn kiện")
        verbose_name_plural = _("văn kiện")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="document_title_given", condition=~Q(title="")),
            models.CheckConstraint(name="document_grade_known", condition=Q(grade__in=Grade.values)),
        ]
        indexes = [models.Index(fields=["unit", "created_at"], name="document_of_unit")]

    def __str__(self) -> str:
        return f"{self.paper.title} {self.title}"

    @property
    def paper(self) -> PaperKind:
        """Give what belongs to its kind."""
        return kinds()[self.kind]

    @property
    def body_title(self) -> str:
        """Name the issuing body."""
        return body_titles().get(self.body, self.body)


@protect
class Version(models.Model):
    """The whole text of a document at one moment, never changed afterwards (bản)."""

    class Origin(models.TextChoices):
        """How a version came about (nguồn của bản)."""

        WRITTEN = "written", _("soạn trên màn hình")
        IMPORTED = "imported", _("nhập từ tệp")
        ADOPTED = "adopted", _("thông qua")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions", verbose_name=_("văn kiện"))
    number = models.PositiveIntegerField(_("bản số"))
    phase = models.CharField(_("bước soạn thảo"), max_length=20, choices=Phase.choices, default=Phase.DRAFT)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    origin = models.CharField(_("nguồn của bản"), max_length=20, choices=Origin.choices, default=Origin.WRITTEN)
    content = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("mã kiểm chứng"), max_length=64)
    word_count = models.PositiveIntegerField(_("số chữ"))
    last_key = models.PositiveIntegerField(_("số đoạn đã đặt tên"))
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("tiếp sau bản")
    )
    revision_count = models.PositiveIntegerField(_("số lần sửa đã gộp"), default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tệp gốc"))
    left_out = models.JSONField(_("phần không lấy được từ tệp"), encoder=DjangoJSONEncoder, null=True, blank=True)
    adoption = models.ForeignKey(
        Adoption, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quyết định thông qua")
    )
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản văn kiện")
        verbose_name_plural = _("bản văn kiện")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(name="version_follows_or_first", condition=Q(number=1) | Q(follows__isnull=False)),
        ]

    def __str__(self) -> str:
        return _("Bản {number}").format(number=self.number)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Give its text."""
        return tuple(Paragraph(row["key"], row["text"], row["style"]) for row in self.content)

    @property
    def used_keys(self) -> frozenset[str]:
        """Give the highest key the document ever had: no later paragraph takes it again."""
        return frozenset({f"p{self.last_key}"}) if self.last_key else frozenset()


@protect
class RevisionRow(models.Model):
    """One revision of one paragraph after a version (lần sửa); the newest version and its revisions are the working text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("bản văn kiện"))
    number = models.PositiveIntegerField(_("lần sửa số"))
    deed = models.CharField(_("việc sửa"), max_length=10, choices=[(deed.value, deed.value) for deed in Deed])
    key = models.CharField(_("đoạn"), max_length=12)
    text = models.TextField(_("nội dung"), blank=True, default="")
    style = models.CharField(_("kiểu đoạn"), max_length=12, blank=True, default="")
    after = models.CharField(_("đứng sau đoạn"), max_length=12, blank=True, default="")
    base = models.CharField(_("sửa trên nội dung"), max_length=16, blank=True, default="")
    answer = models.ForeignKey(
        "Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions", verbose_name=_("theo trả lời")
    )
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần sửa văn kiện")
        verbose_name_plural = _("lần sửa văn kiện")
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.deed} {self.key}"

    @property
    def revision(self) -> Revision:
        """Give it as the rules read it."""
        return Revision(self.deed, self.key, self.text, self.style, self.after, self.base)


@protect
class Template(models.Model):
    """Sections and route that a body keeps for a kind of paper; the newest of the nearest unit above holds (mẫu văn bản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="paper_templates", verbose_name=_("đơn vị"))
    kind = models.CharField(_("thể loại"), max_length=30)
    sections = models.JSONField(_("các mục"), encoder=DjangoJSONEncoder)
    route = models.JSONField(_("các bước duyệt"), encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mẫu văn bản")
        verbose_name_plural = _("mẫu văn bản")
        ordering = ["unit", "kind", "-recorded_at"]
        indexes = [models.Index(fields=["kind", "unit", "recorded_at"], name="template_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"


@protect
class Submission(models.Model):
    """A version sent to those who approve it, for one step of the route (trình duyệt)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("bản văn kiện"))
    step = models.PositiveSmallIntegerField(_("bước duyệt"))
    title = models.CharField(_("tên bước"), max_length=120)
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions_in", verbose_name=_("nơi duyệt"))
    due = models.DateField(_("hạn"))
    rest = models.JSONField(_("các bước còn lại"), encoder=DjangoJSONEncoder)
    note = models.TextField(_("ghi chú"), blank=True, default="")
    recorded_at = models.DateTimeField(_("trình lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần trình duyệt")
        verbose_name_plural = _("lần trình duyệt")
        ordering = ["recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "step"], name="submission_step_once")]

    def __str__(self) -> str:
        return self.title


@protect
class Verdict(models.Model):
    """What those who approve said: approved, or returned with reasons (kết quả duyệt)."""

    class Outcome(models.TextChoices):
        """Approved or returned (kết quả)."""

        APPROVED = "approved", _("đồng ý")
        RETURNED = "returned", _("trả lại")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="verdict", verbose_name=_("lần trình duyệt"))
    outcome = models.CharField(_("kết quả duyệt"), max_length=10, choices=Outcome.choices)
    reasons = models.TextField(_("lý do"), blank=True, default="")
    paper = models.CharField(_("văn bản"), max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả duyệt văn kiện")
        verbose_name_plural = _("kết quả duyệt văn kiện")
        constraints = [
            models.CheckConstraint(name="verdict_returned_with_reasons", condition=Q(outcome="approved") | ~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


@protect
class Issue(models.Model):
    """A version that went out with number and date (phát hành)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="issue", verbose_name=_("văn kiện"))
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="issue", verbose_name=_("bản văn kiện"))
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("số và ký hiệu"), max_length=60)
    signed_on = models.DateField(_("ngày ký"))
    place = models.CharField(_("địa danh"), max_length=80, blank=True, default="")
    signer_title = models.CharField(_("chức vụ người ký"), max_length=120, blank=True, default="")
    signer_name = models.CharField(_("họ tên người ký"), max_length=120, blank=True, default="")
    recipients = models.TextField(_("nơi nhận"), blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần phát hành")
        verbose_name_plural = _("lần phát hành")

    def __str__(self) -> str:
        return self.symbol


@protect
class KeptFinding(models.Model):
    """A place that a check points at and people keep, with their reason (giữ nguyên có lý do)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="kept_findings", verbose_name=_("văn kiện"))
    code = models.CharField(_("loại phát hiện"), max_length=30)
    digest = models.CharField(_("mã phát hiện"), max_length=16)
    reason = models.TextField(_("lý do"))
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chỗ giữ nguyên")
        verbose_name_plural = _("chỗ giữ nguyên")
        constraints = [
            models.UniqueConstraint(fields=["document", "digest"], name="keptfinding_once"),
            models.CheckConstraint(name="keptfinding_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.code


class Consultation(models.Model):
    """A version laid before bodies for their opinions until a day (đợt lấy ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("đơn vị"))
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("bản văn kiện"))
    opened_on = models.DateField(_("ngày mở"))
    closes_on = models.DateField(_("ngày đóng"))
    report_days = models.PositiveSmallIntegerField(_("số ngày gửi tổng hợp"))
    question = models.TextField(_("nội dung xin ý kiến"), blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đợt lấy ý kiến")
        verbose_name_plural = _("đợt lấy ý kiến")
        ordering = ["-opened_on", "-id"]
        constraints = [models.CheckConstraint(name="consultation_closes_after_opening", condition=Q(closes_on__gte=F("opened_on")))]

    def __str__(self) -> str:
        return f"{self.opened_on:%d/%m/%Y}"


class Addressee(models.Model):
    """A body asked for its opinion, alone or with its whole branch (nơi được lấy ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="addressees", verbose_name=_("đợt lấy ý kiến"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultations_in", verbose_name=_("đơn vị"))
    whole_branch = models.BooleanField(_("cả nhánh"), default=True)

    class Meta:
        verbose_name = _("nơi được lấy ý kiến")
        verbose_name_plural = _("nơi được lấy ý kiến")
        constraints = [models.UniqueConstraint(fields=["consultation", "unit"], name="addressee_once")]

    def __str__(self) -> str:
        return str(self.unit_id)


@protect
class Contribution(models.Model):
    """One opinion on one passage, from a body through a channel (ý kiến góp ý; DO-03, DO-05, DO-09); nobody's name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("đợt lấy ý kiến"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("nơi góp ý"))
    body = models.CharField(_("cơ quan góp ý"), max_length=120, blank=True, default="")
    channel = models.CharField(_("kênh góp ý"), max_length=12, choices=Channel.choices)
    passage = models.CharField(_("đoạn"), max_length=12, blank=True, default="")
    kind = models.CharField(_("loại ý kiến"), max_length=8, choices=Opinion.choices)
    text = models.TextField(_("ý kiến"))
    proposal = models.TextField(_("đề nghị viết là"), blank=True, default="")
    times = models.PositiveIntegerField(_("số lượt"), default=1)
    receipt = models.CharField(_("mã gửi"), max_length=64)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("ý kiến góp ý")
        verbose_name_plural = _("ý kiến góp ý")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "receipt"], name="contribution_sent_once"),
            models.CheckConstraint(name="contribution_times_counted", condition=Q(times__gte=1)),
            models.CheckConstraint(name="contribution_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["consultation", "passage", "kind"], name="contribution_by_passage")]

    def __str__(self) -> str:
        return self.text[:80]


class Group(models.Model):
    """Contributions that say the same of one passage, as one desk put them together (nhóm ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups", verbose_name=_("đợt lấy ý kiến"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="opinion_groups", verbose_name=_("nơi tổng hợp"))
    passage = models.CharField(_("đoạn"), max_length=12, blank=True, default="")
    kind = models.CharField(_("loại ý kiến"), max_length=8, choices=Opinion.choices)
    name = models.TextField(_("tên nhóm"))
    words = models.TextField(_("lời đại diện"), blank=True, default="")
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("thuộc nhóm"))
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("nhóm ý kiến")
        verbose_name_plural = _("nhóm ý kiến")
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["consultation", "unit", "passage"], name="group_by_passage")]

    def __str__(self) -> str:
        return self.name[:80]


class Membership(models.Model):
    """In which group a contribution stands; each stands in one (ý kiến trong nhóm)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="membership", verbose_name=_("ý kiến góp ý"))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("nhóm ý kiến"))

    class Meta:
        verbose_name = _("ý kiến trong nhóm")
        verbose_name_plural = _("ý kiến trong nhóm")

    def __str__(self) -> str:
        return str(self.contribution_id)


@protect
class Answer(models.Model):
    """What becomes of a group, with the reason that its contributors read (tiếp thu, giải trình; DO-02, DO-03)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="answers", verbose_name=_("nhóm ý kiến"))
    decision = models.CharField(_("kết quả tiếp thu"), max_length=8, choices=Decision.choices)
    reason = models.TextField(_("giải trình"), blank=True, default="")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho")
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tiếp thu, giải trình")
        verbose_name_plural = _("tiếp thu, giải trình")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(replaces__isnull=True), name="answer_first_once"),
            models.CheckConstraint(name="answer_refusal_explained", condition=Q(decision="taken") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


@protect
class Consolidation(models.Model):
    """The report of one committee on a draft of the level above, frozen as it was sent (báo cáo tổng hợp ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="consolidations", verbose_name=_("đợt lấy ý kiến")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consolidations", verbose_name=_("nơi tổng hợp"))
    content = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)
    groups = models.PositiveIntegerField(_("số nhóm"))
    contributions = models.PositiveIntegerField(_("số ý kiến"))
    root = models.CharField(_("mã kiểm chứng"), max_length=64)
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("báo cáo tổng hợp ý kiến")
        verbose_name_plural = _("báo cáo tổng hợp ý kiến")
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "unit"], name="consolidation_once")]

    def __str__(self) -> str:
        return str(self.unit_id)
