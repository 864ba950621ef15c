"""The tag library `{% load dh %}`: icons, numbers, dates, bars, chips, digests, fields."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, ClearableFileInput, RadioSelect, Select
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from daihoi.rules.errors import Finding, RuleViolation
from daihoi.web import errors, formats
from daihoi.web.icons import icon as draw_icon

register = template.Library()
SEXES = {"nam": pgettext_lazy("giới tính của một người", "nam"), "nữ": pgettext_lazy("giới tính của một người", "nữ")}
SIGNS = {"ok": "check", "soon": "clock", "late": "warning", "none": "clock", "brass": "check", "info": "info", "lock": "lock"}


@register.simple_tag
def asset(path: str) -> str:
    """Give the address of a static file with the digest of its content, so that browsers may keep it for long."""
    return f"{static(path)}?v={_content_digest(path)}"


@cache
def _content_digest(path: str) -> str:
    """Digest a static file once a process."""
    found = finders.find(path)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if isinstance(found, str) else "0"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: {% icon "check" %}; with a label it is read aloud."""
    return draw_icon(name, label)


@register.filter
def thousands(number: int | None) -> str:
    """Group digits by three: {{ 5408|thousands }} gives 5.408."""
    return "" if number is None else formats.thousands(int(number))


@register.filter
def percent(text: str | None) -> str:
    """Write a machine share: {{ "87.65"|percent }} gives 87,65 %."""
    return "" if text in (None, "") else formats.percent(str(text))


@register.filter
def decimal(text: str | None) -> str:
    """Write a machine decimal: {{ "87.65"|decimal }} gives 87,65."""
    return "" if text in (None, "") else formats.decimal(str(text))


@register.simple_tag
def share(part: int, whole: int, places: int = 2) -> str:
    """Write a share: {% share 497 567 %} gives 87,65 %."""
    return formats.share(int(part), int(whole), places)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date: dd/mm/yyyy."""
    return formats.day(value)


@register.filter
def clock(value: datetime | None) -> str:
    """Write a time of day: 09:42."""
    return formats.clock(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write time and date: 09:42, 25/06/2020."""
    return formats.moment(value)


@register.simple_tag
def bar(part: int, whole: int, plan: int | None = None, kind: str = "") -> SafeString:
    """Draw a share as a bar, with a mark for the plan: {% bar 497 567 plan=520 kind="late" %}."""
    width = formats.exact_share(min(part, whole), whole) or "0"
    label = _("{part} trên {whole}, {share}").format(
        part=formats.thousands(part), whole=formats.thousands(whole), share=formats.share(part, whole)
    )
    mark: SafeString | str = ""
    if plan is not None and whole:
        at = formats.exact_share(min(plan, whole), whole)
        label += _("; kế hoạch {plan}").format(plan=formats.thousands(plan))
        mark = format_html('<line class="p" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>', at)
    return format_html(
        '<svg class="dh-bar {}" role="img" aria-label="{}" preserveAspectRatio="none"><rect class="g" width="100%" height="100%"/>'
        '<rect class="v" width="{}%" height="100%"/>{}</svg>',
        kind,
        label,
        width,
        mark,
    )


@register.simple_tag
def chip(kind: str, text: str, sign: str = "") -> SafeString:
    """Draw a state as sign and word: {% chip "late" "Quá 5 ngày" %}; kinds ok, soon, late, none, brass, info."""
    css = "" if kind in ("none", "lock") else kind
    return format_html('<span class="chip {}">{}{}</span>', css, draw_icon(sign or SIGNS[kind]), text)


@register.simple_tag
def deadline(due: date, today: date) -> SafeString:
    """Draw how far a due date is away (hạn): late, today, up to three days, later."""
    left = (due - today).days
    if left < 0:
        return chip("late", ngettext("Quá {n} ngày", "Quá {n} ngày", -left).format(n=thousands(-left)))
    if left == 0:
        return chip("soon", _("Hôm nay"))
    return chip("soon" if left <= 3 else "none", ngettext("Còn {n} ngày", "Còn {n} ngày", left).format(n=thousands(left)))


@register.simple_tag
def digest(code: str, state: str = "", text: str = "") -> SafeString:
    """Draw a check code (mã kiểm chứng) with the state of its chain: {% digest "7K4Q-M2XD" "ok" "Chuỗi nguyên vẹn" %}."""
    beside = chip(state, text) if state else ""
    return format_html(
        '<span class="dh-digest">{}<code>{}</code>{}</span>', draw_icon("warning" if state == "late" else "shield"), code, beside
    )


@register.inclusion_tag("web/field.html")
def field(bound: BoundField, css: str = "") -> dict[str, Any]:
    """Draw one form field with label above, help and error tied to it: {% field form.name %}."""
    widget = bound.field.widget
    is_group = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    is_check = isinstance(widget, CheckboxInput)
    described = [f"{bound.auto_id}-help"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    classes = "form-check-input" if is_check or is_group else "form-select" if isinstance(widget, Select) else "form-control"
    attributes: dict[str, Any] = {"class": " ".join(part for part in (classes, css, "is-invalid" if bound.errors else "") if part)}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if is_group:
        widget.attrs = {**widget.attrs, "class": "form-check-input"}
    if isinstance(widget, ClearableFileInput):
        attributes["class"] += " dh-file"
    return {"field": bound, "control": bound.as_widget(attrs=attributes), "is_check": is_check, "is_group": is_group}


@register.inclusion_tag("web/summary.html")
def summary(form: BaseForm) -> dict[str, Any]:
    """List what a refused form must change, with a link to each field: {% summary form %}."""
    return {"form": form, "fields": [bound for bound in form if bound.errors] if form.is_bound else []}


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """Look a key up in a table of facts: {{ counts|get:kind }}."""
    return mapping.get(key)


@register.filter
def said(answer: RuleViolation | Finding) -> str:
    """Say a refusal or a finding in the language of the page: {{ finding|said }}."""
    return errors.said(answer)


@register.filter
def sex(text: str) -> str:
    """Say the sex written in a list in the language of the page; anything else stays as written."""
    return str(SEXES.get(text, text))


@register.filter
def translated(text: str) -> str:
    """Say a word of the data files (names of kinds, titles of roles and rules) in the language of the page."""
    return _(text) if text else ""
