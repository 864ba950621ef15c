"""Write a document: begin it, save whole texts as versions, revise paragraph by paragraph (soạn văn kiện)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.documents.models import Answer, Document, Phase, RevisionRow, Version
from daihoi.cycle.documents.queries.texts import Working, kind_of_unit, working
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.grades import Grade, refuse_on_a_network
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import body_titles, kinds
from daihoi.rules.paragraphs import Paragraph, Piece, Style, clean, digest_of_all, kept, next_key
from daihoi.rules.revisions import Deed, Revision, applied


@dataclass(frozen=True)
class Paper:
    """What a document is: kind, issuing body, abstract, grade (thể loại, cơ quan, trích yếu, độ mật)."""

    kind: str
    body: str
    title: str
    grade: str = Grade.INTERNAL


@dataclass(frozen=True)
class Saved:
    """How a version came about and what it is called (nguồn của bản)."""

    phase: str = Phase.DRAFT
    note: str = ""
    origin: str = Version.Origin.WRITTEN
    file: StoredFile | None = None
    left_out: Sequence[Mapping[str, object]] = ()


@transaction.atomic
def create_document(*, actor: User, unit: Unit, paper: Paper, congress: Congress | None = None) -> Document:
    """Begin a document of a body (lập văn kiện; DO-01, FM-20, PR-25)."""
    require(actor, "documents.write", unit)
    _may_issue(unit, paper)
    refuse_on_a_network(paper.grade)
    if congress is not None and congress.unit_id != unit.pk:
        raise RuleViolation("documents.other_congress", _("Đại hội này là của đơn vị khác. Chọn đại hội của chính đơn vị."))
    document = Document.objects.create(
        unit=unit, congress=congress, kind=paper.kind, body=paper.body, title=" ".join(paper.title.split()), grade=paper.grade
    )
    record(actor, "documents.created", document, kind=paper.kind, body=paper.body, grade=paper.grade)
    return document


def _may_issue(unit: Unit, paper: Paper) -> None:
    """Refuse a kind that the body may not issue (FM-20), and a paper without an abstract."""
    known = kinds().get(paper.kind)
    if known is None:
        raise RuleViolation("documents.kind_unknown", _("Không có thể loại này. Chọn một thể loại trong danh sách."), field="kind")
    if not known.may_issue(paper.body, kind_of_unit(unit)):
        raise RuleViolation(
            "documents.body_may_not",
            _("{body} của đơn vị này không ban hành {kind} (Quy định 399-QĐ/TW, ngày 09/01/2026). Chọn cơ quan hoặc thể loại khác."),
            body=body_titles().get(paper.body, paper.body),
            kind=known.title.lower(),
            field="body",
        )
    if not paper.title.strip():
        raise RuleViolation("documents.no_title", _("Cần ghi trích yếu của văn bản."), field="title")


@transaction.atomic
def save_text(*, actor: User, document: Document, pieces: Sequence[Piece], saved: Saved) -> Version:
    """Save a whole text, as from a file, as the next version; paragraphs that go on keep their identity (lưu bản mới)."""
    require(actor, "documents.write", document.unit)
    _not_issued(document)
    found = [Piece(clean(piece.text), piece.style) for piece in pieces if clean(piece.text)]
    if not found:
        raise RuleViolation("documents.no_text", _("Văn bản chưa có đoạn nào. Thêm ít nhất một đoạn."))
    before = working(document)
    if before and before.rows:
        raise RuleViolation("documents.unsaved", _("Còn {n} lần sửa chưa lưu thành bản. Lưu bản đang soạn trước."), n=len(before.rows))
    old = before.version.paragraphs if before else ()
    paragraphs = kept(old, found, before.used_keys if before else ())
    version = _write(document, before, paragraphs, saved)
    record(actor, "documents.version_saved", version, unit=document.unit, number=version.number, digest=version.digest, origin=saved.origin)
    return version


@transaction.atomic
def revise(*, actor: User, document: Document, revision: Revision, answer: Answer | None = None) -> RevisionRow:
    """Change one paragraph of the working text; refused where somebody changed it meanwhile (sửa đoạn)."""
    require(actor, "documents.write", document.unit)
    _not_issued(document)
    text = working(document)
    if text is None:
        raise RuleViolation("documents.no_version", _("Văn kiện chưa có bản nào. Nhập hoặc soạn bản đầu."))
    asked = replace(revision, text=clean(revision.text))
    if asked.deed in (Deed.CHANGE, Deed.INSERT) and not asked.text:
        raise RuleViolation("documents.empty_paragraph", _("Đoạn không có chữ. Muốn bỏ đoạn thì chọn “Bỏ đoạn này”."), field="text")
    if asked.deed == Deed.INSERT:
        asked = replace(asked, key=next_key(text.used_keys), style=asked.style or Style.BODY, base="")
    applied(text.paragraphs, [asked])
    row = _add(text, asked, answer)
    record(actor, "documents.revised", row, unit=document.unit, version=text.version.number, number=row.number, deed=row.deed, key=row.key)
    return row


def _add(text: Working, asked: Revision, answer: Answer | None) -> RevisionRow:
    """Write the next revision; a second one of the same number lost the race."""
    try:
        with transaction.atomic():
            return RevisionRow.objects.create(
                version=text.version, number=len(text.rows) + 1, answer=answer, **{name: str(value) for name, value in vars(asked).items()}
            )
    except IntegrityError as clash:
        raise RuleViolation(
            "paragraphs.changed", _("Máy chủ có bản mới hơn của đoạn này. So hai bản rồi gửi lại."), key=asked.key
        ) from clash


@transaction.atomic
def close_version(*, actor: User, document: Document, phase: str, note: str = "") -> Version:
    """Close the working text into the next version (lưu thành bản mới)."""
    require(actor, "documents.write", document.unit)
    _not_issued(document)
    text = working(document)
    if text is None or text.is_closed:
        raise RuleViolation("documents.nothing_to_close", _("Chưa có lần sửa nào từ bản mới nhất. Không có gì để lưu."))
    version = _write(document, text, text.paragraphs, Saved(phase, note))
    record(
        actor, "documents.version_saved", version, unit=document.unit, number=version.number, digest=version.digest, origin=version.origin
    )
    return version


def _not_issued(document: Document) -> None:
    """Refuse to change a paper that went out; its row is held until the act ends, so that no edit falls between two versions."""
    Document.objects.select_for_update().filter(pk=document.pk).first()
    if hasattr(document, "issue"):
        raise RuleViolation(
            "documents.issued", _("Văn bản đã phát hành với số {symbol}. Lập văn bản mới để sửa."), symbol=document.issue.symbol
        )


def _write(document: Document, before: Working | None, paragraphs: Sequence[Paragraph], saved: Saved) -> Version:
    """Write the row of a version."""
    keys = [*(before.used_keys if before else ()), *(each.key for each in paragraphs)]
    return Version.objects.create(
        document=document,
        number=before.version.number + 1 if before else 1,
        phase=saved.phase,
        note=" ".join(saved.note.split())[:300],
        origin=saved.origin,
        content=[{"key": each.key, "style": str(each.style), "text": each.text} for each in paragraphs],
        digest=digest_of_all(paragraphs),
        word_count=sum(len(each.text.split()) for each in paragraphs),
        last_key=max(int(key[1:]) for key in keys),
        follows=before.version if before else None,
        revision_count=len(before.rows) if before else 0,
        file=saved.file,
        left_out=list(saved.left_out) or None,
    )
