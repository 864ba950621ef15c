"""Screens of clauses: correct the proposed split, send and hand down (màn hình điều khoản)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from daihoi.cycle.directives import services
from daihoi.cycle.directives.address import allowed, branch_unit, person, unit_name, visible_text
from daihoi.cycle.directives.forms import SendForm, SplitForm, typed_pieces, words_of
from daihoi.cycle.directives.models import Text
from daihoi.cycle.directives.queries.coverage import assigned_clauses, without_clauses
from daihoi.cycle.directives.queries.texts import ended_by
from daihoi.cycle.directives.services.sending import ClauseTask, Recipients
from daihoi.cycle.directives.splitting import Piece, split
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.queries.forecasts import Forecast, forecast
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.models import Kind
from daihoi.foundation.organization.queries import branch
from daihoi.rules import directives as shipped
from daihoi.rules.deadlines import Length, lengths
from daihoi.web.errors import form_page, refusals
from daihoi.web.formats import thousands

LENGTH_WORDS = {  # lengths of a directive that a due day may be counted by, in words
    "contents_approval": gettext_lazy("duyệt nội dung đại hội, trước ngày khai mạc"),
    "opening_announced": gettext_lazy("thông báo ngày khai mạc"),
    "complaint_cut_off": gettext_lazy("ngừng nhận tố cáo mới để giải quyết, trước ngày khai mạc"),
}
SPARE = 3  # empty rows to add clauses by hand


@require_http_methods(["GET", "POST"])
def clauses(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Correct how a text falls into clauses, then keep it (tách điều khoản)."""
    text = visible_text(request, text_id)
    user = person(request)
    allowed(user, "directives.set_clauses", text.unit)
    form = SplitForm(request.POST if "propose" in request.POST else None, request.FILES or None, initial={"words": text.words})
    pieces = _standing(text)
    if "propose" in request.POST:
        pieces = _proposed(form, user, text) or pieces
    elif request.method == "POST":
        form = SplitForm(data={})
        pieces = typed_pieces(request.POST)
        if "save" in request.POST:
            with refusals(form):
                rows = try_again(services.set_clauses, actor=user, text=text, pieces=pieces)
                words = ngettext("Đã ghi {n} điều khoản.", "Đã ghi {n} điều khoản.", len(rows))
                messages.success(request, words.format(n=len(rows)))
                return redirect("directives:text", text.pk)
    listed = [*pieces, *[Piece("", "")] * SPARE]
    context = {"text": text, "pieces": list(enumerate(listed)), "count": len(listed), "fixed": _fixed(text), "has_any": bool(pieces)}
    return form_page(request, "directives/clauses.html", form, **context)


def _standing(text: Text) -> list[Piece]:
    """Give the clauses as they stand, or the split proposed from the words that wait with the text."""
    return [Piece(row.number, row.title, row.content) for row in text.clauses.all()] or split(text.words)


def _fixed(text: Text) -> set[str]:
    """Give the numbers of clauses that were handed down and stay as they are."""
    return set(text.clauses.filter(pk__in=assigned_clauses(text)).values_list("number", flat=True))


def _proposed(form: SplitForm, user: User, text: Text) -> list[Piece]:
    """Keep what was pasted or sent with the text and split it, or say why nothing came of it."""
    if not form.is_valid():
        return []
    found: list[Piece] = []
    with refusals(form):
        try:
            words = words_of(form.cleaned_data)
            try_again(services.keep_words, actor=user, text=text, words=words)
            found = split(words)
        except ValidationError as wrong:
            form.add_error("file", wrong)
            return []
        if not found:
            form.add_error("words", _("Không thấy số điều khoản (1., 2., Điều 1…). Ghi tay ở bảng dưới."))
    return found


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Send a text down a branch, and hand its clauses down as work, in one act (gửi, giao)."""
    text = visible_text(request, text_id)
    user = person(request)
    unit = branch_unit(request, user)
    allowed(user, "directives.send", unit)
    counts = dict(branch(unit, timezone.localdate()).order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n"))
    form = SendForm(request.POST or None, text=text, kinds=list(counts))
    foreseen = None
    if form.is_valid():
        to = Recipients(unit, tuple(form.cleaned_data["kinds"]))
        foreseen = _to_confirm(form, to, request.POST.get("confirmed", ""))
        if foreseen is None:
            with refusals(form):
                said = _sent(user, text, form, to)
                messages.success(request, said)
                return redirect("directives:text", text.pk)
    context = {
        "foreseen": foreseen,
        "text": text,
        "unit": unit,
        "unit_name": unit_name(unit),
        "counts": counts,
        "ended": ended_by(text, timezone.localdate()),
        "lengths": _lengths(text),
    }
    return form_page(request, "directives/send.html", form, **context)


def _to_confirm(form: SendForm, to: Recipients, confirmed: str) -> Forecast | None:
    """Give what must be seen before clauses are handed down: days counted from a congress, or days that are over already (xem trước)."""
    typed = form.cleaned_data
    due = form.due() if typed["clauses"] else None
    if due is None or (due.fixed and due.fixed < typed["on"]):  # the act refuses it
        return None
    units = without_clauses(typed["clauses"], to.keys(typed["on"]))
    found = forecast(units, due, timezone.localdate())
    is_plain = not units or not (found.late or due.is_counted)
    return None if is_plain or confirmed == found.key else found


def _sent(user: Any, text: Text, form: SendForm, to: Recipients) -> str:
    """Do what the form asks, and say what was done."""
    typed = form.cleaned_data
    if not typed["clauses"]:
        handed = try_again(services.send_text, actor=user, text=text, to=to, on=typed["on"])
        return ngettext("Đã gửi cho {n} đơn vị.", "Đã gửi cho {n} đơn vị.", handed.sent).format(n=thousands(handed.sent))
    tasks = [ClauseTask(clause, form.due(), typed["owner_post"], typed["asks"]) for clause in typed["clauses"]]
    handed = try_again(services.assign_clauses, actor=user, text=text, to=to, tasks=tasks, on=typed["on"])
    words = ngettext("Đã giao {k} điều khoản cho {n} đơn vị.", "Đã giao {k} điều khoản cho {n} đơn vị.", handed.units)
    return words.format(k=len(handed.batches), n=thousands(handed.units))


def _lengths(text: Text) -> list[tuple[Length, str, str]]:
    """Give the lengths in working days that the rules of this directive fix, each in words, with its kind of unit and source."""
    key = (text.number, text.dated)
    found = lengths(shipped.load(*key)) if key in shipped.shipped() else ()
    titles = dict(Kind.objects.values_list("code", "title")) if found else {}
    return [(each, str(LENGTH_WORDS[each.what]), titles.get(each.kind, "")) for each in found if each.what in LENGTH_WORDS]
