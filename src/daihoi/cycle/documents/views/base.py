"""What every screen of documents needs: the person, the visible document, what he may do (dùng chung)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Document
from daihoi.cycle.documents.queries.texts import visible_documents
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import Forbidden, acts_at, grants_in_force
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import seen_breadcrumb
from daihoi.foundation.organization.roles import roles_with
from daihoi.web.errors import form_page

PAGE = 40
MOST = 5000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def visible(request: HttpRequest, document_id: UUID) -> Document:
    """Find a document among those the person may see; others do not exist for him."""
    return get_object_or_404(visible_documents(person(request)).select_related("issue", "congress"), pk=document_id)


def may(request: HttpRequest, unit: Unit) -> dict[str, bool]:
    """Tell which acts of documents a person may do in a unit, by their verbs."""
    return {act.split(".")[1]: True for act in acts_at(person(request), unit) if act.startswith("documents.")}


def allowed(request: HttpRequest, verb: str, unit: Unit) -> None:
    """Refuse a page whose act the person may not do there."""
    if verb not in may(request, unit):
        raise Forbidden("authority.forbidden", _("Bạn không có quyền làm việc này ở đơn vị {unit}.").format(unit=unit.code))


def frame(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Give what all pages of one document show."""
    return {
        "document": document,
        "crumbs": seen_breadcrumb(person(request), document.unit, timezone.localdate()),
        "may": may(request, document.unit),
    }


def act_page(request: HttpRequest, form: Any, heading: str, button: str, back: str, **more: Any) -> HttpResponse:
    """Show the form of one act on a page of its own; `back` is an address."""
    return form_page(request, "documents/act.html", form, heading=heading, button=button, back=back, **more)


def home(user: User, act: str) -> Unit | None:
    """Give the unit in which a person does an act: of the first grant, or the top of the tree for the whole installation."""
    grant = grants_in_force(user).filter(role__in=roles_with(act)).select_related("unit").order_by("recorded_at", "pk").first()
    if grant is None or grant.unit is not None:
        return grant.unit if grant else None
    top = Placement.objects.filter(depth=1, valid_to__isnull=True).select_related("unit").first()
    return top.unit if top else None


def page_of(request: HttpRequest, rows: "Sequence[Any] | QuerySet[Any]") -> "Page[Any]":
    """Give the page of a list that the address names, or all of it where that was asked for (trang)."""
    everything = request.GET.get("page") == "all"
    return Paginator(rows, MOST if everything else PAGE).get_page(1 if everything else request.GET.get("page"))


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """Offer a file to save."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
