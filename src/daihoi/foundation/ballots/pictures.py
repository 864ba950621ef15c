"""Pictures of a question, opened from the sealed scans for one look (ảnh của phiếu nghi ngờ)."""

from io import BytesIO

from PIL import Image

from daihoi.foundation.ballots.models import Poll, Scan
from daihoi.foundation.ballots.queries.questions import Form, Question
from daihoi.foundation.ballots.queries.readings import readings_of
from daihoi.foundation.files.services import read_encrypted
from daihoi.paper.pages import Grey, PageRefused, pages

WIDEST = 1400


def picture_of(poll: Poll, question: Question, what: str) -> bytes | None:
    """Give the crop of a mark with its neighbours, the straightened sheet, or a page as it was scanned."""
    from daihoi.paper.crops import crop_png, sheet_png

    scan = _scan_of(poll, question)
    if scan is None or scan.stored is None:
        return None
    try:
        image = next(pages(scan.source, read_encrypted(scan.stored, poll.key))).image
    except PageRefused:
        return None
    if question.form is Form.PAGE:
        return plain_png(image)
    page = question.page or 1
    if what == "cho" and question.candidate is not None:
        return crop_png(poll.layout, image, page, question.candidate, question.mark)
    return sheet_png(poll.layout, image, page)


def _scan_of(poll: Poll, question: Question) -> Scan | None:
    """Find the page image of a question."""
    source = question.source
    if not source:
        lines = (line for line in readings_of(poll) if line["ballot"] == question.ballot)
        source = next((line["source"] for line in lines if question.page in {None, line["page"]}), "")
    return Scan.objects.filter(batch__poll=poll, source=source).select_related("stored").first()


def plain_png(image: Grey) -> bytes:
    """Give a page as it was scanned, small enough for a slow line."""
    picture = Image.fromarray(image)
    picture.thumbnail((WIDEST, WIDEST * 2))
    out = BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()
