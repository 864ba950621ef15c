"""Lay a text before a conference, and take what it adopted as the final version (trình hội nghị, thông qua)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Document, Phase, Version
from daihoi.cycle.documents.queries.meetings import adopted_files, subject_of, undone_adoption
from daihoi.cycle.documents.queries.texts import working
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Adoption, Meeting, Paper
from daihoi.foundation.meetings.queries.meetings import adoption_of
from daihoi.foundation.meetings.services import Source, attach_paper
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.paragraphs import Paragraph, clean, digest_of_all
from daihoi.rules.revisions import Deed, merged


@transaction.atomic
def lay_before(*, actor: User, document: Document, meeting: Meeting) -> Paper:
    """Lay the newest version before a conference of the unit, to be voted on (trình hội nghị)."""
    require(actor, "documents.submit", document.unit)
    text = working(document)
    if text is None or not text.is_closed:
        raise RuleViolation(
            "documents.unsaved", _("Còn {n} lần sửa chưa lưu thành bản. Lưu bản đang soạn trước."), n=len(text.rows) if text else 0
        )
    if meeting.unit_id != document.unit_id:
        raise RuleViolation("documents.other_meeting", _("Hội nghị này là của đơn vị khác. Chọn hội nghị của chính đơn vị."))
    version = text.version
    entry = record(actor, "documents.laid_before", version, unit=document.unit, meeting=str(meeting.pk), number=version.number)
    source = Source(str(document)[:300], subject_of(document), "documents:version", str(version.pk), words=version.word_count)
    return attach_paper(cause=entry, meeting=meeting, source=source, for_adoption=True)


@dataclass(frozen=True)
class Settled:
    """How a carried amendment stands in the final text, as a person settled it (chốt câu chữ)."""

    deed: str  # change, insert, none
    key: str = ""
    text: str = ""


@dataclass(frozen=True)
class Vote:
    """A vote on a text that came to the conference as a file, and the version that the file was (tài liệu bằng tệp)."""

    adoption: Adoption
    version: Version


@transaction.atomic
def adopt_text(*, actor: User, document: Document, settled: Mapping[str, Settled] | None = None, vote: Vote | None = None) -> Version:
    """Take the voted text with the amendments that were carried as the final version; the vote is its cause (thông qua)."""
    require(actor, "documents.write", document.unit)
    if hasattr(document, "issue"):
        raise RuleViolation(
            "documents.issued", _("Văn bản đã phát hành với số {symbol}. Lập văn bản mới để sửa."), symbol=document.issue.symbol
        )
    text = working(document)
    if text and text.rows:
        raise RuleViolation("documents.unsaved", _("Còn {n} lần sửa chưa lưu thành bản. Lưu bản đang soạn trước."), n=len(text.rows))
    decided, voted = _voted(document, vote)
    paragraphs = _amended(voted, decided.inputs["amendments"], settled or {})
    counts = decided.inputs["vote"]
    note = _("Thông qua tại {meeting}: {agree}/{base}").format(
        meeting=decided.paper.meeting.title, agree=counts["agree"], base=counts["base"]
    )
    version = Version.objects.create(
        document=document,
        number=(text.version.number if text else 0) + 1,
        phase=Phase.FINAL,
        note=note[:300],
        origin=Version.Origin.ADOPTED,
        content=[{"key": each.key, "style": str(each.style), "text": each.text} for each in paragraphs],
        digest=digest_of_all(paragraphs),
        word_count=sum(len(each.text.split()) for each in paragraphs),
        last_key=max(int(each.key[1:]) for each in [*paragraphs, Paragraph(f"p{_last_key(document)}", "")]),
        follows=voted,
        adoption=decided,
    )
    said = {name: {"deed": each.deed, "key": each.key} for name, each in (settled or {}).items()}
    facts: dict[str, Any] = {"voted": voted.number, "digest": version.digest, "adoption": str(decided.pk), "settled": said}
    record(actor, "documents.adopted", version, unit=document.unit, cause=_cause(decided), **facts)
    return version


def _voted(document: Document, vote: Vote | None) -> tuple[Adoption, Version]:
    """Give the decision and the version that was voted on: laid before the conference from here, or as a file that a person names."""
    if vote is not None:
        if vote.version.document_id != document.pk or vote.adoption not in adopted_files(document):
            raise RuleViolation("documents.other_meeting", _("Hội nghị này là của đơn vị khác. Chọn hội nghị của chính đơn vị."))
        return vote.adoption, vote.version
    decided = adoption_of(subject_of(document))
    if decided is None:
        raise RuleViolation("documents.not_adopted", _("Chưa có hội nghị nào thông qua văn kiện này."))
    if undone_adoption(document) is None:
        raise RuleViolation("documents.adopted_already", _("Bản thông qua đã được lập từ cuộc biểu quyết này."))
    return decided, Version.objects.get(pk=decided.paper.argument, document=document)


def _last_key(document: Document) -> int:
    """Give the highest key the document ever had."""
    return int(Version.objects.filter(document=document).aggregate(last=Max("last_key"))["last"] or 0)


def _cause(decided: Adoption) -> Entry | None:
    """Give the entry in which the conference's decision stands."""
    rows = Entry.objects.filter(act="meetings.text_decided", chain=str(decided.paper.meeting.unit_id)).order_by("-seq")
    return next((row for row in rows[:200] if row.facts.get("paper") == str(decided.paper_id)), None)


def _amended(voted: Version, amendments: Sequence[Mapping[str, object]], settled: Mapping[str, Settled]) -> tuple[Paragraph, ...]:
    """Put the carried amendments into the voted text; what cannot be placed, or collides, a person settles."""
    found, last = list(voted.paragraphs), _last_key(voted.document)
    for row in amendments:
        if not row["carried"]:
            continue
        name = str(row["number"])
        said = settled.get(name) or placed(voted.paragraphs, found, row)
        if said is None:
            raise RuleViolation(
                "documents.amendment_unplaced",
                _("Sửa đổi số {number} ({passage}) không đặt được vào văn bản. Ghi số thứ tự đoạn, hoặc chốt câu chữ."),
                number=name,
                passage=row["passage"],
                field=f"text_{name}",
            )
        at = next((place for place, each in enumerate(found) if each.key == said.key), len(found) - 1)
        if said.deed == Deed.INSERT:
            last += 1
            found.insert(at + 1, Paragraph(f"p{last}", _worded(said, name)))
        elif said.deed == Deed.CHANGE:
            found[at] = Paragraph(found[at].key, _worded(said, name), found[at].style)
    return tuple(found)


def _worded(said: Settled, name: str) -> str:
    """Give the words of a settled amendment; it has some."""
    if not clean(said.text):
        raise RuleViolation("documents.empty_paragraph", _("Đoạn không có chữ. Muốn bỏ đoạn thì chọn “Bỏ đoạn này”."), field=f"text_{name}")
    return clean(said.text)


def placed(voted: Sequence[Paragraph], now: Sequence[Paragraph], amendment: Mapping[str, object]) -> Settled | None:
    """Find where a carried amendment belongs and how it reads there, after those before it; nothing where a person has to say it."""
    origin = _passage(voted, str(amendment["passage"]))
    current = next((each for each in now if origin and each.key == origin.key), None)
    text = merged(origin.text, clean(str(amendment["text"])), current.text) if origin and current else None
    return Settled(Deed.CHANGE, origin.key, text) if origin and text is not None else None


def _passage(paragraphs: Sequence[Paragraph], name: str) -> Paragraph | None:
    """Find the paragraph an amendment speaks of: its number as people count, or the beginning of its words."""
    number = "".join(letter for letter in name if letter.isdecimal())
    if name.casefold().removeprefix("đoạn").strip().isdecimal() and 0 < int(number) <= len(paragraphs):
        return paragraphs[int(number) - 1]
    begins = [each for each in paragraphs if name and each.text.casefold().startswith(name.casefold())]
    return begins[0] if len(begins) == 1 else None
