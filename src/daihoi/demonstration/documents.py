"""Documents of the demonstration: a province's review of a directive, laid before its whole branch (văn kiện trình diễn)."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.documents import services
from daihoi.cycle.documents.models import Consultation, Document, Group
from daihoi.cycle.documents.queries.opinions import desk_groups
from daihoi.cycle.documents.queries.texts import working
from daihoi.cycle.documents.services.consulting import Asked, Said
from daihoi.cycle.documents.services.drafting import Paper, Saved
from daihoi.demonstration import reviews
from daihoi.demonstration.document_texts import ANSWERS, OPINIONS, POLITICAL, REVIEW, SELF_REVIEW
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import children
from daihoi.rules.paragraphs import Piece
from daihoi.rules.revisions import Deed, Revision

Say = Callable[[str], object]
TITLE = "thực hiện Chỉ thị 35-CT/TW, ngày 30/5/2019"
MEETINGS = ("hội nghị chi bộ", "hội nghị Ban Chấp hành", "hội nghị cán bộ chủ chốt")
FEWEST = 5  # members of the smallest cell: no more speak at its conference
SENT = 11  # committees that have sent their report, of sixteen


def build(progress: Say) -> None:
    """Write the documents that are missing (dựng văn kiện)."""
    reviews.build(progress)
    if Document.objects.filter(title=TITLE).exists():
        return
    with transaction.atomic():
        officer = User.objects.get(username="canbo.dongthap")
        province = Unit.objects.get(code="DT")
        document = _review(officer, province)
        consultation = _consult(officer, document)
        count = _opinions(officer, consultation)
        _consolidate(officer, consultation)
        _answer(officer, consultation)
        _congress_papers(officer)
    progress(_("Văn kiện: {documents}, ý kiến góp ý: {n}").format(documents=Document.objects.count(), n=count))


def _review(officer: User, province: Unit) -> Document:
    """Write the review in two versions, one paragraph moved and two changed between them."""
    document = services.create_document(actor=officer, unit=province, paper=Paper("final_review", "exec_committee", TITLE))
    first = [*REVIEW[:7], Piece("Văn kiện được chuẩn bị kỹ, đúng quy định."), *REVIEW[8:18], *REVIEW[19:22], REVIEW[18]]
    services.save_text(actor=officer, document=document, pieces=first, saved=Saved("draft", "Tổ biên tập", "imported"))
    services.save_text(actor=officer, document=document, pieces=REVIEW, saved=Saved("draft", "Sau khi Thường trực cho ý kiến", "imported"))
    return document


def _consult(officer: User, document: Document) -> Consultation:
    """Lay the second version before all sixteen branches."""
    today = timezone.localdate()
    asked = Asked(
        [(place.unit, True) for place in children(document.unit, today).select_related("unit")],
        today + timedelta(days=5),
        "Tập trung vào hạn chế, nguyên nhân và kiến nghị.",
        opened_on=today - timedelta(days=15),
    )
    version = document.versions.order_by("-number").first()
    if version is None:
        raise LookupError(document.pk)
    return services.open_consultation(actor=officer, version=version, asked=asked)


def _opinions(officer: User, consultation: Consultation) -> int:
    """Let grassroots organizations of every branch speak, some twice, through all channels."""
    rng = Random("daihoi opinions")  # noqa: S311 (invented data, not a secret)
    paragraphs = consultation.version.paragraphs
    rows: list[tuple[Unit, Said]] = []
    for branch in children(consultation.unit, timezone.localdate()):
        places = list(Placement.objects.filter(superior=branch.unit, valid_to__isnull=True).select_related("unit").order_by("path"))
        for place in [*rng.sample(places, min(len(places), 22)), branch]:
            where, kind, proposal, ways = OPINIONS[min(int(rng.expovariate(0.28)), len(OPINIONS) - 1)]
            channel = rng.choices(("conference", "online", "application", "letter"), (6, 3, 2, 1))[0]
            said = Said(
                channel=channel,
                kind=kind,
                text=rng.choice(ways),
                passage=paragraphs[where - 1].key if where else "",
                proposal=proposal if rng.random() < 0.5 else "",
                body=rng.choice(MEETINGS) if channel == "conference" else "",
                times=min(rng.choice((1, 1, 1, 2, 3, 7)), FEWEST),
            )
            rows.append((place.unit, said))
    return services.import_contributions(actor=officer, consultation=consultation, unit=consultation.unit, rows=rows)


def _consolidate(officer: User, consultation: Consultation) -> None:
    """Let most committees group what they heard and send their reports; the province groups what arrived."""
    for place in children(consultation.unit, timezone.localdate()).select_related("unit")[:SENT]:
        services.group_contributions(actor=officer, consultation=consultation, unit=place.unit)
        services.send_consolidation(actor=officer, consultation=consultation, unit=place.unit)
    services.group_contributions(actor=officer, consultation=consultation, unit=consultation.unit)


def _answer(officer: User, consultation: Consultation) -> None:
    """Answer the first groups; one accepted change stands in the working text."""
    for group, (decision, reason) in zip(_first(consultation), ANSWERS, strict=False):
        services.answer_group(actor=officer, group=group, decision=decision, reason=reason)
    wrong = _first(consultation)[1]
    text = OPINIONS[1][2]
    services.take_into_text(actor=officer, group=wrong, deed="change", text=text)


def _first(consultation: Consultation) -> list[Group]:
    """Give the first group of each of the first passages."""
    keys = [consultation.version.paragraphs[where - 1].key for where, *_rest in OPINIONS[:4]]
    groups = list(desk_groups(consultation, consultation.unit))
    return [next(group for group in groups if group.passage == key) for key in keys]


def _congress_papers(officer: User) -> None:
    """Give the congress of Sa Đéc its political report, sent up, and a self-review that repeats it."""
    congress = Congress.objects.filter(unit__code="DT-SD").select_related("unit").first()
    unit = Unit.objects.get(code="DT-SD")
    title = "trình Đại hội đại biểu thành phố lần thứ XII, nhiệm kỳ 2020-2025"
    report = _paper(officer, unit, "political_report", title, POLITICAL, congress)
    services.decide(actor=officer, submission=services.submit(actor=officer, document=report), outcome="approved")
    review = _paper(officer, unit, "self_review_report", "của Ban Chấp hành khóa XI", SELF_REVIEW, congress)
    text = working(review)
    last = text.paragraphs[-1].key if text else ""
    services.revise(
        actor=officer,
        document=review,
        revision=Revision(Deed.INSERT, "", "Hướng khắc phục: gửi tài liệu trước ít nhất ba ngày.", after=last),
    )


def _paper(officer: User, unit: Unit, kind: str, title: str, pieces: tuple[Piece, ...], congress: Congress | None) -> Document:
    """Write one paper in one version."""
    document = services.create_document(actor=officer, unit=unit, paper=Paper(kind, "exec_committee", title), congress=congress)
    services.save_text(actor=officer, document=document, pieces=pieces, saved=Saved("draft", "", "imported"))
    return document
