"""Composing a reminder: text to copy, picture with a code, letter with its number (đôn đốc)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments import papers, services
from daihoi.foundation.assignments.forms import LetterForm
from daihoi.foundation.assignments.models import Batch, Urging
from daihoi.foundation.assignments.queries.people import open_batches
from daihoi.foundation.assignments.queries.urging import LateRow, late_count, late_rows, late_units
from daihoi.foundation.assignments.views.common import asked_unit, person
from daihoi.foundation.assignments.wording import address, chat_text
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import require, visible_units
from daihoi.foundation.organization.grades import OPEN_GRADES
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import newest_name, newest_place
from daihoi.foundation.registers.services import take_numbers
from daihoi.office.document import Symbol
from daihoi.office.urging import Letter
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals

SHOWN = 40
FORMS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Asked:
    """What is urged: by which unit, in which branch below it, for which batch (phạm vi đôn đốc)."""

    unit: Unit
    within: Unit | None
    batch: Batch | None

    @property
    def rows(self) -> list[LateRow]:
        """Give what is late today."""
        return late_rows(self.unit, timezone.localdate(), self.batch, self.within)

    @property
    def query(self) -> str:
        """Write the address of what is urged."""
        within = {"within": self.within.code} if self.within else {}
        return urlencode({"unit": self.unit.code} | within | ({"batch": str(self.batch.pk)} if self.batch else {}))


def asked(request: HttpRequest) -> Asked:
    """Read from the address what is urged, as far as this person may."""
    unit = asked_unit(request, "assignments.remind")
    require(person(request), "assignments.remind", unit)
    seen = visible_units(person(request), "assignments.view")
    code, batch = request.GET.get("within"), None
    if request.GET.get("batch"):
        try:
            key = UUID(request.GET["batch"])
        except ValueError as wrong:
            raise Http404 from wrong
        batch = get_object_or_404(
            Batch.objects.filter(open_batches(person(request), timezone.localdate()), issuer__in=seen.values("pk")), pk=key
        )
    return Asked(unit, get_object_or_404(seen, code=code) if code else None, batch)


def heading_of(batch: Batch | None) -> str:
    """Name what is urged, as it leaves the program; what carries a grade stays inside (PR-06, PR-25)."""
    return batch.title if batch and batch.grade in OPEN_GRADES else _("Đôn đốc việc được giao")


def place_to_answer(batch: Batch | None) -> str:
    """Give the address at which late units answer."""
    return address("assignments:own", batch.pk) if batch else address("assignments:mine")


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Show what is late with the ready text and picture; a sent form becomes a letter with a number (đôn đốc)."""
    what = asked(request)
    unit, batch, rows, today = what.unit, what.batch, what.rows, timezone.localdate()
    form = LetterForm(request.POST or None, initial={"place": ""})
    if form.is_valid():
        with refusals(form):
            urging = try_again(_write_letter, person(request), unit, batch, rows, form.cleaned_data)
            messages.success(request, _("Đã lập công văn số {symbol}.").format(symbol=urging.symbol))
            return redirect(f"{reverse('assignments:remind')}?{what.query}")
    heading = heading_of(batch)
    url = place_to_answer(batch)
    context: dict[str, Any] = {
        "unit": unit,
        "name": newest_name(what.within or unit),
        "batch": batch,
        "rows": rows[:SHOWN],
        "total": late_count(unit, today, batch, what.within),
        "listed": len(rows),
        "units": late_units(unit, today, batch, what.within),
        "text": chat_text(heading, [(row.unit, row.title, row.due) for row in rows], today, batch.pk if batch else None),
        "code": papers.code_uri(url),
        "url": url,
        "query": what.query,
        "sent": Urging.objects.filter(unit=unit)[:10],
        "today": today,
    }
    return form_page(request, "assignments/remind.html", form, **context)


@transaction.atomic
def _write_letter(user: User, unit: Unit, batch: Batch | None, rows: list[LateRow], typed: dict[str, Any]) -> Urging:
    """Take a number, write the letter, keep both files and note that it went out: all or nothing."""
    today = timezone.localdate()
    if not rows:
        raise RuleViolation("assignments.nothing_late", _("Không có việc quá hạn để đôn đốc. Mở lại trang để xem."))
    number = take_numbers(
        actor=user, unit=unit, body=typed["body"], kind="CV", on=today, abstracts=[_("Đôn đốc thực hiện việc được giao")]
    )[0]
    place = newest_place(unit)
    letter = Letter(
        issuing=place.name if place else unit.code,
        upper="",
        symbol=Symbol("CV", typed["body"], number.number),
        place=typed["place"],
        on=today,
        answer_by=typed["answer_by"],
        power=typed["power"],
        office=typed["office"],
        signer=typed["signer"],
        where=place_to_answer(batch),
        source=batch.source_title if batch else "",
    )
    files = papers.letter_files(letter, rows, f"don-doc-{unit.code}-{today:%Y%m%d}")
    return services.urge(actor=user, unit=unit, items=[row.item for row in rows], on=today, symbol=number.symbol, papers=files)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the table of what is late as a picture (bảng ảnh)."""
    what = asked(request)
    found = papers.picture(heading_of(what.batch), what.rows, timezone.localdate(), place_to_answer(what.batch))
    return HttpResponse(found, content_type="image/png")


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Note that the text or the picture was sent to a group (ghi đã nhắc)."""
    what = asked(request)
    try:
        try_again(services.urge, actor=person(request), unit=what.unit, items=[row.item for row in what.rows], on=timezone.localdate())
    except RuleViolation as refusal:
        return refusal_page(request, refusal)
    messages.success(request, _("Đã ghi lần đôn đốc vào từng việc."))
    return redirect(f"{reverse('assignments:remind')}?{what.query}")


@require_safe
def letter(request: HttpRequest, urging_id: UUID, form: str) -> HttpResponse:
    """Hand out a letter that was written (tải công văn)."""
    seen = visible_units(person(request), "assignments.remind").values("pk")
    urging = get_object_or_404(Urging.objects.select_related("docx", "pdf"), pk=urging_id, unit__in=seen)
    stored: StoredFile | None = {"docx": urging.docx, "pdf": urging.pdf}.get(form)
    if stored is None:
        raise Http404
    return HttpResponse(stored.read(), content_type=FORMS[form], headers={"Content-Disposition": f'attachment; filename="{stored.name}"'})
