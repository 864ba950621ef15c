"""The desk of a consultation: group, merge, split, answer, bring into the text, report (bàn tổng hợp)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import AnswerForm, NameForm, TakeForm
from daihoi.cycle.documents.models import Answer, Consolidation, Consultation, Contribution, Group, Opinion
from daihoi.cycle.documents.queries import opinions
from daihoi.cycle.documents.queries.opinions import CONSOLIDATE, consultations_of, current_answers, names_of, totals
from daihoi.cycle.documents.queries.sent import tops_of
from daihoi.cycle.documents.queries.texts import VIEW, open_text, visible_documents, working
from daihoi.cycle.documents.reports import report_paper, response_paper
from daihoi.cycle.documents.tasks import group_many
from daihoi.cycle.documents.views.base import DOCX, allowed, attachment, home, may, page_of, person
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name
from daihoi.office import to_docx
from daihoi.rules.comparison import compare_words
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusals, said
from daihoi.web.tables import xlsx

AT_ONCE = 2_000  # contributions that are grouped while the person waits; more go to the worker


def _consultation(request: HttpRequest, consultation_id: UUID) -> Consultation:
    """Find a consultation of the own branch, or one that asks a unit for which the person consolidates."""
    user = person(request)
    own = Consultation.objects.filter(unit__in=visible_units(user, VIEW), pk=consultation_id)
    found = own.select_related("version__document__unit", "unit").first()
    return found or get_object_or_404(consultations_of(user, CONSOLIDATE), pk=consultation_id)


def _desk(request: HttpRequest, consultation: Consultation) -> Unit:
    """Give the desk the person sits at: named in the address, that of the draft, or the own one."""
    user = person(request)
    code = request.GET.get("noi") or request.POST.get("noi")
    if code:
        return get_object_or_404(visible_units(user, VIEW), code=code)
    if visible_units(user, VIEW).filter(pk=consultation.unit_id).exists():
        return consultation.unit
    unit = home(user, CONSOLIDATE)
    if unit is None:
        raise Http404
    return unit


def _place(consultation: Consultation, unit: Unit) -> str:
    """Give the address of a desk."""
    return f"{reverse('documents:desk', args=[consultation.pk])}?noi={unit.code}"


@require_safe
def desk(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Show what came in by passage and kind, the groups, and the reports from below (bàn tổng hợp ý kiến)."""
    consultation = _consultation(request, consultation_id)
    unit = _desk(request, consultation)
    is_owner = unit.pk == consultation.unit_id
    passages = {each.key: (number, each) for number, each in enumerate(consultation.version.paragraphs, start=1)}
    found = opinions.desk_groups(consultation, unit)
    passage, state = request.GET.get("doan", "*"), request.GET.get("tinh", "")
    found = found.filter(passage=passage) if passage != "*" else found
    found = found.filter(answered=state == "xong") if state in ("con", "xong") else found
    order = opinions.ordered(found, {key: number for key, (number, _each) in passages.items()})
    page = page_of(request, order)
    keys = list(page)
    groups = found.in_bulk(keys)
    query = request.GET.copy()
    query.pop("page", None)
    counts = opinions.by_passage(opinions.received(consultation, unit))
    desks = opinions.desks(consultation, unit)
    context = {
        **_frame(request, consultation, unit),
        "is_owner": is_owner,
        "page": page,
        "groups": [groups[key] for key in keys],
        "totals": totals(keys),
        "answers": current_answers(keys),
        "query": f"{query.urlencode()}&" if query else "",
        "passages": passages,
        "counts": sorted(((passages.get(key, (0, None)), key, row) for key, row in counts.items()), key=lambda each: each[0][0]),
        "all": sum(row["all"] for row in counts.values()),
        "kinds": Opinion.choices,
        "waiting": opinions.ungrouped(consultation, unit).count(),
        "arrived": opinions.arrived_groups(consultation, unit).count(),
        "left_below": opinions.ungrouped(consultation, unit, whole_branch=True).count(),
        "undecided": opinions.undecided(consultation).count() if is_owner else 0,
        "desks": desks,
        "desks_sent": sum(each.sent is not None for each in desks),
        "report": Consolidation.objects.filter(consultation=consultation, unit=unit).first(),
        "passage": passage,
        "state": state,
    }
    return render(request, "documents/desk.html", context)


def _frame(request: HttpRequest, consultation: Consultation, unit: Unit) -> dict[str, Any]:
    """Give what all pages of one desk show."""
    return {
        "consultation": consultation,
        "document": consultation.version.document,
        "unit": unit,
        "unit_name": newest_name(unit),
        "may": may(request, unit),
        "due": opinions.report_due(consultation),
        "today": timezone.localdate(),
    }


@require_POST
def put_together(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Group what waits at a desk (xếp nhóm)."""
    consultation = _consultation(request, consultation_id)
    unit, whole_branch = _desk(request, consultation), request.POST.get("ca_nhanh") == "1"
    waiting = opinions.ungrouped(consultation, unit, whole_branch=whole_branch).count()
    if waiting > AT_ONCE and may(request, unit).get("consolidate"):
        group_many.enqueue(str(person(request).pk), str(consultation.pk), str(unit.pk), whole_branch)
        messages.success(request, _("Máy nền đang xếp nhóm {n} ý kiến. Cứ làm việc khác; tải lại trang sau ít phút.").format(n=waiting))
        return redirect(_place(consultation, unit))
    count = try_again(services.group_contributions, actor=person(request), consultation=consultation, unit=unit, whole_branch=whole_branch)
    messages.success(request, _("Đã xếp nhóm: {n} nhóm mới. Xem lại, gộp hoặc tách nếu cần.").format(n=count))
    return redirect(_place(consultation, unit))


@require_POST
def merge(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Put the chosen groups together, into the first one chosen (gộp nhóm)."""
    consultation = _consultation(request, consultation_id)
    unit = _desk(request, consultation)
    keys = [key for key in request.POST.getlist("nhom") if _is_key(key)]
    chosen = list(Group.objects.filter(consultation=consultation, unit=unit, pk__in=keys).order_by("recorded_at", "pk"))
    try:
        if chosen:
            try_again(services.merge_groups, actor=person(request), into=chosen[0], groups=chosen)
            messages.success(request, _("Đã gộp {n} nhóm. Từng ý kiến vẫn giữ nguyên lời.").format(n=len(chosen)))
    except RuleViolation as refusal:
        if refusal.code == "authority.forbidden":
            raise
        messages.error(request, said(refusal))
    return redirect(_place(consultation, unit))


def _is_key(text: str) -> bool:
    """Tell whether a text is a key of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_POST
def send(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Send the consolidated report of a desk up (gửi báo cáo tổng hợp)."""
    consultation = _consultation(request, consultation_id)
    unit = _desk(request, consultation)
    try:
        row = try_again(services.send_consolidation, actor=person(request), consultation=consultation, unit=unit)
        messages.success(request, _("Đã gửi báo cáo: {groups} nhóm từ {n} ý kiến.").format(groups=row.groups, n=row.contributions))
    except RuleViolation as refusal:
        if refusal.code == "authority.forbidden":
            raise
        messages.error(request, said(refusal))
    return redirect(_place(consultation, unit))


def _group(request: HttpRequest, group_id: UUID) -> tuple[Group, Consultation]:
    """Find a group the person may see: in the own branch, or of the desk of a draft he answers."""
    group = get_object_or_404(
        Group.objects.select_related("unit", "consultation__version__document__unit", "consultation__unit"), pk=group_id
    )
    consultation = _consultation(request, group.consultation_id)
    if not visible_units(person(request), VIEW).filter(pk=group.unit_id).exists():
        raise Http404
    return group, consultation


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show one group down to each contribution, and answer it (một nhóm ý kiến)."""
    group, consultation = _group(request, group_id)
    answer = current_answers([group.pk]).get(group.pk)
    first = {"decision": answer.decision, "reason": answer.reason} if answer else {}
    form = AnswerForm(request.POST or None, initial=first)
    if form.is_valid():
        with refusals(form):
            try_again(services.answer_group, actor=person(request), group=group, **form.cleaned_data)
            messages.success(request, _("Đã trả lời nhóm. Nơi góp ý đọc được ngay."))
            return redirect("documents:group", group.pk)
    page = page_of(request, opinions.members(group).select_related("membership__group"))
    asked_about = next((each for each in consultation.version.paragraphs if each.key == group.passage), None)
    known = open_text(person(request), consultation.version.document)
    current = next((each for each in known if each.key == group.passage), None)
    parts = list(group.parts.all())
    context = {
        **_frame(request, consultation, group.unit),
        "group": group,
        "answer": answer,
        "total": totals([group.pk])[group.pk],
        "parts": parts,
        "page": page,
        "names": names_of(row.unit_id for row in [*page, *parts]),
        "asked_about": asked_about,
        "changed": compare_words(asked_about.text, current.text) if asked_about and current and asked_about.text != current.text else (),
        "revisions": [row for each in group.answers.prefetch_related("revisions__version") for row in each.revisions.all()],
        "history": list(group.answers.order_by("-recorded_at", "-pk")),
        "is_owner": group.unit_id == consultation.unit_id,
    }
    return form_page(request, "documents/group.html", form, **context)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Bring an accepted group into the text; a collision shows both texts (đưa vào văn bản)."""
    group, consultation = _group(request, group_id)
    document = consultation.version.document
    allowed(request, "write", document.unit)
    now = working(document)
    current = now.paragraph(group.passage) if now else None
    asked_about = next((each for each in consultation.version.paragraphs if each.key == group.passage), None)
    proposals = list(dict.fromkeys(text for text in opinions.members(group).values_list("proposal", flat=True)[:200] if text))
    deed = {"add": "insert", "delete": "remove"}.get(group.kind, "change")
    text = proposals[0] if proposals else asked_about.text if asked_about and deed == "change" else ""
    form = TakeForm(request.POST or None, initial={"deed": deed, "text": text})
    if form.is_valid():
        with refusals(form):
            row = try_again(services.take_into_text, actor=person(request), group=group, **form.cleaned_data)
            messages.success(request, _("Đã đưa vào bản đang soạn."))
            return redirect(f"{reverse('documents:detail', args=[document.pk])}#{row.key}")
    context = {
        **_frame(request, consultation, group.unit),
        "group": group,
        "current": current,
        "asked_about": asked_about,
        "proposals": proposals,
        "changed": compare_words(asked_about.text, current.text) if asked_about and current else (),
        "proposed": compare_words(asked_about.text, str(form["text"].value() or "")) if asked_about else (),
    }
    return form_page(request, "documents/take.html", form, **context)


@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Name a group; with contributions chosen, split them off under that name (đặt tên, tách nhóm)."""
    group, consultation = _group(request, group_id)
    keys = [key for key in request.POST.getlist("y") + request.GET.getlist("y") if _is_key(key)]
    parts = [key for key in request.POST.getlist("nhom") + request.GET.getlist("nhom") if _is_key(key)]
    form = NameForm(request.POST or None, initial={"name": "" if keys or parts else group.name})
    if form.is_valid():
        with refusals(form):
            if keys or parts:
                group = try_again(
                    services.split_group,
                    actor=person(request),
                    group=group,
                    contributions=list(Contribution.objects.filter(pk__in=keys)),
                    parts=list(Group.objects.filter(pk__in=parts)),
                    name=form.cleaned_data["name"],
                )
                messages.success(request, _("Đã tách thành nhóm riêng."))
            else:
                try_again(services.rename_group, actor=person(request), group=group, name=form.cleaned_data["name"])
                messages.success(request, _("Đã đặt tên nhóm."))
            return redirect("documents:group", group.pk)
    chosen = list(Contribution.objects.filter(pk__in=keys, membership__group=group))
    context = {**_frame(request, consultation, group.unit), "group": group, "keys": keys, "part_keys": parts, "chosen": chosen}
    return form_page(request, "documents/name.html", form, **context)


@require_safe
def table(request: HttpRequest, consultation_id: UUID, which: str) -> HttpResponse:
    """Give the table of what was taken and explained, or the consolidated report, as DOCX (bảng tiếp thu, báo cáo tổng hợp)."""
    consultation = _consultation(request, consultation_id)
    unit = _desk(request, consultation)
    if which == "giai-trinh":
        get_object_or_404(visible_documents(person(request)), pk=consultation.version.document_id)
        return attachment(to_docx(response_paper(consultation)), DOCX, "tiep-thu-giai-trinh.docx")
    if which == "tong-hop":
        return attachment(to_docx(report_paper(consultation, unit)), DOCX, "bao-cao-tong-hop-y-kien.docx")
    raise Http404


@require_safe
def opinions_sheet(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Give every contribution of a desk's branch with its group and answer as a workbook (bảng từng ý kiến)."""
    consultation = _consultation(request, consultation_id)
    unit = _desk(request, consultation)
    head = [
        _("Đoạn"),
        _("Loại"),
        _("Ý kiến"),
        _("Đề nghị viết là"),
        _("Nơi góp ý"),
        _("Kênh"),
        _("Số lượt"),
        _("Nhóm"),
        _("Kết quả"),
        _("Giải trình"),
    ]
    places = {each.key: number for number, each in enumerate(consultation.version.paragraphs, start=1)}
    found = opinions.received(consultation, unit).select_related("membership__group").order_by("passage", "kind", "pk")
    names = names_of(found.order_by().values_list("unit_id", flat=True).distinct())
    tops = tops_of(set(found.exclude(membership=None).order_by().values_list("membership__group", flat=True)))
    answers = current_answers(tops.values())
    rows = (
        (
            places.get(row.passage),
            str(row.get_kind_display()),
            row.text,
            row.proposal,
            names.get(row.unit_id, "") + (f", {row.body}" if row.body else ""),
            str(row.get_channel_display()),
            row.times,
            *_outcome(row, tops, answers),
        )
        for row in found.iterator(chunk_size=2000)
    )
    note = _("{document}, bản {n}").format(document=consultation.version.document, n=consultation.version.number)
    return xlsx(_("Ý kiến góp ý"), head, rows, note=note, name="y-kien-gop-y")


def _outcome(row: Contribution, tops: dict[UUID, UUID], answers: dict[UUID, Answer]) -> tuple[str, str, str]:
    """Give group, decision and reason of a contribution."""
    if not hasattr(row, "membership"):
        return "", "", ""
    answer = answers.get(tops[row.membership.group_id])
    return row.membership.group.name, str(answer.get_decision_display()) if answer else "", answer.reason if answer else ""
