"""Pictures of a question, opened from the sealed scans for one look (ảnh của chỗ nghi ngờ)."""

from daihoi.foundation.ballots.intake import opened
from daihoi.foundation.ballots.models import Poll, Scan
from daihoi.foundation.ballots.queries.questions import Form, Question
from daihoi.foundation.ballots.queries.readings import readings_of
from daihoi.foundation.files.services import read_encrypted
from daihoi.paper.crops import crop_png, image_png, sheet_png

PLACE, SHEET = "cho", "to"


def picture_of(poll: Poll, question: Question, what: str) -> bytes | None:
    """Give the crop of a mark with its neighbours, the straightened sheet, or a page as it was scanned."""
    stored = _scan_of(poll, question)
    if stored is None or stored.stored is None or what not in {PLACE, SHEET}:
        return None
    scan = opened(stored.source, read_encrypted(stored.stored, poll.key))
    try:
        image = scan.page(0).image
    finally:
        scan.close()
    if question.form is Form.PAGE:
        return image_png(image)
    page = question.page or 1
    if what == PLACE and question.candidate is not None:
        return crop_png(poll.layout, image, page, question.candidate, question.mark)
    return sheet_png(poll.layout, image, page)


def _scan_of(poll: Poll, question: Question) -> Scan | None:
    """Find the page image of a question."""
    source = question.source
    if not source:
        lines = (line for line in readings_of(poll) if line["ballot"] == question.ballot)
        source = next((line["source"] for line in lines), "")
    return Scan.objects.filter(batch__poll=poll, source=source).select_related("stored").first()
