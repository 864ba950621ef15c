"""Open a round, call a congress, fix what kind of congress it is (mở đợt, triệu tập)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, Contents, Form, FrozenCharter, KindChange, OrdinalBasis, Round, StageEvent
from daihoi.cycle.congresses.unlikely import confirmed, known_of
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import placements
from daihoi.rules import charter as charters
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from daihoi.rules.unlikely_days import of_stage


@dataclass(frozen=True)
class Directive:
    """A ruling text by number and date (chỉ thị); the same number names two directives."""

    number: str
    dated: date


@dataclass(frozen=True)
class Span:
    """First day and deadline of a round (thời gian)."""

    starts: date
    deadline: date


@dataclass(frozen=True)
class Call:
    """What is decided when a congress is called (quyết định triệu tập)."""

    called_on: date
    form: str = Form.MEMBERS
    ordinal: int | None = None
    ordinal_basis: int | None = None
    contents: int = Contents.FOUR
    settings: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    document: str = ""
    is_confirmed: bool = False  # an unlikely day was seen and meant


@transaction.atomic
def open_round(
    *, actor: User, unit: Unit, code: str, directive: Directive, level: str, kinds: Sequence[str], term: str, span: Span, charter: str
) -> Round:
    """Open one directive's congresses of one level in one term (mở đợt đại hội)."""
    require(actor, "congresses.open_round", unit)
    if not kinds:
        raise RuleViolation("round.without_kinds", _("Đợt {code} chưa có loại tổ chức nào. Hãy chọn ít nhất một loại."), code=code)
    if span.deadline < span.starts:
        raise RuleViolation(
            "round.deadline_before_start",
            _("Hạn {deadline:%d/%m/%Y} trước ngày bắt đầu {starts:%d/%m/%Y}. Hãy sửa một trong hai ngày."),
            deadline=span.deadline,
            starts=span.starts,
        )
    if Round.objects.filter(code=code).exists():
        raise RuleViolation("round.code_taken", _("Mã đợt {code} đã có. Hãy chọn mã khác."), code=code)
    charters.load(charter)
    opened = Round.objects.create(
        unit=unit,
        code=code,
        directive=directive.number,
        directive_date=directive.dated,
        level=level,
        kinds=list(kinds),
        term=term,
        charter=charter,
        starts=span.starts,
        deadline=span.deadline,
    )
    record(actor, "congresses.round_opened", opened, code=code, level=level, kinds=list(kinds), term=term, charter=charter)
    return opened


@transaction.atomic
def call_congress(*, actor: User, unit: Unit, round_: Round, call: Call) -> Congress:
    """Call the congress of a unit and freeze the rules it is held by (triệu tập đại hội)."""
    require(actor, "congresses.call", unit)
    _owes(unit, round_, call.called_on)
    if Congress.objects.filter(unit=unit, round=round_).exists():
        raise RuleViolation(
            "congress.already_called",
            _("Đơn vị {unit} đã có đại hội trong đợt {round}. Hãy mở đại hội đó."),
            unit=unit.code,
            round=round_.code,
        )
    if call.ordinal_basis == OrdinalBasis.FOUNDED and call.ordinal not in (None, 1):
        raise RuleViolation("congress.ordinal_of_new", _("Tổ chức mới lập tính từ lần thứ nhất, không phải lần {n}."), n=call.ordinal)
    if call.settings and not call.reason.strip():
        raise RuleViolation("congress.settings_without_reason", _("Đổi giá trị của quy chế phải có lý do. Hãy ghi lý do."))
    noted = confirmed(of_stage(Stage.called, call.called_on, known_of(round_)), call.called_on, is_confirmed=call.is_confirmed)
    frozen = freeze_charter(round_.charter, {key: {"value": value, "reason": call.reason} for key, value in call.settings.items()})
    congress = Congress.objects.create(
        unit=unit,
        round=round_,
        form=call.form,
        ordinal=call.ordinal,
        ordinal_basis=call.ordinal_basis if call.ordinal else None,
        contents=call.contents,
        charter=frozen,
        charter_reason=call.reason if call.settings else "",
    )
    StageEvent.objects.create(congress=congress, stage=Stage.called, happened_on=call.called_on, document=call.document)
    record(
        actor,
        "congresses.called",
        congress,
        round=str(round_.pk),
        called_on=call.called_on,
        contents=call.contents,
        form=call.form,
        charter=frozen.digest,
        settings=sorted(call.settings),
        **noted,
    )
    return congress


def _owes(unit: Unit, round_: Round, on: date) -> None:
    """Refuse a congress of a unit that does not stand in the tree that day or whose kind the round does not count."""
    kind = placements(on).filter(unit=unit).values_list("kind", flat=True).first()
    if kind is None:
        raise RuleViolation(
            "congress.unit_not_open",
            _("Đơn vị {unit} không có trong cây tổ chức ngày {on:%d/%m/%Y}. Hãy xem lại ngày."),
            unit=unit.code,
            on=on,
        )
    if kind not in round_.kinds:
        raise RuleViolation(
            "congress.kind_not_in_round",
            _("Đợt {round} không mở cho loại {kind}. Hãy chọn đợt khác."),
            round=round_.code,
            kind=kind,
        )


def freeze_charter(name: str, settings: Mapping[str, object] | None = None) -> FrozenCharter:
    """Keep one text of rules once, by its digest (chốt quy chế)."""
    text = charters.load(name, settings or None).to_toml()
    frozen, _created = FrozenCharter.objects.get_or_create(digest=sha256(text.encode()).hexdigest(), defaults={"name": name, "text": text})
    return frozen


@transaction.atomic
def mark_pilot(*, actor: User, congress: Congress, pilot: bool) -> Congress:
    """Name a congress a pilot, or take that back (chọn đại hội điểm; DR-09)."""
    require(actor, "congresses.mark_pilot", congress.unit)
    if congress.pilot == pilot:
        return congress
    was = (congress.pilot, congress.contents)
    congress.pilot = pilot
    congress.save(update_fields=["pilot"])
    kind_change(congress, was, timezone.now(), _held_on(congress)).save()
    record(actor, "congresses.pilot_marked", congress, pilot=pilot)
    return congress


def _held_on(congress: Congress) -> date | None:
    """Give the day on which a congress was held, if it was."""
    held = congress.events.filter(stage=Stage.held, happened_on__isnull=False, withdrawn_by__isnull=True).first()
    return held.happened_on if held else None


def kind_change(congress: Congress, was: tuple[bool, int], at: datetime, held_on: date | None, **told: str) -> KindChange:
    """Write down what a congress was before its kind changed; after it was held, a change corrects what it was that day (PR-01)."""
    pilot, contents = was
    return KindChange(
        congress=congress,
        since=min(day for day in (held_on, timezone.localdate(at)) if day),
        recorded_at=at,
        pilot_before=pilot,
        contents_before=contents,
        pilot=congress.pilot,
        contents=congress.contents,
        **told,
    )


@transaction.atomic
def set_contents(*, actor: User, congress: Congress, contents: int, reason: str, document: str = "") -> Congress:
    """Fix which of the four contents a congress has (chọn số nội dung; DR-01, DR-02, DR-03)."""
    require(actor, "congresses.set_contents", congress.unit)
    if contents not in Contents.values:
        raise RuleViolation("congress.contents_unknown", _("Đại hội có 4, 3 hoặc 2 nội dung, không có {contents}."), contents=contents)
    if contents < Contents.FOUR and not reason.strip():
        raise RuleViolation("congress.contents_without_reason", _("Bớt nội dung phải có lý do và ý kiến của cấp trên. Hãy ghi lý do."))
    before = congress.contents
    if before == contents:
        return congress
    congress.contents = contents
    congress.save(update_fields=["contents"])
    kind_change(congress, (congress.pilot, before), timezone.now(), _held_on(congress), reason=reason.strip(), document=document).save()
    record(actor, "congresses.contents_set", congress, before=before, contents=contents, document=document, reason_given=bool(reason))
    return congress
