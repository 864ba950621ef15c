"""Facts of documents for tests: texts, versions and consultations are reached through the acts."""

from datetime import timedelta

from django.utils import timezone

from daihoi.cycle.documents import services
from daihoi.cycle.documents.services.consulting import Asked, Said
from daihoi.cycle.documents.services.drafting import Paper, Saved
from daihoi.rules.paragraphs import Piece

TEXT = (
    Piece("I. Kết quả", "heading2"),
    Piece("Sản lượng lúa đạt 3.940 tấn trên 5.408 tấn, đạt 72,86 %."),
    Piece("Công tác xây dựng Đảng được chú trọng."),
    Piece("II. Hạn chế", "heading2"),
    Piece("Một số chi bộ sinh hoạt chưa đều."),
)


def make_document(unit, officer, *, kind="political_report", body="exec_committee", title="trình đại hội", grade="internal", congress=None):
    """A document without a version."""
    return services.create_document(actor=officer, unit=unit, paper=Paper(kind, body, title, grade), congress=congress)


def make_text(unit, officer, pieces=TEXT, **paper):
    """A document with its first version."""
    document = make_document(unit, officer, **paper)
    services.save_text(actor=officer, document=document, pieces=pieces, saved=Saved())
    return document


def make_consultation(document, officer, units, *, closes=10, whole=True, opened=0):
    """The newest version laid before units, closing some days from now."""
    today = timezone.localdate()
    asked = Asked([(unit, whole) for unit in units], today + timedelta(days=closes), opened_on=today + timedelta(days=opened))
    return services.open_consultation(actor=officer, version=document.versions.order_by("-number").first(), asked=asked)


def say(user, consultation, unit, text, *, passage="p2", kind="amend", **more):
    """One contribution of a unit."""
    said = Said(channel="conference", kind=kind, text=text, passage=passage, **more)
    return services.contribute(actor=user, consultation=consultation, unit=unit, said=said)
