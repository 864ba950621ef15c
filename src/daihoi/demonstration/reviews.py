"""Reviews of the founding articles (văn bản tổng kết, sơ kết trình diễn), each adopted by the conference that the demonstration holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.documents import services
from daihoi.cycle.documents.models import Document, Group, Version
from daihoi.cycle.documents.queries.meetings import adopted_files
from daihoi.cycle.documents.queries.opinions import desk_groups
from daihoi.cycle.documents.services import Settled, Vote
from daihoi.cycle.documents.services.consulting import Asked, Said
from daihoi.cycle.documents.services.drafting import Paper, Saved
from daihoi.demonstration import accounts
from daihoi.demonstration import review_texts as texts
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.services import UnitRow, import_units
from daihoi.rules.paragraphs import Piece

BEGAN = date(2020, 10, 1)
DIRECTIVE = "Chỉ thị số 35-CT/TW, ngày 30/5/2019 của Bộ Chính trị"
UNITS = (
    ("ST-K-01", "Đảng bộ Y tế", "grassroots_committee", "ST-K"),
    ("ST-K-02", "Chi bộ Cấp nước", "grassroots_cell", "ST-K"),
    ("ST-K-03", "Đảng bộ Điện lực", "grassroots_committee", "ST-K"),
    ("ST-K-04", "Chi bộ Lưu trữ", "grassroots_cell", "ST-K"),
    ("ST-K-05", "Đảng bộ Xổ số", "grassroots_committee", "ST-K"),
    ("ST-K-06", "Chi bộ Thư viện", "grassroots_cell", "ST-K"),
    ("DNG-DS", "Đảng bộ huyện Đắk Song", "upper_grassroots", "DNG"),
)


def build(progress: Callable[[str], object]) -> None:
    """Write the reviews, unless they stand (dựng văn bản tổng kết)."""
    if Unit.objects.filter(code=UNITS[0][0]).exists():
        return
    with transaction.atomic():
        import_units(rows=[UnitRow(code, name, kind, superior, BEGAN) for code, name, kind, superior in UNITS], origin=SETUP)
        officer = accounts.ensure(accounts.CENTRAL)
        made = [_soc_trang(officer), _ben_tre(officer), _dak_nong(officer), *_district(officer)]
        made += _bloc(User.objects.get(username="canbo.khoi")) if Unit.objects.filter(code="K01").exists() else []
    progress(_("Văn bản tổng kết, sơ kết: {n}").format(n=len(made)))


def _soc_trang(officer: User) -> Document:
    """Draft, opinions of the bodies, the bettered draft, and the final text with what the extraordinary conference added."""
    document = _paper(officer, "ST-K", "final_review", f"thực hiện {DIRECTIVE}", texts.SOC_TRANG, note="Tổ biên tập")
    asked = Asked(
        [(unit, False) for unit in Unit.objects.filter(code__startswith="ST-K-").order_by("code")], date(2024, 2, 5),
        "Xem kỹ phần hạn chế và nguyên nhân.", opened_on=date(2024, 1, 22),
    )  # fmt: skip
    consultation = services.open_consultation(actor=officer, version=_newest(document), asked=asked)
    paragraphs = consultation.version.paragraphs
    rows = [
        (Unit.objects.get(code=code), Said("conference", kind, words, paragraphs[at - 1].key if at else "", proposal, body))
        for code, body, at, kind, words, proposal in texts.SOC_TRANG_OPINIONS
    ]
    services.import_contributions(actor=officer, consultation=consultation, unit=document.unit, rows=rows)
    services.group_contributions(actor=officer, consultation=consultation, unit=document.unit)
    for group in desk_groups(consultation, document.unit):
        at = next((place for place, each in enumerate(paragraphs, start=1) if each.key == group.passage), 0)
        if (at, group.kind) in texts.SOC_TRANG_ANSWERS:
            _answer(officer, group, *texts.SOC_TRANG_ANSWERS[at, group.kind])
    services.close_version(actor=officer, document=document, phase="revised_draft", note="Tiếp thu ý kiến các tổ chức trực thuộc")
    services.decide(actor=officer, submission=services.submit(actor=officer, document=document), outcome="approved")
    placed = {
        "1": Settled("insert", _key(document, 13), "Có 2 chi bộ phải bầu lại chức danh phó bí thư vì phiếu giới thiệu phân tán, nơi giới thiệu chưa trao đổi trước."),
        "2": Settled("insert", _key(document, 19), "Từ 30 ngày trước đại hội, mỗi tổ chức đảng nắm dư luận về nhân sự và báo cáo Ban Thường vụ mỗi tuần một lần."),
    }  # fmt: skip
    return _adopted(officer, document, placed)


def _answer(officer: User, group: Group, decision: str, reason: str) -> None:
    """Answer a group; what is taken stands in the text in the words that were proposed."""
    services.answer_group(actor=officer, group=group, decision=decision, reason=reason)
    words = next(
        (said.contribution.proposal for said in group.memberships.select_related("contribution") if said.contribution.proposal), ""
    )
    if decision == "taken" and words:
        services.take_into_text(actor=officer, group=group, deed="change", text=words)


def _ben_tre(officer: User) -> Document:
    """The mid-term review, with the way to the seventh target that the conference asked for."""
    title = "giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ lần thứ XIII, nhiệm kỳ 2020-2025"
    document = _paper(officer, "BT-K", "interim_review", title, texts.BEN_TRE)
    return _adopted(officer, document, {"1": Settled("insert", _key(document, len(texts.BEN_TRE)), texts.BEN_TRE_SETTLED)})


def _dak_nong(officer: User) -> Document:
    """The province's review, considered and adopted by its committee."""
    document = _paper(officer, "DNG", "final_review", f"thực hiện {DIRECTIVE}", texts.DAK_NONG)
    at = next(place for place, each in enumerate(texts.DAK_NONG, start=1) if each.text.startswith("Báo cáo kiểm điểm"))
    return _adopted(officer, document, {"1": Settled("change", _key(document, at), texts.DAK_NONG_SETTLED)})


def _district(officer: User) -> list[Document]:
    """First drafts of a district below, with the faults that the province's review names."""
    title = "trình Đại hội đại biểu Đảng bộ huyện, nhiệm kỳ 2020-2025"
    report = _paper(officer, "DNG-DS", "political_report", title, texts.SPRAWLING, note="Dự thảo đầu")
    review = _paper(officer, "DNG-DS", "self_review_report", "của Ban Chấp hành nhiệm kỳ 2015-2020", texts.OVERLAPPING, note="Dự thảo đầu")
    return [report, review]


def _bloc(officer: User) -> list[Document]:
    """The central bloc's report of 15/05/2020, and the draft of one branch with the faults that it names."""
    report = _paper(officer, "K", "report", "kết quả bước đầu đại hội chi bộ, đảng bộ cơ sở tính đến ngày 15/5/2020", texts.BLOC)
    thin = _paper(officer, "K01", "political_report", "trình Đại hội đại biểu Đảng bộ, nhiệm kỳ 2020-2025", texts.THIN, note="Dự thảo đầu")
    return [report, thin]


def _adopted(officer: User, document: Document, placed: Mapping[str, Settled]) -> Document:
    """Make the final version from the vote of the unit's conference, which had the text as a file."""
    decided = adopted_files(document).get()
    services.adopt_text(actor=officer, document=document, settled=placed, vote=Vote(decided, _newest(document)))
    return document


def _paper(officer: User, code: str, kind: str, title: str, pieces: Sequence[Piece], note: str = "") -> Document:
    """Write one paper in one version."""
    unit = Unit.objects.get(code=code)
    document = services.create_document(actor=officer, unit=unit, paper=Paper(kind, "exec_committee", title))
    services.save_text(actor=officer, document=document, pieces=pieces, saved=Saved("draft", note, "imported"))
    return document


def _newest(document: Document) -> Version:
    """Give the newest version of a document that has one."""
    return Version.objects.filter(document=document).latest("number")


def _key(document: Document, number: int) -> str:
    """Give the key of a paragraph as people count it."""
    return _newest(document).paragraphs[number - 1].key
