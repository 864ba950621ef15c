"""Reminders in words: the text of a daily digest, the text to copy into a chat (lời nhắc)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daihoi.foundation.assignments.queries.reminders import LINES, Draft, Line
from daihoi.web.formats import thousands


def address(name: str, *arguments: object, request: HttpRequest | None = None) -> str:
    """Give the full address of a page, for messages that leave the program; a request knows its host where none is set (địa chỉ trang)."""
    if request is not None and settings.SITE_URL == settings.LOCAL_SITE_URL:
        return request.build_absolute_uri(reverse(name, args=arguments))
    return settings.SITE_URL.rstrip("/") + reverse(name, args=arguments)


def subject_of(draft: Draft, on: date) -> str:
    """Say in one line what a digest is about (tiêu đề thư)."""
    parts = []
    with translation.override(draft.user.language):
        if draft.late:
            parts.append(ngettext("{n} việc quá hạn", "{n} việc quá hạn", len(draft.late)).format(n=thousands(len(draft.late))))
        if draft.soon:
            parts.append(ngettext("{n} việc sắp đến hạn", "{n} việc sắp đến hạn", len(draft.soon)).format(n=thousands(len(draft.soon))))
        if draft.below_total:
            text = ngettext("{n} việc của cấp dưới còn chậm", "{n} việc của cấp dưới còn chậm", draft.below_total)
            parts.append(text.format(n=thousands(draft.below_total)))
        return _("Việc ngày {day}: {parts}").format(day=f"{on:%d/%m/%Y}", parts=", ".join(parts))


def text_of(draft: Draft, on: date) -> str:
    """Write the whole digest of a person (nội dung thư)."""
    with translation.override(draft.user.language):
        blocks = [
            *_block(_("Quá hạn"), draft.late, on),
            *_block(_("Đến hạn trong 7 ngày"), draft.soon, on),
            *_below(draft, on),
            "",
            _("Xem và báo xong tại {url}").format(url=address("assignments:mine")),
            _("Mỗi ngày nhiều nhất một thư như thế này. Đổi hoặc thôi nhận: {url}").format(url=address("assignments:personal")),
        ]
    return "\n".join(blocks).strip() + "\n"


def _block(title: str, lines: Sequence[Line], on: date) -> list[str]:
    """Write one part of a digest, the first lines of it."""
    if not lines:
        return []
    found = ["", f"{title}:"]
    found += [f"- {line.title} ({line.unit}), {_('hạn')} {line.due:%d/%m/%Y}{_late(line.due, on)}" for line in lines[:LINES]]
    if len(lines) > LINES:
        found.append(_("… và {n} việc khác").format(n=thousands(len(lines) - LINES)))
    return found


def _below(draft: Draft, on: date) -> list[str]:
    """Write what stays late one level below."""
    if not draft.below:
        return []
    lines = [
        f"- {name}: " + ngettext("{n} việc", "{n} việc", n).format(n=thousands(n)) + f", {_('hạn')} {oldest:%d/%m/%Y}{_late(oldest, on)}"
        for name, n, oldest in draft.below
    ]
    return ["", _("Đơn vị trực thuộc còn chậm:"), *lines, _("Đôn đốc tại {url}").format(url=address("assignments:board"))]


def _late(due: date, on: date) -> str:
    """Say by how many days a thing is late."""
    days = (on - due).days
    return ", " + ngettext("quá {n} ngày", "quá {n} ngày", days).format(n=thousands(days)) if days > 0 else ""


def chat_text(heading: str, rows: Sequence[tuple[str, str, date]], on: date, batch: UUID | None) -> str:
    """Write a reminder to copy into a chat group: who, what, until when, where to answer (tin nhắn để chép; PR-06)."""
    lines = [heading, _("Tính đến {day} còn {n} việc quá hạn:").format(day=f"{on:%d/%m/%Y}", n=len(rows))]
    lines += [
        f"{number}. {unit}: {title}, {_('hạn')} {due:%d/%m/%Y}{_late(due, on)}" for number, (unit, title, due) in enumerate(rows[:60], 1)
    ]
    if len(rows) > 60:
        lines.append(_("… và {n} việc khác").format(n=thousands(len(rows) - 60)))
    lines.append(_("Báo xong tại {url}").format(url=address("assignments:own", batch) if batch else address("assignments:mine")))
    return "\n".join(lines)
