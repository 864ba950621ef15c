"""Lay a version before bodies and take their opinions (lấy ý kiến, góp ý)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Addressee, Channel, Consultation, Contribution, Version
from daihoi.cycle.documents.queries.opinions import all_desks, asked_placements, is_asked, paths_of, report_due, report_subject
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import Deadline, set_deadlines
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import members_on, newest
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import consolidation_days
from daihoi.rules.sources import limits, looks_like_person

BATCH = 1000


@dataclass(frozen=True)
class Asked:
    """Who is asked until when, and what (đợt lấy ý kiến)."""

    units: Sequence[tuple[Unit, bool]]
    closes_on: date
    question: str = ""
    report_days: int | None = None
    opened_on: date | None = None


@dataclass(frozen=True)
class Said:
    """One opinion as it came: nobody's name, only the body and the channel (một ý kiến)."""

    channel: str
    kind: str
    text: str
    passage: str = ""
    proposal: str = ""
    body: str = ""
    times: int = 1
    receipt: str = ""
    is_body: bool = False  # a human has confirmed that the source is no person

    def line(self, unit: Unit) -> str:
        """Write it as one line, for the receipt and for the root of the journal entry."""
        return "|".join([str(unit.pk), self.body, self.channel, self.passage, self.kind, self.text, self.proposal, str(self.times)])

    def receipt_of(self, unit: Unit) -> str:
        """Give what makes a second sending the same one (PR-05)."""
        return self.receipt or sha256(self.line(unit).encode()).hexdigest()


@transaction.atomic
def open_consultation(*, actor: User, version: Version, asked: Asked) -> Consultation:
    """Lay a version before bodies or whole branches until a day (mở đợt lấy ý kiến; DO-04, DO-05)."""
    unit = version.document.unit
    require(actor, "documents.consult", unit)
    opened = asked.opened_on or timezone.localdate()
    if asked.closes_on < opened:
        raise RuleViolation("documents.closes_before", _("Ngày đóng phải từ ngày mở trở đi. Xem lại ngày."), field="closes_on")
    if not asked.units:
        raise RuleViolation("documents.nobody_asked", _("Chưa chọn nơi nào để lấy ý kiến. Chọn ít nhất một đơn vị."), field="units")
    _in_own_branch(unit, [each for each, _whole in asked.units])
    days = consolidation_days() if asked.report_days is None else asked.report_days
    consultation = Consultation.objects.create(
        unit=unit, version=version, opened_on=opened, closes_on=asked.closes_on, report_days=days, question=asked.question.strip()
    )
    rows = [Addressee(consultation=consultation, unit=each, whole_branch=whole) for each, whole in asked.units]
    Addressee.objects.bulk_create(rows, batch_size=BATCH)
    entry = record(actor, "documents.consultation_opened", consultation, version=version.number, closes_on=asked.closes_on, asked=len(rows))
    _owe_reports(entry, consultation)
    return consultation


def _owe_reports(entry: Entry, consultation: Consultation) -> None:
    """Set the day on which each committee of the branch owes its consolidated report (hạn gửi báo cáo tổng hợp)."""
    title = _("Tổng hợp ý kiến góp ý: {document}").format(document=consultation.version.document)
    due, link = Due(fixed=report_due(consultation)), f"documents:desk {consultation.pk}"
    sent = set(consultation.consolidations.values_list("unit_id", flat=True))
    units = Unit.objects.filter(pk__in=all_desks(consultation)).exclude(pk__in=sent)
    owed = [Deadline(each, report_subject(consultation, each.pk), title, due, link=link) for each in units.iterator()]
    if owed:
        set_deadlines(cause=entry, deadlines=owed)


def _in_own_branch(unit: Unit, asked: Sequence[Unit]) -> None:
    """Refuse to ask bodies outside the branch."""
    paths = paths_of([unit.pk, *(each.pk for each in asked)])
    top = paths.get(unit.pk, "-")
    outside = [each.code for each in asked if not paths.get(each.pk, "").startswith(top)]
    if outside:
        raise RuleViolation(
            "documents.outside_branch", _("Nơi ngoài nhánh không lấy ý kiến ở đây được: {codes}. Bỏ các nơi này."), codes=", ".join(outside)
        )


@transaction.atomic
def extend_consultation(*, actor: User, consultation: Consultation, closes_on: date) -> Consultation:
    """Move the last day of a consultation; the journal keeps the days before (gia hạn)."""
    require(actor, "documents.consult", consultation.unit)
    if closes_on < consultation.opened_on:
        raise RuleViolation("documents.closes_before", _("Ngày đóng phải từ ngày mở trở đi. Xem lại ngày."), field="closes_on")
    before, consultation.closes_on = consultation.closes_on, closes_on
    consultation.save(update_fields=["closes_on"])
    _owe_reports(record(actor, "documents.consultation_extended", consultation, before=before, closes_on=closes_on), consultation)
    return consultation


@transaction.atomic
def contribute(*, actor: User, consultation: Consultation, unit: Unit, said: Said) -> Contribution:
    """Send one opinion of a body; a second sending of the same changes nothing (góp ý; DO-03, PR-05).

    The journal tells that somebody wrote for the body, and not which opinion: no opinion leads to an account.
    """
    require(actor, "documents.contribute", unit)
    _open_for(consultation, unit)
    receipt = said.receipt_of(unit)
    known = Contribution.objects.filter(consultation=consultation, receipt=receipt).first()
    if known:
        return known
    _known_passage(consultation, said)
    _sane(unit, said, _members([unit]))
    row = Contribution.objects.create(**_fields(consultation, unit, said))
    record(actor, "documents.contributed", consultation, unit=unit, rows=1)
    return row


@transaction.atomic
def import_contributions(*, actor: User, consultation: Consultation, unit: Unit, rows: Sequence[tuple[Unit, Said]]) -> int:
    """Write a whole sheet of opinions, late ones too, as one entry; those known already are passed over (nhập ý kiến)."""
    require(actor, "documents.contribute", unit)
    asked = set(asked_placements(consultation).filter(path__startswith=paths_of([unit.pk])[unit.pk]).values_list("unit_id", flat=True))
    outside = sorted({each.code for each, _said in rows if each.pk not in asked})
    if outside:
        raise RuleViolation(
            "documents.not_asked", _("Không thuộc nơi được lấy ý kiến: {codes}. Bỏ các dòng này."), codes=", ".join(outside[:5])
        )
    lines: dict[str, tuple[Unit, Said]] = {}
    for each, said in rows:  # the same words of one body in several rows are one opinion, said so often
        receipt = said.receipt_of(each)
        before = lines[receipt][1].times if receipt in lines else 0
        lines[receipt] = (each, replace(said, times=before + said.times, receipt=receipt))
    known = set(Contribution.objects.filter(consultation=consultation).values_list("receipt", flat=True))
    fresh = [(each, said) for receipt, (each, said) in lines.items() if receipt not in known]
    members = _members({each.pk: each for each, _said in rows}.values())
    for each, said in rows:
        _known_passage(consultation, said)
        _sane(each, said, members)
    Contribution.objects.bulk_create([Contribution(**_fields(consultation, each, said)) for each, said in fresh], batch_size=BATCH)
    root = merkle_root(said.line(each) for each, said in lines.values())
    record(actor, "documents.contributions_imported", consultation, unit=unit, rows=len(rows), written=len(fresh), root=root)
    return len(fresh)


def _open_for(consultation: Consultation, unit: Unit) -> None:
    """Refuse an opinion from who is not asked, or after the last day."""
    if not is_asked(consultation, unit):
        raise RuleViolation("documents.not_asked", _("Không thuộc nơi được lấy ý kiến: {codes}. Bỏ các dòng này."), codes=unit.code)
    if timezone.localdate() > consultation.closes_on:
        raise RuleViolation(
            "documents.consultation_closed",
            _("Đợt lấy ý kiến đã đóng ngày {day:%d/%m/%Y}. Ý kiến đến muộn gửi cho cấp tổng hợp để nhập."),
            day=consultation.closes_on,
        )


def _known_passage(consultation: Consultation, said: Said) -> None:
    """Refuse an opinion on a passage that the version does not have, and one that says nothing."""
    keys = {row["key"] for row in consultation.version.content}
    if said.passage and said.passage not in keys:
        raise RuleViolation("documents.no_such_passage", _("Bản này không có đoạn {passage}. Chọn đoạn khác."), passage=said.passage)
    if not said.text.strip():
        raise RuleViolation("documents.says_nothing", _("Cần ghi ý kiến."), field="text")
    if said.times < 1:
        raise RuleViolation("documents.no_times", _("Số lượt phải từ 1 trở lên."), field="times")


def _members(units: Iterable[Unit]) -> dict[UUID, int]:
    """Give the newest number of members of units, where it is known."""
    today = timezone.localdate()
    return members_on(newest(Placement.objects.filter(unit__in=list(units))), today)


def most_times(channel: str, members: int | None) -> int:
    """Give how many may stand behind one opinion: a conference has no more speakers than members (DO-09)."""
    return members if channel == Channel.CONFERENCE and members else limits().times


def _sane(unit: Unit, said: Said, members: dict[UUID, int]) -> None:
    """Refuse a source that looks like a person, more speakers than there can be, and a whole paper as one opinion."""
    if not said.is_body and looks_like_person(said.body):
        message = _(
            "“{body}” giống tên hoặc chức danh của người. Ghi cơ quan, hội nghị, không ghi người; nếu đúng là tên cơ quan thì xác nhận rồi gửi lại."
        )
        raise RuleViolation("documents.source_is_person", message, body=said.body, field="body")
    if len(said.body) > limits().body:
        message = _("Tên cơ quan dài {n} ký tự, nhiều nhất {most}. Hãy ghi ngắn lại.")
        raise RuleViolation("documents.body_too_long", message, n=len(said.body), most=limits().body, field="body")
    for name, text in (("text", said.text), ("proposal", said.proposal)):
        if len(text) > limits().text:
            message = _("Ý kiến dài {n} ký tự, nhiều nhất {most}. Hãy tách thành nhiều ý kiến, mỗi ý kiến về một đoạn.")
            raise RuleViolation("documents.opinion_too_long", message, n=len(text), most=limits().text, field=name)
    known = members.get(unit.pk)
    if said.times > (most := most_times(said.channel, known)):
        if most == known:
            message = _("{times} lượt nhiều hơn {most} đảng viên của {unit}. Sửa số lượt, hoặc cập nhật số đảng viên của đơn vị trước.")
        else:
            message = _("Số lượt không quá {most}, ở đây là {times}. Sửa lại, hoặc ghi thành từng hội nghị.")
        raise RuleViolation("documents.too_many_times", message, times=said.times, most=most, unit=unit.code, field="times")


def _fields(consultation: Consultation, unit: Unit, said: Said) -> dict[str, object]:
    """Give the fields of a contribution's row."""
    return {
        "consultation": consultation,
        "unit": unit,
        "body": said.body.strip(),
        "channel": said.channel,
        "passage": said.passage,
        "kind": said.kind,
        "text": said.text.strip(),
        "proposal": said.proposal.strip(),
        "times": said.times,
        "receipt": said.receipt_of(unit),
    }
