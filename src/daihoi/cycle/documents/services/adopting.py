"""Lay a text before a conference, and take what it adopted as the final version (trình hội nghị, thông qua)."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Document, Phase, Version
from daihoi.cycle.documents.queries.meetings import can_adopt, subject_of
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
from daihoi.rules.revisions import merged


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


@transaction.atomic
def adopt_text(*, actor: User, document: Document, settled: Mapping[str, str] | None = None) -> Version:
    """Take the voted text with the amendments that were carried as the final version; the vote is its cause (thông qua)."""
    require(actor, "documents.write", document.unit)
    decided = adoption_of(subject_of(document))
    if decided is None:
        raise RuleViolation("documents.not_adopted", _("Chưa có hội nghị nào thông qua văn kiện này."))
    if not can_adopt(document):
        raise RuleViolation("documents.adopted_already", _("Bản thông qua đã được lập từ cuộc biểu quyết này."))
    voted = Version.objects.get(pk=decided.paper.argument, document=document)
    paragraphs = _amended(voted.paragraphs, decided.inputs["amendments"], settled or {})
    last = Version.objects.filter(document=document).aggregate(number=Max("number"), key=Max("last_key"))
    vote = decided.inputs["vote"]
    note = _("Thông qua tại {meeting}: {agree}/{base}").format(meeting=decided.paper.meeting.title, agree=vote["agree"], base=vote["base"])
    version = Version.objects.create(
        document=document,
        number=last["number"] + 1,
        phase=Phase.FINAL,
        note=note[:300],
        origin=Version.Origin.ADOPTED,
        content=[{"key": each.key, "style": str(each.style), "text": each.text} for each in paragraphs],
        digest=digest_of_all(paragraphs),
        word_count=sum(len(each.text.split()) for each in paragraphs),
        last_key=last["key"],
        follows=voted,
    )
    record(actor, "documents.adopted", version, unit=document.unit, cause=_cause(decided), voted=voted.number, digest=version.digest)
    return version


def _cause(decided: Adoption) -> Entry | None:
    """Give the entry in which the conference's decision stands."""
    rows = Entry.objects.filter(act="meetings.text_decided", chain=str(decided.paper.meeting.unit_id)).order_by("-seq")
    return next((row for row in rows[:200] if row.facts.get("paper") == str(decided.paper_id)), None)


def _amended(
    paragraphs: Sequence[Paragraph], amendments: Sequence[Mapping[str, object]], settled: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    """Put the carried amendments into the voted text; what cannot be placed, or collides, a person settles."""
    found = {each.key: each for each in paragraphs}
    for row in amendments:
        if not row["carried"]:
            continue
        name = str(row["number"])
        origin = _passage(paragraphs, str(row["passage"]))
        if name in settled and origin:
            found[origin.key] = Paragraph(origin.key, clean(settled[name]), origin.style)
            continue
        text = merged(origin.text, clean(str(row["text"])), found[origin.key].text) if origin else None
        if origin is None or text is None:
            raise RuleViolation(
                "documents.amendment_unplaced",
                _("Sửa đổi số {number} ({passage}) không đặt được vào văn bản. Ghi số thứ tự đoạn, hoặc chốt câu chữ."),
                number=name,
                passage=row["passage"],
            )
        found[origin.key] = Paragraph(origin.key, text, origin.style)
    return tuple(found.values())


def _passage(paragraphs: Sequence[Paragraph], name: str) -> Paragraph | None:
    """Find the paragraph an amendment speaks of: its number as people count, or the beginning of its words."""
    number = "".join(letter for letter in name if letter.isdecimal())
    if name.casefold().removeprefix("đoạn").strip().isdecimal() and 0 < int(number) <= len(paragraphs):
        return paragraphs[int(number) - 1]
    begins = [each for each in paragraphs if name and each.text.casefold().startswith(name.casefold())]
    return begins[0] if len(begins) == 1 else None
