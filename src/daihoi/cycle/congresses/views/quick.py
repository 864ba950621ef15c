"""Screens of the quick result: a form that saves itself, a receipt, the structure table (kết quả nhanh, RP-07)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.address import asked_view, crumbs
from daihoi.cycle.congresses.forms import day_field
from daihoi.cycle.congresses.models import ResultDraft, SentResult
from daihoi.cycle.congresses.queries import View, visible_rounds
from daihoi.cycle.congresses.services.quick import answers
from daihoi.cycle.congresses.unlikely import CODE as UNLIKELY
from daihoi.cycle.congresses.views.base import allowed, congress_of, follower, person, title_of
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import in_branch, newest
from daihoi.rules import quick_result
from daihoi.rules.errors import ERROR, RuleViolation
from daihoi.rules.shares import share
from daihoi.web.errors import said
from daihoi.web.fields import NumberField
from daihoi.web.tables import xlsx

ACT = "congresses.report_result"
WORDS = {
    "reelected": gettext_lazy("tái cử"),
    "new": gettext_lazy("mới"),
    "vacant": gettext_lazy("khuyết"),
    "yes": gettext_lazy("có"),
    "no": gettext_lazy("không"),
}
Answer = dict[str, Any]


def read_field(field: quick_result.Field, text: str) -> object:
    """Read one field as it was typed, or refuse it in words."""
    if not text.strip():
        return ""
    if field.kind == "number":
        return NumberField(max_value=1_000_000).clean(text)
    if field.kind == "day":
        return day_field("").clean(text).isoformat()
    if field.kind == "decimal":
        return _decimal(text)
    if field.kind == "choice" and text not in field.choices:
        raise ValidationError(_("Hãy chọn một trong các câu trả lời."))
    return " ".join(text.split())[:2000]


def _decimal(text: str) -> str:
    """Read a number with one decimal place at most."""
    plain = text.strip().replace(",", ".")
    whole, _dot, part = plain.partition(".")
    if not (whole.isdigit() and len(whole) <= 3 and (part.isdigit() or not part) and len(part) <= 1):
        raise ValidationError(_("Ghi một số, như 45,3."))
    return plain


def shown(field: quick_result.Field, value: object) -> str:
    """Write a kept value as it stands in its field."""
    text = "" if value is None else str(value)
    if field.kind == "day" and len(text) == 10:
        return f"{text[8:]}/{text[5:7]}/{text[:4]}"
    return text.replace(".", ",") if field.kind == "decimal" else text


def form_context(request: HttpRequest, congress_id: UUID) -> Answer:
    """Gather the form of one congress: cards, fields, what is wrong, what follows."""
    congress = congress_of(request, congress_id)
    draft = ResultDraft.objects.filter(congress=congress).first()
    facts = answers(draft, congress)
    found = quick_result.findings(facts, congress.contents)
    said_of: dict[str, list[Any]] = {}
    for each in found:
        if not each.code.endswith("missing"):
            said_of.setdefault(each.where, []).append(each)
    asked = quick_result.fields_for(congress.contents)
    given = set(draft.given if draft else ())
    cards = [
        (title, [(field, shown(field, facts.get(field.code)), said_of.get(field.code, ()), field.code in given) for field in own])
        for code, title in quick_result.groups()
        if (own := [field for field in asked if field.group == code])
    ]
    return {
        "congress": congress,
        "heading": title_of(congress),
        "cards": cards,
        "words": WORDS,
        "answered": sum(field.code in facts for field in asked),
        "asked": len(asked),
        "left": sum(each.level == ERROR for each in found),
        "missing": [each for each in found if each.code.endswith("missing")],
        "derived": quick_result.derived(facts),
        "sent": congress.results.filter(replaced_by__isnull=True).first(),
    }


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Show the quick result, and take all its fields at once where no script runs (kết quả nhanh)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), ACT, congress.unit)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        for field in quick_result.fields_for(congress.contents):
            if field.code in request.POST:
                message = _saved(request, congress, field)
                wrong |= {field.title: message} if message else {}
        if not wrong and ("send" in request.POST or "confirmed" in request.POST):
            return _send(request, congress)
        if not wrong:
            messages.success(request, _("Đã lưu."))
            return redirect("congresses:result", congress.pk)
    status = 422 if wrong else 200
    return render(request, "congresses/result.html", form_context(request, congress_id) | {"wrong": wrong}, status=status)


def _saved(request: HttpRequest, congress: Any, field: quick_result.Field) -> str:
    """Keep one field, or give the words that refuse it."""
    try:
        value = read_field(field, request.POST[field.code])
        try_again(services.save_field, actor=person(request), congress=congress, code=field.code, value=value)
    except ValidationError as refused:
        return "; ".join(refused.messages)
    return ""


def _send(request: HttpRequest, congress: Any) -> HttpResponse:
    """Send what is complete; else show the form with what is left, or with the day that is asked for twice (PR-02)."""
    draft = ResultDraft.objects.filter(congress=congress).first()
    day, posted = str(answers(draft, congress).get("held_on", "")), request.POST.get("confirmed")
    try:
        sent = try_again(services.send_result, actor=person(request), congress=congress, is_confirmed=posted == day)
    except RuleViolation as refused:
        if refused.code not in ("quick.not_ready", "quick.held_differs", UNLIKELY):
            raise
        form = {"to_confirm": day if refused.code == UNLIKELY else ""}
        context = form_context(request, congress.pk) | {"refused": said(refused), "form": form}
        return render(request, "congresses/result.html", context, status=422)
    messages.success(request, _("Đã gửi. Mã biên nhận: {receipt}.").format(receipt=sent.receipt))
    return redirect("congresses:result", congress.pk)


@require_POST
def field(request: HttpRequest, congress_id: UUID, code: str) -> HttpResponse:
    """Keep one field and answer with its mark only: a few hundred bytes (lưu từng ô; PR-05)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), ACT, congress.unit)
    asked = {each.code: each for each in quick_result.fields_for(congress.contents)}
    if code not in asked or code not in request.POST:
        raise Http404
    message = _saved(request, congress, asked[code])
    facts = answers(ResultDraft.objects.filter(congress=congress).first(), congress)
    found = [each for each in quick_result.findings(facts, congress.contents) if each.where == code and not each.code.endswith("missing")]
    context = {"message": message, "found": found, "code": code}
    return render(request, "congresses/result_mark.html", context, status=422 if message else 200)


def sent_in(asked: View) -> list[SentResult]:
    """Give the results that hold, of the branch and the round, as known at the moment asked about."""
    if asked.place is None:
        return []
    units = newest(Placement.objects.filter(in_branch(asked.place.path))).values("unit_id")
    found = SentResult.objects.filter(congress__round=asked.round, congress__unit__in=units, sent_at__lte=asked.known)
    rows = list(found.select_related("congress").order_by("sent_at"))
    replaced = {row.replaces_id for row in rows}
    return [row for row in rows if row.pk not in replaced]


@dataclass(frozen=True)
class Line:
    """One line of the structure table: what, number, share; nothing where no unit answered (dòng cơ cấu)."""

    title: str
    number: int | None
    part: str = ""


def structure_rows(results: list[SentResult]) -> list[Line]:
    """Give the structure table: what, number, share of the elected (RP-07)."""
    sums = quick_result.structure(row.facts for row in results)

    def line(key: str, title: str, whole: str = "") -> Line:
        number = sums.get(key, 0 if ":" in key or key in quick_result.COUNTED else None)
        return Line(title, number, share(number, sums[whole]) if number is not None and sums.get(whole) else "")

    asked = quick_result.fields().values()
    structure = [line(each.code, _(each.title), "elected") for each in asked if each.of == "elected"]
    return [
        line("elected", _("Trúng cử cấp ủy")),
        *structure,
        line("secretary:reelected", _("Bí thư tái cử"), "results"),
        line("secretary:new", _("Bí thư mới"), "results"),
        line("secretary_directly:yes", _("Bí thư do đại hội bầu trực tiếp"), "results"),
        line("deputies_reelected", _("Phó bí thư tái cử")),
        line("deputies_new", _("Phó bí thư mới")),
        line("delegates", _("Đại biểu dự đại hội cấp trên")),
        line("alternates", _("Đại biểu dự khuyết")),
        line("short", _("Thiếu so với số lượng cần bầu"), "seats"),
        line("short_units", _("Đơn vị bầu thiếu"), "results"),
        line("further_rounds", _("Đơn vị phải bầu thêm lần"), "results"),
        line("proposed_lost", _("Có trong đề án, không trúng cử")),
        line("surplus", _("Số dư trong danh sách bầu"), "seats"),
    ]


@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """Show the structure of the committees elected in a branch, as numbers and shares (cơ cấu cấp ủy; RP-07)."""
    user = follower(request)
    asked = asked_view(request, user)
    if asked is None:
        return render(request, "congresses/structure.html", {"asked": None})
    results = sent_in(asked)
    lines = structure_rows(results)
    if request.GET.get("as") == "xlsx":
        note = _("{n} kết quả nhanh, biết đến {at:%d/%m/%Y}").format(n=len(results), at=asked.known)
        cells = [[line.title, line.number, float(line.part) if line.part else None] for line in lines]
        return xlsx(_("Cơ cấu cấp ủy"), [_("Nội dung"), _("Số lượng"), _("Tỷ lệ (%)")], cells, note=note, name="co-cau-cap-uy")
    context = {
        "asked": asked,
        "results": len(results),
        "average_age": quick_result.average_age(row.facts for row in results),
        "lines": lines,
        "rounds": visible_rounds(user),
        "crumbs": crumbs(user, asked.unit, asked.on, asked.known),
    }
    return render(request, "congresses/structure.html", context)
