"""Lists of documents and what still has to be decided (danh sách văn kiện, việc còn phải quyết)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import PaperForm
from daihoi.cycle.documents.queries.decisions import left_to_decide
from daihoi.cycle.documents.queries.opinions import consultations_of
from daihoi.cycle.documents.queries.texts import issuing_bodies, listed, offered_kinds, open_submissions, visible_documents
from daihoi.cycle.documents.services.drafting import Paper
from daihoi.cycle.documents.views.base import allowed, home, page_of, person
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden, visible_units
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name
from daihoi.rules.papers import body_titles, kinds
from daihoi.web.errors import form_page, refusals
from daihoi.web.tables import xlsx

STATES = {
    "": gettext_lazy("Mọi tình trạng"),
    "draft": gettext_lazy("Đang soạn"),
    "waiting": gettext_lazy("Đang trình"),
    "returned": gettext_lazy("Bị trả lại"),
    "approved": gettext_lazy("Đã duyệt, đã thông qua"),
    "issued": gettext_lazy("Đã phát hành"),
}


def in_state(found: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Keep the documents in one state of the list."""
    if state == "draft":
        return found.filter(sent_title__isnull=True, symbol__isnull=True, is_adopted=False)
    if state == "waiting":
        return found.filter(sent_title__isnull=False, sent_outcome__isnull=True, symbol__isnull=True, is_adopted=False)
    if state == "returned":
        return found.filter(sent_outcome=state, symbol__isnull=True, is_adopted=False)
    if state == "approved":
        return found.filter(Q(sent_outcome=state) | Q(is_adopted=True), symbol__isnull=True)
    return found.filter(symbol__isnull=False) if state == "issued" else found


def asked(request: HttpRequest) -> tuple[QuerySet[Any], dict[str, Any]]:
    """Read the filters of the address."""
    user = person(request)
    found = listed(visible_documents(user))
    state = request.GET.get("state", "") if request.GET.get("state") in STATES else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind") in kinds() else ""
    text = request.GET.get("q", "").strip()
    own = home(user, "documents.view") if request.GET.get("own") else None
    found = in_state(found, state)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(title__icontains=text) if text else found
    found = found.filter(unit=own) if own else found
    return found, {"state": state, "kind": kind, "text": text, "own": bool(own)}


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents a person may see, what waits for a verdict, and where an opinion is asked (văn kiện)."""
    user = person(request)
    found, kept = asked(request)
    page = page_of(request, found)
    query = request.GET.copy()
    query.pop("page", None)
    today = timezone.localdate()
    context = {
        **kept,
        "page": page,
        "query": f"{query.urlencode()}&" if query else "",
        "states": STATES,
        "papers": kinds(),
        "waiting": list(open_submissions(visible_units(user, "documents.approve"))[:12]),
        "consultations": list(consultations_of(user).filter(closes_on__gte=today)[:12]),
        "can_write": home(user, "documents.write"),
        "can_keep": home(user, "documents.keep_template"),
        "today": today,
    }
    return render(request, "documents/list.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a workbook (xuất danh sách văn kiện)."""
    found, _kept = asked(request)
    head = [
        _("Thể loại"),
        _("Trích yếu"),
        _("Đơn vị"),
        _("Bản"),
        _("Lưu lúc"),
        _("Bước duyệt"),
        _("Kết quả duyệt"),
        _("Số và ký hiệu"),
        _("Ý kiến"),
    ]
    outcomes = {"approved": _("đồng ý"), "returned": _("trả lại"), None: ""}
    rows = (
        (
            each.paper.title,
            each.title,
            each.unit_name,
            each.last_number,
            timezone.localtime(each.last_at).date() if each.last_at else None,
            each.sent_title,
            outcomes[each.sent_outcome],
            each.symbol,
            each.opinions,
        )
        for each in found
    )
    return xlsx(_("Văn kiện"), head, rows, note=f"{timezone.localdate():%d/%m/%Y}", name="van-kien")


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Begin a document of the own unit (lập văn kiện)."""
    user = person(request)
    unit = _asked_unit(request)
    if unit is None:
        raise Forbidden("authority.forbidden", _("Bạn không có quyền soạn văn kiện."))
    allowed(request, "write", unit)
    congresses = list(Congress.objects.filter(unit=unit).select_related("round").order_by("-round__starts"))
    bodies = list(dict.fromkeys(body for each in issuing_bodies(unit).values() for body in each))
    form = PaperForm(
        request.POST or None,
        initial={"kind": request.GET.get("kind", "political_report"), "congress": request.GET.get("congress", "")},
        kinds=list(offered_kinds(unit)),
        bodies=bodies,
        congresses=[(str(each.pk), str(each.round)) for each in congresses],
    )
    if form.is_valid():
        typed = form.cleaned_data
        congress = next((each for each in congresses if str(each.pk) == typed["congress"]), None)
        with refusals(form):
            paper = Paper(typed["kind"], typed["body"], typed["title"], typed["grade"])
            document = try_again(services.create_document, actor=user, unit=unit, paper=paper, congress=congress)
            messages.success(request, _("Đã lập văn kiện. Nhập tệp hoặc soạn bản đầu theo mẫu."))
            return redirect("documents:detail", document.pk)
    context = {"heading": _("Văn kiện mới"), "button": _("Lập văn kiện"), "back": reverse("documents:list"), "unit_name": newest_name(unit)}
    return form_page(
        request, "documents/create.html", form, **context, allowed=issuing_bodies(unit), papers=kinds(), body_titles=body_titles()
    )


def _asked_unit(request: HttpRequest) -> Unit | None:
    """Give the unit named in the address, or the own one."""
    user = person(request)
    code = request.GET.get("unit")
    if code:
        return get_object_or_404(visible_units(user, "documents.write"), code=code)
    return home(user, "documents.write")


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Show only what still has to be decided (việc còn phải quyết)."""
    return render(request, "documents/left.html", {"left": left_to_decide(person(request)), "today": timezone.localdate()})
